"""JSON documents: pages that hold records under a name, lists of records, single records, one after another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engagement.domain.records import RawRecord, Reject
from engagement.formats.effort import Effort
from engagement.formats.json_recovery import Recovery, Why, usual_first_keys
from engagement.formats.json_scan import Found, Scan
from engagement.formats.limits import KEPT, MAX_RECORD, rejected, too_long
from engagement.formats.source import Peekable
from engagement.formats.values import CONTAINER_START, CONTAINERS, not_a_record, not_json, page_word, parse
from engagement.formats.window import Window

_DOCUMENT = re.compile(r"[{\[]")
_ELEMENT = re.compile(r"[{\],]")
_BRACKETS = re.compile(r"[^\[\s]")  # behind the brackets of lists within a list that are not whole

_BEHIND_VALUE = (*',:]}{["', "")  # behind anything else a text was none: a stray quote has taken the next one's

_CUT_RECORD = "The {} ends in the middle of this record: download the file again, and import the new copy."
_CUT_PAGE = "The {} ends in the middle of this page, so records may be missing: download the file again."
_BROKEN_PAGE = "This part of the page around its records is not valid JSON: the records themselves are read."
_JUNK = "This stands where a record should, and is not valid JSON: correct it, or export the file again."


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where a walk along an object's keys came to: at a list called `word`, at the `end`, or at what is broken."""

    offset: int
    word: str | None = None
    end: bool = False


class Documents:
    """Reads documents from a source, after `count` records. `empty` names a list that had nothing in it.

    `line` is the number of the line that the source is, when it is one line of a file and not a file of its own.
    """

    def __init__(self, source: Peekable, count: int = 0, line: int | None = None) -> None:
        self._source = source
        self._window = Window(source)
        self._effort = Effort(self._window)
        self._count = count
        self._before, self._whole = ("", "file") if line is None else (f"line {line}, ", "line")
        self._cut = False
        self._is_hurt = False  # whether anything of it was no record
        self._last: dict[str, object] | None = None  # the last good record
        self._other: dict[str, object] | None = None  # the one before the next, good or not
        self._usual: tuple[str, ...] | None = None  # first keys of records, looked for once, where there is no good one
        self.empty: str | None = None

    def records(self) -> Iterator[RawRecord | Reject]:
        """Every record of every document; what is no record is a Reject, and reading goes on behind it."""
        window = self._window
        while char := window.next_char():
            if char == "{":
                yield from self._object(in_list=False, may_be_page=True)
            elif char == "[":
                window.pos += 1
                yield from self._list("records", may_be_page=True)
            elif char in ",]}":  # what is left of a list or page after a broken record
                window.pos += 1
            else:
                yield self._junk(_DOCUMENT)

    def _place(self) -> str:
        self._count += 1
        return f"{self._before}item {self._count}"

    def _list(self, word: str, *, may_be_page: bool) -> Iterator[RawRecord | Reject]:
        """The elements up to the list's end; the window stands after its opening bracket."""
        window = self._window
        before = self._count
        while char := window.next_char():
            if char == "]":
                window.pos += 1
                if self._count == before:
                    self.empty = word
                return
            if char == ",":
                window.pos += 1
            elif char == "}":
                return  # the list's end is lost in a broken record before
            elif char == "{":
                yield from self._object(in_list=True, may_be_page=may_be_page)
            elif (value := window.whole_value(0)) and window.char(value[1])[0] in _BEHIND_VALUE:
                yield self._record(value[1])
            elif char == "[":
                yield self._junk(_BRACKETS, not_json(ValueError()))
            else:
                yield self._junk(_ELEMENT)
        if not self._told:
            yield self._ending("", _CUT_PAGE)

    def _object(self, *, in_list: bool, may_be_page: bool) -> Iterator[RawRecord | Reject]:
        """The record, or the records of the page, that begins at the window's position."""
        try:
            value, length = self._window.value()
        except ValueError as error:
            reason = not_json(error, self._window.pos)
            if may_be_page and (walk := self._walk(1)).word:
                yield from self._page(walk)
            elif may_be_page and (start := self._list_in_broken_page()):
                yield self._reject(start, _BROKEN_PAGE)
                yield from self._page(_Walk(0, "items"))
            else:
                yield self._unparsed(reason, in_list=in_list)
            return
        if may_be_page and isinstance(value, dict) and page_word(value):
            yield from self._page(self._walk(1))
        else:
            yield self._record(length)

    def _record(self, length: int) -> RawRecord | Reject:
        """What the next `length` characters say, which are one JSON value."""
        window = self._window
        raw = window.text[window.pos : window.pos + length]
        window.pos += length
        place = self._place()
        if length > MAX_RECORD:
            return too_long(place, raw, length)
        try:
            fields = parse(raw)
        except ValueError as error:  # the json module lets NaN, half surrogate pairs and more pass, which are no JSON
            return rejected(place, not_json(error), raw)
        if not isinstance(fields, dict):
            self._is_hurt = True
            return rejected(place, not_a_record(fields), raw)
        if fields and (not self._is_hurt or self._stands_alone()):
            self._take_as_example(fields)
        return RawRecord(place, fields, raw)

    def _take_as_example(self, fields: dict[str, object]) -> None:
        """Tell records by `fields`. Behind damage they may be inside a record, so the second like them counts."""
        last, self._other = self._other, fields
        if not self._is_hurt or any(one is None or one.keys() == fields.keys() for one in (self._last, last)):
            self._last = fields

    def _stands_alone(self) -> bool:
        """Whether what follows the value just read is another record or an end, and not the rest of a broken record."""
        char, at = self._window.char()
        return (self._window.char(at + 1)[0] if char == "," else char) in ("", "{", "[", "]")

    # Pages

    def _walk(self, offset: int) -> _Walk:
        """Along the keys of the object the window stands in, from `offset`, where its next key may be."""
        window = self._window
        while True:
            char, offset = window.char(offset)
            if char == ",":
                offset += 1
                continue
            if char == "}":
                return _Walk(offset + 1, end=True)
            if char != '"' or (key := window.whole_value(offset)) is None:
                return _Walk(offset)
            char, offset = window.char(key[1])
            if char != ":":
                return _Walk(offset)
            char, offset = window.char(offset + 1)
            if char == "[" and key[0] in CONTAINERS:
                return _Walk(offset + 1, word=str(key[0]))
            if (value := window.whole_value(offset)) is None:
                return _Walk(offset)
            offset = value[1]

    def _page(self, walk: _Walk) -> Iterator[RawRecord | Reject]:
        """The records of the page whose list `walk` came to, and of its further lists."""
        window = self._window
        while walk.word:
            window.pos += walk.offset
            yield from self._list(walk.word, may_be_page=False)
            while self._list_goes_on() and not self._told:
                yield from self._list(walk.word, may_be_page=False)
            if self._told:
                return
            walk = self._walk(0)
        if walk.end:
            window.pos += walk.offset
        else:
            yield self._broken_end()

    def _list_goes_on(self) -> bool:
        """Whether a record follows the list's end, which a stray bracket was, and so none."""
        char, at = self._window.char()
        return (self._window.char(at + 1)[0] if char == "," else char) == "{"

    def _broken_end(self) -> Reject:
        """What is broken behind a page's list, up to the page's end or what may be the next document."""
        window = self._window
        scan = Scan(lines=True, stack="{")
        while (found := scan.go(window.text, window.pos)) is Found.MORE and window.can_grow():
            pass
        if found is Found.MORE and window.ended:
            return self._ending(self._take(window.held), _CUT_PAGE)
        return self._reject(max(scan.at, 1), _BROKEN_PAGE)

    def _list_in_broken_page(self) -> int | None:
        """The length of a broken page up to where its list begins; None when the broken object has none."""
        window = self._window
        if not self._effort.allows(window.pos):
            return None
        scan = Scan(lines=True)
        scan.go(window.text, window.pos)
        self._effort.spend(window.pos, scan.at)
        match = CONTAINER_START.search(window.text, window.pos, window.pos + scan.at)
        return match.end() - window.pos if match else None

    # What cannot be read

    @property
    def _told(self) -> bool:
        """Whether a Reject has already said that the file ends too early."""
        return self._cut or self._source.damage_told

    def _take(self, length: int) -> str:
        window = self._window
        raw = window.text[window.pos : window.pos + length]
        window.pos += length
        return raw

    def _reject(self, length: int, reason: str) -> Reject:
        return rejected(self._place(), reason, self._take(length))

    def _ending(self, raw: str, reason: str) -> Reject:
        self._cut = True
        return self._source.ending(self._place(), raw, reason.format(self._whole))

    def _unparsed(self, reason: str, *, in_list: bool) -> RawRecord | Reject:
        """The record at the window that could not be parsed: whole once more of it is held, or a Reject."""
        self._is_hurt = True
        if self._last is None and self._usual is None:
            self._usual = usual_first_keys(self._window)
        usual = self._usual or ()
        passed = Recovery(self._window, self._effort, in_list=in_list, like=self._last, usual=usual).run()
        if passed.why is Why.WHOLE:
            return self._record(passed.length)
        if passed.why is Why.CUT:
            return self._ending(passed.raw, _CUT_RECORD)
        if passed.why is Why.LONG:
            return too_long(self._place(), passed.raw, passed.length)
        return rejected(self._place(), reason, passed.raw)

    def _junk(self, until: re.Pattern[str], reason: str = _JUNK) -> Reject:
        """What stands where a record should and begins like none, up to what `until` finds."""
        self._is_hurt = True
        window = self._window
        beginning, let_go = "", 0
        while (match := until.search(window.text, window.pos)) is None:
            beginning = (beginning + window.text[window.pos :])[:KEPT]
            let_go += window.held
            window.pos = len(window.text)
            if not window.fill():
                break
        length = match.start() - window.pos if match else 0
        raw = (beginning + self._take(length))[:KEPT]
        return rejected(self._place(), reason, raw, length=let_go + length if let_go + length > KEPT else None)
