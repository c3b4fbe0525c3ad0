"""The list of contacts under the filter: what is done with it, its page, and why a row is on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from engagement.query.contacts import formats
from engagement.query.contacts.columns import Column
from engagement.query.contacts.contact_list import PAGE_SIZE, Sort, all_contacts, list_contacts
from engagement.query.matching.sentence import describe
from engagement.query.question.contact_filter import EngagementFilter
from engagement.ui.address.contact_params import packed
from engagement.ui.contacts.contact_cells import Look
from engagement.ui.contacts.contact_table import Shown, contact_table, stops_of
from engagement.ui.contacts.list_columns import KEY as COLUMNS
from engagement.ui.contacts.list_columns import chosen_columns, columns_param
from engagement.ui.contacts.row_why import answer, asked_row
from engagement.ui.contacts.saved_filters import saved_filters
from engagement.ui.contacts.sidebar import filter_params
from engagement.ui.frame.account import Account
from engagement.ui.frame.downloads import downloads
from engagement.ui.frame.paging import page_number
from engagement.ui.parts.markup import Html, icon

SORTS: tuple[Sort, ...] = tuple(Sort)
COPY_LINK = Html(f'<button type="button" class="eg-button" data-copy-link>{icon("link")} Copy link</button>')


@dataclass(frozen=True, slots=True)
class _View:
    """How the list is looked at: its order and columns, and the whole of it as parameters of an address."""

    sort: Sort
    columns: tuple[Column, ...]
    params: Mapping[str, Sequence[str]]


def _controls(account: Account, asked: EngagementFilter) -> _View:
    """What is done with the list, in one line above it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        sort = st.selectbox("Sort by", SORTS, key="sort", bind="query-params", width=170)
        columns = chosen_columns()
        params = filter_params() | columns_param(columns) | ({} if sort is SORTS[0] else {"sort": [sort.value]})
        saved_filters(account, params)
        st.html(COPY_LINK, width="content")
        downloads(
            *(account, "contacts", formats.FORMATS),
            lambda view: all_contacts(view, asked, sort=sort),
            describe(asked, account.viewpoint),
        )
    return _View(sort, columns, params)


def draw_list(account: Account, asked: EngagementFilter, count: int, *, explained: bool) -> None:
    """A page of the list, with why each row is on it if `explained`.

    Its address is kept for the way back from a contact.
    """
    view = _controls(account, asked)
    table = st.container()
    page = page_number("page", (asked, view.sort), count, PAGE_SIZE)
    place = {**view.params} | ({} if page == 1 else {"page": [str(page)]})
    st.session_state["contacts-address"] = place
    rows = list_contacts(account.view, asked, sort=view.sort, page=page)
    row = asked_row()
    why = answer(account, row, asked) if row is not None and row in [one.id for one in rows] else Html("")
    came_from = packed({name: values for name, values in place.items() if name != COLUMNS})
    look = Look(account.now, account.zone, came_from, stops_of(asked.options))
    table.html(contact_table(rows, Shown(view.columns, explained, row, why), look))
