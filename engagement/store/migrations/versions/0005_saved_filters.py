"""Saved filters: questions people keep, for themselves or for everybody"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_filters",
        sa.Column("filter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("visitor", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("filter_id", name="saved_filters_pk"),
    )
    op.create_index("saved_filters_visitor", "saved_filters", ["visitor"])


def downgrade() -> None:
    op.drop_table("saved_filters")
