"""Which records beside a damaged one a byte-exact reader keeps, told by small readers that share nothing with ours.

Each rule takes a file's text, the place of a record in it, and the places of what is damaged.
"""

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

Span = tuple[int, int]
Rule = Callable[[str, Sequence[Span], Sequence[Span]], list[bool]]
"""Whether each record at the first places is kept, beside the damage at the second ones."""

_FIELD = {mark: re.compile(rf'"(?:[^"]|"")*"|[^"{mark}\r\n]*') for mark in ",;\t"}
_BODY = re.compile(r"[A-Za-z][^\s=&,;\"]*=[^\s&]*(?:&[A-Za-z][^\s=&]*=[^\s&]*)+")
_decoder = json.JSONDecoder()


def _line(text: str, span: Span) -> bool:
    """Whether `span` is one line, or several, from its beginning to its end."""
    start, end = span
    return (start == 0 or text[start - 1] in "\r\n") and (end == len(text) or text[end] in "\r\n")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _is_json(text: str) -> bool:
    try:
        json.loads(text, parse_constant=_no_constant)
    except ValueError:
        return False
    return True


def json_lines(text: str, records: Sequence[Span], damage: Sequence[Span]) -> list[bool]:
    """Every line of JSON that is whole by itself, in a file that does not begin with the bracket of a list."""
    return [text[:1] != "[" and _line(text, span) and _is_json(text[slice(*span)]) for span in records]


def json_elements(text: str, records: Sequence[Span], damage: Sequence[Span]) -> list[bool]:
    """Every element of a list that is whole by itself, behind the list's bracket, a comma, or a line end.

    It is none where a strict parser that begins at the damage reads one whole value with the record inside it, and
    behind damage that begins with a whole value: what is left of it then stands outside of every element.
    """
    return _values(text, records, damage, "[,\n")


def json_documents(text: str, records: Sequence[Span], damage: Sequence[Span]) -> list[bool]:
    """Every document that is whole by itself, at the beginning of a line or behind the bracket that ends another.

    With the exceptions of `json_elements`, in a file that begins as JSON does.
    """
    return _values(text, records, damage, "}\n", at_once=True)


def _values(
    text: str, records: Sequence[Span], damage: Sequence[Span], behind: str, *, at_once: bool = False
) -> list[bool]:
    if text[:1] not in "{[":
        return [False] * len(records)
    reached = [(start, _value_end(text, start)) for start, _ in damage]
    return [
        (text[:start] if at_once else text[:start].rstrip(" "))[-1:] in (*behind, "")
        and text[end:].lstrip()[:1] in (*",]{", "")
        and _is_json(text[start:end])
        and not any(begin < start and value is not None for begin, value in reached)
        for start, end in records
    ]


def _value_end(text: str, start: int) -> int | None:
    """Where the whole value ends that begins at the damage; None where none does."""
    while start < len(text) and text[start] in " \t\r\n,":
        start += 1
    try:
        return _decoder.raw_decode(text, start)[1] if text[start : start + 1] in ("{", "[") else None
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row that a strict reader of RFC 4180, set down at the beginning of its line, reads with as many fields.

    It stands before the damage, or after the line end at which the damage ends.
    """

    separator: str
    width: int

    def __call__(self, text: str, records: Sequence[Span], damage: Sequence[Span]) -> list[bool]:
        """Whether each record is kept."""
        ends = [(start, _line_end(text, end)) for start, end in damage]
        return [
            _line(text, span)
            and self._read(text, span[0]) == span[1]
            and all(span[1] <= start or span[0] >= end for start, end in ends)
            for span in records
        ]

    def _read(self, text: str, place: int) -> int | None:
        """Where the row that begins at `place` ends; None when it is none of this width."""
        field, count = _FIELD[self.separator], 1
        while True:
            found = field.match(text, place)
            assert found, "a field may be empty"
            place = found.end()
            if text[place : place + 1] != self.separator:
                break
            place += 1
            count += 1
        return place if count == self.width and text[place : place + 1] in ("", "\r", "\n") else None


def _line_end(text: str, place: int) -> int:
    while place < len(text) and text[place] not in "\r\n":
        place += 1
    return place


def form_lines(text: str, records: Sequence[Span], damage: Sequence[Span]) -> list[bool]:
    """Every line that is a form-encoded body by itself, in a file of which half of the lines, or more, are."""
    lines = [line for line in text.split("\n") if line.strip()]
    are_bodies = 2 * sum(_BODY.fullmatch(line) is not None for line in lines) >= len(lines)
    return [are_bodies and _line(text, span) and _BODY.fullmatch(text, *span) is not None for span in records]


def cards(text: str, records: Sequence[Span], damage: Sequence[Span]) -> list[bool]:
    """Every card that is whole by itself, on lines of its own, but for one behind a line AGENT: it is that one's."""
    return [
        _line(text, span)
        and text[slice(*span)].startswith("BEGIN:VCARD")
        and text[slice(*span)].endswith("END:VCARD")
        and not re.search(r"(?i)(?:^|[\r\n])AGENT[^\r\n]*\s*\Z", text[: span[0]])
        for span in records
    ]


def sheet_rows(text: str, records: Sequence[Span], damage: Sequence[Span]) -> list[bool]:
    """Every row of the sheet's data that a strict XML parser has read whole, and whose number is above those before."""
    path: list[str] = []
    begun: list[int] = []
    whole: set[int] = set()
    numbers = [0]
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name == "row" and path == ["worksheet", "sheetData"]:
            number = attributes.get("r", "")
            begun.append(parser.CurrentByteIndex if number.isdecimal() and int(number) > max(numbers) else -1)
            numbers.append(int(number) if number.isdecimal() else numbers[-1] + 1)
        path.append(name)

    def end(name: str) -> None:
        path.pop()
        if name.rpartition(" ")[2] == "row" and path == ["worksheet", "sheetData"]:
            whole.add(begun[-1])

    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError):
        parser.Parse(text.encode("utf-8", "surrogateescape"), True)
    return [len(text[:start].encode("utf-8", "surrogateescape")) in whole for start, _ in records]
