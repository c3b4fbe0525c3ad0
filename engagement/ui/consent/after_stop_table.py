"""Texts that were sent after a stop: how many from each of our numbers, and each with the hours between."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.domain.vocabulary import Channel
from engagement.lib.text import excerpt
from engagement.query.consent.after_stop import AfterStop
from engagement.ui.address.links import link
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.badge import badge
from engagement.ui.parts.markup import Html, counted, joined, number, text
from engagement.ui.parts.table import NUMBER, Head, table
from engagement.ui.parts.times import exact_time

_LONGEST = 160  # characters of a text
_HEADS = (
    Head("Who", "eg-name", names_card=True),
    Head("From our number"),
    Head("They stopped"),
    Head("We texted"),
    Head("Between", NUMBER),
    Head("Our text", "eg-excerpt"),
    Head("Last status"),
)


def after_stop_table(rows: Sequence[AfterStop], now: datetime, zone: ZoneInfo) -> Html:
    """`rows` as a table; a click on one opens the contact."""
    return table(_HEADS, (_row(row, now, zone) for row in rows), kind="eg-rows", label="Texts sent after a stop")


def numbers_line(counts: Mapping[str | None, int]) -> Html:
    """How many were sent from each of our numbers, in a line."""
    parts = (f"{number(count)} from {text(_ours(ours))}" for ours, count in counts.items())
    return joined('<p class="eg-sentence">By our number: ', ", ".join(parts), ".</p>")


def between(hours: float) -> str:
    """A time between two moments as people say it: "12 minutes", "5 hours", "3 days"."""
    if hours < 1:
        return counted(max(1, round(hours * 60)), "minute")
    return counted(round(hours), "hour") if hours < 48 else counted(round(hours / 24), "day")


def _row(row: AfterStop, now: datetime, zone: ZoneInfo) -> Sequence[str]:
    return (
        link(row.title, Screen.CONTACT, {"id": str(row.contact_id)}),
        text(_ours(row.ours)),
        exact_time(row.stopped_at, now, zone),
        exact_time(row.sent_at, now, zone),
        f'<span title="{row.hours:,.1f} hours">{between(row.hours)}</span>',
        text(excerpt(row.text, _LONGEST)),
        badge(Channel.TEXT, row.status) if row.status else Html('<span class="eg-quiet">nothing reported</span>'),
    )


def _ours(ours: str | None) -> str:
    return "a number nobody told" if ours is None else shown_phone(ours)
