"""What people here say of consent: a decision on a request, and do-not-email, -text or -call with a reason.

Each is an entry of the ledger with who and when. Nothing is taken away: who undoes one says something later.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, select

from engagement.domain.consent import Code, ConsentChannel, Source, What, held_as
from engagement.domain.consent_fold import standing_decisions
from engagement.domain.vocabulary import CHANNEL_WORDS, Channel
from engagement.errors import ConsentError
from engagement.ingest.named import named
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.answered_texts import refresh_answers
from engagement.ingest.write.consent import Address, refresh_consent
from engagement.ingest.write.ledger import add_entries, entry_by_hand
from engagement.ingest.write.merge import Row
from engagement.ingest.write.summaries import refresh_contacts
from engagement.lib import moments
from engagement.store.engine import writing
from engagement.store.erased import erased_names
from engagement.store.schema import contact_addresses, ledger, plain_time

DECISIONS = frozenset((Code.STOP, Code.REPLY, Code.UNDECIDED))
"""What can be decided on a request: to stop, that it is a reply, and to take a decision back."""

LONGEST_REASON = 500  # characters
_AT_ONCE = 1_000  # microseconds
_TEXT = ConsentChannel.TEXT.value
_NO_DECISION = "Nobody decided on a text of theirs, so there is no decision to take back."
_NO_REQUEST = "None of their texts asks to stop, so there is nothing to decide: see their consent history."


def decide(engine: Engine, contact_id: int, code: Code, by: str) -> int:
    """Decide on all requests of a contact that wait for it, or take back every decision; how many those were.

    ConsentError when there is none, or nobody is said to have decided.
    """
    with writing(engine) as connection:
        requests = _requests(connection, contact_id)
        if code is Code.UNDECIDED:
            meant = [one for one in requests if one.decision is not None]
        else:
            meant = [one for one in requests if one.decision is None] or requests
        if not meant:
            raise ConsentError(_NO_DECISION if code is Code.UNDECIDED else _NO_REQUEST)
        _decide(connection, contact_id, meant, code, by)
        return len(meant)


def decide_request(engine: Engine, contact_id: int, message_id: int, code: Code, by: str) -> None:
    """Decide on one request, or take a decision on it back. ConsentError when the text asked for nothing."""
    with writing(engine) as connection:
        found = [one for one in _requests(connection, contact_id) if one.message_id == message_id]
        if not found:
            raise ConsentError("That text is no request to stop any more: load the page again.")
        _decide(connection, contact_id, found, code, by)


def set_consent(engine: Engine, contact_id: int, channel: ConsentChannel, what: What, reason: str, by: str) -> None:
    """Say that a contact must not be written to or called (What.OUT), or may be again (What.IN), and why.

    It holds for every address of the channel that the contact has. ConsentError without one, or without a reason.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ConsentError("Say why in a few words: the reason is kept as proof.")
    with writing(engine) as connection:
        held = contact_addresses.c
        own = select(held.address).where(held.contact_id == contact_id, held.channel == held_as(channel))
        addresses = connection.execute(own.order_by(held.address)).scalars().all()
        if not addresses:
            word = CHANNEL_WORDS[Channel(held_as(channel))].address
            raise ConsentError(f"They have no {word} that this could hold for: add one in the contact list first.")
        at, name = _moment(connection, addresses), _name(by)
        said, words = (What(what), Code.BY_HAND), reason[:LONGEST_REASON]
        entries = [entry_by_hand((channel.value, address), said, at, name, words=words) for address in addresses]
        _write(connection, contact_id, entries)


def refresh_all(engine: Engine) -> None:
    """Fold the consent of every address that the ledger knows anew: the account changed what an opt-out closes."""
    with writing(engine) as connection:
        sets = SetWriter()
        sets.begin(connection)
        held = contact_addresses.c
        known = select(ledger.c.address).distinct()
        found = connection.execute(select(held.contact_id, held.channel, held.address).where(held.address.in_(known)))
        _settle(connection, sets, [(contact_id, channel, address) for contact_id, channel, address in found])
        sets.write(connection)


class _Request(NamedTuple):
    """A request of a contact, and the latest decision on it; None where it waits for one."""

    number: str
    message_id: int
    ours: str | None  # the number of ours it came to
    decision: str | None


def _requests(connection: Connection, contact_id: int) -> list[_Request]:
    held = contact_addresses.c
    own = select(held.address).where(held.contact_id == contact_id, held.channel == _TEXT)
    numbers = connection.execute(own).scalars().all()
    erased = {name: number for (_, name), (_, number) in _erased_names(connection, numbers).items()}
    rows = connection.execute(
        select(
            *(ledger.c.address, ledger.c.message_id, ledger.c.ours, ledger.c.what, ledger.c.code),
            plain_time(ledger.c.at).label("at"),
        )
        .where(
            ledger.c.channel == _TEXT,
            ledger.c.address.in_([*numbers, *erased]),
            ledger.c.what.in_((What.ASKED.value, What.DECIDED.value)),
        )
        .order_by(ledger.c.at)
    ).all()
    decisions = ((row.message_id, row.at, row.code) for row in rows if row.what == What.DECIDED.value)
    decided = standing_decisions(decisions)
    decided = {message_id: code for message_id, code in decided.items() if code != Code.UNDECIDED}
    asked = {row.message_id: row for row in rows if row.what == What.ASKED.value}  # once, though it came again
    return [
        _Request(erased.get(row.address, row.address), message_id, row.ours, decided.get(message_id))
        for message_id, row in asked.items()
    ]


def _erased_names(connection: Connection, numbers: Iterable[str]) -> Mapping[tuple[str, str], tuple[str, str]]:
    """What the requests of numbers that were erased are kept under: they wait for a decision like any other."""
    return erased_names(connection, [(_TEXT, number) for number in numbers])


def _decide(connection: Connection, contact_id: int, requests: Sequence[_Request], code: Code, by: str) -> None:
    if code not in DECISIONS:
        raise ConsentError(f"“{code}” decides nothing: say stop or reply.")
    at, name = _moment(connection, [one.number for one in requests]), _name(by)
    said = What.DECIDED, code
    entries = [
        entry_by_hand((_TEXT, one.number), said, at, name, words=code.value, message_id=one.message_id, ours=one.ours)
        for one in requests
    ]
    _write(connection, contact_id, entries)


def _moment(connection: Connection, addresses: Iterable[str]) -> int:
    """Now, but after what was said of `addresses` within the same millisecond: what is said last stands."""
    said = select(func.max(plain_time(ledger.c.at))).where(
        ledger.c.channel.in_(list(ConsentChannel)),
        ledger.c.address.in_(list(addresses)),
        ledger.c.source == Source.HAND.value,
    )
    latest = connection.execute(said).scalar()
    now = moments.to_micros(moments.now())
    return latest + 1 if latest is not None and 0 <= latest - now < _AT_ONCE else now


def _name(by: str) -> str:
    return named(by, "what you decide", ConsentError)


def _write(connection: Connection, contact_id: int, entries: Sequence[Row]) -> None:
    sets = SetWriter()
    sets.begin(connection)
    add_entries(connection, entries)
    sets.touch()
    _settle(connection, sets, [(contact_id, held_as(entry["channel"]), entry["address"]) for entry in entries])
    sets.write(connection)


def _settle(connection: Connection, sets: SetWriter, addresses: list[Address]) -> None:
    """What follows from the ledger for addresses and those whose they are."""
    unsettled = refresh_consent(connection, sets, (), addresses)
    refresh_contacts(connection, sets, unsettled)
    refresh_answers(connection, sets.counts, (), unsettled)
