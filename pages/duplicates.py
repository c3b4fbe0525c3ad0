"""Duplicates: contacts who may be one person, with the reasons, to be merged by hand or said to be two."""

import streamlit as st

from engagement.query.contacts.duplicates import MOST, duplicates
from engagement.ui.duplicates.couples import draw_couple
from engagement.ui.frame.account import Account, show
from engagement.ui.frame.browser_memory import keep_memory
from engagement.ui.frame.by_hand import outcome, your_name
from engagement.ui.frame.paging import page_number
from engagement.ui.parts.markup import counted
from engagement.ui.parts.notice import nothing_here

PER_PAGE = 10
WHAT = (
    "Each couple may be one person on file twice. Merging gives all that is the one's (addresses, messages, labels, "
    "opt-outs) to the one you keep, whose name, owner and stage stand; it can be taken back."
)
NONE = "Nobody seems to be on file twice: this page looks anew whenever a list is imported."


def draw(account: Account) -> None:
    """The screen."""
    found = duplicates(account.view)
    heading = counted(len(found), "possible duplicate")
    st.html(f"<h1>{f'The first {MOST} possible duplicates' if len(found) == MOST else heading}</h1>")
    outcome()
    if not found:
        nothing_here(NONE)
        return
    st.html(f'<p class="eg-sentence">{WHAT}</p>')
    your_name()
    place = st.container()
    page = page_number("duplicates-page", None, len(found), PER_PAGE)
    with place:
        for proposal in found[(page - 1) * PER_PAGE : page * PER_PAGE]:
            draw_couple(proposal, account.now, account.zone)
    keep_memory()


show(draw)
