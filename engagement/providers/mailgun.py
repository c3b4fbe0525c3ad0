"""Mailgun (email): items of Events API pages, items of Logs API pages, and saved webhook bodies, each one event.

The three differ in how the event is wrapped (a webhook's is under "event-data", beside its signature) and in how its
time and its variables are written; all else has the same names. Flattened ones are put together first, and mail that
came in or was only tried is left out (mailgun_shapes.py). The same event gives the same record from all three,
but for its time: the Logs API gives milliseconds, the other two microseconds. Names and meanings are those of Mailgun's
public documentation of its events.
"""

from collections.abc import Iterable, Mapping

from engagement.domain.causes import OPT_OUTS, Cause
from engagement.domain.records import Clock, EventRecord, MessageFacts, RawRecord, Skipped
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.providers.attribution import NOTHING_SAID, attribution
from engagement.providers.base import Codes, Fields, Item, Provider, ReadContext, RejectedRecord, Shape, codes_of
from engagement.providers.fields import code_of, compact_json, event_time, mapping, plain, short
from engagement.providers.mail import first_address, message_id_of, recipient_of, said_without_message, sender_of
from engagement.providers.mailgun_shapes import dashed, is_mail, is_said, not_ours, put_together, what_mail

# Members are named here once: to look one up on its class costs as much as to parse a small field.
_FAILED, _REJECTED, _OPENED, _CLICKED = EventType.FAILED, EventType.REJECTED, EventType.OPENED, EventType.CLICKED
_EMAIL, _OUTBOUND, _TIMED = Channel.EMAIL, Direction.OUTBOUND, Clock.EVENT

_OPT_OUTS = frozenset({EventType.UNSUBSCRIBED, EventType.COMPLAINED})

_LISTS = Skipped("About a mailing list, not about the delivery of a message.")
_UNIQUE = Skipped("A second count of an open or click that has an event of its own.")

# What each event is to us. "failed" is narrowed by its severity; a name that is not here is a reject.
_EVENTS: Mapping[str, EventType | Skipped] = {
    "accepted": EventType.ACCEPTED,
    "rejected": EventType.REJECTED,
    "delivered": EventType.DELIVERED,
    "failed": EventType.FAILED,
    "opened": EventType.OPENED,
    "clicked": EventType.CLICKED,
    "unsubscribed": EventType.UNSUBSCRIBED,
    "complained": EventType.COMPLAINED,
    "stored": Skipped("A message that Mailgun stored, not one that was sent."),
    "email_validation": Skipped("A check of an address, not about the delivery of a message."),
    "trapped": Skipped("A message caught by a spam trap, not about delivery to a contact."),
    "list_member_uploaded": _LISTS,
    "list_member_upload_error": _LISTS,
    "list_uploaded": _LISTS,
    "unique_opened": _UNIQUE,
    "unique_clicked": _UNIQUE,
}

# Mailgun's own codes; any other is a mail server's.
_CODES: Codes = {
    "602": Cause.SERVER_UNREACHABLE,
    "605": Cause.HELD_BACK_BOUNCE,
    "606": Cause.HELD_BACK_UNSUBSCRIBE,
    "607": Cause.HELD_BACK_COMPLAINT,
}
_REASONS: Codes = {
    "bounce": Cause.ADDRESS_REFUSED,
    "hardfail": Cause.ADDRESS_REFUSED,
    "espblock": Cause.POLICY,
    "greylisted": Cause.GREYLISTED,
    "blacklisted": Cause.BLOCKED_SENDER,
    "suppress-bounce": Cause.HELD_BACK_BOUNCE,
    "suppress-unsubscribe": Cause.HELD_BACK_UNSUBSCRIBE,
    "suppress-complaint": Cause.HELD_BACK_COMPLAINT,
    "old": Cause.SERVER_UNREACHABLE,
    "generic": Cause.NOT_GIVEN,
}
_OPT_OUT_REASONS, _OPT_OUT_CODES = codes_of(_REASONS, OPT_OUTS), codes_of(_CODES, OPT_OUTS)

_EVENT_PARTS = frozenset({"message", "recipient", "log-level"})  # any of them beside "event" tells a Mailgun event
_DELAYED_BOUNCE = ("is-delayed-bounce", "is_delayed_bounce", "delayed-bounce")
_EVERY_TAG = frozenset({"*"})  # on an unsubscribe from everything, where a tag would be


def recognises(fields: Fields) -> bool:
    """Whether a record is a Mailgun event, or plainly was meant to be one, so that its reject can say what is missing.

    The flat webhooks Mailgun sent before 2018 carry their token at the top and are not read. Others who call an event
    "event" write the recipient as "email", which Mailgun does not, or mark their records as SendGrid does.
    """
    if "sg_event_id" in fields:
        return False
    if "event-data" in fields:
        return True
    if "event" not in fields:
        if is_mail(fields):
            return True
        fields = put_together(fields)
    timed = "timestamp" in fields or "@timestamp" in fields
    if "event" in fields:
        if "token" in fields:
            return False
        is_whole = not _EVENT_PARTS.isdisjoint(fields)
        return is_whole or (timed and isinstance(fields["event"], str) and "email" not in fields)
    return timed and ("log-level" in fields or "headers" in mapping(fields.get("message")))


def read(record: RawRecord, context: ReadContext) -> Iterable[Item]:
    """The event a record holds: one EventRecord, or one Skipped when it is not about delivery.

    An unsubscribe or complaint that names no message is one ConsentRecord. RejectedRecord when the event's kind, time,
    id, address or, of any other, message is missing or cannot be read.
    """
    event = _event(record.fields)
    if "event" not in event and is_mail(event):
        return (what_mail(event),)
    kind = _kind(event)
    if isinstance(kind, Skipped):
        return (kind,)
    if (left_out := not_ours(event, kind)) is not None:
        return (left_out,)
    stated = event.get("timestamp")
    at = event_time(event.get("@timestamp") if stated is None else stated, "Mailgun")
    key = f"{_id(event)}|{at.date().isoformat()}"  # Mailgun's ids are unique within a day only
    if kind in _OPT_OUTS and not _message_id(event):
        address, word = _recipient(event), plain(event.get("event")) or ""
        said = said_without_message(kind, address, at, key, word=word, label="Mailgun", ours=_domain(event))
        return (said,) if said else ()
    status = mapping(event.get("delivery-status"))
    reason = plain(event.get("reason"))
    code = code_of(status.get("code"))
    return (
        EventRecord(
            message=_message(event, kind),
            type=kind,
            at=at,
            clock=_TIMED,
            dedupe_key=key,
            machine=(kind is _OPENED or kind is _CLICKED) and _is_machine(event),
            suppressed=reason in _OPT_OUT_REASONS or code in _OPT_OUT_CODES,
            reason=reason,
            code=code,
            detail=_detail(event, status, kind),
            url=plain(event.get("url")) if kind is _CLICKED else None,
            raw=compact_json(event),
        ),
    )


def addressed_to(record: Fields) -> str | None:
    """The To of the email that a record is about, as its sender wrote it."""
    event = record.get("event-data", record)
    message = event.get("message") if isinstance(event, dict) else None
    headers = message.get("headers") if isinstance(message, dict) else None
    header = headers.get("to") if isinstance(headers, dict) else None
    return header if isinstance(header, str) else None


_READ = "each event of a message: its time, address, campaign, tags and, of a failure, the server's answer"
SHAPES = (
    Shape("A page of the Events API", "GET /v3/DOMAIN/events", ("event", "log-level", "timestamp"), _READ),
    Shape("A page of the Logs API", "POST /v1/analytics/logs", ("event", "log-level", "@timestamp"), _READ),
    Shape("A webhook's body", "a post that was saved", ("event-data", "signature"), _READ),
    Shape(
        "An event whose fields were flattened",
        "a warehouse, a queue, a program that passes events on",
        ("event", "message_headers_message_id"),
        _READ,
    ),
    Shape("Mail that came in", "a route's post", ("body-plain", "sender"), "nothing: it is skipped, and counted"),
)
PROVIDER = Provider(
    "mailgun",
    "Mailgun",
    recognises,
    read,
    channel=Channel.EMAIL,
    codes=_CODES,
    reasons=_REASONS,
    keeps_days=30,  # for paid accounts; documentation.mailgun.com, user manual, "Introduction to Events"
    tries_hours=8,  # help.mailgun.com: after 10, 10, 15 and 30 minutes, and 1, 2 and 4 hours
    addressed_to=addressed_to,
    shapes=SHAPES,
)


def _event(fields: Fields) -> Fields:
    if "event-data" not in fields:
        return put_together(fields)
    event = mapping(fields["event-data"])
    if not event:
        raise RejectedRecord('The Mailgun webhook has no event in its "event-data"; save the whole body as it came.')
    return put_together(event)


def _kind(event: Fields) -> EventType | Skipped:
    name = event.get("event")
    if not isinstance(name, str) or not name:
        raise RejectedRecord('The Mailgun record does not say in "event" what happened; export it again from Mailgun.')
    kind = _EVENTS.get(name)
    if kind is None:
        if name.startswith("list_"):
            return _LISTS
        raise RejectedRecord(f'Mailgun event "{short(name)}" is not one this product knows.')
    return _failure(event) if kind is _FAILED else kind


def _failure(event: Fields) -> EventType:
    """Failed for good or put off. A bounce that came back after delivery is for good, whatever its severity says."""
    if _is_delayed_bounce(event):
        return _FAILED
    severity = event.get("severity")
    word = severity.strip().lower() if isinstance(severity, str) else ""
    if word == "permanent":
        return _FAILED
    if word == "temporary":
        return EventType.TEMPORARY_FAILURE
    raise RejectedRecord(
        f'The Mailgun failure has the severity "{short(severity)}", which is neither "permanent" nor "temporary".'
        if word
        else 'The Mailgun failure has no severity, so "for good" cannot be told from "for now"; export it again.'
    )


def _is_delayed_bounce(event: Fields) -> bool:
    for part in (mapping(event.get("flags")), mapping(event.get("delivery-status")), event):
        for name in _DELAYED_BOUNCE:
            if is_said(part.get(name)):
                return True
    return False


def _id(event: Fields) -> str:
    value = plain(event.get("id"))
    if value is None:
        raise RejectedRecord(
            "The Mailgun event has no id, so a repeat of it cannot be told; export it again with its id."
        )
    return value


def _headers(event: Fields) -> Fields:
    return mapping(mapping(event.get("message")).get("headers"))


def _message_id(event: Fields) -> str:
    return message_id_of(dashed(_headers(event), "message-id"))


def _recipient(event: Fields) -> str:
    """Whom it was sent to. A rejected message names its recipients in the headers only: the first of them then."""
    message = mapping(event.get("message"))
    stated = event.get("recipient") or first_address(_headers(event).get("to"))
    return recipient_of(stated or first_address(message.get("recipients")), "Mailgun")


def _sender(event: Fields) -> str | None:
    return sender_of(mapping(event.get("envelope")).get("sender"), _headers(event).get("from"))


def _domain(event: Fields) -> str | None:
    """The domain of ours it was sent from, where the event says it."""
    sender = _sender(event)
    if sender:
        return sender.rpartition("@")[2]
    return (plain(mapping(event.get("domain")).get("name")) or "").lower() or None


def _message(event: Fields, kind: EventType) -> MessageFacts:
    headers = _headers(event)
    key = _message_id(event)
    if not key:
        raise RejectedRecord("The Mailgun event does not say which message it is about; export it with its message-id.")
    return MessageFacts(
        channel=_EMAIL,
        key=key,
        direction=_OUTBOUND,
        address=_recipient(event),
        our_address=_sender(event),
        subject=plain(headers.get("subject")),
        attribution=attribution(
            mapping(event.get("user-variables")), event.get("campaigns"), event.get("tags"), no_tags=_EVERY_TAG
        )
        or NOTHING_SAID,
    )


def _is_machine(event: Fields) -> bool:
    bot = mapping(event.get("client-info")).get("bot")
    return bool(bot.strip() if isinstance(bot, str) else bot)


def _detail(event: Fields, status: Fields, kind: EventType) -> str | None:
    """The words of the server that answered, or of Mailgun when it refused to send."""
    if kind is _REJECTED:
        refusal = event.get("reject")
        parts = mapping(refusal)
        words = plain(parts.get("reason")) or plain(parts.get("description")) or (None if parts else plain(refusal))
        if words:
            return words
    return plain(status.get("message")) or plain(status.get("description")) or plain(status.get("last-message"))
