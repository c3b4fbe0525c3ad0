"""What the ledger and its folds hold, written by hand: for tests of what reads them."""

from typing import Any

from pyroaring import BitMap
from sqlalchemy import Connection, select, update

from engagement.store.schema import contacts, field_sets
from engagement.store.sets import Field, read_state, unpack, write_sets, write_state


def mark(connection: Connection, name: str, values: dict[str, Any], field: Field, value: str) -> None:
    """Put `values` on the contact called `name`, and the contact into the set of `field` and `value`."""
    its = contacts.c.name == name
    connection.execute(update(contacts).where(its).values(**values))
    number = connection.execute(select(contacts.c.number).where(its)).scalar_one()
    stored = select(field_sets.c.members).where(field_sets.c.field == field.value, field_sets.c.value == value)
    members = connection.execute(stored).scalar()
    state = read_state(connection)
    found = (unpack(members) if members else BitMap()) | BitMap([number])
    write_sets(connection, {}, {(field.value, value): found}, state.version + 1)
    write_state(connection, state._replace(version=state.version + 1))
