"""Names folded for search by the rules of today: O’Brien as o'brien, Søren as soren, Yılmaz as yilmaz.

contacts.name_folded is made from contacts.name alone. Whoever reads it keeps what was read by contacts.version, which
is let be here: nobody reads while the tables change, and what reads then begins anew.
"""

import sqlalchemy as sa
from alembic import op

from engagement.lib.text import folded

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_AT_ONCE = 10_000
_contacts = sa.table("contacts", sa.column("contact_id"), sa.column("name"), sa.column("name_folded"))


def upgrade() -> None:
    connection = op.get_bind()
    c = _contacts.c
    statement = (
        sa.update(_contacts).where(c.contact_id == sa.bindparam("its_id")).values(name_folded=sa.bindparam("anew"))
    )
    past = -(2**63)
    while True:
        some = connection.execute(
            sa.select(c.contact_id, c.name, c.name_folded)
            .where(c.contact_id > past)
            .order_by(c.contact_id)
            .limit(_AT_ONCE)
        ).all()
        if not some:
            return
        past = some[-1].contact_id
        changed = [(row.contact_id, folded(row.name)) for row in some if folded(row.name) != row.name_folded]
        if changed:
            connection.execute(statement, [{"its_id": contact_id, "anew": name} for contact_id, name in changed])


def downgrade() -> None:
    """They stay: an earlier version finds them under their new spelling."""
