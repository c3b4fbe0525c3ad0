"""The contact list as an Excel workbook: the cells of export.py, and a sheet that says what the list is of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from engagement.lib.moments import by_clock
from engagement.query.contacts.columns import Part, file_parts
from engagement.query.contacts.export import Cell, could_run, file_cells, foreign_places
from engagement.query.question.rows import ContactRow

SHEET_ROWS = 1_048_576  # that one sheet can have, the header among them
_OPTIONS = {
    "constant_memory": True,  # a row goes to disk when the next one begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FIRST_YEAR = 1900  # that a workbook counts days of
_WIDTHS = (14, 100)  # of names and values on the last sheet, in characters


def write_workbook(
    file: BinaryIO,
    rows: Iterable[ContactRow],
    zone: ZoneInfo,
    about: Sequence[tuple[str, str]],
    *,
    include_opted_out: bool = False,
    sheet_rows: int = SHEET_ROWS,
) -> int:
    """Write `rows` as a workbook, never holding more than one; how many there were.

    The sheets "Contacts", "Contacts 2", ... have `sheet_rows` rows at most. The last sheet, "About this list", has a
    row of name and value for each of `about`. Opted-out addresses are left out as in contacts_csv. Times are by the
    clock of `zone`, and each says which hour that is: "EST".
    """
    return write_sheets(
        *(file, file_parts(), "Contacts", rows, zone, about),
        include_opted_out=include_opted_out,
        sheet_rows=sheet_rows,
    )


def write_sheets(
    file: BinaryIO,
    parts: Sequence[Part],
    called: str,
    rows: Iterable[Any],
    zone: ZoneInfo,
    about: Sequence[tuple[str, str]],
    *,
    include_opted_out: bool,
    sheet_rows: int = SHEET_ROWS,
) -> int:
    """As write_workbook, of rows of any kind: `parts` are the columns, and `called` is what the rows are."""
    with Workbook(file, _OPTIONS) as workbook:
        workbook.use_zip64()
        sheets = _Sheets(workbook, parts, called, zone, sheet_rows)
        cells = file_cells(parts, include_opted_out=include_opted_out)
        for row in rows:
            sheets.write(cells(row))
        _write_about(workbook, [*about, (called, f"{sheets.written:,}"), ("Times", f"by the clock of {zone.key}")])
    return sheets.written


class _Sheets:
    """The sheets of rows, one begun when another is full."""

    def __init__(self, workbook: Workbook, parts: Sequence[Part], called: str, zone: ZoneInfo, most: int) -> None:
        self._workbook = workbook
        self._zone = zone
        self._most = most
        self._parts = parts
        self._called = called
        self._foreign = frozenset(foreign_places(parts))
        self._head: Format = workbook.add_format({"bold": True, "bottom": 1})
        self._times: dict[str, Format] = {}  # by what the clock calls its hour: "EST"
        self._quoted: Format = workbook.add_format({"quote_prefix": True})  # stays a text when somebody edits the cell
        self._number = 0
        self.written = 0
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        self._sheet: Worksheet = self._workbook.add_worksheet(
            self._called if self._number == 1 else f"{self._called} {self._number}"
        )
        for column, part in enumerate(self._parts):
            self._sheet.set_column(column, column, part.width)
        self._sheet.freeze_panes(1, 0)
        for column, part in enumerate(self._parts):
            self._sheet.write_string(0, column, part.name, self._head)
        self._row = 1

    def write(self, row: Sequence[Cell]) -> None:
        """One row."""
        if self._row == self._most:
            self._begin()
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                self._write_time(column, cell)
            elif isinstance(cell, int):
                self._sheet.write_number(self._row, column, cell)
            elif cell:
                quoted = self._quoted if column in self._foreign and could_run(cell) else None
                self._sheet.write_string(self._row, column, cell, quoted)
        self._row += 1
        self.written += 1

    def _write_time(self, column: int, moment: datetime) -> None:
        """A date and time as the program counts them, shown with what the clock calls its hour."""
        local = by_clock(moment, self._zone)
        if local.year < _FIRST_YEAR:
            self._sheet.write_string(self._row, column, local.isoformat(" "))
            return
        called = local.tzname() or ""
        shown = self._times.get(called)
        if shown is None:
            shown = self._workbook.add_format({"num_format": f'yyyy-mm-dd hh:mm:ss "{called}"'})
            self._times[called] = shown
        self._sheet.write_datetime(self._row, column, local.replace(tzinfo=None), shown)


def _write_about(workbook: Workbook, about: Sequence[tuple[str, str]]) -> None:
    sheet = workbook.add_worksheet("About this list")
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for place, (name, value) in enumerate(about):
        sheet.write_string(place, 0, name, bold)
        sheet.write_string(place, 1, value, wrapped)
