"""Who may be written to, and which inbound texts are replies: what the ledger's entries come to, as far as is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from engagement.domain.consent import Closes, ConsentChannel, held_as, reason_of
from engagement.domain.consent_fold import Standing, fold_entries
from engagement.domain.marks import Mark, reply_marks
from engagement.domain.records import ConsentRecord
from engagement.domain.texts.reading import NO_REPLIES
from engagement.domain.vocabulary import Channel, Direction, Keyword
from engagement.ingest.people.holders import owners_of, with_sharers
from engagement.ingest.people.new_contacts import make_unknown_contacts
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.ledger import (
    BEARING,
    CLOSING,
    add_entries,
    entries_from_messages,
    entries_of,
    entry_of_record,
    ours_of,
    text_entry_id,
    with_entries,
)
from engagement.ingest.write.merge import Change, Row
from engagement.store.account import read_closes
from engagement.store.schema import contact_addresses, contacts, messages, plain_time
from engagement.store.sql import among, fetch, update_rows

Address = tuple[int, str, str]  # contact, channel, address
_TEXT, _OUTBOUND, _INBOUND = Channel.TEXT.value, Direction.OUTBOUND.value, Direction.INBOUND.value


class _Replies(NamedTuple):
    """Whether messages are replies, by what they put into the contact sets before and when they were sent."""

    now: dict[tuple[int, int], bool]
    before: dict[tuple[int, int], list[Mark]]
    sent_at: dict[tuple[int, int], int | None]


def refresh_consent(
    connection: Connection, sets: SetWriter, changes: Iterable[Change], besides: Iterable[Address] = ()
) -> set[int]:
    """Fold the consent of each address that `changes` of messages may bear on, and of those `besides`.

    What the messages say goes into the ledger first; an address's standing is what its entries come to. Also settles
    which inbound texts are replies: a "Yes" is one only when its number was not opted out when it came. Gives the
    contacts whose replies or consent may have changed.
    """
    replies = _Replies({}, {}, {})
    bearing, written = dict.fromkeys(besides), dict[Address, None]()
    for old, message, its_events in changes:
        address = message["contact_id"], message["channel"], message["address"]
        if message["direction"] == _INBOUND or (old and old["is_reply"]):
            _look_at(replies, old, message)
        if _bears(message) or any(_closes(event) for event in its_events):
            bearing[address] = None
        elif message["direction"] == _OUTBOUND:
            written[address] = None
    closes = read_closes(connection) if bearing or written else Closes.ALL
    if closes is Closes.SAME:  # then who of ours writes to an address counts too
        bearing |= written
    if bearing:
        bearing = with_sharers(connection, bearing)
        _settle(connection, bearing, replies, closes)
    for identity, is_reply in replies.now.items():
        sets.change_marks(identity[0], replies.before[identity], reply_marks(is_reply, replies.sent_at[identity]))
    rows = [{"contact_id": ids[0], "message_id": ids[1], "is_reply": is_reply} for ids, is_reply in replies.now.items()]
    update_rows(connection, messages, ("contact_id", "message_id"), rows)
    return {contact_id for contact_id, _ in replies.now} | {contact_id for contact_id, _, _ in bearing}


def is_talk(message: Row) -> bool:
    """Whether an inbound text is a reply but for what a "Yes" may be."""
    return message["keyword"] is None and message["reading"] not in NO_REPLIES


def _look_at(replies: _Replies, old: Row | None, message: Row) -> None:
    identity = message["contact_id"], message["message_id"]
    replies.now[identity] = message["direction"] == _INBOUND and is_talk(message)
    replies.before[identity] = reply_marks(old["is_reply"], old["sent_at"]) if old else []
    replies.sent_at[identity] = message["sent_at"]


def _bears(message: Row) -> bool:
    return message["keyword"] is not None or message["reading"] in BEARING


def _closes(event: Row) -> bool:
    return event["suppressed"] or event["type"] in CLOSING


def _settle(connection: Connection, bearing: Iterable[Address], replies: _Replies, closes: Closes) -> None:
    """Bring the ledger up to date for addresses, and what is kept of them; and settle each "Yes" that was sent."""
    addresses = list(bearing)
    contact_ids = {contact_id for contact_id, _, _ in addresses}
    add_entries(connection, entries_from_messages(connection, contact_ids))
    calls = [(ConsentChannel.CALL.value, address) for _, channel, address in addresses if channel == _TEXT]
    entries = entries_of(connection, [*((channel, address) for _, channel, address in addresses), *calls])
    writers = _writers(connection, contact_ids) if closes is Closes.SAME else {}
    standings = {key: fold_entries(some, closes, writers.get(key, ())) for key, some in entries.items() if some}
    rows = [_kept(address, standings) for address in addresses]
    update_rows(connection, contact_addresses, ("contact_id", "channel", "address"), rows)
    _settle_yes(connection, set(addresses), standings, replies)


_NOTHING = fold_entries(())


def _kept(address: Address, standings: Mapping[tuple[str, str], Standing]) -> Row:
    """The row of contact_addresses of an address."""
    contact_id, channel, value = address
    standing = standings.get((channel, value), _NOTHING)
    call = standings.get((ConsentChannel.CALL.value, value), _NOTHING).closed if channel == _TEXT else None
    closed, asked = standing.closed, standing.asked
    return {
        "contact_id": contact_id,
        "channel": channel,
        "address": value,
        "opted_out_at": closed and closed.at,
        "opted_out_reason": closed and reason_of(closed.code, channel),
        "opted_out_message_id": closed and closed.message_id,
        "asked_to_stop_at": asked and asked.at,
        "asked_to_stop_message_id": asked and asked.message_id,
        "do_not_call_at": call and call.at,
        "do_not_call_reason": call and reason_of(call.code, ConsentChannel.CALL),
    }


def _settle_yes(
    connection: Connection,
    addresses: Collection[Address],
    standings: Mapping[tuple[str, str], Standing],
    replies: _Replies,
) -> None:
    """Every "Yes" from some addresses: a reply unless it counted as an opt-in."""
    m = messages.c
    contact_ids = sorted({contact_id for contact_id, _, _ in addresses})
    columns = [m.contact_id, m.message_id, m.channel, m.address, m.reading, m.is_reply, plain_time(m.sent_at)]
    said_yes = select(*columns).where(among(connection, m.contact_id, contact_ids), m.keyword == Keyword.YES.value)
    for contact_id, message_id, channel, address, reading, was_reply, sent_at in fetch(connection, said_yes):
        is_persons = reading not in NO_REPLIES  # and not a short code's, or ours
        if not is_persons or (contact_id, channel, address) not in addresses:
            continue
        identity = contact_id, message_id
        counted = standings.get((channel, address), _NOTHING).counted_yes
        replies.now[identity] = text_entry_id(message_id) not in counted
        replies.sent_at.setdefault(identity, sent_at)
        replies.before.setdefault(identity, reply_marks(was_reply, sent_at))


def _writers(connection: Connection, contact_ids: Iterable[int]) -> dict[tuple[str, str], set[str | None]]:
    """Who of ours ever wrote to each address of some contacts: numbers, and domains of emails."""
    m = messages.c
    sent = select(m.channel, m.address, m.our_address).where(
        among(connection, m.contact_id, sorted(contact_ids)), m.direction == _OUTBOUND
    )
    found: dict[tuple[str, str], set[str | None]] = {}
    for channel, address, ours in fetch(connection, sent.distinct()):
        if ours is not None:
            found.setdefault((channel, address), set()).add(ours_of(channel, ours))
    return found


def take_consents(
    connection: Connection, sets: SetWriter, version: int, records: Sequence[ConsentRecord]
) -> tuple[list[bool], set[int]]:
    """Take in what lists say, and events without a message. An address nobody has gets an unknown contact.

    Gives whether each record was anything new, and the contacts whose standing may have changed.
    """
    rows = [entry_of_record(record) for record in records]
    held = [(held_as(row["channel"]), row["address"]) for row in rows]
    owners = owners_of(connection, held)
    missing = [address for address in dict.fromkeys(held) if address not in owners]
    if missing:
        owners |= make_unknown_contacts(connection, sets, version, missing)
    closed = _closed(connection, {owners[key] for key, record in zip(held, records, strict=True) if record.is_ours})
    said = [
        row
        for row, key, record in zip(rows, held, records, strict=True)
        if not (record.is_ours and (owners[key], record.channel) in closed)
    ]
    fresh = set(add_entries(connection, said))
    new = []
    for row in rows:
        new.append(row["entry_id"] in fresh)
        fresh.discard(row["entry_id"])
    if any(new):
        sets.touch()
    return new, refresh_consent(connection, sets, (), ((owners[address], *address) for address in held))


def _closed(connection: Connection, contact_ids: Collection[int]) -> set[tuple[int, ConsentChannel]]:
    """Which channels are closed for which contacts."""
    if not contact_ids:
        return set()
    c = contacts.c
    since = (c.do_not_email_at, c.do_not_text_at, c.do_not_call_at)
    found = fetch(connection, select(c.contact_id, *since).where(among(connection, c.contact_id, contact_ids)))
    return {(row[0], channel) for row in found for channel, at in zip(ConsentChannel, row[1:], strict=True) if at}


def standing_of(connection: Connection, addresses: Iterable[tuple[str, str]]) -> list[Address]:
    """Those of `addresses` that the ledger knows, each with whose it is: what is kept of them may have to be told."""
    addresses = set(addresses)
    calls = {(ConsentChannel.CALL.value, address) for channel, address in addresses if channel == _TEXT}
    known = {(held_as(channel), address) for channel, address in with_entries(connection, addresses | calls)}
    return [(owner, *address) for address, owner in owners_of(connection, known).items()] if known else []
