"""How two records of one message, or of one event, become one: the same whatever their order and number.

Every rule here is commutative, associative and idempotent, which is what makes any order, any repetition and any split
into batches give the same tables. Where two sources simply disagree, the value that sorts first stands: arbitrary, yet
always the same one.
"""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import Keyword
from engagement.lib.ids import stable_id
from engagement.reader.row_values import EVENT_COLUMNS, MESSAGE_COLUMNS, RowValues, Values

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


_WEIGHTS = {word.value: n for n, word in enumerate((Keyword.OPT_OUT, Keyword.OPT_IN, Keyword.YES, Keyword.HELP))}


def _weightiest(one: str | None, other: str | None) -> str | None:
    """The keyword that means most: where one of two records of a text takes it for a stop, it is one."""
    return min(one, other, key=lambda word: len(_WEIGHTS) if word is None else _WEIGHTS[word])


_MESSAGE_RULES: dict[str, Callable[[Any, Any], Any]] = {
    "direction": _first,
    "our_address": _first,
    "subject": _first,
    "text": _fullest,
    "media": _fullest,
    "media_count": _first,
    "keyword": _weightiest,
    "stated_sent_at": _first,
}
_EVENT_RULES: dict[str, Callable[[Any, Any], Any]] = {
    "machine": _either,
    "suppressed": _either,
    "reason": _first,
    "code": _first,
    "detail": _first,
    "url": _first,
    "raw": _first,
    "provider": _first,
}


def message_row(said: RowValues, contact_id: int, campaign_id: int | None) -> Row:
    """What one record says of a message, as a row of `messages` without its derived columns."""
    row = dict(zip(MESSAGE_COLUMNS, said.message, strict=True))
    row["contact_id"], row["message_id"], row["campaign_id"] = contact_id, said.message_id, campaign_id
    return row


def event_row(values: Values, identity: tuple[int, int]) -> Row:
    """The values of EVENT_COLUMNS as a row of `events`."""
    row = dict(zip(EVENT_COLUMNS, values, strict=True))
    row["contact_id"], row["message_id"] = identity
    row["burst"] = False  # which is no matter of one record: bursts.py judges it
    return row


def another_kind_id(row: Row) -> int:
    """The id of an event that has the provider's id with an event of another kind, from the row under that id."""
    return stable_id(str(row["event_id"]), row["type"])


def merge_message(stored: Row, said: Row) -> bool:
    """Merge `said` into `stored`, both rows of one message; whether that changed anything."""
    changed = _merge(stored, said, _MESSAGE_RULES)
    changed |= merge_reading(stored, said)
    if _attribution_rank(said) < _attribution_rank(stored):
        # Origin and campaign are one statement: taken together, from whoever had the better right to say it.
        for name in ("attributed_by", "origin", "campaign_id"):
            stored[name] = said[name]
        changed = True
    return changed


def merge_reading(stored: Row, said: Row) -> bool:
    """Merge what an inbound text is; whether that changed anything."""
    if _reading_rank(said) <= _reading_rank(stored):
        return False
    stored["reading"], stored["reading_words"] = said["reading"], said["reading_words"]
    return True


def _reading_rank(row: Row) -> tuple[int, str, str]:
    """Higher stands: that a person asks to stop over all else, wherever one of two copies of a text is cut short."""
    return _READINGS.get(row["reading"], 0), row["reading"] or "", row["reading_words"] or ""


_READINGS = {TextKind.OURS.value: 3, TextKind.STOP_WORD.value: 2, TextKind.ASKS_TO_STOP.value: 1}


def merge_event(stored: Row, said: Row) -> bool:
    """Merge `said` into `stored`, both rows of one event and so of one type; whether that changed anything."""
    if stored["burst"]:  # no word of a provider's, and judged again once all is merged
        stored["machine"] = stored["burst"] = False
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
