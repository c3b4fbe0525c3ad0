"""Finding the end of a JSON value that cannot be parsed: broken, too long, or not whole yet."""

import re
from enum import Enum

_OUTSIDE = re.compile(r'["{}\[\]\n]')
_INSIDE = re.compile(r'["\\\n]')
_AFTER_STRING = re.compile(r"[ \t\r\n]*[^ \t\r\n]")
_AFTER_BRACKET = re.compile(r"[ \t\r\n]*+[{\[]")
_OPENS = {"}": "{", "]": "["}
_DEEPEST = 500  # deeper than any record, and than a parser goes


class Found(Enum):
    """What a scan came to."""

    MORE = "the text ended before the value"
    END = "the value's closing bracket"
    LOST = "a place that fits no JSON, so brackets and quotes can no longer be trusted"
    LINE = "a line that begins with a bracket, perhaps the next value of its own"


class Scan:
    """Follows the brackets and strings of one value over text that comes bit by bit.

    `at` is the offset from the value's start up to which it has been followed; `in_string` whether that is in a string.
    """

    def __init__(self, *, lines: bool, stack: str = "") -> None:
        self._lines = lines  # whether to stop at Found.LINE
        self._stack = list(stack)
        self.in_string = False
        self.at = 0

    def go(self, text: str, start: int) -> Found:
        """Follow the value that starts at `start` from where the last call stopped."""
        position = start + self.at
        while True:
            token = (_INSIDE if self.in_string else _OUTSIDE).search(text, position)
            if token is None:
                self.at = len(text) - start
                return Found.MORE
            position = token.end()
            mark = token.group()
            if mark == "\\":
                if position == len(text):
                    self.at = token.start() - start
                    return Found.MORE
                position += 1
                continue
            if mark == "\n" and not self.in_string and position == len(text):
                self.at = token.start() - start
                return Found.MORE
            found = self._take(mark, text, position)
            if found is not None:
                self.at = position - start
                return found

    def _take(self, mark: str, text: str, position: int) -> Found | None:
        """What follows from `mark`, which ends at `position`; None to go on."""
        if self.in_string:
            self.in_string = False
            after = _AFTER_STRING.match(text, position)
            fits = mark == '"' and (after is None or after.group()[-1] in ",:}]")
            return None if fits else Found.LOST
        if mark == "\n":
            return Found.LINE if self._lines and text[position] in "{[" else None
        if mark == '"':
            self.in_string = True
            return None
        if mark in "{[":
            self._stack.append(mark)
            return Found.LOST if len(self._stack) > _DEEPEST else None
        if not self._stack or self._stack.pop() != _OPENS[mark]:
            return Found.LOST
        if not self._stack:
            return Found.END
        return Found.LOST if _AFTER_BRACKET.match(text, position) else None  # a value right behind another
