"""Telnyx (SMS, MMS and RCS): the webhooks it posts, kept as they came, alone, in a list or one a line.

A message of a group has one id, and a status of its own for each number it went to; so each number's is a text of its
own here. Event types, statuses, codes and stop words are those of Telnyx's public documentation.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from engagement.domain.causes import Cause, Finer
from engagement.domain.records import Clock, EventRecord, MessageFacts, RawRecord, Reject, Skipped
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.providers.attribution import attribution
from engagement.providers.base import (
    Codes,
    Fields,
    Item,
    Keywords,
    Provider,
    ReadContext,
    RejectedRecord,
    Shape,
    codes_of,
)
from engagement.providers.fields import as_text, code_of, compact_json, detail_of, event_time, mapping, plain, quoted
from engagement.providers.texts import contact_number, opted_out_by, our_number, rcs_agent

_DIRECTIONS: Mapping[str, Direction] = {
    "message.sent": Direction.OUTBOUND,
    "message.finalized": Direction.OUTBOUND,
    "message.read": Direction.OUTBOUND,
    "message.received": Direction.INBOUND,
}
_STATUSES: Mapping[str, EventType] = {
    "queued": EventType.QUEUED,
    "sending": EventType.SENDING,
    "sent": EventType.PENDING,  # the carrier has it and may never say more
    "delivered": EventType.DELIVERED,
    "read": EventType.DELIVERED,  # RCS only
    "delivery_unconfirmed": EventType.PENDING,
    "delivery_failed": EventType.UNDELIVERED,
    "sending_failed": EventType.FAILED,
    "expired": EventType.FAILED,
}
_FINER: Mapping[str, Finer] = {"delivery_unconfirmed": Finer.UNCONFIRMED, "read": Finer.READ}
# By its reference of error codes; its page on webhooks has other meanings for some, which contradict it.
_CODES: Codes = {
    "40001": Cause.LANDLINE,
    "40002": Cause.CARRIER_FILTERED,
    "40003": Cause.CARRIER_BLOCKS_NUMBER,
    "40004": Cause.CARRIER_SILENT,
    "40005": Cause.EXPIRED,
    "40006": Cause.CARRIER_DOWN,
    "40008": Cause.CARRIER_SILENT,
    "40009": Cause.CONTENT_REFUSED,
    "40010": Cause.UNREGISTERED_SENDER,
    "40011": Cause.TOO_MANY,
    "40012": Cause.INVALID_NUMBER,
    "40013": Cause.CARRIER_BLOCKS_NUMBER,  # "the source phone number was deemed invalid by the carrier"
    "40014": Cause.EXPIRED,  # in the queue
    "40015": Cause.CARRIER_FILTERED,  # by Telnyx itself
    "40016": Cause.ACCOUNT_LIMIT,  # of a day, at T-Mobile
    "40017": Cause.CARRIER_FILTERED,  # by AT&T
    "40018": Cause.TOO_MANY,  # at AT&T
    "40100": Cause.MALFORMED,  # the sending number takes no part in texting
    "40300": Cause.OPTED_OUT,
    **dict.fromkeys(("40301", "40304", "40305", "40306", "40308", "40316", "40317"), Cause.MALFORMED),
    "40302": Cause.CONTENT_REFUSED,  # too large
    "40309": Cause.ACCOUNT_LIMIT,  # no texts to that region
    "40310": Cause.INVALID_NUMBER,
    **dict.fromkeys(("40312", "40314"), Cause.ACCOUNT_LIMIT),  # switched off
    **dict.fromkeys(("40315", "40320"), Cause.CARRIER_BLOCKS_NUMBER),  # unhealthy, or not to be used for now
    "40318": Cause.TOO_MANY,
    "40322": Cause.CONTENT_REFUSED,
    "40329": Cause.UNREGISTERED_SENDER,  # a toll-free number that is not verified
}
_OPTED_OUT = codes_of(_CODES, {Cause.OPTED_OUT})
_EXPIRED, _WIRELINE = "expired", "Wireline"
_REASONS: Codes = {_EXPIRED: Cause.EXPIRED, _WIRELINE: Cause.LANDLINE}
_KEYWORDS = Keywords(
    opt_out=("STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"),
    opt_in=("START", "UNSTOP"),
    help=("HELP", "INFO"),
)
# What it answered by itself, for words of the account's own too.
_ANSWERED: Mapping[str, Keyword] = {"STOP": Keyword.OPT_OUT, "START": Keyword.OPT_IN, "HELP": Keyword.HELP}
_FORMS = frozenset({"SMS", "MMS", "RCS"})
_OTHER_FORMS: Mapping[str, str] = {"WHATSAPP": "WhatsApp"}
_Place = tuple[str, int]  # "to" or "cc", and where in that list
_POINTER = re.compile(r"/(to|cc)/(\d{1,4})(?:/|$)", re.ASCII)


def recognises(fields: Fields) -> bool:
    """Whether a record is one of Telnyx's events about a message."""
    data = fields.get("data")
    if not isinstance(data, dict) or data.get("record_type") != "event":
        return False
    kind = data.get("event_type")
    return isinstance(kind, str) and kind.startswith("message.")


def read(record: RawRecord, context: ReadContext) -> Iterator[Item]:
    """One EventRecord for each number a text of ours went to; one for a text that came in, two for a stop word.

    A number of several that cannot be read is a Reject beside the others. One Skipped when it is about WhatsApp.
    RejectedRecord when its kind, ids, times or the contact's number cannot be read.
    """
    data = mapping(record.fields.get("data"))
    payload = mapping(data.get("payload"))
    form = (plain(payload.get("type")) or "SMS").upper()
    if form in _OTHER_FORMS:
        yield Skipped(f"Not a text message: {_OTHER_FORMS[form]}")
        return
    if form not in _FORMS:
        raise RejectedRecord(f"The type {quoted(form)} is none of SMS, MMS and RCS: keep the file, and report it.")
    key, event_id = plain(payload.get("id")), plain(data.get("id"))
    if key is None or event_id is None:
        raise RejectedRecord("The Telnyx event lacks its own id or that of its message: export it again.")
    message = _message(key, payload, _direction(data, payload))
    moment = event_time(data.get("occurred_at"), "Telnyx")
    event = EventRecord(message, EventType.RECEIVED, moment, Clock.EVENT, event_id, raw=compact_json(record.fields))
    ends = {(name, at): end for name in ("to", "cc") for at, end in enumerate(_objects(payload.get(name)))}
    ends = ends or {("to", 0): {}}
    if message.direction is Direction.INBOUND:  # the first number is ours; any others are of those in a group with us
        message.address = contact_number(_number(payload.get("from")), context.region, inbound=True)
        message.our_address = our_number(_number(next(iter(ends.values()))), context.region)
        answered = _ANSWERED.get((plain(payload.get("autoresponse_type")) or "").upper())
        message.keyword = _KEYWORDS.meaning(message.text, message.our_address, answered)
        yield event
        if message.keyword is Keyword.OPT_OUT:
            yield opted_out_by(event)
        return
    message.our_address = our_number(_number(payload.get("from")), context.region)
    seen: set[str] = set()
    for place, end in ends.items():
        try:
            its = replace(message, address=contact_number(_number(end), context.region, inbound=False))
            became = _became(replace(event, message=its), end, _error(place, ends, payload))
        except RejectedRecord as error:
            yield Reject(record.place, str(error), record.raw)
            continue
        if its.address not in seen:
            seen.add(its.address)
            yield became


SHAPES = (
    Shape(
        "A webhook's body",
        "a post that was saved, alone, in a list or one a line",
        ("data.event_type", "data.payload"),
        "each text to each number: its status and when it had it, its words and error codes; a stop word that came in",
    ),
)
PROVIDER = Provider(
    *("telnyx", "Telnyx", recognises, read, Channel.TEXT),
    codes=_CODES,
    reasons=_REASONS,
    finer=_FINER,
    keywords=_KEYWORDS,
    shapes=SHAPES,
)


def _direction(data: Fields, payload: Fields) -> Direction:
    kind = plain(data.get("event_type")) or ""
    if kind not in _DIRECTIONS:
        raise RejectedRecord(f"The event {quoted(kind)} is not one that Telnyx's texts are known to have.")
    said = plain(payload.get("direction"))
    if said not in (None, _DIRECTIONS[kind].value):
        raise RejectedRecord(f"The direction {quoted(str(said))} does not go with the event {quoted(kind)}.")
    return _DIRECTIONS[kind]


def _became(event: EventRecord, end: Fields, error: Fields) -> EventRecord:
    """`event` as what became of a text at one number, by its status there and the error that is about it."""
    status = plain(end.get("status")) or ""
    if status not in _STATUSES:
        raise RejectedRecord(f"The status {quoted(status)} is not one that Telnyx's texts are known to have.")
    code = code_of(error.get("code"))
    reason = _EXPIRED if status == _EXPIRED else None
    if reason is None and code is None and _has_failed(end) and plain(end.get("line_type")) == _WIRELINE:
        reason = _WIRELINE
    kind = EventType.UNSUBSCRIBED if code in _OPTED_OUT else _STATUSES[status]
    words = plain(error.get("detail")) or plain(error.get("title"))
    return replace(event, type=kind, code=code, reason=reason, detail=detail_of(status, _FINER, words))


def _error(place: _Place, ends: Mapping[_Place, Fields], payload: Fields) -> Fields:
    """The error that is about one number: the one that points at it, or else the only one that may explain its failure.

    Where several fail for several causes and nothing says who for which, none is given a code, and all get the words.
    """
    if not _has_failed(ends[place]):
        return {}
    errors = [(_pointed_at(error), error) for error in _objects(payload.get("errors"))]
    own = [error for pointed, error in errors if pointed == place]
    others = [error for pointed, error in errors if pointed is None]
    explained = {pointed for pointed, _ in errors}
    unexplained = [one for one, end in ends.items() if one not in explained and _has_failed(end)]
    if own or len(unexplained) == 1 or len({code_of(error.get("code")) for error in others}) == 1:
        return next(iter(own or others), {})
    return {"detail": "; ".join(filter(None, (plain(error.get("title")) for error in others)))}


def _pointed_at(error: Fields) -> _Place | None:
    found = _POINTER.match(plain(mapping(error.get("source")).get("pointer")) or "")  # "/to/0/phone_number"
    return (found[1], int(found[2])) if found else None


def _has_failed(end: Fields) -> bool:
    return _STATUSES.get(plain(end.get("status")) or "") in (EventType.UNDELIVERED, EventType.FAILED)


def _message(key: str, payload: Fields, direction: Direction) -> MessageFacts:
    """What is said of a text, but for its two ends."""
    stated = plain(payload.get("sent_at")) or plain(payload.get("received_at"))
    body = as_text(payload.get("text"))
    if body is None:
        body = _said_by_rcs(mapping(payload.get("body")))
    media = _objects(payload.get("media"))
    return MessageFacts(
        channel=Channel.TEXT,
        key=key,
        direction=direction,
        address="",
        sent_at=event_time(stated, "Telnyx") if stated else None,
        text=body,
        media=tuple(filter(None, (plain(one.get("url")) for one in media))),
        media_count=len(media) if isinstance(payload.get("media"), list) else None,
        attribution=None if direction is Direction.INBOUND else attribution({}, None, payload.get("tags")),
    )


def _objects(value: object) -> list[Fields]:
    return [mapping(one) for one in value] if isinstance(value, list) else []


def _said_by_rcs(body: Fields) -> str | None:
    """The words of a text by RCS: what was written, or the words of the suggested answer that was tapped."""
    return as_text(body.get("text")) or as_text(mapping(body.get("suggestion_response")).get("text"))


def _number(end: object) -> str:
    """One end of a text as it is written; of RCS, which has an agent of ours for a number, as Twilio writes that."""
    written = mapping(end)
    agent = plain(written.get("agent_id")) or plain(written.get("agent_name"))
    return plain(written.get("phone_number")) or (rcs_agent(agent) if agent else "")
