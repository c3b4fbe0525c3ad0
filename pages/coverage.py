"""Coverage: from when to when events are on file, which days are missing, and how old the latest is."""

import streamlit as st

from engagement.query.intake.coverage import RULE, coverage, sources
from engagement.ui.frame.account import Account, show
from engagement.ui.intake.coverage import channel_table, lanes, source_table
from engagement.ui.parts.notice import no_files


def draw(account: Account) -> None:
    """The screen."""
    st.html("<h1>Coverage</h1>")
    channels, files = coverage(account.view), sources(account.view)
    if not files and not any(row.first for row in channels):
        no_files("Nothing is on file yet")
        return
    st.html(f'<p class="eg-sentence">{RULE} Import the files of such days to fill them.</p>')
    st.html(channel_table(channels, account.now, account.zone))
    st.html(lanes(channels))
    if files:
        st.html("<h2>Files by source</h2>")
        st.html(source_table(files, account.now, account.zone))


show(draw)
