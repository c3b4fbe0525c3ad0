"""Campaigns: what became of each that sent in the chosen period, those that hurt us most first."""

from collections.abc import Callable

import streamlit as st

from engagement.domain.measures import Measure
from engagement.query.intake.coverage import coverage_note
from engagement.query.numbers.campaigns import CampaignRow, campaign_table
from engagement.query.question.period import ANY_TIME
from engagement.ui.address.periods import Preset, period_of, period_words
from engagement.ui.campaigns import campaign_table as tables
from engagement.ui.campaigns.campaign_table import Columns, doubtful, harm, limits_in_words, too_high
from engagement.ui.frame.account import Account, show
from engagement.ui.frame.explained import explainer
from engagement.ui.parts.markup import counted, joined, number, text
from engagement.ui.parts.notice import no_files, note, nothing_here

PERIOD = "campaigns-sent"
PRESETS = tuple(preset for preset in Preset if preset is not Preset.OWN)
HARM = "harm"


def sorting() -> str:
    """The order that the address asks for; the most harmful first when it asks for none there is."""
    asked = st.query_params.get("campaign-sort", "")
    return asked if asked in {"name", "last", *(measure.value for measure in Measure)} else HARM


def in_order(rows: list[CampaignRow], sort: str) -> list[CampaignRow]:
    """`rows` sorted; of equal ones, that which sent last comes first."""
    if sort == "last":
        return rows
    if sort == "name":
        return sorted(rows, key=lambda row: row.name.casefold())
    key: Callable[[CampaignRow], float] = harm
    if sort != HARM:
        key = lambda row: row.messages[Measure(sort)]  # noqa: E731
    return sorted(rows, key=key, reverse=True)


def summary(rows: list[CampaignRow], words: str) -> str:
    """How many of them are over a limit, and of how many that cannot be told, in sentences."""
    bad = sum(bool(too_high(row)) for row in rows)
    open_ones = sum(bool(doubtful(row)) and not too_high(row) for row in rows)
    over = (
        "none is over a limit" if not bad else f"{counted(bad, 'campaign')} {'is' if bad == 1 else 'are'} over a limit"
    )
    few = f", and of {number(open_ones)} {'more ' if bad else ''}it cannot be told" if open_ones else ""
    words = words[0].lower() + words[1:]
    return f"That sent something: {words}. Of these {over}{few}. {limits_in_words()} Numbers are of the whole campaign."


def draw(account: Account) -> None:
    """The screen."""
    heading = st.container()
    preset = st.segmented_control(
        "Sent in", PRESETS, default=Preset.ANY, key=PERIOD, bind="query-params", required=True
    )
    preset = preset or Preset.ANY
    period = period_of(preset, account.view.today, None, None)
    rows = campaign_table(account.view, period)
    head = f"<h1>{counted(len(rows), 'campaign')}</h1>"
    heading.html(joined(head, '<p class="eg-sentence">', text(summary(rows, period_words(period))), "</p>"))
    note(coverage_note(account.view, period))
    if not rows and period == ANY_TIME:
        no_files("No campaign has sent anything yet")
    elif not rows:
        nothing_here("No campaign sent anything in this period: choose a longer one.")
    else:
        sort = sorting()
        columns = Columns(sort, {} if preset is Preset.ANY else {PERIOD: preset.value})
        st.html(tables.campaign_table(in_order(rows, sort), columns, account.view.today, explainer(account)))


show(draw)
