"""The rows of a worksheet as openpyxl reads them, of which one that is damaged costs itself alone.

openpyxl's own loop ends at the first cell that it cannot read, and leaves out rows whose number is not above those
before.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from engagement.formats.archives import DAMAGE

# What openpyxl raises for a workbook that is not as it should be; it has no exception of its own for that.
WRONG = (
    *(*DAMAGE, ParseError),
    *(AttributeError, LookupError, OverflowError, TypeError),
)
"""What openpyxl raises for a workbook that is damaged."""


def rows_of(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
    """Each row's number and its cells, in the order of the file; None for one with a cell that cannot be read.

    WRONG where the sheet is no XML any more.
    """
    from openpyxl.worksheet._reader import WorkSheetParser  # here, as in workbook.py

    class Parser(WorkSheetParser):
        """Goes on behind a damaged row."""

        def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]] | None]:
            """The row's number and cells."""
            before = self.row_counter
            try:
                found: tuple[int, list[dict[str, Any]]] = super().parse_row(row)
            except WRONG:
                self.row_counter = max(self.row_counter, before + 1)
                return self.row_counter, None
            return found

    book = sheet.parent
    with sheet._get_source() as source:
        parser = Parser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            yield number, None if cells is None else sheet._get_row(cells)
