"""Excel workbooks (.xlsx, .xlsm): the rows of one sheet, under its headings. The rows are streamed, not held.

openpyxl reads them. Formulas give what they came to when the workbook was saved; macros are never looked at.
"""

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any
from zipfile import ZipFile

from engagement.domain.records import RawRecord, Reject
from engagement.errors import UnreadableFile
from engagement.formats.archives import SheetFacts, checked, open_archive
from engagement.formats.limits import MAX_RECORD, rejected, too_long
from engagement.formats.sheet_cells import text_of
from engagement.formats.sheet_head import LOOKED_AT, Row, headings
from engagement.formats.sheet_rows import WRONG, rows_of
from engagement.formats.source import Peekable
from engagement.formats.table import column_names

_DAMAGED = "This Excel workbook is damaged or cut short: download it again, and import the new copy."
_DAMAGED_HERE = "The workbook is damaged from here on: download it again, and import the new copy."
_TOO_WIDE = "The rows from here on are not read, for the sheet has too many cells: save what is in use as CSV."
_STRICT = b"purl.oclc.org/ooxml/spreadsheetml"  # another name space, which openpyxl does not know
_STRICT_SENTENCE = (
    "This is an Excel workbook in the form Strict Open XML: save it as an Excel workbook (.xlsx), and import that."
)
_WRONG_CELL = "A cell of this row is damaged: correct it in a spreadsheet program, and import the saved workbook."
_STRAY_TEXT = (
    "Text stands between the rows of this sheet, where a row may have been: open it, correct it, and import it again."
)
_VISIBLE = "visible"
_MAX_CELLS = 200_000_000  # of a sheet, those between two that are filled among them


class Workbook:
    """Reads the rows of one sheet: the one called `sheet`, or the first that shows a table.

    `empty` is "rows" when it has headings and nothing else. `note` names the sheets that were not read.
    """

    def __init__(self, source: Peekable, sheet: str | None = None) -> None:
        """UnreadableFile for what is no workbook, is damaged or too large, or has no sheet called `sheet`."""
        archive = open_archive(source)
        facts = checked(archive)
        book = _loaded(archive)
        self._all = [one for one in book.worksheets if hasattr(one, "iter_rows")]
        self.sheets = [one.title for one in self._all if one.sheet_state == _VISIBLE]
        self._facts = SheetFacts()
        self._sheet = self._chosen(sheet)
        self._facts = facts.get(self._sheet._worksheet_path.lstrip("/"), SheetFacts())
        self._is_asked = sheet is not None
        self.empty: str | None = None

    @property
    def sheet(self) -> str:
        """What the sheet that is read is called."""
        return str(self._sheet.title)

    @property
    def note(self) -> str | None:
        """What is to be said of what was not read, or may not have been meant."""
        title = self.sheet
        others = [name for name in self.sheets if name != title]
        hidden = [one.title for one in self._all if one.sheet_state != _VISIBLE and one.title != title]
        told = []
        if others and not self._is_asked:
            told.append(f"Of this workbook's sheets {title} was read; not read: {_listed(others)}.")
        if hidden:
            told.append(f"Hidden sheets, not read: {_listed(hidden)}.")
        if self._facts.hidden:
            rows = "1 hidden row was" if self._facts.hidden == 1 else f"{self._facts.hidden:,} hidden rows were"
            told.append(f"{rows} read like the others.")
        return " ".join(told) or None

    def records(self) -> Iterator[RawRecord | Reject]:
        """The record of each row that is not empty; a missing cell is an empty one."""
        rows = self._rows(self._sheet)
        first = list(islice(rows, LOOKED_AT))
        top = _rows_of(first)
        if not top:
            yield from (row for row in first if isinstance(row, Reject))
            yield from self._damage(0)
            return
        before, heads = headings(top, self._facts)
        width = max([0, *(row.filled[-1] + 1 for row in top[before:])])
        names = column_names([*heads, *[""] * (width - len(heads))])
        number = top[before - 1].number
        self.empty = "rows"
        yield from (row for row in first[: first.index(top[before - 1])] if isinstance(row, Reject))
        for row in chain(first[first.index(top[before - 1]) + 1 :], rows):
            if isinstance(row, Reject):
                self.empty = None
                yield row
                continue
            number = row.number
            if list(filter(None, row.cells)) != list(filter(None, heads)):  # sheets put together repeat their headings
                self.empty = None
                yield _record(names, row)
        if self._facts.has_strays:
            self.empty = None
            yield rejected("sheet", _STRAY_TEXT, "")
        if self._facts.is_damaged:
            yield from self._damage(number)

    def _damage(self, number: int) -> Iterator[Reject]:
        if self._facts.is_damaged:
            self.empty = None
            yield rejected(f"row {number + 1}", _DAMAGED_HERE, "")

    def _chosen(self, name: str | None) -> Any:
        if not self._all:
            raise UnreadableFile(
                "This Excel workbook has no sheet with cells: save the list in one, and import it again."
            )
        if name is not None:
            for one in self._all:
                if one.title.casefold().strip() == name.casefold().strip():
                    return one
            names = _listed([one.title for one in self._all])
            raise UnreadableFile(f"This workbook has no sheet {name}: choose one of its sheets, which are {names}.")
        visible = [one for one in self._all if one.sheet_state == _VISIBLE] or self._all
        for one in visible:
            if _is_table(_rows_of(islice(self._rows(one), LOOKED_AT))):
                return one
        return visible[0]

    def _rows(self, sheet: Any) -> Iterator[Row | Reject]:
        """The rows of a sheet that are not blank; one with a cell that cannot be read is a Reject.

        Where the sheet is no XML any more there is a Reject, and then no more.
        """
        number = total = 0
        try:
            with warnings.catch_warnings(action="ignore"):
                for number, cells in rows_of(sheet):
                    if cells is None:
                        yield rejected(f"row {number}", _WRONG_CELL, "")
                        continue
                    total += len(cells)
                    if total > _MAX_CELLS:
                        yield rejected(f"row {number}", _TOO_WIDE, "")
                        return
                    texts = tuple(map(text_of, cells))
                    if any(texts):
                        yield Row(number, texts, _numbers(cells))
        except WRONG:
            self._facts.is_damaged = False  # it is told here
            yield rejected(f"row {number + 1}", _DAMAGED_HERE, "")


def _loaded(archive: ZipFile) -> Any:
    from openpyxl import load_workbook  # here, for it takes a tenth of a second that who reads none need not wait

    try:
        with warnings.catch_warnings(action="ignore"):
            if any(_STRICT in archive.read(name) for name in archive.namelist() if name.endswith("workbook.xml")):
                raise UnreadableFile(_STRICT_SENTENCE)
            return load_workbook(archive.fp, read_only=True, data_only=True, keep_links=False)
    except WRONG as error:
        raise UnreadableFile(_DAMAGED) from error


def _record(names: list[str], row: Row) -> RawRecord | Reject:
    """The record of a row; a cell without a heading is called by the number of its column."""
    place = f"row {row.number}"
    if (size := sum(map(len, row.cells))) > MAX_RECORD:
        return too_long(place, "".join(row.cells[:2]), size)
    fields: dict[str, object] = dict(zip(names, [*row.cells, *[""] * (len(names) - len(row.cells))], strict=False))
    for number, text in enumerate(row.cells[len(names) :], len(names) + 1):
        if text:
            fields[f"column {number}"] = text
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(fields.values())
    return RawRecord(place, fields, written.getvalue())


def _rows_of(rows: Iterable[Row | Reject]) -> list[Row]:
    return [row for row in rows if isinstance(row, Row)]


def _is_table(rows: Sequence[Row]) -> bool:
    """Whether two rows or more have something in the same columns, or a column holds addresses."""
    wide = [row for row in rows if len(row.filled) > 1]
    return len(wide) > 1 or any("@" in text for row in rows for text in row.cells)


def _numbers(cells: Sequence[Any]) -> frozenset[int]:
    return frozenset(
        place for place, cell in enumerate(cells) if cell.data_type in ("n", "d") and cell.value is not None
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
