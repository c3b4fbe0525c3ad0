"""Contacts that a person merged, and couples that a person said are two."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merges",
        sa.Column("merge_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("kept_id", "gone_id", "leads_to")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("gone_key", "gone_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.BigInteger()),
        sa.Column("undone_by", sa.Text()),
        sa.Column("before", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("merge_id", name="merges_pk"),
    )
    for name in ("leads_to", "gone_id", "gone_key"):
        op.create_index(f"merges_{name}", "merges", [name])
    op.create_table(
        "set_apart",
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("second_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="set_apart_pk"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("set_apart")
    op.drop_table("merges")
