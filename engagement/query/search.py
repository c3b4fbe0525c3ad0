"""Search by part of a name, an email address or a phone number, over all contacts in memory.

A database would look at every name and address, as no index serves a part in the middle of a word. The texts are kept
in columns here, where a million take some milliseconds, and brought up to date by the contacts' versions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyroaring import BitMap
from sqlalchemy import Connection, Engine, select

from engagement.addresses import normal_phone
from engagement.query.sets import Snapshot
from engagement.store.schema import contact_addresses, contacts
from engagement.text import folded, storable
from engagement.vocabulary import Channel

_LONGEST = 1000  # characters; nothing kept is as long
BETWEEN = "\x1f"  # between addresses; nobody searches for it
_MERGED = 20_000  # changed contacts kept apart, before all are put together anew
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


class _Columns:
    """The texts of many contacts."""

    def __init__(self, texts: Iterable[_Text]) -> None:
        rows = list(texts)
        self.numbers: npt.NDArray[np.uint32] = np.array([row[0] for row in rows], dtype=np.uint32)
        self.names, self.emails, self.phones = (
            pa.array([row[place] for row in rows], type=pa.large_string()) for place in (1, 2, 3)
        )

    def like(self, names: str, emails: str) -> BitMap:
        """The contacts whose name, or some email address, has a match of a pattern; "" matches nobody."""
        found = np.zeros(len(self.numbers), dtype=np.bool_)
        for texts, pattern in ((self.names, names), (self.emails, emails)):
            if pattern:
                found |= pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
        return BitMap(self.numbers[np.flatnonzero(found)])

    def matching(self, wanted: _Wanted) -> BitMap:
        found = self._having(self.names, wanted.name) | self._having(self.emails, wanted.email)
        for phone in filter(None, (wanted.phone, wanted.number)):
            found |= self._having(self.phones, phone)
        return BitMap(self.numbers[np.flatnonzero(found)])

    def _having(self, texts: pa.Array, part: str) -> npt.NDArray[np.bool_]:
        matched: npt.NDArray[np.bool_] = pc.match_substring(texts, part).to_numpy(zero_copy_only=False)
        return matched


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


def _read(connection: Connection, since: int) -> Iterable[_Text]:
    """The texts of the contacts that changed after version `since`."""
    held: dict[tuple[int, str], list[str]] = {}
    a, c = contact_addresses.c, contacts.c
    same = a.contact_id == c.contact_id
    addresses = select(c.number, a.channel, a.address).join_from(contacts, contact_addresses, same)
    for number, channel, address in connection.execute(addresses.where(c.version > since)):
        held.setdefault((number, channel), []).append(address)
    for number, name in connection.execute(select(c.number, c.name_folded).where(c.version > since)):
        emails, phones = (held.get((number, channel), ()) for channel in (Channel.EMAIL.value, Channel.TEXT.value))
        yield number, name, BETWEEN.join(emails), BETWEEN.join(phones)


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
