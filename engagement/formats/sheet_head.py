"""Where the headings of a worksheet are: below a title, over one row or two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engagement.formats.archives import SheetFacts

LOOKED_AT = 40  # rows with anything in them, among which the headings are looked for
_LONGEST = 100  # characters of a heading
_DIGITS = re.compile(r"\d")
_MANY_DIGITS = 5  # from here on it is a number of something, and no heading
_ENOUGH = (0.8, 0.5)  # how much of the widest row the headings fill, tried in this order


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its number from 1, the texts of its cells, and which of them are no text but a number."""

    number: int
    cells: tuple[str, ...]
    numbers: frozenset[int] = frozenset()  # places, from 0

    @property
    def filled(self) -> tuple[int, ...]:
        """The places of its cells that are not blank."""
        return tuple(place for place, text in enumerate(self.cells) if text)

    def text(self, place: int) -> str:
        """The cell at `place`, "" where the row is shorter."""
        return self.cells[place] if place < len(self.cells) else ""

    def may_be_heading(self, place: int) -> bool:
        """Whether the cell at `place` is a word or a few, and not an address, a number or a date."""
        text = self.text(place)
        return (
            place not in self.numbers
            and "@" not in text
            and len(text) <= _LONGEST
            and len(_DIGITS.findall(text)) < _MANY_DIGITS
        )

    @property
    def is_of_headings(self) -> bool:
        """Whether every cell may be a heading."""
        return all(map(self.may_be_heading, self.filled))


def headings(rows: Sequence[Row], facts: SheetFacts) -> tuple[int, list[str]]:
    """How many of `rows`, which are those at the top that are not blank, come before the data; and the headings.

    Of a table with a head over two rows ("Phone" over "Home" and "Work") both are put together: "Phone Home".
    """
    place = _head(rows, facts)
    head = rows[place]
    own = [head.text(column) for column in range(len(head.cells))]
    if place and head.number == rows[place - 1].number + 1:
        own = _under(rows[place - 1], own, _spans(rows[place - 1], facts))
    after = place + 1
    if after < len(rows) - 1 and rows[after].number == head.number + 1:
        found = _over(head, rows[after], _spans(head, facts))
        if found is not None:
            return after + 1, found
    return after, own


def _head(rows: Sequence[Row], facts: SheetFacts) -> int:
    """Which of `rows` has the headings, or the upper of them: the first that fills enough of the width with words."""
    widths = [_width(row, facts) for row in rows]
    widest = max(widths)
    if widest == 1:  # a column of its own: what is above its first address
        first = next((place for place, row in enumerate(rows) if not row.is_of_headings), 1)
        return max(first - 1, 0)
    for enough in _ENOUGH:
        for place, row in enumerate(rows):
            if row.is_of_headings and widths[place] >= max(2, widest * enough):
                return place
    return 0


def _width(row: Row, facts: SheetFacts) -> int:
    """How many columns a row fills; a cell that is merged over several fills them, unless it is the only one."""
    filled = row.filled
    if len(filled) < 2:
        return len(filled)
    spans = _spans(row, facts)
    return sum(spans.get(place, place) - place + 1 for place in filled)


def _spans(row: Row, facts: SheetFacts) -> Mapping[int, int]:
    """The last place of each cell of a row that is merged over several columns."""
    return {first - 1: last - 1 for top, first, _, last in facts.merged if top == row.number and last > first}


def _under(above: Row, own: list[str], spans: Mapping[int, int]) -> list[str]:
    """The headings with the group that stands above some of them, in a cell merged over these and not over all."""
    found = list(own)
    for first, last in spans.items():
        group = above.text(first)
        if group and above.may_be_heading(first) and any(text for text in [*own[:first], *own[last + 1 :]]):
            for place in range(first, min(last + 1, len(own))):
                found[place] = f"{group} {own[place]}".strip()
    return found


def _over(head: Row, below: Row, spans: Mapping[int, int]) -> list[str] | None:
    """The headings of both rows together, where `below` parts what `head` calls by one name; else None."""
    width = max(len(head.cells), len(below.cells))
    groups: dict[int, str] = {}
    group = ""
    for place in range(width):
        if head.text(place):
            last = spans.get(place, place)
            is_open = last > place or (place + 1 < width and not head.text(place + 1) and below.text(place + 1) != "")
            group = head.text(place) if is_open else ""
        if group:
            groups[place] = group
    filled = below.filled
    parts = [place for place in filled if not head.text(place)]
    if not parts or not below.is_of_headings or not all(place in groups for place in filled):
        return None
    return [f"{groups.get(place) or head.text(place)} {below.text(place)}".strip() for place in range(width)]
