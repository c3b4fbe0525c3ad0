"""Twilio (SMS, MMS, RCS): REST list items, bulk export lines, Console CSV rows, status callbacks, inbound webhooks.

All five carry the same facts under names that differ in case and underscores only, so they are read by one path; the
Console's log has had further names (`_ALSO_CALLED`), and is told from a send list by what it says of each text. A
message's status at one moment is one event, whichever of the five reports it. Events of Event Streams are brought to
those names first, and what a spreadsheet did to a row is undone where it can be (twilio_shapes.py). Statuses and names
are those of Twilio's public documentation of its message resource, its callbacks and its export.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from engagement.domain.causes import Cause, Finer
from engagement.domain.records import Clock, EventRecord, MessageFacts, RawRecord, Skipped
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.providers.base import (
    Fields,
    Item,
    Keywords,
    Provider,
    ReadContext,
    RejectedRecord,
    Shape,
    codes_of,
)
from engagement.providers.fields import Named, code_of, compact_json, detail_of, folded, names_of, quoted
from engagement.providers.texts import contact_number, opted_out_by, our_number
from engagement.providers.twilio_codes import CODES
from engagement.providers.twilio_shapes import (
    EVENT_TIME,
    carrier_time,
    from_stream,
    is_streamed,
    number_of,
    time_of,
)

_STATUSES: Mapping[str, EventType] = {
    "accepted": EventType.ACCEPTED,
    "scheduled": EventType.ACCEPTED,
    "queued": EventType.QUEUED,
    "sending": EventType.SENDING,
    "sent": EventType.PENDING,  # the carrier has it and may never say more
    "delivered": EventType.DELIVERED,
    "read": EventType.DELIVERED,
    "undelivered": EventType.UNDELIVERED,
    "partially_delivered": EventType.UNDELIVERED,
    "failed": EventType.FAILED,
    "canceled": EventType.FAILED,
    "receiving": EventType.RECEIVING,
    "received": EventType.RECEIVED,
}
_FINER: Mapping[str, Finer] = {
    "scheduled": Finer.SCHEDULED,
    "read": Finer.READ,
    "partially_delivered": Finer.IN_PART,
    "canceled": Finer.CANCELED,
}
_OPTED_OUT = codes_of(CODES, {Cause.OPTED_OUT})  # of a text refused because its recipient had opted out
_FINAL = frozenset({"delivered", "undelivered", "failed", "read"})  # of which a carrier says when it was done
_INBOUND_STATUSES = frozenset({"receiving", "received"})

_DIRECTIONS: Mapping[str, Direction] = {  # folded
    **dict.fromkeys(("inbound", "incoming"), Direction.INBOUND),
    **{way + how: Direction.OUTBOUND for way in ("outbound", "outgoing") for how in ("", "api", "call", "reply")},
}
KEYWORDS = Keywords(
    opt_out=("STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"),
    opt_in=("START", "UNSTOP"),
    yes=("YES",),
    help=("HELP", "INFO"),
)
_OPT_OUT_TYPES: Mapping[str, Keyword] = {"STOP": Keyword.OPT_OUT, "START": Keyword.OPT_IN, "HELP": Keyword.HELP}
_OTHER_CHANNELS: Mapping[str, str] = {"whatsapp": "WhatsApp", "messenger": "Messenger"}

_MESSAGE_ID = re.compile(r"(?:SM|MM)\w+", re.ASCII)
_OWN_ID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")  # the form that no other provider's ids have
_MEDIA = re.compile(r"mediaurl(\d{1,3})", re.ASCII)

# What tells the records apart, as folded names.
_RESOURCE_ONLY = frozenset({"accountsid", "numsegments", "messagingservicesid"})  # and in no log made by others
_RESOURCE = _RESOURCE_ONLY | {"direction", "datecreated", "datesent", "dateupdated", "sentdate"}
_POSTED_IDS = ("messagesid", "smssid", "smsmessagesid")
_POSTED = frozenset({"messagestatus", "smsstatus", "nummedia", "fromcountry", "optouttype"})
_IN_POSTS = frozenset({"messagestatus", "smsstatus", "fromcountry", "optouttype"})  # and in no log
_INCOMING = frozenset({"body", "nummedia", "fromcountry", "optouttype"})  # only an inbound webhook has these
_OF_SENDS = frozenset({"campaign", "campaignname", "origin"})  # what only a send list has
_OF_EVENTS = frozenset({"event", "eventdata", "loglevel", "timestamp"})  # or an email's event
_SEND_TIMES = frozenset({"sent", "sentat", "senton", "sentdate", "datesent", "date"})  # what is posted carries no time
# What a log calls its columns, folded, and the name that is read here.
_ALSO_CALLED: Mapping[str, str] = {
    **dict.fromkeys(("messageid", "msgsid", "msgid", "smsid", "id"), "messagesid"),
    **dict.fromkeys(("fromnumber", "fromphone", "sender"), "from"),
    **dict.fromkeys(("tonumber", "tophone", "recipient"), "to"),
    **dict.fromkeys(("messagebody", "message", "messagetext", "text", "content"), "body"),
    **dict.fromkeys(("updatedat", "updateddate", "updated", "lastupdated"), "dateupdated"),
    **dict.fromkeys(("sentat", "senton", "sent", "senttime"), "datesent"),
    **dict.fromkeys(("createdat", "createddate", "created"), "datecreated"),
    **dict.fromkeys(("date", "datetime", "time"), "sentdate"),
    **dict.fromkeys(("messagedirection", "smsdirection"), "direction"),
    **dict.fromkeys(("deliverystatus",), "status"),
    **dict.fromkeys(("error",), "errorcode"),
}


def recognises(fields: Fields) -> bool:
    """Whether a record has the fields of one of Twilio's reports on a message, and none that it never has."""
    if is_streamed(fields):
        return True
    names = names_of(fields).keys()
    if names & _OF_EVENTS:
        return False
    if names & _OF_SENDS:  # a log to which somebody added what its texts were sent as; one that came in was not sent
        return _is_logged(fields, came_in=True)
    if "sid" in names and "status" in names and names & _RESOURCE:
        return True
    if _is_logged(fields):
        return True
    if "sid" in names or names.isdisjoint(_POSTED_IDS):
        return False
    return bool(names & _POSTED) or ({"from", "to", "body"} <= names and names.isdisjoint(_SEND_TIMES))


def _is_logged(fields: Fields, *, came_in: bool = False) -> bool:
    """Whether a record is a row of a log of texts and not of a send list: with an id of ours, a status that we know.

    Where it does not say which way the text went, it has both ends. `came_in`: only a text that came in counts.
    """
    named = _by_our_names(fields)
    names = named.names.keys()
    if not came_in and names >= {"direction", "status"} and not names_of(fields).keys().isdisjoint(_POSTED_IDS):
        return True  # whatever its cells hold
    status = named.word("status").lower()
    if status not in _STATUSES or not (names >= {"from", "to"} or "direction" in names):
        return False
    if not _OWN_ID.fullmatch(named.word("sid", *_POSTED_IDS)):
        return False
    said = _DIRECTIONS.get(folded(named.word("direction")))
    return not came_in or said is Direction.INBOUND or (said is None and status in _INBOUND_STATUSES)


def _by_our_names(fields: Fields) -> Named:
    """The fields by the names that are read here, where a log calls them otherwise."""
    renamed = _renamed(tuple(fields))
    return Named({renamed[name]: value for name, value in fields.items()} if renamed else fields)


@lru_cache(maxsize=1024)
def _renamed(fields: tuple[str, ...]) -> Mapping[str, str]:
    """From each field's name to the one it is read by; empty where all are read by their own."""
    own = names_of(dict.fromkeys(fields)).keys()
    if not own.isdisjoint(_IN_POSTS):
        return {}
    has_id = "sid" in own or not own.isdisjoint(_POSTED_IDS)
    names = {name: name for name in fields}
    taken = set(own)
    for name in fields:
        ours = _ALSO_CALLED.get(folded(name))
        if ours is None or ours in taken or (ours == "messagesid" and has_id):
            continue
        names[name] = ours
        taken.add(ours)
    return names if any(name != ours for name, ours in names.items()) else {}


def read(record: RawRecord, context: ReadContext) -> Iterator[Item]:
    """The event a record holds: one EventRecord, and a second one (Unsubscribed) for an inbound opt-out keyword.

    One Skipped when it is about WhatsApp or another channel. RejectedRecord when its id, status, direction, dates or
    the contact's number cannot be read.
    """
    fields: Fields | Skipped = from_stream(record.fields) if is_streamed(record.fields) else record.fields
    if isinstance(fields, Skipped):
        yield fields
        return
    named = _by_our_names(fields)
    for end in ("from", "to"):
        scheme, colon, _ = named.word(end).partition(":")
        if colon and scheme.lower() in _OTHER_CHANNELS:
            yield Skipped(f"Not a text message: {_OTHER_CHANNELS[scheme.lower()]}")
            return
    sid = _sid(named)
    status = named.word("messagestatus", "smsstatus", "status").lower()
    direction = _direction(named, status)
    if direction is Direction.INBOUND and not status and "sid" not in named.names:
        status = "received"
    code = code_of(named.word("errorcode"))
    kind = _event_type(status, direction, code)
    at, clock, sent_at = _times(named, direction, context)
    message = _message(named, sid, direction, sent_at, context.region)
    if clock is Clock.ARRIVAL and status in _FINAL and (done := carrier_time(named, at)) is not None:
        at, clock = done, Clock.SENT
    event = EventRecord(
        message=message,
        type=kind,
        at=at,
        clock=clock,
        dedupe_key=f"{status}|{code or ''}",
        code=code,
        detail=detail_of(status, _FINER, named.word("errormessage")),
        raw=compact_json(record.fields),
    )
    yield event
    if message.keyword is Keyword.OPT_OUT:
        yield opted_out_by(event)


_READ = (
    "each text: its status and when it had it, its numbers, words and error code; of one that came in, its stop word"
)
SHAPES = (
    Shape(
        "A page of messages", "GET .../Messages.json, or .../SMS/Messages.json", ("sid", "date_sent", "status"), _READ
    ),
    Shape("Lines of the bulk export", "the BulkExports API", ("sid", "num_segments", "messaging_service_sid"), _READ),
    Shape("The Console's log", "Monitor, Logs, Messaging, export as CSV", ("Sid", "SentDate", "ApiVersion"), _READ),
    Shape("A status callback's body", "a post that was saved", ("MessageSid", "MessageStatus"), _READ),
    Shape("An inbound text's body", "a post that was saved", ("MessageSid", "SmsStatus", "Body"), _READ),
    Shape("Events of Event Streams", "a sink's records", ("specversion", "source", "data.messageSid"), _READ),
)
PROVIDER = Provider(
    "twilio",
    "Twilio",
    recognises,
    read,
    channel=Channel.TEXT,
    codes=CODES,
    finer=_FINER,
    keywords=KEYWORDS,
    message_id=_OWN_ID,
    shapes=SHAPES,
    keeps_days=400,  # help.twilio.com, "Twilio SMS message and traffic storage"; older ones by bulk export
)


def _sid(named: Named) -> str:
    sid = named.word("sid", *_POSTED_IDS)
    if not sid:
        raise RejectedRecord("The record has no message id: Twilio calls it Sid or MessageSid.")
    if not _MESSAGE_ID.fullmatch(sid):
        raise RejectedRecord(f"{quoted(sid)} is not the id of a text message, which begins with SM or MM.")
    return sid


def _direction(named: Named, status: str) -> Direction:
    said = named.word("direction").lower()
    if said:
        if folded(said) not in _DIRECTIONS:
            raise RejectedRecord(
                f"The direction {quoted(said)} is none of inbound, outbound-api, outbound-call and outbound-reply."
            )
        return _DIRECTIONS[folded(said)]
    if "sid" in named.names and not named.names.keys().isdisjoint(_RESOURCE_ONLY):
        raise RejectedRecord("The record does not say its direction, inbound or outbound.")
    if status in _INBOUND_STATUSES or (not status and named.names.keys() & _INCOMING):
        return Direction.INBOUND
    return Direction.OUTBOUND


def _event_type(status: str, direction: Direction, code: str | None) -> EventType:
    if not status:
        raise RejectedRecord("The record does not say the message's status.")
    if status not in _STATUSES:
        raise RejectedRecord(f"The status {quoted(status)} is not one that Twilio's texts are known to have.")
    if direction is Direction.OUTBOUND:
        if status in _INBOUND_STATUSES:
            raise RejectedRecord(f"The status {quoted(status)} belongs to inbound texts, but this one is outbound.")
        if code in _OPTED_OUT:
            return EventType.UNSUBSCRIBED
    return _STATUSES[status]


def _times(named: Named, direction: Direction, context: ReadContext) -> tuple[datetime, Clock, datetime | None]:
    """When the event was, how well that is known, and when the message was sent.

    The resource's date of update is when it got the status it shows; an inbound text has no later moment than its own.
    The Console has the date of sending only. What is posted, or was never sent, has the time it reached us.
    """
    updated, own, sent, created, listed = (
        time_of(text, what, named) if (text := named.word(name)) else None
        for name, what in (
            ("dateupdated", "update date"),
            (EVENT_TIME, "event's time"),
            ("datesent", "sent date"),
            ("datecreated", "creation date"),
            ("sentdate", "sent date"),
        )
    )
    sent_at = sent or created or listed
    if direction is Direction.INBOUND:
        sent_at = sent_at or own
        event_at = sent_at or updated
    else:
        event_at = updated or own or sent or created
        if event_at is None and listed is not None:
            return listed, Clock.SENT, sent_at
    if event_at is None:
        return context.arrived_at, Clock.ARRIVAL, None
    return event_at, Clock.EVENT, sent_at


def _message(named: Named, sid: str, direction: Direction, sent_at: datetime | None, region: str) -> MessageFacts:
    inbound = direction is Direction.INBOUND
    theirs, ours = ("from", "to") if inbound else ("to", "from")
    body, our_address = named.text("body"), our_number(number_of(named.word(ours), named), region)
    keyword = None
    if inbound:
        keyword = KEYWORDS.meaning(body, our_address, _OPT_OUT_TYPES.get(named.word("optouttype").upper()))
    return MessageFacts(
        channel=Channel.TEXT,
        key=sid,
        direction=direction,
        address=_contact(named, theirs, region, inbound=inbound),
        our_address=our_address,
        sent_at=sent_at,
        text=body,
        media=_media(named),
        media_count=_media_count(named),
        keyword=keyword,
    )


def _contact(named: Named, end: str, region: str, *, inbound: bool) -> str:
    """The contact's number; "" for a callback that leaves it out, which the text on file with its id has."""
    written = named.word(end)
    if not written and not inbound and "sid" not in named.names:
        return ""
    return contact_number(number_of(written, named), region, inbound=inbound)


def _media(named: Named) -> tuple[str, ...]:
    if "mediaurl0" not in named.names:
        return ()
    numbered = sorted((int(found[1]), name) for name in named.names if (found := _MEDIA.fullmatch(name)))
    return tuple(url for _, name in numbered if (url := named.word(name)))


def _media_count(named: Named) -> int | None:
    count = named.word("nummedia")
    return int(count) if len(count) <= 4 and count.isascii() and count.isdigit() else None
