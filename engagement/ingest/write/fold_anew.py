"""All messages of some contacts folded anew, and with them all that is kept of those contacts, in one transaction.

The rules are those that a batch goes by, from the same functions: nothing is worked out here.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from engagement.domain.marks import marks_of
from engagement.domain.vocabulary import Channel, Direction
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.answered_texts import refresh_answers
from engagement.ingest.write.batch import tell_sets
from engagement.ingest.write.consent import Address, refresh_consent
from engagement.ingest.write.fold import FOLDED, fold_message
from engagement.ingest.write.load import MessageId, events_of, messages_of
from engagement.ingest.write.merge import Change, Row
from engagement.ingest.write.summaries import refresh_contacts
from engagement.store.schema import contact_addresses, messages, plain_time
from engagement.store.sql import among, fetch, indexed_columns, update_rows

_KEY = ("contact_id", "message_id")
_SETTLED = ("is_reply", "answered_at")  # what depends on the other texts of the number
_STATED = ("channel", "direction", "address", "campaign_id", "keyword", "stated_sent_at")
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
    stored = dict(messages_of(connection, contact_ids, (*_KEY, *_STATED, *_SETTLED, *FOLDED)))
    its_events = events_of(connection, contact_ids)
    changes = [_folded(row, its_events.get(identity, [])) for identity, row in stored.items()]
    unlike = [change for change in changes if change.after != change.before]
    for change in unlike:
        tell_sets(sets, change, marks_of(change.before or {}, change.events))
    _write(connection, unlike)
    talking = {
        identity[0]
        for identity, row in stored.items()
        if row["direction"] == _INBOUND or row["is_reply"] or row["answered_at"] is not None
    }
    closed = _closed(connection, contact_ids)
    refresh_consent(connection, sets, changes, closed)
    refresh_contacts(connection, sets, contact_ids)
    refresh_answers(connection, sets.counts, changes, talking)
    changed = {identity for identity, row in _settled(connection, talking).items() if _is_unlike(stored[identity], row)}
    changed.update((change.after["contact_id"], change.after["message_id"]) for change in unlike)
    if changed or closed != _closed(connection, contact_ids):
        sets.touch()
    return Folded(len(stored), len(changed))


def _folded(stored: Row, its_events: list[Row]) -> Change:
    return Change(stored, stored | fold_message(stored, its_events), its_events)


def _write(connection: Connection, unlike: Sequence[Change]) -> None:
    """Write the folded columns; those of indexes only where the time of sending changed."""
    moved: list[Row] = []
    rest: list[Row] = []
    for before, after, _ in unlike:
        (rest if before and before["sent_at"] == after["sent_at"] else moved).append(after)
    update_rows(connection, messages, _KEY, moved, FOLDED)
    update_rows(connection, messages, _KEY, rest, _UNINDEXED)


def _closed(connection: Connection, contact_ids: Sequence[int]) -> dict[Address, tuple[object, ...]]:
    """The addresses of contacts that are opted out, with what is kept of that."""
    c = contact_addresses.c
    columns = [c.contact_id, c.channel, c.address, plain_time(c.opted_out_at), c.opted_out_reason]
    statement = select(*columns, c.opted_out_message_id).where(
        among(connection, c.contact_id, contact_ids), c.opted_out_at.is_not(None)
    )
    return {(row[0], row[1], row[2]): row[3:] for row in fetch(connection, statement)}


def _settled(connection: Connection, contact_ids: set[int]) -> dict[MessageId, Row]:
    """What depends on the other texts of the number, of all messages of contacts."""
    return dict(messages_of(connection, sorted(contact_ids), (*_KEY, *_SETTLED))) if contact_ids else {}


def _is_unlike(before: Row, after: Row) -> bool:
    return any(before[name] != after[name] for name in _SETTLED)
