"""What Twilio's records come as beside its own five forms: events of Event Streams, rows that a spreadsheet saved.

An Event Streams event is brought to the names of a status callback. A spreadsheet writes times and numbers in its own
way: what it left no doubt of is read, the rest is refused with what became of it.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from engagement.domain.records import Skipped
from engagement.providers.base import Fields, RejectedRecord
from engagement.providers.fields import Named, mapping, quoted, read_time

_STREAM = "com.twilio."
_OUTGOING, _INCOMING = "com.twilio.messaging.message.", "com.twilio.messaging.inbound-message."
_OTHER_EVENT = Skipped("An event of Twilio's that is not about a text message.")
_LINK = Skipped("A click on a link in a text message, which is not counted.")
# What a callback calls them, by what Event Streams does, folded.
_DATA: Mapping[str, tuple[str, ...]] = {
    "MessageSid": ("messagesid", "smssid", "sid"),
    "From": ("from",),
    "To": ("to",),
    "Body": ("body",),
    "NumMedia": ("nummedia",),
    "ErrorCode": ("errorcode",),
    "ErrorMessage": ("errormessage",),
    "OptOutType": ("optouttype",),
}
EVENT_TIME = "eventtime"  # the folded name under which such an event's own time stands

_DAY = r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})"
_SAVED_DAY = re.compile(_DAY, re.ASCII)
_SAVED_TIME = re.compile(_DAY + r",?\s+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([AaPp])\.?\s?[Mm]\.?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_API_VERSION = (2010, 4, 1)  # of every record: as a spreadsheet writes this day, it writes all
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)  # from which a spreadsheet counts
_CUT_NUMBER = re.compile(r"\d(?:[.,]\d+)?E\+?\d+|#{3,}", re.ASCII | re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\d{7,15}", re.ASCII)
_WITH_COUNTRY = 11  # digits, from which on a number without a plus has its country's code
_AGAIN = "download the log from Twilio's Console again, and import it as it comes."

_DONE = re.compile(r"\d{10}(?:\d\d)?", re.ASCII)


def is_streamed(fields: Fields) -> bool:
    """Whether a record is an event of Twilio's Event Streams."""
    kind = fields.get("type")
    return "specversion" in fields and isinstance(kind, str) and kind.startswith(_STREAM)


def from_stream(event: Fields) -> Fields | Skipped:
    """An Event Streams event as a status callback, or as an inbound webhook; one Skipped for what is about no text."""
    kind = str(event["type"])
    if kind == "com.twilio.engagement.link-clicked":
        return _LINK
    if not kind.startswith((_OUTGOING, _INCOMING)):
        return _OTHER_EVENT
    data = Named(mapping(event.get("data")))
    found: dict[str, object] = {name: word for name, names in _DATA.items() if (word := data.word(*names))}
    found["MessageStatus"] = data.word("messagestatus", "smsstatus", "status") or kind.rpartition(".")[2]
    found[EVENT_TIME] = data.word("timestamp") or Named(event).word("time")
    return found


def time_of(text: str, what: str, named: Named) -> datetime:
    """A record's time, as Twilio writes it or as a spreadsheet that saved the record did.

    RejectedRecord, naming `what` the time is of, when it is no time or leaves open which number is the month.
    """
    try:
        return read_time(text, what)
    except RejectedRecord:
        saved = _saved_time(text, what, named.word("apiversion"))
        if saved is None:
            raise
        return saved


def number_of(text: str, named: Named) -> str:
    """A number of a record as Twilio writes it, also where a spreadsheet took its plus away.

    RejectedRecord when the spreadsheet took digits away.
    """
    if _CUT_NUMBER.fullmatch(text):
        raise RejectedRecord(f"A spreadsheet saved this row, and cut the number {quoted(text)} short: {_AGAIN}")
    if not _BARE_NUMBER.fullmatch(text):
        return text
    version = named.word("apiversion")
    was_saved = bool(version) and _saved_order(version) is not None
    return f"+{text}" if was_saved or len(text) >= _WITH_COUNTRY else text


def carrier_time(named: Named, arrived_at: datetime) -> datetime | None:
    """When the carrier says it was done with a text, to the minute; None when it does not say, or cannot be right."""
    written = named.word("rawdlrdonedate")
    if not _DONE.fullmatch(written):
        return None
    with suppress(ValueError):
        done = datetime.strptime(f"20{written}", "%Y%m%d%H%M" if len(written) == 10 else "%Y%m%d%H%M%S")
        done = done.replace(tzinfo=UTC)
        return done if done <= arrived_at else None
    return None


def _saved_time(text: str, what: str, version: str) -> datetime | None:
    """A time as a spreadsheet writes it, in UTC as Twilio's own; None when it is none."""
    if "###" in text:
        raise RejectedRecord(f"A spreadsheet saved this row, and cut the {what} short: {_AGAIN}")
    if _SERIAL.fullmatch(text) and _SERIAL.fullmatch(version):
        days = float(text.replace(",", "."))
        return _FIRST_DAY + timedelta(seconds=round(days * 86_400))
    found = _SAVED_TIME.fullmatch(text)
    if found is None:
        return None
    first, _, second, third, hour, minute, secs, half = found.groups()
    day = _day(int(first), int(second), int(third), _saved_order(version))
    if day is None:
        raise RejectedRecord(
            f"A spreadsheet saved this row, and its {what} {quoted(text)} leaves open which number is the month: "
            f"{_AGAIN}"
        )
    hours = int(hour) % 12 + (12 if half in ("P", "p") else 0) if half else int(hour)
    with suppress(ValueError):
        return datetime(*day, hours, int(minute), int(secs or 0), tzinfo=UTC)
    return None


def _saved_order(version: str) -> str | None:
    """The order in which a spreadsheet wrote the version's day: "ymd", "mdy" or "dmy"; None when it did not."""
    if _SERIAL.fullmatch(version):
        return "ymd"
    found = _SAVED_DAY.fullmatch(version)
    if found is None or version == "2010-04-01":
        return None
    first, second, third = map(int, found.group(1, 3, 4))
    year, month, day = _API_VERSION
    orders = {(year, month, day): "ymd", (month, day, year): "mdy", (day, month, year): "dmy"}
    return orders.get((first, second, third)) or orders.get((first, second, third + 2000))


def _day(first: int, second: int, third: int, order: str | None) -> tuple[int, int, int] | None:
    """Year, month and day of three numbers in an `order`, or in the only one there is; None when there are two."""
    if first > 31:
        return first, second, third
    year = third if third > 99 else 2000 + third
    if order is None and (first > 12 or first == second):
        order = "dmy"
    elif order is None and second > 12:
        order = "mdy"
    if order == "mdy":
        return year, first, second
    return (year, second, first) if order == "dmy" else None
