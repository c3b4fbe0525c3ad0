"""A list as a file, in each format that has a button: of the same rows and columns. Made when its button is pressed."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

import streamlit as st

from engagement.query.contacts.formats import Format
from engagement.query.matching.view import View
from engagement.ui.frame.account import Account, connected

_OPTED_OUT = (
    "Both files leave out the addresses that must not be written to, unless this is ticked. "
    "They say who opted out, when and why, in either case."
)
Rows = Callable[[View], Iterable[Any]]
"""What reads the rows of a list; it is asked when the file is made, and sees what whoever looks may see."""


def downloads(account: Account, name: str, formats: Sequence[Format], rows: Rows, list_in_words: str) -> None:
    """The buttons of a list, and whether opted-out addresses are in; `name` is what its files are called."""
    opted_out = st.checkbox("Include opted-out addresses", key=f"opted-out-{name}", help=_OPTED_OUT)

    def in_format(one: Format) -> Callable[[], bytes]:
        def written() -> bytes:
            file = BytesIO()
            with connected() as again:
                about = [("List", list_in_words), ("Made on", str(again.view.today))]
                one.write(file, rows(again.view), again.viewpoint.zone, about, include_opted_out=opted_out)
            return file.getvalue()

        return written

    for one in formats:
        if one.label:
            file_name = f"{name}-{account.view.today}{one.suffix}"
            st.download_button(
                one.label, in_format(one), file_name, one.media_type, icon=":material/download:", on_click="ignore"
            )
