"""How two records of one message, or of one event, become one: the same whatever their order and number.

Every rule here is commutative, associative and idempotent, which is what makes any order, any repetition and any split
into batches give the same tables. Where two sources simply disagree, the value that sorts first stands: arbitrary, yet
always the same one.
"""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import orjson

from engagement.records import EventRecord, MessageFacts
from engagement.store.schema import to_micros
from engagement.text import storable

Row = dict[str, Any]


class Change(NamedTuple):
    """A message before and after a batch, with all of its events; `before` is None for a new one."""

    before: Row | None
    after: Row
    events: Collection[Row]


def _first(one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _fullest(one: str | None, other: str | None) -> str | None:
    """The longer text, since some reports cut it short."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=lambda text: (-len(text), text))


def _either(one: bool, other: bool) -> bool:
    return one or other


_MESSAGE_RULES: dict[str, Callable[[Any, Any], Any]] = {
    "direction": _first,
    "our_address": _first,
    "subject": _first,
    "text": _fullest,
    "media": _fullest,
    "media_count": _first,
    "keyword": _first,
    "stated_sent_at": _first,
}
_EVENT_RULES: dict[str, Callable[[Any, Any], Any]] = {
    "type": _first,
    "machine": _either,
    "suppressed": _either,
    "reason": _first,
    "code": _first,
    "detail": _first,
    "url": _first,
    "raw": _first,
}


def _kept(text: str | None) -> str | None:
    return None if text is None else storable(text)


def message_row(facts: MessageFacts, contact_id: int, message_id: int, campaign_id: int | None) -> Row:
    """What one record says of a message, as a row of `messages` without its derived columns."""
    said = facts.attribution
    return {
        "contact_id": contact_id,
        "message_id": message_id,
        "provider_key": storable(facts.key),
        "channel": facts.channel.value,
        "direction": facts.direction.value,
        "address": facts.address,
        "our_address": _kept(facts.our_address),
        "origin": None if said is None else said.origin.value,
        "campaign_id": campaign_id,
        "attributed_by": None if said is None else said.by.value,
        "subject": _kept(facts.subject),
        "text": _kept(facts.text),
        "media": orjson.dumps(facts.media).decode() if facts.media else None,
        "media_count": facts.media_count,
        "keyword": None if facts.keyword is None else facts.keyword.value,
        "stated_sent_at": None if facts.sent_at is None else to_micros(facts.sent_at),
    }


def event_row(record: EventRecord, contact_id: int, message_id: int, event_id: int) -> Row:
    """One record as a row of `events`."""
    return {
        "contact_id": contact_id,
        "message_id": message_id,
        "event_id": event_id,
        "channel": record.message.channel.value,
        "type": record.type.value,
        "at": to_micros(record.at),
        "clock": record.clock.value,
        "machine": record.machine,
        "suppressed": record.suppressed,
        "reason": _kept(record.reason),
        "code": _kept(record.code),
        "detail": _kept(record.detail),
        "url": _kept(record.url),
        "raw": storable(record.raw),
    }


def merge_message(stored: Row, said: Row) -> bool:
    """Merge `said` into `stored`, both rows of one message; whether that changed anything."""
    changed = _merge(stored, said, _MESSAGE_RULES)
    if _attribution_rank(said) < _attribution_rank(stored):
        # Origin and campaign are one statement: taken together, from whoever had the better right to say it.
        for name in ("attributed_by", "origin", "campaign_id"):
            stored[name] = said[name]
        changed = True
    return changed


def merge_event(stored: Row, said: Row) -> bool:
    """Merge `said` into `stored`, both rows of one event; whether that changed anything."""
    changed = _merge(stored, said, _EVENT_RULES)
    if (said["clock"], said["at"]) < (stored["clock"], stored["at"]):
        stored["clock"], stored["at"] = said["clock"], said["at"]
        changed = True
    return changed


def _merge(stored: Row, said: Row, rules: dict[str, Callable[[Any, Any], Any]]) -> bool:
    changed = False
    for name, rule in rules.items():
        old, new = stored[name], said[name]
        if new != old:
            value = rule(old, new)
            if value != old:
                stored[name] = value
                changed = True
    return changed


def _attribution_rank(row: Row) -> tuple[int, int, int, str]:
    """Lower is better: who says it, then a named campaign over none, then an order that is arbitrary but fixed."""
    by, campaign = row["attributed_by"], row["campaign_id"]
    return (9 if by is None else by, campaign is None, campaign or 0, row["origin"] or "")
