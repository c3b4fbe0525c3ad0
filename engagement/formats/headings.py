"""The headings of a table: read with its first rows, for a person to say what each column is, and written anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from engagement.domain.records import RawRecord
from engagement.errors import UnreadableFile
from engagement.formats import raw_records
from engagement.formats.source import open_source
from engagement.formats.table import renamed

_LOOKED_AT = 50  # records, among which some may be rejects


@dataclass(frozen=True, slots=True)
class TableHead:
    """The headings of a table and its first rows."""

    headings: tuple[str, ...]
    rows: tuple[RawRecord, ...]


def table_head(stream: BinaryIO, *, rows: int = 5) -> TableHead | None:
    """The headings and first `rows` of the table that `stream` reads from; None when it is no table, or has no row."""
    try:
        raws = raw_records(stream)
    except UnreadableFile:
        return None
    if not raws.is_table:
        return None
    found = [raw for raw in islice(raws, _LOOKED_AT) if isinstance(raw, RawRecord)][:rows]
    return TableHead(tuple(found[0].fields), tuple(found)) if found else None


def with_headings(stream: BinaryIO, headings: Sequence[str]) -> Iterator[bytes]:
    """The table that `stream` reads from, unpacked and in its own lines, with its columns called `headings`.

    UnreadableFile when its header is not one line with as many cells.
    """
    return renamed(open_source(stream), headings)
