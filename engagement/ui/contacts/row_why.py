"""Why a contact is on the list, under its row: which row was asked about, and the answer."""

from pathlib import Path

import streamlit as st

from engagement.lib.ids import id_of
from engagement.query.contacts.explain import explain
from engagement.query.matching.sentence import describe
from engagement.query.question.contact_filter import EngagementFilter
from engagement.ui.contacts.explanation import explanation
from engagement.ui.frame.account import Account
from engagement.ui.frame.component import component
from engagement.ui.parts.markup import Html

_KEY = "row_why"
_OPEN = "why"


def asked_row() -> int | None:
    """The contact whose row is open, if one is. Draws what listens to the rows' buttons."""
    component(_KEY, Path(__file__).with_suffix(".js"))(key=_KEY, on_contact_change=_ask)
    row: int | None = st.session_state.get(_OPEN)
    return row


def answer(account: Account, contact_id: int, asked: EngagementFilter) -> Html:
    """Why the contact is on the list of `asked`, opened."""
    why = explain(account.view, contact_id, asked)
    return explanation(why, describe(asked, account.viewpoint), account.now, account.zone, is_open=True)


def _ask() -> None:
    contact = st.session_state[_KEY].get("contact")
    st.session_state[_OPEN] = id_of(contact) if isinstance(contact, str) else None
