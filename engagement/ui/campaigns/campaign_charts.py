"""The pictures of a campaign: how far its messages came, and when they were opened."""

import pandas as pd
import plotly.graph_objects as go

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Tone
from engagement.lib.intervals import Rate
from engagement.query.numbers.campaign_parts import HOURS, MACHINES, PEOPLE
from engagement.query.numbers.campaigns import CampaignRow
from engagement.ui.parts.charts import MACHINE_PATTERN, colour, on_colour
from engagement.ui.parts.markup import Html, number
from engagement.ui.parts.rates import rate_in_words
from engagement.ui.parts.table import NUMBER, Head, table

STEPS = (Measure.SENT, Measure.DELIVERED, Measure.OPENED_BY_PERSON, Measure.CLICKED_BY_PERSON)


def funnel(row: CampaignRow) -> go.Figure:
    """How many messages came how far, a bar for each step."""
    names = [measure.value.capitalize() for measure in STEPS]
    counts = [row.messages[measure] for measure in STEPS]
    figure = go.Figure(
        go.Funnel(
            y=names,
            x=counts,
            text=[f"{count:,}{_of_sent(count, counts[0])}" for count in counts],
            texttemplate="%{text}",
            insidetextfont={"color": on_colour()},
            marker={"color": [colour(measure) for measure in STEPS]},
            hovertemplate="%{y}: %{x:,} messages<extra></extra>",
        )
    )
    return figure.update_layout(xaxis={"title": {"text": "messages"}})


def funnel_table(row: CampaignRow) -> Html:
    """The same as a table."""
    heads = (Head("Step", names_row=True), Head("Messages", NUMBER), Head("Of sent", NUMBER))
    sent = row.messages[Measure.SENT]
    rows = (
        (measure.value.capitalize(), number(row.messages[measure]), rate_in_words(Rate(row.messages[measure], sent)))
        for measure in STEPS
    )
    return table(heads, rows, label="How far its messages came, in numbers")


def _of_sent(count: int, sent: int) -> str:
    """The share of all sent, its interval on a line of its own: beside a short bar there is little room on a phone."""
    return "" if count == sent else f", {rate_in_words(Rate(count, sent))}".replace(" (", "<br>(")


def hours(opens: pd.DataFrame) -> go.Figure:
    """Opens by the hour after sending, those of people at the foot and those of machines on them."""
    shown = opens.loc[: HOURS - 1]
    bars: tuple[tuple[str, Tone, dict[str, object]], ...] = (
        (PEOPLE, Tone.ENGAGED, {}),
        (MACHINES, Tone.WAITING, MACHINE_PATTERN),
    )
    figure = go.Figure(
        [
            go.Bar(
                x=shown.index,
                y=shown[name],
                name=f"by {name}",
                marker={"color": colour(tone), "pattern": pattern},
                hovertemplate="%{y:,} opens in hour %{x}<extra>by " + name + "</extra>",
            )
            for name, tone, pattern in bars
        ]
    )
    return figure.update_layout(
        barmode="stack",
        xaxis={"title": {"text": "whole hours after sending"}, "dtick": 6},
        yaxis={"title": {"text": "opens"}},
    )


def hour_table(opens: pd.DataFrame) -> Html:
    """The same as a table: the hours with any, and all that came later."""
    heads = (
        Head("Whole hours after sending", names_row=True),
        *(Head(f"By {name}", NUMBER) for name in (PEOPLE, MACHINES)),
    )
    rows = [
        (f"{HOURS} and later" if hour == HOURS else str(hour), number(by_people), number(by_machines))
        for hour, by_people, by_machines in zip(opens.index.tolist(), opens[PEOPLE], opens[MACHINES], strict=True)
        if by_people or by_machines
    ]
    return table(heads, rows, label="Opens by hours after sending, in numbers")
