"""The contact list as an Excel workbook: the cells of export.py, and a sheet that says what the list is of."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from engagement.query.contacts.columns import file_parts
from engagement.query.contacts.export import Cell, could_run, file_cells, foreign_places
from engagement.query.question.rows import ContactRow

SHEET_ROWS = 1_048_576  # that one sheet can have, the header among them
_OPTIONS = {
    "constant_memory": True,  # a row goes to disk when the next one begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = (14, 100)  # of names and values on the last sheet, in characters


def write_workbook(
    file: BinaryIO,
    rows: Iterable[ContactRow],
    about: Sequence[tuple[str, str]],
    *,
    include_opted_out: bool = False,
    sheet_rows: int = SHEET_ROWS,
) -> int:
    """Write `rows` as a workbook, never holding more than one; how many there were.

    The sheets "Contacts", "Contacts 2", ... have `sheet_rows` rows at most. The last sheet, "About this list", has a
    row of name and value for each of `about`. Opted-out addresses are left out as in contacts_csv. Times are UTC.
    """
    with Workbook(file, _OPTIONS) as workbook:
        workbook.use_zip64()
        sheets = _Sheets(workbook, sheet_rows)
        cells = file_cells(include_opted_out=include_opted_out)
        for row in rows:
            sheets.write(cells(row))
        _write_about(workbook, [*about, ("Contacts", f"{sheets.written:,}"), ("Times", "UTC")])
    return sheets.written


class _Sheets:
    """The sheets of contacts, one begun when another is full."""

    def __init__(self, workbook: Workbook, most: int) -> None:
        self._workbook = workbook
        self._most = most
        self._parts = file_parts()
        self._foreign = frozenset(foreign_places())
        self._head: Format = workbook.add_format({"bold": True, "bottom": 1})
        self._time: Format = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._quoted: Format = workbook.add_format({"quote_prefix": True})  # stays a text when somebody edits the cell
        self._number = 0
        self.written = 0
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        self._sheet: Worksheet = self._workbook.add_worksheet(
            "Contacts" if self._number == 1 else f"Contacts {self._number}"
        )
        for column, part in enumerate(self._parts):
            self._sheet.set_column(column, column, part.width)
        self._sheet.freeze_panes(1, 0)
        for column, part in enumerate(self._parts):
            self._sheet.write_string(0, column, part.name, self._head)
        self._row = 1

    def write(self, row: Sequence[Cell]) -> None:
        """One contact."""
        if self._row == self._most:
            self._begin()
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                self._sheet.write_datetime(self._row, column, cell.astimezone(UTC).replace(tzinfo=None), self._time)
            elif isinstance(cell, int):
                self._sheet.write_number(self._row, column, cell)
            elif cell:
                quoted = self._quoted if column in self._foreign and could_run(cell) else None
                self._sheet.write_string(self._row, column, cell, quoted)
        self._row += 1
        self.written += 1


def _write_about(workbook: Workbook, about: Sequence[tuple[str, str]]) -> None:
    sheet = workbook.add_worksheet("About this list")
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for place, (name, value) in enumerate(about):
        sheet.write_string(place, 0, name, bold)
        sheet.write_string(place, 1, value, wrapped)
