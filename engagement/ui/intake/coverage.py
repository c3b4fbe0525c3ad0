"""What is on file, as a table, a picture of lanes, and a sentence for the screens that ask about a period."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from engagement.domain.vocabulary import CHANNEL_WORDS
from engagement.query.intake.coverage import ChannelCoverage, Gap, SourceCoverage, filter_note
from engagement.query.question.contact_filter import EngagementFilter
from engagement.ui.frame.account import Account
from engagement.ui.parts.markup import Html, counted, joined, number, text
from engagement.ui.parts.notice import note
from engagement.ui.parts.times import day, relative_time

_MOST_GAPS = 5  # listed in a cell of the table, the latest; the rest are counted
_RUNS = {"on-file": "events on file", "none": "none, as usual", "missing": "missing"}


def covered(account: Account, asked: EngagementFilter) -> None:
    """Say what of the days a filter asks about is not on file; nothing where all of it is."""
    note(filter_note(account.view, asked))


_NUMBERS = ("Days with events", "Files")


def _head(*words: str) -> str:
    cells = (f'<th scope="col"{" class=eg-number" * (word in _NUMBERS)}>{word}</th>' for word in words)
    return f'<table class="eg-table"><thead><tr>{"".join(cells)}</tr></thead><tbody>'


def channel_table(rows: Sequence[ChannelCoverage], now: datetime, zone: ZoneInfo) -> Html:
    """From when to when each channel is on file, the age of the latest event, and the days that are missing."""
    return joined(
        _head("Channel", "On file from", "To", "Latest event", "Days with events", "Missing days"),
        *(_channel(row, now, zone) for row in rows),
        "</tbody></table>",
    )


def _channel(row: ChannelCoverage, now: datetime, zone: ZoneInfo) -> str:
    word = f'<td class="eg-name">{CHANNEL_WORDS[row.channel]}</td>'
    if row.first is None or row.last is None:
        nothing = "Nothing on file yet: import your provider's files."
        return f'<tr>{word}<td colspan="5" class="eg-quiet">{nothing}</td></tr>'
    first, last = (day(moment.astimezone(zone).date()) for moment in (row.first, row.last))
    return (
        f"<tr>{word}<td>{first}</td><td>{last}</td><td>{relative_time(row.last, now, zone)}</td>"
        f'<td class="eg-number">{number(len(row.days))}</td><td>{_gaps(row)}</td></tr>'
    )


def _gaps(row: ChannelCoverage) -> str:
    if not row.gaps:
        return '<span class="eg-quiet">None</span>'
    parts = [_gap(gap) for gap in reversed(row.gaps[-_MOST_GAPS:])]
    if more := len(row.gaps) - _MOST_GAPS:
        parts += [f"and {counted(more, 'earlier gap')}"] if more > 0 else []
    return f"{counted(row.missing, 'day')}: {', '.join(parts)}"


def _gap(gap: Gap) -> str:
    return day(gap.first) if gap.first == gap.last else f"{day(gap.first)} to {day(gap.last)}"


def source_table(rows: Sequence[SourceCoverage], now: datetime, zone: ZoneInfo) -> Html:
    """What came of each kind of file, and when last."""
    return joined(
        _head("Source", "Files", "Last import", "Events in its files from", "To"),
        *(_source(row, now, zone) for row in rows),
        "</tbody></table>",
    )


def _source(row: SourceCoverage, now: datetime, zone: ZoneInfo) -> str:
    ends = '<td colspan="2" class="eg-quiet">It brings no events</td>'
    if row.first and row.last:
        ends = "".join(f"<td>{day(moment.astimezone(zone).date())}</td>" for moment in (row.first, row.last))
    return (
        f'<tr><td class="eg-name">{text(row.label)}</td><td class="eg-number">{number(row.files)}</td>'
        f"<td>{relative_time(row.latest_import, now, zone)}</td>{ends}</tr>"
    )


def lanes(rows: Sequence[ChannelCoverage]) -> Html:
    """A lane for each channel over one common stretch of days: with events, without any, and missing."""
    held = [row for row in rows if row.days]
    if not held:
        return Html("")
    first = min(row.days.min() for row in held)
    last = max([*(row.days.max() for row in held), *(gap.last.toordinal() for row in held for gap in row.gaps)])
    ends = "".join(f"<span>{day(date.fromordinal(at))}</span>" for at in (first, last))
    key = "".join(f'<span><i class="eg-run eg-{kind}"></i>{word}</span>' for kind, word in _RUNS.items())
    return joined(
        '<div class="eg-lanes">',
        *(f"<span>{CHANNEL_WORDS[row.channel]}</span>{_lane(row, first, last)}" for row in held),
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
    words = f"{CHANNEL_WORDS[row.channel]}: {held} days with events, {number(row.missing)} missing"
    return f'<div class="eg-lane" role="img" aria-label="{words}">{"".join(parts)}</div>'
