"""CSV tables: a header, then a row a record; commas, semicolons or tabs; UTF-8 or, line by line, Windows-1252."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence

from engagement.domain.records import RawRecord, Reject
from engagement.errors import UnreadableFile
from engagement.formats.limits import MAX_RECORD, rejected, too_long
from engagement.formats.lines import Line, read_lines
from engagement.formats.source import Peekable

SEPARATORS = ",;\t"
_SAMPLE = 20  # rows looked at to recognise a table
_LONGEST_NAME = 100  # characters of a column's name
_MOST_SPACES = 5  # in a column's name; what has more is a sentence
_SENTENCES = 4  # one name in so many may be one: "Opted out of email: One to One", a question that a form asked
_OBJECT = re.compile(r'\{\s*"[^"]*"\s*:')  # how an object of JSON begins
_LONGEST_HEADER = 32 * 1024
_LONE_NAME = re.compile(r"[^\W\d][\w .-]{0,30}")
_LONE_VALUE = re.compile(r".*(?:@|\d.*\d.*\d.*\d.*\d).*")
_NAMES_SEPARATOR = re.compile(r"sep=[,;\t]")  # a first line that Excel writes
_MOST_TITLES = 10  # lines above a header
_MANY_COLUMNS = 4  # from here on a line with just as many cells is a row of its own, not a part of a text

_CUT = "The file ends in the middle of this row: download it again, and import the new copy."
_OPEN_QUOTE = "A quote in this row is not closed properly: correct it, or export the file again."
_PART = "This seems to be a part of a row whose quote is not closed properly: correct it, or export the file again."
_NUL = "The row holds a character (NUL) that is not text: correct it, or export the file again."
_NOT_TEXT = "The row holds characters that are text neither in UTF-8 nor in Windows-1252: export the file as UTF-8."

# A cell may be as long as a record; the module's own limit is 128 KiB.
csv.field_size_limit(MAX_RECORD + 1)


def _decoded(text: bytes, *, fallback: bool = True) -> str | None:
    """The text of a line in UTF-8, or else Windows-1252; None when it is neither."""
    for encoding in ("utf-8", "cp1252") if fallback else ("utf-8",):
        try:
            return text.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return []


def _separator_of(header: str) -> str:
    return max(SEPARATORS, key=lambda separator: len(_cells(header, separator)))


def line_end_of(head: bytes) -> bytes:
    r"""What ends the lines of a file that begins with `head`: \n, or \r alone where there is no \n at all."""
    return b"\r" if b"\n" not in head and b"\r" in head else b"\n"


def is_table(head: bytes) -> bool:
    """Whether `head` begins with a header, with rows that have as many cells, or with one column of addresses."""
    lines = [text for line in head.splitlines()[: _SAMPLE + 2] if (text := _decoded(line) or "").strip()]
    if lines and _NAMES_SEPARATOR.fullmatch(lines[0].strip()):
        return len(lines) > 1
    if not lines or len(lines[0]) > _LONGEST_HEADER:
        return False
    separator = _separator_of(lines[0])
    names = [name.strip() for name in _cells(lines[0], separator)]
    if len(names) < 2:
        values = lines[1:-1] or lines[1:]
        return bool(names and values and _LONE_NAME.fullmatch(names[0]) and all(map(_LONE_VALUE.fullmatch, values)))
    sentences = sum(name.count(" ") > _MOST_SPACES for name in names)
    if sentences * _SENTENCES > len(names) or max(map(len, names)) > _LONGEST_NAME or sum(map(bool, names)) < 2:
        return False
    if len(lines) == 1 and _OBJECT.search(lines[0]):
        return False  # a record whose beginning is damaged, not headings
    if len(lines) == 1 or len(names) >= _MANY_COLUMNS:
        return True
    # Prose has a comma in a line here and there. A row may go over several lines, unless its quote was left open.
    for rows in ([_cells(line, separator) for line in lines[1:]], _rows_of(lines[1:], separator)):
        filled = [row for row in rows if any(map(str.strip, row))]
        alike = sum(len(row) >= len(names) and not any(row[len(names) :]) for row in filled)
        if alike * 3 >= len(filled) and rows:
            return True
    return False


def _filled(line: str) -> int:
    """How many cells of a line are not blank, whatever separates them."""
    return max(sum(map(bool, map(str.strip, _cells(line, separator)))) for separator in SEPARATORS)


def skip_titles(source: Peekable) -> int:
    """Read past what stands above the header of a list of people; how many lines, 0 where no such list follows.

    They are blank, or have one filled cell each; the list has an address or a number in one of its first rows.
    """
    head = source.peek()
    end = line_end_of(head)
    place = 0
    for number in range(1, _MOST_TITLES + 1):
        stop = head.find(end, place)
        line = _decoded(head[place:stop]) or ""
        if stop < 0 or line.count('"') % 2 or _filled(line) > 1:
            return 0
        place = stop + len(end)
        rows = [text for row in head[place : place + _LONGEST_HEADER].splitlines()[:_SAMPLE] if (text := _decoded(row))]
        if rows and _filled(rows[0]) > 1 and any(map(_LONE_VALUE.fullmatch, rows[1:])):
            if not is_table(head[place:]):
                return 0
            source.skip(head[:place])
            source.lines_before += number
            return number
    return 0


def _rows_of(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return []


def column_names(header: Sequence[str]) -> list[str]:
    """A name for each column: its own; "Phone (2)" for a second Phone; "column 4" for one without a name."""
    names: list[str] = []
    for position, cell in enumerate(header, 1):
        name = wanted = cell.strip() or f"column {position}"
        number = 2
        while name in names:
            name = f"{wanted} ({number})"
            number += 1
        names.append(name)
    return names


def renamed(source: Peekable, names: Sequence[str]) -> Iterator[bytes]:
    """The table in `source` with its columns called `names`, every other line as it was and where it was.

    UnreadableFile when its header is not one line with as many cells.
    """
    head = source.peek()
    end = line_end_of(head)
    before, separator = 0, ""
    while (stop := head.find(end, before)) >= 0:
        line = head[before:stop]
        text = (_decoded(line) or "").strip("\r\n")
        if text.strip() and not separator and _NAMES_SEPARATOR.fullmatch(text.strip()):
            separator = text.strip()[-1]
        elif text.strip():
            break
        before = stop + len(end)
    separator = separator or _separator_of(text)
    if stop < 0 or len(_cells(text, separator)) != len(names):
        raise UnreadableFile("The headings go over several lines: put them on one line, and import the file again.")
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="").writerow(names)
    yield head[:before] + written.getvalue().encode() + b"\r" * line.endswith(b"\r") + end
    source.skip(head[: stop + len(end)])
    while data := source.read():
        yield data


class _RowStopped(Exception):
    """The row being read cannot go on: its quote is not closed within a record's length, or its line is too long."""


class Table:
    """Reads rows from a source. `empty` is "rows" when there is a header and nothing else."""

    def __init__(self, source: Peekable) -> None:
        self._source = source
        head = source.peek()
        lines = (text for line in head.splitlines() if (text := _decoded(line) or "").strip())
        first = next(lines, "").strip()
        self._names_separator = _NAMES_SEPARATOR.fullmatch(first) is not None
        self._separator = first[-1] if self._names_separator else _separator_of(first)
        self._lines = read_lines(source, line_end_of(head))
        self._again: deque[Line] = deque()  # lines to be read once more
        self._used: list[Line] = []  # the lines of the row being read
        self._texts: list[str] = []  # and their texts
        self._fault: str | None = None  # why that row is no record
        self.empty: str | None = None

    def records(self) -> Iterator[RawRecord | Reject]:
        """The record of each row that is not empty; a missing cell is an empty one."""
        header: list[str] | None = None
        names: list[str] = []
        broken = False  # whether the row before was refused for its quotes: its other lines may look like short rows
        self.empty = "rows"
        for cells in self._rows():
            if isinstance(cells, Reject):
                self.empty, broken = None, True
                yield cells
            elif header is None:
                if self._names_separator:
                    self._names_separator = False
                else:
                    header, names = cells, column_names(cells)
            elif any(map(str.strip, cells)) and cells != header:  # files joined end to end repeat their header
                self.empty = None
                item = self._record(names, cells, broken)
                broken = broken and isinstance(item, Reject)
                yield item

    def _record(self, names: list[str], cells: list[str], broken: bool) -> RawRecord | Reject:
        """The record of a row, or why it is none."""
        raw = self._raw()
        if len(cells) > len(names) and any(cells[len(names) :]):
            reason = f"The row has {len(cells)} cells and the header only {len(names)}: quote the cell that was split."
            return rejected(self._place, reason, raw)
        if len(cells) < len(names) and (broken or raw.count('"') % 2):
            return rejected(self._place, _PART, raw)
        values = [*cells, *[""] * (len(names) - len(cells))]
        return RawRecord(self._place, dict(zip(names, values, strict=False)), raw)

    def _rows(self) -> Iterator[list[str] | Reject]:
        """The cells of each row, or the Reject of one that has none to give; `_used` are then its lines."""
        reader = csv.reader(self._feed(), delimiter=self._separator, strict=True)
        width = 0
        while True:
            self._used, self._texts, self._fault = [], [], None
            try:
                cells = next(reader, None)
            except (csv.Error, _RowStopped):
                yield self._stopped()
                reader = csv.reader(self._feed(), delimiter=self._separator, strict=True)
                continue
            if cells is None:
                return
            if self._fault == _CUT:
                yield self._source.ending(self._place, self._raw(), _CUT)
            elif self._fault:
                yield rejected(self._place, self._fault, self._raw())
            elif len(self._used) > 1 and self._swallowed(len(cells), width):
                yield self._stopped()
                reader = csv.reader(self._feed(), delimiter=self._separator, strict=True)
            else:
                width = width or len(cells)
                yield cells

    def _feed(self) -> Iterator[str]:
        """The text of line after line, for the row being read."""
        size = 0
        while line := self._again.popleft() if self._again else next(self._lines, None):
            if not self._used:
                size = 0
                if not line.text.strip() and line.length is None:
                    continue
            self._used.append(line)
            size += len(line.text)
            text = self._text(line)
            self._texts.append(text)
            if line.length is not None or size > MAX_RECORD:
                raise _RowStopped
            yield text

    def _text(self, line: Line) -> str:
        """The text of a line; what is wrong with it becomes the row's fault, so that the row ends where it should."""
        text = _decoded(line.text, fallback=not self._source.transcoded)
        if text is None:
            self._fault = _NOT_TEXT
            text = line.text.decode("utf-8", "backslashreplace")
        if "\0" in text:
            self._fault = _NUL
        if not line.whole and self._source.damage:
            self._fault = _CUT  # the last cell may be cut, and look whole
        return text.removeprefix("\ufeff")  # files joined end to end keep their marks

    @property
    def _place(self) -> str:
        return f"line {self._used[0].number}"

    def _raw(self, lines: int | None = None) -> str:
        return "".join(self._texts[:lines]).rstrip("\r\n")

    def _stopped(self) -> Reject:
        """The Reject of the first line used; the others are read again, as rows of their own."""
        first = self._used[0]
        if first.length is not None:
            return too_long(self._place, self._raw(1), first.length)
        if self._fault == _CUT:
            return self._source.ending(self._place, self._raw(), _CUT)
        reject = rejected(self._place, _OPEN_QUOTE, self._raw(1))
        self._again.extendleft(reversed(self._used[1:]))
        return reject

    def _swallowed(self, cells: int, width: int) -> bool:
        """Whether the lines of a row of several look like rows themselves, so that a quote was left open above."""
        widths = [len(_cells(text, self._separator)) for text in self._texts[1:]]
        if cells != width:
            return width > 1 and width in widths
        return width >= _MANY_COLUMNS and len(widths) > 1 and all(inner == width for inner in widths[:-1])
