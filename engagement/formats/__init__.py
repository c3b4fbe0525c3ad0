"""Bytes to raw records, whatever format they are in; the format is recognised from the content, never from a name.

JSON documents, JSON lines, CSV, Excel workbooks, vCards and lines of form-encoded bodies are read, each of them plain
or in gzip. Everything is streamed: what is held at once is bounded, whatever the size of a file, a line or a document.
"""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from engagement.domain.records import RawRecord, Reject
from engagement.errors import UnreadableFile
from engagement.formats.cards import Cards, are_cards
from engagement.formats.forms import FormLines, are_form_lines
from engagement.formats.json_documents import Documents
from engagement.formats.json_lines import JsonLines, are_json_lines, begins_whole, has_json_lines
from engagement.formats.limits import MAX_RECORD, rejected
from engagement.formats.source import Peekable, open_source
from engagement.formats.table import Table, is_table, skip_titles
from engagement.formats.unknown import empty_sentence, is_archive, is_ole, other_kind, unrecognised_text
from engagement.formats.workbook import Workbook

__all__ = ["MAX_RECORD", "RawRecords", "raw_records"]

FORMATS: tuple[tuple[str, str], ...] = (
    ("JSON", "a record, a list of them, a page of an API; or one record a line"),
    ("CSV", "a header and rows; commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252"),
    (
        "Excel (.xlsx, .xlsm)",
        "the first sheet that shows a table, or one that is named; titles above the headings are skipped",
    ),
    ("vCard 2.1, 3.0, 4.0 (.vcf)", "a person a card"),
    ("Form-encoded", "a webhook's body a line: Name=value&Other=value"),
)
"""What is read, each of it plain or in gzip, by its name and how it is understood."""
_OLE_HEAD = 4 * 1024 * 1024  # bytes looked at to tell what an old Office document is
_NOTES = {
    "items": "This page has no items, so there was nothing to import.",
    "messages": "This page has no messages, so there was nothing to import.",
    "sms_messages": "This page has no messages, so there was nothing to import.",
    "Suppressions": "This list is empty, so there was nothing to import.",
    "records": "This list is empty, so there was nothing to import.",
    "rows": "This table has a header and no rows, so there was nothing to import.",
}


class _Format(Protocol):
    """One format's reading of one source. `empty` names what was there, and had nothing in it."""

    empty: str | None

    def records(self) -> Iterator[RawRecord | Reject]:
        """The records, in the file's order."""
        ...


class RawRecords(Iterator[RawRecord | Reject]):
    """The records of one file, to be read once.

    After the last, `note` is a sentence or more about the whole file where there is one to say: that it is well formed
    but holds no record, or what in it was not read. Otherwise it is None.
    """

    def __init__(self, source: Peekable, reader: _Format) -> None:
        self._source = source
        self._reader = reader
        self._items = self._read()
        self.note: str | None = None

    @property
    def is_table(self) -> bool:
        """Whether they are rows under headings."""
        return isinstance(self._reader, Table | Workbook)

    @property
    def sheet(self) -> str | None:
        """The sheet of a workbook that they are read from."""
        return self._reader.sheet if isinstance(self._reader, Workbook) else None

    @property
    def sheets(self) -> list[str]:
        """The sheets that they may be read from, in their order; none where it is no workbook."""
        return self._reader.sheets if isinstance(self._reader, Workbook) else []

    def __iter__(self) -> Iterator[RawRecord | Reject]:
        return self._items

    def __next__(self) -> RawRecord | Reject:
        return next(self._items)

    def _read(self) -> Iterator[RawRecord | Reject]:
        any_record = False
        for item in self._reader.records():
            any_record = True
            yield item
        if self._source.damage and not self._source.damage_told:
            yield rejected("end of file", self._source.damage, "")
        elif not any_record and self._reader.empty:
            self.note = _NOTES[self._reader.empty]
        if isinstance(self._reader, Cards | Workbook):
            self.note = " ".join(filter(None, (self.note, self._reader.note))) or None


def raw_records(stream: BinaryIO, sheet: str | None = None) -> RawRecords:
    """The records of the file that `stream` reads from, in order, each with its place and text; read as they are asked.

    Of a workbook they are the rows of the sheet called `sheet`, or of the first that shows a table.
    What is no record, longer than MAX_RECORD, or cut short in a damaged gzip is a Reject, and reading goes on after it.
    Raises UnreadableFile, at once, for a file in which no format is recognised: empty, a picture, prose; and for a
    workbook without such a sheet.
    """
    source = open_source(stream)
    source.skip_space()
    head = source.peek()
    if not head:
        raise UnreadableFile(empty_sentence(source.damage))
    return RawRecords(source, _reader(source, head, sheet))


def _reader(source: Peekable, head: bytes, sheet: str | None) -> _Format:
    """The reader of the format that `head` shows; UnreadableFile when it shows none."""
    if is_archive(head):
        return Workbook(source, sheet)
    if is_ole(head):
        head = source.peek(_OLE_HEAD)
    if head.startswith(b"{\\rtf"):
        raise UnreadableFile(other_kind(head))
    if head.startswith((b"{", b"[")) and (begins_whole(head) or not are_form_lines(head)):  # or a damaged form
        return JsonLines(source) if are_json_lines(head) else Documents(source)
    if has_json_lines(head):  # its first line is damaged
        return JsonLines(source)
    if sentence := other_kind(head):
        raise UnreadableFile(sentence)
    if are_cards(head):
        return Cards(source)
    if are_form_lines(head):
        return FormLines(source)
    if is_table(head) or skip_titles(source):
        return Table(source)
    raise UnreadableFile(unrecognised_text(head))
