"""The engagement filter as widgets in the sidebar. Each is bound to the address bar, so a filter is a link.

A value in the address that no widget can have (an option that is gone, a date that is none) is dropped by the binding.
What is asked is read in one way, whether before the widgets are drawn or after, from an address or from a saved filter:
as parameters, of which contact_params.filter_of makes the filter. `filter_params` gives those on screen.
"""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from engagement.domain.vocabulary import OPTION_DEFINITIONS, ContactKind, Match
from engagement.errors import FilterError
from engagement.query.matching.campaign_people import named
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.rows import Choices
from engagement.query.question.viewpoint import Viewpoint
from engagement.ui.address.contact_params import (
    CAMPAIGN,
    CONDITIONS,
    LISTS,
    MOST_TIMES,
    OPTION_KEYS,
    SOFT_BOUNCES,
    campaign_part,
    filter_of,
)
from engagement.ui.address.periods import EARLIEST, LATEST, Preset, period_of, period_words
from engagement.ui.contacts.conditions import more_conditions

_FIELDS = ("match", "at-least", "period", "from", "to", "current-status", "without-machines", "search", SOFT_BOUNCES)
KEYS = (*OPTION_KEYS.values(), *_FIELDS, *LISTS, *CONDITIONS)
"""The filter's names in the address bar, which are its widgets' keys too."""

_MATCHES: tuple[Match, ...] = tuple(Match)
_AT_LEAST = (
    "How often each of the ticked events must have happened in the period. It asks nothing while none is ticked."
)
_CAUSES = "An email to them failed for good in the period over one of these causes."
_SOFT_BOUNCES = "How often emails to them were put off in the period, each try counted. 0 asks nothing."
_PRESETS: tuple[Preset, ...] = tuple(Preset)


def filter_params(keys: Iterable[str] = KEYS) -> dict[str, list[str]]:
    """The filter on screen as parameters of an address; what is at its default is left out."""
    params = {}
    for key in keys:
        value = st.session_state.get(key)
        if value in (None, False, "", [], Match.ANY, Preset.ANY) or (key == "at-least" and value == 1):
            continue
        params[key] = [str(part) for part in value] if isinstance(value, list) else [_written(value)]
    if part := campaign_part(*(st.query_params.get(name, "") for name in CAMPAIGN)):
        params |= dict(zip(CAMPAIGN, ([str(part.campaign_id)], [part.measure.value]), strict=True))
    return params


def clear_filter() -> None:
    """Ask nothing. For a button's callback."""
    for key in (*OPTION_KEYS.values(), "current-status", "without-machines"):
        st.session_state[key] = False
    for key in (*LISTS, *CONDITIONS):
        st.session_state[key] = []
    st.session_state["at-least"], st.session_state[SOFT_BOUNCES] = 1, 0
    st.session_state["match"], st.session_state["period"] = Match.ANY, Preset.ANY
    st.session_state["from"] = st.session_state["to"] = None
    st.session_state["search"] = ""
    for name in CAMPAIGN:
        st.query_params.pop(name, None)


def any_time() -> None:
    """Widen the period to all of time. For a button's callback."""
    st.session_state["period"] = Preset.ANY


def shown_filter(view: View) -> EngagementFilter | None:
    """What the widgets ask, known before they are drawn again, so that the count need not wait for them.

    None while they were not drawn on this screen, and where their dates are swapped, which has no meaning.
    """
    if not all(key in st.session_state for key in ("match", "period", *OPTION_KEYS.values())):
        return None
    try:
        return asked_filter(view)
    except FilterError:
        return None


def asked_filter(view: View) -> EngagementFilter:
    """What the widgets, and the address about a campaign, ask. FilterError when own dates are swapped."""
    if st.session_state["period"] == Preset.OWN:
        Period(*(st.session_state.get(key) for key in ("from", "to")))  # which the parameters would leave out
    return named(view, filter_of(filter_params(), view.today))


def draw_filter(choices: Choices, viewpoint: Viewpoint) -> None:
    """Draw the widgets. What they ask is `asked_filter` from then on."""
    with st.sidebar:
        st.text_input(
            "Search", key="search", bind="query-params", placeholder="Name, email or phone", icon=":material/search:"
        )
        _options()
        _forget_no_number("at-least", 1)
        st.number_input("At least, times", 1, MOST_TIMES, key="at-least", bind="query-params", help=_AT_LEAST)
        st.radio(
            "Match",
            _MATCHES,
            key="match",
            bind="query-params",
            horizontal=True,
            format_func=lambda match: match.value,
            help="Any: at least one of the ticked events. All: every one of them. None: not one of them.",
        )
        _period(viewpoint.today)
        _switch(
            "Current status only",
            "current-status",
            "Unsubscribes, bounces and spam complaints count only where the message still has that status.",
        )
        _switch(
            "Without machine opens and clicks",
            "without-machines",
            "Leaves out what a machine opened or "
            "clicked: Apple Mail privacy, Gmail's picture proxy, security scanners.",
        )
        more_conditions(viewpoint)
        _chosen("Bounced because", "cause", choices.causes, _CAUSES)
        _forget_no_number(SOFT_BOUNCES, 0)
        st.number_input(
            "Soft bounces, at least", 0, MOST_TIMES, key=SOFT_BOUNCES, bind="query-params", help=_SOFT_BOUNCES
        )
        _chosen("Kind", "kind", tuple(kind.value for kind in ContactKind))
        _chosen("Owner", "owner", choices.owners)
        _chosen("Stage", "stage", choices.stages)
        _chosen("Source", "source", choices.sources)
        _chosen("Label", "label", choices.labels)
        st.button("Clear the filter", icon=":material/filter_alt_off:", on_click=clear_filter, width="stretch")


def _forget_no_number(key: str, least: int) -> None:
    """Set aside what an address says that Streamlit's number field would fail on: no number, or one without end."""
    written = st.query_params.get(key, str(least))
    if not (written.isascii() and written.isdigit() and len(written) <= len(str(MOST_TIMES))):
        st.session_state[key] = least


def _options() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<h2 class="eg-group">Engagement</h2>', width="content")
        st.button("All events", type="tertiary", on_click=_set_options, args=(True,))
        st.button("Clear", type="tertiary", on_click=_set_options, args=(False,))
    with st.container(gap=None):
        for option, key in OPTION_KEYS.items():
            st.checkbox(option, key=key, bind="query-params", help=OPTION_DEFINITIONS[option])


def _set_options(value: bool) -> None:
    for key in OPTION_KEYS.values():
        st.session_state[key] = value


def _period(today: date) -> None:
    """The period's widgets. Whether its dates make one is asked later, so that the widgets below are drawn."""
    preset = st.selectbox("Period", _PRESETS, key="period", bind="query-params")
    first = last = None
    if preset is Preset.OWN:
        first = _date("From", "from")
        last = _date("To", "to")
    if not (first and last and first > last):
        words = period_words(period_of(preset, today, first, last))
        idle = preset is not Preset.ANY and not any(st.session_state[key] for key in OPTION_KEYS.values())
        st.caption(f"{words}. Tick an event above for it to count." if idle else words)


def _date(label: str, key: str) -> date | None:
    chosen: date | None = st.date_input(
        label, None, min_value=EARLIEST, max_value=LATEST, key=key, format="YYYY-MM-DD", bind="query-params"
    )
    return chosen


def _switch(label: str, key: str, definition: str) -> None:
    st.checkbox(label, key=key, bind="query-params", help=definition)


def _chosen(label: str, key: str, values: tuple[str, ...], meaning: str | None = None) -> None:
    st.multiselect(label, values, key=key, bind="query-params", placeholder="All", help=meaning)


def _written(value: object) -> str:
    return "true" if value is True else str(value)
