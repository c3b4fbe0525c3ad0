"""Merging two contacts, saying that they are two, and taking either back."""

import streamlit as st
from sqlalchemy import Engine

from engagement.ingest.merges import keep_apart, merge, undo_keep_apart, undo_merge
from engagement.query.question.rows import ContactRow
from engagement.ui.address.links import link
from engagement.ui.frame.by_hand import UNDO_SIGN, Undo, act
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, joined, text


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
    st.button("Undo", key=f"undo merge {merge_id}", icon=UNDO_SIGN, on_click=_undo_merge, args=(merge_id,))


def _merge(kept_id: int, gone_id: int) -> None:
    def change(engine: Engine, by: str) -> tuple[Html, Undo | None]:
        made = merge(engine, kept_id, gone_id, by)
        who = link(made.kept_name, Screen.CONTACT, {"id": str(made.kept_id)})
        return joined(text(made.gone_name), " is merged into ", who, "."), (_undo_merge, (made.merge_id,))

    act(change)


def _undo_merge(merge_id: int) -> None:
    def change(engine: Engine, by: str) -> tuple[Html, Undo | None]:
        made = undo_merge(engine, merge_id, by)
        kept = link(made.kept_name, Screen.CONTACT, {"id": str(made.kept_id)})
        gone = link(made.gone_name, Screen.CONTACT, {"id": str(made.gone_id)})
        return joined("Undone: ", kept, " and ", gone, " are two contacts again."), None

    act(change)


def _apart(one: int, other: int, name: str, other_name: str) -> None:
    def change(engine: Engine, by: str) -> tuple[Html, Undo | None]:
        keep_apart(engine, one, other, by)
        told = joined(text(name), " and ", text(other_name), " are not the same: they are not proposed again.")
        return told, (_undo_apart, (one, other))

    act(change)


def _undo_apart(one: int, other: int) -> None:
    def change(engine: Engine, _by: str) -> tuple[Html, Undo | None]:
        undo_keep_apart(engine, one, other)
        return text("Undone: they may be the same, and are proposed again."), None

    act(change)
