"""Requests to stop in plain words: those that wait for somebody to decide, and those that were decided.

A request waits until a person decides on it. Where its number has opted out meanwhile nothing is left to decide: it
waits no more, and comes back should the number opt in again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, islice
from typing import Protocol

from pyroaring import BitMap
from sqlalchemy import select

from engagement.domain.consent import Code, ConsentChannel, What
from engagement.domain.consent_fold import decision_rank
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import Channel, Direction
from engagement.lib.moments import to_micros
from engagement.query.consent.entries import LedgerRow, entries_where, owners_of, rows_of
from engagement.query.contact.timeline import contact_addresses as contact_addresses_of
from engagement.query.contacts.contact_rows import rows_of_ids
from engagement.query.matching.terms import all_of, has, in_scope
from engagement.query.matching.view import View
from engagement.store.erased import erased_names
from engagement.store.schema import contact_addresses, contacts, ledger, messages
from engagement.store.sets import Field
from engagement.store.sql import among, in_parts

DECIDED_LISTED = 50
_AT_ONCE = 500
_TEXT = ConsentChannel.TEXT.value


@dataclass(frozen=True, slots=True)
class Answered:
    """The text of ours that a request answers: the last one to that number before it."""

    text: str
    at: datetime  # UTC
    ours: str | None  # the number of ours it was sent from


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """A text that asks to stop, in words of its writer's own."""

    contact_id: int
    title: str  # what the contact is called on screen
    address: str
    message_id: int
    at: datetime  # UTC
    ours: str | None  # the number of ours it came to
    words: str  # all of the text
    telling: str  # which of its words ask
    answers: Answered | None  # None: we never wrote to the number before


@dataclass(frozen=True, slots=True)
class DecidedRequest:
    """A request with the decision that stands."""

    request: HeldRequest
    decision: Code  # Code.STOP or Code.REPLY
    by: str
    decided_at: datetime  # UTC


def held_count(view: View) -> int:
    """How many contacts have a request that waits for a decision. By the contact sets, so it costs next to nothing."""
    asked = _asked(view)
    closed = asked & has(Field.OPTED_OUT, _TEXT).members(view.snapshot)  # few: of these the numbers tell
    return len(asked) - len(closed) + len(_waiting(view, closed))


def held_requests(view: View) -> list[HeldRequest]:
    """The requests that wait for a decision, the newest first."""
    waiting = _waiting(view, _asked(view))
    found: list[HeldRequest] = []
    for ids in in_parts(sorted(waiting), _AT_ONCE):
        owners = {address: contact_id for contact_id in ids for address in waiting[contact_id]}
        entries = _entries(view, owners)
        decided = _standing(sorted((row for row in entries if row.what is What.DECIDED), key=_latest_first))
        asked = [row for row in entries if row.what is What.ASKED and row.message_id not in decided]
        found += _requests(view, asked, owners)
    return sorted(found, key=lambda one: (one.at, one.message_id), reverse=True)


def _asked(view: View) -> BitMap:
    """The numbers of the contacts in scope of whom some request is undecided."""
    return all_of(in_scope(view.scope), has(Field.ASKED_TO_STOP, _TEXT)).members(view.snapshot)


def _waiting(view: View, numbers: Iterable[int]) -> dict[int, list[str]]:
    """Of contacts, their phone numbers with an undecided request that have not opted out."""
    held = contact_addresses.c
    rows = view.connection.execute(
        select(held.contact_id, held.address)
        .join(contacts, contacts.c.contact_id == held.contact_id)
        .where(
            among(view.connection, contacts.c.number, numbers),
            held.channel == _TEXT,
            held.asked_to_stop_at.is_not(None),
            held.opted_out_at.is_(None),
        )
    )
    found: dict[int, list[str]] = {}
    for contact_id, address in rows:
        found.setdefault(contact_id, []).append(address)
    return found


def requests_of_contact(view: View, contact_id: int) -> tuple[list[HeldRequest], list[DecidedRequest]]:
    """A contact's requests: those nobody decided on, and those with a decision, the newest first. None out of scope.

    Unlike in `held_requests` one is told as undecided though its number opted out meanwhile.
    """
    numbers = [held.address for held in contact_addresses_of(view, contact_id) if held.channel is Channel.TEXT]
    owners = dict.fromkeys(numbers, contact_id)
    entries = _entries(view, owners)
    asked = [row for row in entries if row.what is What.ASKED]
    if not asked:
        return [], []
    decided = _standing(sorted((row for row in entries if row.what is What.DECIDED), key=_latest_first))
    requests = sorted(_requests(view, asked, owners), key=lambda one: (one.at, one.message_id), reverse=True)
    told = [
        DecidedRequest(one, its.code, its.by or "", its.at)
        for one in requests
        if (its := decided.get(one.message_id)) is not None
    ]
    return [one for one in requests if one.message_id not in decided], told


class Asking(Protocol):
    """A text that may ask to stop, as decisions_on needs it."""

    @property
    def id(self) -> int:
        """Of the message."""

    @property
    def contact_id(self) -> int:
        """Whose it is."""

    @property
    def address(self) -> str:
        """The contact's number."""

    @property
    def reading(self) -> TextKind | None:
        """What the text is."""


def decisions_on(view: View, some: Iterable[Asking]) -> dict[int, Code]:
    """The decisions that stand on those of some texts that asked to stop, by their messages. None out of scope."""
    asking = [one for one in some if one.reading is TextKind.ASKS_TO_STOP]
    if not asking:
        return {}
    seen = {row.id for row in rows_of_ids(view, sorted({one.contact_id for one in asking}))}
    asking = [one for one in asking if one.contact_id in seen]
    entries = _entries(view, {one.address for one in asking})
    decided = _standing(sorted((row for row in entries if row.what is What.DECIDED), key=_latest_first))
    return {one.id: its.code for one in asking if (its := decided.get(one.id)) is not None}


def decided_requests(view: View, limit: int = DECIDED_LISTED) -> list[DecidedRequest]:
    """The requests that somebody decided on, at most `limit`, the last decided first."""
    return list(islice(_decided(view), limit))


def _decided(view: View) -> Iterator[DecidedRequest]:
    """All of them: the ledger is walked from its latest decision back."""
    seen: set[int | None] = set()
    for rows in in_parts(_decisions(view), _AT_ONCE):
        new = [row for row in rows if row.message_id not in seen]
        seen |= {row.message_id for row in new}
        standing = _standing(new)
        owners = owners_of(view, {row.address for row in standing.values()})
        asked = [row for row in _entries(view, owners) if row.what is What.ASKED and row.message_id in standing]
        requests = {one.message_id: one for one in _requests(view, asked, owners)}
        for message_id, decision in standing.items():
            if message_id in requests:
                yield DecidedRequest(requests[message_id], decision.code, decision.by or "", decision.at)


def _decisions(view: View) -> Iterator[LedgerRow]:
    """All decisions on file, whoever their requests are of, in the order of _latest_first."""
    order = (ledger.c.at.desc(), (ledger.c.code == Code.STOP).desc(), ledger.c.entry_id)
    wanted = entries_where(ledger.c.what == What.DECIDED).order_by(*order).limit(_AT_ONCE)
    for page in count():
        rows = list(rows_of(view.connection.execute(wanted.offset(page * _AT_ONCE))))
        yield from rows
        if len(rows) < _AT_ONCE:
            return


def _latest_first(row: LedgerRow) -> tuple[int, bool, int]:
    """The order of decisions: the one that stands on its request (consent_fold.decision_rank) comes first."""
    at, is_stop = decision_rank(to_micros(row.at), row.code)
    return -at, not is_stop, row.entry_id


def _standing(decisions: Iterable[LedgerRow]) -> dict[int | None, LedgerRow]:
    """The decision that stands on each request, by its message, from `decisions` with the latest first; one that was
    taken back is none."""
    found: dict[int | None, LedgerRow] = {}
    for row in decisions:
        found.setdefault(row.message_id, row)
    return {message_id: row for message_id, row in found.items() if row.code is not Code.UNDECIDED}


def _entries(view: View, addresses: Iterable[str]) -> list[LedgerRow]:
    """The ledger of some phone numbers."""
    addresses = list(addresses)
    names = erased_names(view.connection, [(_TEXT, address) for address in addresses])  # of one erased, and back again
    erased = {name: address for (_, name), (_, address) in names.items()}
    its = (ledger.c.channel == _TEXT, among(view.connection, ledger.c.address, [*addresses, *erased]))
    found: dict[int, LedgerRow] = {}
    for row in rows_of(view.connection.execute(entries_where(*its))):
        if row.address in erased:
            found.setdefault(row.entry_id, replace(row, address=erased[row.address]))
        else:
            found[row.entry_id] = row
    return list(found.values())


def _requests(view: View, asked: Sequence[LedgerRow], owners: Mapping[str, int]) -> list[HeldRequest]:
    """Requests as they are shown, by their entries and by whose each phone number is."""
    titles = {row.id: row.title for row in rows_of_ids(view, sorted(set(owners.values())))}
    m = messages.c
    ids = sorted({owners[row.address] for row in asked})
    texts = view.connection.execute(
        select(m.contact_id, m.message_id, m.direction, m.address, m.our_address, m.text, m.reading_words, m.sent_at)
        .where(
            among(view.connection, m.contact_id, ids), m.channel == Channel.TEXT, m.sent_at.is_not(None), ~m.canceled
        )
        .order_by(m.sent_at, m.message_id)
    ).all()
    said = {text.message_id: text for text in texts if text.direction == Direction.INBOUND}
    sent: dict[str, list[Answered]] = {}
    for text in texts:
        if text.direction == Direction.OUTBOUND:
            sent.setdefault(text.address, []).append(Answered(text.text or "", text.sent_at, text.our_address))
    found = []
    for row in asked:
        if row.message_id is None or owners[row.address] not in titles:
            continue
        its = said.get(row.message_id)
        found.append(
            HeldRequest(
                contact_id=owners[row.address],
                title=titles[owners[row.address]],
                address=row.address,
                message_id=row.message_id,
                at=row.at,
                ours=row.ours,
                words=(its.text if its else row.words) or "",
                telling=(its.reading_words if its else None) or "",
                answers=_answered(sent.get(row.address, ()), row),
            )
        )
    return found


def _answered(sent: Sequence[Answered], asked: LedgerRow) -> Answered | None:
    """Of our texts to a number, oldest first, the last before a request: from the number it came to, if one is."""
    before = [one for one in sent if one.at <= asked.at]
    same = [one for one in before if one.ours == asked.ours]
    return next(reversed(same or before), None)
