"""The frame of a table, and that nobody makes one elsewhere."""

import re
from typing import Any

import pytest

from engagement.settings import PROJECT
from engagement.ui.parts.markup import Html
from engagement.ui.parts.table import CARD_WIDTHS, NUMBER, Cell, Head, Row, table

FRAME = re.compile(r"</?(table|thead|tbody|th|tr|td)\b")
WHO, COUNT = Head("Who", cells="eg-name", names_card=True), Head("Count", NUMBER, "How many")


@pytest.mark.parametrize("more", [{"words": ""}, {"words": " "}, {"words": "Name", "shown": Html("")}])
def test_a_heading_is_never_empty(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="has a heading"):
        Head(**more)


def test_only_one_module_makes_tables() -> None:
    made = {
        str(path.relative_to(PROJECT))
        for folder in ("engagement/ui", "pages")
        for path in (PROJECT / folder).rglob("*.py")
        if FRAME.search(path.read_text("utf-8"))
    }
    assert made == {"engagement/ui/parts/table.py"}


def test_a_plain_table() -> None:
    assert table([WHO, COUNT], [("Jane", "7")], cards=False) == (
        '<div class="eg-scroll"><table class="eg-table"><thead><tr><th scope="col">Who</th>'
        '<th scope="col" class="eg-number" title="How many">Count</th></tr></thead>'
        '<tbody><tr><td class="eg-name">Jane</td><td class="eg-number">7</td></tr></tbody></table></div>'
    )


def test_one_with_a_label_scrolls_where_a_keyboard_reaches_it() -> None:
    made = table([WHO], [], kind="eg-rows", label='What "they" did', cards=False)
    assert made.startswith('<div class="eg-scroll" tabindex="0" role="region" aria-label="What &quot;they&quot; did">')
    assert '<table class="eg-table eg-rows">' in made
    assert made.endswith("</table></div>")


def test_cards_say_by_roles_what_they_are_and_each_cell_its_heading() -> None:
    made = table([WHO, COUNT], [Row(("Jane", "7"), is_current=True)])
    assert re.findall(r'<(\w+)[^>]* role="(\w+)"', made) == [
        *[("table", "table"), ("thead", "rowgroup"), ("tr", "row"), ("th", "columnheader"), ("th", "columnheader")],
        *[("tbody", "rowgroup"), ("tr", "row"), ("td", "cell"), ("td", "cell")],
    ]
    assert '<tr role="row" aria-current="true"><td role="cell" class="eg-name eg-whole">Jane</td>' in made
    assert '<td role="cell" class="eg-number" data-label="Count">7</td>' in made


def test_the_first_column_names_a_card_where_none_does_and_sentences_have_its_width() -> None:
    made = table([Head("Word"), COUNT, Head("Meaning", is_long=True)], [("Open", "7", "They read it.")])
    assert '<td role="cell" class="eg-whole">Open</td>' in made
    assert '<td role="cell" class="eg-whole" data-label="Meaning">They read it.</td>' in made


@pytest.mark.parametrize(
    ("heads", "width"), [([WHO], 420), ([WHO] * 4, 560), ([WHO] * 4 + [COUNT], 700), ([WHO] * 9, 860)]
)
def test_the_more_columns_the_sooner_the_rows_are_cards(heads: list[Head], width: int) -> None:
    assert table(heads, []).startswith(f'<div class="eg-scroll eg-needs-{width}">')
    assert width in CARD_WIDTHS


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (Head("A & B"), '<th scope="col">A &amp; B</th>'),
        (
            Head("A", order="descending", shown=Html("<a>A</a> ↓")),
            '<th scope="col" aria-sort="descending"><a>A</a> ↓</th>',
        ),
        (Head("A", meaning="Why", is_reached=True), '<th scope="col" tabindex="0" title="Why">A</th>'),
    ],
)
def test_a_heading(head: Head, expected: str) -> None:
    assert f"<thead><tr>{expected}</tr></thead>" in table([head], [], cards=False)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("Jane", Cell("none", "eg-quiet")), '<th scope="row">Jane</th><td class="eg-quiet">none</td>'),
        (("Jane", Cell("7", "")), '<th scope="row">Jane</th><td>7</td>'),
        ([Cell("All", "eg-why", 2)], '<th scope="row" class="eg-why" colspan="2">All</th>'),
    ],
)
def test_a_row(row: list[str | Cell], expected: str) -> None:
    assert f"<tbody><tr>{expected}</tr></tbody>" in table([Head("Name", names_row=True), COUNT], [row], cards=False)


def test_a_group_heads_the_rows_below() -> None:
    made = table([WHO, COUNT], [Row([Cell("People", "", 2)], "eg-group-row", is_group=True)], cards=False)
    assert '<tr class="eg-group-row"><th scope="rowgroup" colspan="2">People</th></tr>' in made


@pytest.mark.parametrize("cells", [[], ["Jane"], [Cell("x", span=3)]])
def test_a_row_that_does_not_fit_its_headings_is_a_mistake(cells: list[str | Cell]) -> None:
    with pytest.raises(ValueError, match="under 2 headings"):
        table([WHO, COUNT], [cells])


def test_a_row_that_is_too_long_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="3 columns under 2 headings"):
        table([WHO, COUNT], [("Jane", "7", "8")])
