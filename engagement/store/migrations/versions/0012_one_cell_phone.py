"""Cell phones kept in a spelling that is no longer the one they are kept in: their contacts get the other too.

Mexico's +52 1, Argentina's +54 9 and Brazil's eight digits are since read as the one spelling of domain/addresses.py.
What is on file under the other stays as it is, for ids are made from it; the number that texts and lists will bring
from now on becomes one more number of the same contact. Where somebody else has that already, nothing is changed.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# As the rules were on the day of this version.
_OTHER = (
    ("+521%", re.compile(r"\+521([2-9]\d{9})"), r"+52\1"),
    ("+549%", re.compile(r"\+549(\d{10})"), r"+54\1"),
    ("+55%", re.compile(r"\+55([1-9]{2})([6-9]\d{7})"), r"+55\g<1>9\2"),
)

_contacts = sa.table("contacts", sa.column("contact_id"), sa.column("kind"))
_owners = sa.table("address_owners", sa.column("channel"), sa.column("address"), sa.column("contact_id"))
_held = sa.table(
    "contact_addresses",
    *map(sa.column, ("contact_id", "channel", "address", "type")),
    sa.column("is_main", sa.Boolean),
)


def upgrade() -> None:
    connection = op.get_bind()
    o, h = _owners.c, _held.c
    found = (
        sa.select(o.contact_id, o.address, h.type)
        .join(_contacts, _contacts.c.contact_id == o.contact_id)
        .join(_held, sa.and_(h.contact_id == o.contact_id, h.channel == o.channel, h.address == o.address))
        .where(o.channel == "text")
        .order_by(_contacts.c.kind == "unknown", o.contact_id, o.address)
    )
    rows: dict[str, dict[str, object]] = {}
    for prefix, other, kept in _OTHER:
        for contact_id, address, kind in connection.execute(found.where(o.address.like(prefix))):
            if match := other.fullmatch(address):
                row = {"contact_id": contact_id, "channel": "text", "address": match.expand(kept), "type": kind}
                rows.setdefault(match.expand(kept), row)
    for address, row in rows.items():
        taken = sa.select(o.contact_id).where(o.channel == "text", o.address == address)
        if connection.execute(taken).first() is None:
            connection.execute(sa.insert(_held).values(**row, is_main=False))
            whose = {name: row[name] for name in ("channel", "address", "contact_id")}
            connection.execute(sa.insert(_owners).values(**whose))


def downgrade() -> None:
    """The numbers stay: nobody can tell them from those that a list has said."""
