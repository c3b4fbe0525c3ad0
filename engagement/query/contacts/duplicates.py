"""Contacts who may be one person: couples, each with the reasons in words, the surest first.

Proposed are: who shares an address and has a name that agrees, or the same first name (as after a marriage); whose
emails differ by a dot or a plus sign and whose names agree; who has the same name and emails of one person at two
providers; who has the same name and owner, where one has only a phone and the other only an email. Not proposed: an
address shared by different names (couples and families), one that more than a few share (an office), a name that many
have, and what somebody said is not the same. Placeholder numbers are never on a contact.

A couple is looked for by index: shared addresses, equal names and mailboxes; never all contacts with all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, product
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from engagement.domain.addresses import shown_phone
from engagement.domain.holding import Holding
from engagement.domain.names import names_agree, same_first_name, same_generation
from engagement.domain.vocabulary import Channel, ContactKind
from engagement.query.contacts.contact_rows import rows_of_ids
from engagement.query.contacts.unknown import NOBODYS
from engagement.query.matching.membership import members
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.rows import ContactRow
from engagement.store.merges import set_apart
from engagement.store.schema import address_owners, contact_addresses, contacts, messages, shared_addresses
from engagement.store.sql import among, fetch, in_parts

MOST = 100
"""Couples proposed at a time; those that are settled make room for others."""

MOST_SHARING = 4
"""Contacts with one address; what more have is an office's, and says nothing of any two of them."""

_MOST_NAMESAKES = 8  # contacts of one name; of more it says nothing about any two
_AT_ONCE = 2_000  # namesakes looked at together
_EMAIL, _TEXT = Channel.EMAIL.value, Channel.TEXT.value
_WORDS = {_EMAIL: "email", _TEXT: "phone"}
_UNDOTTED = ("gmail.com", "googlemail.com")  # where a dot in a mailbox's name does not count
Couple = tuple[int, int]  # the lower id first


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of two contacts who may be one person."""

    contact: ContactRow
    messages: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two contacts who may be one person, and why, the most telling reason first."""

    one: Candidate
    other: Candidate
    reasons: tuple[str, ...]
    is_weak: bool  # only the first name and an address are the same


class _Person(NamedTuple):
    """What of a contact tells who it is."""

    contact_id: int
    name: str
    owner: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]


def duplicates(view: View, *, most: int = MOST) -> list[Proposal]:
    """Up to `most` couples of known contacts in scope who may be one person, the surest first."""
    apart: list[Couple] = fetch(view.connection, select(set_apart.c.first_id, set_apart.c.second_id))
    key = (duplicates.__qualname__, view.scope, most, frozenset(apart))
    return list(view.snapshot.once(key, lambda: _found(view, most, apart)))


def _found(view: View, most: int, apart: Sequence[Couple]) -> list[Proposal]:
    found = _Found(view, most, apart)
    for look in (found.by_shared_address, found.by_mailbox, found.by_name):
        if not found.is_full:
            look()
    return found.proposals()


class _Found:
    """The couples found so far."""

    def __init__(self, view: View, most: int, apart: Sequence[Couple]) -> None:
        self.view, self.most = view, most
        self.seen = members(view, EngagementFilter(kinds=frozenset(ContactKind) - {ContactKind.UNKNOWN}))
        self.apart = frozenset(apart)
        self.reasons: dict[Couple, list[str]] = {}
        self.weak: dict[Couple, str] = {}

    @property
    def is_full(self) -> bool:
        """Whether there are as many as wanted."""
        return len(self.reasons) >= self.most

    def by_shared_address(self) -> None:
        """Who shares an address, and whose names agree."""
        s, o = shared_addresses.c, address_owners.c
        owner = and_(o.channel == s.channel, o.address == s.address, s.standing == Holding.SHARES.value)
        having = select(s.channel, s.address, o.contact_id, s.contact_id).join_from(
            shared_addresses, address_owners, owner
        )
        rows = fetch(self.view.connection, having.order_by(s.channel, s.address, s.contact_id))
        names = self._names({one for row in rows for one in row[2:]})
        for (channel, address), its in groupby(rows, key=lambda row: row[:2]):
            ids = sorted({one for row in its for one in row[2:]} & names.keys())
            if len(ids) > MOST_SHARING:
                continue
            for one, other in combinations(ids, 2):
                mine, theirs = names[one], names[other]
                if names_agree(mine, theirs):
                    names_are = "the names are alike" if mine != theirs else "the same name"
                    self._add(one, other, f"same {_WORDS[channel]} ({_shown(channel, address)}), {names_are}")
                elif not mine or not theirs:
                    self._add(one, other, f"same {_WORDS[channel]} ({_shown(channel, address)}), and one has no name")
                elif same_first_name(mine, theirs) and same_generation(mine, theirs):
                    self._add_weak(one, other, f"same {_WORDS[channel]} ({_shown(channel, address)}) and first name")

    def by_mailbox(self) -> None:
        """Whose emails differ by what stands behind a plus sign, or by dots where those do not count."""
        its, other = address_owners, address_owners.alias("other")
        local, domain = self._parts(its.c.address)
        plain = func.substr(local, 1, self._place(local, "+") - 1).concat("@").concat(domain)
        undotted = func.replace(local, ".", "").concat("@").concat(domain)
        ways = (
            (plain, its.c.address.like("%+%@%")),
            (undotted, and_(its.c.address.like("%.%@g%mail.com"), or_(*(domain == one for one in _UNDOTTED)))),
        )
        for same, where in ways:
            couples = select(its.c.address, other.c.address, its.c.contact_id, other.c.contact_id).join_from(
                its, other, and_(other.c.channel == _EMAIL, other.c.address == same)
            )
            wanted = (its.c.channel == _EMAIL, where, its.c.contact_id != other.c.contact_id)
            rows = fetch(self.view.connection, couples.where(*wanted))
            names = self._names({one for row in rows for one in row[2:]})
            for mine, theirs, one, two in sorted(rows):
                if one in names and two in names and _alike(names[one], names[two]):
                    self._add(one, two, f"emails differ by a dot or plus sign ({mine} / {theirs})")

    def by_name(self) -> None:
        """Who has the same name, and beside it what one person has."""
        c = contacts.c
        shared = select(c.name_folded).where(c.name_folded != "").group_by(c.name_folded).having(func.count() > 1)
        rows = fetch(
            self.view.connection,
            select(c.name_folded, c.contact_id, c.number)
            .where(c.name_folded.in_(shared))
            .order_by(c.name_folded, c.contact_id),
        )
        groups = ([row[1] for row in its if row[2] in self.seen] for _, its in groupby(rows, key=lambda row: row[0]))
        few = [ids for ids in groups if 1 < len(ids) <= _MOST_NAMESAKES]
        for some in in_parts(few, _AT_ONCE // 2):
            people = self._people([one for ids in some for one in ids])
            for ids in some:
                for one, other in combinations([people[each] for each in ids], 2):
                    for reason in _same_person(one, other):
                        self._add(one.contact_id, other.contact_id, reason)
            if self.is_full:
                return

    def proposals(self) -> list[Proposal]:
        """The couples as the screen shows them."""
        sure = sorted(self.reasons, key=lambda couple: -len(self.reasons[couple]))
        weak = [couple for couple in self.weak if couple not in self.reasons]
        couples = [*sure, *weak][: self.most]
        ids = sorted({one for couple in couples for one in couple})
        rows = {row.id: row for row in rows_of_ids(self.view, ids)}
        m = messages.c
        each = select(m.contact_id, func.count()).where(among(self.view.connection, m.contact_id, ids))
        counts: dict[int, int] = dict(fetch(self.view.connection, each.group_by(m.contact_id)))
        made = []
        for couple in couples:
            one, other = (Candidate(rows[each], counts.get(each, 0)) for each in couple)
            reasons = self.reasons.get(couple) or [self.weak[couple]]
            made.append(Proposal(one, other, tuple(dict.fromkeys(reasons)), couple not in self.reasons))
        return made

    def _add(self, one: int, other: int, reason: str) -> None:
        couple = (min(one, other), max(one, other))
        if couple not in self.apart:
            self.reasons.setdefault(couple, []).append(reason)

    def _add_weak(self, one: int, other: int, reason: str) -> None:
        couple = (min(one, other), max(one, other))
        if couple not in self.apart:
            self.weak.setdefault(couple, reason)

    def _names(self, ids: Iterable[int]) -> dict[int, str]:
        """The names of those of some contacts that are known and in scope."""
        c = contacts.c
        rows = fetch(
            self.view.connection,
            select(c.contact_id, c.name, c.number).where(among(self.view.connection, c.contact_id, sorted(ids))),
        )
        return {contact_id: name for contact_id, name, number in rows if number in self.seen}

    def _people(self, ids: Sequence[int]) -> Mapping[int, _Person]:
        c, held, connection = contacts.c, contact_addresses.c, self.view.connection
        having: dict[int, dict[str, list[str]]] = {}
        addresses = select(held.contact_id, held.channel, held.address)
        for contact_id, channel, address in fetch(connection, addresses.where(among(connection, held.contact_id, ids))):
            having.setdefault(contact_id, {}).setdefault(channel, []).append(address)
        rows = select(c.contact_id, c.name, c.owner).where(among(connection, c.contact_id, ids))
        return {
            contact_id: _Person(
                contact_id,
                name,
                owner,
                *(tuple(having.get(contact_id, {}).get(channel, ())) for channel in (_EMAIL, _TEXT)),
            )
            for contact_id, name, owner in fetch(connection, rows)
        }

    def _parts(self, address: ColumnElement[str]) -> tuple[ColumnElement[str], ColumnElement[str]]:
        at = self._place(address, "@")
        return func.substr(address, 1, at - 1), func.substr(address, at + 1)

    def _place(self, text: ColumnElement[str], letter: str) -> ColumnElement[int]:
        is_postgresql = self.view.connection.dialect.name == "postgresql"
        return func.strpos(text, letter) if is_postgresql else func.instr(text, letter)


def _same_person(one: _Person, other: _Person) -> Iterator[str]:
    """What two namesakes have in common that makes it likely that they are one."""
    couples = sorted((min(pair), max(pair)) for pair in product(one.emails, other.emails) if pair[0] != pair[1])
    for mine, theirs in couples:
        (box, domain), (its_box, its_domain) = _mailbox(mine), _mailbox(theirs)
        if box == its_box and domain == its_domain:
            yield f"same name, emails differ by a dot or plus sign ({mine} / {theirs})"
        elif box == its_box and box not in NOBODYS:
            yield f"same name and emails of one person at two providers ({mine} / {theirs})"
    if one.owner and one.owner == other.owner:
        if _only(one, other) or _only(other, one):
            yield f"same name, same owner ({one.owner}), one has only a phone and the other only an email"
        elif not (one.emails or one.phones) or not (other.emails or other.phones):
            yield f"same name, same owner ({one.owner}), and one has no address"


def _only(one: _Person, other: _Person) -> bool:
    """Whether one has only phones and the other only emails."""
    return bool(one.phones and not one.emails and other.emails and not other.phones)


def _mailbox(email: str) -> tuple[str, str]:
    """Mailbox and domain, without what may be written in two ways."""
    local, _, domain = email.rpartition("@")
    return local.partition("+")[0].replace(".", ""), "gmail.com" if domain in _UNDOTTED else domain


def _alike(one: str, other: str) -> bool:
    return not one or not other or names_agree(one, other)


def _shown(channel: str, address: str) -> str:
    return shown_phone(address) if channel == _TEXT else address
