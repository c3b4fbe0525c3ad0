"""Taking the chosen import back: what would go is said first, and what went afterwards, once."""

import streamlit as st

from engagement.errors import UndoError
from engagement.ingest.undo import Outlook, undo_import, would_be_undone
from engagement.query.intake.imports import shows_rejects
from engagement.query.question.rows import ImportRow
from engagement.ui.frame.account import Account
from engagement.ui.parts.markup import joined, text
from engagement.ui.parts.notice import done, problem

_SAID, _FAILED, _ASKED = "undo-said", "undo-failed", "undo-asked"


def outcome() -> None:
    """What taking an import back came to, once."""
    if (failed := st.session_state.pop(_FAILED, None)) is not None:
        problem(failed)
    if (said := st.session_state.pop(_SAID, None)) is not None:
        done(joined(text(said)))


def take_back(account: Account, row: ImportRow) -> None:
    """Draw "Undo" for an import, and when it is pressed what would go, with the button that does it.

    Only for a viewer who may see every contact: an import may be about anybody.
    """
    if row.undone_at is not None or not shows_rejects(account.view):
        return
    if st.session_state.get(_ASKED) != row.id:
        if st.button("Undo this import", key=f"undo {row.id}", icon=":material/undo:"):
            st.session_state[_ASKED] = row.id
            st.rerun()
        return
    try:
        outlook = _outlook(account, row.id)
    except UndoError as error:
        _end(failed=str(error))
        return
    with_opt_outs = st.checkbox("Take away the opt-outs too that only this import brought", key=f"opt-outs {row.id}")
    undone = outlook.opt_outs_go if with_opt_outs else outlook.opt_outs_stay
    st.html(joined("<p>This would go: ", text(undone.gone), ".", text(undone.rest), "</p>"))
    with st.container(horizontal=True):
        if st.button("Take it back", key=f"take back {row.id}", type="primary", icon=":material/undo:"):
            _undo(account, row.id, with_opt_outs=with_opt_outs)
        if st.button("Keep it", key=f"keep {row.id}"):
            _end()


def _outlook(account: Account, import_id: int) -> Outlook:
    """What taking it back would come to, found out once for one state of the data and not at each tick of the box."""
    snapshot = account.view.snapshot
    account.view.connection.rollback()  # what was read is over: a long undo keeps no old state alive
    with st.spinner("Finding out what would go"):
        return snapshot.once(("taken back", import_id), lambda: would_be_undone(account.engine, import_id))


def _undo(account: Account, import_id: int, *, with_opt_outs: bool) -> None:
    try:
        with st.spinner("Taking it back"):
            undone = undo_import(account.engine, import_id, with_opt_outs=with_opt_outs)
    except UndoError as error:
        _end(failed=str(error))
    else:
        _end(said=f"{undone.file} was taken back. Gone: {undone.gone}.{undone.rest}")


def _end(*, said: str | None = None, failed: str | None = None) -> None:
    """Ask no more, keep what outcome() is to say, and start over."""
    st.session_state.pop(_ASKED, None)
    st.session_state[_SAID], st.session_state[_FAILED] = said, failed
    st.rerun()
