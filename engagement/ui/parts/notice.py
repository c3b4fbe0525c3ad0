"""What a screen says when it has nothing to show, or cannot show it."""

import streamlit as st

from engagement.ui.parts.markup import Html, icon, joined, text


def problem(sentence: str) -> None:
    """Tell what went wrong and what to do about it."""
    _notice("eg-notice eg-problem", "alert", "error", text(sentence))


def nothing_here(sentence: str) -> None:
    """Say that there is nothing, and what to do next."""
    _notice("eg-notice", "status", "info", text(sentence))


def done(sentence: Html) -> None:
    """Say what was done."""
    _notice("eg-notice eg-done", "status", "check_circle", sentence)


def no_files(what: str) -> None:
    """Say that the account is empty, and how to fill it."""
    remedy = (
        ": drop your providers' files on Imports, bring them in with <code>engagement import PATH...</code>, "
        "or look around in the demo account with <code>engagement demo</code>."
    )
    _notice("eg-notice", "status", "info", joined(text(what), remedy))


def note(sentence: str) -> None:
    """A sentence of query.intake.coverage under a heading; nothing when there is none to say."""
    if sentence:
        st.html(f'<p class="eg-coverage" role="note">{icon("event_busy")}<span>{text(sentence)}</span></p>')


def _notice(kind: str, role: str, symbol: str, sentence: Html) -> None:
    st.html(f'<p class="{kind}" role="{role}">{icon(symbol)}<span>{sentence}</span></p>')
