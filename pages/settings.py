"""Settings: the account's name, time zone, region, send windows and what opts out, kept in the database."""

import streamlit as st

from engagement.errors import SettingsError
from engagement.ingest.by_hand import refresh_all
from engagement.store.account import write_account
from engagement.ui.frame.account import Account, show
from engagement.ui.parts.notice import problem
from engagement.ui.settings_form import settings_form

SAVED = "settings-saved"


def draw(account: Account) -> None:
    """The screen."""
    st.html("<h1>Settings</h1>")
    try:
        chosen = settings_form(account.settings, account.now)
    except SettingsError as error:
        problem(str(error))
        return
    changed = chosen != account.settings
    with st.container(horizontal=True, vertical_alignment="center"):
        save = st.button("Save", type="primary", icon=":material/save:", disabled=not changed)
        if changed:
            st.caption("Not saved yet.")
        elif st.session_state.pop(SAVED, False):
            st.html('<p class="eg-quiet" role="status">Saved.</p>')
    if save:
        account.view.connection.rollback()  # what was read is over, so that the writer waits for nobody
        write_account(account.engine, chosen)
        if chosen.closes is not account.settings.closes:
            with st.spinner("Working out whom that closes"):
                refresh_all(account.engine)
        st.session_state[SAVED] = True
        st.rerun()


show(draw)
