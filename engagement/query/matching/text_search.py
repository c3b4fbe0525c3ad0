"""Search by part of a name, an email address or a phone number, over all contacts in memory.

A database would look at every name and address, as no index serves a part in the middle of a word. The texts are kept
in columns here, where a million take some milliseconds (benchmarks/search.py measures it), and brought up to date by
the contacts' versions.
"""

import re
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from pyroaring import BitMap
from sqlalchemy import BigInteger, ColumnElement, Connection, Engine, Select, bindparam, func, select

from engagement.domain.addresses import normal_phone
from engagement.domain.vocabulary import Channel
from engagement.lib.memory import no_cycles
from engagement.lib.text import folded, storable
from engagement.query.matching.terms import in_scope
from engagement.query.matching.view import View
from engagement.store.plain import Plain
from engagement.store.schema import contact_addresses, contacts

if TYPE_CHECKING:
    from engagement.query.matching.text_columns import ContactTexts

_LONGEST = 1000  # characters; nothing kept is as long
BETWEEN = "\x1f"  # between addresses; nobody searches for it
_MERGED = 20_000  # changed contacts kept apart, before all are put together anew
_BETWEEN_WORDS = re.compile(r"[\s,;-]+")  # people write a name with and without
_MOST_WORDS = 20  # no name has as many
_Text = tuple[int, str, str, str]  # number, name, emails, phones; several addresses with BETWEEN


class _Wanted(NamedTuple):
    """What is looked for in names, in email addresses and in phone numbers; () or "" where nothing is."""

    words: tuple[str, ...]  # all of them in a name, in any order: "jane doe" is "Doe, Jane"
    email: str
    phone: str
    number: str  # a whole phone number


def _wanted(search: str, region: str) -> _Wanted | None:
    text = storable(search).strip()
    if not text:
        return None
    digits = "".join(letter for letter in text if letter.isdecimal() and letter.isascii())
    is_number = len(digits) >= 3 and not any(letter.isalpha() for letter in text)
    # As carriers' logs have them too: in full, without the plus.
    number = (normal_phone(text, region) or normal_phone(f"+{digits}", region)) if is_number else None
    return _Wanted(_words(folded(text)), text.casefold(), digits if is_number else "", number or "")


def _words(text: str) -> tuple[str, ...]:
    """The words of what is typed, each once; all of it where it is nothing but what stands between words."""
    return tuple(dict.fromkeys(_BETWEEN_WORDS.sub(" ", text).split())) or (text,)


_Matches = Callable[["ContactTexts"], BitMap]


def _columns(texts: Iterable[_Text]) -> "ContactTexts":
    # Loaded at the first search: Arrow takes 34 MB, for which an import, say, has no use.
    from engagement.query.matching.text_columns import ContactTexts

    return ContactTexts(texts)


class _Texts:
    """The texts of all contacts of one store, in the latest state seen: many put together, and those changed since."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = -1
        self._all = _columns(())
        self._changed: dict[int, _Text] = {}

    def matching(self, view: View, matches: _Matches) -> BitMap:
        snapshot = view.snapshot
        with self._lock:
            if self._version < snapshot.state.version:
                with no_cycles():  # a million rows at first
                    self._catch_up(view.connection, snapshot.state.version)
            changed = BitMap(self._changed)
            found = (matches(self._all) - changed) | matches(_columns(self._changed.values()))
        return found & snapshot.everybody

    def _catch_up(self, connection: Connection, version: int) -> None:
        texts = {text[0]: text for text in _read(connection, self._version)}
        if self._version < 0 or len(texts) > _MERGED:
            # From the start: cheaper than to find the changed ones among the others.
            self._all = _columns(texts.values() if self._version < 0 else _read(connection, -1))
            self._changed = {}
        else:
            self._changed |= texts
            if len(self._changed) > _MERGED:
                self._all = _columns(_read(connection, -1))
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


def found_by(view: View, search: str) -> BitMap | None:
    """The contacts in scope whose name has all words of `search`, or whose email address or number has `search` in it.

    Of names neither case nor accents count, nor the order of the words. None when `search` is empty, and so asks
    nothing.
    """
    wanted = _wanted(search, view.region)
    if wanted is None:
        return None
    key = ("search", wanted)
    found = view.snapshot.remembered(key)
    if found is None:
        too_long = len(wanted.email) > _LONGEST or len(wanted.words) > _MOST_WORDS
        found = BitMap() if too_long else _of(view.connection).matching(view, lambda all_: all_.having(*wanted))
        view.snapshot.remember(key, found)
    return _seen(view, found)


def like(view: View, *, names: str, emails: str) -> BitMap:
    """The contacts in scope whose name (case and accents removed) or some email address has a match of a pattern.

    The patterns are RE2's and are tried on all contacts at once; "" matches nobody. BETWEEN stands between emails.
    """
    key = ("like", names, emails)
    found = view.snapshot.remembered(key)
    if found is None:
        found = _of(view.connection).matching(view, lambda some: some.like(names, emails))
        view.snapshot.remember(key, found)
    return _seen(view, found)


def _seen(view: View, found: BitMap) -> BitMap:
    """Those of `found`, which is kept for everybody who searches, that the viewer may see."""
    return found if view.scope.owners is None else found & in_scope(view.scope).members(view.snapshot)


def _of(connection: Connection) -> _Texts:
    with _texts_lock:
        return _texts.setdefault(connection.engine, _Texts())
