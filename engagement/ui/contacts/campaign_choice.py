"""What the contacts' filter asks about a campaign: said in the sidebar, with a way to take it off.

It is chosen by a link from a campaign's numbers, so it lives in the address alone.
"""

from dataclasses import replace

import streamlit as st

from engagement.query.matching.campaign_people import named
from engagement.query.matching.sentence import campaign_in_words
from engagement.query.question.contact_filter import EngagementFilter
from engagement.ui.address.contact_params import CAMPAIGN, campaign_part
from engagement.ui.frame.account import Account
from engagement.ui.parts.markup import joined, text


def with_campaign(account: Account, asked: EngagementFilter) -> EngagementFilter:
    """`asked` with what the address asks about a campaign, which is drawn in the sidebar when there is any."""
    part = campaign_part(*(st.query_params.get(name, "") for name in CAMPAIGN))
    asked = named(account.view, replace(asked, campaign=part))
    if asked.campaign is not None:
        with st.sidebar:
            st.html(
                joined('<h2 class="eg-group">Campaign</h2><p>Who ', text(campaign_in_words(asked.campaign)), "</p>")
            )
            st.button("Any campaign", icon=":material/close:", on_click=any_campaign, width="stretch")
    return asked


def any_campaign() -> None:
    """Ask about no campaign. For a button's callback."""
    for name in CAMPAIGN:
        st.query_params.pop(name, None)
