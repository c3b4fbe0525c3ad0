"""JSON lines: one record a line, or one page or list of records a line."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import orjson

from engagement.domain.records import RawRecord, Reject
from engagement.formats.json_documents import Documents
from engagement.formats.json_scan import Found, Scan
from engagement.formats.limits import HEAD, MAX_RECORD, rejected, too_long
from engagement.formats.lines import pass_long
from engagement.formats.source import UTF8_MARK, Peekable, Plain
from engagement.formats.values import CONTAINER_START, not_a_record, not_json, page_word, parse

_SAMPLE = 10  # lines looked at to recognise the format
_LATER = 20  # lines looked at to tell whether records go on, one a line, behind a broken one
_CUT = "The file ends in the middle of this line: download it again, and import the new copy."


def are_json_lines(head: bytes) -> bool:
    """Whether a file that begins with `head` has its first record whole on a line; a broken line does not mislead."""
    lines = head.split(b"\n")[: _SAMPLE + _LATER]
    for place, line in enumerate(lines[:_SAMPLE], 1):
        try:
            value = orjson.loads(line)
        except ValueError:
            if _begins_document(line, lines[place:]) or _may_be_page(line):
                return False
            continue
        return isinstance(value, dict) and page_word(value) is None
    return False


def begins_whole(head: bytes) -> bool:
    """Whether the first line of a file is JSON by itself."""
    try:
        orjson.loads(head.partition(b"\n")[0])
    except ValueError:
        return False
    return True


def has_json_lines(head: bytes) -> bool:
    """Whether one of the lines is a record that a file begins with which does not begin as JSON does."""
    return any(_is_record(line) and page_word(orjson.loads(line)) is None for line in head.split(b"\n")[:_SAMPLE])


class JsonLines:
    """Reads lines from a source. `empty` names a list that had nothing in it."""

    def __init__(self, source: Peekable) -> None:
        self._source = source
        self._number = source.lines_before
        self._count = 0
        self.empty: str | None = None

    def records(self) -> Iterator[RawRecord | Reject]:
        """The records of each line; from a document on that is spread over lines, the rest is read as documents."""
        rest = b""
        while data := self._source.read():
            lines = (rest + data).split(b"\n")
            rest = lines.pop()
            for index, line in enumerate(lines):
                self._number += 1
                try:
                    fields = parse(line)
                except ValueError as error:
                    later = [*lines[index + 1 : index + 1 + _LATER], rest]
                    if _begins_document(line, later):
                        self._source.unread(b"\n".join([*lines[index:], rest]))
                        yield from self._documents()
                        return
                    yield from self._broken(line, error)
                else:
                    yield from self._parsed(fields, line)
            if len(rest) > MAX_RECORD:
                if CONTAINER_START.search(rest[:HEAD].decode("utf-8", "replace")):
                    self._source.unread(rest)
                    yield from self._documents()
                    return
                self._number += 1
                long = pass_long(self._source, self._number, rest, b"\n")
                yield too_long(self._place, long.text.decode("utf-8", "replace"), long.length or 0)
                rest = b""
        if rest:
            self._number += 1
            yield from self._last(rest)

    @property
    def _place(self) -> str:
        return f"line {self._number}"

    def _parsed(self, fields: object, line: bytes) -> Iterator[RawRecord | Reject]:
        """The record or records of a line that says `fields`."""
        if isinstance(fields, dict) and (word := page_word(fields)) is None:
            self._count += 1
            if len(line) > MAX_RECORD:
                yield too_long(self._place, line.decode(), len(line))
            else:
                yield RawRecord(self._place, fields, line.decode().strip())
            return
        elements = fields if isinstance(fields, list) else fields[word] if isinstance(fields, dict) else None
        if elements is None:
            yield rejected(self._place, not_a_record(fields), line.decode().strip())
            return
        if not elements:
            self.empty = "records" if isinstance(fields, list) else word
        for position, element in enumerate(elements, 1):
            self._count += 1
            place, raw = f"{self._place}, item {position}", orjson.dumps(element).decode()
            yield (
                RawRecord(place, element, raw)
                if isinstance(element, dict)
                else rejected(place, not_a_record(element), raw)
            )

    def _broken(self, line: bytes, error: ValueError) -> Iterator[RawRecord | Reject]:
        """What a line that is no JSON says after all: nothing, a record behind a byte order mark, or a Reject."""
        text = line.strip().removeprefix(UTF8_MARK)  # files joined end to end keep their marks
        if not text:
            return
        if len(text) < len(line.strip()):
            try:
                fields = parse(text)
            except ValueError as inner:
                error = inner
            else:
                yield from self._parsed(fields, text)
                return
        shown = text.decode("utf-8", "backslashreplace")
        if _may_be_page(text):
            page = Documents(Peekable(Plain(BytesIO(text))), line=self._number)
            for item in page.records():
                self._count += 1
                yield item
            return
        self._count += 1
        yield rejected(self._place, not_json(error), shown)

    def _last(self, line: bytes) -> Iterator[RawRecord | Reject]:
        """What the last line says, which has no line end."""
        try:
            fields = parse(line)
        except ValueError as error:
            text = line.decode("utf-8", "backslashreplace")
            if _ends_inside(line) and not _may_be_page(line):
                yield self._source.ending(self._place, text, _CUT)
            else:
                yield from self._broken(line, error)
        else:
            yield from self._parsed(fields, line)

    def _documents(self) -> Iterator[RawRecord | Reject]:
        documents = Documents(self._source, self._count)
        yield from documents.records()
        self.empty = documents.empty or self.empty


def _begins_document(line: bytes, later: Sequence[bytes]) -> bool:
    """Whether `line` opens a document that goes on in the `later` lines, rather than being a record cut short."""
    if not _is_open(line):
        return False
    is_indented = bool(later) and later[0].startswith((b" ", b"\t"))
    is_written_so = len(line.strip()) == 1 or is_indented or _may_be_page(line)
    if not is_written_so and any(map(_is_record, later)):
        return False
    return line.rstrip().endswith((b"[", b":")) or not (later and later[0].startswith((b"{", b"[")))


def _is_record(line: bytes) -> bool:
    """Whether `line` is a record by itself, as no line within a document is that is spread over lines."""
    if not line.startswith(b"{"):
        return False
    try:
        orjson.loads(line)
    except ValueError:
        return False
    return True


def _scanned(line: bytes) -> tuple[Found | None, bool]:
    """What following the brackets of `line` comes to, None when it begins with none; and whether it ends in a text."""
    if not line.lstrip().startswith((b"{", b"[")):
        return None, False
    scan = Scan(lines=False)
    return scan.go(line.decode("utf-8", "replace"), 0), scan.in_string


def _ends_inside(line: bytes) -> bool:
    """Whether `line` ends before the object or list does that it begins with."""
    return _scanned(line)[0] is Found.MORE


def _is_open(line: bytes) -> bool:
    """Whether `line` ends inside an object or list, but not inside a text, so that it may go on in the next line."""
    return _scanned(line) == (Found.MORE, False)


def _may_be_page(line: bytes) -> bool:
    """Whether `line` holds a list of records rather than one."""
    return line.lstrip().startswith(b"[") or CONTAINER_START.search(line.decode("utf-8", "replace")) is not None
