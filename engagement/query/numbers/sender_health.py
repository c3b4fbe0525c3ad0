"""Sender health: complaints and bounces by receiving domain, failed texts by our number and the carrier's code.

What is counted are messages sent in a period, and what became of them since. Each number is the length of a list of
messages, and carries the question of that list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, and_, distinct, func, not_, select, true, tuple_

from engagement.domain.limits import LIMITS, Harm, pressing
from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.lib.intervals import Rate, is_more_than_chance
from engagement.query.matching.view import View
from engagement.query.messages.measure_events import OURS
from engagement.query.numbers.day_sql import day_number
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import Period
from engagement.query.question.scope import visible
from engagement.store.schema import contacts, events, messages
from engagement.store.sql import domain_of

TURN_TIMES = 2  # so many times the rate before
TURN_FEWEST = 5  # so many since
_CLOCKS = timedelta(
    days=7
)  # by which no two clocks differ: an event this long before its message was sent is none of it
_FAILED_TEXT = (EventType.FAILED, EventType.UNDELIVERED, EventType.UNSUBSCRIBED)


@dataclass(frozen=True, slots=True)
class Turn:
    """The day from which on a rate is worse, with the rates before and since."""

    day: date
    before: Rate
    since: Rate


@dataclass(frozen=True, slots=True)
class Trouble:
    """How many of some messages came to grief, and since when more of them do."""

    asked: MessageFilter
    rate: Rate  # of those sent
    turn: Turn | None

    @property
    def count(self) -> int:
        """How many."""
        return self.rate.count


@dataclass(frozen=True, slots=True)
class DomainHealth:
    """How emails to one receiving domain fared."""

    domain: str
    asked: MessageFilter
    sent: int
    bounced: Trouble
    complained: Trouble

    @property
    def strain(self) -> float:
        """How far the rates are towards their limits, as surely as their intervals say; from 1 on one may be over."""
        return pressing(Harm.BOUNCES, self.bounced.rate) + pressing(Harm.COMPLAINTS, self.complained.rate)


@dataclass(frozen=True, slots=True)
class NumberHealth:
    """How texts from one of our numbers failed with one code."""

    sender: str
    code: str  # as the carrier gave it
    provider: str | None  # whose code it is
    sent: int  # texts from this number
    failed: Trouble


Days = Mapping[int, int]  # day as date.toordinal() -> messages


def turned(hits: Days, sent: Days, floor: float) -> Turn | None:
    """The day a rate turned worse, if it did.

    It is the day from which on most more came than the rate of all days together says. It counts when the rate since is
    over `TURN_TIMES` that before and surely over `floor`, with `TURN_FEWEST` or more since; and when more of all fell
    since that day than chance puts there, the most telling of so many days having been looked for (Bonferroni).
    """
    days = sorted(day for day, count in sent.items() if count)
    all_hits, all_sent = sum(hits.get(day, 0) for day in days), sum(sent[day] for day in days)
    best: tuple[float, int, int, int] | None = None
    since_hits = since_sent = 0
    for day in reversed(days[1:]):
        since_hits += hits.get(day, 0)
        since_sent += sent[day]
        # Whole numbers, so that equal is equal; of equal days the earlier is taken.
        excess = since_hits * all_sent - since_sent * all_hits
        if best is None or excess >= best[0]:
            best = excess, day, since_hits, since_sent
    if best is None:
        return None
    _, day, since_hits, since_sent = best
    before, since = Rate(all_hits - since_hits, all_sent - since_sent), Rate(since_hits, since_sent)
    # Of each day something was sent, so both have a share.
    is_worse = (since.share or 0) > TURN_TIMES * (before.share or 0) and since.interval[0] > floor
    is_told = since_hits >= TURN_FEWEST and is_more_than_chance(
        since_hits, all_hits, since_sent / all_sent, tries=len(days) - 1
    )
    return Turn(date.fromordinal(day), before, since) if is_worse and is_told else None


def domains(view: View, period: Period) -> Sequence[DomainHealth]:
    """The receiving domains of emails sent in a period, those with surely the highest rates of trouble first."""
    key = ("domains", period, view.viewpoint)
    return view.snapshot.once(key, lambda: _domains(view, period))


def _domains(view: View, period: Period) -> Sequence[DomainHealth]:
    domain = domain_of(view.connection, messages.c.address)
    since, _ = period.bounds(view.zone)
    sent = _by_day(view, (domain,), Channel.EMAIL, period)
    found = {
        measure: _by_day(view, (domain,), Channel.EMAIL, period, *what)
        for measure, what in (
            (Measure.BOUNCED, (_had(Channel.EMAIL, EventType.FAILED, since),)),
            (Measure.COMPLAINED, (_had(Channel.EMAIL, EventType.COMPLAINED, since),)),
        )
    }
    rows = []
    for key, days in sent.items():
        listed = MessageFilter(channel=Channel.EMAIL, domain=key[0], sent=period)
        bounced, complained = (
            _trouble(replace(listed, measure=measure), found[measure].get(key, {}), days, LIMITS[harm])
            for measure, harm in ((Measure.BOUNCED, Harm.BOUNCES), (Measure.COMPLAINED, Harm.COMPLAINTS))
        )
        asked = replace(listed, measure=Measure.SENT)
        rows.append(DomainHealth(key[0], asked, sum(days.values()), bounced, complained))
    rows.sort(key=lambda row: (-row.strain, -row.sent, row.domain))
    return rows


def numbers(view: View, period: Period) -> Sequence[NumberHealth]:
    """The failures of texts sent in a period, by the number they were sent from and the code; the most first."""
    key = ("numbers", period, view.viewpoint)
    return view.snapshot.once(key, lambda: _numbers(view, period))


def _numbers(view: View, period: Period) -> Sequence[NumberHealth]:
    sender = func.coalesce(messages.c.our_address, "")
    sent = _by_day(view, (sender,), Channel.TEXT, period)
    failed = _by_day(view, (sender, events.c.code), Channel.TEXT, period, joined=True)
    whose = _whose_codes(view, period) if failed else {}
    rows = []
    for (number, code), days in failed.items():
        asked = MessageFilter(channel=Channel.TEXT, direction=Direction.OUTBOUND, sender=number, code=code, sent=period)
        all_days = sent[(number,)]
        trouble = _trouble(asked, days, all_days, LIMITS[Harm.FAILURES])
        rows.append(NumberHealth(number, code, whose.get(code), sum(all_days.values()), trouble))
    rows.sort(key=lambda row: (-row.failed.count, row.sender, row.code))
    return rows


def _whose_codes(view: View, period: Period) -> dict[str, str | None]:
    """The provider that gives each code of a failed text; of several, the first by name."""
    e = events.c
    since, _ = period.bounds(view.zone)
    failures = (_ended(Channel.TEXT, _FAILED_TEXT, since), e.code.is_not(None))
    statement = select(e.code, func.min(e.provider)).where(*failures).group_by(e.code)
    return {code: provider for code, provider in view.connection.execute(statement)}


def _trouble(asked: MessageFilter, hits: Days, sent: Days, limit: float) -> Trouble:
    return Trouble(asked, Rate(sum(hits.values()), sum(sent.values())), turned(hits, sent, limit))


_Counts = dict[tuple[str, ...], dict[int, int]]


def _by_day(
    view: View,
    keys: tuple[ColumnElement[str], ...],
    channel: Channel,
    period: Period,
    *what: ColumnElement[bool],
    joined: bool = False,
) -> _Counts:
    """Messages of ours sent in a period on which `what` holds, by `keys` and the day they were sent.

    `joined` asks for those with a failure that has a code, which is then a key too.
    """
    m, e = messages.c, events.c
    since, after = period.bounds(view.zone)
    day = day_number(m.sent_at, period, view.viewpoint)
    tables: FromClause = messages
    if joined:
        tables = messages.join(events, and_(e.contact_id == m.contact_id, e.message_id == m.message_id))
        what = (*what, _ended(channel, _FAILED_TEXT, since), e.code.is_not(None))
    if view.scope.owners is not None:
        tables = tables.join(contacts, contacts.c.contact_id == m.contact_id)
        what = (*what, visible(view.scope))
    count = func.count(distinct(m.message_id)) if joined else func.count()
    ours = (m.channel == channel, OURS, m.sent_at >= since, m.sent_at < after)
    found: _Counts = {}
    named = {f"key_{place}": key for place, key in enumerate(keys)}
    shown = [key.label(name) for name, key in named.items()]
    statement = (
        select(day.label("day"), count.label("messages"), *shown)
        .select_from(tables)
        .where(*ours, *what)
        .group_by(day, *keys)
    )
    for row in view.connection.execute(statement).mappings():
        found.setdefault(tuple(row[name] for name in named), {})[row["day"]] = row["messages"]
    return found


def _had(channel: Channel, kind: EventType, since: datetime | None) -> ColumnElement[bool]:
    """Whether a message sent from `since` on had an event of `kind` that is not of a send held back."""
    had = select(events.c.contact_id, events.c.message_id).where(
        _ended(channel, (kind,), since), not_(events.c.suppressed)
    )
    return tuple_(messages.c.contact_id, messages.c.message_id).in_(had)


def _ended(channel: Channel, kinds: Iterable[EventType], since: datetime | None) -> ColumnElement[bool]:
    """The events of `kinds` that a message sent from `since` on can have: they are few, and an index leads to them."""
    e = events.c
    not_long_before = e.at >= since - _CLOCKS if since else true()
    return and_(e.channel == channel, e.type.in_([kind.value for kind in kinds]), not_long_before)
