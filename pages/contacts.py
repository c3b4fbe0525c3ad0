"""Contacts: the engagement filter in the sidebar, what it means in a sentence, and the list it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engagement.query.contacts import PAGE_SIZE, Sort, choices, count_contacts, list_contacts
from engagement.query.filter import EngagementFilter
from engagement.query.membership import facets
from engagement.query.sentence import describe
from engagement.ui.account import Account, show
from engagement.ui.browser_memory import keep_memory
from engagement.ui.campaign_choice import with_campaign
from engagement.ui.columns import KEY as COLUMNS
from engagement.ui.columns import Column, chosen_columns, columns_param
from engagement.ui.contact_table import Shown, contact_table
from engagement.ui.coverage_view import covered
from engagement.ui.downloads import downloads
from engagement.ui.filter_address import packed
from engagement.ui.filters import any_time, clear_filter, filter_params, shown_filter, sidebar_filter
from engagement.ui.live_counts import show_counts
from engagement.ui.markup import Html, counted, icon, text
from engagement.ui.notice import no_files, nothing_here
from engagement.ui.questions import question_links
from engagement.ui.row_why import answer, asked_row
from engagement.ui.saved import saved_filters

SORTS: tuple[Sort, ...] = tuple(Sort)
NO_FILTER = EngagementFilter()
EVERYBODY = "Everybody: tick an event, or search, to narrow the list. Or start with what is asked every day:"
NOBODY = (
    "Nobody matches this filter: widen the period, untick an event, or clear the filter. "
    "The numbers beside the choices say how many there would be with each."
)
COPY_LINK = Html(f'<button type="button" class="eg-button" data-copy-link>{icon("link")} Copy link</button>')


@dataclass(frozen=True, slots=True)
class View:
    """How the list is looked at: its order and columns, and the whole of it as parameters of an address."""

    sort: Sort
    columns: tuple[Column, ...]
    params: Mapping[str, Sequence[str]]


def heading(account: Account, count: int, asked: EngagementFilter) -> None:
    """How many contacts, and what the filter means; what to ask first when it asks nothing."""
    is_open = count and is_nothing(asked)
    sentence = text(EVERYBODY if is_open else describe(asked, account.viewpoint))
    st.html(f'<div role="status"><h1>{counted(count, "contact")}</h1><p class="eg-sentence">{sentence}</p></div>')
    if is_open:
        st.html(question_links(account))


def answer_first(account: Account, asked: EngagementFilter, place: DeltaGenerator) -> None:
    """The count, what it means, and what of it is not on file."""
    with place.container():
        heading(account, count_contacts(account.connection, asked, account.viewpoint), asked)
        covered(account, asked)


def is_nothing(asked: EngagementFilter) -> bool:
    """Whether the filter asks nothing, so that everybody is listed."""
    return replace(asked, at_least=1, match=NO_FILTER.match, period=NO_FILTER.period) == NO_FILTER


def controls(account: Account, asked: EngagementFilter) -> View:
    """What is done with the list, in one line above it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        sort = st.selectbox("Sort by", SORTS, key="sort", bind="query-params", width=170)
        columns = chosen_columns()
        params = filter_params() | columns_param(columns) | ({} if sort is SORTS[0] else {"sort": [sort.value]})
        saved_filters(account, params)
        st.html(COPY_LINK, width="content")
        downloads(account, asked, sort)
    return View(sort, columns, params)


def page_number(asked: EngagementFilter, sort: Sort, count: int) -> int:
    """The page chosen under the list; the first one again when another list is asked for."""
    if st.session_state.get("listed", (asked, sort)) != (asked, sort):
        st.session_state["page"] = 1
    st.session_state["listed"] = asked, sort
    pages = -(-count // PAGE_SIZE)
    return st.pagination(pages, key="page", bind="query-params") if pages > 1 else 1


def draw_list(account: Account, asked: EngagementFilter, count: int) -> None:
    """A page of the list. Its address is kept for the way back from a contact."""
    view = controls(account, asked)
    table = st.container()
    page = page_number(asked, view.sort, count)
    place = {**view.params} | ({} if page == 1 else {"page": [str(page)]})
    st.session_state["contacts-address"] = place
    rows = list_contacts(account.connection, asked, account.viewpoint, sort=view.sort, page=page)
    row = asked_row()
    why = answer(account, row, asked) if row is not None and row in [one.id for one in rows] else Html("")
    shown = Shown(view.columns, asked.options, not is_nothing(asked), row, why)
    came_from = packed({name: values for name, values in place.items() if name != COLUMNS})
    table.html(contact_table(rows, came_from, account.now, account.zone, shown))


def draw_nobody(account: Account, asked: EngagementFilter) -> None:
    """What to do next when the list is empty."""
    st.session_state["contacts-address"] = filter_params()
    if count_contacts(account.connection, NO_FILTER, account.viewpoint) == 0:
        no_files("There are no contacts yet")
        return
    nothing_here(NOBODY)
    with st.container(horizontal=True):
        if asked.period != NO_FILTER.period:
            st.button("Any time", icon=":material/date_range:", on_click=any_time)
        st.button("Clear the filter", key="clear", icon=":material/filter_alt_off:", on_click=clear_filter)


def draw(account: Account) -> None:
    """The screen. After a click the count comes first, before a widget is drawn anew."""
    place = st.empty()
    early = shown_filter(account.connection, account.viewpoint.today)
    if early is not None:
        answer_first(account, early, place)
    asked = sidebar_filter(choices(account.connection, account.viewpoint), account.viewpoint)
    asked = with_campaign(account, asked)
    counts = facets(account.connection, asked, account.viewpoint)
    if asked != early:
        answer_first(account, asked, place)
    show_counts(counts)
    if counts.total:
        draw_list(account, asked, counts.total)
    else:
        draw_nobody(account, asked)
    keep_memory()


show(draw)
