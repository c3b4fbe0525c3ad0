"""The contact sets in memory: what the filter is answered from, in the state of the transaction that asks."""

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap
from sqlalchemy import Connection, Engine, RootTransaction, select

from engagement.domain.marks import Kind
from engagement.errors import StoreError
from engagement.query.question.period import Period
from engagement.store.schema import day_sets, field_sets
from engagement.store.sets import Field, SetState, read_state, unpack

Answer = TypeVar("Answer")
_Levels = Mapping[int, BitMap]  # level -> contacts
_EMPTY = BitMap()
# A contact has one value of a field other than a label. Of 500 owners it is 6 times as fast to count the values that
# contacts have as to intersect with each value's contacts; of a dozen it is not.
_FEW_VALUES = 40
_BLOCK = 32  # days whose union is kept: three years are 35 sets and not 1,096
_ANSWERS = 200
_REMEMBERED = 500  # sets; one of a million contacts takes at most 125 KB


class _DaySet(NamedTuple):
    """A row of `day_sets`, of which there are thousands: a row's own names take twice as long as these."""

    kind: int
    day: int
    level: int
    members: bytes


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
        self._blocks: dict[int, dict[int, list[int]]] = {}  # kind -> block -> days
        self._in_blocks: dict[tuple[int, int], BitMap] = {}  # kind, block
        self._places: dict[Field, npt.NDArray[np.uint32]] = {}  # of each contact's value, see `counted`
        self._unions: dict[tuple[object, ...], BitMap] = {}  # worked out once for each state
        self._answers: dict[tuple[object, ...], Any] = {}  # as well
        self.everybody = BitMap.union(_EMPTY, *self.values(Field.KIND).values())

    def having(self, field: Field, value: str) -> BitMap:
        """The contacts with a value of a field."""
        return self._fields.get((field.value, value), _EMPTY)

    def values(self, field: Field) -> Mapping[str, BitMap]:
        """The values of a field that some contact has, each with its contacts."""
        return self._values.get(field.value, {})

    def days(self, kind: Kind, contacts: int = 1) -> list[int]:
        """The days on which so many contacts or more have a mark of a kind, in no order."""
        return [day for day, levels in self._days.get(kind, {}).items() if len(levels.get(1, _EMPTY)) >= contacts]

    def counted(self, field: Field, among: BitMap) -> dict[str, int]:
        """How many of `among` have each value of a field that some contact has."""
        values = self.values(field)
        if field is Field.LABEL or len(values) < _FEW_VALUES:
            return {value: members.intersection_cardinality(among) for value, members in values.items()}
        places = self._places.get(field)
        if places is None:
            self._places[field] = places = _places(values.values(), 1 + self.everybody.max())
        counts = np.bincount(places[np.frombuffer(among.to_array(), dtype=np.uint32)], minlength=len(values) + 1)
        return dict(zip(values, counts.tolist(), strict=False))  # the last count is of those with no value

    def with_mark(self, kind: Kind, period: Period, at_least: int = 1) -> BitMap:
        """The contacts with `at_least` marks of a kind on the days of a period."""
        key = (kind, period, at_least)
        found = self._unions.get(key)
        if found is None:
            if at_least == 1:
                found = BitMap.union(_EMPTY, *self._at_all(kind, period))
            else:
                levels = self._levels(kind, period)
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

    def once(self, key: tuple[object, ...], work: Callable[[], Answer]) -> Answer:
        """What `work` gives, worked out once in this state. `key` names the question and all that it depends on.

        It may come from the tables as well as from the sets: the state changes with every change of either.
        """
        held: tuple[Answer] | None = self._answers.get(key)  # one look: another session may empty it meanwhile
        if held is None:
            if len(self._answers) >= _ANSWERS:
                self._answers = {}
            self._answers[key] = held = (work(),)
        return held[0]

    def forget(self) -> None:
        """Forget what was worked out: for measuring."""
        self._unions, self._answers = {}, {}

    def _at_all(self, kind: Kind, period: Period) -> Iterator[BitMap]:
        """Sets that together have the contacts with a mark in a period: of whole blocks of days, and of days beside."""
        first, last = _ordinals(period)
        for block, days in self._blocks_of(kind).items():
            if first <= block * _BLOCK and (block + 1) * _BLOCK <= last + 1:
                yield self._in_block(kind, block)
            else:
                yield from (self._days[kind][day][1] for day in days if first <= day <= last)

    def _blocks_of(self, kind: Kind) -> Mapping[int, Sequence[int]]:
        """The days with a mark of a kind, by their block."""
        found = self._blocks.get(kind)
        if found is None:
            found = {}
            for day in self._days.get(kind, {}):
                found.setdefault(day // _BLOCK, []).append(day)
            self._blocks[kind] = found
        return found

    def _in_block(self, kind: Kind, block: int) -> BitMap:
        found = self._in_blocks.get((kind, block))
        if found is None:
            days = self._days[kind]
            found = BitMap.union(_EMPTY, *(days[day][1] for day in self._blocks_of(kind)[block]))
            self._in_blocks[kind, block] = found
        return found

    def _levels(self, kind: Kind, period: Period) -> list[_Levels]:
        first, last = _ordinals(period)
        return [levels for day, levels in self._days.get(kind, {}).items() if first <= day <= last]


def _ordinals(period: Period) -> tuple[int, int]:
    return period.first.toordinal() if period.first else 0, period.last.toordinal() if period.last else 2**31


def _places(values: Collection[BitMap], size: int) -> npt.NDArray[np.uint32]:
    """For each number below `size`, the place in `values` of the set it is in; past the last one when it is in none."""
    found = np.full(size, len(values), dtype=np.uint32)
    for place, members in enumerate(values):
        found[np.frombuffer(members.to_array(), dtype=np.uint32)] = place
    return found


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
    changed = connection.execute(select(*(d[name] for name in _DaySet._fields)).where(d.version > since))
    for row in map(_DaySet._make, changed):
        its_days = days.setdefault(row.kind, {})
        its_days[row.day] = {**its_days.get(row.day, {}), row.level: unpack(row.members)}
    for its_own in connection.execute(select(f.field, f.value, f.members).where(f.version > since)):
        fields[its_own.field, its_own.value] = unpack(its_own.members)
    return Snapshot(state, days, fields)


def _counted(sets: list[BitMap], at_least: int) -> BitMap:
    """The numbers that are in `at_least` of `sets`."""
    if len(sets) < at_least:
        return _EMPTY
    numbers = np.concatenate([np.frombuffer(members.to_array(), dtype=np.uint32) for members in sets])
    return set_of(np.flatnonzero(np.bincount(numbers) >= at_least).astype(np.uint32))


def set_of(numbers: npt.NDArray[np.uint32]) -> BitMap:
    """The set of `numbers`, which rise. By way of an array: from NumPy's own it takes 13 times as long."""
    return BitMap(array("I", numbers.tobytes()))


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
    """The contact sets in the state that the connection's transaction sees. StoreError as checked_state.

    A transaction keeps its own: where another has seen a later state meanwhile, they would have to be read again.
    """
    state = checked_state(connection, zone)
    transaction = connection.get_transaction()
    held = None if transaction is None else _held.get(transaction)
    if held is not None and held.state == state:
        return held
    with _latest_lock:
        latest = _latest.setdefault(connection.engine, _Latest())
    found = latest.at(connection, state)
    if transaction is not None:
        _held[transaction] = found
    return found


_held: WeakKeyDictionary[RootTransaction, Snapshot] = WeakKeyDictionary()
_states: WeakKeyDictionary[RootTransaction, SetState] = WeakKeyDictionary()


def _seen(connection: Connection) -> SetState:
    """The state that the connection's transaction sees: read once, since to a reader it stays the same to its end."""
    transaction = connection.get_transaction()
    state = None if transaction is None else _states.get(transaction)
    if state is None:
        state = read_state(connection)
        begun = connection.get_transaction()
        if begun is not None and not connection.get_execution_options().get("writes"):
            _states[begun] = state
    return state


def checked_state(connection: Connection, zone: ZoneInfo) -> SetState:
    """The state of the sets and counts that the connection's transaction sees.

    StoreError when they count the days of another time zone than `zone`: an answer must not mix the two.
    """
    state = _seen(connection)
    if state.timezone != zone.key:
        raise StoreError(
            f"The contact sets count the days of {state.timezone or 'no time zone'} and not of {zone.key}: "
            "run `engagement index rebuild`, or start the dashboard again."
        )
    return state
