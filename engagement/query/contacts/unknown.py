"""Contacts who are on no list yet: what they did, and whom they may belong to.

A suggestion is a known contact and the reasons in words. They are looked for by what an address gives away: for a page
of unknown contacts two passes over the names and addresses in memory, and one look at the owners of some addresses,
whatever the number of contacts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import phonenumbers
from sqlalchemy import func, or_, select

from engagement.domain.vocabulary import Channel, ContactKind, Direction
from engagement.lib.text import folded
from engagement.providers.told import addressed_to
from engagement.query.contacts.contact_list import PAGE_SIZE, Sort, count_contacts, list_contacts
from engagement.query.contacts.contact_rows import rows_of_ids
from engagement.query.matching.membership import members
from engagement.query.matching.text_search import BETWEEN, like
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.rows import ContactRow
from engagement.store.schema import address_owners, contacts, events, messages
from engagement.store.sql import among

PER_PAGE = PAGE_SIZE // 2
_SUGGESTED = 3  # for one contact, the best
_FITTING = 8  # contacts that a name may fit; of more it says nothing about any
_MOST_FOUND = 1_000  # contacts looked at for a page
_READ_EVENTS = 3  # of each contact, for whom its emails were addressed to
# What stands before the @ of a mailbox that is shared, and so says nothing of a person.
NOBODYS = frozenset(
    (
        *("admin", "billing", "contact", "email", "hello", "help", "home", "info", "inbox", "mail", "no-reply"),
        *("noreply", "office", "sales", "service", "support", "team", "test", "user", "web", "webmaster"),
    )
)
_WORD = re.compile(r"[^\W\d_]+")

ADDRESSED = "an email to this address was addressed to theirs"
NUMBER = "the same number, read as one of another country"
SAME_MAILBOX = "the same words before the @, at another domain"
NAMED = "an email to this address was addressed to their name"
NAME_IN_ADDRESS = "their name is in the address"
INITIAL_IN_ADDRESS = "their initial and last name are in the address"
_STRENGTH = {ADDRESSED: 6, NUMBER: 5, NAMED: 4, NAME_IN_ADDRESS: 3, SAME_MAILBOX: 3, INITIAL_IN_ADDRESS: 1}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A known contact whom an unknown one may belong to, and why."""

    contact: ContactRow
    reasons: tuple[str, ...]  # after "because", the most telling first


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A contact who is on no list, with what they did and whom they may belong to, the likeliest first."""

    contact: ContactRow
    messages: int
    last_text: str | None  # the latest text they sent
    suggestions: tuple[Suggestion, ...]

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """Their addresses, each with its channel."""
        return [
            *((Channel.EMAIL.value, email) for email in self.contact.emails),
            *((Channel.TEXT.value, phone) for phone in self.contact.phones),
        ]


def count_unknown(view: View, *, search: str = "") -> int:
    """How many contacts are on no list."""
    return count_contacts(view, _asked(search))


def list_unknown(view: View, *, search: str = "", page: int = 1, size: int = PER_PAGE) -> list[UnknownRow]:
    """Page `page`, counted from 1, of the contacts on no list, the ones who engaged last first."""
    found = list_contacts(view, _asked(search), sort=Sort.LAST_ENGAGED, page=page, size=size)
    return _with_suggestions(view, found)


def unknown_contact(view: View, contact_id: int) -> UnknownRow | None:
    """One contact of the list; None when it is not there, or known by now."""
    number = view.connection.execute(select(contacts.c.number).where(contacts.c.contact_id == contact_id)).scalar()
    if number is None or number not in members(view, _asked("")):
        return None
    (found,) = _with_suggestions(view, rows_of_ids(view, [contact_id]))
    return found


def _asked(search: str) -> EngagementFilter:
    return EngagementFilter(kinds=frozenset({ContactKind.UNKNOWN}), search=search)


def _with_suggestions(view: View, found: Sequence[ContactRow]) -> list[UnknownRow]:
    if not found:
        return []
    ids = [row.id for row in found]
    count = select(messages.c.contact_id, func.count()).where(messages.c.contact_id.in_(ids))
    counts: dict[int, int] = dict(view.connection.execute(count.group_by(messages.c.contact_id)).all())
    texts = _last_texts(view, ids)
    likely = _suggestions(view, found)
    return [UnknownRow(row, counts.get(row.id, 0), texts.get(row.id), likely[row.id]) for row in found]


def _last_texts(view: View, ids: Sequence[int]) -> dict[int, str]:
    c = messages.c
    place = func.row_number().over(partition_by=c.contact_id, order_by=(c.sent_at.desc(), c.message_id))
    came = (c.contact_id.in_(ids), c.direction == Direction.INBOUND, c.text.is_not(None))
    ranked = select(c.contact_id, c.text, place.label("place")).where(*came).subquery()
    statement = select(ranked.c.contact_id, ranked.c.text).where(ranked.c.place == 1)
    return dict(view.connection.execute(statement).all())


@dataclass(slots=True)
class _Clues:
    """What an unknown contact gives away of whose it is."""

    mailboxes: set[str]  # before the @
    names: list[tuple[str, Callable[[str], bool], str]]  # a pattern of names, whether it fits a name, the reason
    owners: dict[tuple[str, str], str]  # addresses whose owner it may be, and the reason


def _suggestions(view: View, unknown: Sequence[ContactRow]) -> dict[int, tuple[Suggestion, ...]]:
    addressed = _addressed(view, [row.id for row in unknown])
    clues = {row.id: _clues(row, addressed.get(row.id, ())) for row in unknown}
    owners = _owners(view, {address for clue in clues.values() for address in clue.owners})
    known = _known(view, clues.values(), owners)
    return {contact_id: _likeliest(clue, known, owners) for contact_id, clue in clues.items()}


def _likeliest(
    clue: _Clues, known: Mapping[int, ContactRow], owners: Mapping[tuple[str, str], int]
) -> tuple[Suggestion, ...]:
    reasons: dict[int, set[str]] = {}
    for address, reason in clue.owners.items():
        if (owner := owners.get(address)) in known:
            reasons.setdefault(known[owner].id, set()).add(reason)  # type: ignore[index]
    for _, fits, reason in clue.names:
        _add_few(reasons, [row.id for row in known.values() if fits(folded(row.name))], reason)
    same = [row.id for row in known.values() if any(_mailbox(email) in clue.mailboxes for email in row.emails)]
    _add_few(reasons, same, SAME_MAILBOX)
    ranked = sorted(
        (-sum(_STRENGTH[reason] for reason in why), folded(known[contact_id].name), contact_id)
        for contact_id, why in reasons.items()
    )
    return tuple(
        Suggestion(known[contact_id], tuple(sorted(reasons[contact_id], key=lambda reason: -_STRENGTH[reason])))
        for _, _, contact_id in ranked[:_SUGGESTED]
    )


def _add_few(reasons: dict[int, set[str]], fitting: Sequence[int], reason: str) -> None:
    """What fits many says nothing about any."""
    if len(fitting) <= _FITTING:
        for contact_id in fitting:
            reasons.setdefault(contact_id, set()).add(reason)


def _known(view: View, clues: Iterable[_Clues], owners: Mapping[tuple[str, str], int]) -> dict[int, ContactRow]:
    """The known contacts in scope that some clue points to, by id."""
    clues = list(clues)
    names = sorted({pattern for clue in clues for pattern, _, _ in clue.names})
    mailboxes = sorted({re.escape(mailbox) for clue in clues for mailbox in clue.mailboxes})
    found = like(
        view,
        names=f"(?:^| )(?:{'|'.join(names)})(?: |$)" if names else "",
        emails=f"(?:^|{BETWEEN})(?:{'|'.join(mailboxes)})[@+]" if mailboxes else "",
    )
    on_lists = EngagementFilter(kinds=frozenset(ContactKind) - {ContactKind.UNKNOWN})
    seen = members(view, on_lists)
    some = list(found & seen)[:_MOST_FOUND]
    c = contacts.c
    among_found = or_(
        among(view.connection, c.number, some), among(view.connection, c.contact_id, sorted(set(owners.values())))
    )
    numbers = view.connection.execute(select(c.contact_id, c.number).where(among_found))
    ids = [contact_id for contact_id, number in numbers if number in seen]
    return {row.id: row for row in rows_of_ids(view, ids)}


def _owners(view: View, addresses: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    by_channel: dict[str, set[str]] = {}
    for channel, address in addresses:
        by_channel.setdefault(channel, set()).add(address)
    table = address_owners.c
    found: dict[tuple[str, str], int] = {}
    for channel, wanted in by_channel.items():
        its_own = (table.channel == channel, among(view.connection, table.address, sorted(wanted)))
        for address, owner in view.connection.execute(select(table.address, table.contact_id).where(*its_own)):
            found[channel, address] = owner
    return found


def _clues(row: ContactRow, addressed: Iterable[tuple[str, str]]) -> _Clues:
    clues = _Clues(set(), [], {})
    for email in row.emails:
        mailbox = _mailbox(email)
        if mailbox not in NOBODYS and len(mailbox) > 2:
            clues.mailboxes.add(mailbox)
            clues.names += _names_in(mailbox)
    for name, address in addressed:
        words = _WORD.findall(folded(name))
        if len(words) > 1:
            clues.names.append(_whole(words[0], words[-1], NAMED))
        if address not in row.emails:
            clues.owners[Channel.EMAIL.value, address] = ADDRESSED
    for phone in row.phones:
        clues.owners |= {(Channel.TEXT.value, number): NUMBER for number in _other_countries(phone)}
    return clues


def _mailbox(email: str) -> str:
    """What stands before the @, without a +tag."""
    return email.partition("@")[0].partition("+")[0]


def _names_in(mailbox: str) -> Iterator[tuple[str, Callable[[str], bool], str]]:
    """The names that may be written in what stands before the @: jane.park, park_jane, janepark, jpark."""
    words = _WORD.findall(folded(mailbox))
    if len(words) > 1 and min(len(words[0]), len(words[-1])) > 1:
        yield _whole(words[0], words[-1], NAME_IN_ADDRESS)
        yield _whole(words[-1], words[0], NAME_IN_ADDRESS)
    elif len(words) > 1 and max(len(words[0]), len(words[-1])) > 2:
        initial, last = sorted((words[0], words[-1]), key=len)
        yield _initial(initial, last)
    elif len(words) == 1 and len(words[0]) > 4:
        run = words[0]
        for place in range(2, len(run) - 1):
            yield _whole(run[:place], run[place:], NAME_IN_ADDRESS)
        yield _initial(run[0], run[1:])


def _whole(first: str, last: str, reason: str) -> tuple[str, Callable[[str], bool], str]:
    def fits(name: str) -> bool:
        words = _WORD.findall(name)
        return len(words) > 1 and words[0] == first and words[-1] == last

    return f"{first}(?: [^ ]+)? {last}", fits, reason


def _initial(initial: str, last: str) -> tuple[str, Callable[[str], bool], str]:
    def fits(name: str) -> bool:
        words = _WORD.findall(name)
        return len(words) > 1 and words[0].startswith(initial) and words[-1] == last

    return f"{initial}[^ ]*(?: [^ ]+)? {last}", fits, INITIAL_IN_ADDRESS


def _other_countries(phone: str) -> set[str]:
    """The numbers that `phone` may be when its country code was left out, or put before a number that had one."""
    digits = phone.removeprefix("+")
    try:
        code = str(phonenumbers.parse(phone, None).country_code)
    except phonenumbers.NumberParseException:
        return set()
    national = digits.removeprefix(code)
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    found = {f"+{national}", *(f"+{other}{part}" for other in codes for part in (national, digits))}
    return {number for number in found - {phone} if 8 <= len(number) <= 16}


def _addressed(view: View, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Whom some emails to each contact were addressed to, as (name, address): the one in their To."""
    c = events.c
    place = func.row_number().over(partition_by=c.contact_id, order_by=(c.message_id, c.event_id))
    ranked = select(c.contact_id, c.provider, c.raw, place.label("place"))
    ranked = ranked.where(c.contact_id.in_(ids), c.channel == Channel.EMAIL)
    few = ranked.subquery()
    found: dict[int, list[tuple[str, str]]] = {}
    statement = select(few.c.contact_id, few.c.provider, few.c.raw).where(few.c.place <= _READ_EVENTS)
    for row in view.connection.execute(statement):
        people = addressed_to(row.provider, row.raw)
        if len(people) == 1:  # of several, nothing says which of them this address stands for
            found.setdefault(row.contact_id, []).extend(people)
    return found
