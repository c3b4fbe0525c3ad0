"""Moving the histories of unknown contacts to the contacts that claim their addresses, and taking contacts away.

`contact_id` is never updated in place (a distributed database could not): rows are written anew under the claimant, and
the old ones removed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, Table, delete, literal, select

from engagement.domain.consent import ConsentChannel
from engagement.domain.marks import Mark, marks_of, reply_marks
from engagement.ingest.people.dispositions import move_dispositions
from engagement.ingest.sets.set_writer import SetWriter
from engagement.store.schema import (
    address_owners,
    contact_addresses,
    contact_labels,
    contacts,
    events,
    external_ids,
    messages,
    plain_time,
    shared_addresses,
)
from engagement.store.sets import Field
from engagement.store.sql import among, fetch, in_parts, pairs

_AT_ONCE = 500  # histories in memory at a time
_PARENTS_FIRST: tuple[Table, ...] = (messages, events, contact_addresses)
_HANGING = (contact_labels, address_owners, shared_addresses, external_ids)


def move_histories(connection: Connection, sets: SetWriter, moves: Mapping[int, int]) -> None:
    """Give all of each unknown contact, its messages, events and addresses, to its claimant, and remove it.

    `moves` has the claimant of each. A few statements for many contacts: one after the other they took eleven each.
    """
    for some in in_parts(moves.items(), _AT_ONCE):
        _move(connection, sets, dict(some))


def _move(connection: Connection, sets: SetWriter, moves: Mapping[int, int]) -> None:
    for unknown, message, marks in _marks(connection, moves):
        claimant = moves[unknown]
        sets.counts.change(unknown, message, marks, None, ())
        sets.counts.change(claimant, None, (), message, marks)
        marks += reply_marks(message["is_reply"], message["sent_at"])
        sets.change_marks(unknown, marks, ())
        sets.change_marks(claimant, (), marks)
    _leave_sets(connection, sets, moves)
    whose = pairs(connection, moves.items(), unknown=BigInteger, claimant=BigInteger)
    for table in _PARENTS_FIRST:
        columns = [column for column in table.c if column.name != "contact_id"]
        connection.execute(
            table.insert().from_select(
                ["contact_id", *(column.name for column in columns)],
                select(whose.c.claimant, *columns).join_from(whose, table, table.c.contact_id == whose.c.unknown),
            )
        )
    for table in (*reversed(_PARENTS_FIRST), contact_labels, contacts):
        connection.execute(delete(table).where(among(connection, table.c.contact_id, moves)))
    move_dispositions(connection, moves)


def remove_contacts(connection: Connection, sets: SetWriter, contact_ids: Iterable[int]) -> None:
    """Take contacts away with all that is theirs, as if they had never been; what the ledger says stays."""
    for some in in_parts(sorted(contact_ids), _AT_ONCE):
        for contact_id, message, marks in _marks(connection, some):
            sets.counts.change(contact_id, message, marks, None, ())
            marks += reply_marks(message["is_reply"], message["sent_at"])
            sets.change_marks(contact_id, marks, ())
        _leave_sets(connection, sets, some)
        for table in (*reversed(_PARENTS_FIRST), *_HANGING, contacts):
            connection.execute(delete(table).where(among(connection, table.c.contact_id, some)))


_COUNTED = (
    *("channel", "direction", "campaign_id", "status", "human_status"),
    *("is_reply", "sent_at", "answered_at", "stopped_at", "canceled"),
)


def _marks(connection: Connection, contact_ids: Iterable[int]) -> Iterator[tuple[int, dict[str, Any], list[Mark]]]:
    """The messages of some contacts, each with whose it is and what it puts into the contact sets, but for replies."""
    its_events: dict[tuple[int, int], list[dict[str, object]]] = {}
    for row in _rows(connection, events, ("type", "at", "machine", "suppressed"), contact_ids):
        its_events.setdefault((row["contact_id"], row["message_id"]), []).append(row)
    for message in _rows(connection, messages, _COUNTED, contact_ids):
        contact_id = message["contact_id"]
        yield contact_id, message, marks_of(message, its_events.get((contact_id, message["message_id"]), ()))


def _rows(
    connection: Connection, table: Table, names: Sequence[str], contact_ids: Iterable[int]
) -> Iterator[dict[str, Any]]:
    names = ("contact_id", "message_id", *names)
    columns = [plain_time(table.c[name]) for name in names]
    statement = select(*columns).where(among(connection, table.c.contact_id, contact_ids))
    yield from (dict(zip(names, row, strict=True)) for row in fetch(connection, statement))


def _leave_sets(connection: Connection, sets: SetWriter, contact_ids: Iterable[int]) -> None:
    """Take contacts that are about to go out of the sets of fields; unknown ones have few."""
    c = contacts.c
    labels = contact_labels.c
    for contact_id, label in fetch(
        connection,
        select(labels.contact_id, labels.label).where(among(connection, labels.contact_id, contact_ids)),
    ):
        sets.change_field(contact_id, Field.LABEL, [label], ())
    for row in connection.execute(select(contacts).where(among(connection, c.contact_id, contact_ids))):
        for field in (Field.KIND, Field.OWNER, Field.STAGE, Field.SOURCE):
            sets.change_field(row.contact_id, field, [getattr(row, field.value)], ())
        flags = zip(ConsentChannel, (row.do_not_email_at, row.do_not_text_at, row.do_not_call_at), strict=True)
        sets.change_field(row.contact_id, Field.OPTED_OUT, [channel.value for channel, at in flags if at], ())
        asked = [ConsentChannel.TEXT.value] if row.asked_to_stop_at else ()
        sets.change_field(row.contact_id, Field.ASKED_TO_STOP, asked, ())
        sets.forget(row.contact_id, row.number)


def move_messages(connection: Connection, sets: SetWriter, of: int, to: int, message_ids: Collection[int]) -> None:
    """Give some messages of the contact `of`, with their events, to the contact `to`, which has none of them."""
    wanted = set(message_ids)
    for _, message, marks in _marks(connection, [of]):
        if message["message_id"] in wanted:
            sets.counts.change(of, message, marks, None, ())
            sets.counts.change(to, None, (), message, marks)
            marks += reply_marks(message["is_reply"], message["sent_at"])
            sets.change_marks(of, marks, ())
            sets.change_marks(to, (), marks)
    for some in in_parts(sorted(wanted), _AT_ONCE):
        for table in (messages, events):
            columns = [column for column in table.c if column.name != "contact_id"]
            its = (table.c.contact_id == of, among(connection, table.c.message_id, some))
            rows = select(literal(to, BigInteger), *columns).where(*its)
            names = ["contact_id", *(column.name for column in columns)]
            connection.execute(table.insert().from_select(names, rows))
        for table in (events, messages):
            its = (table.c.contact_id == of, among(connection, table.c.message_id, some))
            connection.execute(delete(table).where(*its))


def take_away(connection: Connection, sets: SetWriter, contact_id: int) -> None:
    """Remove a contact whose messages have gone to another, with its addresses and labels."""
    _leave_sets(connection, sets, [contact_id])
    for table in (contact_addresses, contact_labels, contacts):
        connection.execute(delete(table).where(table.c.contact_id == contact_id))
