"""The tables. SQLite and PostgreSQL hold the same ones; the rules at "Distribution" keep them ready for Citus.

Times are whole microseconds since 1970 in UTC: one form on both databases, compared and indexed as numbers.

Distribution: what hangs on a contact carries `contact_id`, and every primary key, unique constraint and foreign key
between such tables contains it. What is unique across contacts (an address, an external id) is a table of its own,
keyed by that value. Ids are made by the application from what they identify (ids.py), so the same records give
the same rows in any order and on any shard. tests/store/test_distribution.py reads this metadata and fails on a breach.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)

from engagement.store.table_parts import BY_KEY, count, flag
from engagement.store.table_parts import UtcTime as UtcTime
from engagement.store.table_parts import metadata as metadata
from engagement.store.table_parts import plain_time as plain_time

# A person, with what the list shows of them. The columns after `external_id` are derived from messages by ingest;
# `human_` ones leave out what machines opened and clicked.
contacts = Table(
    "contacts",
    metadata,
    # SQLite keeps the rows themselves in the order of a key that is spelled so.
    Column("contact_id", BigInteger().with_variant(Integer(), "sqlite"), autoincrement=False),
    Column("key", Text, nullable=False),  # what the id is made from
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("name_folded", Text, nullable=False, server_default=""),  # for search: case and accents removed
    Column("owner", Text, nullable=False, server_default=""),
    Column("stage", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
    Column("external_id", Text),
    # Its place in the contact sets: dense, given in the order contacts came, and of no meaning beyond that.
    # `version` is the state of the sets in which its name or addresses last changed.
    Column("number", Integer, nullable=False, server_default="0"),
    Column("version", BigInteger, nullable=False, server_default="0"),
    Column("last_status", Text),
    Column("last_status_channel", Text),
    Column("last_status_at", UtcTime),
    Column("last_status_message_id", BigInteger),
    Column("human_last_status", Text),
    Column("human_last_status_channel", Text),
    Column("human_last_status_at", UtcTime),
    Column("human_last_status_message_id", BigInteger),
    Column("last_engaged_at", UtcTime),
    Column("human_last_engaged_at", UtcTime),
    count("opens"),
    count("machine_opens"),
    count("clicks"),
    count("machine_clicks"),
    count("replies"),
    Column("do_not_email_at", UtcTime),
    Column("do_not_email_reason", Text),
    Column("do_not_text_at", UtcTime),
    Column("do_not_text_reason", Text),
    Column("do_not_call_at", UtcTime),
    Column("do_not_call_reason", Text),
    Column("asked_to_stop_at", UtcTime),  # the first request in plain words that nobody decided on yet
    PrimaryKeyConstraint("contact_id"),
    # Orders of the list, walked to find the members of a set: with the number, so that the index alone tells.
    Index(None, "name_folded", "contact_id", "number"),
    Index(None, "last_engaged_at", "contact_id", "number"),
    Index(None, "human_last_engaged_at", "contact_id", "number"),
    Index(None, "owner", "contact_id"),
    Index(None, "number", "contact_id"),
    Index(None, "version", "contact_id"),
)

contact_labels = Table(
    "contact_labels",
    metadata,
    Column("contact_id", BigInteger),
    Column("label", Text),
    PrimaryKeyConstraint("contact_id", "label"),
    ForeignKeyConstraint(["contact_id"], ["contacts.contact_id"]),
    Index(None, "label", "contact_id"),
    **BY_KEY,
)

# The addresses of a contact, each with what its ledger entries come to (ingest/write/consent.py).
contact_addresses = Table(
    "contact_addresses",
    metadata,
    Column("contact_id", BigInteger),
    Column("channel", Text),
    Column("address", Text),
    Column("type", Text, nullable=False, server_default=""),
    flag("is_main"),
    Column("opted_out_at", UtcTime),  # None: may be written to
    Column("opted_out_reason", Text),
    Column("opted_out_message_id", BigInteger),
    Column("asked_to_stop_at", UtcTime),  # the first request in plain words that nobody decided on yet
    Column("asked_to_stop_message_id", BigInteger),
    Column("do_not_call_at", UtcTime),  # of a number: None: may be called
    Column("do_not_call_reason", Text),
    PrimaryKeyConstraint("contact_id", "channel", "address"),
    ForeignKeyConstraint(["contact_id"], ["contacts.contact_id"]),
    **BY_KEY,
)

# Whose an address is. An address belongs to at most one contact.
address_owners = Table(
    "address_owners",
    metadata,
    Column("channel", Text),
    Column("address", Text),
    Column("contact_id", BigInteger, nullable=False),
    PrimaryKeyConstraint("channel", "address"),
    **BY_KEY,
)

# Who else has or had an address, and which the last list took off their contact (domain/holding.py).
shared_addresses = Table(
    "shared_addresses",
    metadata,
    Column("channel", Text),
    Column("address", Text),
    Column("contact_id", BigInteger),
    Column("standing", Text, nullable=False),
    PrimaryKeyConstraint("channel", "address", "contact_id"),
    **BY_KEY,
)

# Every opt-in and opt-out of an address, and every request and decision: append-only (domain/consent.py).
# It hangs on the address and on no contact, so that it outlives lists, moved histories and the person's erasure.
ledger = Table(
    "ledger",
    metadata,
    Column("channel", Text),  # consent.ConsentChannel
    Column("address", Text),  # after erasure, a keyed hash of it
    Column("entry_id", BigInteger, autoincrement=False),  # made from what the entry identifies: said twice, kept once
    Column("what", Text, nullable=False),  # consent.What
    Column("ours", Text),  # which of our numbers, domains or groups it was said to; None: nobody knows, or all of them
    Column("at", UtcTime, nullable=False),
    Column("clock", SmallInteger, nullable=False),  # records.Clock: how well `at` is known
    Column("source", Text, nullable=False),  # consent.Source
    Column("code", Text, nullable=False),  # consent.Code: what kind of sign it is
    Column("words", Text),  # of the text; of the list's cell; the reason a person gave
    Column("place", Text),  # of a list: its provider or file, and the column
    Column("message_id", BigInteger),  # the text or email it was said with or in
    Column("provider", Text),
    Column("by", Text),  # who decided
    PrimaryKeyConstraint("channel", "address", "entry_id"),
    Index(None, "what", "at"),
    **BY_KEY,
)

# Whose an external id is.
external_ids = Table(
    "external_ids",
    metadata,
    Column("external_id", Text),
    Column("contact_id", BigInteger, nullable=False),
    PrimaryKeyConstraint("external_id"),
    **BY_KEY,
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("campaign_id", BigInteger, autoincrement=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("campaign_id"),
)

# One message to or from one contact, with its status and counts folded from its events by ingest.
messages = Table(
    "messages",
    metadata,
    Column("contact_id", BigInteger),
    Column("message_id", BigInteger),
    Column("provider_key", Text, nullable=False),  # the provider's id: a Message-ID, a Twilio sid
    Column("channel", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("address", Text, nullable=False),  # the contact's side
    Column("our_address", Text),
    Column("origin", Text),
    Column("campaign_id", BigInteger),
    Column("attributed_by", SmallInteger),  # records.AttributedBy: who said origin and campaign
    Column("subject", Text),
    Column("text", Text),
    Column("media", Text),  # JSON list of addresses
    Column("media_count", Integer),
    Column("keyword", Text),
    Column("reading", Text),  # of an inbound text that is no keyword: texts.reading.TextKind; None: a reply
    Column("reading_words", Text),  # which words of it decided that
    flag("is_reply"),  # inbound, and neither a keyword, nor a reaction, nor a machine's answer
    Column("answered_at", UtcTime),  # of an outbound text: when the reply came that is the number's very next text
    Column("stopped_at", UtcTime),  # of an outbound text: when the stop came that answers it
    Column("stated_sent_at", UtcTime),  # as a record says it
    Column("sent_at", UtcTime),  # stated, or else the time of the first event
    Column("status", Text),
    Column("status_at", UtcTime),
    Column("human_status", Text),
    Column("human_status_at", UtcTime),
    count("opens"),
    count("machine_opens"),
    count("clicks"),
    count("machine_clicks"),
    count("temporary_failures"),
    Column("human_engaged_at", UtcTime),  # the latest open or click
    Column("engaged_at", UtcTime),
    flag("canceled"),  # taken back before it was sent: Failed, and never sent
    PrimaryKeyConstraint("contact_id", "message_id"),
    ForeignKeyConstraint(["contact_id"], ["contacts.contact_id"]),
    ForeignKeyConstraint(["campaign_id"], ["campaigns.campaign_id"]),
    Index(None, "contact_id", "sent_at"),
    Index(
        None,
        "campaign_id",
        "sent_at",
        postgresql_where=text("campaign_id IS NOT NULL"),
        sqlite_where=text("campaign_id IS NOT NULL"),
    ),
    Index(None, "sent_at", "contact_id", postgresql_where=text("is_reply"), sqlite_where=text("is_reply")),
    # The list of all messages, newest first, is read from its index; a provider's id is looked up in the other.
    Index(None, "sent_at", "message_id", "contact_id"),
    Index(None, "provider_key", "contact_id"),
)

events = Table(
    "events",
    metadata,
    Column("contact_id", BigInteger),
    Column("message_id", BigInteger),
    Column("event_id", BigInteger),
    Column("channel", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("clock", SmallInteger, nullable=False),  # records.Clock: how well `at` is known
    flag("machine"),  # a machine made it: the provider says so, or it belongs to a burst
    flag("burst"),  # only the latter (domain/bursts.py), which ingest works out from all events of the message
    flag("suppressed"),
    Column("reason", Text),
    Column("code", Text),
    Column("detail", Text),
    Column("url", Text),
    Column("raw", Text, nullable=False),
    Column("provider", Text),  # whose event it is, by whose tables its code and reason are read; None: nobody said
    PrimaryKeyConstraint("contact_id", "message_id", "event_id"),
    ForeignKeyConstraint(["contact_id", "message_id"], ["messages.contact_id", "messages.message_id"]),
    Index(None, "channel", "type", "at", "contact_id", "machine", "suppressed"),
)

# Files taken in, and what of them could not be read. They belong to no contact.
imports = Table(
    "imports",
    metadata,
    Column("import_id", BigInteger, autoincrement=False),
    Column("file", Text, nullable=False),
    Column("provider", Text),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),  # None: still running, or interrupted
    count("read"),
    count("new"),
    count("duplicate"),
    count("skipped"),
    count("rejected"),
    Column("earliest_at", UtcTime),  # of the events read
    Column("latest_at", UtcTime),
    Column("note", Text),  # a sentence about the whole file
    Column("undone_at", UtcTime),  # None: what it brought is there
    PrimaryKeyConstraint("import_id"),
    Index(None, "started_at"),
)

rejects = Table(
    "rejects",
    metadata,
    Column("import_id", BigInteger),
    Column("number", Integer),
    Column("place", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raw", Text, nullable=False),
    PrimaryKeyConstraint("import_id", "number"),
    ForeignKeyConstraint(["import_id"], ["imports.import_id"]),
)

# The contact sets, written in the same transaction as what they describe. Each row holds a Roaring bitmap of
# contacts.number, and the version in which it last changed, by which readers keep up.

# Contacts with a mark of a kind (marks.Kind) on a day. A contact with n marks on that day is in the levels 1 to n.
day_sets = Table(
    "day_sets",
    metadata,
    Column("kind", SmallInteger),
    Column("day", Integer),  # of the account, as date.toordinal()
    Column("level", Integer),
    Column("version", BigInteger, nullable=False),
    Column("members", LargeBinary, nullable=False),
    PrimaryKeyConstraint("kind", "day", "level"),
    Index(None, "version"),
)

# Contacts with a value of a field: an owner, a stage, a source, a label, a kind, an opt-out.
field_sets = Table(
    "field_sets",
    metadata,
    Column("field", Text),
    Column("value", Text),
    Column("version", BigInteger, nullable=False),
    Column("members", LargeBinary, nullable=False),
    PrimaryKeyConstraint("field", "value"),
    Index(None, "version"),
)

# What messages came to (measures.Measure), counted. Only outbound ones are; each counts once for each measure.

# Contacts with a message of a campaign that came to a measure; who has n such messages is in the levels 1 to n. So the
# people are those of level 1, and the messages are the sizes of all levels added up.
campaign_sets = Table(
    "campaign_sets",
    metadata,
    Column("campaign_id", BigInteger),
    Column("measure", Text),
    Column("level", Integer),
    Column("size", Integer, nullable=False),
    Column("members", LargeBinary, nullable=False),
    PrimaryKeyConstraint("campaign_id", "measure", "level"),
)

# Messages of a campaign sent on a day of the account.
campaign_days = Table(
    "campaign_days",
    metadata,
    Column("campaign_id", BigInteger),
    Column("day", Integer),  # as date.toordinal()
    Column("messages", Integer, nullable=False),
    PrimaryKeyConstraint("campaign_id", "day"),
)

# Messages of a channel that first came to a measure on a day of the account.
day_counts = Table(
    "day_counts",
    metadata,
    Column("day", Integer),  # as date.toordinal()
    Column("channel", Text),
    Column("measure", Text),
    Column("messages", Integer, nullable=False),
    PrimaryKeyConstraint("day", "channel", "measure"),
)

# One row: which state the sets are in, and whose days they count.
set_state = Table(
    "set_state",
    metadata,
    Column("only", Integer, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("made_in_version", BigInteger, nullable=False),  # when they were last made anew: older sets tell nothing
    Column("timezone", Text, nullable=False),
    PrimaryKeyConstraint("only"),
)

# One row: under which rules the messages were folded, and how far a refold has come (store/fold_state.py).
fold_state = Table(
    "fold_state",
    metadata,
    Column("only", Integer, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("target", Integer),
    *(Column(name, BigInteger, nullable=False, server_default="-1") for name in ("past", "since", "began")),
    *(Column(name, BigInteger, nullable=False, server_default="0") for name in ("messages", "changed")),
    PrimaryKeyConstraint("only"),
)

# What the account's people have set, by name, each value as JSON (store/account.py).
settings = Table(
    "settings",
    metadata,
    Column("key", Text),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("key"),
)

# Questions people keep: a filter, with how its list is shown, as the parameters of an address. Days that are relative
# stay so. `visitor` is who alone may see it, as a digest of what their browser holds; "" shares it with everybody.
saved_filters = Table(
    "saved_filters",
    metadata,
    Column("filter_id", BigInteger, autoincrement=False),
    Column("visitor", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("filter_id"),
    Index(None, "visitor"),
)
