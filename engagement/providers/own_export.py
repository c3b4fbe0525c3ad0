"""Our own contact list, exported and imported again: it says nothing that is not on file already.

Its ids are ours, no CRM's, and a text that a spreadsheet could run has an apostrophe before it
(query/contacts/export.py). Who is on no list stays so. An opt-out is taken of whom none is on file, as in
another database.
"""

import re

from engagement.providers.base import Fields
from engagement.providers.fields import as_text, names_of

_OURS = frozenset(("id", "emails", "phones", "machineopens", "machineclicks", "donotemailsince", "askedtostopat"))
_GUARDED = re.compile(r"'(?=[=+\-@])")


def is_ours(fields: Fields) -> bool:
    """Whether a record has the columns that no list but ours has together."""
    return names_of(fields).keys() >= _OURS


def own_text(value: object) -> str:
    """A cell as it was before it was written: lists of JSON in one text, and without the apostrophe."""
    if isinstance(value, list):
        return "; ".join(filter(None, map(as_text, value)))
    return _GUARDED.sub("", as_text(value) or "", count=1) if str(value)[:1] == "'" else as_text(value) or ""


def own_id(text: str | None) -> int | None:
    """The id of a contact of ours, or None when it is none."""
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 20 else None
