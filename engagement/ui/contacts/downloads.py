"""The list of contacts as a file, in each format that has a button: of the same rows and columns."""

from collections.abc import Callable
from io import BytesIO

import streamlit as st

from engagement.query.contacts import formats
from engagement.query.contacts.contact_list import Sort, all_contacts
from engagement.query.contacts.formats import Format
from engagement.query.matching.sentence import describe
from engagement.query.question.contact_filter import EngagementFilter
from engagement.ui.frame.account import Account, connected

_OPTED_OUT = (
    "Both files leave out the addresses that must not be written to, unless this is ticked. "
    "They say who opted out, when and why, in either case."
)


def downloads(account: Account, asked: EngagementFilter, sort: Sort) -> None:
    """The buttons, and whether opted-out addresses are in. A file is made when its button is pressed."""
    opted_out = st.checkbox("Include opted-out addresses", key="opted-out", help=_OPTED_OUT)

    def in_format(one: Format) -> Callable[[], bytes]:
        def written() -> bytes:
            file = BytesIO()
            with connected() as again:
                rows = all_contacts(again.view, asked, sort=sort)
                about = [("List", describe(asked, again.viewpoint)), ("Made on", str(again.view.today))]
                one.write(file, rows, again.viewpoint.zone, about, include_opted_out=opted_out)
            return file.getvalue()

        return written

    for one in formats.FORMATS:
        if one.label:
            name = f"contacts-{account.view.today}{one.suffix}"
            st.download_button(
                one.label, in_format(one), name, one.media_type, icon=":material/download:", on_click="ignore"
            )
