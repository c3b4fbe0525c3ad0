"""The headings of a table: read with its first rows, for a person to say what each column is, and written anew.

A workbook is a table too, one for each of its sheets. With other headings it is written as CSV.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from engagement.domain.records import RawRecord
from engagement.errors import UnreadableFile
from engagement.formats import RawRecords, raw_records
from engagement.formats.source import open_source
from engagement.formats.table import is_table, renamed, skip_titles
from engagement.formats.unknown import is_archive

_LOOKED_AT = 50  # records, among which some may be rejects


@dataclass(frozen=True, slots=True)
class TableHead:
    """The headings of a table and its first rows; of a workbook, the sheet it is in and those that may be chosen."""

    headings: tuple[str, ...]
    rows: tuple[RawRecord, ...]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()


def table_head(stream: BinaryIO, *, rows: int = 5, sheet: str | None = None) -> TableHead | None:
    """The headings and first `rows` of the table that `stream` reads from; None when it is no table, or has no row.

    Of a workbook they are those of `sheet`, or of the first sheet that shows a table.
    """
    raws = _records(stream, sheet)
    if raws is None or not raws.is_table:
        return None
    found = [raw for raw in islice(raws, _LOOKED_AT) if isinstance(raw, RawRecord)][:rows]
    if not found:
        return None
    return TableHead(tuple(found[0].fields), tuple(found), raws.sheet, tuple(raws.sheets))


def with_headings(stream: BinaryIO, headings: Sequence[str], *, sheet: str | None = None) -> Iterator[bytes]:
    """The table that `stream` reads from, unpacked and in its own lines, with its columns called `headings`.

    A workbook's sheet becomes CSV. UnreadableFile when a header is not one line with as many cells.
    """
    source = open_source(stream)
    if not is_archive(source.peek()):
        if not is_table(source.peek()):
            yield b"\n" * skip_titles(source)  # each line stays where it was
        yield from renamed(source, headings)
        return
    stream.seek(0)
    yield _line(headings)
    for raw in raw_records(stream, sheet):
        if isinstance(raw, RawRecord):
            yield _line([str(text) for text in raw.fields.values()][: len(headings)])


def _records(stream: BinaryIO, sheet: str | None) -> RawRecords | None:
    try:
        return raw_records(stream, sheet)
    except UnreadableFile:
        return None


def _line(cells: Sequence[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue().encode()
