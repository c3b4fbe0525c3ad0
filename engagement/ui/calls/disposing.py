"""Saying of somebody on the list that they are done, later, or not for me; and the way back."""

from datetime import date, timedelta

import streamlit as st
from sqlalchemy import Engine

from engagement.domain.calls import Disposition
from engagement.ingest.calls import Disposed, dispose, undo_disposition
from engagement.lib.moments import day_words, today_in
from engagement.query.calls.dispositions import Said
from engagement.ui.address.links import link
from engagement.ui.frame.account import connected
from engagement.ui.frame.by_hand import UNDO_SIGN, Undo, act
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, joined, text

_LATER = {1: "Tomorrow", 2: "In 2 days", 3: "In 3 days", 7: "In a week", 14: "In 2 weeks", 30: "In 30 days"}
_NAMELESS = "This contact"


def disposition_buttons(contact_id: int, who: str, today: date, place: str) -> None:
    """The three buttons for a contact called `who`; `place` tells them from others of the same contact on the page."""
    key = f"{place} {contact_id}"
    args = (contact_id, who, Disposition.DONE, None)
    st.button("Done", key=f"done {key}", icon=":material/check:", on_click=_say, args=args)
    st.menu_button(
        "Later",
        list(_LATER),
        key=f"later {key}",
        icon=":material/schedule:",
        format_func=lambda days: f"{_LATER[days]}, {day_words(today + timedelta(days), weekday=True, year=False)}",
        on_click=_later,
        args=(f"later {key}", contact_id, who),
    )
    args = (contact_id, who, Disposition.NOT_MINE, None)
    st.button("Not for me", key=f"not-mine {key}", icon=":material/person_off:", on_click=_say, args=args)


def undo_button(said: Said) -> None:
    """The button that takes back what was said."""
    st.button("Undo", key=f"undo said {said.id}", icon=UNDO_SIGN, on_click=_undo, args=(said.id,))


def said_words(what: Disposition, until: date | None, by: str) -> str:
    """What was said, in words: "done", "later, until Thu 26 Nov 2026", "not for Dana"."""
    if until is not None:
        return f"later, until {day_words(until, weekday=True)}"
    return f"not for {by}" if what is Disposition.NOT_MINE else "done"


def _later(key: str, contact_id: int, who: str) -> None:
    days = st.session_state[key]
    if days is not None:
        _say(contact_id, who, Disposition.LATER, int(days))


def _say(contact_id: int, who: str, what: Disposition, days: int | None) -> None:
    with connected() as account:
        today = today_in(account.zone)

    def change(engine: Engine, by: str) -> tuple[Html, Undo | None]:
        until = None if days is None else today + timedelta(days)
        made = dispose(engine, contact_id, what, by, today=today, until=until)
        return joined(_whose(made, who), ": ", text(f"{said_words(what, until, ' '.join(by.split()))}.")), (
            _undo,
            (made.disposition_id,),
        )

    act(change)


def _undo(disposition_id: int) -> None:
    def change(engine: Engine, by: str) -> tuple[Html, Undo | None]:
        made = undo_disposition(engine, disposition_id, by)
        return joined("Undone: ", _whose(made, _NAMELESS), " is as before."), None

    act(change)


def _whose(made: Disposed, otherwise: str) -> Html:
    return link(made.name or otherwise, Screen.CONTACT, {"id": str(made.contact_id)})
