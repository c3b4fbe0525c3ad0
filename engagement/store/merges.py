"""Contacts that a person merged, and couples that a person said are two: both can be taken back."""

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table, Text

from engagement.store.table_parts import BY_KEY, UtcTime, metadata

merges = Table(
    "merges",
    metadata,
    Column("merge_id", BigInteger, autoincrement=False),  # in the order of the merges
    Column("kept_id", BigInteger, nullable=False),
    Column("gone_id", BigInteger, nullable=False),
    Column("leads_to", BigInteger, nullable=False),  # the kept one, or whoever that was merged into since
    Column("gone_key", Text, nullable=False),  # contacts.key of the gone one
    Column("gone_name", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("undone_at", UtcTime),  # None: it stands
    Column("undone_by", Text),
    Column("before", Text, nullable=False),  # JSON: what was whose (ingest/people/before_merge.py)
    PrimaryKeyConstraint("merge_id"),
    Index(None, "leads_to"),
    Index(None, "gone_id"),
    Index(None, "gone_key"),
)

# Couples that are not the same person, as somebody said: never proposed again.
set_apart = Table(
    "set_apart",
    metadata,
    Column("first_id", BigInteger),  # the lower of the two ids
    Column("second_id", BigInteger),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    PrimaryKeyConstraint("first_id", "second_id"),
    **BY_KEY,
)
