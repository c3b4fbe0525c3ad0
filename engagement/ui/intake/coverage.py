"""What is on file, as a table, a picture of lanes, and a sentence for the screens that ask about a period."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from engagement.domain.vocabulary import CHANNEL_WORDS
from engagement.lib.moments import day_of, day_words
from engagement.query.intake.coverage import ChannelCoverage, Gap, SourceCoverage, filter_note
from engagement.query.question.contact_filter import EngagementFilter
from engagement.ui.frame.account import Account
from engagement.ui.parts.markup import Html, counted, joined, number, text
from engagement.ui.parts.notice import note
from engagement.ui.parts.table import NUMBER, Cell, Head, table
from engagement.ui.parts.times import relative_time

_MOST_GAPS = 5  # listed in a cell of the table, the latest; the rest are counted
_RUNS = {"on-file": "events on file", "none": "none, as usual", "missing": "missing"}


def covered(account: Account, asked: EngagementFilter) -> None:
    """Say what of the days a filter asks about is not on file; nothing where all of it is."""
    note(filter_note(account.view, asked))


_CHANNEL_HEADS = (
    Head("Channel", cells="eg-name"),
    *map(Head, ("On file from", "To", "Latest event")),
    Head("Days with events", NUMBER),
    Head("Missing days", is_long=True),
)


def channel_table(rows: Sequence[ChannelCoverage], now: datetime, zone: ZoneInfo) -> Html:
    """From when to when each channel is on file, the age of the latest event, and the days that are missing."""
    return table(_CHANNEL_HEADS, (_channel(row, now, zone) for row in rows))


def _channel(row: ChannelCoverage, now: datetime, zone: ZoneInfo) -> Sequence[str | Cell]:
    word = CHANNEL_WORDS[row.channel].title
    if row.first is None or row.last is None:
        return word, Cell("Nothing on file yet: import your provider's files.", "eg-quiet", len(_CHANNEL_HEADS) - 1)
    first, last = (day_words(day_of(moment, zone)) for moment in (row.first, row.last))
    return word, first, last, relative_time(row.last, now, zone), number(len(row.days)), _gaps(row)


def _gaps(row: ChannelCoverage) -> str:
    if not row.gaps:
        return '<span class="eg-quiet">None</span>'
    parts = [_gap(gap) for gap in reversed(row.gaps[-_MOST_GAPS:])]
    if more := len(row.gaps) - _MOST_GAPS:
        parts += [f"and {counted(more, 'earlier gap')}"] if more > 0 else []
    return f"{counted(row.missing, 'day')}: {', '.join(parts)}"


def _gap(gap: Gap) -> str:
    first, last = day_words(gap.first), day_words(gap.last)
    return first if first == last else f"{first} to {last}"


_SOURCE_HEADS = (
    Head("Source", cells="eg-name"),
    Head("Files", NUMBER),
    *map(Head, ("Last import", "Events in its files from", "To")),
)


def source_table(rows: Sequence[SourceCoverage], now: datetime, zone: ZoneInfo) -> Html:
    """What came of each kind of file, and when last."""
    return table(_SOURCE_HEADS, (_source(row, now, zone) for row in rows))


def _source(row: SourceCoverage, now: datetime, zone: ZoneInfo) -> Sequence[str | Cell]:
    ends: list[str | Cell] = [Cell("It brings no events", "eg-quiet", 2)]
    if row.first and row.last:
        ends = [day_words(day_of(moment, zone)) for moment in (row.first, row.last)]
    return text(row.label), number(row.files), relative_time(row.latest_import, now, zone), *ends


def lanes(rows: Sequence[ChannelCoverage]) -> Html:
    """A lane for each channel over one common stretch of days: with events, without any, and missing."""
    held = [row for row in rows if row.days]
    if not held:
        return Html("")
    first = min(row.days.min() for row in held)
    last = max([*(row.days.max() for row in held), *(gap.last.toordinal() for row in held for gap in row.gaps)])
    ends = "".join(f"<span>{day_words(date.fromordinal(at))}</span>" for at in (first, last))
    key = "".join(f'<span><i class="eg-run eg-{kind}"></i>{word}</span>' for kind, word in _RUNS.items())
    return joined(
        '<div class="eg-lanes">',
        *(f"<span>{CHANNEL_WORDS[row.channel].title}</span>{_lane(row, first, last)}" for row in held),
        f'<span></span><div class="eg-lane-ends">{ends}</div><span></span><div class="eg-lane-key">{key}</div></div>',
    )


def _lane(row: ChannelCoverage, first: int, last: int) -> str:
    missing = {gap.first.toordinal() + place for gap in row.gaps for place in range(gap.length)}
    kinds = ("on-file" if at in row.days else "missing" if at in missing else "none" for at in range(first, last + 1))
    parts, at = [], first
    for kind, run in groupby(kinds):
        length = sum(1 for _ in run)
        days = _gap(Gap(date.fromordinal(at), date.fromordinal(at + length - 1)))
        parts.append(f'<i class="eg-run eg-{kind}" style="flex-grow: {length}" title="{days}: {_RUNS[kind]}"></i>')
        at += length
    held = number(len(row.days))
    words = f"{CHANNEL_WORDS[row.channel].title}: {held} days with events, {number(row.missing)} missing"
    return f'<div class="eg-lane" role="img" aria-label="{words}">{"".join(parts)}</div>'
