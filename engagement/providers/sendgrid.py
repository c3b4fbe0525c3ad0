"""SendGrid (email): the posts of its Event Webhook, each a list of flat events.

What a sender put on a message (custom arguments) stands beside SendGrid's own fields, under names of the sender's. So a
field is read only of the events that SendGrid writes it on: a "status" or "response" on another is the sender's.
Names and meanings are those of SendGrid's public reference of its events.
"""

import re
from collections.abc import Iterable, Mapping

from engagement.domain.causes import OPT_OUTS, Cause, Finer, Who, Words
from engagement.domain.consent import Code, What
from engagement.domain.records import Clock, ConsentRecord, EventRecord, MessageFacts, RawRecord, Skipped
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.providers.attribution import NOTHING_SAID, attribution
from engagement.providers.base import Codes, Fields, Item, Own, Provider, ReadContext, RejectedRecord, Shape, codes_of
from engagement.providers.fields import code_of, compact_json, detail_of, event_time, first_text, plain, short
from engagement.providers.mail import consent_event, key_of_event, message_id_of, recipient_of, said_without_message

# What each event is to us; a name that is not here is a reject.
_EVENTS: Mapping[str, EventType | Skipped] = {
    "processed": EventType.ACCEPTED,
    "dropped": EventType.REJECTED,
    "delivered": EventType.DELIVERED,
    "deferred": EventType.TEMPORARY_FAILURE,
    "bounce": EventType.FAILED,
    "open": EventType.OPENED,
    "click": EventType.CLICKED,
    "spamreport": EventType.COMPLAINED,
    "unsubscribe": EventType.UNSUBSCRIBED,
    "group_unsubscribe": EventType.UNSUBSCRIBED,
    "account_status_change": Skipped("About the sending account, not about the delivery of a message."),
}
_FINER = {"group_unsubscribe": Finer.ONE_LIST}
_RESUBSCRIBED = "group_resubscribe"
_OF_A_GROUP = frozenset({*_FINER, _RESUBSCRIBED})
# Why a message was dropped: the beginning of what is said, since some say more after it.
_DROPS: Codes = {
    "Bounced Address": Cause.HELD_BACK_BOUNCE,
    "Unsubscribed Address": Cause.HELD_BACK_UNSUBSCRIBE,
    "Spam Reporting Address": Cause.HELD_BACK_COMPLAINT,
    "Invalid SMTPAPI header": Cause.MALFORMED,
    "Invalid": Cause.INVALID_ADDRESS,
    "Spam Content": Cause.CONTENT_REFUSED,
    "Recipient List over Package Quota": Cause.ACCOUNT_LIMIT,
}
_BOUNCES: Codes = {  # by type
    "bounce": Cause.ADDRESS_REFUSED,
    "blocked": Cause.REFUSED_THIS_TIME,  # the server refused this email; SendGrid goes on sending to the address
    "expired": Cause.EXPIRED,
}
_BLOCKS: Codes = {  # by classification, of a block: only those that say what the server held against the email
    "Content": Cause.CONTENT_REFUSED,
    "Frequency or Volume Too High": Cause.TOO_MANY,
    "Reputation": Own(
        Cause.REFUSED_THIS_TIME,
        Words(
            "the recipient's mail server refused this email because of who sent it",
            "It thinks ill of your sending address or domain. It says nothing against the recipient's address.",
            "Call them. If it happens often, have the sending domain looked into.",
            Who.OPERATIONS,
        ),
    ),
}
_REASONS: Codes = {**_DROPS, **_BOUNCES, **_BLOCKS}
_OPT_OUT_REASONS = codes_of(_REASONS, OPT_OUTS)
_TRUE = frozenset({"true", "1"})
_CODED = frozenset({EventType.FAILED, EventType.REJECTED})
_ANSWERED = frozenset({EventType.DELIVERED, EventType.TEMPORARY_FAILURE, EventType.FAILED})
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}|[245]\d\d", re.ASCII)
_CAMPAIGNS = ("marketing_campaign_name", "singlesend_name")  # of the older campaigns, and of single sends


def recognises(fields: Fields) -> bool:
    """Whether a record is an event of SendGrid's: no other calls an id so."""
    return "sg_event_id" in fields and "event" in fields


def read(record: RawRecord, context: ReadContext) -> Iterable[Item]:
    """The event a record holds: one EventRecord, or one Skipped when it is not about delivery.

    An opt-out that names no message, and a group that was joined again, are each one ConsentRecord. RejectedRecord when
    the event's name, id, time or address is missing or cannot be read.
    """
    event = record.fields
    name = plain(event.get("event")) or ""
    if name == _RESUBSCRIBED:
        return (_resubscribed(event),)
    kind = _EVENTS.get(name)
    if kind is None:
        raise RejectedRecord(f'SendGrid event "{short(name)}" is not one this product knows.')
    if isinstance(kind, Skipped):
        return (kind,)
    event_id, at = _id(event), event_time(event.get("timestamp"), "SendGrid")
    if not _key(event):
        address = recipient_of(event.get("email"), "SendGrid")
        said = said_without_message(kind, address, at, event_id, word=name, label="SendGrid", ours=_group(event, name))
        if said:
            return (said,)
    reason = _reason(event, kind)
    return (
        EventRecord(
            message=_message(event, event_id),
            type=kind,
            at=at,
            clock=Clock.EVENT,
            dedupe_key=event_id,
            machine=kind is EventType.OPENED and str(event.get("sg_machine_open")).lower() in _TRUE,
            suppressed=reason in _OPT_OUT_REASONS,
            reason=reason,
            code=_code(event) if kind in _CODED else None,
            detail=detail_of(name, _FINER, _words(event, name, kind)),
            url=plain(event.get("url")) if kind is EventType.CLICKED else None,
            raw=compact_json(event),
        ),
    )


SHAPES = (
    Shape(
        "A post of the Event Webhook",
        "a post that was saved",
        ("event", "email", "sg_event_id"),
        "each event: its time, address, categories and, of a failure, the server's answer; unsubscribes of groups too",
    ),
)
PROVIDER = Provider(
    "sendgrid",
    "SendGrid",
    recognises,
    read,
    channel=Channel.EMAIL,
    reasons=_REASONS,
    finer=_FINER,
    keeps_days=30,  # for accounts with the additional activity history; its public page on email activity
    shapes=SHAPES,
    tries_hours=72,  # its public page on deferred messages
)


def _id(event: Fields) -> str:
    event_id = plain(event.get("sg_event_id"))
    if event_id is None:
        raise RejectedRecord("The SendGrid event has no id, so a repeat of it cannot be told.")
    return event_id


def _resubscribed(event: Fields) -> ConsentRecord | Skipped:
    """The way back to one group of ours, which no status of a message says."""
    group = _group(event, _RESUBSCRIBED)
    if group is None:
        return Skipped("Back on one of the lists, and it does not say on which.")
    return consent_event(
        *(What.IN, Code.RESUBSCRIBED, recipient_of(event.get("email"), "SendGrid")),
        *(event_time(event.get("timestamp"), "SendGrid"), _id(event)),
        word=_RESUBSCRIBED,
        label="SendGrid",
        ours=group,
    )


def _group(event: Fields, name: str) -> str | None:
    """The group of ours that an event called `name` is about: other events say in that field how they were sent."""
    group = plain(event.get("asm_group_id")) if name in _OF_A_GROUP else None
    return f"group {group}" if group else None


def _reason(event: Fields, kind: EventType) -> str | None:
    """Why it failed or was dropped, as the table has it; a reason that it has not, as it came."""
    if kind is EventType.FAILED:
        bounced, classified = plain(event.get("type")) or "bounce", plain(event.get("bounce_classification"))
        return classified if bounced == "blocked" and classified in _BLOCKS else bounced
    if kind is not EventType.REJECTED:
        return None
    said = plain(event.get("reason"))
    known = (reason for reason in _DROPS if said and said.lower().startswith(reason.lower()))
    return next(known, said)


def _code(event: Fields) -> str | None:
    """The mail server's status; where it gave none, what stands there may be a custom argument."""
    code = code_of(event.get("status"))
    return code if code and _STATUS.fullmatch(code) else None


def _words(event: Fields, name: str, kind: EventType) -> str | None:
    """What the recipient's server answered; of a list that was left, which one."""
    if name in _FINER:
        return _group(event, name)
    if kind not in _ANSWERED:
        return None
    if kind is EventType.FAILED:  # what it answered stands where a drop has our reason
        return plain(event.get("reason")) or plain(event.get("response"))
    return plain(event.get("response"))


def _message(event: Fields, event_id: str) -> MessageFacts:
    return MessageFacts(
        channel=Channel.EMAIL,
        key=_key(event) or key_of_event(event_id),
        direction=Direction.OUTBOUND,
        address=recipient_of(event.get("email"), "SendGrid"),
        attribution=attribution(event, first_text(event, _CAMPAIGNS), event.get("category")) or NOTHING_SAID,
    )


def _key(event: Fields) -> str:
    """The id of the send. A bounce that came late has none: where SendGrid made the Message-ID, it begins that."""
    send = (plain(event.get("sg_message_id")) or "").partition(".")[0]
    if send:
        return send
    written = message_id_of(event.get("smtp-id"))
    local, _, host = written.partition("@")
    return local.partition(".")[0] if "ismtpd" in host else written
