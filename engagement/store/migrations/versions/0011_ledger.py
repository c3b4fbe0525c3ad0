"""The ledger of consent, and what is kept of requests to stop and of calls.

The ledger is filled from stored texts and events when the messages are folded anew, which a new version of the rules
asks for.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NEW = {
    "contacts": (
        ("do_not_call_at", sa.BigInteger),
        ("do_not_call_reason", sa.Text),
        ("asked_to_stop_at", sa.BigInteger),
    ),
    "contact_addresses": (
        ("asked_to_stop_at", sa.BigInteger),
        ("asked_to_stop_message_id", sa.BigInteger),
        ("do_not_call_at", sa.BigInteger),
        ("do_not_call_reason", sa.Text),
    ),
    "messages": (("reading", sa.Text), ("reading_words", sa.Text), ("stopped_at", sa.BigInteger)),
}


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("ours", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("clock", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "address", "entry_id", name="ledger_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("ledger_what_at", "ledger", ["what", "at"])
    for table, columns in _NEW.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind(), nullable=True))


def downgrade() -> None:
    for table, columns in _NEW.items():
        for name, _ in reversed(columns):
            op.drop_column(table, name)
    op.drop_table("ledger")
