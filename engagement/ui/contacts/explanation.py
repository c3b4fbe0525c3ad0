"""Why a contact is on a list, or is not, as one quiet line that opens on the events."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.query.contacts.explain import Explanation, MatchingEvent
from engagement.ui.parts.badge import badge
from engagement.ui.parts.markup import Html, joined, text
from engagement.ui.parts.times import exact_time


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
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Event", "Time", "Counts as", "Message"))
    return joined(
        f'<table class="eg-table eg-events"><thead><tr>{heads}</tr></thead><tbody>',
        *(_row(event, now, zone) for event in events),
        "</tbody></table>",
    )


def _row(event: MatchingEvent, now: datetime, zone: ZoneInfo) -> str:
    machine = ' <span class="eg-machine">by a machine</span>' if event.machine else ""
    return (
        f"<tr><td>{badge(event.channel, event.type)}{machine}</td><td>{exact_time(event.at, now, zone)}</td>"
        f"<td>{text(event.option)}</td><td>{text(event.about)}</td></tr>"
    )
