"""Keeping the contact sets: what a batch changes about marks and fields, written in the batch's own transaction."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import Connection, Integer, SmallInteger, and_, select

from engagement.domain.marks import Mark
from engagement.ingest.sets.count_writer import CountWriter
from engagement.ingest.sets.levels import move
from engagement.lib.moments import Calendar
from engagement.store.schema import contacts, day_sets, field_sets
from engagement.store.sets import DayKey, Field, FieldKey, SetState, read_state, unpack, write_sets, write_state
from engagement.store.sql import among, fetch, pairs

_DayOf = tuple[int, int]  # kind, day
_KEPT = 40_000_000  # members of sets in memory, 100 MB or so: ten million messages and their events make 25 million


class SetWriter:
    """The changes of the sets in one transaction after another.

    `change_marks` and `change_field` collect, `write` brings the stored sets up to date, and with them `counts`. Sets
    once read are kept for the next transactions, and read anew when another writer came in between, or, those of days
    and campaigns, when they have become too large.
    """

    def __init__(self) -> None:
        self.counts = CountWriter()
        self._state: SetState | None = None
        self._calendar = Calendar(ZoneInfo("UTC"))
        self._days: dict[DayKey, BitMap] = {}
        self._fields: dict[FieldKey, BitMap] = {}
        self._marks: dict[_DayOf, dict[int, int]] = {}  # contact -> marks more or less
        self._values: dict[FieldKey, dict[int, bool]] = {}  # contact -> whether in it
        self._gone: dict[int, int] = {}  # contact -> number, of contacts that are no more
        self._touched = False  # whether anything changed, in a set or not

    def begin(self, connection: Connection) -> int:
        """Take up the state of the sets in a new transaction; gives the version the transaction will write."""
        state = read_state(connection)
        is_stale = state != self._state
        if is_stale or sum(map(len, self._days.values())) > _KEPT:
            self._days.clear()
        if is_stale:
            self._fields.clear()
            self._calendar = Calendar(ZoneInfo(state.timezone))
        self.counts.begin(self._calendar, is_stale=is_stale)
        self._state = state
        self._marks.clear()
        self._values.clear()
        self._gone.clear()
        self._touched = False
        return state.version + 1

    def change_marks(self, contact_id: int, before: Iterable[Mark], after: Iterable[Mark]) -> None:
        """A message of the contact had the marks `before` and has those `after`."""
        for marks, more in ((before, -1), (after, 1)):
            for kind, at in marks:
                key = (kind, self._calendar.day(at))
                changes = self._marks.get(key)
                if changes is None:
                    self._marks[key] = changes = {}
                changes[contact_id] = changes.get(contact_id, 0) + more

    def change_field(self, contact_id: int, field: Field, before: Iterable[str], after: Iterable[str]) -> None:
        """The contact had the values `before` in `field` and has those `after`."""
        before, after = set(before), set(after)
        for values, is_in in ((before - after, False), (after - before, True)):
            for value in values:
                self._values.setdefault((field.value, value), {})[contact_id] = is_in

    def touch(self) -> None:
        """Something changed that no set may tell. The state changes, by which readers keep what they worked out."""
        self._touched = True

    def forget(self, contact_id: int, number: int) -> None:
        """The contact, whose number was `number`, is about to be removed from `contacts`."""
        self._gone[contact_id] = number

    def write(self, connection: Connection) -> None:
        """Bring the stored sets up to date; nothing is written when nothing changed."""
        state, self._state = self._state, None  # should this fail, what is in memory is not what is stored
        assert state is not None, "begin() comes first"
        marks = {key: some for key, changes in self._marks.items() if (some := _not_none(changes))}
        wanted = self.counts.contacts().union(*marks.values(), *self._values.values())
        numbers = self._numbers(connection, wanted) if wanted else {}
        counted = self.counts.write(connection, numbers)
        if not marks and not self._values and not counted and not self._touched:
            self._state = state
            return
        version = state.version + 1
        write_sets(connection, self._mark(connection, marks, numbers), self._place(connection, numbers), version)
        write_state(connection, state._replace(version=version))
        self._state = state._replace(version=version)

    def _numbers(self, connection: Connection, contact_ids: set[int]) -> dict[int, int]:
        found = fetch(
            connection,
            select(contacts.c.contact_id, contacts.c.number).where(
                among(connection, contacts.c.contact_id, sorted(contact_ids))
            ),
        )
        return dict(found) | self._gone

    def _mark(
        self, connection: Connection, marks: Mapping[_DayOf, Mapping[int, int]], numbers: Mapping[int, int]
    ) -> dict[DayKey, BitMap]:
        """Apply `marks` to the day sets; gives those that changed."""
        self._load_days(connection, marks)
        changed: dict[DayKey, BitMap] = {}
        for day, changes in marks.items():
            for contact_id, more in changes.items():
                changed |= move(self._days, day, numbers[contact_id], more)
        return changed

    def _load_days(self, connection: Connection, wanted: Iterable[_DayOf]) -> None:
        # Level 1 stands for a day being known; a day without any is remembered as empty.
        missing = [key for key in wanted if (*key, 1) not in self._days]
        if not missing:
            return
        for kind, day in missing:
            self._days[kind, day, 1] = BitMap()
        table = day_sets.c
        keys = pairs(connection, missing, kind=SmallInteger, day=Integer)
        same = and_(table.kind == keys.c.kind, table.day == keys.c.day)
        statement = select(table.kind, table.day, table.level, table.members).select_from(keys.join(day_sets, same))
        for kind, day, level, members in connection.execute(statement):
            self._days[kind, day, level] = unpack(members)

    def _place(self, connection: Connection, numbers: dict[int, int]) -> dict[FieldKey, BitMap]:
        """Apply the changed values to the field sets; gives those that changed."""
        self._load_fields(connection, self._values)
        changed: dict[FieldKey, BitMap] = {}
        for key, changes in self._values.items():
            changed[key] = members = self._fields[key]
            # Out before in: a contact made in this transaction may have the number of one that is no more.
            members -= BitMap([numbers[contact_id] for contact_id, is_in in changes.items() if not is_in])
            members |= BitMap([numbers[contact_id] for contact_id, is_in in changes.items() if is_in])
        return changed

    def _load_fields(self, connection: Connection, wanted: Iterable[FieldKey]) -> None:
        missing = [key for key in wanted if key not in self._fields]
        by_field: dict[str, list[str]] = {}
        for field, value in missing:
            self._fields[field, value] = BitMap()
            by_field.setdefault(field, []).append(value)
        table = field_sets.c
        for field, values in by_field.items():
            for value, members in connection.execute(
                select(table.value, table.members).where(table.field == field, table.value.in_(sorted(values)))
            ):
                self._fields[field, value] = unpack(members)


def _not_none(changes: Mapping[int, int]) -> dict[int, int]:
    """Those of `changes` that come to something."""
    return {contact_id: more for contact_id, more in changes.items() if more}
