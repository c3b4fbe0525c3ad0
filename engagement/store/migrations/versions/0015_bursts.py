"""Opens and clicks that belong to a burst, apart from those that a provider says a machine made."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("burst", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    # What a burst alone made a machine's was not said to be one.
    op.execute(sa.text("UPDATE events SET machine = false WHERE burst"))
    op.drop_column("events", "burst")
