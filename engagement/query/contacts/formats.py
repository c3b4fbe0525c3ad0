"""What a contact list can be written as: an entry of FORMATS is all that a format is.

The screen has a button for each that has a label, the command's `--output` takes each by the ending of the file's name,
and its `--format` prints each that is text.
"""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol
from zoneinfo import ZoneInfo

import orjson

from engagement.query.contacts.export import contact_documents, contacts_csv
from engagement.query.contacts.spreadsheet import write_workbook

About = Sequence[tuple[str, str]]
"""What a list is of, as names and values; a format without a place for it leaves it out."""


class Lines(Protocol):
    """The list as text, a part at a time, so that it is never held whole."""

    def __call__(self, rows: Iterable[Any], zone: ZoneInfo, /, *, include_opted_out: bool) -> Iterator[str]:
        """The parts of `rows`, for people by the clock of `zone`."""


class Writer(Protocol):
    """Writes the list; unless `include_opted_out`, without the addresses of a channel that somebody opted out of."""

    def __call__(
        self, file: BinaryIO, rows: Iterable[Any], zone: ZoneInfo, about: About, /, *, include_opted_out: bool
    ) -> object:
        """Write `rows` to `file`, for people by the clock of `zone`."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write the list."""

    key: str  # what the command calls it
    write: Writer
    lines: Lines | None = None  # None where it is no text
    suffix: str = ""  # of the name of its file; "" where it is only printed
    media_type: str = "application/octet-stream"
    label: str = ""  # of its button on screen; "" where it has none


def text_writer(lines: Lines, *, mark: bytes = b"") -> Writer:
    """Writes what `lines` says in UTF-8, after `mark`."""

    def write(file: BinaryIO, rows: Iterable[Any], zone: ZoneInfo, about: About, /, *, include_opted_out: bool) -> None:
        file.write(mark)
        file.writelines(line.encode() for line in lines(rows, zone, include_opted_out=include_opted_out))

    return write


def contacts_json(rows: Iterable[Any], _: ZoneInfo, *, include_opted_out: bool) -> Iterator[str]:
    """`rows` as one JSON list, which is for programs: with every address, the opt-outs beside it, and times in UTC."""
    yield orjson.dumps([*contact_documents(rows)], option=orjson.OPT_INDENT_2).decode() + "\n"


def csv_format(lines: Lines) -> Format:
    """CSV; as a file with a mark, without which Excel takes UTF-8 for the machine's letters."""
    return Format(
        *("csv", text_writer(lines, mark=BOM_UTF8), lines),
        suffix=".csv",
        media_type="text/csv",
        label="Download as CSV",
    )


def workbook_format(write: Writer) -> Format:
    """An Excel workbook."""
    return Format(
        *("xlsx", write),
        suffix=".xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        label="Excel",
    )


FORMATS: tuple[Format, ...] = (
    csv_format(contacts_csv),
    workbook_format(write_workbook),
    Format("json", text_writer(contacts_json), contacts_json),
)
"""All of them; the first is the usual one."""


def format_of_name(name: str) -> Format | None:
    """The format of a file called `name`; None when no format has its ending."""
    return next((one for one in FORMATS if one.suffix and name.casefold().endswith(one.suffix)), None)
