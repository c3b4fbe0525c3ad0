"""Whether two databases hold the same, and where they first differ."""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa

from engagement.store.schema import metadata

# When and from which files the records came, and how often they were folded, is told apart on purpose; all else
# depends on what the records say alone.
HISTORY = {"imports", "rejects", "fold_state", "journal", "journal_start", "merges", "set_apart"}
# The contact sets number contacts in the order they came; that they agree is for rebuild.verify to tell.
SETS = {"day_sets", "field_sets", "campaign_sets", "set_state"}
PLACES = {"number", "version"}
COMPARED = [table for table in metadata.sorted_tables if table.name not in HISTORY | SETS]


def digest_of(engine: sa.Engine) -> str:
    """One digest over every column of every row, but for the history of imports: equal digests mean equal tables.

    It is the same on SQLite and PostgreSQL, since rows are put in order here, by primary key.
    """
    digest = blake2b(digest_size=16)
    for table in COMPARED:
        digest.update(f"{table.name}\n".encode())
        for row in rows_of(engine, table):
            digest.update(f"{row!r}\n".encode())
    return digest.hexdigest()


def difference(one: sa.Engine, other: sa.Engine, most: int = 3) -> str:
    """The first rows that differ, table by table, for the message of a test that fails; "" when none does."""
    found = []
    for table in COMPARED:
        names = [column.name for column in compared(table)]
        pairs = zip_longest(rows_of(one, table), rows_of(other, table))
        for mine, theirs in [pair for pair in pairs if pair[0] != pair[1]][:most]:
            found.append(f"{table.name}: {_unlike(names, mine, theirs)}")
    return "\n".join(found)


def compared(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns of `table` that depend on what the records say alone."""
    return [column for column in table.c if column.name not in PLACES]


def rows_of(engine: sa.Engine, table: sa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows of `table` as plain values, ordered by primary key."""
    columns = compared(table)
    places = [columns.index(column) for column in table.primary_key]
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(sa.select(*columns))]
    yield from sorted(rows, key=lambda row: [row[place] for place in places])


def _unlike(names: list[str], mine: tuple[Any, ...] | None, theirs: tuple[Any, ...] | None) -> str:
    if mine is None or theirs is None:
        where = "the second" if mine is None else "the first"
        return f"only in {where}: {dict(zip(names, mine or theirs or (), strict=True))}"
    unlike = {name: pair for name, *pair in zip(names, mine, theirs, strict=True) if pair[0] != pair[1]}
    return f"{dict(zip(names[:3], mine[:3], strict=False))} differs in {unlike}"
