"""The palette on every screen: what is typed in it is answered in a run of its own, in which no screen is drawn anew.

palette.js draws it, opens it by Ctrl-K, Cmd-K, "/" or its button, and asks again when nothing was typed for a moment.
"""

from pathlib import Path
from typing import NamedTuple

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from engagement.errors import EngagementError
from engagement.ui.address.message_params import FIND
from engagement.ui.frame.account import connected
from engagement.ui.frame.browser_memory import visitor
from engagement.ui.frame.component import component
from engagement.ui.palette.answer import Answer, answer
from engagement.ui.parts.markup import Html

SEARCHES = ("search", FIND, "unknown-search")
"""The keys of the fields that are a screen's own search; "/" goes there."""

_KEY = "screen_palette"
_ASKED = "palette-asked"
_LONGEST = 200  # characters; no name is as long


class _Asked(NamedTuple):
    """What was typed, and its running number, by which the browser knows the latest answer."""

    number: int
    search: str


@st.fragment
def palette() -> None:
    """Draw the palette, with the answer to what was typed, if something was."""
    asked: _Asked | None = st.session_state.pop(_ASKED, None)
    data: dict[str, object] = {"searches": SEARCHES}
    if asked is not None:
        found = _answered(asked.search)
        data["answer"] = {"number": asked.number, "options": found.options, "said": found.said}
    component(_KEY, Path(__file__).with_suffix(".js"))(key=_KEY, data=data, on_asked_change=_ask)


def _answered(search: str) -> Answer:
    try:
        with connected() as account:
            return answer(account, search, visitor())
    except EngagementError as error:
        return Answer(Html(""), str(error))
    except SQLAlchemyError:
        return Answer(Html(""), "The database did not answer: try again, and if it stays so, look at its server.")


def _ask() -> None:
    asked = st.session_state[_KEY].get("asked")
    match asked:
        case {"number": int(number), "search": str(search)}:
            st.session_state[_ASKED] = _Asked(number, search[:_LONGEST].strip())
