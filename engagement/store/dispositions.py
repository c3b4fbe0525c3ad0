"""What people said of those on Who to call: done, later, not for me. Only ever added to and taken back."""

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from engagement.store.table_parts import UtcTime, metadata

dispositions = Table(
    "dispositions",
    metadata,
    Column("disposition_id", BigInteger, autoincrement=False),  # in the order they were said
    Column("contact_id", BigInteger, nullable=False),  # whose it is now: it goes wherever their history goes
    Column("said_of", BigInteger, nullable=False),  # the contact it was said of
    Column("what", Text, nullable=False),  # calls.Disposition
    Column("until", Integer),  # of LATER: the account's day from which on, as date.toordinal()
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_key", Text, nullable=False),  # the name without case and such, by which it is somebody's
    Column("undone_at", UtcTime),  # None: it stands
    Column("undone_by", Text),
    PrimaryKeyConstraint("disposition_id"),
    Index(None, "contact_id"),
    Index(None, "what", "at"),
    Index(None, "what", "until"),
    Index(None, "by_key", "what"),
)
