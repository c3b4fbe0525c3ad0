"""What people said of those on Who to call: done, later, not for me."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dispositions",
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("disposition_id", "contact_id", "said_of")),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("until", sa.Integer()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("by", "by_key")),
        sa.Column("undone_at", sa.BigInteger()),
        sa.Column("undone_by", sa.Text()),
        sa.PrimaryKeyConstraint("disposition_id", name="dispositions_pk"),
    )
    for names in (("contact_id",), ("what", "at"), ("what", "until"), ("by_key", "what")):
        op.create_index(f"dispositions_{'_'.join(names)}", "dispositions", list(names))


def downgrade() -> None:
    op.drop_table("dispositions")
