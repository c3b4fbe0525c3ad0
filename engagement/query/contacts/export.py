"""The contact list for spreadsheets and other programs: its columns, said once, and the list as CSV.

query/spreadsheet.py writes the same columns as an Excel workbook.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from engagement.query.question.rows import ContactRow, OptOut

Cell = str | int | datetime | None

COLUMNS = (
    "id",
    "name",
    "kind",
    "owner",
    "stage",
    "source",
    "labels",
    "emails",
    "phones",
    "last_status",
    "last_engaged_at",
    "opens",
    "machine_opens",
    "clicks",
    "machine_clicks",
    "replies",
    "do_not_email",
    "do_not_email_since",
    "do_not_email_reason",
    "do_not_text",
    "do_not_text_since",
    "do_not_text_reason",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet run a cell instead of showing it
# The columns whose texts others wrote, so that they could be meant to run.
_FOREIGN = frozenset(COLUMNS.index(name) for name in ("name", "owner", "stage", "source", "labels", "emails"))
_TIMES = tuple(COLUMNS.index(name) for name in ("last_engaged_at", "do_not_email_since", "do_not_text_since"))


def cells(row: ContactRow, include_opted_out: bool) -> tuple[Cell, ...]:
    """The cells of `row` under COLUMNS. Its id is a text, since a spreadsheet's numbers have 15 digits.

    Who opted out of a channel has no addresses of it there, unless `include_opted_out`.
    """
    emails = row.emails if include_opted_out or row.do_not_email is None else ()
    phones = row.phones if include_opted_out or row.do_not_text is None else ()
    return (
        str(row.id),
        row.name,
        row.kind,
        row.owner,
        row.stage,
        row.source,
        "; ".join(row.labels),
        "; ".join(emails),
        "; ".join(phones),
        row.last_status,
        row.last_engaged_at,
        row.opens,
        row.machine_opens,
        row.clicks,
        row.machine_clicks,
        row.replies,
        *_opt_out(row.do_not_email),
        *_opt_out(row.do_not_text),
    )


def _opt_out(opt_out: OptOut | None) -> tuple[Cell, Cell, Cell]:
    return ("no", None, None) if opt_out is None else ("yes", opt_out.at, opt_out.reason)


def could_run(column: int, cell: Cell) -> bool:
    """Whether a spreadsheet could take the cell in COLUMNS[column] for a formula."""
    return column in _FOREIGN and isinstance(cell, str) and cell.startswith(_FORMULA)


def contacts_csv(rows: Iterable[ContactRow], *, include_opted_out: bool = False) -> Iterator[str]:
    """`rows` as CSV lines with CRLF, the header first.

    Every contact has a row. Those who opted out of a channel have no addresses of it there, unless `include_opted_out`,
    so that nobody writes to them by accident; since when and why is said in either case.
    """
    line = csv.writer(_Line()).writerow
    yield line(COLUMNS)
    for row in rows:
        found = list(cells(row, include_opted_out))
        for column in _FOREIGN:
            if could_run(column, found[column]):
                found[column] = f"'{found[column]}"
        for column in _TIMES:
            moment = found[column]
            if isinstance(moment, datetime):
                found[column] = iso(moment)
        yield line(found)


class _Line:
    """A file for csv.writer that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def iso(moment: datetime | None) -> str | None:
    """A time as ISO 8601 in UTC with a Z, to the second where it is whole."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
