"""What the contacts' filter asks about a campaign: said in the sidebar, with a way to take it off.

It is chosen by a link from a campaign's numbers, so it lives in the address alone.
"""

import streamlit as st

from engagement.query.matching.sentence import campaign_in_words
from engagement.query.question.contact_filter import CampaignPart
from engagement.ui.address.contact_params import CAMPAIGN
from engagement.ui.parts.markup import joined, text


def draw_campaign(part: CampaignPart) -> None:
    """Say what is asked about a campaign, with the way to take it off."""
    with st.sidebar:
        st.html(joined('<h2 class="eg-group">Campaign</h2><p>Who ', text(campaign_in_words(part)), "</p>"))
        st.button("Any campaign", icon=":material/close:", on_click=any_campaign, width="stretch")


def any_campaign() -> None:
    """Ask about no campaign. For a button's callback."""
    for name in CAMPAIGN:
        st.query_params.pop(name, None)
