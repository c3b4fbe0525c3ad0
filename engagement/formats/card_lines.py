"""The lines of a vCard: folded ones made whole, and what each property says, in the spelling of any version.

vCard 2.1 has bare types, quoted-printable and character sets; 3.0 and 4.0 have `TYPE=` and escapes. Phones and address
books mix them, so each is understood wherever it stands.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LINE = re.compile(
    rb'(?:(?P<group>[\w-]+)\.)?(?P<name>[A-Za-z][\w-]*)\s*(?P<params>(?:;[^":;]*(?:"[^"]*"[^":;]*)*)*):(?P<value>.*)',
    re.DOTALL,
)
_PARAM = re.compile(r'[^";]*(?:"[^"]*"[^";]*)*')
_ESCAPED = re.compile(r"\\([\\;,:nN])")
_BINARY = frozenset({b"PHOTO", b"LOGO", b"SOUND", b"KEY"})
# Python knows others by such a name that are no character sets, and some that take long.
_CHARSET = re.compile(r"^(?:utf|ucs|iso|latin|windows|cp|us-ascii|ascii|shift|euc|gb|big5|koi8|mac)[\w-]*$")
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})


class NotText(Exception):
    """A property's bytes are text in no character set that it may be in."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a card. `types` are in lower case; `rank` is how much it is preferred, 1 the most, 100 not."""

    group: str
    name: str
    text: str  # decoded, its escapes as they stand
    types: frozenset[str] = frozenset()
    rank: int = 100

    @property
    def whole(self) -> str:
        """Its text, as one: a comma in it parts nothing."""
        return _unescaped(self.text)

    def parts(self, separator: str) -> list[str]:
        """Its parts, between separators that are not escaped."""
        return [_unescaped(part) for part in _split(self.text, separator)]


class Unfolding:
    """The content lines of one card, put together from lines as they come. Pictures and sounds are left out."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._parts: list[bytes] = []  # of the line that may go on
        self._is_quoted = False  # whether that one is quoted-printable
        self._is_old = False  # vCard 2.1, where the space that a folded line begins with is a part of the text
        self.skips = False  # whether the latest line was of a picture
        self.size = 0  # bytes of the lines

    def add(self, line: bytes) -> None:
        """Take the next line, without its end."""
        if line[:1] in (b" ", b"\t"):
            self._continue(b" " + line.lstrip() if self._is_old else line[1:])
        elif not self.skips and self._is_quoted and self._parts[-1].endswith(b"="):
            self._parts[-1] = self._parts[-1][:-1]
            self._continue(line)
        elif line.strip() and not (self.skips and b":" not in line):
            head, _, value = line.partition(b":")
            name = head.partition(b";")[0].rpartition(b".")[2].strip().upper()
            self._is_old = self._is_old or (name == b"VERSION" and value.strip() == b"2.1")
            self._is_quoted = b"QUOTED-PRINTABLE" in head.upper()
            self.skips = name in _BINARY
            if not self.skips:
                self._end()
                self._parts = [line]
                self.size += len(line)

    def lines(self) -> list[bytes]:
        """Those so far, each whole."""
        self._end()
        return self._lines

    def _continue(self, line: bytes) -> None:
        if self._parts and not self.skips:
            self._parts.append(line)
            self.size += len(line)

    def _end(self) -> None:
        if self._parts:
            self._lines.append(b"".join(self._parts))
            self._parts = []


def properties(lines: Iterable[bytes]) -> Iterator[Property]:
    """What the content lines say; a line that is no property says nothing. NotText for one that is no text."""
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is not None:
            yield _property(found)


def is_damaged(line: bytes) -> bool:
    """Whether a line begins as a property that is read does, and is none."""
    return _LINE.fullmatch(line) is None and re.match(rb"(?i)(?:[\w-]+\.)?(?:TEL|EMAIL|FN|N)\b", line) is not None


def _property(found: re.Match[bytes]) -> Property:
    types: set[str] = set()
    rank, charset, is_quoted = 100, "", False
    for param in _PARAM.findall(found["params"].decode("latin-1")):
        name, equals, value = param.strip().partition("=")
        name, value = name.strip().upper(), value.strip()
        if not equals and name in _ENCODINGS:
            name, value = "ENCODING", name
        if name == "ENCODING":
            is_quoted = value.strip('"').upper() == "QUOTED-PRINTABLE"
        elif name == "CHARSET":
            charset = value.strip('"').lower()
        elif name == "PREF" and equals:
            rank = int(value.strip('"')) if value.strip('"').isdecimal() else rank
        elif name and (name == "TYPE" or not equals):
            words = (value if equals else name).replace('"', "").split(",")
            types |= {word.strip().lower() for word in words}
    if "pref" in types:
        rank = min(rank, 1)
    data = quopri.decodestring(found["value"]) if is_quoted else found["value"]
    group = (found["group"] or b"").decode("latin-1").lower()
    name = found["name"].decode("latin-1").upper()
    return Property(group, name, _decoded(data, charset).strip(), frozenset(types), rank)


def _decoded(data: bytes, charset: str) -> str:
    """The text of a value: in the character set it names, or else in UTF-8, or Windows-1252."""
    for encoding in (*_CHARSET.findall(charset), "utf-8", "cp1252"):
        try:
            return data.decode(encoding).replace("\0", "\ufffd")
        except (LookupError, UnicodeError):
            continue
    raise NotText


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def _split(text: str, separator: str) -> list[str]:
    pieces, start, place = [], 0, 0
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == separator:
            pieces.append(text[start:place])
            start = place + 1
        place += 1
    return [*pieces, text[start:]]
