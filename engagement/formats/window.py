"""The text of a JSON document as a window that moves along it, so that no more than a record is held."""

import codecs
import json
import re

from engagement.formats.limits import MAX_RECORD
from engagement.formats.source import Peekable

_SPACE = re.compile("[ \t\r\n\ufeff\x1e]*")
_decode = json.JSONDecoder().raw_decode


class _Text(str):
    """Text in which a parser's error is placed by its character alone.

    json counts the lines before each error it raises. Nobody asks for their number here, and in a damaged file, where
    a parse is tried at every place that may begin a record, the counting took time by the square of its size.
    """

    __slots__ = ()

    def count(self, *_: object) -> int:
        """No line: they are not counted."""
        return 0

    def rfind(self, *_: object) -> int:
        """No line end: they are not looked for."""
        return -1


class Window:
    """`text[pos:]` is what has been read and not yet taken. Bytes that are no UTF-8 appear as lone surrogates."""

    def __init__(self, source: Peekable) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self.text = ""
        self.pos = 0
        self.before = 0  # characters of the file before `text`
        self.ended = False

    @property
    def held(self) -> int:
        """How many characters are held from `pos` on."""
        return len(self.text) - self.pos

    def fill(self) -> bool:
        """Hold a chunk more and forget what is before `pos`; False at the end of the file."""
        if self.ended:
            return False
        data = self._source.read()
        self.ended = not data
        self.before += self.pos
        self.text = _Text(self.text[self.pos :] + self._decoder.decode(data, final=self.ended))
        self.pos = 0
        return True

    def can_grow(self) -> bool:
        """Hold a chunk more, unless a whole record's worth is held or the file is at its end."""
        return self.held <= MAX_RECORD and self.fill()

    def char(self, offset: int = 0) -> tuple[str, int]:
        """The first character that is no white space from `pos + offset` on, and its offset; "" at the end."""
        while True:
            match = _SPACE.match(self.text, self.pos + offset)
            end = match.end() if match else self.pos + offset
            if end < len(self.text):
                return self.text[end], end - self.pos
            if offset == 0:
                self.pos = end  # white space is not held
            if not (self.fill() if offset == 0 else self.can_grow()):
                return "", self.held

    def next_char(self) -> str:
        """The next character that is no white space, with `pos` moved to it; "" at the end."""
        char, offset = self.char()
        self.pos += offset
        return char

    def value(self, offset: int = 0) -> tuple[object, int]:
        """The JSON value at `pos + offset`, and the offset after it; ValueError if what is held has no whole one."""
        try:
            value, end = _decode(self.text, self.pos + offset)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if end == len(self.text) and not self.ended and isinstance(value, int | float):
            raise ValueError("the number may go on")
        return value, end - self.pos

    def whole_value(self, offset: int) -> tuple[object, int] | None:
        """Like `value`, but holds more text until there is one; None when there is none within a record's length."""
        while True:
            try:
                return self.value(offset)
            except ValueError:
                if not self.can_grow():
                    return None
