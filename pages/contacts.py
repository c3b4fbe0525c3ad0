"""Contacts: the engagement filter in the sidebar, what it means in a sentence, and the list it gives."""

from dataclasses import replace
from datetime import date

import streamlit as st

from engagement.query.contacts import PAGE_SIZE, Sort, all_contacts, choices, count_contacts, list_contacts
from engagement.query.export import contacts_csv
from engagement.query.filter import EngagementFilter
from engagement.query.membership import facets
from engagement.query.sentence import describe
from engagement.ui.account import Account, connected, show
from engagement.ui.contact_table import contact_table
from engagement.ui.coverage_view import covered
from engagement.ui.filter_address import packed
from engagement.ui.filters import any_time, clear_filter, filter_params, sidebar_filter
from engagement.ui.live_counts import show_counts
from engagement.ui.markup import counted, joined, text
from engagement.ui.notice import no_files, nothing_here

SORTS: tuple[Sort, ...] = tuple(Sort)
NO_FILTER = EngagementFilter()
EVERYBODY = "Everybody: tick an event, or search, to narrow the list."
NOBODY = (
    "Nobody matches this filter: widen the period, untick an event, or clear the filter. "
    "The numbers beside the choices say how many there would be with each."
)
OPTED_OUT = (
    "The CSV leaves out the addresses that must not be written to, unless this is ticked. "
    "It says who opted out, when and why, in either case."
)


def heading(count: int, sentence: str) -> None:
    """How many contacts, and what the filter means."""
    head = f"<h1>{counted(count, 'contact')}</h1>"
    st.html(joined('<div role="status">', head, '<p class="eg-sentence">', text(sentence), "</p></div>"))


def controls(asked: EngagementFilter, today: date) -> Sort:
    """The sort choice and the export, in one line above the list."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        sort = st.selectbox("Sort by", SORTS, key="sort", bind="query-params", width=200)
        opted_out = st.checkbox("Include opted-out addresses", key="opted-out", help=OPTED_OUT)

        def csv() -> bytes:
            with connected() as account:
                rows = all_contacts(account.connection, asked, account.viewpoint, sort=sort)
                return "".join(contacts_csv(rows, include_opted_out=opted_out)).encode()

        name = f"contacts-{today}.csv"
        st.download_button("Download as CSV", csv, name, "text/csv", icon=":material/download:", on_click="ignore")
    return sort


def page_number(asked: EngagementFilter, sort: Sort, count: int) -> int:
    """The page chosen under the list; the first one again when another list is asked for."""
    if st.session_state.get("listed", (asked, sort)) != (asked, sort):
        st.session_state["page"] = 1
    st.session_state["listed"] = asked, sort
    pages = -(-count // PAGE_SIZE)
    return st.pagination(pages, key="page", bind="query-params") if pages > 1 else 1


def draw_list(account: Account, asked: EngagementFilter, count: int) -> None:
    """A page of the list. Its address is kept for the way back from a contact."""
    sort = controls(asked, account.viewpoint.today)
    table = st.container()
    page = page_number(asked, sort, count)
    place = {"sort": [] if sort is SORTS[0] else [sort.value], "page": [] if page == 1 else [str(page)]}
    st.session_state["contacts-address"] = address = filter_params() | place
    rows = list_contacts(account.connection, asked, account.viewpoint, sort=sort, page=page)
    table.html(contact_table(rows, packed(address), account.now, account.zone))


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
    """The screen."""
    asked = sidebar_filter(choices(account.connection, account.viewpoint), account.viewpoint)
    counts = facets(account.connection, asked, account.viewpoint)
    show_counts(counts)
    is_open = replace(asked, at_least=1) == NO_FILTER and counts.total
    heading(counts.total, EVERYBODY if is_open else describe(asked, account.viewpoint))
    covered(account, asked)
    if counts.total:
        draw_list(account, asked, counts.total)
    else:
        draw_nobody(account, asked)


show(draw)
