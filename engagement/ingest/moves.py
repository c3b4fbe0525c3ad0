"""Moving the history of an unknown contact to the contact that claims its address.

`contact_id` is never updated in place (a distributed database could not): rows are written anew under the claimant, and
the old ones removed.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, delete, literal, select

from engagement.ingest.sets import SetWriter
from engagement.marks import Mark, marks_of, reply_marks
from engagement.store.schema import contact_addresses, contact_labels, contacts, events, messages, plain_time
from engagement.store.sets import Field
from engagement.vocabulary import Channel

_PARENTS_FIRST: tuple[Table, ...] = (messages, events, contact_addresses)


def move_history(connection: Connection, sets: SetWriter, unknown: int, claimant: int) -> None:
    """Give all of `unknown`, its messages, events and addresses, to `claimant`, and remove it."""
    for message, marks in _marks(connection, unknown):
        sets.counts.change(unknown, message, marks, None, ())
        sets.counts.change(claimant, None, (), message, marks)
        marks += reply_marks(message["is_reply"], message["sent_at"])
        sets.change_marks(unknown, marks, ())
        sets.change_marks(claimant, (), marks)
    _leave_sets(connection, sets, unknown)
    for table in _PARENTS_FIRST:
        columns = [column for column in table.c if column.name != "contact_id"]
        connection.execute(
            table.insert().from_select(
                ["contact_id", *(column.name for column in columns)],
                select(literal(claimant, table.c.contact_id.type), *columns).where(table.c.contact_id == unknown),
            )
        )
    for table in (*reversed(_PARENTS_FIRST), contact_labels, contacts):
        connection.execute(delete(table).where(table.c.contact_id == unknown))


_COUNTED = (
    *("message_id", "channel", "direction", "campaign_id", "status", "human_status"),
    *("is_reply", "sent_at", "answered_at"),
)


def _marks(connection: Connection, contact_id: int) -> Iterator[tuple[dict[str, Any], list[Mark]]]:
    """The messages of a contact, each with what it puts into the contact sets, but for replies."""
    its_events: dict[int, list[dict[str, object]]] = {}
    columns = [plain_time(events.c[name]) for name in ("message_id", "type", "at", "machine", "suppressed")]
    for row in connection.execute(select(*columns).where(events.c.contact_id == contact_id)).mappings():
        its_events.setdefault(row["message_id"], []).append(dict(row))
    columns = [plain_time(messages.c[name]) for name in _COUNTED]
    for row in connection.execute(select(*columns).where(messages.c.contact_id == contact_id)).mappings():
        message = dict(row)
        yield message, marks_of(message, its_events.get(row["message_id"], ()))


def _leave_sets(connection: Connection, sets: SetWriter, contact_id: int) -> None:
    """Take a contact that is about to go out of the sets of fields; an unknown one has few."""
    c = contacts.c
    row = connection.execute(select(contacts).where(c.contact_id == contact_id)).one()
    for field in (Field.KIND, Field.OWNER, Field.STAGE, Field.SOURCE):
        sets.change_field(contact_id, field, [getattr(row, field.value)], ())
    out = [channel.value for channel, at in zip(Channel, (row.do_not_email_at, row.do_not_text_at), strict=True) if at]
    sets.change_field(contact_id, Field.OPTED_OUT, out, ())
    sets.forget(contact_id, row.number)
