"""The contact sets in memory: what the filter is answered from, in the state of the transaction that asks."""

from collections.abc import Mapping
from threading import Lock
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import numpy as np
from pyroaring import BitMap
from sqlalchemy import Connection, Engine, select

from engagement.errors import StoreError
from engagement.marks import Kind
from engagement.query.period import Period
from engagement.store.schema import day_sets, field_sets
from engagement.store.sets import Field, SetState, read_state, unpack

_Levels = Mapping[int, BitMap]  # level -> contacts
_EMPTY = BitMap()
_REMEMBERED = 500  # sets; one of a million contacts takes at most 125 KB


class Snapshot:
    """All contact sets as one state of the store has them. Nobody changes the sets it gives."""

    def __init__(
        self, state: SetState, days: Mapping[int, Mapping[int, _Levels]], fields: Mapping[tuple[str, str], BitMap]
    ) -> None:
        self.state = state
        self._days = days  # kind -> day -> levels
        self._fields = fields
        self._values: dict[str, dict[str, BitMap]] = {}
        for (name, value), members in fields.items():
            if members:
                self._values.setdefault(name, {})[value] = members
        self._unions: dict[tuple[object, ...], BitMap] = {}  # worked out once for each state
        self.everybody = BitMap.union(_EMPTY, *self.values(Field.KIND).values())

    def having(self, field: Field, value: str) -> BitMap:
        """The contacts with a value of a field."""
        return self._fields.get((field.value, value), _EMPTY)

    def values(self, field: Field) -> Mapping[str, BitMap]:
        """The values of a field that some contact has, each with its contacts."""
        return self._values.get(field.value, {})

    def with_mark(self, kind: Kind, period: Period, at_least: int = 1) -> BitMap:
        """The contacts with `at_least` marks of a kind on the days of a period."""
        key = (kind, period, at_least)
        found = self._unions.get(key)
        if found is None:
            levels = self._levels(kind, period)
            if at_least == 1:
                found = BitMap.union(_EMPTY, *(one[1] for one in levels))
            else:
                found = _counted([members for one in levels for members in one.values()], at_least)
            self.remember(key, found)
        return found

    def remembered(self, key: tuple[object, ...]) -> BitMap | None:
        """A set that was worked out in this state before."""
        return self._unions.get(key)

    def remember(self, key: tuple[object, ...], members: BitMap) -> BitMap:
        """Keep a set that was worked out for as long as this state is the latest, or until there are very many."""
        if len(self._unions) >= _REMEMBERED:
            self._unions = {}
        self._unions[key] = members
        return members

    def _levels(self, kind: Kind, period: Period) -> list[_Levels]:
        first = period.first.toordinal() if period.first else 0
        last = period.last.toordinal() if period.last else 2**31
        return [levels for day, levels in self._days.get(kind, {}).items() if first <= day <= last]


def load(connection: Connection, state: SetState, earlier: Snapshot | None = None) -> Snapshot:
    """The sets of the connection's transaction; of an `earlier` snapshot, those that did not change since are taken."""
    days: dict[int, dict[int, _Levels]] = {}
    fields: dict[tuple[str, str], BitMap] = {}
    since = -1
    if earlier is not None:
        since = earlier.state.version
        days = {kind: dict(its_days) for kind, its_days in earlier._days.items()}
        fields = dict(earlier._fields)
    d, f = day_sets.c, field_sets.c
    for kind, day, level, members in connection.execute(
        select(d.kind, d.day, d.level, d.members).where(d.version > since)
    ):
        its_days = days.setdefault(kind, {})
        its_days[day] = {**its_days.get(day, {}), level: unpack(members)}
    for field, value, members in connection.execute(select(f.field, f.value, f.members).where(f.version > since)):
        fields[field, value] = unpack(members)
    return Snapshot(state, days, fields)


def _counted(sets: list[BitMap], at_least: int) -> BitMap:
    """The numbers that are in `at_least` of `sets`."""
    if len(sets) < at_least:
        return _EMPTY
    numbers = np.concatenate([np.frombuffer(members.to_array(), dtype=np.uint32) for members in sets])
    return BitMap(np.flatnonzero(np.bincount(numbers) >= at_least).astype(np.uint32))


class _Latest:
    """The latest snapshot of one store that this process has seen."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._snapshot: Snapshot | None = None

    def at(self, connection: Connection, state: SetState) -> Snapshot:
        """The sets in `state`, which is that of the connection's transaction."""
        with self._lock:
            latest = self._snapshot
            if latest is not None and latest.state == state:
                return latest
            if latest is not None and state.version < latest.state.version:
                return load(connection, state)  # a transaction begun before another one saw a later state
            if latest is not None and latest.state.version >= state.made_in_version:
                self._snapshot = load(connection, state, latest)
            else:
                self._snapshot = load(connection, state)
            return self._snapshot


_latest: WeakKeyDictionary[Engine, _Latest] = WeakKeyDictionary()
_latest_lock = Lock()


def current(connection: Connection, zone: ZoneInfo) -> Snapshot:
    """The contact sets in the state that the connection's transaction sees. StoreError as checked_state."""
    state = checked_state(connection, zone)
    with _latest_lock:
        latest = _latest.setdefault(connection.engine, _Latest())
    return latest.at(connection, state)


def checked_state(connection: Connection, zone: ZoneInfo) -> SetState:
    """The state of the sets and counts that the connection's transaction sees.

    StoreError when they count the days of another time zone than `zone`: an answer must not mix the two.
    """
    state = read_state(connection)
    if state.timezone != zone.key:
        raise StoreError(
            f"The contact sets count the days of {state.timezone or 'no time zone'} and not of {zone.key}: "
            "run `engagement index rebuild`, or start the dashboard again."
        )
    return state
