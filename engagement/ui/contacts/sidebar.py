"""The engagement filter as widgets in the sidebar. Each is bound to the address bar, so a filter is a link.

A value in the address that no widget can have (an option that is gone, a date that is none) is dropped by the binding.
"""

from collections.abc import Callable, Iterable
from datetime import date

import streamlit as st

from engagement.domain.vocabulary import OPTION_DEFINITIONS, ContactKind, FilterOption, Match
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
    campaign_part,
    filter_of,
)
from engagement.ui.address.periods import EARLIEST, LATEST, Preset, period_of, period_words
from engagement.ui.contacts.conditions import more_conditions

_FIELDS = ("match", "at-least", "period", "from", "to", "current-status", "without-machines", "search")
KEYS = (*OPTION_KEYS.values(), *_FIELDS, *LISTS, *CONDITIONS)
"""The filter's names in the address bar, which are its widgets' keys too."""

_MATCHES: tuple[Match, ...] = tuple(Match)
_AT_LEAST = (
    "How often each of the ticked events must have happened in the period. It asks nothing while none is ticked."
)
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
    st.session_state["at-least"] = 1
    st.session_state["match"], st.session_state["period"] = Match.ANY, Preset.ANY
    st.session_state["from"] = st.session_state["to"] = None
    st.session_state["search"] = ""
    for name in CAMPAIGN:
        st.query_params.pop(name, None)


def any_time() -> None:
    """Widen the period to all of time. For a button's callback."""
    st.session_state["period"] = Preset.ANY


def shown_filter(view: View) -> EngagementFilter | None:
    """What the widgets ask, known before they are drawn again.

    None while they were not drawn on this screen, and where their dates are swapped, which has no meaning.
    """
    if not all(key in st.session_state for key in ("match", *OPTION_KEYS.values())):
        return None
    first, last = (st.session_state.get(key) for key in ("from", "to"))
    if first and last and first > last:
        return None
    return named(view, filter_of(filter_params(), view.today))


def sidebar_filter(choices: Choices, viewpoint: Viewpoint) -> EngagementFilter:
    """Draw the filter and read it. FilterError when it has no meaning: own dates that are swapped."""
    with st.sidebar:
        search = st.text_input(
            "Search", key="search", bind="query-params", placeholder="Name, email or phone", icon=":material/search:"
        )
        options = _options()
        _forget_no_number("at-least")
        at_least = st.number_input(
            "At least, times", 1, MOST_TIMES, key="at-least", bind="query-params", help=_AT_LEAST
        )
        match = st.radio(
            "Match",
            _MATCHES,
            key="match",
            bind="query-params",
            horizontal=True,
            format_func=lambda match: match.value,
            help="Any: at least one of the ticked events. All: every one of them. None: not one of them.",
        )
        period = _period(viewpoint.today)
        current = _switch(
            "Current status only",
            "current-status",
            "Unsubscribes, bounces and spam complaints count only where the message still has that status.",
        )
        human = _switch(
            "Without machine opens and clicks",
            "without-machines",
            "Leaves out what a machine opened or "
            "clicked: Apple Mail privacy, Gmail's picture proxy, security scanners.",
        )
        conditions = more_conditions(viewpoint)
        kinds = _chosen("Kind", "kind", tuple(kind.value for kind in ContactKind))
        owners = _chosen("Owner", "owner", choices.owners)
        stages = _chosen("Stage", "stage", choices.stages)
        sources = _chosen("Source", "source", choices.sources)
        labels = _chosen("Label", "label", choices.labels)
        st.button("Clear the filter", icon=":material/filter_alt_off:", on_click=clear_filter, width="stretch")
    return EngagementFilter(
        options=options,
        match=match,
        at_least=at_least,
        period=period(),
        current_status_only=current,
        without_machines=human,
        kinds=frozenset(ContactKind(kind) for kind in kinds),
        owners=owners,
        stages=stages,
        sources=sources,
        labels=labels,
        search=search.strip(),
        conditions=conditions,
    )


def _forget_no_number(key: str) -> None:
    """Set aside what an address says that Streamlit's number field would fail on: no number, or one without end."""
    written = st.query_params.get(key, "1")
    if not (written.isascii() and written.isdigit() and len(written) <= len(str(MOST_TIMES))):
        st.session_state[key] = 1


def _options() -> frozenset[FilterOption]:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<h2 class="eg-group">Engagement</h2>', width="content")
        st.button("All events", type="tertiary", on_click=_set_options, args=(True,))
        st.button("Clear", type="tertiary", on_click=_set_options, args=(False,))
    with st.container(gap=None):
        return frozenset(
            option
            for option, key in OPTION_KEYS.items()
            if st.checkbox(option, key=key, bind="query-params", help=OPTION_DEFINITIONS[option])
        )


def _set_options(value: bool) -> None:
    for key in OPTION_KEYS.values():
        st.session_state[key] = value


def _period(today: date) -> Callable[[], Period]:
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
    return lambda: period_of(preset, today, first, last)


def _date(label: str, key: str) -> date | None:
    chosen: date | None = st.date_input(
        label, None, min_value=EARLIEST, max_value=LATEST, key=key, format="YYYY-MM-DD", bind="query-params"
    )
    return chosen


def _switch(label: str, key: str, definition: str) -> bool:
    return st.checkbox(label, key=key, bind="query-params", help=definition)


def _chosen(label: str, key: str, values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(st.multiselect(label, values, key=key, bind="query-params", placeholder="All"))


def _written(value: object) -> str:
    return "true" if value is True else str(value)
