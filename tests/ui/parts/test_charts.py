"""No picture without its numbers as a table, and what a click on a mark says."""

import ast
from types import SimpleNamespace

import plotly.graph_objects as go
import pytest

from engagement.settings import PROJECT
from engagement.ui.parts.charts import chart, picked
from engagement.ui.parts.markup import Html


@pytest.mark.parametrize("numbers", ["", "<p>many</p>", " "])
def test_a_picture_without_a_table_is_not_drawn(numbers: str) -> None:
    with pytest.raises(ValueError, match="The picture opens has no table of its numbers"):
        chart(go.Figure(), "Opens.", Html(numbers), key="opens")


def test_pictures_are_drawn_in_one_place() -> None:
    """By `chart`, which asks for the table."""
    drawn = {
        path.relative_to(PROJECT).as_posix()
        for path in [*PROJECT.glob("engagement/**/*.py"), *PROJECT.glob("pages/*.py")]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("plotly_chart", "altair_chart", "line_chart", "bar_chart")
    }
    assert drawn == {"engagement/ui/parts/charts.py"}


def clicked(*customdata: object) -> SimpleNamespace:
    points = [{"x": 1} if one is None else {"customdata": one} for one in customdata]
    return SimpleNamespace(selection=SimpleNamespace(points=points))


@pytest.mark.parametrize(
    ("customdata", "expected"),
    [
        ((["Tuesday", 1, 14],), ["Tuesday", 1, 14]),
        ((["a"], ["b"]), ["a"]),
        ((None, ["b"]), ["b"]),  # a cell of the heat map under its mark
        (({"0": "a"}, "a", 1), None),
        ((), None),
    ],
)
def test_what_was_clicked(customdata: tuple[object, ...], expected: list[object] | None) -> None:
    assert picked(clicked(*customdata)) == expected


def test_nothing_was_clicked() -> None:
    assert picked(None) is None
