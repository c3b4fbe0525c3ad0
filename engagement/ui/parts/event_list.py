"""The events of one message as a table."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.domain.vocabulary import Channel
from engagement.query.question.rows import TimelineEvent
from engagement.ui.parts.badge import badge
from engagement.ui.parts.markup import Html, joined, text
from engagement.ui.parts.times import exact_time

_ARRIVAL = "The provider gives no time for this event; this is when its report reached us."


def event_list(events: Sequence[TimelineEvent], channel: Channel, now: datetime, zone: ZoneInfo) -> Html:
    """`events` from first to last, each with its time and what the provider said of it."""
    rows = (
        f"<tr><td>{badge(channel, event.type)}</td><td>{_when(event, now, zone)}</td><td>{_said(event)}</td></tr>"
        for event in events
    )
    return joined(
        '<table class="eg-table eg-events"><thead><tr><th scope="col">Event</th><th scope="col">Time</th>'
        '<th scope="col">What the provider said</th></tr></thead><tbody>',
        *rows,
        "</tbody></table>",
    )


def _when(event: TimelineEvent, now: datetime, zone: ZoneInfo) -> str:
    time = exact_time(event.at, now, zone)
    return f'{time} <span class="eg-quiet" title="{_ARRIVAL}">(reported)</span>' if event.arrival_only else time


def _said(event: TimelineEvent) -> Html:
    parts = ['<span class="eg-machine">by a machine</span>'] if event.machine else []
    parts += [str(text(part)) for part in (event.reason, event.detail) if part]
    if event.code:
        parts.append(f"code {text(event.code)}")
    if event.url:
        parts.append(f'<span class="eg-url">{text(event.url)}</span>')
    return joined("<br>".join(parts))
