"""The contact list for spreadsheets and other programs: the columns of query/contacts/columns.py as cells and as JSON.

query/contacts/spreadsheet.py writes the same cells as an Excel workbook. Files are for people: they say times by the
account's clock, as the screens do, each with its offset. JSON is for programs and says UTC.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from engagement.lib.moments import by_clock
from engagement.query.contacts.columns import FOREIGN, Kind, Part, document_parts, file_parts
from engagement.query.question.rows import ContactRow

Cell = str | int | datetime | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet run a cell instead of showing it
_IN_A_FILE: Mapping[Kind, Callable[[Any], Cell]] = MappingProxyType(  # the others are what they are
    {
        Kind.ID: str,
        Kind.TEXTS: "; ".join,
        Kind.PHONES: "; ".join,
        Kind.SWITCH: lambda value: "yes" if value else "no",
    }
)


def file_headings() -> tuple[str, ...]:
    """The first line of a file."""
    return tuple(part.name for part in file_parts())


def file_cells(parts: Sequence[Part], *, include_opted_out: bool) -> Callable[[Any], list[Cell]]:
    """What makes the cells of a row, under the headings of a file with `parts`.

    Who opted out of a channel, or asked to in words that nobody decided on yet, has no addresses of it there, unless
    `include_opted_out`.
    """
    cells = [_cell(part, include_opted_out) for part in parts]
    return lambda row: [cell(row) for cell in cells]


def _cell(part: Part, include_opted_out: bool) -> Callable[[Any], Cell]:
    value, withheld = part.value, None if include_opted_out else part.withheld
    written = _IN_A_FILE.get(part.kind)
    if written is None:
        return value  # an export makes millions: nothing stands between it and the row
    if withheld is None:
        return lambda row: written(value(row))
    return lambda row: None if withheld(row) else written(value(row))


def foreign_places(parts: Sequence[Part]) -> tuple[int, ...]:
    """Where in a file with `parts` there are texts that others wrote, so that they could be meant to run."""
    return tuple(place for place, part in enumerate(parts) if part.kind in FOREIGN)


def could_run(cell: Cell) -> bool:
    """Whether a spreadsheet could take a text that others wrote for a formula."""
    return isinstance(cell, str) and cell.startswith(_FORMULA)


def contacts_csv(rows: Iterable[ContactRow], zone: ZoneInfo, *, include_opted_out: bool = False) -> Iterator[str]:
    """`rows` as CSV lines with CRLF, the header first.

    Every contact has a row. Those who opted out of a channel, or asked to in words that nobody decided on yet, have no
    addresses of it there, unless `include_opted_out`, so that nobody writes to them by accident; since when and why is
    said in either case. Times are by the clock of `zone`, with its offset.
    """
    return csv_lines(file_parts(), rows, zone, include_opted_out=include_opted_out)


def csv_lines(parts: Sequence[Part], rows: Iterable[Any], zone: ZoneInfo, *, include_opted_out: bool) -> Iterator[str]:
    """As contacts_csv, of rows of any kind: `parts` are the columns."""
    line = csv.writer(_Line()).writerow
    yield line([part.name for part in parts])
    cells, foreign = file_cells(parts, include_opted_out=include_opted_out), foreign_places(parts)
    times = tuple(place for place, part in enumerate(parts) if part.kind is Kind.MOMENT)
    for row in rows:
        found = cells(row)
        for place in foreign:
            if (cell := found[place]) and could_run(cell):
                found[place] = f"'{cell}"
        for place in times:
            moment = found[place]
            if isinstance(moment, datetime):
                found[place] = local_iso(moment, zone)
        yield line(found)


def contact_documents(rows: Iterable[ContactRow]) -> Iterator[dict[str, Any]]:
    """Each contact as JSON has it. Times are ISO 8601 in UTC; names are kept from now on."""
    values = [(part.name, part.value, _IN_JSON.get(part.kind)) for part in document_parts()]
    for row in rows:
        yield {name: written(value(row)) if written else value(row) for name, value, written in values}


class _Line:
    """A file for csv.writer that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def iso(moment: datetime | None) -> str | None:
    """A time as ISO 8601 in UTC with a Z, to the second where it is whole."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def local_iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """A time as ISO 8601 by the clock of `zone`, with its offset there and then: "2026-11-20T23:30:00-05:00"."""
    return None if moment is None else by_clock(moment, zone).isoformat().replace("+00:00", "Z")


_IN_JSON: Mapping[Kind, Callable[[Any], Any]] = MappingProxyType({Kind.MOMENT: iso, Kind.SWITCH: bool})
