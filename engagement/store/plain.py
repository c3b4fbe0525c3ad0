"""Statements that are compiled once, and their rows as the driver gives them: for what a screen asks at every click.

SQLAlchemy builds a statement, works out its cache key and makes a Row of each row anew at every execution. For the 50
rows of a screen that took longer than the database does. Rows here are plain tuples of what the columns keep: numbers
for times, and on SQLite 0 and 1 for flags.
"""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, any_, bindparam, func, select
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
        text, parameters = self._statement(connection, values)
        if connection.dialect.name == "sqlite":
            # SQLAlchemy's account of the result costs a quarter of a screen's time, where the database is a call away.
            if not connection.in_transaction():
                connection.begin()
            cursor = connection.connection.cursor()
            try:
                cursor.execute(text, parameters)
                return list(cursor.fetchall())
            except sqlite3.Error:
                pass  # again, by the way that says what went wrong as everybody expects it
            finally:
                cursor.close()
        with connection.exec_driver_sql(text, parameters) as result:
            return list(result.cursor.fetchall())

    def walk(self, connection: Connection, size: int) -> Iterator[PlainRow]:
        """The rows, `size` of them at a time: however many there are, no more are held."""
        text, parameters = self._statement(connection, {})
        options = {"stream_results": True, "max_row_buffer": size}
        with connection.exec_driver_sql(text, parameters, options) as result:
            for some in result.partitions(size):
                yield from some

    def _statement(self, connection: Connection, values: dict[str, Any]) -> tuple[str, Any]:
        """The text for the connection's driver, and the parameters in its form."""
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
        return statement.string, named if order is None else tuple(named[name] for name in order)
