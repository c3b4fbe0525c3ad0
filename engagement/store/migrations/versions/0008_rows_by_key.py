"""Labels, addresses and external ids lie in the order of their keys on SQLite: one tree for each table instead of two.

Whose an address is, and which a contact has, is found with one look instead of two, and written once.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEYS = {  # each key by the places of its columns
    "contact_labels": "1, 2",
    "contact_addresses": "1, 2, 3",
    "address_owners": "1, 2",
    "external_ids": "1",
}


def upgrade() -> None:
    """Make the tables again; PostgreSQL has no such tables."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL"
    for name, key in _KEYS.items():
        (table,) = connection.exec_driver_sql(made, (name, "table")).scalars()
        indexes = connection.exec_driver_sql(made, (name, "index")).scalars().all()
        for statement in (
            f"{table.replace(name, f'{name}_by_key', 1)} WITHOUT ROWID",
            f"INSERT INTO {name}_by_key SELECT * FROM {name} ORDER BY {key}",
            f"DROP TABLE {name}",
            f"ALTER TABLE {name}_by_key RENAME TO {name}",
            *indexes,
        ):
            connection.exec_driver_sql(statement)
