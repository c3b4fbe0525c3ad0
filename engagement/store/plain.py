"""Statements that are compiled once, and their rows as the driver gives them: for what a screen asks at every click.

SQLAlchemy builds a statement, works out its cache key and makes a Row of each row anew at every execution. For the 50
rows of a screen that took longer than the database does. Rows here are plain tuples of what the columns keep: numbers
for times, and on SQLite 0 and 1 for flags.
"""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, CursorResult, Select, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.compiler import SQLCompiler

PlainRow = tuple[Any, ...]


def one_of(database: str, of: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether `of` is one of the values of the parameter `name`, a list: one parameter however many values."""
    if database == "postgresql":
        return of == any_(bindparam(name, type_=ARRAY(of.type)))
    return of.in_(select(func.json_each(bindparam(name)).table_valued("value").c.value))


class Plain:
    """A SELECT that `make` builds from the database's name ("sqlite" or "postgresql"), once for each.

    Its parameters are named by bindparam; a list goes to one_of.
    """

    def __init__(self, make: Callable[[str], Select[Any]]) -> None:
        self._make = make
        self._compiled: dict[str, SQLCompiler] = {}

    def rows(self, connection: Connection, **values: Any) -> list[PlainRow]:
        """All rows."""
        result = self._execute(connection, values)
        found = list(result.cursor.fetchall())
        result.close()
        return found

    def walk(self, connection: Connection, size: int) -> Iterator[PlainRow]:
        """The rows, `size` of them at a time: however many there are, no more are held."""
        with self._execute(connection, {}, {"stream_results": True, "max_row_buffer": size}) as result:
            for some in result.partitions(size):
                yield from some

    def _execute(
        self, connection: Connection, values: dict[str, Any], options: dict[str, Any] | None = None
    ) -> CursorResult[Any]:
        database = connection.dialect.name
        statement = self._compiled.get(database)
        if statement is None:
            statement = self._make(database).compile(dialect=connection.dialect)
            self._compiled[database] = statement
        if database == "sqlite":
            lists = {name: orjson.dumps(value).decode() for name, value in values.items() if isinstance(value, list)}
            values = values | lists
        named = statement.params | values
        order = statement.positiontup
        parameters = named if order is None else tuple(named[name] for name in order)
        return connection.exec_driver_sql(statement.string, parameters, options)
