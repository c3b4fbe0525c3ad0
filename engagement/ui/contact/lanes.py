"""The lanes: a contact's emails, our texts and their texts over time, a mark each, in the colour of its status.

A click on a mark lists the messages of its lane on its day.
"""

import html
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from engagement.domain.vocabulary import Channel, Direction, EventType, Tone, meaning_of
from engagement.lib.moments import by_clock, day_of, day_words, moment_words
from engagement.lib.text import excerpt
from engagement.query.contact.lanes import MOST_MARKS, LaneMark
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import Period
from engagement.ui.address.links import messages_address, opening
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.charts import chart, colour
from engagement.ui.parts.markup import Html, counted, number, text
from engagement.ui.parts.table import NUMBER, Head, table

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
_OWN_SHAPES = {EventType.OPENED: "diamond", EventType.CLICKED: "star"}  # both of one tone, and asked for by themselves
_UNTOLD = "No status"
_LONGEST = 80  # characters of a message on hover


def draw_lanes(contact_id: int, marks: Sequence[LaneMark], zone: ZoneInfo) -> MessageFilter | None:
    """Draw `marks`, the latest first, with the sentence that says what they are; nothing for fewer than two.

    The question for the messages behind the mark that was clicked; None for none.
    """
    if len(marks) < 2:
        return None
    numbers = lane_table(contact_id, marks, zone)
    height = 110 + 46 * len(_lanes(marks))
    place = chart(lane_figure(marks, zone), _says(marks, zone), numbers, key="lanes", height=height, picks=True)
    return None if place is None else question_of(contact_id, *place)


def lane_figure(marks: Sequence[LaneMark], zone: ZoneInfo) -> go.Figure:
    """The picture. A mark's customdata is its day in `zone`, its channel and its direction."""
    figure = go.Figure([_trace(name, some, zone) for name, some in _by_status(marks).items()])
    figure.update_xaxes(title=f"Sent, time in {zone.key}", type="date")
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=_lanes(marks), rangemode="normal", showgrid=True
    )
    figure.update_layout(margin={"r": 30})  # half of the last day's name
    return figure


def _lanes(marks: Sequence[LaneMark]) -> list[str]:
    return [name for pair, name in _LANES.items() if any((mark.channel, mark.direction) == pair for mark in marks)]


def question_of(contact_id: int, day: str, channel: str, direction: str) -> MessageFilter:
    """The question for the messages of a lane on a day, from the customdata of a mark."""
    sent = date.fromisoformat(day)
    return MessageFilter(
        contact=contact_id, channel=Channel(channel), direction=Direction(direction), sent=Period(sent, sent)
    )


def lane_table(contact_id: int, marks: Sequence[LaneMark], zone: ZoneInfo) -> Html:
    """How many messages of each lane have each status, from when to when; a lane and status opens its list."""
    heads = (
        Head("Lane", names_row=True),
        Head("Last status"),
        Head("Messages", NUMBER),
        Head("First sent"),
        Head("Last sent"),
    )
    rows = []
    for (channel, direction), lane in _LANES.items():
        on_lane = [mark for mark in marks if (mark.channel, mark.direction) == (channel, direction)]
        for word, some in _by_status(on_lane).items():
            status = some[0].status
            asked = MessageFilter(contact=contact_id, channel=channel, direction=direction, status=status)
            shown = opening(word, Screen.MESSAGES, messages_address(asked), f"{lane}: {word}") if status else word
            first, last = (day_words(day_of(mark.at, zone)) for mark in (some[-1], some[0]))
            rows.append((text(lane), shown, number(len(some)), first, last))
    return table(heads, rows, label="The lanes, in numbers")


def _says(marks: Sequence[LaneMark], zone: ZoneInfo) -> str:
    first, last = (day_words(day_of(mark.at, zone)) for mark in (marks[-1], marks[0]))
    which = f"The latest {number(MOST_MARKS)} messages" if len(marks) == MOST_MARKS else counted(len(marks), "message")
    told = "each a mark on its lane with the shape and colour of its last status"
    return f"{which} from {first} to {last}, {told}. A click on one lists its lane's of that day."


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
        customdata=[[day_of(mark.at, zone).isoformat(), mark.channel.value, mark.direction.value] for mark in marks],
        hovertemplate="%{text}<extra>" + name + "</extra>",
        marker={"color": colour(tone), "symbol": _shape(first.status, tone), "size": 10},
    )


def _shape(status: EventType | None, tone: Tone) -> str:
    return _OWN_SHAPES.get(status, _SHAPES[tone]) if status else _SHAPES[tone]


def _words(about: str) -> str:
    """What a message is about, cut and made harmless: Plotly reads some HTML in its texts, and braces in templates."""
    return html.escape(excerpt(about, _LONGEST))
