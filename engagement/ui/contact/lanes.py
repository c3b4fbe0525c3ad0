"""The lanes: a contact's emails, our texts and their texts over time, a mark each, in the colour of its status."""

import html
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from engagement.domain.vocabulary import Channel, Direction, EventType, Tone, meaning_of
from engagement.lib.moments import by_clock, day_of, day_words, moment_words
from engagement.lib.text import excerpt
from engagement.query.contact.lanes import MOST_MARKS, LaneMark
from engagement.ui.parts.charts import chart, colour
from engagement.ui.parts.markup import counted, number

_LANES = {
    (Channel.TEXT, Direction.INBOUND): "Texts from them",
    (Channel.TEXT, Direction.OUTBOUND): "Texts to them",
    (Channel.EMAIL, Direction.OUTBOUND): "Emails to them",
    (Channel.EMAIL, Direction.INBOUND): "Emails from them",
}
_SHAPES = {  # so that a status is told without its colour
    Tone.WAITING: "circle-open",
    Tone.ARRIVED: "circle",
    Tone.ENGAGED: "diamond",
    Tone.NOT_YET: "triangle-down-open",
    Tone.FAILED: "x",
    Tone.STOP: "square",
}
_UNTOLD = "No status"
_LONGEST = 80  # characters of a message on hover


def draw_lanes(marks: Sequence[LaneMark], zone: ZoneInfo) -> None:
    """Draw `marks`, the latest first, with the sentence that says what they are; nothing for fewer than two."""
    if len(marks) < 2:
        return
    lanes = [name for pair, name in _LANES.items() if any((mark.channel, mark.direction) == pair for mark in marks)]
    figure = go.Figure([_trace(name, some, zone) for name, some in _by_status(marks).items()])
    figure.update_xaxes(title=f"Sent, time in {zone.key}")
    figure.update_yaxes(categoryorder="array", categoryarray=lanes, rangemode="normal", showgrid=True)
    figure.update_layout(hovermode="closest", margin={"r": 30})  # half of the last day's name
    chart(figure, _says(marks, zone), key="lanes", height=110 + 46 * len(lanes))


def _says(marks: Sequence[LaneMark], zone: ZoneInfo) -> str:
    first, last = (day_words(day_of(mark.at, zone)) for mark in (marks[-1], marks[0]))
    which = f"The latest {number(MOST_MARKS)} messages" if len(marks) == MOST_MARKS else counted(len(marks), "message")
    return f"{which} from {first} to {last}, each a mark on its lane with the shape and colour of its last status."


def _by_status(marks: Sequence[LaneMark]) -> dict[str, list[LaneMark]]:
    """The marks by the word of their status, in the order of the vocabulary."""
    order = [*(event.value for event in EventType), _UNTOLD]
    found: dict[str, list[LaneMark]] = {}
    for mark in marks:
        found.setdefault(mark.status.value if mark.status else _UNTOLD, []).append(mark)
    return dict(sorted(found.items(), key=lambda item: order.index(item[0])))


def _trace(name: str, marks: Sequence[LaneMark], zone: ZoneInfo) -> go.Scatter:
    first = marks[0]
    tone = meaning_of(first.channel, first.status).tone if first.status else Tone.WAITING
    return go.Scatter(
        name=name,
        mode="markers",
        x=[by_clock(mark.at, zone).replace(tzinfo=None) for mark in marks],
        y=[_LANES[mark.channel, mark.direction] for mark in marks],
        text=[f"{moment_words(mark.at, zone)}<br>{_words(mark.about)}" for mark in marks],
        hovertemplate="%{text}<extra>" + name + "</extra>",
        marker={"color": colour(tone), "symbol": _SHAPES[tone], "size": 9},
    )


def _words(about: str) -> str:
    """What a message is about, cut and made harmless: Plotly reads some HTML in its texts, and braces in templates."""
    return html.escape(excerpt(about, _LONGEST))
