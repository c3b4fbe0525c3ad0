"""A file's lines, none of them held when it is longer than a record may be."""

from collections.abc import Iterator
from dataclasses import dataclass

from engagement.formats.limits import KEPT, MAX_RECORD
from engagement.formats.source import Peekable


@dataclass(slots=True)
class Line:
    """One line with its number from 1 and its line end. `whole` is False for a last line that has no line end.

    `length` is given in place of the rest of a line that is longer than a record may be; `text` is then its beginning.
    """

    number: int
    text: bytes
    whole: bool = True
    length: int | None = None


def read_lines(source: Peekable, end: bytes = b"\n") -> Iterator[Line]:
    """The lines of `source`, each ended by `end`. Empty ones are given too: they count, and may be in a text."""
    number = source.lines_before
    rest = b""
    while data := source.read():
        first, *others = data.split(end)
        rest += first
        if others:
            number += 1
            yield _line(number, rest + end)
            for text in others[:-1]:
                number += 1
                yield Line(number, text + end)
            rest = others[-1]
        elif len(rest) > MAX_RECORD:
            number += 1
            yield pass_long(source, number, rest, end)
            rest = b""
    if rest:
        yield Line(number + 1, rest, whole=False)


def _line(number: int, text: bytes) -> Line:
    return Line(number, text[:KEPT], length=len(text)) if len(text) > MAX_RECORD else Line(number, text)


def pass_long(source: Peekable, number: int, beginning: bytes, end: bytes) -> Line:
    """The line of which `beginning` was read, with the source moved behind it."""
    length = len(beginning)
    while data := source.read():
        line, found, after = data.partition(end)
        length += len(line) + len(found)
        if found:
            source.unread(after)
            return Line(number, beginning[:KEPT], length=length)
    return Line(number, beginning[:KEPT], whole=False, length=length)
