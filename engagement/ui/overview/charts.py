"""The pictures of Overview: people by day, whose marks open their lists, and the hours of the week."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from engagement.domain.vocabulary import FilterOption, Tone
from engagement.query.calls.signs import Sign
from engagement.query.numbers.hours_of_week import Heat, Hour
from engagement.query.numbers.overview import DayOfPeople
from engagement.ui.parts.charts import accent, colour, is_dark, template
from engagement.ui.parts.markup import counted, number

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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
    figure.update_layout(yaxis={"title": "people", "tickformat": ",d"}, hovermode="closest", clickmode="event+select")
    return figure


def heat_chart(heat: Heat) -> go.Figure:
    """How often people engaged in each hour of the week."""
    hours = range(24)
    figure = go.Figure(
        go.Heatmap(
            x=[f"{hour:02}" for hour in hours],
            y=WEEKDAYS,
            z=[[heat.total((weekday, hour)) for hour in hours] for weekday in range(7)],
            text=[[hour_in_words(heat, (weekday, hour)) for hour in hours] for weekday in range(7)],
            hovertemplate="%{text}<extra></extra>",
            colorscale=[[0, _faint(accent())], [1, accent()]],
            colorbar={"title": {"text": "times"}, "thickness": 10, "tickformat": ",d"},
            xgap=1,
            ygap=1,
        )
    )
    figure.update_layout(
        yaxis={"autorange": "reversed", "showgrid": False},
        xaxis={"title": "hour of the day", "type": "category", "dtick": 2},
        margin={"t": 8},
    )
    return figure


def hour_in_words(heat: Heat, hour: Hour) -> str:
    """One hour: "Tuesday 14:00 to 15:00: 23 (20 opens, 2 clicks, 1 reply)"."""
    weekday, start = hour
    parts = [counted(heat.counts[sign][hour], *words) for sign, words in _SIGNS.items() if heat.counts[sign].get(hour)]
    told = f" ({', '.join(parts)})" if len(parts) > 1 else ""
    what = parts[0] if len(parts) == 1 else number(heat.total(hour))
    return f"{WEEKDAYS[weekday]} {start:02}:00 to {(start + 1) % 24:02}:00: {what}{told}"


def busiest(heat: Heat) -> Hour | None:
    """The hour of the week with the most, the first of equal ones; None when there was nothing at all."""
    hours = [(weekday, hour) for weekday in range(7) for hour in range(24)]
    best = max(hours, key=heat.total)
    return best if heat.total(best) else None


def clickable(figure: go.Figure, *, key: str) -> tuple[int, FilterOption] | None:
    """Draw `figure`; the mark that was clicked, as `picked` gives it."""
    figure.update_layout(template=template(dark=is_dark()), height=300)
    config = {"displayModeBar": False}
    return picked(
        st.plotly_chart(figure, theme=None, key=key, on_select="rerun", selection_mode="points", config=config)
    )


def picked(selection: Any) -> tuple[int, FilterOption] | None:
    """The day's place and the option of the mark that was clicked, from what st.plotly_chart gives; None for none."""
    points = selection.selection.points if selection else []
    for point in points:
        place, option = point["customdata"]
        return int(place), FilterOption(option)
    return None


def _faint(shade: str) -> str:
    red, green, blue = (int(shade[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.06)"
