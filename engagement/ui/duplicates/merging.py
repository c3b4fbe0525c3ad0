"""Merging two contacts, saying that they are two, and taking either back; and saying what came of it, once."""

from collections.abc import Callable

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engagement.errors import EngagementError
from engagement.ingest.merges import keep_apart, merge, undo_keep_apart, undo_merge
from engagement.query.question.rows import ContactRow
from engagement.ui.address.links import link
from engagement.ui.consent.deciding import named
from engagement.ui.frame.account import connected
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, joined, text
from engagement.ui.parts.notice import done, problem

_SAID, _FAILED, _UNDO = "merge-said", "merge-failed", "merge-undo"
_UNDO_SIGN = ":material/undo:"


def outcome() -> None:
    """What the last choice came to, once, with the way back."""
    if (failed := st.session_state.pop(_FAILED, None)) is not None:
        problem(failed)
    said: Html | None = st.session_state.pop(_SAID, None)
    undo = st.session_state.pop(_UNDO, None)
    if said is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        done(said)
        if undo is not None:
            way, args = undo
            st.button("Undo", key="undo-said", icon=_UNDO_SIGN, on_click=way, args=args)


def merge_button(kept: ContactRow, gone: ContactRow) -> None:
    """The button that keeps one of two."""
    key = f"merge {gone.id} into {kept.id}"
    st.button("Merge into this one", key=key, icon=":material/merge:", on_click=_merge, args=(kept.id, gone.id))


def apart_button(one: ContactRow, other: ContactRow) -> None:
    """The button that says that two are two."""
    args = (one.id, other.id, one.title, other.title)
    st.button("Not the same", key=f"apart {one.id} {other.id}", icon=":material/close:", on_click=_apart, args=args)


def undo_button(merge_id: int) -> None:
    """The button that takes a merge back."""
    st.button("Undo", key=f"undo merge {merge_id}", icon=_UNDO_SIGN, on_click=_undo_merge, args=(merge_id,))


def _merge(kept_id: int, gone_id: int) -> None:
    def change(engine: Engine, by: str) -> tuple[Html, object]:
        made = merge(engine, kept_id, gone_id, by)
        who = link(made.kept_name, Screen.CONTACT, {"id": str(made.kept_id)})
        return joined(text(made.gone_name), " is merged into ", who, "."), (_undo_merge, (made.merge_id,))

    _act(change)


def _undo_merge(merge_id: int) -> None:
    def change(engine: Engine, by: str) -> tuple[Html, object]:
        made = undo_merge(engine, merge_id, by)
        kept = link(made.kept_name, Screen.CONTACT, {"id": str(made.kept_id)})
        gone = link(made.gone_name, Screen.CONTACT, {"id": str(made.gone_id)})
        return joined("Undone: ", kept, " and ", gone, " are two contacts again."), None

    _act(change)


def _apart(one: int, other: int, name: str, other_name: str) -> None:
    def change(engine: Engine, by: str) -> tuple[Html, object]:
        keep_apart(engine, one, other, by)
        told = joined(text(name), " and ", text(other_name), " are not the same: they are not proposed again.")
        return told, (_undo_apart, (one, other))

    _act(change)


def _undo_apart(one: int, other: int) -> None:
    def change(engine: Engine, _by: str) -> tuple[Html, object]:
        undo_keep_apart(engine, one, other)
        return text("Undone: they may be the same, and are proposed again."), None

    _act(change)


def _act(change: Callable[[Engine, str], tuple[Html, object]]) -> None:
    """For a button's callback: make a change in the name of who is named, and keep what outcome() is to say."""
    try:
        with connected() as account:
            st.session_state[_SAID], st.session_state[_UNDO] = change(account.engine, named())
    except EngagementError as error:
        st.session_state[_FAILED] = str(error)
    except SQLAlchemyError:
        st.session_state[_FAILED] = "The database did not take it: try again, and if it stays so, look at its server."
