"""The pictures of Overview, whose marks open their lists: people by day, and the hours of the week."""

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from engagement.domain.vocabulary import FilterOption, Tone
from engagement.lib.moments import day_words
from engagement.query.calls.signs import Sign
from engagement.query.numbers.hours_of_week import Heat, Hour
from engagement.query.numbers.overview import DayOfPeople, PeopleNumber
from engagement.query.question.engaged_hour import WEEKDAYS, EngagedHour, hour_in_words
from engagement.query.question.message_filter import MessageFilter
from engagement.ui.address.links import contacts_address, messages_address, opening
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.charts import accent, colour
from engagement.ui.parts.markup import Html, counted, number
from engagement.ui.parts.table import NUMBER, Head, table

_LINES = (  # the option, its name, the dash and mark that tell it apart without colour
    (FilterOption.EMAIL_OPENS, "opened", "solid", "circle"),
    (FilterOption.EMAIL_CLICKS, "clicked", "dash", "diamond"),
    (FilterOption.TEXT_REPLIES, "replied", "dot", "square"),
)
_SIGNS = {
    Sign.OPENED: ("open", "opens"),
    Sign.CLICKED: ("click", "clicks"),
    Sign.REPLIED: ("reply", "replies"),
}


def people_chart(days: Sequence[DayOfPeople]) -> go.Figure:
    """How many people opened, clicked and replied on each day. A mark's customdata is its place: day, option."""
    colours = (accent(), colour(Tone.ARRIVED), colour(Tone.ENGAGED))
    figure = go.Figure()
    for (option, word, dash, mark), shade in zip(_LINES, colours, strict=True):
        counts = [day.numbers[option].count for day in days]
        figure.add_scatter(
            x=[day.day for day in days],
            y=counts,
            name=word,
            mode="lines+markers",
            line={"dash": dash, "width": 2, "color": shade},
            marker={"symbol": mark, "size": 6},
            customdata=[[place, option.value] for place in range(len(days))],
            hovertemplate="%{x|%a %d %b %Y}: %{y:,} " + word + "<extra></extra>",
        )
    return figure.update_layout(
        xaxis={"type": "date"}, yaxis={"title": "people", "tickformat": ",d"}, hovermode="closest"
    )


def day_table(days: Sequence[DayOfPeople], today: date) -> Html:
    """The same as a table, each number opening its list; the days on which nobody did anything are left out."""
    heads = (Head("Day", names_row=True), *(Head(word, NUMBER) for _, word, _, _ in _LINES))
    rows = []
    for day in reversed(days):
        numbers = [day.numbers[option] for option, *_ in _LINES]
        if any(one.count for one in numbers):
            name = day_words(day.day, weekday=True)
            cells = [
                _opening(one, f"{word} on {name}", today) for one, (_, word, _, _) in zip(numbers, _LINES, strict=True)
            ]
            rows.append([name, *cells])
    return table(heads, rows, label="People by day, in numbers")


def _opening(number_of: PeopleNumber, words: str, today: date) -> Html:
    count = number_of.count
    if not count:
        return Html('<span class="eg-quiet">0</span>')
    return opening(
        number(count), Screen.CONTACTS, contacts_address(number_of.asked, today), f"{number(count)}: {words}"
    )


def heat_chart(heat: Heat) -> go.Figure:
    """How often people engaged in each hour of the week.

    Plotly says of no heat map which cell was clicked. So an unseen mark lies on each cell, and is told of; its
    customdata is the hour's name, weekday and hour.
    """
    hours = [f"{hour:02}" for hour in range(24)]
    cells = [(weekday, hour) for weekday in range(7) for hour in range(24)]
    figure = go.Figure(
        [
            go.Heatmap(
                x=hours,
                y=WEEKDAYS,
                z=[[heat.total((weekday, hour)) for hour in range(24)] for weekday in range(7)],
                hoverinfo="skip",
                colorscale=[[0, _faint(accent())], [1, accent()]],
                colorbar={"title": {"text": "times"}, "thickness": 10, "tickformat": ",d"},
                xgap=1,
                ygap=1,
            ),
            go.Scatter(
                x=[hours[hour] for _, hour in cells],
                y=[WEEKDAYS[weekday] for weekday, _ in cells],
                mode="markers",
                marker={"symbol": "square", "size": 20, "opacity": 0},
                customdata=[[hour_in_words(*cell), *cell] for cell in cells],
                text=[cell_in_words(heat, cell) for cell in cells],
                hovertemplate="%{text}<extra></extra>",
                showlegend=False,
            ),
        ]
    )
    return figure.update_layout(
        yaxis={"autorange": "reversed", "showgrid": False, "type": "category"},
        xaxis={"title": "hour of the day", "type": "category", "dtick": 2, "range": [-0.5, 23.5]},
        margin={"t": 8},
        hoverdistance=30,
    )


def heat_table(heat: Heat) -> Html:
    """The same as a table: each hour in which anything was, those with the most first, with a link to its list."""
    heads = (
        Head("Hour", names_row=True),
        *(Head(many.capitalize(), NUMBER) for _, many in _SIGNS.values()),
        Head("Together", NUMBER),
    )
    cells = [(weekday, hour) for weekday in range(7) for hour in range(24) if heat.total((weekday, hour))]
    rows = (
        [
            opening(hour_in_words(*cell), Screen.MESSAGES, messages_address(hour_asked(heat, cell))),
            *(number(heat.counts[sign].get(cell, 0)) for sign in _SIGNS),
            number(heat.total(cell)),
        ]
        for cell in sorted(cells, key=lambda cell: -heat.total(cell))
    )
    return table(heads, rows, label="Hours of the week, in numbers")


def hour_asked(heat: Heat, hour: Hour) -> MessageFilter:
    """The question for the messages that people opened, clicked or wrote in an hour of `heat`."""
    return MessageFilter(engaged=EngagedHour(*hour, heat.period))


def cell_in_words(heat: Heat, hour: Hour) -> str:
    """One hour: "Tuesday 14:00 to 15:00: 23 (20 opens, 2 clicks, 1 reply)"."""
    parts = [counted(heat.counts[sign][hour], *words) for sign, words in _SIGNS.items() if heat.counts[sign].get(hour)]
    told = f" ({', '.join(parts)})" if len(parts) > 1 else ""
    what = parts[0] if len(parts) == 1 else number(heat.total(hour))
    return f"{hour_in_words(*hour)}: {what}{told}"


def busiest(heat: Heat) -> Hour | None:
    """The hour of the week with the most, the first of equal ones; None when there was nothing at all."""
    hours = [(weekday, hour) for weekday in range(7) for hour in range(24)]
    best = max(hours, key=heat.total)
    return best if heat.total(best) else None


def _faint(shade: str) -> str:
    red, green, blue = (int(shade[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.06)"
