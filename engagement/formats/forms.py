"""Lines of form-encoded bodies, one a line, as webhooks send them: MessageSid=SM..&MessageStatus=sent."""

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

from engagement.domain.records import RawRecord, Reject
from engagement.formats.limits import rejected, too_long
from engagement.formats.lines import Line, read_lines
from engagement.formats.source import UTF8_MARK, Peekable

_BODY = re.compile(rb"[A-Za-z][^\s=&,;\"]*=[^\s&]*(?:&[A-Za-z][^\s=&]*=[^\s&]*)+&?")
_SAMPLE = 20  # lines looked at to recognise the format

_CUT = "The file ends in the middle of this line: download it again, and import the new copy."
_NOT_A_FORM = "The line is not a form-encoded body like Name=value&Other=value: correct it, or save the body again."
_NOT_TEXT = "The line holds characters that are not text in UTF-8: save the body again."


def are_form_lines(head: bytes) -> bool:
    """Whether half or more of the lines that `head` begins with are form-encoded bodies."""
    lines = [line.strip() for line in head.split(b"\n")[:_SAMPLE] if line.strip()]
    bodies = sum(_BODY.fullmatch(line) is not None for line in lines)
    return bodies * 2 >= len(lines) and bodies > 0


def _unquoted(text: str) -> str:
    """`text` as it was before it was encoded; a NUL as U+FFFD. UnicodeDecodeError when it is no UTF-8."""
    if "%" not in text and "+" not in text:
        return text
    return unquote_plus(text, errors="strict").replace("\0", "\ufffd")


class FormLines:
    """Reads bodies from a source: a field's value is its text, or the list of its texts where it is repeated."""

    empty: str | None = None

    def __init__(self, source: Peekable) -> None:
        self._source = source

    def records(self) -> Iterator[RawRecord | Reject]:
        """The record of each line that is not empty."""
        for line in read_lines(self._source):
            if line.text.strip() or line.length:
                yield self._record(line)

    def _record(self, line: Line) -> RawRecord | Reject:
        place = f"line {line.number}"
        text = line.text.strip().removeprefix(UTF8_MARK).decode("utf-8", "backslashreplace")
        if line.length is not None:
            return too_long(place, text, line.length)
        if not line.whole and self._source.damage:
            return self._source.ending(place, text, _CUT)  # the last value may be cut, and look whole
        fields: dict[str, object] = {}
        for pair in text.split("&"):
            name, equals, value = pair.partition("=")
            if not pair:
                continue  # an "&" at the end
            if not (name and equals):
                return rejected(place, _NOT_A_FORM, text)
            try:
                name, value = _unquoted(name), _unquoted(value)
            except UnicodeDecodeError:
                return rejected(place, _NOT_TEXT, text)
            earlier = fields.get(name)
            if earlier is None:
                fields[name] = value
            elif isinstance(earlier, list):
                earlier.append(value)
            else:
                fields[name] = [earlier, value]
        return RawRecord(place, fields, text)
