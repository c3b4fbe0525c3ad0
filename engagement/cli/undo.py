"""The imports on the command line once they are done: their ids, and taking one back."""

from rich.markup import escape
from sqlalchemy import Engine

from engagement.cli.tables import bare_table, console_of, time_of
from engagement.ingest.undo import undo_import
from engagement.query.intake.imports import recent_imports
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import viewpoint_of
from engagement.store.account import AccountSettings


def print_recent(engine: Engine, account: AccountSettings) -> None:
    """The latest imports, the last first, each with the id that --undo takes."""
    table = bare_table("id", "when", "file", "source", "new", "taken back", numbers=("id", "new"))
    with engine.connect() as connection:
        for row in recent_imports(View(connection, viewpoint_of(account, EVERYONE))):
            table.add_row(
                str(row.id),
                time_of(row.started_at, account.zone),
                escape(row.file),
                row.provider or "",
                f"{row.new:,}",
                time_of(row.undone_at, account.zone),
            )
    console_of().print(table)


def undo_and_tell(engine: Engine, import_id: int, *, with_opt_outs: bool) -> None:
    """Take an import back, and say what that came to."""
    undone = undo_import(engine, import_id, with_opt_outs=with_opt_outs)
    print(f"{undone.file} was taken back. Gone: {undone.gone}.{undone.rest}")
