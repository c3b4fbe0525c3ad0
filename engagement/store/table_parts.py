"""What the tables are made of: their metadata, how a time is kept, and kinds of columns that several have."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Dialect, Integer, MetaData, false, type_coerce
from sqlalchemy.types import TypeDecorator

from engagement.lib.moments import from_micros, to_micros

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(referred_table_name)s_fk",
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
    }
)


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept as microseconds since 1970 in UTC. Takes aware times (or the number itself), gives aware times."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """To the number kept; a number passes through, since ingest works in numbers."""
        return to_micros(value) if isinstance(value, datetime) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """To an aware time."""
        return None if value is None else from_micros(value)


def plain_time(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """`column`, but a time is read as the number kept: ingest compares and stores numbers."""
    return type_coerce(column, BigInteger) if isinstance(column.type, UtcTime) else column


def count(name: str) -> Column[int]:
    """A number that is 0 where nobody said it."""
    return Column(name, Integer, nullable=False, server_default="0")


def flag(name: str) -> Column[bool]:
    """A yes or no that is no where nobody said it."""
    return Column(name, Boolean, nullable=False, server_default=false())


BY_KEY: dict[str, Any] = {"sqlite_with_rowid": False}
"""For tables of short rows: SQLite keeps the rows themselves in the order of the key, and nothing beside it."""
