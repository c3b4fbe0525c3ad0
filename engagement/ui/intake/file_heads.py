"""The top of a dropped file, looked at once, and not each time the page is drawn: a large workbook takes seconds."""

from collections.abc import Collection
from typing import BinaryIO

import streamlit as st

from engagement.formats.headings import TableHead, table_head

_HEADS = "upload-heads"
_Heads = dict[tuple[str, str | None], TableHead | None]


def head_of(file: BinaryIO, sheet: str | None = None) -> TableHead | None:
    """The headings and first rows of a dropped file, or of one sheet of it; None when it is no table, or has no row."""
    heads: _Heads = st.session_state.setdefault(_HEADS, {})
    key = (getattr(file, "file_id", ""), sheet)
    if key not in heads:
        heads[key] = table_head(file, sheet=sheet)
        file.seek(0)
    return heads[key]


def forget_all_but(files: Collection[BinaryIO]) -> None:
    """Let go of what is known of files that are not there any more."""
    ids = {getattr(file, "file_id", "") for file in files}
    heads: _Heads = st.session_state.get(_HEADS, {})
    for key in [key for key in heads if key[0] not in ids]:
        del heads[key]
