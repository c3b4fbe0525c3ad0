"""The page of a list that is chosen under it."""

from collections.abc import Hashable

import streamlit as st


def page_number(key: str, asked: Hashable, count: int, size: int) -> int:
    """The page of `count` rows, `size` a page, chosen under the list and kept in the address as `key`.

    It is the first one again when another list is `asked` for. Nothing is drawn where one page holds all.
    """
    listed = f"{key} of"
    if st.session_state.get(listed, asked) != asked:
        st.session_state[key] = 1
    st.session_state[listed] = asked
    pages = -(-count // size)
    return st.pagination(pages, key=key, bind="query-params") if pages > 1 else 1
