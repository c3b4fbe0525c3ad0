"""All messages of some contacts folded anew, and with them all that is kept of those contacts, in one transaction.

The rules are those that a batch goes by, from the same functions: nothing is worked out here.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from engagement.domain.marks import marks_of
from engagement.domain.vocabulary import Channel, Direction
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.answered_texts import refresh_answers
from engagement.ingest.write.batch import tell_sets
from engagement.ingest.write.bursts import JUDGED, judge_bursts
from engagement.ingest.write.consent import Address, refresh_consent, standing_of
from engagement.ingest.write.fold import FOLDED, SETTLED, fold_message
from engagement.ingest.write.load import MessageId, events_of, messages_of
from engagement.ingest.write.merge import Change, Row, merge_reading
from engagement.ingest.write.summaries import refresh_contacts
from engagement.reader.row_values import read_inbound
from engagement.store.schema import contact_addresses, events, messages, plain_time
from engagement.store.sql import among, fetch, indexed_columns, update_rows

_KEY = ("contact_id", "message_id")
_READ = ("reading", "reading_words")
_STATED = ("channel", "direction", "address", "campaign_id", "keyword", "text", "stated_sent_at")
_STANDING = (
    *("opted_out_at", "opted_out_reason", "opted_out_message_id", "asked_to_stop_at", "asked_to_stop_message_id"),
    *("do_not_call_at", "do_not_call_reason"),
)
_UNINDEXED = [name for name in FOLDED if name not in indexed_columns(messages)]
_INBOUND, _TEXT = Direction.INBOUND.value, Channel.TEXT.value


class Folded(NamedTuple):
    """How many messages were folded, and of how many something was not as it should be."""

    messages: int
    changed: int


def fold_anew(connection: Connection, sets: SetWriter, contact_ids: Sequence[int]) -> Folded:
    """Fold all messages of `contact_ids` in a transaction after `sets.begin`; `sets.write` ends it.

    The sets must agree with the tables before: what they gain and lose is told from what was stored.
    """
    stored = dict(messages_of(connection, contact_ids, (*_KEY, *_STATED, *_READ, *SETTLED, *FOLDED)))
    its_events = events_of(connection, contact_ids)
    changes, unlike = [], []
    judged: list[Row] = []
    for identity, row in stored.items():
        found = its_events.get(identity, [])
        marks = marks_of(row, found)  # before bursts are judged anew
        anew = judge_bursts(found)
        changes.append(change := _folded(row, found))
        if anew or change.after != change.before:
            judged += anew
            unlike.append(change)
            tell_sets(sets, change, marks)
    _write(connection, unlike)
    update_rows(connection, events, (*_KEY, "event_id"), judged, JUDGED)
    talking = {
        identity[0]
        for identity, row in stored.items()
        if row["direction"] == _INBOUND or any(row[name] for name in SETTLED)
    }
    closed = _closed(connection, contact_ids)
    listed = standing_of(connection, _addresses_of(connection, contact_ids))
    refresh_consent(connection, sets, changes, dict.fromkeys((*closed, *listed)))
    refresh_contacts(connection, sets, contact_ids)
    refresh_answers(connection, sets.counts, changes, talking)
    changed = {identity for identity, row in _settled(connection, talking).items() if _is_unlike(stored[identity], row)}
    changed.update((change.after["contact_id"], change.after["message_id"]) for change in unlike)
    if changed or closed != _closed(connection, contact_ids):
        sets.touch()
    return Folded(len(stored), len(changed))


def _folded(stored: Row, its_events: list[Row]) -> Change:
    return Change(stored, stored | _read_anew(stored) | fold_message(stored, its_events), its_events)


def _read_anew(stored: Row) -> Row:
    """What an inbound text is by the rules of today; a request that was once found in it stands."""
    if stored["direction"] != _INBOUND or stored["channel"] != _TEXT:
        return {}
    said = dict(zip(_READ, read_inbound(stored["text"], stored["address"], stored["keyword"]), strict=True))
    row = dict(stored)
    return {name: row[name] for name in _READ} if merge_reading(row, said) else {}


def _write(connection: Connection, unlike: Sequence[Change]) -> None:
    """Write the folded columns; those of indexes only where the time of sending changed."""
    moved: list[Row] = []
    rest: list[Row] = []
    for before, after, _ in unlike:
        (rest if before and before["sent_at"] == after["sent_at"] else moved).append(after)
    update_rows(connection, messages, _KEY, moved, (*FOLDED, *_READ))
    update_rows(connection, messages, _KEY, rest, (*_UNINDEXED, *_READ))


def _closed(connection: Connection, contact_ids: Sequence[int]) -> dict[Address, tuple[object, ...]]:
    """The addresses of contacts that are closed or wait for a decision, with what is kept of that."""
    c = contact_addresses.c
    columns = [c.contact_id, c.channel, c.address, *(plain_time(c[name]) for name in _STANDING)]
    statement = select(*columns).where(
        among(connection, c.contact_id, contact_ids), or_(*(c[name].is_not(None) for name in _STANDING))
    )
    return {(row[0], row[1], row[2]): row[3:] for row in fetch(connection, statement)}


def _addresses_of(connection: Connection, contact_ids: Sequence[int]) -> Iterator[tuple[str, str]]:
    c = contact_addresses.c
    held = select(c.channel, c.address).where(among(connection, c.contact_id, contact_ids))
    yield from ((channel, address) for channel, address in fetch(connection, held))


def _settled(connection: Connection, contact_ids: set[int]) -> dict[MessageId, Row]:
    """What depends on the other texts of the number, of all messages of contacts."""
    return dict(messages_of(connection, sorted(contact_ids), (*_KEY, *SETTLED))) if contact_ids else {}


def _is_unlike(before: Row, after: Row) -> bool:
    return any(before[name] != after[name] for name in SETTLED)
