"""What came in, and what of it could not be read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from engagement.query.matching.view import View
from engagement.query.question.rows import ImportRow, RejectRow
from engagement.store import schema
from engagement.store.schema import imports


def recent_imports(view: View, *, limit: int = 100) -> list[ImportRow]:
    """The latest imports, the last first. Whoever looks may see that a file came in and what came of it, in numbers."""
    rows = view.connection.execute(
        select(imports).order_by(imports.c.started_at.desc(), imports.c.import_id).limit(limit)
    )
    return [_import_row(row) for row in rows]


def imports_of(view: View, ids: Sequence[int]) -> list[ImportRow]:
    """Some imports, in the order of `ids`; whoever looks, as recent_imports."""
    rows = {row.import_id: row for row in view.connection.execute(select(imports).where(imports.c.import_id.in_(ids)))}
    return [_import_row(rows[one]) for one in ids if one in rows]


def _import_row(row: Row[Any]) -> ImportRow:
    return ImportRow(id=row.import_id, **{n: v for n, v in row._mapping.items() if n != "import_id"})


def shows_rejects(view: View) -> bool:
    """Whether the viewer may see the records that could not be read: whose they are, nobody knows."""
    return view.scope.owners is None


def rejects(view: View, import_id: int, *, limit: int | None = 1000) -> list[RejectRow]:
    """The records of one import that could not be read, in the file's order.

    None for a viewer whose scope is limited: a record that was not read may be about anybody.
    """
    if not shows_rejects(view):
        return []
    refused = schema.rejects.c
    statement = (
        select(imports.c.file, refused.place, refused.reason, refused.raw)
        .join(schema.rejects, imports.c.import_id == refused.import_id)
        .where(refused.import_id == import_id)
        .order_by(refused.number)
        .limit(limit)
    )
    rows = view.connection.execute(statement)
    return [RejectRow(file=row.file, place=row.place, reason=row.reason, raw=row.raw) for row in rows]
