"""More conditions, each with a period of its own: a small form that adds one, and a button for each that takes it away.

Their lines are kept in the address by two widgets nobody sees, since only a bound widget follows Back and Forward.
"""

from datetime import date
from enum import StrEnum

import streamlit as st

from engagement.domain.vocabulary import RECENT_DAYS, FilterOption
from engagement.errors import FilterError
from engagement.query.matching.sentence import condition_in_words
from engagement.query.question.condition_text import condition_line
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.question.viewpoint import Viewpoint
from engagement.ui.address.contact_params import CONDITIONS, MOST_TIMES, conditions_of
from engagement.ui.address.periods import EARLIEST, LATEST

_WORDS = {True: "did", False: "did not"}
_HELP = (
    "“Did not” counts only contacts to whom something was delivered in that period: of somebody who was sent nothing, "
    "it would say nothing that they did not open it."
)
_LONGEST = 3650  # days


class _When(StrEnum):
    ANY = "Any time"
    LAST = "Last days"
    OWN = "Own dates"


_OPTIONS: tuple[FilterOption, ...] = tuple(FilterOption)
_WHENS: tuple[_When, ...] = tuple(_When)


def more_conditions(viewpoint: Viewpoint) -> None:
    """Draw the conditions and the form that adds one."""
    with st.container(key="held"):
        lines = {name: _held(name) for name in CONDITIONS}
    with st.expander("And also"):
        _form()
    for name, did in CONDITIONS.items():
        for line, condition in conditions_of(lines[name], did=did, today=viewpoint.today).items():
            _chip(name, line, condition_in_words(condition, viewpoint))


def _held(name: str) -> list[str]:
    return st.multiselect(name, [], key=name, bind="query-params", accept_new_options=True)


def _chip(name: str, line: str, sentence: str) -> None:
    st.button(
        f"{sentence[0].upper()}{sentence[1:]}",
        key=f"condition {name} {line}",
        icon=":material/close:",
        help="Take this condition away",
        on_click=_remove,
        args=(name, line),
        width="stretch",
    )


def _form() -> None:
    did = st.radio(
        "They", (True, False), key="also-did", format_func=lambda did: _WORDS[did], horizontal=True, help=_HELP
    )
    option = st.selectbox("Event", _OPTIONS, key="also-option")
    times = 1
    if did:
        times = st.number_input("At least, times", 1, MOST_TIMES, key="also-times")
    days: int | None = None
    first = last = None
    if option is FilterOption.RECENT_ENGAGEMENT:
        st.caption(f"It always looks at the last {RECENT_DAYS} days.")
    else:
        when = st.selectbox("When", _WHENS, key="also-when")
        if when is _When.LAST:
            days = st.number_input("Days, with today", 1, _LONGEST, RECENT_DAYS, key="also-days")
        elif when is _When.OWN:
            first, last = _date("Since", "also-from"), _date("Until", "also-to")
    try:
        line = condition_line(option, times, days=days, period=Period(first, last) if first or last else ANY_TIME)
    except FilterError as error:
        st.caption(str(error))
        return
    st.button("Add", icon=":material/add:", key="also-add", on_click=_add, args=("did" if did else "didnot", line))


def _date(label: str, key: str) -> date | None:
    chosen: date | None = st.date_input(label, None, min_value=EARLIEST, max_value=LATEST, key=key, format="YYYY-MM-DD")
    return chosen


def _add(name: str, line: str) -> None:
    held = st.session_state[name]
    st.session_state[name] = [*held, line] if line not in held else held


def _remove(name: str, line: str) -> None:
    st.session_state[name] = [other for other in st.session_state[name] if other != line]
