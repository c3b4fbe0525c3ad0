"""Saying what the columns of a contact list are, where their headings do not.

What a column is said to be is one of the words that contact_list.mapping uses. A heading that says the same already is
left as it is; any other gets one that contact_list reads so.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from engagement.domain.records import ConsentRecord, ContactRecord, RawRecord, Reject
from engagement.domain.vocabulary import Channel
from engagement.errors import ColumnError
from engagement.providers import contact_list
from engagement.providers.base import ReadContext, RejectedRecord
from engagement.providers.list_headings import LEFT_OUT, headed
from engagement.providers.list_values import told_by_values

NOT_READ = ""
"""A column that is left out."""

_NAMES = ("name", "first name", "middle name", "last name", "second last name", "suffix")
_ONCE = (*_NAMES, "kind", "owner", "stage", "source", "external id")
_ADDRESSES = (
    *("email", "main email", "office email", "personal email", "other email"),
    *("phone", "main phone", "cell phone", "office phone", "home phone", "other phone"),
)
_CONSENT = ("no email", "no text", "no call", "email opt-in", "text opt-in", "call opt-in")
_LABELS = ("Labels", "Tags", "Groups", "Label", "Tag", "Group")  # headings that are put together
_ALONE = "Full Name"  # means the same beside a first name, where "Name" may be the last name
_HEADINGS: Mapping[str, str] = MappingProxyType({word: word.title() for word in (*_ONCE, *_ADDRESSES, *_CONSENT)})
WORDS: tuple[str, ...] = (NOT_READ, *_NAMES, *_ADDRESSES, "labels", *_ONCE[len(_NAMES) :], *_CONSENT)
"""What a column can be said to be."""


_NOTHING_TOLD: Mapping[str, Channel] = MappingProxyType({})


def words_of(headings: Sequence[str], told: Mapping[str, Channel] = _NOTHING_TOLD) -> list[str]:
    """What each column is read as without anybody saying so, by its heading or, if it is `told`, by its values."""
    own = _own(headings, told)
    mapping = contact_list.mapping(own)
    return [mapping.get(heading, NOT_READ) for heading in own]


def told_of(headings: Sequence[str], rows: Sequence[RawRecord], region: str) -> dict[str, Channel]:
    """The columns that are told by the values of the first `rows` of a list, where no heading does."""
    return told_by_values(headings, [row.fields for row in rows], region)


def headings_for(
    headings: Sequence[str], words: Sequence[str], told: Mapping[str, Channel] = _NOTHING_TOLD
) -> list[str]:
    """Headings by which a contact list's columns are read as `words`, one for each of `headings`.

    A column that is `told` by its values stays known as such. ColumnError with the remedy when two columns are the same
    field that takes one, or when none has an address or name.
    """
    headings = _own(headings, told)
    for word in _ONCE:
        if list(words).count(word) > 1:
            raise ColumnError(f"Two columns are read as {word}: choose one of them, and another word for the other.")
    said = words_of(headings)
    found = _headings(headings, words, [old == new for old, new in zip(said, words, strict=True)])
    if words_of(found) != list(words):  # what a heading means may change with those beside it
        found = _headings(headings, words, [word not in WORDS for word in words])
        found = [_ALONE if heading == _HEADINGS["name"] else heading for heading in found]
    if not contact_list.recognises(dict.fromkeys(found)):
        raise ColumnError("No two columns are about a person: say which one has the names, and which an address.")
    return found


def _own(headings: Sequence[str], told: Mapping[str, Channel]) -> list[str]:
    return [headed(heading, told[heading]) if heading in told else heading for heading in headings]


def _headings(headings: Sequence[str], words: Sequence[str], keep: Sequence[bool]) -> list[str]:
    """A heading for each of `words`: the column's own where it is to be kept and read at all."""
    kept = {heading for heading, stays in zip(headings, keep, strict=True) if stays}
    found: list[str] = []
    for place, (heading, word, stays) in enumerate(zip(headings, words, keep, strict=True), 1):
        found.append(heading if stays and word != NOT_READ else _heading(word, place, kept | set(found)))
    return found


def consent_not_read(headings: Sequence[str], words: Sequence[str]) -> list[str]:
    """Those of `headings` that speak of consent and are read as nothing, by `words`, one for each of them."""
    unread = contact_list.unread_consent_columns(dict.fromkeys(headings))
    return [heading for heading, word in zip(headings, words, strict=True) if word == NOT_READ and heading in unread]


class PreviewRow(NamedTuple):
    """How one row of a list is read."""

    contact: ContactRecord | None
    opt_outs: list[ConsentRecord]
    not_read: list[str]  # why, for each part of it


def preview(rows: Sequence[RawRecord], headings: Sequence[str], context: ReadContext) -> list[PreviewRow]:
    """How `rows` are read under `headings`."""
    found: list[PreviewRow] = []
    for row in rows:
        record = RawRecord(row.place, dict(zip(headings, row.fields.values(), strict=True)), row.raw)
        try:
            items = list(contact_list.read(record, context))
        except RejectedRecord as error:
            found.append(PreviewRow(None, [], [str(error)]))
            continue
        contact = next((item for item in items if isinstance(item, ContactRecord)), None)
        opt_outs = [item for item in items if isinstance(item, ConsentRecord)]
        found.append(PreviewRow(contact, opt_outs, [item.reason for item in items if isinstance(item, Reject)]))
    return found


def _heading(word: str, place: int, taken: set[str]) -> str:
    """A heading that is read as `word` and is not taken."""
    if word == NOT_READ:
        return f"column {place}{LEFT_OUT}"
    if word == "labels":
        free = [heading for heading in _LABELS if heading not in taken]
        if not free:
            raise ColumnError(f"More than {len(_LABELS)} columns are read as labels: leave some out.")
        return free[0]
    heading = wanted = _HEADINGS[word]
    number = 2
    while heading in taken:
        heading = f"{wanted} {number}"
        number += 1
    return heading
