"""vCards: the people of an address book, one card each, in version 2.1, 3.0 or 4.0, one after another in a file."""

import re
from collections.abc import Iterator

from engagement.domain.records import RawRecord, Reject
from engagement.formats.card_fields import person_of
from engagement.formats.card_lines import NotText, Unfolding, is_damaged, properties
from engagement.formats.limits import MAX_RECORD, rejected, too_long
from engagement.formats.lines import Line, read_lines
from engagement.formats.source import UTF8_MARK, Peekable
from engagement.formats.table import line_end_of

_BEGIN = re.compile(rb"(?i)BEGIN\s*:\s*VCARD\s*")
_BEGIN_LINE = re.compile(rb"(?im)^BEGIN\s*:\s*VCARD[ \t]*\r?$")
_BEGINS = re.compile(rb"(?i)BEGIN\s*:\s*VCARD\s*\Z")  # at a line's end, whatever of a damaged card stands before it
_END = re.compile(rb"(?i)END\s*:\s*VCARD\s*")

_CUT = "The file ends in the middle of this card: export it again, and import the new copy."
_NO_END = "This card has no end: the next one begins within it. Export it again, or add END:VCARD to it."
_OUTSIDE = "This is outside of every card: leave it out, or export the file again."
_NUL = "The card holds a character (NUL) that is not text: correct it, or export it again."
_NOT_TEXT = "The card holds characters that are text in no character set known here: export it as UTF-8."
_LINE = "This line of a card is no property like TEL:+12025550143, so it was left out: correct it, or export it again."


def are_cards(head: bytes) -> bool:
    """Whether `head` begins with a vCard, or has one on lines of its own behind a card whose beginning is damaged."""
    return _BEGIN.match(head[:100]) is not None or _BEGIN_LINE.search(head) is not None


class Cards:
    """Reads cards from a source. `note` says, after the last, what was left out for being about nobody."""

    empty: str | None = None

    def __init__(self, source: Peekable) -> None:
        self._source = source
        self._lines = read_lines(source, line_end_of(source.peek()))
        self._others = 0  # cards of groups and places

    @property
    def note(self) -> str | None:
        """A sentence about the cards that are of no person."""
        if not self._others:
            return None
        what = "1 card is of a group or place and was" if self._others == 1 else f"{self._others:,} cards are of groups"
        return f"{what}{'' if self._others == 1 else ' or places and were'} left out."

    def records(self) -> Iterator[RawRecord | Reject]:
        """The record of each card; one that is damaged is a Reject, and so is what stands between cards."""
        outside: list[Line] = []
        for line in self._lines:
            if _BEGINS.search(line.text[-100:]):
                yield from _told(outside)
                outside = []
                yield from self._card(line)
            elif _stripped(line):
                outside.append(Line(line.number, line.text[: MAX_RECORD // 64]))
                if len(outside) == 64:
                    yield from _told(outside)
                    outside = []
        yield from _told(outside)

    def _card(self, first: Line) -> Iterator[RawRecord | Reject]:
        """What comes of the card that begins with `first`, and of those that begin before it has ended."""
        card, start, length = Unfolding(), first.number, None
        within = False  # within the card of somebody's agent, which 2.1 has inside another
        before = b""
        for line in self._lines:
            text = line.text.rstrip(b"\r\n")
            if _BEGINS.search(text[-100:]):
                if not within and before.upper().startswith(b"AGENT"):
                    within = True
                else:
                    yield rejected(f"line {start}", _NO_END, _shown(card))
                    card, start, length, within = Unfolding(), line.number, None, False
            elif _END.fullmatch(text.strip()):
                if not within:
                    yield from self._read(card, f"line {start}", length)
                    return
                within = False
            elif not within and card.size <= MAX_RECORD:
                card.add(text)
                if line.length is not None and not card.skips:
                    length = line.length
            before = text
        yield self._source.ending(f"line {start}", _shown(card), _CUT)

    def _read(self, card: Unfolding, place: str, length: int | None) -> Iterator[RawRecord | Reject]:
        raw = _shown(card)
        if length is not None or card.size > MAX_RECORD:
            yield too_long(place, raw, length or card.size)
            return
        if "\0" in raw:
            yield rejected(place, _NUL, raw)
            return
        try:
            fields = person_of(properties(card.lines()))
        except NotText:
            yield rejected(place, _NOT_TEXT, raw)
            return
        if fields is None:
            self._others += 1
            return
        yield RawRecord(place, fields, raw)
        for line in card.lines():
            if is_damaged(line):
                yield rejected(place, _LINE, line.decode("utf-8", "backslashreplace"))


def _told(outside: list[Line]) -> Iterator[Reject]:
    if outside:
        text = b"".join(line.text for line in outside).decode("utf-8", "backslashreplace").strip()
        yield rejected(f"line {outside[0].number}", _OUTSIDE, text)


def _stripped(line: Line) -> bytes:
    return line.text.removeprefix(UTF8_MARK).strip()


def _shown(card: Unfolding) -> str:
    """The card without its pictures, as a reject has it."""
    return "\n".join(["BEGIN:VCARD", *(line.decode("utf-8", "backslashreplace") for line in card.lines()), "END:VCARD"])
