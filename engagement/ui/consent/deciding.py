"""Deciding on a request to stop, and taking a decision back, by whoever is named."""

import streamlit as st
from sqlalchemy import Engine

from engagement.domain.consent import Code
from engagement.ingest.by_hand import decide_request
from engagement.ui.frame.by_hand import UNDO_SIGN, Undo, act
from engagement.ui.parts.markup import Html, joined, text

BUTTONS = {Code.STOP: ("Stop", ":material/front_hand:"), Code.REPLY: ("It is a reply", ":material/reply:")}
"""What a person may decide: what its button reads, and its sign."""

_DECIDED = {
    Code.STOP: "It is a stop: no texts to {who} any more.",
    Code.REPLY: "It is a reply: {who} may be texted as before.",
    Code.UNDECIDED: "Undone: what {who} wrote waits for a decision again.",
}


def decision_buttons(contact_id: int, message_id: int, who: str) -> None:
    """The two buttons for one request of a contact called `who`."""
    for code, (label, sign) in BUTTONS.items():
        key = f"decide {code} {contact_id} {message_id}"
        st.button(label, key=key, icon=sign, on_click=_decide, args=(contact_id, message_id, who, code))


def undo_button(contact_id: int, message_id: int, who: str, *, place: str) -> None:
    """The button that takes the decision on one request back; `place` tells it from another on the same page."""
    key = f"undo {place} {contact_id} {message_id}"
    args = (contact_id, message_id, who, Code.UNDECIDED)
    st.button("Undo", key=key, icon=UNDO_SIGN, on_click=_decide, args=args)


def _decide(contact_id: int, message_id: int, who: str, code: Code) -> None:
    before, _, after = _DECIDED[code].partition("{who}")
    undo: Undo | None = None if code is Code.UNDECIDED else (_decide, (contact_id, message_id, who, Code.UNDECIDED))

    def change(engine: Engine, by: str) -> tuple[Html, Undo | None]:
        decide_request(engine, contact_id, message_id, code, by)
        return joined(before, text(who), after), undo

    act(change)
