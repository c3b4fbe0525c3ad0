"""Search by part of a name, an email address or a phone number, over all contacts in memory.

A database would look at every name and address, as no index serves a part in the middle of a word. The texts are kept
in columns here, where a million take some milliseconds (benchmarks/search.py measures it), and brought up to date by
the contacts' versions.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyroaring import BitMap
from sqlalchemy import BigInteger, ColumnElement, Connection, Engine, Select, bindparam, func, select

from engagement.addresses import normal_phone
from engagement.memory import no_cycles
from engagement.query.sets import Snapshot, set_of
from engagement.store.plain import Plain
from engagement.store.schema import contact_addresses, contacts
from engagement.text import folded, storable
from engagement.vocabulary import Channel

_LONGEST = 1000  # characters; nothing kept is as long
BETWEEN = "\x1f"  # between addresses; nobody searches for it
_MERGED = 20_000  # changed contacts kept apart, before all are put together anew
_SIGNED = 65_536  # texts whose signatures are made at a time
_PADDING = np.zeros(3, dtype=np.uint8)
_SPREADING = np.array((11, 5, 23), dtype=np.uint8)
_NO_LETTERS = np.empty(0, dtype=np.uint8)
_Text = tuple[int, str, str, str]  # number, name, emails, phones; several addresses with BETWEEN


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for in names, in email addresses and in phone numbers; "" where nothing is."""

    name: str
    email: str
    phone: str
    number: str  # a whole phone number


def _wanted(search: str, region: str) -> _Wanted | None:
    text = storable(search).strip()
    if not text:
        return None
    digits = "".join(letter for letter in text if letter.isdecimal() and letter.isascii())
    is_number = len(digits) >= 3 and not any(letter.isalpha() for letter in text)
    number = normal_phone(text, region) if is_number else None
    return _Wanted(folded(text), text.casefold(), digits if is_number else "", number or "")


class _Column:
    """A text of each of many contacts, with two signatures each: which pairs of letters are in it, in 64 bits, and
    which threes.

    What has a part in it has the bits of all of the part's pairs and threes, so only those texts are looked through
    that have: at a million contacts the signatures take 2 ms and the texts 60 ms. Different pairs share a bit, which
    only lets some more through. Of the threes only those with the pairs are looked at.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = pa.array(texts, type=pa.large_string())
        self._pairs = np.zeros(len(texts), dtype=np.uint64)
        self._threes = np.zeros(len(texts), dtype=np.uint64)
        for first in range(0, len(texts), _SIGNED):  # what is made on the way takes eight times the texts
            some = self._texts[first : first + _SIGNED]
            _, ends, letters = some.buffers()
            places = np.frombuffer(ends, dtype=np.int64)[some.offset : some.offset + len(some) + 1]
            there = np.frombuffer(letters, dtype=np.uint8)[places[0] : places[-1]] if letters else _NO_LETTERS
            # A text's last letters make some more with the next text's first, and an empty text has one bit: lax too.
            there = np.append(there, _PADDING)
            starts = places[:-1] - places[0]
            self._pairs[first : first + _SIGNED] = np.bitwise_or.reduceat(_bits(there, 2), starts)
            self._threes[first : first + _SIGNED] = np.bitwise_or.reduceat(_bits(there, 3), starts)

    def having(self, part: str) -> npt.NDArray[np.intp]:
        """The places of the texts with `part` in them; none when it is empty."""
        if not part:
            return np.empty(0, dtype=np.intp)
        letters = np.frombuffer(part.encode(), dtype=np.uint8)
        pairs, threes = (np.bitwise_or.reduce(_bits(letters, width), initial=np.uint64(0)) for width in (2, 3))
        places: npt.NDArray[np.intp] = np.flatnonzero((self._pairs & pairs) == pairs)
        places = places[(self._threes[places] & threes) == threes]
        some = self._texts if len(places) == len(self._texts) else self._texts.take(pa.array(places))
        matched: npt.NDArray[np.bool_] = pc.match_substring(some, part).to_numpy(zero_copy_only=False)
        return places[matched]

    def like(self, pattern: str) -> npt.NDArray[np.bool_]:
        """Which of the texts have a match of a pattern."""
        matched: npt.NDArray[np.bool_] = pc.match_substring_regex(self._texts, pattern).to_numpy(zero_copy_only=False)
        return matched


def _bits(letters: npt.NDArray[np.uint8], width: int) -> npt.NDArray[np.uint64]:
    """The bit of each letter with the next ones, `width` in all."""
    # Neighbours in a name differ in their low bits: such factors spread them over the 64.
    mixed = np.zeros(max(len(letters) - width + 1, 0), dtype=np.uint8)
    for place, factor in enumerate(_SPREADING[:width]):
        mixed += letters[place : place + len(mixed)] * factor
    return np.left_shift(np.uint64(1), (mixed & np.uint8(63)).astype(np.uint64))


class _Columns:
    """The texts of many contacts."""

    def __init__(self, texts: Iterable[_Text]) -> None:
        rows = sorted(texts)  # by number, as sets are made fastest
        self.numbers: npt.NDArray[np.uint32] = np.array([row[0] for row in rows], dtype=np.uint32)
        self.names = _Column([row[1] for row in rows])
        self.emails = _Column([row[2] for row in rows])
        self.phones = _Column([row[3] for row in rows])

    def like(self, names: str, emails: str) -> BitMap:
        """The contacts whose name, or some email address, has a match of a pattern; "" matches nobody."""
        found = np.zeros(len(self.numbers), dtype=np.bool_)
        for texts, pattern in ((self.names, names), (self.emails, emails)):
            if pattern:
                found |= texts.like(pattern)
        return BitMap(self.numbers[np.flatnonzero(found)])

    def matching(self, wanted: _Wanted) -> BitMap:
        looks = (
            (self.names, wanted.name),
            (self.emails, wanted.email),
            (self.phones, wanted.phone),
            (self.phones, wanted.number),
        )
        return BitMap.union(BitMap(), *(set_of(self.numbers[column.having(part)]) for column, part in looks))


class _Texts:
    """The texts of all contacts of one store, in the latest state seen: many put together, and those changed since."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = -1
        self._all = _Columns(())
        self._changed: dict[int, _Text] = {}

    def matching(self, connection: Connection, snapshot: Snapshot, matches: Callable[[_Columns], BitMap]) -> BitMap:
        with self._lock:
            if self._version < snapshot.state.version:
                with no_cycles():  # a million rows at first
                    self._catch_up(connection, snapshot.state.version)
            changed = BitMap(self._changed)
            found = (matches(self._all) - changed) | matches(_Columns(self._changed.values()))
        return found & snapshot.everybody

    def _catch_up(self, connection: Connection, version: int) -> None:
        texts = {text[0]: text for text in _read(connection, self._version)}
        if self._version < 0 or len(texts) > _MERGED:
            # From the start: cheaper than to find the changed ones among the others.
            self._all = _Columns(texts.values() if self._version < 0 else _read(connection, -1))
            self._changed = {}
        else:
            self._changed |= texts
            if len(self._changed) > _MERGED:
                self._all = _Columns(_read(connection, -1))
                self._changed = {}
        self._version = version


def _texts_of(database: str) -> Select[Any]:
    """Number, name, and the addresses of each channel put together, of all contacts."""
    held = contact_addresses.c
    join = func.string_agg if database == "postgresql" else func.group_concat

    def addresses(channel: Channel) -> ColumnElement[str]:
        whole = select(join(held.address, BETWEEN)).where(held.contact_id == contacts.c.contact_id)
        return func.coalesce(whole.where(held.channel == channel.value).scalar_subquery(), "")

    columns = (contacts.c.number, contacts.c.name_folded, addresses(Channel.EMAIL), addresses(Channel.TEXT))
    return select(*columns)


_ALL = Plain(_texts_of)
# By the index of versions, which for all of them would lead all over the tables: three times as long.
_SINCE = Plain(lambda database: _texts_of(database).where(contacts.c.version > bindparam("since", type_=BigInteger)))


def _read(connection: Connection, since: int) -> Iterable[_Text]:
    """The texts of the contacts that changed after version `since`; of all when it is none."""
    return _ALL.rows(connection) if since < 0 else _SINCE.rows(connection, since=since)


_texts: WeakKeyDictionary[Engine, _Texts] = WeakKeyDictionary()
_texts_lock = Lock()


def found_by(connection: Connection, snapshot: Snapshot, search: str, region: str) -> BitMap | None:
    """The contacts whose name, whatever its case and accents, email address or phone number has `search` in it.

    None when `search` is empty, and so asks nothing.
    """
    wanted = _wanted(search, region)
    if wanted is None:
        return None
    key = ("search", wanted)
    found = snapshot.remembered(key)
    if found is None:
        too_long = max(len(wanted.name), len(wanted.email)) > _LONGEST
        found = (
            BitMap() if too_long else _of(connection).matching(connection, snapshot, lambda all_: all_.matching(wanted))
        )
        snapshot.remember(key, found)
    return found


def like(connection: Connection, snapshot: Snapshot, *, names: str, emails: str) -> BitMap:
    """The contacts whose name (case and accents removed) or some email address has a match of a pattern.

    The patterns are RE2's and are tried on all contacts at once; "" matches nobody. BETWEEN stands between emails.
    """
    key = ("like", names, emails)
    found = snapshot.remembered(key)
    if found is None:
        found = _of(connection).matching(connection, snapshot, lambda some: some.like(names, emails))
        snapshot.remember(key, found)
    return found


def _of(connection: Connection) -> _Texts:
    with _texts_lock:
        return _texts.setdefault(connection.engine, _Texts())
