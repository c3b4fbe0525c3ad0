"""The contact sets as they are stored: their state, their fields, and how a set is packed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from pyroaring import BitMap
from sqlalchemy import Connection, select

from engagement.errors import StoreError
from engagement.store.plain import Plain
from engagement.store.schema import day_sets, field_sets, set_state
from engagement.store.sql import in_parts, upsert

PACKED_AT_ONCE = 2_000  # sets made ready to be written: they grow with the account, and all days can change
DayKey = tuple[int, int, int]  # kind, day, level
FieldKey = tuple[str, str]  # field, value


class Field(StrEnum):
    """What contacts are grouped by, beside what they did."""

    KIND = "kind"
    OWNER = "owner"
    STAGE = "stage"
    SOURCE = "source"
    LABEL = "label"
    OPTED_OUT = "opted out"  # the value is the channel, as of consent.ConsentChannel
    ASKED_TO_STOP = "asked to stop"  # in plain words, and nobody decided yet; the value is the channel


class SetState(NamedTuple):
    """Which state the sets are in; it changes with every transaction that changes a set."""

    version: int
    made_in_version: int  # when they were last made anew
    timezone: str  # whose days they count


_STATE = Plain(lambda _: select(set_state.c.version, set_state.c.made_in_version, set_state.c.timezone))


def read_state(connection: Connection) -> SetState:
    """The state of the sets in the connection's transaction. StoreError when there is none, which migrating mends."""
    rows = _STATE.rows(connection)
    if not rows:
        raise StoreError("The contact sets have not been made yet: run `engagement index rebuild`.")
    return SetState(*rows[0])


def write_state(connection: Connection, state: SetState) -> None:
    """Put the sets into a new state."""
    upsert(connection, set_state, [{"only": 1, **state._asdict()}])


def write_sets(
    connection: Connection, days: Mapping[DayKey, BitMap], fields: Mapping[FieldKey, BitMap], version: int
) -> None:
    """Write sets of days and of fields, which changed in `version`."""
    for day_part in in_parts(days.items(), PACKED_AT_ONCE):
        upsert(
            connection,
            day_sets,
            [
                {"kind": kind, "day": day, "level": level, "version": version, "members": pack(members)}
                for (kind, day, level), members in day_part
            ],
        )
    for field_part in in_parts(fields.items(), PACKED_AT_ONCE):
        upsert(
            connection,
            field_sets,
            [
                {"field": field, "value": value, "version": version, "members": pack(members)}
                for (field, value), members in field_part
            ],
        )


def pack(members: BitMap) -> bytes:
    """A set as it is stored; the same set is always the same bytes."""
    members.run_optimize()
    return members.serialize()


def unpack(data: bytes) -> BitMap:
    """A stored set."""
    return BitMap.deserialize(data)


def levels(counts: Iterable[tuple[int, int]]) -> list[BitMap]:
    """The levels of a day: from (number, how many marks), the set of those with at least one, at least two, ..."""
    found: list[BitMap] = []
    for number, count in counts:
        while len(found) < count:
            found.append(BitMap())
        for level in range(count):
            found[level].add(number)
    return found
