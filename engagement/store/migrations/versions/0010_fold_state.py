"""Under which rules messages were folded, and how far a refold has come"""

import sqlalchemy as sa
from alembic import op

from engagement.domain.rules import FOLD_VERSION

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "fold_state",
        sa.Column("only", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("past", sa.BigInteger(), server_default="-1", nullable=False),
        sa.Column("since", sa.BigInteger(), server_default="-1", nullable=False),
        sa.Column("began", sa.BigInteger(), server_default="-1", nullable=False),
        sa.Column("messages", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("only", name="fold_state_pk"),
    )
    # Where there is no message yet, all will be folded under the rules of today, whatever they are by then. Messages
    # from before are of unknown rules: 0 is earlier than any, so they are folded anew, once.
    has_messages = op.get_bind().execute(sa.text("SELECT 1 FROM messages LIMIT 1")).first() is not None
    op.bulk_insert(table, [{"only": 1, "version": 0 if has_messages else FOLD_VERSION}])


def downgrade() -> None:
    op.drop_table("fold_state")
