"""The columns of the contact list: which there are, and which of them are shown. They are kept in the address.

A browser remembers the ones last chosen, for addresses that name none.
"""

from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from engagement.ui.frame.browser_memory import recall, remember

KEY = "columns"


class Column(StrEnum):
    """A column beside the name; its value is its heading and what addresses call it."""

    KIND = "Kind"
    OWNER = "Owner"
    STAGE = "Stage"
    SOURCE = "Source"
    LABELS = "Labels"
    LAST_STATUS = "Last status"
    LAST_ENGAGEMENT = "Last engagement"
    OPENS = "Opens"
    CLICKS = "Clicks"
    REPLIES = "Replies"
    OPT_OUTS = "Opt-outs"
    ADDRESSES = "Email and phone"


DEFAULT = tuple(column for column in Column if column not in (Column.STAGE, Column.SOURCE, Column.LABELS))
_ALL: tuple[Column, ...] = tuple(Column)


def chosen_columns() -> tuple[Column, ...]:
    """Draw the choice and read it, in the order of the table."""
    if KEY not in st.session_state and KEY not in st.query_params:
        last = recall(KEY).split(",")
        if remembered := [column for column in Column if column in last]:
            st.session_state[KEY] = remembered
    with st.popover("Columns", icon=":material/view_column:"):
        chosen = st.pills(
            "Columns",
            _ALL,
            selection_mode="multi",
            default=DEFAULT,
            key=KEY,
            bind="query-params",
            on_change=_keep,
            help="This browser remembers them. They are in the page's address and in saved filters too.",
        )
    return tuple(column for column in Column if column in chosen)


def columns_param(chosen: Sequence[Column]) -> dict[str, list[str]]:
    """The parameter of an address that asks for `chosen`; none when they are the usual ones."""
    return {} if tuple(chosen) == DEFAULT else {KEY: [column.value for column in chosen]}


def _keep() -> None:
    remember(KEY, ",".join(st.session_state[KEY]))
