"""What the values of a contact list tell where a heading does not: a column of email addresses, or of phone numbers.

A column is told by the first rows of its list, and only where the list has no other of its channel, every cell that is
not blank is an address, and they differ from row to row as those of people do, not of whoever looks after them. It is
then headed so that contact_list reads it, and says so.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from engagement.domain.addresses import is_placeholder, normal_email, normal_phone
from engagement.domain.records import RawRecord, Reject
from engagement.domain.vocabulary import Channel
from engagement.lib.text import folded
from engagement.providers import contact_list
from engagement.providers.base import Fields
from engagement.providers.consent_headings import speaks_of_consent
from engagement.providers.fields import as_text
from engagement.providers.list_headings import LEFT_OUT, headed
from engagement.providers.own_export import is_ours

LOOKED_AT = 50
"""Rows that are looked at."""

_ENOUGH = 3  # cells with an address; a list of fewer rows must have one in each
_MOST_CHARACTERS = 1024 * 1024  # of the rows that are looked at
_WHO = frozenset(("name", "first name", "last name"))

# Words of headings, in four languages, of columns with an address of somebody else, or of none to write to.
_ELSEWHOSE = re.compile(
    r"\b(?:spouse|partner|wife|husband|assistant|asst|agent|owner|assigned|manager|rep|lender|attorney|referr\w*|broker"
    r"|company|office|emergency|created|updated|modified|added|by|from|sender|reply|cc|bcc|user|team|staff|coach|parent"
    r"|child|co|secondary|second|other|relation\w*|login|username|fax|pager|url|link|domain|website|note|notes|comment"
    r"|conyuge|pareja|agente|asistente|responsable|asesor|empresa|creado|conjoint\w*|conseill\w+|cree|entreprise|par"
    r"|asignad[oa]|propietari[oa]|proprietaire|attribue\w*|zustandig\w*|mitarbeiter\w*|sachbearbeiter\w*|inhaber\w*"
    r"|ehe\w+|makler\w*|betreuer\w*|assistent\w*|firma|von|erstellt|angelegt|telefax|telecopi\w*)\b"
)
_ABOUT_MESSAGES = re.compile(r"\b(?:subject|sent|delivered|delivery|opened|opens|clicks|clicked|body|message)\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
# A number as people write one; digits without any sign may be an id.
_UNMISTAKABLE = re.compile(r"\+\d[\d\s().-]{8,20}|\(\d{2,4}\)\s?\d{3,4}[\s.-]?\d{3,4}|\d{3}[-.\s]\d{3}[-.\s]\d{4}")


def told_by_values(header: Sequence[str], rows: Sequence[Fields], region: str) -> dict[str, Channel]:
    """The columns that are told by `rows`, the first of a list; empty where nothing tells, or two columns would do."""
    found, _ = _found(tuple(header), rows, region)
    return found


def with_told(
    records: Iterable[RawRecord | Reject], region: str, is_list: Callable[[Fields], bool]
) -> Iterator[RawRecord | Reject]:
    """The rows of a table, those of a contact list with the columns headed that their values tell.

    `is_list` says of the first row whether the table may be a contact list, because nobody else knows it.
    """
    rest = iter(records)
    held: list[RawRecord | Reject] = []
    size = 0
    for record in rest:
        held.append(record)
        size += len(record.raw)
        if len(held) == LOOKED_AT or size > _MOST_CHARACTERS:
            break
    rows = [record.fields for record in held if isinstance(record, RawRecord)]
    names = _names(rows, region) if rows and is_list(rows[0]) else {}
    if not names:
        yield from held
        yield from rest
        return
    for record in chain(held, rest):
        if isinstance(record, RawRecord):
            fields = {names.get(name, name): value for name, value in record.fields.items()}
            yield RawRecord(record.place, fields, record.raw)
        else:
            yield record


def _names(rows: Sequence[Fields], region: str) -> Mapping[str, str]:
    """New headings for those of a list that its values tell."""
    header = tuple(rows[0])
    told, doubtful = _found(header, rows, region)
    return {column: headed(column, channel) for column, channel in told.items()} | {
        column: headed(column, channel, is_read=False) for column, channel in doubtful.items()
    }


def _found(
    header: tuple[str, ...], rows: Sequence[Fields], region: str
) -> tuple[dict[str, Channel], dict[str, Channel]]:
    """The columns that are told, and those of which more than one would do for a channel."""
    said = contact_list.mapping(header)
    is_person = contact_list.recognises(dict.fromkeys(header)) or not _WHO.isdisjoint(said.values())
    if not is_person or is_ours(dict.fromkeys(header)) or any(map(_is_about_messages, header)):
        return {}, {}
    unknown = [column for column in header if column not in said and not _is_of_others(column)]
    told: dict[str, Channel] = {}
    doubtful: dict[str, Channel] = {}
    for channel in contact_list.channels_without_column(header):
        columns = [column for column in unknown if _tells([row.get(column) for row in rows], channel, region)]
        (told if len(columns) == 1 else doubtful).update(dict.fromkeys(columns, channel))
    if not contact_list.recognises(dict.fromkeys(headed(c, told[c]) if c in told else c for c in header)):
        return {}, {}
    return told, doubtful


def _tells(values: Sequence[object], channel: Channel, region: str) -> bool:
    """Whether the cells of a column are addresses of people, and nothing else."""
    cells = [text for value in values if (text := (as_text(value) or "").strip())]
    if len(cells) < min(_ENOUGH, len(values)):
        return False
    addresses = [_address(cell, channel, region) for cell in cells]
    return None not in addresses and len(set(addresses)) * 2 > len(addresses)


def _address(cell: str, channel: Channel, region: str) -> str | None:
    if channel is Channel.EMAIL:
        return normal_email(cell) if "@" in cell else None
    number = normal_phone(cell, region) if _UNMISTAKABLE.fullmatch(cell) else None
    return None if number is None or is_placeholder(number) else number


def _is_of_others(heading: str) -> bool:
    return heading.endswith(LEFT_OUT) or speaks_of_consent(heading) or _ELSEWHOSE.search(_spaced(heading)) is not None


def _is_about_messages(heading: str) -> bool:
    return _ABOUT_MESSAGES.search(_spaced(heading)) is not None


def _spaced(heading: str) -> str:
    return folded(_NOT_LETTERS.sub(" ", _CAMEL.sub(" ", heading)))
