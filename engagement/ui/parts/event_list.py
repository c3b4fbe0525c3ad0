"""The events of one message as a table."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.domain.vocabulary import Channel
from engagement.query.question.rows import TimelineEvent
from engagement.ui.parts.badge import badge
from engagement.ui.parts.figures import machine_mark
from engagement.ui.parts.markup import Html, joined, text
from engagement.ui.parts.table import Head, table
from engagement.ui.parts.times import exact_time

_ARRIVAL = "The provider gives no time for this event; this is when its report reached us."
_HEADS = tuple(map(Head, ("Event", "Time", "What is known of it")))


def event_list(events: Sequence[TimelineEvent], channel: Channel, now: datetime, zone: ZoneInfo) -> Html:
    """`events` from first to last, each with its time and what the provider said of it."""
    rows = ((badge(channel, event.type), _when(event, now, zone), _said(event)) for event in events)
    return table(_HEADS, rows, kind="eg-events")


def _when(event: TimelineEvent, now: datetime, zone: ZoneInfo) -> str:
    time = exact_time(event.at, now, zone)
    return f'{time} <span class="eg-quiet" title="{_ARRIVAL}">(reported)</span>' if event.arrival_only else time


def _said(event: TimelineEvent) -> Html:
    mark = machine_mark(event.machine, event.burst is not None, event.burst.words if event.burst else "")
    parts = [str(mark)] if mark else []
    parts += [str(text(part)) for part in (event.reason, event.detail) if part]
    if event.code:
        parts.append(f"code {text(event.code)}")
    if event.url:
        parts.append(f'<span class="eg-url">{text(event.url)}</span>')
    return joined("<br>".join(parts))
