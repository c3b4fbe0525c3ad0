"""How much a reader may look again at what it has looked at, so that a damaged file takes time by its size."""

import json
import re

from engagement.formats.json_scan import Scan
from engagement.formats.values import CONTAINER_START
from engagement.formats.window import Window

_TIMES = 8  # each character of a file may be looked at so often, all together
_FREE = 1 << 20  # characters that may be looked at again in any file: no small one is read with less care


class Effort:
    """What looking ahead in a file has cost, in characters, and whether there is more of it to spend.

    Behind damage a parse is tried wherever a record may begin, and most of these tries come to nothing. Whoever made
    one says from where to where it looked. When all of them together have looked at the file several times over, a
    try is made only at places that none has looked at before: then each character costs one look more at most.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._spent = 0
        self._seen = 0  # up to where a try has looked, as a place in the file
        self._searched = 0  # up to where a page's list has been looked for
        self._lists: list[int] = []  # the place of the next one, if it is known

    def spend(self, start: int, length: int) -> None:
        """A try looked from `start` in the window's text over `length` characters, in vain."""
        self._spent += length
        self._seen = max(self._seen, self._window.before + start + length)

    def allows(self, start: int) -> bool:
        """Whether a try may be made at `start` in the window's text."""
        place = self._window.before + start
        return self._spent <= _FREE + _TIMES * place or place >= self._seen

    def list_within(self, start: int, length: int) -> re.Match[str] | None:
        """The first list of a page that begins in `length` characters from `start` on; none is looked for twice."""
        window = self._window
        place = window.before + start
        if self._lists and self._lists[0] < place:
            self._lists.clear()
        if not self._lists:
            found = CONTAINER_START.search(window.text, max(start, self._searched - window.before), start + length)
            self._searched = max(self._searched, place + length - _LONGEST_START)
            if found is None:
                return None
            self._lists.append(window.before + found.start())
        at = self._lists[0] - window.before
        return CONTAINER_START.match(window.text, at, start + length) if at < start + length else None


_LONGEST_START = 64  # characters of a list's name, colon and bracket, with some space between them


def reach(window: Window, start: int, error: ValueError) -> int:
    """How many characters from `start` on a parse looked at that ended in `error`."""
    if isinstance(error, json.JSONDecodeError):
        return max(error.pos - start, 1)
    scan = Scan(lines=False)  # nested too deeply, and the parser does not say where
    scan.go(window.text, start)
    return max(scan.at, 1)
