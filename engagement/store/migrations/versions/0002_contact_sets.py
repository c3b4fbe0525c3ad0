"""Contact sets: a number for each contact, day sets, field sets, and their state"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contacts") as batch:
        batch.add_column(sa.Column("number", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("version", sa.BigInteger(), server_default="0", nullable=False))
        batch.create_index("contacts_number_contact_id", ["number", "contact_id"])
        for name in ("last_engaged_at", "name_folded"):
            batch.drop_index(f"contacts_{name}_contact_id")
        for name in ("last_engaged_at", "name_folded", "human_last_engaged_at"):
            batch.create_index(f"contacts_{name}_contact_id_number", [name, "contact_id", "number"])
        batch.create_index("contacts_version_contact_id", ["version", "contact_id"])
    # Replies are few, and no list is made from the others by time.
    op.drop_index("messages_is_reply_sent_at_contact_id", "messages")
    only = sa.text("is_reply")
    columns = ["sent_at", "contact_id"]
    op.create_index("messages_sent_at_contact_id", "messages", columns, sqlite_where=only, postgresql_where=only)
    op.create_table(
        "day_sets",
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "day", "level", name="day_sets_pk"),
    )
    op.create_index("day_sets_version", "day_sets", ["version"])
    op.create_table(
        "field_sets",
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("field", "value", name="field_sets_pk"),
    )
    op.create_index("field_sets_version", "field_sets", ["version"])
    state = op.create_table(
        "set_state",
        sa.Column("only", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("made_in_version", sa.BigInteger(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("only", name="set_state_pk"),
    )
    connection = op.get_bind()
    numbered = connection.execute(
        sa.text(
            "UPDATE contacts SET number = numbered.place - 1 FROM"
            " (SELECT contact_id, row_number() OVER (ORDER BY contact_id) AS place FROM contacts) AS numbered"
            " WHERE numbered.contact_id = contacts.contact_id"
        )
    ).rowcount
    # With contacts there and no sets yet, the state names no time zone, and the sets are made on first use.
    op.bulk_insert(state, [{"only": 1, "version": 1, "made_in_version": 1, "timezone": "" if numbered else "UTC"}])


def downgrade() -> None:
    for name in ("set_state", "field_sets", "day_sets"):
        op.drop_table(name)
    op.drop_index("messages_sent_at_contact_id", "messages")
    op.create_index("messages_is_reply_sent_at_contact_id", "messages", ["is_reply", "sent_at", "contact_id"])
    with op.batch_alter_table("contacts") as batch:
        for name in ("last_engaged_at", "name_folded", "human_last_engaged_at"):
            batch.drop_index(f"contacts_{name}_contact_id_number")
        for name in ("last_engaged_at", "name_folded"):
            batch.create_index(f"contacts_{name}_contact_id", [name, "contact_id"])
        batch.drop_index("contacts_version_contact_id")
        batch.drop_index("contacts_number_contact_id")
        batch.drop_column("version")
        batch.drop_column("number")
