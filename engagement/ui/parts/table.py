"""The frame of every table: headings, rows and cells, and what makes it readable by ear, by keyboard and on a phone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engagement.ui.parts.markup import Html, attribute, joined

NUMBER = "eg-number"
"""The class of a column of numbers."""

CARD_WIDTHS = (420, 560, 700, 860)
"""The widths in pixels one of which a table needs: where its place is narrower, its rows are cards (cards.css)."""

_NEEDS, _NUMBER_NEEDS = 125, 80  # pixels that a column of texts and one of numbers needs to be read


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its heading, and what its cells have in common."""

    words: str  # never "": a column without a heading is nothing to somebody who only hears it
    kind: str = ""  # the class of the heading and the cells
    meaning: str = ""  # on hover
    cells: str | None = None  # the class of the cells, where it is another than the heading's
    shown: Html | None = None  # the heading where it is more than its words, such as a link
    order: str = ""  # how the table is sorted by it: "ascending" or "descending"
    is_reached: bool = False  # whether the keyboard reaches the heading, so that its meaning is told there too
    names_row: bool = False  # whether its cells are headings of their rows
    names_card: bool = False  # whether its cells stand above a card without their heading; else the first column's do
    is_long: bool = False  # whether its cells are sentences, which get the whole width of a card

    def __post_init__(self) -> None:
        if not self.words.strip() or self.shown == "":
            raise ValueError("A column of a table has a heading.")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not as its column says."""

    shown: str
    kind: str | None = None  # its class, where it is not the column's
    span: int = 1  # columns


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is more than its cells."""

    cells: Sequence[str | Cell]
    kind: str = ""  # its class
    is_current: bool = False
    is_group: bool = False  # whether its one cell is the heading of the rows below


def table(
    heads: Sequence[Head],
    rows: Iterable[Row | Sequence[str | Cell]],
    *,
    kind: str = "",
    label: str = "",
    cards: bool = True,
) -> Html:
    """The table of `rows`, whose cells are HTML, with the classes `kind`.

    Where its place is too narrow for its columns its rows become `cards`, so that nothing is scrolled sideways or
    broken after each word; what it is is then said by roles, since the page's style unsays it. With a `label` a
    keyboard reaches it and a screen reader says what it is.
    """
    classes = " ".join(filter(None, ("eg-table", kind, "eg-cards" if cards else "")))
    body = "".join(_row(one if isinstance(one, Row) else Row(one), heads, cards) for one in rows)
    made = joined(
        f'<table class="{classes}"{_role("table", cards)}><thead{_role("rowgroup", cards)}><tr{_role("row", cards)}>',
        *(_head(head, cards) for head in heads),
        f"</tr></thead><tbody{_role('rowgroup', cards)}>{body}</tbody></table>",
    )
    place = f"eg-scroll eg-needs-{_needs(heads)}" if cards else "eg-scroll"
    region = f' tabindex="0" role="region" aria-label="{attribute(label)}"' if label else ""
    return joined(f'<div class="{place}"{region}>', made, "</div>")


def is_table(html: Html) -> bool:
    """Whether `html` is what `table` made."""
    return html.startswith('<div class="eg-scroll') and '<table class="eg-table' in html


def _needs(heads: Sequence[Head]) -> int:
    """The width below which the rows are cards."""
    least = sum(_NUMBER_NEEDS if head.kind == NUMBER else _NEEDS for head in heads)
    return next((width for width in CARD_WIDTHS if width >= least), CARD_WIDTHS[-1])


def _head(head: Head, cards: bool) -> str:
    more = (
        _role("columnheader", cards),
        _attribute("class", head.kind),
        _attribute("aria-sort", head.order),
        ' tabindex="0"' if head.is_reached else "",
        _attribute("title", head.meaning),
    )
    return f'<th scope="col"{"".join(more)}>{attribute(head.words) if head.shown is None else head.shown}</th>'


def _row(row: Row, heads: Sequence[Head], cards: bool) -> str:
    more = _role("row", cards) + _attribute("class", row.kind) + (' aria-current="true"' if row.is_current else "")
    return f"<tr{more}>{''.join(_cells(row, heads, cards))}</tr>"


def _cells(row: Row, heads: Sequence[Head], cards: bool) -> Iterator[str]:
    cells = [one if isinstance(one, Cell) else Cell(one) for one in row.cells]
    width = sum(cell.span for cell in cells)
    if width != len(heads):
        raise ValueError(f"A row has cells for {width} columns under {len(heads)} headings.")
    first_names = not any(head.names_card for head in heads)
    place = 0
    for cell in cells:
        head = heads[place]
        names_card = head.names_card or (first_names and place == 0)
        place += cell.span
        kind = (head.kind if head.cells is None else head.cells) if cell.kind is None else cell.kind
        if cards and (names_card or head.is_long or cell.span > 1):
            kind = f"{kind} eg-whole".strip()
        more = _attribute("class", kind) + (f' colspan="{cell.span}"' if cell.span > 1 else "")
        if row.is_group or head.names_row:
            more = _role("rowheader", cards) + more
            yield f'<th scope="{"rowgroup" if row.is_group else "row"}"{more}>{cell.shown}</th>'
            continue
        heading = _attribute("data-label", head.words) if cards and cell.span == 1 and not names_card else ""
        yield f"<td{_role('cell', cards)}{more}{heading}>{cell.shown}</td>"


def _role(role: str, cards: bool) -> str:
    return f' role="{role}"' if cards else ""


def _attribute(name: str, value: str) -> str:
    return f' {name}="{attribute(value)}"' if value else ""
