"""The rows of a worksheet as openpyxl reads them, of which one that is damaged costs itself alone.

openpyxl's own loop ends at the first cell that it cannot read, and leaves out rows whose number is not above those
before.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from xml.etree.ElementTree import ParseError

from engagement.formats.archives import DAMAGE

_INLINE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}is"
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

    book = sheet.parent
    with sheet._get_source() as source:
        parser: Any = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        parser.parse_row = partial(_row, parser, parser.parse_row)
        for number, cells in parser.parse():
            yield number, None if cells is None else sheet._get_row(cells)


def _row(
    parser: Any, parse: Callable[[Any], tuple[int, list[dict[str, Any]]]], row: Any
) -> tuple[int, list[dict[str, Any]] | None]:
    """The number and the cells of a row, as `parse` reads them; no cells where it cannot."""
    before = parser.row_counter
    try:
        if _has_lost_text(row):
            parse(row)  # for its number
            return parser.row_counter, None
        return parse(row)
    except WRONG:
        parser.row_counter = max(parser.row_counter, before + 1)
        return parser.row_counter, None


def _has_lost_text(row: Any) -> bool:
    """Whether there is text in a row that openpyxl passes over: outside of a cell, or in one that says it has none."""
    return _says(row.text) or any(
        _says(cell.tail) or (cell.find(_INLINE) is not None and cell.get("t") != "inlineStr") for cell in row
    )


def _says(text: str | None) -> bool:
    return text is not None and not text.isspace()
