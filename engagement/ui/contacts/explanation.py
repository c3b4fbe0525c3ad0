"""Why a contact is on a list, or is not, as one quiet line that opens on the events."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.query.contacts.explain import Explanation, MatchingEvent
from engagement.ui.parts.badge import badge
from engagement.ui.parts.figures import machine_mark
from engagement.ui.parts.markup import Html, joined, text
from engagement.ui.parts.table import Head, table
from engagement.ui.parts.times import exact_time

_HEADS = tuple(map(Head, ("Event", "Time", "Counts as", "Message")))


def explanation(why: Explanation, sentence: str, now: datetime, zone: ZoneInfo, *, is_open: bool = False) -> Html:
    """`why` for the list that `sentence` describes: the events of one who is on it, what keeps off one who is not."""
    if not why.is_match:
        reasons = " ".join(why.obstacles)
        return joined('<p class="eg-why">Not on the list of “', text(sentence), "”: ", text(reasons), "</p>")
    if not why.events:
        return joined('<p class="eg-why">On the list of “', text(sentence), "”.</p>")
    return joined(
        f'<details class="eg-why"{" open" if is_open else ""}><summary>Why on this list</summary><p>',
        text(sentence),
        ". The latest events that count:</p>",
        _events(why.events, now, zone),
        "</details>",
    )


def _events(events: Sequence[MatchingEvent], now: datetime, zone: ZoneInfo) -> Html:
    return table(_HEADS, (_row(event, now, zone) for event in events), kind="eg-events")


def _row(event: MatchingEvent, now: datetime, zone: ZoneInfo) -> Sequence[str]:
    machine = machine_mark(event.machine, event.in_burst)
    shown = f"{badge(event.channel, event.type)} {machine}" if machine else badge(event.channel, event.type)
    return shown, exact_time(event.at, now, zone), text(event.option), text(event.about)
