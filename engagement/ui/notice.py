"""What a screen says when it has nothing to show, or cannot show it."""

import streamlit as st

from engagement.ui.markup import Html, icon, joined, text


def problem(sentence: str) -> None:
    """Tell what went wrong and what to do about it."""
    st.html(
        joined('<p class="eg-notice eg-problem" role="alert">', icon("error"), "<span>", text(sentence), "</span></p>")
    )


def nothing_here(sentence: str, *, more: Html = Html("")) -> None:  # noqa: B008  a constant
    """Say that there is nothing, and what to do next."""
    st.html(joined('<p class="eg-notice" role="status">', icon("info"), "<span>", text(sentence), more, "</span></p>"))
