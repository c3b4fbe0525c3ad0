"""Deciding on a request to stop, and taking a decision back, by whoever is named; and saying what came of it, once.

There is no sign-in yet: people type their name once, and their browser remembers it.
"""

from collections.abc import Callable

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engagement.domain.consent import Code
from engagement.errors import EngagementError
from engagement.ingest.by_hand import decide_request
from engagement.ui.frame.account import connected
from engagement.ui.frame.browser_memory import recall, remember
from engagement.ui.parts.markup import Html, joined, text
from engagement.ui.parts.notice import done, problem

BUTTONS = {Code.STOP: ("Stop", ":material/front_hand:"), Code.REPLY: ("It is a reply", ":material/reply:")}
"""What a person may decide: what its button reads, and its sign."""

LONGEST_NAME = 80  # characters
_NAME = "your-name"
_REMEMBERED = "name"
_SAID, _FAILED, _UNDO = "consent-said", "consent-failed", "consent-undo"
_DECIDED = {
    Code.STOP: "It is a stop: no texts to {who} any more.",
    Code.REPLY: "It is a reply: {who} may be texted as before.",
    Code.UNDECIDED: "Undone: what {who} wrote waits for a decision again.",
}


def your_name() -> None:
    """The field for the name that is kept with every decision; what the browser remembers is in it already."""
    st.text_input(
        "Your name",
        recall(_REMEMBERED),
        key=_NAME,
        max_chars=LONGEST_NAME,
        placeholder="It is kept with what you decide",
        width=320,
        on_change=_remember_name,
    )


def decision_buttons(contact_id: int, message_id: int, who: str) -> None:
    """The two buttons for one request of a contact called `who`."""
    for code, (label, sign) in BUTTONS.items():
        key = f"decide {code} {contact_id} {message_id}"
        st.button(label, key=key, icon=sign, on_click=_decide, args=(contact_id, message_id, who, code))


def undo_button(contact_id: int, message_id: int, who: str, *, place: str) -> None:
    """The button that takes the decision on one request back; `place` tells it from another on the same page."""
    key = f"undo {place} {contact_id} {message_id}"
    args = (contact_id, message_id, who, Code.UNDECIDED)
    st.button("Undo", key=key, icon=":material/undo:", on_click=_decide, args=args)


def outcome() -> None:
    """What the last choice came to, once, with the way back."""
    if (failed := st.session_state.pop(_FAILED, None)) is not None:
        problem(failed)
    said: Html | None = st.session_state.pop(_SAID, None)
    undo = st.session_state.pop(_UNDO, None)
    if said is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        done(said)
        if undo is not None:
            undo_button(*undo, place="said")


def act(change: Callable[[Engine, str], object], said: Html, undo: tuple[int, int, str] | None = None) -> None:
    """For a button's callback: make a `change` in the name of who is named, and keep what outcome() is to say."""
    try:
        with connected() as account:
            change(account.engine, named())
    except EngagementError as error:
        st.session_state[_FAILED] = str(error)
    except SQLAlchemyError:
        st.session_state[_FAILED] = "The database did not take it: try again, and if it stays so, look at its server."
    else:
        st.session_state[_SAID] = said
        st.session_state[_UNDO] = undo


def named() -> str:
    """The name of whoever decides, as it was typed or is remembered; "" while there is none."""
    return str(st.session_state.get(_NAME, recall(_REMEMBERED)))


def _remember_name() -> None:
    remember(_REMEMBERED, st.session_state[_NAME].strip())


def _decide(contact_id: int, message_id: int, who: str, code: Code) -> None:
    before, _, after = _DECIDED[code].partition("{who}")
    undo = None if code is Code.UNDECIDED else (contact_id, message_id, who)
    act(
        lambda engine, by: decide_request(engine, contact_id, message_id, code, by),
        joined(before, text(who), after),
        undo,
    )
