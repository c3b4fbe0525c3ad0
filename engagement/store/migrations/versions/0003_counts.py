"""Counts of messages: campaign sets, days of campaigns and of the account, and which texts were answered"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("answered_at", sa.BigInteger(), nullable=True))
    of_campaigns = sa.text("campaign_id IS NOT NULL")
    op.create_index(
        "messages_campaign_id_sent_at",
        "messages",
        ["campaign_id", "sent_at"],
        sqlite_where=of_campaigns,
        postgresql_where=of_campaigns,
    )
    op.create_table(
        "campaign_sets",
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "measure", "level", name="campaign_sets_pk"),
    )
    op.create_table(
        "campaign_days",
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "day", name="campaign_days_pk"),
    )
    op.create_table(
        "day_counts",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "channel", "measure", name="day_counts_pk"),
    )
    # With messages there and no counts yet, the state names no time zone, and all is counted on first use.
    op.execute(sa.text("UPDATE set_state SET timezone = '' WHERE EXISTS (SELECT 1 FROM messages)"))


def downgrade() -> None:
    for name in ("day_counts", "campaign_days", "campaign_sets"):
        op.drop_table(name)
    op.drop_index("messages_campaign_id_sent_at", "messages")
    op.drop_column("messages", "answered_at")
