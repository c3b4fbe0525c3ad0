"""The list of contacts as a file: CSV or an Excel workbook, of the same rows and columns."""

from io import BytesIO

import streamlit as st

from engagement.query.contacts.contact_list import Sort, all_contacts
from engagement.query.contacts.export import contacts_csv
from engagement.query.contacts.spreadsheet import MEDIA_TYPE, write_workbook
from engagement.query.matching.sentence import describe
from engagement.query.question.contact_filter import EngagementFilter
from engagement.ui.frame.account import Account, connected

_OPTED_OUT = (
    "Both files leave out the addresses that must not be written to, unless this is ticked. "
    "They say who opted out, when and why, in either case."
)


def downloads(account: Account, asked: EngagementFilter, sort: Sort) -> None:
    """The two buttons, and whether opted-out addresses are in. A file is made when its button is pressed."""
    opted_out = st.checkbox("Include opted-out addresses", key="opted-out", help=_OPTED_OUT)
    name = f"contacts-{account.viewpoint.today}"

    def csv() -> bytes:
        with connected() as again:
            rows = all_contacts(again.view, asked, sort=sort)
            return "".join(contacts_csv(rows, include_opted_out=opted_out)).encode()

    def excel() -> bytes:
        workbook = BytesIO()
        with connected() as again:
            rows = all_contacts(again.view, asked, sort=sort)
            about = [("List", describe(asked, again.viewpoint)), ("Made on", str(again.viewpoint.today))]
            write_workbook(workbook, rows, about, include_opted_out=opted_out)
        return workbook.getvalue()

    icon = ":material/download:"
    st.download_button("Download as CSV", csv, f"{name}.csv", "text/csv", icon=icon, on_click="ignore")
    st.download_button("Excel", excel, f"{name}.xlsx", MEDIA_TYPE, icon=icon, on_click="ignore")
