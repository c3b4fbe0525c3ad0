"""The order of all contacts by name, in memory: a page in the middle of a list need not walk there.

Names change seldom, and with them the contacts' versions, so an order outlives most states of the sets. It is read, in
a second for a million contacts, when it is asked for again while it still holds: not once for each row of a contact
list that is just being imported.
"""

from collections.abc import Callable, Iterable
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap
from sqlalchemy import BigInteger, Engine, bindparam, select

from engagement.query.matching.view import View
from engagement.store.plain import Plain
from engagement.store.schema import contacts

Numbers = npt.NDArray[np.uint32]
_MANY = 8  # from every so manieth contact on, all are gone through; fewer are sorted by their places


class Order:
    """Contacts' numbers in an order."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._numbers: Numbers = np.fromiter(numbers, dtype=np.uint32)
        self._places = np.zeros(1 + int(self._numbers.max(initial=0)), dtype=np.uint32)
        self._places[self._numbers] = np.arange(len(self._numbers), dtype=np.uint32)

    def of(self, found: BitMap) -> Numbers:
        """The numbers of `found`, all of which the order has, sorted."""
        numbers = np.frombuffer(found.to_array(), dtype=np.uint32)
        if len(numbers) * _MANY < len(self._numbers):
            return self._numbers[np.sort(self._places[numbers])]
        there = np.zeros(len(self._places), dtype=np.bool_)
        there[numbers] = True
        return self._numbers[there[self._numbers]]


class _Latest:
    """The order of one store in the latest state that was seen."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = -1  # of the state that was asked of last
        self._order: Order | None = None

    def at(self, view: View, read: Callable[[View], Iterable[int]]) -> Order | None:
        version = view.snapshot.state.version
        with self._lock:
            if version < self._version:  # a transaction begun before another one saw a later state
                return None
            if self._version < 0 or (version > self._version and _CHANGED.rows(view.connection, since=self._version)):
                self._order = None
            elif self._order is None:
                self._order = Order(read(view))
            self._version = version
            return self._order


_CHANGED = Plain(
    lambda _: select(contacts.c.number).where(contacts.c.version > bindparam("since", type_=BigInteger)).limit(1)
)
_latest: WeakKeyDictionary[Engine, _Latest] = WeakKeyDictionary()
_latest_lock = Lock()


def name_order(view: View, read: Callable[[View], Iterable[int]]) -> Order | None:
    """The order by name, which `read` gives as numbers of everybody; None at first after a contact changed.

    One order serves every scope: it sorts the numbers that it is given, and tells of no others.
    """
    with _latest_lock:
        latest = _latest.setdefault(view.connection.engine, _Latest())
    return latest.at(view, read)
