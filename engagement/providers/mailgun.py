"""Mailgun (email): items of Events API pages, items of Logs API pages, and saved webhook bodies, each one event.

The three differ in how the event is wrapped (a webhook's is under "event-data", beside its signature) and in how its
time and its variables are written; all else has the same names. The same event gives the same record from all three,
but for its time: the Logs API gives milliseconds, the other two microseconds. Names and meanings are those of Mailgun's
public documentation of its events.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import getaddresses
from functools import lru_cache

import orjson

from engagement.domain.addresses import normal_email
from engagement.domain.records import AttributedBy, Attribution, Clock, EventRecord, MessageFacts, RawRecord, Skipped
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.providers.base import Fields, Item, Provider, ReadContext, RejectedRecord
from engagement.providers.fields import as_text, read_time

# Members are named here once: to look one up on its class costs as much as to parse a small field.
_FAILED, _REJECTED, _OPENED, _CLICKED = EventType.FAILED, EventType.REJECTED, EventType.OPENED, EventType.CLICKED
_EMAIL, _OUTBOUND, _TIMED = Channel.EMAIL, Direction.OUTBOUND, Clock.EVENT
_CAMPAIGN = Origin.CAMPAIGN

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

_EVENT_PARTS = frozenset({"message", "recipient", "log-level"})  # any of them beside "event" tells a Mailgun event
_OPT_OUT_REASONS = frozenset({"suppress-unsubscribe", "suppress-complaint"})
_OPT_OUT_CODES = frozenset({"606", "607"})  # not attempted after an unsubscribe, after a complaint; 605 is a bounce
_DELAYED_BOUNCE = ("is-delayed-bounce", "is_delayed_bounce", "delayed-bounce")
_CAMPAIGN_NAMES = ("campaign", "campaign_name", "campaign-name", "campaignName")
_ORIGIN_NAMES = ("origin", "message_origin", "message-origin", "messageOrigin")
_VARIABLES = frozenset((*_CAMPAIGN_NAMES, *_ORIGIN_NAMES))
_EVERY_TAG = "*"  # on an unsubscribe from everything, where a tag would be
_ORIGINS: Mapping[str, Origin] = {origin.value: origin for origin in Origin}
# Mailgun carries bulk and campaign mail only: what is sent by hand goes through Google or Microsoft.
_NOTHING_SAID = Attribution(AttributedBy.IMPLIED, Origin.BULK)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_SECOND = 253_402_300_799  # of the year 9999, where datetime ends
_NOTHING: Mapping[str, object] = {}
_normal_sender = lru_cache(maxsize=10_000)(normal_email)  # a brokerage writes from few addresses


def recognises(fields: Fields) -> bool:
    """Whether a record is a Mailgun event, or plainly was meant to be one, so that its reject can say what is missing.

    The flat webhooks Mailgun sent before 2018 carry their token at the top and are not read.
    """
    if "event-data" in fields:
        return True
    timed = "timestamp" in fields or "@timestamp" in fields
    if "event" in fields:
        if "token" in fields:
            return False
        return (timed and isinstance(fields["event"], str)) or not _EVENT_PARTS.isdisjoint(fields)
    return timed and ("log-level" in fields or "headers" in _mapping(fields.get("message")))


def read(record: RawRecord, context: ReadContext) -> Iterable[Item]:
    """The event a record holds: one EventRecord, or one Skipped when it is not about delivery.

    RejectedRecord when the event's kind, time, id, message or address is missing or cannot be read.
    """
    event = _event(record.fields)
    kind = _kind(event)
    if isinstance(kind, Skipped):
        return (kind,)
    at = _time(event)
    key = f"{_id(event)}|{at.date().isoformat()}"  # Mailgun's ids are unique within a day only
    status = _mapping(event.get("delivery-status"))
    reason = _text(event.get("reason"))
    code = _code(status.get("code"))
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
            url=_text(event.get("url")) if kind is _CLICKED else None,
            raw=_raw(event),
        ),
    )


def _event(fields: Fields) -> Mapping[str, object]:
    if "event-data" not in fields:
        return fields
    event = _mapping(fields["event-data"])
    if not event:
        raise RejectedRecord('The Mailgun webhook has no event in its "event-data"; save the whole body as it came.')
    return event


def _kind(event: Mapping[str, object]) -> EventType | Skipped:
    name = event.get("event")
    if not isinstance(name, str) or not name:
        raise RejectedRecord('The Mailgun record does not say in "event" what happened; export it again from Mailgun.')
    kind = _EVENTS.get(name)
    if kind is None:
        if name.startswith("list_"):
            return _LISTS
        raise RejectedRecord(f'Mailgun event "{_short(name)}" is not one this product knows.')
    return _failure(event) if kind is _FAILED else kind


def _failure(event: Mapping[str, object]) -> EventType:
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
        f'The Mailgun failure has the severity "{_short(severity)}", which is neither "permanent" nor "temporary".'
        if word
        else 'The Mailgun failure has no severity, so "for good" cannot be told from "for now"; export it again.'
    )


def _is_delayed_bounce(event: Mapping[str, object]) -> bool:
    for part in (_mapping(event.get("flags")), _mapping(event.get("delivery-status")), event):
        for name in _DELAYED_BOUNCE:
            value = part.get(name)
            if value is True or (value and str(value).strip().lower() in ("true", "1")):
                return True
    return False


def _time(event: Mapping[str, object]) -> datetime:
    """When the event happened, in UTC, to the microsecond.

    It is stated as Unix seconds, in a number or a text, or as an ISO 8601 or RFC 2822 text.
    """
    stated = event.get("timestamp")
    if stated is None:
        stated = event.get("@timestamp")
    if stated is None:
        raise RejectedRecord("The Mailgun event has no time; export it again with its timestamp.")
    try:
        if isinstance(stated, str):
            return _time_of_text(stated.strip())
        if isinstance(stated, (float, int)) and not isinstance(stated, bool):
            return _time_of_seconds(stated)
    except (ValueError, OverflowError):
        pass
    raise RejectedRecord(f'The Mailgun event has the time "{_short(stated)}", which is not a time; export it again.')


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
    moment = read_time(text, "time of the Mailgun event")
    if moment < _EPOCH:
        raise ValueError
    return moment


def _id(event: Mapping[str, object]) -> str:
    value = _text(event.get("id"))
    if value is None:
        raise RejectedRecord(
            "The Mailgun event has no id, so a repeat of it cannot be told; export it again with its id."
        )
    return value


def _message(event: Mapping[str, object], kind: EventType) -> MessageFacts:
    message = _mapping(event.get("message"))
    headers = _mapping(message.get("headers"))
    key = (_text(headers.get("message-id")) or "").removeprefix("<").removesuffix(">").strip()
    if not key:
        raise RejectedRecord("The Mailgun event does not say which message it is about; export it with its message-id.")
    return MessageFacts(
        channel=_EMAIL,
        key=key,
        direction=_OUTBOUND,
        address=_recipient(event, message, headers),
        our_address=_sender(event, headers),
        subject=_text(headers.get("subject")),
        attribution=_attribution(event),
    )


def _recipient(event: Mapping[str, object], message: Mapping[str, object], headers: Mapping[str, object]) -> str:
    """Who it was sent to. A rejected message names its recipients in the headers only: the first of them then."""
    stated = event.get("recipient")
    if not stated:
        stated = _first_address(headers.get("to")) or _first_address(message.get("recipients"))
        if stated is None:
            raise RejectedRecord(
                "The Mailgun event does not say whom it was sent to; export it again with its recipient."
            )
    address = normal_email(_text(stated) or "")
    if address is None:
        raise RejectedRecord(f'The Mailgun event was sent to "{_short(stated)}", which is not an email address.')
    return address


def _first_address(stated: object) -> str | None:
    """The first address of a "to" header or of a list of recipients, or its text when no address is in it."""
    if isinstance(stated, list):
        stated = ", ".join(entry for entry in stated if isinstance(entry, str))
    if not isinstance(stated, str) or not stated.strip():
        return None
    addresses = (address for _, address in getaddresses([stated]) if normal_email(address))
    return next(addresses, stated)


def _sender(event: Mapping[str, object], headers: Mapping[str, object]) -> str | None:
    for stated in (_mapping(event.get("envelope")).get("sender"), headers.get("from")):
        if (text := _text(stated)) and (address := _normal_sender(text)):
            return address
    return None


def _is_machine(event: Mapping[str, object]) -> bool:
    bot = _mapping(event.get("client-info")).get("bot")
    return bool(bot.strip() if isinstance(bot, str) else bot)


def _detail(event: Mapping[str, object], status: Mapping[str, object], kind: EventType) -> str | None:
    """The words of the server that answered, or of Mailgun when it refused to send."""
    if kind is _REJECTED:
        refusal = event.get("reject")
        parts = _mapping(refusal)
        words = _text(parts.get("reason")) or _text(parts.get("description")) or (None if parts else _text(refusal))
        if words:
            return words
    return _text(status.get("message")) or _text(status.get("description")) or _text(status.get("last-message"))


def _attribution(event: Mapping[str, object]) -> Attribution:
    """What the sender put on the message: variables before campaigns before tags."""
    campaign: str | None = None
    origin: Origin | None = None
    variables = _mapping(event.get("user-variables"))
    if not _VARIABLES.isdisjoint(variables):
        campaign = _first_text(variables, _CAMPAIGN_NAMES)
        origin = _origin(_first_text(variables, _ORIGIN_NAMES))
    if campaign is None and (campaigns := event.get("campaigns")):
        campaign = next(iter(_names(campaigns)), None)
    if tags := event.get("tags"):
        tagged_origin, tagged_campaign = _said_by_tags(tuple(_names(tags)))
        origin = origin or tagged_origin
        if campaign is None and (origin is None or origin is _CAMPAIGN):
            campaign = tagged_campaign
    if origin is None and campaign is None:
        return _NOTHING_SAID
    return _said(origin or _CAMPAIGN, campaign)


@lru_cache(maxsize=10_000)
def _said_by_tags(tags: tuple[str, ...]) -> tuple[Origin | None, str | None]:
    """The first tag that is an origin, and the first that is none."""
    origins = [_origin(tag) for tag in tags]
    others = (tag for tag, origin in zip(tags, origins, strict=True) if origin is None and tag != _EVERY_TAG)
    return next(filter(None, origins), None), next(others, None)


@lru_cache(maxsize=10_000)
def _said(origin: Origin, campaign: str | None) -> Attribution:
    return Attribution(AttributedBy.EVENT, origin, campaign)


def _origin(word: str | None) -> Origin | None:
    return _ORIGINS.get(word.casefold()) if word else None


def _names(entries: object) -> list[str]:
    """The names in a list of texts or of objects with a name or an id; a text by itself is a list of one."""
    listed = entries if isinstance(entries, list) else [entries]
    named = [_first_text(entry, ("name", "id")) if isinstance(entry, dict) else _text(entry) for entry in listed]
    return [name for name in named if name]


def _first_text(fields: Mapping[str, object], names: Iterable[str]) -> str | None:
    for name in names:
        if name in fields and (text := _text(fields[name])):
            return text
    return None


def _mapping(value: object) -> Mapping[str, object]:
    """`value` as an object, from JSON text if that is how it came (as the Logs API does); empty when it is none."""
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and value[:1] == "{":
        try:
            parsed = orjson.loads(value)
        except ValueError:
            return _NOTHING
        return parsed if isinstance(parsed, dict) else _NOTHING
    return _NOTHING


def _text(value: object) -> str | None:
    """A text or number as trimmed text that a database can keep; None for anything else and for the empty text."""
    if isinstance(value, str):
        text = value.strip()
        return (text if text.isascii() and "\0" not in text else as_text(text)) or None
    if value is not None and isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return None


def _code(value: object) -> str | None:
    """A server's code as text. Mailgun writes 0 where no server answered."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    code = _text(value)
    return None if code == "0" else code


def _raw(event: Mapping[str, object]) -> str:
    """The event as JSON text; a signature is never kept."""
    if "signature" in event:
        event = {name: value for name, value in event.items() if name != "signature"}
    try:
        return orjson.dumps(event).decode()
    except TypeError:  # half of a surrogate pair, a number beyond 64 bits, or nesting too deep for orjson
        pass
    try:
        return json.dumps(event, default=str, separators=(",", ":"))
    except RecursionError:
        raise RejectedRecord(
            "The Mailgun event is nested too deeply to be one; export it again from Mailgun."
        ) from None


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


PROVIDER = Provider("mailgun", "Mailgun", recognises, read)
