"""What the search of a list of messages finds: people, messages by a provider's id, messages by words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from pyroaring import BitMap
from sqlalchemy import ColumnElement, FromClause, bindparam, or_, select

from engagement.domain.addresses import normal_email
from engagement.domain.vocabulary import Channel
from engagement.lib.moments import from_micros
from engagement.lib.text import folded, storable
from engagement.query.matching.text_search import found_by
from engagement.query.matching.view import View
from engagement.query.question.scope import visible
from engagement.store.plain import Plain
from engagement.store.schema import address_owners, contacts, messages, plain_time
from engagement.store.sql import among

WORDS_REACH = 10_000
"""How many messages, the newest ones, have their subjects and texts searched for words."""

IN_LIST: FromClause = messages.join(contacts, contacts.c.contact_id == messages.c.contact_id)
_LONGEST_ID = 998  # characters, as a line of a mail may have; no provider's id is longer
_LIKE_AN_ID = 24  # characters from which an id on file is taken for nothing else: names and addresses are not searched
_NUMBER_DIGITS = 5  # of a number, or part of one, that is looked for among numbers only
_Hit = tuple[int, int]  # whose a message is, and its id


class _Words(NamedTuple):
    """What a message says. Thousands are read for one search: a row's own names take twice as long as these."""

    contact_id: int
    message_id: int
    subject: str | None
    text: str | None
    sent_micros: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the words of a search found."""

    people: BitMap  # numbers of contacts: all of their messages are meant
    messages: frozenset[_Hit]
    owners: BitMap  # numbers of the contacts whose those messages are, where people were found beside them
    searched_since: datetime | None  # older messages were not searched for words; None: all were


def found_messages(view: View, search: str, rest: Sequence[ColumnElement[bool]]) -> Found:
    """What `search` finds: contacts by name, address and number, messages by a provider's id and by words.

    `rest` is what else is asked of a message, beside whose it may be. What is a whole id on file, an address or a
    number is not looked for in subjects and texts, and an id as long as providers' are is no part of a name or address.
    """
    hits, since = _by_provider_id(view, search), None
    people = BitMap()
    if not hits or len(search.strip()) < _LIKE_AN_ID or _is_somebodys(view, search):
        people = found_by(view, search) or people
    if not hits and not _is_address(search):
        hits, since = _by_words(view, search, rest)
    return Found(people, frozenset(hits), _numbers(view, hits) if people else BitMap(), since)


def _is_somebodys(view: View, search: str) -> bool:
    """Whether what is searched for is an email address on file."""
    address = normal_email(storable(search))
    return address is not None and bool(_OWNER.rows(view.connection, address=address))


_OWNER = Plain(
    lambda _: (
        select(address_owners.c.contact_id)
        .where(address_owners.c.channel == Channel.EMAIL.value)
        .where(address_owners.c.address == bindparam("address"))
    )
)


def _is_address(search: str) -> bool:
    """Whether what is searched for is an email address or a number, or enough of one."""
    text = search.strip()
    digits = sum(letter.isdecimal() for letter in text)
    is_number = digits >= _NUMBER_DIGITS and not any(letter.isalpha() for letter in text)
    return is_number or ("@" in text and not any(letter.isspace() for letter in text))


def _by_provider_id(view: View, search: str) -> list[_Hit]:
    """The messages with a provider's id: an email's to several recipients has one for all."""
    wanted = storable(search).strip().removeprefix("<").removesuffix(">").strip()
    if not wanted or len(wanted) > _LONGEST_ID or any(letter.isspace() for letter in wanted):
        return []
    statement = select(messages.c.contact_id, messages.c.message_id).select_from(IN_LIST)
    found = view.connection.execute(statement.where(messages.c.provider_key == wanted, visible(view.scope)))
    return [(row.contact_id, row.message_id) for row in found]


def _by_words(view: View, search: str, rest: Sequence[ColumnElement[bool]]) -> tuple[list[_Hit], datetime | None]:
    """The messages whose subject or text has every word of the search, whatever its case and accents.

    Only the newest ones of those that `rest` means are read. Gives also back to when that was, if
    there are older ones.
    """
    words = folded(storable(search)).split()
    if not words:
        return [], None
    m, sent_at = messages.c, plain_time(messages.c.sent_at)
    statement = (
        select(*(m[name] for name in _Words._fields[:-1]), sent_at)
        .select_from(IN_LIST if view.scope.owners is not None else messages)
        .where(*rest, visible(view.scope), m.sent_at.is_not(None))
        .where(or_(m.subject.is_not(None), m.text.is_not(None)))
        .order_by(m.sent_at.desc(), m.message_id.desc())
        .limit(WORDS_REACH + 1)
    )
    rows = list(map(_Words._make, view.connection.execute(statement)))
    known: dict[tuple[str | None, str | None], bool] = {}  # many emails have one subject
    hits: list[_Hit] = []
    for row in rows[:WORDS_REACH]:
        about = row.subject, row.text
        has_all = known.get(about)
        if has_all is None:
            whole = folded(f"{row.subject or ''} {row.text or ''}")
            has_all = known[about] = all(word in whole for word in words)
        if has_all:
            hits.append((row.contact_id, row.message_id))
    since = from_micros(rows[-2].sent_micros) if len(rows) > WORDS_REACH else None
    return hits, since


def _numbers(view: View, hits: Collection[_Hit]) -> BitMap:
    """The numbers of the contacts whose messages were found."""
    ids = {contact_id for contact_id, _ in hits}
    statement = select(contacts.c.number).where(among(view.connection, contacts.c.contact_id, ids))
    return BitMap(view.connection.execute(statement).scalars()) if ids else BitMap()
