"""Telnyx (SMS and MMS): the posts of its messaging webhooks, each one event about a message.

A message may go to several numbers, each with a status of its own: to us it is as many messages. Names, statuses and
codes are those of Telnyx's public documentation of its messaging webhooks and errors.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from engagement.domain.causes import Cause, Finer
from engagement.domain.records import Clock, EventRecord, MessageFacts, RawRecord, Reject, Skipped
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.providers.attribution import attribution
from engagement.providers.base import Codes, Fields, Item, Keywords, Provider, ReadContext, RejectedRecord, codes_of
from engagement.providers.fields import code_of, compact_json, detail_of, event_time, mapping, plain, quoted
from engagement.providers.texts import contact_number, opted_out_by, our_number

_STATUSES: Mapping[str, EventType] = {
    "queued": EventType.QUEUED,
    "sending": EventType.SENDING,
    "sent": EventType.PENDING,
    "delivered": EventType.DELIVERED,
    "delivery_unconfirmed": EventType.PENDING,  # the carrier gave no receipt, and nobody will say more
    "delivery_failed": EventType.UNDELIVERED,
    "sending_failed": EventType.FAILED,
    "expired": EventType.FAILED,
}
_FINER: Mapping[str, Finer] = {"delivery_unconfirmed": Finer.UNCONFIRMED}
_FAILURES = frozenset({EventType.UNDELIVERED, EventType.FAILED})
_CODES: Codes = {
    "40001": Cause.LANDLINE,
    "40002": Cause.CARRIER_FILTERED,
    "40003": Cause.CARRIER_BLOCKS_NUMBER,
    "40004": Cause.CARRIER_SILENT,
    "40005": Cause.EXPIRED,
    "40006": Cause.CARRIER_DOWN,
    "40008": Cause.CARRIER_SILENT,
    "40009": Cause.CONTENT_REFUSED,
    "40011": Cause.TOO_MANY,
    "40300": Cause.OPTED_OUT,
}
_OPTED_OUT = codes_of(_CODES, {Cause.OPTED_OUT})
_EXPIRED, _WIRELINE = "expired", "Wireline"  # said where no code is: a status, and a kind of line
_REASONS: Codes = {_EXPIRED: Cause.EXPIRED, _WIRELINE: Cause.LANDLINE}
# By default; YES is a reply like any other.
_KEYWORDS = Keywords(
    opt_out=("STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"),
    opt_in=("START", "UNSTOP"),
    help=("HELP", "INFO"),
)
_KINDS = frozenset({"message.sent", "message.finalized", "message.received"})


def recognises(fields: Fields) -> bool:
    """Whether a record is an event of Telnyx's about messages."""
    data = fields.get("data")
    if not isinstance(data, dict) or data.get("record_type") != "event":
        return False
    return str(data.get("event_type")).startswith("message.")


def read(record: RawRecord, context: ReadContext) -> Iterator[Item]:
    """What an event says of each number it is about: an EventRecord, and a second one for an inbound stop word.

    One Skipped for an event that says nothing of delivery. RejectedRecord when the event's id or time, the message's
    id or every number is missing; a Reject for each number of which something cannot be read.
    """
    data = mapping(record.fields.get("data"))
    if data.get("event_type") not in _KINDS:
        yield Skipped(f"The Telnyx event {data.get('event_type')}, not about the delivery of a text.")
        return
    payload = mapping(data.get("payload"))
    at = event_time(data.get("occurred_at"), "Telnyx")
    event_id = _required(data.get("id"), "The Telnyx event has no id, so a repeat of it cannot be told.")
    raw = compact_json(record.fields)
    if payload.get("direction") == Direction.INBOUND.value:
        yield from _came_in(payload, at, event_id, raw, context.region)
        return
    ends = [*_ends(payload.get("to")), *_ends(payload.get("cc"))]
    if not ends:
        raise RejectedRecord("The Telnyx event does not say which number the text was sent to.")
    for end in ends:
        try:
            yield _sent(payload, end, at, event_id, raw, context.region)
        except RejectedRecord as error:  # what is said of the other numbers is taken all the same
            yield Reject(record.place, str(error), record.raw)


PROVIDER = Provider(
    "telnyx",
    "Telnyx",
    recognises,
    read,
    channel=Channel.TEXT,
    codes=_CODES,
    reasons=_REASONS,
    finer=_FINER,
    keywords=_KEYWORDS,
)


def _came_in(payload: Fields, at: datetime, event_id: str, raw: str, region: str) -> Iterator[EventRecord]:
    text = payload.get("text")
    body = text if isinstance(text, str) else None
    ours = next((_number(end) for end in _ends(payload.get("to"))), "")
    message = _message(payload, Direction.INBOUND, _number(mapping(payload.get("from"))), ours, region)
    message.keyword = _KEYWORDS.meaning(body)
    event = EventRecord(message, EventType.RECEIVED, at, Clock.EVENT, event_id, raw=raw)
    yield event
    if message.keyword is Keyword.OPT_OUT:
        yield opted_out_by(event)


def _sent(payload: Fields, end: Fields, at: datetime, event_id: str, raw: str, region: str) -> EventRecord:
    status = plain(end.get("status")) or ""
    if status not in _STATUSES:
        raise RejectedRecord(f"The status {quoted(status)} is not one that Telnyx's texts are known to have.")
    kind = _STATUSES[status]
    code = reason = words = None
    if kind in _FAILURES:  # what is wrong with one number is said of the message: those it went to have nothing of it
        code, words = _error(payload.get("errors"))
        if code in _OPTED_OUT:
            kind = EventType.UNSUBSCRIBED
        elif code is None:
            reason = next((one for one in (plain(end.get("line_type")), status) if one in _REASONS), None)
    return EventRecord(
        message=_message(payload, Direction.OUTBOUND, _number(end), _number(mapping(payload.get("from"))), region),
        type=kind,
        at=at,
        clock=Clock.EVENT,
        dedupe_key=event_id,
        reason=reason,
        code=code,
        detail=detail_of(status, _FINER, words),
        raw=raw,
    )


def _message(payload: Fields, direction: Direction, theirs: str, ours: str, region: str) -> MessageFacts:
    inbound = direction is Direction.INBOUND
    text, sent = payload.get("text"), payload.get("received_at" if inbound else "sent_at")
    media = [plain(one.get("url")) for one in _ends(payload.get("media"))]
    return MessageFacts(
        channel=Channel.TEXT,
        key=_required(payload.get("id"), "The Telnyx event does not say which message it is about: it has no id."),
        direction=direction,
        address=contact_number(theirs, region, inbound=inbound),
        our_address=our_number(ours, region),
        sent_at=event_time(sent, "Telnyx") if sent else None,
        text=text if isinstance(text, str) else None,
        media=tuple(filter(None, media)),
        media_count=len(media),
        attribution=None if inbound else attribution({}, None, payload.get("tags")),
    )


def _ends(listed: object) -> Sequence[Fields]:
    """The objects in a list, or the one that stands for a list."""
    return [one for one in (listed if isinstance(listed, list) else [listed]) if isinstance(one, dict)]


def _number(end: Fields) -> str:
    return plain(end.get("phone_number")) or ""


def _error(errors: object) -> tuple[str | None, str | None]:
    """The code of the first error that has one, and what is said of it."""
    for error in _ends(errors):
        code = code_of(error.get("code"))
        if code is not None:
            return code, plain(error.get("detail")) or plain(error.get("title"))
    return None, None


def _required(value: object, otherwise: str) -> str:
    found = plain(value)
    if found is None:
        raise RejectedRecord(otherwise)
    return found
