"""Contacts: the engagement filter in the sidebar, what it means in a sentence, and the list it gives."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engagement.query.contacts.contact_list import choices, count_contacts
from engagement.query.matching.membership import facets
from engagement.query.matching.sentence import describe
from engagement.query.question.contact_filter import EngagementFilter
from engagement.ui.contacts.campaign_choice import draw_campaign
from engagement.ui.contacts.contact_list import draw_list
from engagement.ui.contacts.live_counts import show_counts
from engagement.ui.contacts.questions import question_links
from engagement.ui.contacts.sidebar import (
    any_time,
    asked_filter,
    clear_filter,
    draw_filter,
    filter_params,
    shown_filter,
)
from engagement.ui.frame.account import Account, show
from engagement.ui.frame.browser_memory import keep_memory
from engagement.ui.frame.panel import panel_answer
from engagement.ui.intake.coverage import covered
from engagement.ui.parts.markup import counted, joined, text
from engagement.ui.parts.notice import no_files, nothing_here

NO_FILTER = EngagementFilter()
EVERYBODY = "Everybody: tick an event, or search, to narrow the list. Or start with what is asked every day:"
NOBODY = (
    "Nobody matches this filter: widen the period, untick an event, or clear the filter. "
    "The numbers beside the choices say how many there would be with each."
)


def heading(account: Account, count: int, asked: EngagementFilter) -> None:
    """How many contacts, and what the filter means; what to ask first when it asks nothing."""
    is_open = count and asked.is_open
    sentence = text(EVERYBODY if is_open else describe(asked, account.viewpoint))
    said = f'<div role="status"><h1>{counted(count, "contact")}</h1><p class="eg-sentence">{sentence}</p></div>'
    st.html(joined(said, question_links(account) if is_open else ""))


def answer_first(account: Account, asked: EngagementFilter, place: DeltaGenerator, panel: DeltaGenerator) -> None:
    """The count, what it means, and what of it is not on file; the count in the side panel too.

    Each has a place of its own: what is said a second time in one run only covers what was said there the first time.
    """
    count = count_contacts(account.view, asked)
    with place.container():
        heading(account, count, asked)
        with st.empty():
            covered(account, asked)
    panel_answer(panel, counted(count, "contact"))


def draw_nobody(account: Account, asked: EngagementFilter) -> None:
    """What to do next when the list is empty."""
    st.session_state["contacts-address"] = filter_params()
    if count_contacts(account.view, NO_FILTER) == 0:
        no_files("There are no contacts yet")
        return
    nothing_here(NOBODY)
    with st.container(horizontal=True):
        if asked.period != NO_FILTER.period:
            st.button("Any time", icon=":material/date_range:", on_click=any_time)
        st.button("Clear the filter", key="clear", icon=":material/filter_alt_off:", on_click=clear_filter)


def draw(account: Account) -> None:
    """The screen. After a click the count comes first, before a widget is drawn anew."""
    place, panel = st.empty(), st.sidebar.empty()
    early = shown_filter(account.view)
    if early is not None:
        answer_first(account, early, place, panel)
    draw_filter(choices(account.view), account.viewpoint)
    asked = asked_filter(account.view)
    if asked.campaign is not None:
        draw_campaign(asked.campaign)
    counts = facets(account.view, asked)
    if asked != early:  # the address asks something else than the widgets did on the screen before
        answer_first(account, asked, place, panel)
    show_counts(counts)
    if counts.total:
        draw_list(account, asked, counts.total, explained=not asked.is_open)
    else:
        draw_nobody(account, asked)
    keep_memory()


show(draw)
