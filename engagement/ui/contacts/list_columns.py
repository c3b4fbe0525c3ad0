"""Which columns of the contact list are shown, by their labels. They are kept in the address.

A browser remembers the ones last chosen, for addresses that name none. The columns are query/contacts/columns.py's.
"""

from collections.abc import Iterable, Sequence

import streamlit as st

from engagement.query.contacts.columns import Column, Kind, for_people
from engagement.ui.frame.browser_memory import recall, remember

KEY = "columns"


def chosen_columns() -> tuple[Column, ...]:
    """Draw the choice and read it, in the order of the table."""
    there = _choosable()
    if KEY not in st.session_state and KEY not in st.query_params:
        last = recall(KEY).split(",")
        if remembered := [column.label for column in there if column.label in last]:
            st.session_state[KEY] = remembered
    with st.popover("Columns", icon=":material/view_column:"):
        chosen = st.pills(
            "Columns",
            _labels(there),
            selection_mode="multi",
            default=_labels(_usual()),
            key=KEY,
            bind="query-params",
            on_change=_keep,
            help="This browser remembers them. They are in the page's address and in saved filters too.",
        )
    return tuple(column for column in there if column.label in chosen)


def columns_param(chosen: Sequence[Column]) -> dict[str, list[str]]:
    """The parameter of an address that asks for `chosen`; none when they are the usual ones."""
    return {} if tuple(chosen) == _usual() else {KEY: _labels(chosen)}


def _choosable() -> tuple[Column, ...]:
    """All but the name, which is always there."""
    return tuple(column for column in for_people() if column.kind is not Kind.NAME)


def _usual() -> tuple[Column, ...]:
    return tuple(column for column in _choosable() if column.usual)


def _labels(columns: Iterable[Column]) -> list[str]:
    return [column.label for column in columns]


def _keep() -> None:
    remember(KEY, ",".join(st.session_state[KEY]))
