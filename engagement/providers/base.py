"""What a provider is: how to recognise its records, and how to read one.

A new provider is one module in this folder that defines PROVIDER, and one test file.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard

from engagement.domain.records import RawRecord, Record, Reject, Skipped

Fields = Mapping[str, object]
Item = Record | Skipped | Reject


class RejectedRecord(Exception):
    """A record cannot be read. The message is the reason, in words a person understands."""


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a reader may need to know beside the record."""

    arrived_at: datetime  # UTC: when the file or webhook came; the time of reports that carry none
    region: str = "US"  # where a phone number without a country code is from
    not_after: datetime | None = None  # UTC: an event later than this is rejected; None takes any time


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One record of a file, read: where and what it was, and what it holds."""

    place: str
    raw: str
    items: tuple[Item, ...]


def is_record(item: Item) -> TypeGuard[Record]:
    """Whether `item` is something to take in, and not a reason to leave something out."""
    return not isinstance(item, Skipped | Reject)


@dataclass(frozen=True, slots=True)
class Provider:
    """One source of records.

    `recognises` tells from one record's fields whether it is of this provider; no two providers recognise the same
    record. `read` yields what one record holds, and raises RejectedRecord when it cannot be read.
    """

    name: str  # as stored: "mailgun"
    label: str  # as shown: "Mailgun"
    recognises: Callable[[Fields], bool]
    read: Callable[[RawRecord, ReadContext], Iterable[Item]]
