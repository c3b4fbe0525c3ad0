"""The counts of messages as a whole: made anew from the tables, or compared with them.

Like rebuild.py, nothing here goes by what a batch does: each measure is worked out by a query of its own.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from pyroaring import BitMap
from sqlalchemy import Connection, Select, Subquery, Table, and_, case, delete, func, literal, select, update

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.ingest.sets.arrays import ContactNumbers, Numbers, days_of
from engagement.ingest.sets.count_writer import SetKey, write_campaign_sets
from engagement.ingest.sets.difference import Difference, Progress, count_differences, differences
from engagement.lib.moments import Calendar
from engagement.store.schema import campaign_days, campaign_sets, campaigns, day_counts, events, messages, plain_time
from engagement.store.sets import unpack
from engagement.store.sql import update_rows, upsert

_ROWS = 100_000  # fetched at a time
_NONE = -1  # no campaign
_UNKNOWN = -(2**62)  # a moment that is not known
_CHANNELS = tuple(channel.value for channel in Channel)
_DayKey = tuple[int, str, str]  # day, channel, measure


class _Expected:
    """All counts as the tables say they should be."""

    def __init__(self, connection: Connection, timezone: str, progress: Progress | None) -> None:
        self.days: Counter[_DayKey] = Counter()
        self.campaign_days: Counter[tuple[int, int]] = Counter()
        self.sets: dict[SetKey, BitMap] = {}
        self._numbers = ContactNumbers(connection)
        self._calendar = Calendar(ZoneInfo(timezone))
        sources = _sources()
        for done, (measure, statement) in enumerate(sources.items()):
            if progress is not None:
                progress("Counting messages", done, len(sources))
            self._count(measure, _arrays(connection, statement))
        if progress is not None:
            progress("Counting messages", len(sources), len(sources))

    def _count(self, measure: Measure, parts: Iterator[Numbers]) -> None:
        """Count the messages that came to a measure: rows of campaign, contact, channel and moment."""
        people: dict[int, list[Numbers]] = {}
        for rows in parts:
            campaign, contact, channel, moment = rows.T
            is_known = moment != _UNKNOWN
            days = np.where(is_known, days_of(np.where(is_known, moment, 0), self._calendar), 0)
            of_days, times = np.unique(np.stack((days, channel))[:, is_known], axis=1, return_counts=True)
            for day, number, more in zip(*of_days.tolist(), times.tolist(), strict=True):
                self.days[day, _CHANNELS[number], measure.value] += more
            members = self._numbers.of(contact)
            for one in np.unique(campaign[campaign != _NONE]).tolist():
                is_its = campaign == one
                people.setdefault(one, []).append(members[is_its])
                if measure is Measure.SENT:
                    sent, times = np.unique(days[is_its & is_known], return_counts=True)
                    for day, more in zip(sent.tolist(), times.tolist(), strict=True):
                        self.campaign_days[one, day] += more
        for one, found in people.items():
            number, times = np.unique(np.concatenate(found), return_counts=True)
            for level in range(1, int(times.max()) + 1):
                self.sets[one, measure.value, level] = BitMap(number[times >= level].astype(np.uint32))


def _arrays(connection: Connection, statement: Select[Any]) -> Iterator[Numbers]:
    for rows in connection.execute(statement, execution_options={"yield_per": _ROWS}).partitions():
        yield np.array([tuple(row) for row in rows], dtype=np.int64)


def _sources() -> dict[Measure, Select[Any]]:
    """For each measure the messages that came to it: campaign, contact, channel (by number) and moment."""
    m, e = messages.c, events.c
    channel = case((m.channel == Channel.TEXT.value, _CHANNELS.index(Channel.TEXT.value)), else_=0)
    who = (func.coalesce(m.campaign_id, literal(_NONE)), m.contact_id, channel)
    ours = m.direction == Direction.OUTBOUND.value
    same = and_(m.contact_id == e.contact_id, m.message_id == e.message_id)

    def first(kind: EventType, *where: Any) -> Select[Any]:
        return (
            select(*who, plain_time(func.min(e.at)))
            .select_from(messages.join(events, same))
            .where(ours, e.type == kind.value, *where)
            .group_by(m.contact_id, m.message_id)
        )

    email, people, not_suppressed = e.channel == Channel.EMAIL.value, e.machine.is_(False), e.suppressed.is_(False)
    answered = _answered()
    answers = and_(m.contact_id == answered.c.contact_id, m.message_id == answered.c.message_id)
    return {
        Measure.SENT: select(*who, func.coalesce(plain_time(m.sent_at), literal(_UNKNOWN))).where(ours),
        Measure.DELIVERED: first(EventType.DELIVERED),
        Measure.OPENED: first(EventType.OPENED, email),
        Measure.OPENED_BY_PERSON: first(EventType.OPENED, email, people),
        Measure.CLICKED: first(EventType.CLICKED, email),
        Measure.CLICKED_BY_PERSON: first(EventType.CLICKED, email, people),
        Measure.REPLIED: select(*who, answered.c.answered_at).select_from(messages.join(answered, answers)),
        Measure.UNSUBSCRIBED: first(EventType.UNSUBSCRIBED, not_suppressed),
        Measure.BOUNCED: first(EventType.FAILED, email, not_suppressed),
        Measure.COMPLAINED: first(EventType.COMPLAINED, email, not_suppressed),
    }


def _answered() -> Subquery:
    """The texts of ours right after which, among all texts with that number, a reply came; and when."""
    m = messages.c
    ours = m.direction == Direction.OUTBOUND.value
    order = (m.sent_at, case((ours, 0), else_=1), m.message_id)
    following = func.lead(case((m.is_reply, plain_time(m.sent_at)))).over(
        partition_by=(m.contact_id, m.address), order_by=order
    )
    texts = (
        select(m.contact_id, m.message_id, ours.label("is_ours"), following.label("answered_at"))
        .where(m.channel == Channel.TEXT.value, m.sent_at.is_not(None))
        .subquery()
    )
    t = texts.c
    return select(t.contact_id, t.message_id, t.answered_at).where(t.is_ours, t.answered_at.is_not(None)).subquery()


def rebuild_counts(connection: Connection, timezone: str, progress: Progress | None = None) -> None:
    """Make all counts anew from the tables, and which texts were answered, within the connection's transaction."""
    answered = _answered()
    connection.execute(update(messages).where(messages.c.answered_at.is_not(None)).values(answered_at=None))
    rows = [dict(row) for row in connection.execute(select(answered)).mappings()]
    update_rows(connection, messages, ("contact_id", "message_id"), rows)
    expected = _Expected(connection, timezone, progress)
    for table in (campaign_sets, campaign_days, day_counts):
        connection.execute(delete(table))
    write_campaign_sets(connection, expected.sets)
    for table, counts in ((campaign_days, expected.campaign_days), (day_counts, expected.days)):
        names = [column.name for column in table.primary_key]
        upsert(
            connection,
            table,
            [{**dict(zip(names, key, strict=True)), "messages": count} for key, count in sorted(counts.items())],
        )


def verify_counts(connection: Connection, timezone: str, progress: Progress | None = None) -> Iterator[Difference]:
    """What differs from what the tables say."""
    expected = _Expected(connection, timezone, progress)
    names = {campaign_id: name for campaign_id, name in connection.execute(select(campaigns))}
    c = campaign_sets.c
    sets, sizes = {}, {}
    for *key, size, members in connection.execute(select(c.campaign_id, c.measure, c.level, c.size, c.members)):
        sets[tuple(key)], sizes[tuple(key)] = unpack(members), size

    def of_campaign(key: tuple[Any, ...]) -> str:
        return f"{key[1]} in campaign {names.get(key[0], key[0])}, {key[2]} or more"

    yield from differences(expected.sets, sets, of_campaign)
    yield from count_differences(
        {key: len(one) for key, one in sets.items()}, sizes, lambda key: f"size of {of_campaign(key)}"
    )
    yield from count_differences(
        expected.campaign_days,
        _stored(connection, campaign_days),
        lambda key: f"sent in campaign {names.get(key[0], key[0])} on {date.fromordinal(key[1])}",
    )
    yield from count_differences(
        expected.days,
        _stored(connection, day_counts),
        lambda key: f"{key[1]}: {key[2]} on {date.fromordinal(key[0])}",
    )
    yield from _wrong_answers(connection)


def _stored(connection: Connection, table: Table) -> Mapping[Any, int]:
    return {tuple(key): count for *key, count in connection.execute(select(*table.primary_key, table.c.messages))}


def _wrong_answers(connection: Connection) -> Iterator[Difference]:
    m = messages.c
    should = {tuple(row) for row in connection.execute(select(_answered()))}
    kept = select(m.contact_id, m.message_id, plain_time(m.answered_at)).where(m.answered_at.is_not(None))
    does = {tuple(row) for row in connection.execute(kept)}
    if should != does:
        yield Difference("texts answered", len(should - does), len(does - should), "messages")
