"""Who was merged into the contact, by whom and when, each with the way back."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from engagement.ingest.merges import NOBODY
from engagement.query.contact.merged import MergeRow
from engagement.ui.duplicates.merging import undo_button
from engagement.ui.parts.markup import icon, joined, text
from engagement.ui.parts.times import exact_time


def merged_lines(found: Sequence[MergeRow], now: datetime, zone: ZoneInfo) -> None:
    """A line for each merge that stands."""
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            when = exact_time(one.at, now, zone)
            said = f"{icon('merge')} Merged with {text(one.name or NOBODY)} on {when} by {text(one.by)}"
            st.html(joined("<p>", said, "</p>"), width="content")
            undo_button(one.merge_id)
