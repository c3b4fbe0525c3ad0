"""Contacts lie in the order of their ids on SQLite, as what hangs on them does in its indexes.

A table's rows lie by a key of their own there, unless the primary key is one column spelled INTEGER. A million contacts
are written in the order of ids at an import, which then changes a tenth of the pages.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table again; PostgreSQL keeps no such order."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = 'contacts' AND type = ? AND sql IS NOT NULL"
    (table,) = connection.exec_driver_sql(made, ("table",)).scalars()
    indexes = connection.exec_driver_sql(made, ("index",)).scalars().all()
    for statement in (
        "PRAGMA defer_foreign_keys = ON",  # what hangs on the contacts waits until they are there again
        "CREATE TABLE contacts_before AS SELECT * FROM contacts",
        "DROP TABLE contacts",
        table.replace("contact_id BIGINT", "contact_id INTEGER"),
        "INSERT INTO contacts SELECT * FROM contacts_before ORDER BY contact_id",
        "DROP TABLE contacts_before",
        *indexes,
    ):
        connection.exec_driver_sql(statement)
