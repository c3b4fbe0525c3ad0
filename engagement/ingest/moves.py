"""Moving the history of an unknown contact to the contact that claims its address.

`contact_id` is never updated in place (a distributed database could not): rows are written anew under the claimant, and
the old ones removed.
"""

from sqlalchemy import Connection, Table, delete, literal, select

from engagement.store.schema import contact_addresses, contact_labels, contacts, events, messages

_PARENTS_FIRST: tuple[Table, ...] = (messages, events, contact_addresses)


def move_history(connection: Connection, unknown: int, claimant: int) -> None:
    """Give all of `unknown`, its messages, events and addresses, to `claimant`, and remove it."""
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
