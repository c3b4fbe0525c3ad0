"""Who else a list gives an address to, whose it was, and which addresses a later list took off their contact."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_addresses",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "address", "contact_id", name="shared_addresses_pk"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("shared_addresses")
