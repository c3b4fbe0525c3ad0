"""The counts of messages as a whole: made anew from the tables, or compared with them.

Like rebuild.py, nothing here goes by what a batch does: each measure is worked out by a query of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from pyroaring import BitMap
from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    Subquery,
    Table,
    and_,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)

from engagement.domain.consent import Code, What
from engagement.domain.measures import Measure
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.ingest.sets.arrays import ContactNumbers, Numbers, days_of
from engagement.ingest.sets.count_writer import SetKey, write_campaign_sets
from engagement.ingest.sets.difference import Difference, Progress, count_differences, differences
from engagement.lib.moments import Calendar
from engagement.store.schema import (
    campaign_days,
    campaign_sets,
    campaigns,
    day_counts,
    events,
    ledger,
    messages,
    plain_time,
)
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


def _arrays(connection: Connection, statement: Select[Any] | CompoundSelect[Any]) -> Iterator[Numbers]:
    for rows in connection.execute(statement, execution_options={"yield_per": _ROWS}).partitions():
        yield np.array([tuple(row) for row in rows], dtype=np.int64)


def _sources() -> dict[Measure, Select[Any] | CompoundSelect[Any]]:
    """For each measure the messages that came to it: campaign, contact, channel (by number) and moment."""
    m, e = messages.c, events.c
    channel = case((m.channel == Channel.TEXT.value, _CHANNELS.index(Channel.TEXT.value)), else_=0)
    who = (func.coalesce(m.campaign_id, literal(_NONE)), m.contact_id, channel)
    ours = and_(m.direction == Direction.OUTBOUND.value, m.canceled.is_(False))
    same = and_(m.contact_id == e.contact_id, m.message_id == e.message_id)

    def first(kind: EventType, *where: Any) -> Select[Any]:
        return (
            select(*who, plain_time(func.min(e.at)))
            .select_from(messages.join(events, same))
            .where(ours, e.type == kind.value, *where)
            .group_by(m.contact_id, m.message_id)
        )

    email, people, not_suppressed = e.channel == Channel.EMAIL.value, e.machine.is_(False), e.suppressed.is_(False)

    def by_texts(found: Subquery) -> Select[Any]:
        its = and_(m.contact_id == found.c.contact_id, m.message_id == found.c.message_id)
        return select(*who, list(found.c)[2]).select_from(messages.join(found, its))

    return {
        Measure.SENT: select(*who, func.coalesce(plain_time(m.sent_at), literal(_UNKNOWN))).where(ours),
        Measure.DELIVERED: first(EventType.DELIVERED),
        Measure.OPENED: first(EventType.OPENED, email),
        Measure.OPENED_BY_PERSON: first(EventType.OPENED, email, people),
        Measure.CLICKED: first(EventType.CLICKED, email),
        Measure.CLICKED_BY_PERSON: first(EventType.CLICKED, email, people),
        Measure.REPLIED: by_texts(_answered()),
        Measure.UNSUBSCRIBED: union_all(first(EventType.UNSUBSCRIBED, email, not_suppressed), by_texts(_stopped())),
        Measure.REFUSED: first(EventType.UNSUBSCRIBED, e.channel == Channel.TEXT.value, not_suppressed),
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
        .where(m.channel == Channel.TEXT.value, m.sent_at.is_not(None), m.canceled.is_(False))
        .subquery()
    )
    t = texts.c
    return select(t.contact_id, t.message_id, t.answered_at).where(t.is_ours, t.answered_at.is_not(None)).subquery()


def _stopped() -> Subquery:
    """The texts of ours that stops belong to, and when the first of those came."""
    theirs, our = messages.alias("theirs"), messages.alias("our")
    t, o, d = theirs.c, our.c, ledger.c
    ranked = (
        select(
            d.message_id,
            d.code,
            func.row_number()
            .over(partition_by=d.message_id, order_by=(d.at.desc(), case((d.code == Code.STOP.value, 0), else_=1)))
            .label("place"),
        )
        .where(d.what == What.DECIDED.value, d.channel == Channel.TEXT.value)
        .subquery()
    )
    decided = select(ranked.c.message_id).where(ranked.c.place == 1, ranked.c.code == Code.STOP.value)
    is_stop = or_(t.keyword == Keyword.OPT_OUT.value, t.reading == TextKind.STOP_WORD.value, t.message_id.in_(decided))
    # The same number of ours first, then the latest.
    order = (case((o.our_address == t.our_address, 0), else_=1), o.sent_at.desc(), o.message_id.desc())
    pairs = (
        select(
            o.contact_id,
            o.message_id,
            plain_time(t.sent_at).label("stopped_at"),
            func.row_number().over(partition_by=(t.contact_id, t.message_id), order_by=order).label("place"),
        )
        .select_from(
            theirs.join(our, and_(o.contact_id == t.contact_id, o.address == t.address, o.sent_at <= t.sent_at))
        )
        .where(t.channel == Channel.TEXT.value, t.direction == Direction.INBOUND.value, is_stop)
        .where(o.channel == Channel.TEXT.value, o.direction == Direction.OUTBOUND.value, o.canceled.is_(False))
        .subquery()
    )
    p = pairs.c
    first = func.min(p.stopped_at).label("stopped_at")
    return select(p.contact_id, p.message_id, first).where(p.place == 1).group_by(p.contact_id, p.message_id).subquery()


_BY_TEXTS: Mapping[str, Callable[[], Subquery]] = {"answered_at": _answered, "stopped_at": _stopped}
"""What is kept of a text of ours by what was written back, and how it is found."""


def rebuild_counts(connection: Connection, timezone: str, progress: Progress | None = None) -> None:
    """Make all counts anew from the tables, and which texts were answered or stopped, in the transaction."""
    for name, found in _BY_TEXTS.items():
        connection.execute(update(messages).where(messages.c[name].is_not(None)).values({name: None}))
        rows = [dict(row) for row in connection.execute(select(found())).mappings()]
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
    for name, found in _BY_TEXTS.items():
        yield from _wrong_moments(connection, name, found())


def _stored(connection: Connection, table: Table) -> Mapping[Any, int]:
    return {tuple(key): count for *key, count in connection.execute(select(*table.primary_key, table.c.messages))}


def _wrong_moments(connection: Connection, name: str, true: Subquery) -> Iterator[Difference]:
    m = messages.c
    should = {tuple(row) for row in connection.execute(select(true))}
    kept = select(m.contact_id, m.message_id, plain_time(m[name])).where(m[name].is_not(None))
    does = {tuple(row) for row in connection.execute(kept)}
    if should != does:
        yield Difference(f"texts {name.removesuffix('_at')}", len(should - does), len(does - should), "messages")
