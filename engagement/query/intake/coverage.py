"""What is on file: from when to when, on which days nothing is though something should be, and how old the latest is.

A list of people who "did not" is only as good as the events it goes by, so every screen that asks about a period says
where that period is not covered.

The rule: a day is missing when nothing is on file for it, though each of the 4 same weekdays before it, those left out
that are missing themselves, has something of 3 contacts or more. So an office that never writes on Sundays misses none,
nor does one that writes to somebody now and then; and a gap of months stays a gap. Today is not over and never missing.

What a database has from before impossible times were refused at import (the years 1 and 9999) counts for no day here.

Days come from the contact sets in memory; only days without a mark are looked up in the index of events, once for each
state of the sets. Otherwise a note costs one statement, which reads the ends of some stretches of that index.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from pyroaring import BitMap
from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, exists, func, or_, select

from engagement.domain.marks import Kind
from engagement.domain.vocabulary import CHANNEL_WORDS, EVENT_MEANINGS, Channel, Match
from engagement.lib.moments import Calendar, day_words, from_micros
from engagement.query.matching.options import CONDITIONS, period_of
from engagement.query.matching.snapshot import Snapshot
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.question.wording import days as period_in_words
from engagement.query.question.wording import listed
from engagement.store.schema import events, imports, plain_time
from engagement.store.sql import pairs

RULE = (
    "A day counts as missing when nothing is on file for it, though each of the 4 same weekdays before it has "
    "something of 3 contacts or more. Today is not over, so it is never missing."
)
_SAME_WEEKDAYS, _CONTACTS = 4, 3
_EARLIEST, _AHEAD = (
    date(1990, 1, 1).toordinal(),
    1,
)  # before that day, and so many after today, nothing can have happened
_NAMED = 2  # gaps of a channel that a sentence names, the latest, which are asked about most; the rest are counted
_Edges = tuple[int | None, int | None]  # the first and last moment
_KINDS: Mapping[Channel, tuple[Kind, ...]] = MappingProxyType(
    {
        Channel.EMAIL: tuple(
            kind
            for kind in Kind
            if kind.name.startswith("EMAIL_") or kind in (Kind.OPEN, Kind.CLICK)  # the others are among these
        ),
        Channel.TEXT: tuple(kind for kind in Kind if kind.name.startswith("TEXT_") or kind is Kind.REPLY),
    }
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Missing days, both ends included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class ChannelCoverage:
    """What is on file of one channel. Without any event, `first` and `last` are None and nothing is missing."""

    channel: Channel
    first: datetime | None  # of the first event, UTC
    last: datetime | None
    days: BitMap  # with an event, as date.toordinal() counts them
    gaps: tuple[Gap, ...]  # days that are missing, neighbours together; one may reach to yesterday

    @property
    def missing(self) -> int:
        """How many days the gaps have."""
        return sum(gap.length for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """What the files of one kind brought: a provider's reports, contact lists, send lists."""

    label: str
    files: int
    latest_import: datetime
    first: datetime | None  # of the events in them, where they have any
    last: datetime | None
    skipped: int  # records that say nothing of ours, such as mail sent in a provider's test mode
    rejected: int  # records that could not be read


def coverage(view: View) -> list[ChannelCoverage]:
    """What is on file of each channel, whosever contacts it is about: a gap is one of the files and not of a person."""
    snapshot = view.snapshot
    edges = _edges(view)
    found = []
    for channel in Channel:
        days = _days(view, channel, edges[channel])
        first, last = (None if moment is None else from_micros(moment) for moment in edges[channel])
        found.append(ChannelCoverage(channel, first, last, days, _gaps(snapshot, channel, days, view.today)))
    return found


def sources(view: View) -> list[SourceCoverage]:
    """What came of each kind of file, the one that came last first, but for files not recognised or taken back.

    As `coverage`, it tells of files and of nobody, so it is the same whoever looks.
    """
    c = imports.c
    latest = func.max(c.started_at).label("latest")
    statement = (
        select(
            c.provider,
            func.count().label("files"),
            latest,
            func.min(c.earliest_at).label("first"),
            func.max(c.latest_at).label("last"),
            func.sum(c.skipped).label("skipped"),
            func.sum(c.rejected).label("rejected"),
        )
        .where(c.provider.is_not(None), c.undone_at.is_(None))
        .group_by(c.provider)
        .order_by(latest.desc(), c.provider)
    )
    return [
        SourceCoverage(row.provider, row.files, row.latest, row.first, row.last, int(row.skipped), int(row.rejected))
        for row in view.connection.execute(statement)
    ]


def coverage_note(
    view: View,
    period: Period,
    *,
    channels: Collection[Channel] = tuple(Channel),
    did_not: bool = False,
    called: str = "this period",
) -> str:
    """One sentence about what of `period` is not on file; "" when all of it is, or when no period is chosen.

    It names the period as it is `called` on the screen. Where it is asked who `did_not` do something, it says in any
    case what that goes by.
    """
    if period == ANY_TIME and not did_not:
        return ""
    snapshot = view.snapshot
    edges = _edges(view)
    lacking, held = [], []
    for channel in channels:
        days = _days(view, channel, edges[channel])
        if not days:
            lacking.append(f"no {CHANNEL_WORDS[channel].messages} are on file at all")
            continue
        first, last = date.fromordinal(days.min()), date.fromordinal(days.max())
        held.append(f"{CHANNEL_WORDS[channel].messages} from {day_words(first)} to {day_words(last)}")
        if words := _lacking(first, period, _gaps(snapshot, channel, days, view.today)):
            lacking.append(f"{CHANNEL_WORDS[channel].messages} {words}")
    sentences = []
    if lacking:
        begins = f"Not all of {called} is on file" if period != ANY_TIME else "Not every day is on file"
        sentences.append(f"{begins}: {'; '.join(lacking)}.")
    if did_not and held:
        sentences.append(f"“Did not” goes by what is on file: {' and '.join(held)}.")
    return " ".join(sentences)


def filter_note(view: View, asked: EngagementFilter) -> str:
    """coverage_note for everything that a filter asks about: the days and channels of its options and conditions."""
    asks = [(CONDITIONS[option], asked.period) for option in asked.options]
    asks += [(CONDITIONS[one.option], one.period) for one in asked.conditions]
    if not asks:
        return ""
    periods = [period_of(condition, period, view.viewpoint) for condition, period in asks]
    channels = {condition.channel for condition, _ in asks}
    return coverage_note(
        view,
        _around(periods),
        channels=[channel for channel in Channel if channel in channels or None in channels],
        did_not=asked.match is Match.NONE or not all(one.did for one in asked.conditions),
    )


def message_note(view: View, asked: MessageFilter) -> str:
    """coverage_note for a question about messages: the days in which they were sent, or came to something."""
    engaged = ANY_TIME if asked.engaged is None else asked.engaged.days
    periods = [one for one in (asked.sent, asked.measured, engaged) if one != ANY_TIME]
    if not periods:
        return ""
    channels = tuple(Channel) if asked.channel is None else (asked.channel,)
    return coverage_note(view, _around(periods), channels=channels)


def _around(periods: Iterable[Period]) -> Period:
    """The shortest period that holds all of `periods`."""
    firsts, lasts = zip(*((one.first, one.last) for one in periods), strict=True)
    return Period(
        None if None in firsts else min(filter(None, firsts)), None if None in lasts else max(filter(None, lasts))
    )


def _lacking(first: date, period: Period, gaps: Iterable[Gap]) -> str:
    """What of `period` a channel has not, after its noun: "begin on 27 Jul 2026 and are missing on 3 Sep 2026"."""
    parts = []
    if period.last is not None and period.last < first:
        return f"begin only on {day_words(first)}"
    if period.first is not None and period.first < first:
        parts.append(f"begin on {day_words(first)}")
    inside = [cut for gap in gaps if (cut := _within(gap, period)) is not None]
    if inside:
        named = [period_in_words(Period(gap.first, gap.last)) for gap in reversed(inside[-_NAMED:])]
        if (more := sum(gap.length for gap in inside[:-_NAMED])) > 0:
            named.append(f"on {more:,} {'day' if more == 1 else 'days'} before that")
        parts.append(f"are missing {listed(named, 'and')}")
    return " and ".join(parts)


def _within(gap: Gap, period: Period) -> Gap | None:
    """The days of `gap` that `period` has."""
    first, last = max(gap.first, period.first or gap.first), min(gap.last, period.last or gap.last)
    return Gap(first, last) if first <= last else None


def _gaps(snapshot: Snapshot, channel: Channel, days: BitMap, today: date) -> tuple[Gap, ...]:
    """The missing days by RULE, with the empty ones between two of them as well."""
    if not days:
        return ()
    key = ("busy days", channel)
    busy = snapshot.remembered(key)
    if busy is None:
        found = (day for kind in _KINDS[channel] for day in snapshot.days(kind, _CONTACTS))
        busy = snapshot.remember(key, BitMap(found))
    same: list[deque[int]] = [deque(maxlen=_SAME_WEEKDAYS) for _ in range(7)]
    gaps: list[tuple[int, int]] = []
    joins = False  # whether every day since the last missing one is empty
    for day in range(days.min(), today.toordinal()):
        before = same[day % 7]
        if day not in days and len(before) == _SAME_WEEKDAYS and all(day in busy for day in before):
            first = gaps.pop()[0] if joins else day
            gaps.append((first, day))
            joins = True
            continue
        joins = joins and day not in days
        before.append(day)
    return tuple(Gap(date.fromordinal(first), date.fromordinal(last)) for first, last in gaps)


def _days(view: View, channel: Channel, edges: _Edges) -> BitMap:
    """The days of the account on which a channel has an event, worked out once for each state of the sets and edges."""
    key = ("days on file", channel, edges)
    found = view.snapshot.remembered(key)
    if found is not None:
        return found
    there = range(_EARLIEST, view.today.toordinal() + _AHEAD + 1)
    marked = BitMap(day for kind in _KINDS[channel] for day in view.snapshot.days(kind) if day in there)
    first, last = edges
    if first is None or last is None:
        return view.snapshot.remember(key, marked)
    calendar = Calendar(view.zone)
    start, end = calendar.day(first), calendar.day(last)
    unmarked = BitMap(range(start, end + 1)) - marked
    # Some events put nobody in a set: accepted, queued, put off, undelivered.
    return view.snapshot.remember(key, (marked | _with_events(view, channel, unmarked, calendar)))


def _with_events(view: View, channel: Channel, days: BitMap, calendar: Calendar) -> BitMap:
    """Those of `days` on which any event of the channel is on file: for each a few looks into the index."""
    if not days:
        return BitMap()
    bounds = pairs(
        view.connection,
        [(calendar.start(day), calendar.start(day + 1)) for day in days],
        first=BigInteger,
        after=BigInteger,
    )
    at = plain_time(events.c.at)
    inside = and_(at >= bounds.c.first, at < bounds.c.after)
    any_event = or_(*(exists().where(_of(*pair), inside) for pair in EVENT_MEANINGS if pair[0] is channel))
    return BitMap(
        calendar.day(moment) for moment in view.connection.execute(select(bounds.c.first).where(any_event)).scalars()
    )


def _edges(view: View) -> dict[Channel, _Edges]:
    """The first and last moment of each channel: one statement, the ends of a few stretches of an index."""
    calendar = Calendar(view.zone)
    bounds = {"first": calendar.start(_EARLIEST), "after": calendar.start(view.today.toordinal() + _AHEAD + 1)}
    values = iter(view.connection.execute(_ends(), bounds).one())
    found: dict[Channel, list[int]] = {channel: [] for channel in Channel}
    for channel, _ in EVENT_MEANINGS:
        found[channel] += [value for value in (next(values), next(values)) if value is not None]
    return {channel: (min(moments, default=None), max(moments, default=None)) for channel, moments in found.items()}


@cache
def _ends() -> Select[Any]:
    """The first and last moment of each kind of event, in the order of EVENT_MEANINGS."""
    at = plain_time(events.c.at)
    can_be = and_(at >= bindparam("first", type_=BigInteger), at < bindparam("after", type_=BigInteger))
    ends: list[ColumnElement[Any]] = [
        select(end(at)).where(_of(*pair), can_be).scalar_subquery()
        for pair in EVENT_MEANINGS
        for end in (func.min, func.max)
    ]
    return select(*ends)


def _of(channel: Channel, kind: str) -> ColumnElement[bool]:
    return and_(events.c.channel == channel, events.c.type == kind)
