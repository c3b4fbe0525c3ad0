"""The journal: what each import brought, in the order it came, so that one can be taken back whole (ingest/undo.py).

Records are kept as they were read, also those that said nothing new: who said a thing twice matters when the first is
taken back. Rows hang on an import and on no contact, as rejects do.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table

from engagement.store.table_parts import metadata

BY_HAND = 0
"""The import_id of steps that a person took: an attached history, a contact made of an unknown one."""

journal = Table(
    "journal",
    metadata,
    Column("step", BigInteger, autoincrement=False),  # the order in which all was taken in
    Column("import_id", BigInteger, nullable=False),  # or BY_HAND
    Column("touched", LargeBinary, nullable=False),  # sorted digests of what its records are about: int64 each
    Column("records", LargeBinary, nullable=False),  # JSON, compressed (ingest/write/journal.py)
    PrimaryKeyConstraint("step"),
    Index(None, "import_id"),
)

# One row where contacts were on file before there was a journal: those with a lower number may have a history that no
# step tells of.
journal_start = Table(
    "journal_start",
    metadata,
    Column("only", Integer, autoincrement=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("only"),
)
