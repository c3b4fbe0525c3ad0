"""Plotly pictures: one template, with the vocabulary's colours, for a light and for a dark ground.

A screen builds a figure with `colour`, names its axes with their units, and draws it with `chart`, which says in a
sentence what the picture shows, and has its numbers as a table below it: no picture is drawn without. Colour is never
the only difference between two series: name, place or pattern is one.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import TONE_COLOURS, Tone
from engagement.ui.parts.markup import Html, joined, text
from engagement.ui.parts.table import is_table

MEASURE_TONES: Mapping[Measure, Tone] = MappingProxyType(
    {
        Measure.SENT: Tone.WAITING,
        Measure.DELIVERED: Tone.ARRIVED,
        Measure.OPENED: Tone.ENGAGED,
        Measure.OPENED_BY_PERSON: Tone.ENGAGED,
        Measure.CLICKED: Tone.ENGAGED,
        Measure.CLICKED_BY_PERSON: Tone.ENGAGED,
        Measure.REPLIED: Tone.ENGAGED,
        Measure.UNSUBSCRIBED: Tone.STOP,
        Measure.REFUSED: Tone.STOP,
        Measure.BOUNCED: Tone.FAILED,
        Measure.COMPLAINED: Tone.STOP,
    }
)
"""What each measure means at a glance, as a status's badge says it."""

MACHINE_PATTERN = {"shape": "/", "solidity": 0.35, "size": 6}
"""The pattern of bars that count what machines did."""

# As .streamlit/config.toml has them: text, quiet text, lines, ground, accent.
_LIGHT = ("#1c2329", "#57606a", "#d5dade", "#ffffff", "#0b6e6e")
_DARK = ("#e6e9ec", "#9da7b3", "#39424a", "#14181c", "#4fb8b0")
_HEIGHT = 300  # pixels
_CONFIG = {"displayModeBar": False, "responsive": True}


def is_dark() -> bool:
    """Whether the page has a dark ground."""
    return bool(st.context.theme.type == "dark")


def colour(of: Tone | Measure) -> str:
    """The colour of a tone, or of a measure by its tone, on the page's ground."""
    light, dark = TONE_COLOURS[MEASURE_TONES[of] if isinstance(of, Measure) else of]
    return dark if is_dark() else light


def on_colour() -> str:
    """The colour of text on a tone: Plotly's own choice has less than 4.5 : 1 on some."""
    return (_DARK if is_dark() else _LIGHT)[3]


def accent() -> str:
    """The product's one accent on the page's ground: for what has no status."""
    return (_DARK if is_dark() else _LIGHT)[4]


def template(*, dark: bool) -> go.layout.Template:
    """The look of every picture on a light or a dark ground."""
    ink, quiet, line, ground, own = _DARK if dark else _LIGHT
    axis = {
        "gridcolor": line,
        "linecolor": line,
        "zerolinecolor": line,
        "tickfont": {"color": quiet},
        "title": {"font": {"color": quiet, "size": 12}, "standoff": 8},
        "automargin": True,
        "separatethousands": True,
    }
    tones = [TONE_COLOURS[tone][dark] for tone in (Tone.ARRIVED, Tone.ENGAGED, Tone.NOT_YET, Tone.FAILED, Tone.STOP)]
    return go.layout.Template(
        layout={
            "font": {"family": '"Source Sans", sans-serif', "size": 13, "color": ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [own, *tones],
            "colorscale": {"sequential": [[0, ground], [1, own]]},
            "xaxis": {**axis, "showgrid": False},
            "yaxis": {**axis, "rangemode": "tozero"},
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "title": {"text": ""}},
            "margin": {"l": 0, "r": 8, "t": 28, "b": 0},
            "bargap": 0.25,
            "hoverlabel": {"bgcolor": ground, "bordercolor": line, "font": {"color": ink}},
            "separators": ".,",
        }
    )


def chart(
    figure: go.Figure,
    says: str,
    numbers: Html,
    *,
    key: str,
    height: int = _HEIGHT,
    below: str = "",
    picks: bool = False,
) -> Sequence[Any] | None:
    """Draw `figure` with the sentence that says what it shows, which a screen reader reads in its place, and with its
    `numbers` as a table, which opens below it. ValueError for numbers that are no table.

    What is `below` comes after them. Where it `picks`, the customdata of the mark that was clicked comes back, a list;
    None for none.
    """
    if not is_table(numbers):
        raise ValueError(f"The picture {key} has no table of its numbers.")
    figure.update_layout(template=template(dark=is_dark()), height=height)
    st.html(joined('<p class="eg-quiet">', text(says), "</p>"))
    drawn: dict[str, Any] = {"theme": None, "width": "stretch", "key": key, "config": _CONFIG}
    if picks:
        figure.update_layout(hovermode="closest", clickmode="event+select")
        drawn |= {"on_select": "rerun", "selection_mode": "points"}
    selection = st.plotly_chart(figure, **drawn)
    summary = joined(
        "<summary>The numbers", '<span class="eg-unseen"> of the picture: ', text(says), "</span></summary>"
    )
    st.html(joined('<details class="eg-counted eg-numbers">', summary, numbers, "</details>", below))
    return picked(selection) if picks else None


def picked(selection: Any) -> Sequence[Any] | None:
    """The customdata of the first mark of a selection, as st.plotly_chart gives it; None for none.

    Only a list with a text in it tells: of other data Plotly gives dicts and scalars, and of heat maps nothing at all.
    """
    points = selection.selection.points if selection else []
    found = (point.get("customdata") for point in points)
    return next((list(one) for one in found if isinstance(one, list | tuple)), None)


def warm_up() -> None:
    """Have Plotly load what it loads with the first picture: best done before two sessions ask for it at once."""
    kinds = [
        go.Scatter(line={}, marker={}),
        go.Bar(marker={"pattern": MACHINE_PATTERN}),
        go.Heatmap(colorbar={"title": {"text": ""}}),
        go.Funnel(marker={}, connector={"line": {}}),
    ]
    for dark in (False, True):
        go.Figure(kinds, layout={"template": template(dark=dark)}).to_json()
