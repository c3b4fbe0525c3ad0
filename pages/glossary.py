"""Glossary: every word of the product, from the vocabulary, with how many messages each status has now."""

import streamlit as st

from engagement.domain.vocabulary import Channel
from engagement.query.numbers.status_counts import status_counts
from engagement.ui.frame.account import Account, show
from engagement.ui.glossary_table import consent_table, option_table, origin_table, status_table

HEADINGS = {Channel.EMAIL: "Email statuses", Channel.TEXT: "Text statuses"}


def draw(account: Account) -> None:
    """The screen."""
    st.html("<h1>Glossary</h1>")
    counts = status_counts(account.view)
    with st.container(key="glossary"):  # two beside each other on a wide page (style.css)
        for channel, heading in HEADINGS.items():
            st.html(f"<h2>{heading}</h2>{status_table(channel, counts)}")
        st.html(f"<h2>Filter options</h2>{option_table()}")
        st.html(f"<h2>Consent</h2>{consent_table()}")
        st.html(f"<h2>What a message was sent as</h2>{origin_table()}")


show(draw)
