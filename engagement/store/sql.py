"""The few pieces of SQL that the two databases spell differently, and the bulk writes that both do fast.

Bulk writes go to the driver as plain values: SQLAlchemy's conversion of each value would cost more than the write. Rows
here hold what the columns keep: numbers for times.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    LargeBinary,
    Select,
    Table,
    any_,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

T = TypeVar("T")
Row = dict[str, Any]
_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


def in_parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """`items`, `size` at a time."""
    waiting = iter(items)
    while part := list(islice(waiting, size)):
        yield part


def upsert(connection: Connection, table: Table, rows: Sequence[Row], names: Sequence[str] | None = None) -> None:
    """Write `rows`, which all have the same columns, over those with the same primary key; of them only `names`."""
    if rows:
        names = tuple(rows[0]) if names is None else tuple(names)
        key = tuple(column.name for column in table.primary_key)
        rest = tuple(name for name in names if name not in key)
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
        action = f"DO UPDATE SET {changes}" if rest else "DO NOTHING"
        conflict = f"ON CONFLICT ({_quoted(key)}) {action}"
        _insert(connection, table, rows, names, conflict)


def add_up(connection: Connection, table: Table, rows: Sequence[Row], name: str) -> None:
    """Add the `name` of `rows` to that of those with the same primary key; a row that is not there begins with it."""
    if rows:
        key = tuple(column.name for column in table.primary_key)
        action = f'DO UPDATE SET "{name}" = {table.name}."{name}" + excluded."{name}"'
        _insert(connection, table, rows, tuple(rows[0]), f"ON CONFLICT ({_quoted(key)}) {action}")


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write those of `rows` whose primary key is not there yet."""
    if rows:
        _insert(connection, table, rows, tuple(rows[0]), "ON CONFLICT DO NOTHING")


def _insert(connection: Connection, table: Table, rows: Sequence[Row], names: tuple[str, ...], conflict: str) -> None:
    into = f"INSERT INTO {table.name} ({_quoted(names)})"
    if connection.dialect.name == "postgresql":
        source, values = _travelling(table, rows, names)
        connection.exec_driver_sql(f"{into} SELECT {_quoted(names)} FROM {source} {conflict}", values)
    else:
        places = ", ".join("?" * len(names))
        connection.exec_driver_sql(f"{into} VALUES ({places}) {conflict}", _tuples(rows, names))


def update_rows(
    connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Row], changed: Sequence[str] | None = None
) -> None:
    """Change the rows of `table` that have the `key` columns of `rows` to their other columns, or only to `changed`."""
    if not rows:
        return
    rest = [name for name in rows[0] if name not in key] if changed is None else changed
    names = (*key, *rest)
    if connection.dialect.name == "postgresql":
        changes = ", ".join(f'"{name}" = v."{name}"' for name in rest)
        same = " AND ".join(f't."{name}" = v."{name}"' for name in key)
        source, values = _travelling(table, rows, names)
        connection.exec_driver_sql(f"UPDATE {table.name} AS t SET {changes} FROM {source} WHERE {same}", values)
    else:
        changes = ", ".join(f'"{name}" = ?' for name in rest)
        same = " AND ".join(f'"{name}" = ?' for name in key)
        order = (*rest, *key)
        connection.exec_driver_sql(f"UPDATE {table.name} SET {changes} WHERE {same}", _tuples(rows, order))


def delete_rows(connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Row]) -> None:
    """Take away the rows of `table` that have the `key` columns of `rows`."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        same = " AND ".join(f't."{name}" = v."{name}"' for name in key)
        source, values = _travelling(table, rows, tuple(key))
        connection.exec_driver_sql(f"DELETE FROM {table.name} AS t USING {source} WHERE {same}", values)
    else:
        same = " AND ".join(f'"{name}" = ?' for name in key)
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE {same}", _tuples(rows, key))


def indexed_columns(table: Table) -> frozenset[str]:
    """The columns of the table's indexes: to write one of them costs about as much as the rest of a row."""
    return frozenset(column.name for index in table.indexes for column in index.columns)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _tuples(rows: Sequence[Row], names: Sequence[str]) -> list[tuple[Any, ...]]:
    pick = itemgetter(*names)
    return [pick(row) for row in rows] if len(names) > 1 else [(pick(row),) for row in rows]


def _travelling(table: Table, rows: Sequence[Row], names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """`rows` for PostgreSQL as a table v in a FROM, and the parameters it has: one statement whatever their number.

    They travel as one JSON text, which is made in a twentieth of the time that psycopg takes to write an array for each
    column. JSON has no bytes: tables of sets go as arrays.
    """
    if any(isinstance(table.c[name].type, LargeBinary) for name in names):
        arrays = tuple([row[name] for row in rows] for name in names)
        return f"unnest({_typed(table, names, '%s::{}[]')}) AS v({_quoted(names)})", arrays
    # SQLAlchemy's names of columns, some keys of rows, are not plain strings.
    data = orjson.dumps(rows, option=orjson.OPT_NON_STR_KEYS).decode()
    return f"json_to_recordset(%s::json) AS v({_typed(table, names, '{1} {0}')})", (data,)


@lru_cache(maxsize=256)
def _typed(table: Table, names: tuple[str, ...], form: str) -> str:
    """Each of some columns in a form of its type on PostgreSQL and its name."""
    return ", ".join(form.format(table.c[name].type.compile(_POSTGRESQL), f'"{name}"') for name in names)


def fetch(connection: Connection, statement: Select[Any]) -> list[tuple[Any, ...]]:
    """The rows of `statement` as the driver gives them, for the tens of thousands that ingest reads at a time.

    SQLAlchemy's own rows cost more to make than all of the read. Only for columns of numbers and texts (plain_time); a
    Boolean of SQLite comes as 0 or 1.
    """
    compiled = statement.compile(connection.engine)
    values = compiled.construct_params()
    positions = compiled.positiontup
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(compiled), values if positions is None else [values[name] for name in positions])
        return list(cursor.fetchall())
    finally:
        cursor.close()


def among(connection: Connection, of: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether `of`, a text or a number, is one of `values`.

    One parameter however many values: PostgreSQL takes 65,535 in a statement, and SQLite, as it comes, 32,766.
    """
    values = list(values)
    if connection.dialect.name == "postgresql":
        return of == any_(bindparam(None, values, ARRAY(of.type), unique=True))
    each = func.json_each(bindparam(None, orjson.dumps(values).decode(), unique=True)).table_valued("value")
    return of.in_(select(each.c.value))


def pairs(connection: Connection, rows: Iterable[tuple[int, int]], **columns: type[TypeEngine[int]]) -> FromClause:
    """A table of `rows` with the two `columns`, to join with.

    One parameter however many rows: a list of thousands of row values is planned badly by both databases.
    """
    rows = list(rows)
    if connection.dialect.name == "postgresql":
        arrays = [
            bindparam(None, [row[place] for row in rows], ARRAY(kind), unique=True)
            for place, kind in enumerate(columns.values())
        ]
        named = [column(name, kind) for name, kind in columns.items()]
        return func.unnest(*arrays).table_valued(*named, name="pairs").render_derived()
    each = func.json_each(bindparam(None, orjson.dumps(rows).decode(), unique=True)).table_valued("value")
    return select(
        *(
            cast(func.json_extract(each.c.value, f"$[{place}]"), Integer).label(name)
            for place, name in enumerate(columns)
        )
    ).subquery("pairs")


def domain_of(connection: Connection, address: ColumnElement[Any]) -> ColumnElement[str]:
    """The part of an email address after its first @."""
    if connection.dialect.name == "postgresql":
        return func.substr(address, func.strpos(address, "@") + 1)
    return func.substr(address, func.instr(address, "@") + 1)
