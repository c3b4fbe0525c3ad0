"""First light: contacts, addresses, campaigns, messages, events, imports, rejects"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_owners",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "address", name="address_owners_pk"),
    )
    op.create_table(
        "campaigns",
        sa.Column("campaign_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", name="campaigns_pk"),
    )
    op.create_table(
        "contacts",
        sa.Column("contact_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_folded", sa.Text(), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("stage", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("last_status", sa.Text(), nullable=True),
        sa.Column("last_status_channel", sa.Text(), nullable=True),
        sa.Column("last_status_at", sa.BigInteger(), nullable=True),
        sa.Column("last_status_message_id", sa.BigInteger(), nullable=True),
        sa.Column("human_last_status", sa.Text(), nullable=True),
        sa.Column("human_last_status_channel", sa.Text(), nullable=True),
        sa.Column("human_last_status_at", sa.BigInteger(), nullable=True),
        sa.Column("human_last_status_message_id", sa.BigInteger(), nullable=True),
        sa.Column("last_engaged_at", sa.BigInteger(), nullable=True),
        sa.Column("human_last_engaged_at", sa.BigInteger(), nullable=True),
        sa.Column("opens", sa.Integer(), server_default="0", nullable=False),
        sa.Column("machine_opens", sa.Integer(), server_default="0", nullable=False),
        sa.Column("clicks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("machine_clicks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("replies", sa.Integer(), server_default="0", nullable=False),
        sa.Column("do_not_email_at", sa.BigInteger(), nullable=True),
        sa.Column("do_not_email_reason", sa.Text(), nullable=True),
        sa.Column("do_not_text_at", sa.BigInteger(), nullable=True),
        sa.Column("do_not_text_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("contact_id", name="contacts_pk"),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index("contacts_last_engaged_at_contact_id", ["last_engaged_at", "contact_id"], unique=False)
        batch_op.create_index("contacts_name_folded_contact_id", ["name_folded", "contact_id"], unique=False)
        batch_op.create_index("contacts_owner_contact_id", ["owner", "contact_id"], unique=False)

    op.create_table(
        "external_ids",
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("external_id", name="external_ids_pk"),
    )
    op.create_table(
        "imports",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("read", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new", sa.Integer(), server_default="0", nullable=False),
        sa.Column("duplicate", sa.Integer(), server_default="0", nullable=False),
        sa.Column("skipped", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rejected", sa.Integer(), server_default="0", nullable=False),
        sa.Column("earliest_at", sa.BigInteger(), nullable=True),
        sa.Column("latest_at", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("import_id", name="imports_pk"),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index("imports_started_at", ["started_at"], unique=False)

    op.create_table(
        "contact_addresses",
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("is_main", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("opted_out_at", sa.BigInteger(), nullable=True),
        sa.Column("opted_out_reason", sa.Text(), nullable=True),
        sa.Column("opted_out_message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.contact_id"], name="contact_addresses_contacts_fk"),
        sa.PrimaryKeyConstraint("contact_id", "channel", "address", name="contact_addresses_pk"),
    )
    op.create_table(
        "contact_labels",
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.contact_id"], name="contact_labels_contacts_fk"),
        sa.PrimaryKeyConstraint("contact_id", "label", name="contact_labels_pk"),
    )
    with op.batch_alter_table("contact_labels", schema=None) as batch_op:
        batch_op.create_index("contact_labels_label_contact_id", ["label", "contact_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("provider_key", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("our_address", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("campaign_id", sa.BigInteger(), nullable=True),
        sa.Column("attributed_by", sa.SmallInteger(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("media", sa.Text(), nullable=True),
        sa.Column("media_count", sa.Integer(), nullable=True),
        sa.Column("keyword", sa.Text(), nullable=True),
        sa.Column("is_reply", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("stated_sent_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("status_at", sa.BigInteger(), nullable=True),
        sa.Column("human_status", sa.Text(), nullable=True),
        sa.Column("human_status_at", sa.BigInteger(), nullable=True),
        sa.Column("opens", sa.Integer(), server_default="0", nullable=False),
        sa.Column("machine_opens", sa.Integer(), server_default="0", nullable=False),
        sa.Column("clicks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("machine_clicks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("temporary_failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("human_engaged_at", sa.BigInteger(), nullable=True),
        sa.Column("engaged_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.campaign_id"], name="messages_campaigns_fk"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.contact_id"], name="messages_contacts_fk"),
        sa.PrimaryKeyConstraint("contact_id", "message_id", name="messages_pk"),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("messages_contact_id_sent_at", ["contact_id", "sent_at"], unique=False)
        batch_op.create_index(
            "messages_is_reply_sent_at_contact_id", ["is_reply", "sent_at", "contact_id"], unique=False
        )

    op.create_table(
        "rejects",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.import_id"], name="rejects_imports_fk"),
        sa.PrimaryKeyConstraint("import_id", "number", name="rejects_pk"),
    )
    op.create_table(
        "events",
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("clock", sa.SmallInteger(), nullable=False),
        sa.Column("machine", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("suppressed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id", "message_id"], ["messages.contact_id", "messages.message_id"], name="events_messages_fk"
        ),
        sa.PrimaryKeyConstraint("contact_id", "message_id", "event_id", name="events_pk"),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(
            "events_channel_type_at_contact_id_machine_suppressed",
            ["channel", "type", "at", "contact_id", "machine", "suppressed"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index("events_channel_type_at_contact_id_machine_suppressed")

    op.drop_table("events")
    op.drop_table("rejects")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("messages_is_reply_sent_at_contact_id")
        batch_op.drop_index("messages_contact_id_sent_at")

    op.drop_table("messages")
    with op.batch_alter_table("contact_labels", schema=None) as batch_op:
        batch_op.drop_index("contact_labels_label_contact_id")

    op.drop_table("contact_labels")
    op.drop_table("contact_addresses")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index("imports_started_at")

    op.drop_table("imports")
    op.drop_table("external_ids")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index("contacts_owner_contact_id")
        batch_op.drop_index("contacts_name_folded_contact_id")
        batch_op.drop_index("contacts_last_engaged_at_contact_id")

    op.drop_table("contacts")
    op.drop_table("campaigns")
    op.drop_table("address_owners")
