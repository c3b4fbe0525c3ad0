"""Events keep their provider, by whose tables their codes and reasons are read.

Until now there was one provider for each channel, so the channel says whose the stored events are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("provider", sa.Text(), nullable=True))
    op.execute("UPDATE events SET provider = CASE channel WHEN 'email' THEN 'mailgun' ELSE 'twilio' END")
