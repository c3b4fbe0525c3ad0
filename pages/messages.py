"""Messages: why somebody did not get one, and every list of messages that a number stands for."""

import streamlit as st

from engagement.ui.account import Account, show


def draw(account: Account) -> None:
    """The screen."""
    st.html("<h1>Messages</h1>")


show(draw)
