"""Taking up one unknown contact: attached to a contact that is known, or made a lead or agent."""

from collections.abc import Callable

import streamlit as st

from engagement.domain.vocabulary import ContactKind
from engagement.errors import AttachError
from engagement.ingest.attach import Attached, attach, make_known
from engagement.query.contacts.contact_list import choices, list_contacts
from engagement.query.contacts.unknown import Suggestion, UnknownRow
from engagement.query.question.contact_filter import EngagementFilter
from engagement.ui.address.links import link
from engagement.ui.frame.account import Account
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import joined, label, text
from engagement.ui.parts.notice import done, nothing_here, problem
from engagement.ui.unknown.unknown_table import suggested, title, what_they_did

_DONE, _FAILED = "attached", "not-attached"
_MOST_FOUND = 6  # contacts that a search shows
_KNOWN_KINDS = (ContactKind.LEAD, ContactKind.AGENT)


def outcome() -> None:
    """What the last choice came to, once."""
    if (failed := st.session_state.pop(_FAILED, None)) is not None:
        problem(failed)
    if (attached := st.session_state.pop(_DONE, None)) is not None:
        words, who, contact_id = attached
        done(joined(text(words), " ", link(who, Screen.CONTACT, {"id": str(contact_id)}), "."))


def take_up(account: Account, row: UnknownRow) -> None:
    """Draw the choices for `row`. What is chosen is done at once, and told by outcome() in the next run."""
    st.html(joined("<h2>", text(title(row.contact)), f'</h2><p class="eg-quiet">{what_they_did(row)}</p>'))
    if row.suggestions:
        st.html("<p>It may belong to:</p>")
    for suggestion in row.suggestions:
        _choice(account, row, suggestion)
    left, right = st.columns(2, gap="large")
    with left:
        _find(account, row)
    with right:
        _new(account, row)


def _choice(account: Account, row: UnknownRow, suggestion: Suggestion) -> None:
    contact = suggestion.contact
    with st.container(horizontal=True, vertical_alignment="center"):
        key = f"attach {row.contact.id} {contact.id}"
        if st.button(f"Attach to {label(contact.title)}", key=key, icon=":material/link:"):
            _act(lambda: attach(account.engine, row.addresses, contact.id), f"{title(row.contact)} and its history")
        st.html(suggested(suggestion), width="content")


def _find(account: Account, row: UnknownRow) -> None:
    """A search among the contacts that are known."""
    asks = "Or find whom it belongs to" if row.suggestions else "Find whom it belongs to"
    wanted = st.text_input(asks, key=f"find {row.contact.id}", placeholder="Name, email or phone")
    if not wanted.strip():
        return
    asked = EngagementFilter(kinds=frozenset(_KNOWN_KINDS), search=wanted)
    found = list_contacts(account.view, asked, size=_MOST_FOUND)
    if not found:
        nothing_here("Nobody on a contact list is called so: check the spelling, or make a lead or agent of it.")
    for contact in found:
        if all(contact.id != one.contact.id for one in row.suggestions):
            _choice(account, row, Suggestion(contact, ()))


def _new(account: Account, row: UnknownRow) -> None:
    """A small form that makes a lead or agent."""
    with st.form(f"new {row.contact.id}", border=False):
        name = st.text_input("Or it is somebody new, called", max_chars=200)
        kind = st.radio("As", _KNOWN_KINDS, format_func=lambda kind: kind.value, horizontal=True)
        owners = choices(account.view).owners
        owner = st.selectbox("Owner", ("", *owners), format_func=lambda owner: owner or "Nobody yet")
        if st.form_submit_button("Make that contact", icon=":material/person_add:"):
            _act(
                lambda: make_known(account.engine, row.addresses, kind, name=name, owner=owner),
                f"{title(row.contact)} and its history",
            )


def _act(act: Callable[[], Attached], what: str) -> None:
    """Do what was chosen, keep what to say of it, and start over."""
    try:
        attached = act()
    except AttachError as error:
        st.session_state[_FAILED] = str(error)
    else:
        words = f"{what} now belong to" if attached.changed else f"Nothing had to be changed: {what} belong to"
        st.session_state[_DONE] = (words, attached.name, attached.contact_id)
        st.query_params.pop("chosen", None)
    st.rerun()
