"""What a person changes by hand: in whose name, what came of it, once, and the way back.

There is no sign-in yet: people type their name once, and their browser remembers it.
"""

from collections.abc import Callable

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engagement.errors import EngagementError
from engagement.ui.frame.account import connected
from engagement.ui.frame.browser_memory import recall, remember
from engagement.ui.parts.markup import Html
from engagement.ui.parts.notice import done, problem

LONGEST_NAME = 80  # characters
UNDO_SIGN = ":material/undo:"
_NAME = "your-name"
_REMEMBERED = "name"
_SAID, _FAILED, _UNDO = "by-hand-said", "by-hand-failed", "by-hand-undo"

Undo = tuple[Callable[..., None], tuple[object, ...]]
"""The callback of a button that takes a change back, and its arguments."""


def your_name() -> None:
    """The field for the name that is kept with every decision; what the browser remembers is in it already."""
    st.text_input(
        "Your name",
        key=_NAME,
        value=recall(_REMEMBERED),
        max_chars=LONGEST_NAME,
        placeholder="It is kept with what you decide",
        width=320,
        on_change=_remember_name,
    )


def outcome() -> None:
    """What the last change came to, once, with the way back."""
    if (failed := st.session_state.pop(_FAILED, None)) is not None:
        problem(failed)
    said: Html | None = st.session_state.pop(_SAID, None)
    undo: Undo | None = st.session_state.pop(_UNDO, None)
    if said is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        done(said)
        if undo is not None:
            way, args = undo
            st.button("Undo", key="undo said", icon=UNDO_SIGN, on_click=way, args=args)


def act(change: Callable[[Engine, str], tuple[Html, Undo | None]]) -> None:
    """For a button's callback: make a `change` in the name of who is named, and keep what outcome() is to say."""
    try:
        with connected() as account:
            st.session_state[_SAID], st.session_state[_UNDO] = change(account.engine, named())
    except EngagementError as error:
        st.session_state[_FAILED] = str(error)
    except SQLAlchemyError:
        st.session_state[_FAILED] = "The database did not take it: try again, and if it stays so, look at its server."


def named() -> str:
    """The name of whoever decides, as it was typed or is remembered; "" while there is none."""
    return str(st.session_state.get(_NAME, recall(_REMEMBERED)))


def _remember_name() -> None:
    remember(_REMEMBERED, st.session_state[_NAME].strip())
