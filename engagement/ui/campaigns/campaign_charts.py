"""The pictures of a campaign: how far its messages came, and when they were opened."""

import pandas as pd
import plotly.graph_objects as go

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Tone
from engagement.lib.intervals import Rate
from engagement.query.numbers.campaign_parts import HOURS, MACHINES, PEOPLE
from engagement.query.numbers.campaigns import CampaignRow
from engagement.ui.parts.charts import MACHINE_PATTERN, colour, on_colour
from engagement.ui.parts.rates import rate_in_words

STEPS = (Measure.SENT, Measure.DELIVERED, Measure.OPENED_BY_PERSON, Measure.CLICKED_BY_PERSON)


def funnel(row: CampaignRow) -> go.Figure:
    """How many messages came how far, a bar for each step."""
    names = [measure.value.capitalize() for measure in STEPS]
    counts = [row.messages[measure] for measure in STEPS]
    figure = go.Figure(
        go.Funnel(
            y=names,
            x=counts,
            text=[f"{count:,} messages{_of_sent(count, counts[0])}" for count in counts],
            texttemplate="%{text}",
            insidetextfont={"color": on_colour()},
            marker={"color": [colour(measure) for measure in STEPS]},
            hovertemplate="%{y}: %{x:,} messages<extra></extra>",
        )
    )
    return figure.update_layout(xaxis={"title": {"text": "messages"}})


def _of_sent(count: int, sent: int) -> str:
    return "" if count == sent else f", {rate_in_words(Rate(count, sent))} of sent"


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
