"""What the readers of all sources share: values as texts, objects, codes, times and numbers that can be kept.

And fields by name, whatever way a source writes the name (`Named`): "SentDate", "date_sent" and "Sent at" are found
without regard to case, spaces, underscores and hyphens.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

import orjson

from engagement.domain.addresses import normal_phone
from engagement.lib.text import cut_short
from engagement.providers.base import Fields, RejectedRecord

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database keeps these in a text
_SHORT_CODE = re.compile(r"\d{3,8}")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
_RFC = re.compile(  # with the zones that the format knows; any other would be taken for UTC
    r"(?:[A-Z][a-z]{2},\s*)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?"
    r"(?: (?:[+-]\d{4}|UT|UTC|GMT|[ECMP][SD]T))?",
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_SECOND = 253_402_300_799  # of the year 9999, where datetime ends
_NOTHING: Mapping[str, object] = {}
_ISO_ZONE = re.compile(r"\s*(?:UTC|GMT)$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A column's or field's name as it is compared: letters and digits only, in lower case."""
    return "".join(filter(str.isalnum, name.casefold()))


@lru_cache(maxsize=1024)
def _by_folded_name(names: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), name)
    return found


def names_of(fields: Fields) -> Mapping[str, str]:
    """The names of `fields`: from the folded name to the name as it is written; of two alike, the first."""
    return _by_folded_name(tuple(fields))


def as_text(value: object) -> str | None:
    """A field's value as text, without what no database can keep; None for null and for a list or object.

    Of a form field that came more than once, the first value.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        if isinstance(value, list | tuple):
            return as_text(value[0]) if value and not isinstance(value[0], list | tuple) else None
        if isinstance(value, Mapping):
            return None
        value = str(value)
    return value if value.isascii() and "\x00" not in value else _UNSTORABLE.sub("\ufffd", value)


def plain(value: object) -> str | None:
    """A text or number as trimmed text that a database can keep; None for anything else and for the empty text."""
    if isinstance(value, str):
        text = value.strip()
        return (text if text.isascii() and "\0" not in text else as_text(text)) or None
    if value is not None and isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return None


def code_of(value: object) -> str | None:
    """A code as text; None for 0, which is written where nobody answered or nothing failed."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    code = plain(value)
    return None if code == "0" else code


def mapping(value: object) -> Fields:
    """`value` as an object, from JSON text if that is how it came; empty when it is none."""
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and value[:1] == "{":
        try:
            parsed = orjson.loads(value)
        except ValueError:
            return _NOTHING
        return parsed if isinstance(parsed, dict) else _NOTHING
    return _NOTHING


def first_text(fields: Fields, names: Iterable[str]) -> str | None:
    """The first of these fields that has a text, by the names as they are written."""
    for name in names:
        if name in fields and (text := plain(fields[name])):
            return text
    return None


class Named:
    """The values of one record's fields, asked for by folded name."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self.names = names_of(fields)

    def text(self, name: str) -> str | None:
        """The value as it came, spaces and all; None when the field is missing or null."""
        written = self.names.get(name)
        return None if written is None else as_text(self._fields[written])

    def value(self, name: str) -> object:
        """The value as it came, of whatever type; None when the field is missing."""
        written = self.names.get(name)
        return None if written is None else self._fields[written]

    def word(self, *names: str) -> str:
        """The first of these fields that is not empty, without the spaces around it; "" when all are."""
        for name in names:
            if name in self.names and (found := (self.text(name) or "").strip()):
                return found
        return ""


def short(value: object) -> str:
    """`value` as text, for a reason: its beginning when it is long."""
    text = str(value)
    return cut_short(text, 60)


def quoted(text: str) -> str:
    """`text` in quotes, for a reason: its beginning when it is long, and on one line."""
    return repr(short(text))


@lru_cache(maxsize=10_000)  # a text is created, sent and updated within seconds, and a send goes out at once
def read_time(text: str, what: str) -> datetime:
    """`text` as a time in UTC: ISO 8601 ("2026-11-02T14:03:22Z", "2026-11-02 14:03") or RFC 2822; UTC unless it says.

    RejectedRecord, naming `what` the time is of, when it is neither.
    """
    moment = parsed_time(text)
    try:
        if moment is not None:
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:  # the first or last day there is, moved past the calendar's end by its offset
        pass
    raise RejectedRecord(f"The {what} {quoted(text)} is not a date and time: write it like 2026-11-02 14:03:22.")


def parsed_time(text: str) -> datetime | None:
    """`text` as a time, if it is ISO 8601 or RFC 2822; without a zone where it says none."""
    try:
        if _ISO.match(text):
            return datetime.fromisoformat(_ISO_ZONE.sub("+00:00", text))
        return parsedate_to_datetime(text) if _RFC.fullmatch(text) else None
    except ValueError:
        return None


def detail_of(status: str, finer: Collection[str], words: str | None) -> str | None:
    """What an event keeps beside its code: a status that is one of the provider's `finer` ones, and its `words`.

    The status comes first, up to a colon: told.py looks it up there.
    """
    return ": ".join(filter(None, (status if status in finer else "", words))) or None


def event_time(stated: object, label: str) -> datetime:
    """When a provider, called `label`, says that an event happened: in UTC, to the microsecond.

    It is stated as Unix seconds, in a number or a text, or as an ISO 8601 or RFC 2822 text; RejectedRecord otherwise.
    """
    if stated is None:
        raise RejectedRecord(f"The {label} event has no time; export it again with its timestamp.")
    try:
        if isinstance(stated, str):
            return _time_of_text(stated.strip())
        if isinstance(stated, (float, int)) and not isinstance(stated, bool):
            return _time_of_seconds(stated)
    except (ValueError, OverflowError, RejectedRecord):
        pass
    raise RejectedRecord(f'The {label} event has the time "{short(stated)}", which is not a time; export it again.')


def _time_of_seconds(seconds: float) -> datetime:
    if not 0 <= seconds <= _LAST_SECOND:  # false for NaN too
        raise ValueError
    return datetime.fromtimestamp(round(seconds * 1e6) / 1e6, UTC)


def _time_of_text(text: str) -> datetime:
    if text[4:5] != "-":  # not an ISO date
        try:
            seconds = float(text)
        except ValueError:
            pass
        else:
            return _time_of_seconds(seconds)
    moment = read_time(text, "time")
    if moment < _EPOCH:
        raise ValueError
    return moment


def read_number(text: str, region: str) -> str | None:
    """One end of a text message: an E.164 number, a short code's 3 to 8 digits, or None when it is neither."""
    text = text.strip()
    return text if _SHORT_CODE.fullmatch(text) and text.isascii() else normal_phone(text, region)


def compact_json(fields: Fields) -> str:
    """All of a record's fields as one line of JSON, but for a webhook's signature, which is never kept."""
    if "signature" in fields:
        fields = {name: value for name, value in fields.items() if name != "signature"}
    try:
        return orjson.dumps(fields).decode()
    except TypeError:  # half a character, a number of more than 64 bits, or nesting too deep for orjson
        pass
    try:
        return json.dumps(dict(fields), default=str, separators=(",", ":"))
    except RecursionError:
        raise RejectedRecord("The record is nested too deeply to be one; export it again.") from None
