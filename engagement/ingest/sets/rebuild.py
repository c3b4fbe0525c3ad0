"""The contact sets as a whole: made anew from the tables, or compared with them.

Nothing here goes by marks.marks_of or the batches: the sets are worked out from the events by another way, so that a
fault in keeping them cannot hide.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from pyroaring import BitMap
from sqlalchemy import Connection, Engine, Select, Table, and_, delete, select

from engagement.domain.consent import ConsentChannel
from engagement.domain.marks import STATUS_KINDS, Kind
from engagement.domain.rules import FOLD_VERSION
from engagement.domain.vocabulary import Channel, EventType
from engagement.ingest.sets.arrays import ContactNumbers, Numbers
from engagement.ingest.sets.difference import Difference, Progress, differences
from engagement.ingest.sets.rebuild_counts import rebuild_counts, verify_counts
from engagement.ingest.sets.verify_sums import verify_sums
from engagement.lib.moments import Calendar
from engagement.store.engine import writing
from engagement.store.fold_state import read_fold_state
from engagement.store.schema import contact_labels, contacts, day_sets, events, field_sets, messages, plain_time
from engagement.store.sets import DayKey, Field, FieldKey, SetState, levels, read_state, unpack, write_sets, write_state

_ROWS = 100_000  # fetched at a time


def prepare(engine: Engine, timezone: str, progress: Progress | None = None) -> None:
    """Make sure the sets count the days of `timezone`; where they do not, make them anew in one transaction."""
    with engine.connect() as connection:
        if read_state(connection).timezone == timezone:
            return
    with writing(engine) as connection:
        if read_state(connection).timezone != timezone:  # nobody else has done it meanwhile
            rebuild(connection, timezone, progress)


def rebuild(connection: Connection, timezone: str, progress: Progress | None = None) -> None:
    """Make all sets anew from the tables, with the days of `timezone`, within the connection's transaction."""
    version = read_state(connection).version + 1
    days, fields = _expected(connection, timezone, progress)
    for table in (day_sets, field_sets):
        connection.execute(delete(table))
    write_sets(connection, days, fields, version)
    rebuild_counts(connection, timezone, progress)
    write_state(connection, SetState(version, version, timezone))


def verify(connection: Connection, progress: Progress | None = None) -> list[Difference]:
    """The stored sets, counts and folded columns that differ from what the tables say; empty when all agree."""
    timezone = read_state(connection).timezone
    days, fields = _expected(connection, timezone, progress)
    found = [
        *differences(days, _stored(connection, day_sets), _day_name),
        *differences(fields, _stored(connection, field_sets), " ".join),
        *verify_counts(connection, timezone, progress),
        *(() if _is_behind(connection) else verify_sums(connection, progress)),
    ]
    return sorted(found, key=lambda difference: difference.name)


def _is_behind(connection: Connection) -> bool:
    """Whether messages are still folded by earlier rules: what a refold is about to mend is no fault."""
    state = read_fold_state(connection)
    return state.target is not None or state.version != FOLD_VERSION


def _day_name(key: tuple[int, int, int]) -> str:
    kind, day, level = key
    return f"{Kind(kind).name.lower().replace('_', ' ')} on {date.fromordinal(day)}, {level} or more"


def _stored(connection: Connection, table: Table) -> dict[Any, BitMap]:
    """All sets of `table` that have members, by their keys."""
    found = {}
    for *key, data in connection.execute(select(*table.primary_key, table.c.members)):
        if members := unpack(data):
            found[tuple(key)] = members
    return found


def _expected(
    connection: Connection, timezone: str, progress: Progress | None
) -> tuple[dict[DayKey, BitMap], dict[FieldKey, BitMap]]:
    """All sets as the tables say they should be."""
    numbers = ContactNumbers(connection)
    calendar = Calendar(ZoneInfo(timezone))
    days: dict[DayKey, BitMap] = {}
    sources = _day_sources()
    for done, (kind, statement) in enumerate(sources):
        if progress is not None:
            progress("Counting days", done, len(sources))
        days.update(_days(connection, statement, kind, numbers, calendar))
    if progress is not None:
        progress("Counting days", len(sources), len(sources))
    return days, _fields(connection)


def _day_sources() -> list[tuple[Kind, Select[tuple[int, int]]]]:
    """For each kind, a SELECT of (moment, contact id) of its marks, in the order of time."""
    moment, contact = plain_time(events.c.at), events.c.contact_id

    def of(channel: Channel, kind: EventType) -> Select[tuple[int, int]]:
        return select(moment, contact).where(events.c.channel == channel, events.c.type == kind).order_by(events.c.at)

    people = events.c.machine.is_(False)
    opens, clicks = of(Channel.EMAIL, EventType.OPENED), of(Channel.EMAIL, EventType.CLICKED)
    sources = [
        (Kind.OPEN, opens),
        (Kind.OPEN_BY_PERSON, opens.where(people)),
        (Kind.CLICK, clicks),
        (Kind.CLICK_BY_PERSON, clicks.where(people)),
        (Kind.EMAIL_DELIVERED, of(Channel.EMAIL, EventType.DELIVERED)),
        (Kind.TEXT_DELIVERED, of(Channel.TEXT, EventType.DELIVERED)),
        (
            Kind.REPLY,
            select(plain_time(messages.c.sent_at), messages.c.contact_id)
            .where(messages.c.is_reply.is_(True))
            .order_by(messages.c.sent_at),
        ),
    ]
    same = and_(messages.c.contact_id == events.c.contact_id, messages.c.message_id == events.c.message_id)
    for (channel, kind), kinds in STATUS_KINDS.items():
        reached = of(Channel(channel), EventType(kind)).where(events.c.suppressed.is_(False))
        still = reached.join_from(events, messages, same)
        sources.append((kinds.reached, reached))
        sources.append((kinds.now, still.where(messages.c.status == kind)))
        if kinds.now_by_person is not kinds.now:
            sources.append((kinds.now_by_person, still.where(messages.c.human_status == kind)))
    return sources


def _days(
    connection: Connection, statement: Select[tuple[int, int]], kind: Kind, numbers: ContactNumbers, calendar: Calendar
) -> Iterator[tuple[DayKey, BitMap]]:
    """The day sets of one kind. Marks come in the order of time, so a day is complete when the next one begins."""
    day, waiting = 0, [np.empty(0, dtype=np.int64)]
    for rows in connection.execute(statement, execution_options={"yield_per": _ROWS}).partitions():
        marks = np.array([tuple(row) for row in rows], dtype=np.int64)
        moments, members = marks[:, 0], numbers.of(marks[:, 1])
        start = 0
        while start < len(moments):
            this_day = calendar.day(int(moments[start]))
            end = int(np.searchsorted(moments, calendar.start(this_day + 1), side="left"))
            end = max(end, start + 1)
            if this_day != day:
                yield from _levels(kind, day, waiting)
                day, waiting = this_day, []
            waiting.append(members[start:end])
            start = end
    yield from _levels(kind, day, waiting)


def _levels(kind: Kind, day: int, members: Iterable[Numbers]) -> Iterator[tuple[DayKey, BitMap]]:
    number, count = np.unique(np.concatenate(list(members)), return_counts=True)
    for level, found in enumerate(levels(zip(number.tolist(), count.tolist(), strict=True)), 1):
        yield (kind.value, day, level), found


def _fields(connection: Connection) -> dict[FieldKey, BitMap]:
    """The sets of fields, from the contacts and their labels."""
    found: dict[FieldKey, BitMap] = {}
    c = contacts.c
    columns = {Field.KIND: c.kind, Field.OWNER: c.owner, Field.STAGE: c.stage, Field.SOURCE: c.source}
    out = {
        (Field.OPTED_OUT.value, ConsentChannel.EMAIL.value): c.do_not_email_at,
        (Field.OPTED_OUT.value, ConsentChannel.TEXT.value): c.do_not_text_at,
        (Field.OPTED_OUT.value, ConsentChannel.CALL.value): c.do_not_call_at,
        (Field.ASKED_TO_STOP.value, ConsentChannel.TEXT.value): c.asked_to_stop_at,
    }
    statement = select(c.number, *columns.values(), *(at.is_not(None) for at in out.values()))
    for number, *values in connection.execute(statement):
        for field, value in zip(columns, values, strict=False):
            found.setdefault((field.value, value), BitMap()).add(number)
        for key, is_so in zip(out, values[len(columns) :], strict=True):
            if is_so:
                found.setdefault(key, BitMap()).add(number)
    labels = select(c.number, contact_labels.c.label).join(contact_labels, contact_labels.c.contact_id == c.contact_id)
    for number, label in connection.execute(labels):
        found.setdefault((Field.LABEL.value, label), BitMap()).add(number)
    return found
