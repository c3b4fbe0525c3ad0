"""Marks: what a message puts into the contact sets. One mark says that something of a kind happened at a moment.

A contact set holds, for one kind of mark and one day of the account, the contacts with such a mark on that day. What
ingest writes, what the filter asks and what the rebuild counts all stand on this one list of kinds.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from engagement.domain.vocabulary import Channel, EventType

Row = Mapping[str, Any]


class Kind(IntEnum):
    """The kinds of marks. The numbers are stored; a new kind takes a new one."""

    OPEN = 1
    OPEN_BY_PERSON = 2  # not by a machine
    CLICK = 3
    CLICK_BY_PERSON = 4
    REPLY = 5
    EMAIL_DELIVERED = 6
    TEXT_DELIVERED = 7
    # A message reached a status; `NOW`: and still has it; `BY_PERSON`: and has it when machines are left out.
    EMAIL_UNSUBSCRIBE = 10
    EMAIL_UNSUBSCRIBE_NOW = 11
    EMAIL_UNSUBSCRIBE_NOW_BY_PERSON = 12
    EMAIL_BOUNCE = 13
    EMAIL_BOUNCE_NOW = 14
    EMAIL_BOUNCE_NOW_BY_PERSON = 15
    EMAIL_COMPLAINT = 16
    EMAIL_COMPLAINT_NOW = 17
    EMAIL_COMPLAINT_NOW_BY_PERSON = 18
    TEXT_UNSUBSCRIBE = 19
    TEXT_UNSUBSCRIBE_NOW = 20


class Mark(NamedTuple):
    """Something of a kind at a moment, in microseconds since 1970."""

    kind: int
    at: int


class StatusKinds(NamedTuple):
    """The kinds of a status option: reached, still so, and still so with machines left out."""

    reached: Kind
    now: Kind
    now_by_person: Kind


STATUS_KINDS: Mapping[tuple[str, str], StatusKinds] = MappingProxyType(
    {
        (Channel.EMAIL.value, EventType.UNSUBSCRIBED.value): StatusKinds(
            Kind.EMAIL_UNSUBSCRIBE, Kind.EMAIL_UNSUBSCRIBE_NOW, Kind.EMAIL_UNSUBSCRIBE_NOW_BY_PERSON
        ),
        (Channel.EMAIL.value, EventType.FAILED.value): StatusKinds(
            Kind.EMAIL_BOUNCE, Kind.EMAIL_BOUNCE_NOW, Kind.EMAIL_BOUNCE_NOW_BY_PERSON
        ),
        (Channel.EMAIL.value, EventType.COMPLAINED.value): StatusKinds(
            Kind.EMAIL_COMPLAINT, Kind.EMAIL_COMPLAINT_NOW, Kind.EMAIL_COMPLAINT_NOW_BY_PERSON
        ),
        # No machine opens a text, so leaving machines out changes nothing there.
        (Channel.TEXT.value, EventType.UNSUBSCRIBED.value): StatusKinds(
            Kind.TEXT_UNSUBSCRIBE, Kind.TEXT_UNSUBSCRIBE_NOW, Kind.TEXT_UNSUBSCRIBE_NOW
        ),
    }
)
_HAPPENED: Mapping[tuple[str, str], tuple[Kind, Kind]] = MappingProxyType(
    {
        (Channel.EMAIL.value, EventType.OPENED.value): (Kind.OPEN, Kind.OPEN_BY_PERSON),
        (Channel.EMAIL.value, EventType.CLICKED.value): (Kind.CLICK, Kind.CLICK_BY_PERSON),
        (Channel.EMAIL.value, EventType.DELIVERED.value): (Kind.EMAIL_DELIVERED, Kind.EMAIL_DELIVERED),
        (Channel.TEXT.value, EventType.DELIVERED.value): (Kind.TEXT_DELIVERED, Kind.TEXT_DELIVERED),
    }
)


def marks_of(message: Row, events: Iterable[Row]) -> list[Mark]:
    """The marks of one message from its folded row and all of its events, but for REPLY, which reply_marks gives."""
    channel = message["channel"]
    marks: list[Mark] = []
    for event in events:
        pair = (channel, event["type"])
        if (happened := _HAPPENED.get(pair)) is not None:
            at = event["at"]
            marks.append(Mark(happened[0], at))
            if happened[1] is not happened[0] and not event["machine"]:
                marks.append(Mark(happened[1], at))
        elif (status := STATUS_KINDS.get(pair)) is not None and not event["suppressed"]:
            at = event["at"]
            marks.append(Mark(status.reached, at))
            if message["status"] == event["type"]:
                marks.append(Mark(status.now, at))
            if message["human_status"] == event["type"] and status.now_by_person is not status.now:
                marks.append(Mark(status.now_by_person, at))
    return marks


def reply_marks(is_reply: bool, sent_at: int | None) -> list[Mark]:
    """The mark of a reply, at the moment it came."""
    return [Mark(Kind.REPLY, sent_at)] if is_reply and sent_at is not None else []
