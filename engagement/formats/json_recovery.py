"""Getting past a JSON value that cannot be parsed, to the next one that can, holding no more than a record of it."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from engagement.formats.effort import Effort, reach
from engagement.formats.json_scan import Found, Scan
from engagement.formats.limits import CHUNK, KEPT, MAX_RECORD
from engagement.formats.values import page_word
from engagement.formats.window import Window

# Space is taken whole or not at all, and that after a line end only to the next: else blank lines take time by the
# square of their number.
_NEXT_ELEMENT = r"(?:\}\s*+,\s*+|\n[ \t\r]*+)(?=\{)"  # where the next element of a list may begin
_NEXT_DOCUMENT = r"(?:\}\s*+|\n[ \t\r]*+)(?=[{\[])"  # where the next document may begin
_FIRST_KEY = re.compile(r'\{\s*+("(?:[^"\\]|\\.){0,200}+")\s*+:')
_FIRST_KEY_IN_LIST = re.compile(r',\s*+\{\s*+("(?:[^"\\]|\\.){0,200}+")\s*+:')
_KEYS = 3  # by which records are told from what is inside them, where there is no good one yet
_BEFORE_VALUE = (":", ",", "[")  # behind anything else no JSON has an object inside another
_NEVER = re.compile(r"(?!)")
_OVERLAP = 64  # characters held when text is let go of, so that a pattern across the cut is still found


def usual_first_keys(window: Window) -> tuple[str, ...]:
    """The keys, as they are written, that most objects begin with which follow a comma in what is held."""
    counts = Counter(_FIRST_KEY_IN_LIST.findall(window.text, window.pos))
    return tuple(key for key, _ in counts.most_common(_KEYS))


class Why(Enum):
    """What a value that could not be parsed at first turned out to be."""

    WHOLE = "whole, once more of it was held"
    BROKEN = "no JSON"
    CUT = "ended by the end of the file"
    LONG = "longer than a record may be"


@dataclass(frozen=True, slots=True)
class Passed:
    """A value got past: why it could not be parsed, its text or the beginning of that, and its length in characters."""

    why: Why
    raw: str
    length: int


class Recovery:
    """Gets past the value at the window's position; `in_list` says whether it is a list's element or a document.

    `like` is the last good record, if any: the next one begins with its first key and has half of its keys, which tells
    it from an object inside the broken one. `usual` are the first keys, as they are written, of most that follows;
    they are gone by while there is no good one.
    """

    def __init__(
        self,
        window: Window,
        effort: Effort,
        *,
        in_list: bool,
        like: Mapping[str, object] | None = None,
        usual: Sequence[str] = (),
    ) -> None:
        self._window = window
        self._effort = effort
        self._in_list = in_list
        self._beginning = ""
        self._let_go = 0
        self._like = like
        begins_line = window.before + window.pos == 0 or window.text[window.pos - 1 : window.pos] == "\n"
        self._is_outermost = not in_list and begins_line  # what is indented below it is inside it
        own = _FIRST_KEY.match(window.text, window.pos)
        firsts = [json.dumps(next(iter(like)))] if like else [*([own.group(1)] if own else ()), *usual]
        self._firsts = firsts
        self._alike = rf"(?=\{{\s*+(?:{'|'.join(map(re.escape, firsts))})\s*+:)" if firsts else None

    def run(self) -> Passed:
        """Move the window behind the value; for a WHOLE one it stays, with all of the value held."""
        window = self._window
        scan = Scan(lines=not self._in_list)
        if not self._effort.allows(window.pos):
            return self._search(self._starts, Why.BROKEN)
        while True:
            found = scan.go(window.text, window.pos)
            if found is Found.MORE:
                if not window.can_grow():
                    if window.ended:
                        return self._search([self._alike] if self._alike else [], Why.CUT)
                    self._drop(scan.at)
                    scan.at = 0
            elif found is Found.END and not self._let_go and self._is_whole():
                return Passed(Why.WHOLE, "", scan.at)
            elif (found is Found.END and self._follows(scan.at)) or (found is Found.LINE and self._fits(scan.at)):
                return self._passed(scan.at, Why.BROKEN)
            elif found is not Found.LINE:
                self._effort.spend(window.pos, scan.at)
                return self._search(self._starts, Why.BROKEN)

    @property
    def _starts(self) -> list[str]:
        usual = _NEXT_ELEMENT if self._in_list else _NEXT_DOCUMENT
        return [self._alike, usual] if self._alike else [usual]

    def _search(self, starts: list[str], otherwise: Why) -> Passed:
        """Behind the value by looking for a place where another one begins, ends and is followed as it should be.

        `starts` are patterns of where one may begin; with no such place the value is all the rest, and is `otherwise`.
        """
        window = self._window
        pattern = re.compile("|".join(starts)) if starts else _NEVER
        offset = 1
        while True:
            while match := pattern.search(window.text, window.pos + offset):
                offset = match.end() - window.pos
                if self._effort.allows(window.pos + offset) and self._fits(offset):
                    passed = self._passed(offset, Why.BROKEN)
                    return replace(passed, raw=passed.raw.rstrip(", \t\r\n"))
                offset += 1
            if not window.can_grow():
                if window.ended:
                    return self._passed(window.held, otherwise)
                offset = max(offset, window.held - _OVERLAP)
                self._drop(offset)
                offset = 0

    def _is_whole(self) -> bool:
        try:
            self._window.value()
        except ValueError:
            return False
        return True

    def _fits(self, offset: int) -> bool:
        """Whether a value at `offset` can be parsed, and is followed by what follows a value here."""
        window = self._window
        while window.held - offset < CHUNK and window.fill():
            pass
        try:
            value, end = window.value(offset)
        except ValueError as error:
            start = window.pos + offset
            self._effort.spend(start, reach(window, start, error))
            return not self._in_list and self._effort.list_within(start, KEPT) is not None
        fits = self._is_one(value, offset, end)
        if not fits:
            self._effort.spend(window.pos + offset, end - offset)
        return fits

    def _is_one(self, value: object, start: int, end: int) -> bool:
        """Whether `value`, from `start` to `end`, is like the records before it, and stands as a value does here."""
        if self._like and isinstance(value, dict) and len(value.keys() & self._like.keys()) * 2 < len(self._like):
            return not self._in_list and page_word(value) is not None
        before, space = self._before(start)
        follows = self._window.char(end)[0]
        is_last = follows == "]" or (not follows and self._window.ended)  # or the list's end is lost
        if self._in_list and is_last and isinstance(value, dict):
            if self._like:
                return follows == "]" or before != ":" or "\n" in space
            is_usual = bool(value) and json.dumps(next(iter(value)), ensure_ascii=False) in self._firsts
            if follows == "]":
                return is_usual or before not in _BEFORE_VALUE
            return before not in _BEFORE_VALUE and "\n" in space
        if not self._like and before == ":" and "\n" not in space:
            return False
        if not self._like and self._is_outermost and space[-1:] in (" ", "\t") and "\n" in space:
            return False
        return isinstance(value, dict | list) and (self._follows(end) or self._is_line(start, end, follows))

    def _before(self, offset: int) -> tuple[str, str]:
        """The character before `offset` that is no white space, and the white space behind it."""
        text = self._window.text[max(self._window.pos + offset - _OVERLAP, 0) : self._window.pos + offset]
        bare = text.rstrip(" \t\r\n")
        return bare[-1:], text[len(bare) :]

    def _is_line(self, start: int, end: int, follows: str) -> bool:
        """Whether the document from `start` to `end` has lines to itself, with none around it that goes on."""
        window = self._window
        return (
            not self._in_list
            and window.text[window.pos + start - 1] == "\n"
            and window.text.startswith(("\n", "\r\n"), window.pos + end)
            and follows not in (",", "}")
        )

    def _follows(self, offset: int) -> bool:
        """Whether what stands behind a value is what stands behind a record.

        An object inside a broken record is followed by a comma too, but then by a key. Where there is no good record to
        tell one by, and where a list's end was lost, a comma counts with another record behind it.
        """
        char, at = self._window.char(offset)
        if char == "," and not (self._in_list and self._like):
            return self._window.char(at + 1)[0] == "{"
        return char in (",", "]", "{") if self._in_list else char in ("", "{", "[", "]")

    def _drop(self, length: int) -> None:
        window = self._window
        if not self._let_go:
            self._beginning = window.text[window.pos : window.pos + KEPT]
        self._let_go += length
        window.pos += length

    def _passed(self, length: int, why: Why) -> Passed:
        window = self._window
        total = self._let_go + length
        raw = self._beginning if self._let_go else window.text[window.pos : window.pos + length]
        window.pos += length
        return Passed(Why.LONG if total > MAX_RECORD else why, raw, total)
