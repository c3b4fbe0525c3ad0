"""What events add up to: a message's last status and counts.

Pure functions of a set of events, so their order, repetition and batches cannot matter. Whoever changes what they give
adds one to rules.FOLD_VERSION, so that stored messages are folded anew.
"""

from collections.abc import Iterable
from typing import Any

from engagement.domain.vocabulary import ATTEMPTED, EVENT_MEANINGS, Channel, EventType
from engagement.providers.told import is_canceled

Row = dict[str, Any]

# The words themselves: an enum's `.value` is looked up by a function, which shows in the millions.
_EMAIL, _TEXT = Channel.EMAIL.value, Channel.TEXT.value
_OPENED, _CLICKED = EventType.OPENED.value, EventType.CLICKED.value
_FAILED = EventType.FAILED.value
_ATTEMPTED = frozenset(kind.value for kind in ATTEMPTED)
_TEMPORARY_FAILURE = EventType.TEMPORARY_FAILURE.value
_RANKS: dict[str, dict[str, int]] = {channel.value: {} for channel in Channel}
for (_channel, _kind), _meaning in EVENT_MEANINGS.items():
    if _meaning.rank is not None:
        _RANKS[_channel.value][_kind.value] = _meaning.rank


FOLDED = (
    "sent_at",
    "status",
    "status_at",
    "human_status",
    "human_status_at",
    "opens",
    "machine_opens",
    "clicks",
    "machine_clicks",
    "temporary_failures",
    "engaged_at",
    "human_engaged_at",
    "canceled",
)
"""The columns that fold_message gives."""


SETTLED = ("is_reply", "answered_at", "stopped_at")
"""The derived columns that depend on the other texts of the number: consent.py and answered_texts.py write them."""


def fold_message(message: Row, events: Iterable[Row]) -> Row:
    """The derived columns of `message` from all of its events (rows of `messages` and `events`).

    `human_` columns leave out what machines opened and clicked.
    """
    events = list(events)
    channel, stated = message["channel"], message["stated_sent_at"]
    human = [event for event in events if not event["machine"]]
    status, status_at = _last_status(channel, events)
    opens, clicks = _times(events, _OPENED), _times(events, _CLICKED)
    if len(human) == len(events):
        human_status, human_status_at, human_opens, human_clicks = status, status_at, opens, clicks
    else:
        human_status, human_status_at = _last_status(channel, human)
        human_opens, human_clicks = _times(human, _OPENED), _times(human, _CLICKED)
    return {
        "sent_at": _first_time(events) if stated is None else stated,
        "status": status,
        "status_at": status_at,
        "human_status": human_status,
        "human_status_at": human_status_at,
        "opens": len(opens),
        "machine_opens": len(opens) - len(human_opens),
        "clicks": len(clicks),
        "machine_clicks": len(clicks) - len(human_clicks),
        "temporary_failures": len(_times(events, _TEMPORARY_FAILURE)),
        "engaged_at": max(opens + clicks, default=None),
        "human_engaged_at": max(human_opens + human_clicks, default=None),
        "canceled": status == _FAILED and channel == _TEXT and _was_canceled(events),
    }


def _last_status(channel: str, events: list[Row]) -> tuple[str | None, int | None]:
    """Email: the latest event, at equal times the one further along. Text: the one furthest along, since callbacks come
    in any order and carry no time; it never goes back, and an error reported beside a success stands."""
    ranks = _RANKS[channel]
    is_email = channel == _EMAIL
    best: tuple[int, ...] | None = None
    found: Row | None = None
    for event in events:
        rank = ranks.get(event["type"])
        if rank is None:
            continue
        # Of several reports of a text's status, the one with the best clock, then the earliest, says when it came.
        place = (event["at"], rank) if is_email else (rank, -event["clock"], -event["at"])
        if best is None or place > best:
            best, found = place, event
    return (None, None) if found is None else (found["type"], found["at"])


def _was_canceled(events: list[Row]) -> bool:
    """Whether a text that failed was taken back before it was sent: no report says that anybody tried to send it."""
    failures = (event for event in events if event["type"] == _FAILED)
    is_said = any(is_canceled(event["provider"], event["detail"]) for event in failures)
    return is_said and not any(event["type"] in _ATTEMPTED for event in events)


def _first_time(events: list[Row]) -> int | None:
    return min(((event["clock"], event["at"]) for event in events), default=(0, None))[1]


def _times(events: list[Row], kind: str) -> list[int]:
    """The times of the events of `kind`."""
    return [event["at"] for event in events if event["type"] == kind]
