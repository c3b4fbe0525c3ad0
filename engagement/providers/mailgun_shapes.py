"""What Mailgun writes, or others write of its events, that is not an event of mail of ours in the form of its own.

Events whose fields were flattened on their way ("message_headers_message_id", "message.headers.message-id") are put
together again. Mail that came in, as a route posts it, and events of mail that came in or of test mode are told apart.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import orjson

from engagement.domain.records import Skipped
from engagement.domain.vocabulary import EventType
from engagement.providers.base import Fields
from engagement.providers.fields import folded, mapping

CAME_IN = Skipped("Mail that came in, not mail that was sent.")
_STORED = Skipped("A message that Mailgun stored, not one that was sent.")
_TEST_MODE = Skipped("Of Mailgun's test mode, in which nothing is sent.")
_PASSED_ON = Skipped("Mail that came in and that a route passed on, not mail that was sent.")

# A whole mail has words beside the two ends of its envelope; an event has neither as a field of its own.
_WORDS = frozenset(
    {"body-plain", "body-html", "body-mime", "stripped-text", "stripped-html", "message-headers", "message-url"}
)
_SENDERS, _RECIPIENTS = frozenset({"sender", "from", "From"}), frozenset({"recipient", "recipients", "To"})
_POSTED = frozenset({"token", "signature"})

_SENT_STEPS = frozenset({EventType.ACCEPTED, EventType.REJECTED, EventType.DELIVERED, EventType.FAILED})
_OPT_OUTS = frozenset({EventType.UNSUBSCRIBED, EventType.COMPLAINED})

_PARTS: Mapping[str, tuple[str, ...]] = {
    "message.headers": ("message-id", "subject", "from", "to"),
    "message": ("recipients", "size"),
    "delivery-status": ("code", "message", "description", "last-message", "is-delayed-bounce", "enhanced-code"),
    "flags": ("is-routed", "is-authenticated", "is-test-mode", "is-system-test", "is-delayed-bounce"),
    "envelope": ("sender", "targets", "transport"),
    "client-info": ("bot", "client-name", "client-type", "client-os", "device-type", "user-agent"),
    "reject": ("reason", "description"),
    "domain": ("name",),
}
_PATHS: Mapping[str, tuple[str, ...]] = {
    folded(f"{part}.{name}"): (*part.split("."), name) for part, names in _PARTS.items() for name in names
} | {folded(name): (name,) for name in ("log-level", "timestamp", "delivery-status", "user-variables", "client-info")}
_EVENT_DATA = re.compile(r"event[-_ ]?data[-_./ ]+(?=\w)")
_VARIABLE = re.compile(r"user[-_ ]?variables[-_./ ]+(?=\S)")
_TAG = re.compile(r"tags[-_./ \[]+\d{1,3}\]?", re.ASCII)


def is_mail(fields: Fields) -> bool:
    """Whether a record is a mail itself, with its words: as a route posts it, or as it is fetched from the store."""
    names = fields.keys()
    return not (_WORDS.isdisjoint(names) or _SENDERS.isdisjoint(names) or _RECIPIENTS.isdisjoint(names))


def what_mail(fields: Fields) -> Skipped:
    """Why a mail is left out: posted by a route it came in; of one fetched from the store nobody knows."""
    return CAME_IN if fields.keys() & _POSTED else _STORED


def not_ours(event: Fields, kind: EventType) -> Skipped | None:
    """Why an event is about no mail of ours that was sent; None for one that may be.

    An opt-out is never left out for where its mail came from.
    """
    flags = mapping(event.get("flags"))
    if is_said(dashed(flags, "is-test-mode")):
        return _TEST_MODE
    if kind not in _SENT_STEPS or is_said(dashed(flags, "is-delayed-bounce")):
        return None
    is_accepted = kind is EventType.ACCEPTED
    if is_said(dashed(flags, "is-routed")) or (is_accepted and event.get("routes")):
        return CAME_IN if is_accepted else _PASSED_ON
    return CAME_IN if is_accepted and _is_denied(dashed(flags, "is-authenticated")) else None


def dashed(fields: Fields, name: str) -> object:
    """The value of a field whose `name` has dashes, also where they were made underscores."""
    return fields[name] if name in fields else fields.get(name.replace("-", "_"))


def is_said(flag: object) -> bool:
    """Whether a flag is true, in whatever way it is written."""
    return flag is True or (bool(flag) and str(flag).strip().lower() in ("true", "1", "yes", "1.0"))


def _is_denied(flag: object) -> bool:
    return flag is False or (flag is not None and str(flag).strip().lower() in ("false", "0", "no", "0.0"))


def put_together(fields: Fields) -> Fields:
    """An event as Mailgun writes it, from one whose inner fields were flattened; as it is where none were."""
    plan = _plan(tuple(fields))
    if plan is None:
        return fields
    event: dict[str, object] = {}
    for name, path in plan:
        value = fields[name]
        if path == ("tags",) and name != "tags":
            listed = event.setdefault("tags", [])
            if isinstance(listed, list) and value not in (None, ""):
                listed.append(value)
        else:
            _put(event, path, value)
    if isinstance(tags := event.get("tags"), str) and tags.startswith("["):  # a list, as a table has it
        event["tags"] = _parsed(tags)
    return event


@lru_cache(maxsize=1024)
def _plan(names: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    """Where the value of each of `names` belongs; None when none of them was flattened."""
    paths = [(name, _path(_EVENT_DATA.sub("", name, count=1) if _EVENT_DATA.match(name) else name)) for name in names]
    return tuple(paths) if any(path != (name,) for name, path in paths) else None


def _path(name: str) -> tuple[str, ...]:
    if variable := _VARIABLE.match(name):
        return ("user-variables", name[variable.end() :])
    if _TAG.fullmatch(name):
        return ("tags",)
    return _PATHS.get(folded(name), (name,)) if name != "@timestamp" else (name,)


def _put(event: dict[str, object], path: tuple[str, ...], value: object) -> None:
    inner = event
    for name in path[:-1]:
        found = inner.get(name)
        if not isinstance(found, dict):
            found = dict(mapping(found))
            inner[name] = found
        inner = found
    inner.setdefault(path[-1], value)


def _parsed(text: str) -> object:
    try:
        return orjson.loads(text)
    except ValueError:
        return text
