"""Unknown contacts: who wrote or was written to without being on a list, and whom they may belong to."""

import streamlit as st

from engagement.lib.ids import id_of
from engagement.query.contacts.unknown import PER_PAGE, count_unknown, list_unknown, unknown_contact
from engagement.ui.frame.account import Account, show
from engagement.ui.frame.paging import page_number
from engagement.ui.parts.markup import counted
from engagement.ui.parts.notice import nothing_here
from engagement.ui.unknown.attaching import outcome, take_up
from engagement.ui.unknown.unknown_table import unknown_table

WHAT = (
    "They wrote or were written to, and no contact list has their address. Choose one to attach it to somebody, or to "
    "make a lead or agent of it; its history goes along. A contact list that names the address later does the same."
)
NONE = "Everybody who wrote or was written to is on a contact list."
NOBODY = "No unknown contact has that in its address: search for less of it."


def draw(account: Account) -> None:
    """The screen."""
    wanted = st.query_params.get("chosen", "")
    number = id_of(wanted)
    chosen = None if number is None else unknown_contact(account.view, number)
    count = count_unknown(account.view)
    st.html(f"<h1>{counted(count, 'unknown contact')}</h1>")
    outcome()
    if chosen is not None:
        take_up(account, chosen)
    elif wanted:
        nothing_here("That contact is not unknown any more, or not there: choose another.")
    if not count:
        nothing_here(NONE)
        return
    st.html(f'<p class="eg-sentence">{WHAT}</p>')
    search = st.text_input("Search", key="unknown-search", bind="query-params", placeholder="Part of an address")
    found = count_unknown(account.view, search=search) if search.strip() else count
    if not found:
        nothing_here(NOBODY)
        return
    table = st.container()
    page = page_number("unknown-page", search, found, PER_PAGE)
    rows = list_unknown(account.view, search=search, page=page)
    table.html(unknown_table(rows, chosen.contact.id if chosen else None, account.now, account.zone))


show(draw)
