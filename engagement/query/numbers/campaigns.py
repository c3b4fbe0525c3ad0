"""Campaigns in numbers: what the messages of each came to, and how many people's they were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, case, func, literal, select, true

from engagement.domain.measures import Measure
from engagement.lib.ids import is_id
from engagement.lib.intervals import Rate
from engagement.lib.moments import Calendar, to_micros
from engagement.query.matching.terms import in_scope
from engagement.query.matching.view import View
from engagement.query.messages.measure_events import OURS
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.question.scope import visible
from engagement.store.schema import campaign_days, campaign_sets, campaigns, contacts, messages, plain_time
from engagement.store.sets import unpack

Counts = Mapping[Measure, int]
_NOTHING = dict.fromkeys(Measure, 0)


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign in numbers, of all of its messages whenever they came to something. Every measure is in both."""

    id: int
    name: str
    first_sent: date | None  # days of the account; None where it is not known when anything was sent
    last_sent: date | None
    messages: Counts
    people: Counts

    def rate(self, measure: Measure, of: Measure = Measure.DELIVERED) -> Rate:
        """The share of the messages that came to `of` which came to `measure`."""
        return Rate(self.messages[measure], self.messages[of])


class _Size(NamedTuple):
    """How large a set is of those whose messages of a campaign came to a measure, `level` of them or more."""

    campaign_id: int
    measure: str
    level: int
    size: int


@dataclass(frozen=True, slots=True)
class _Span:
    """The days from which to which a campaign sent, and whether it sent on a day that is asked about."""

    first: date
    last: date
    is_meant: bool


def campaign_table(view: View, sent: Period = ANY_TIME) -> list[CampaignRow]:
    """The campaigns that sent something on a day of `sent`, the one that sent last first.

    Their numbers are of all their messages, those of other days too: what a campaign came to is told of the whole.
    """
    return _rows(view, sent, None)


def campaign(view: View, campaign_id: int) -> CampaignRow | None:
    """One campaign; None when there is none such, or it sent nothing to anybody in scope."""
    if not is_id(campaign_id):
        return None
    return next(iter(_rows(view, ANY_TIME, campaign_id)), None)


def _rows(view: View, sent: Period, only: int | None) -> list[CampaignRow]:
    view.check()
    is_limited = view.scope.owners is not None
    spans = (_looked_up_spans if is_limited else _kept_spans)(view, sent, only)
    counts = (_counts_in_scope if is_limited else _counts)(view, only)
    c = campaigns.c
    names = {one: name for one, name in view.connection.execute(select(c.campaign_id, c.name))}
    rows = []
    for one, (its_messages, its_people) in counts.items():
        span = spans.get(one)
        if its_messages[Measure.SENT] and (sent == ANY_TIME or (span is not None and span.is_meant)):
            first, last = (None, None) if span is None else (span.first, span.last)
            rows.append(CampaignRow(one, names[one], first, last, its_messages, its_people))
    rows.sort(key=lambda row: row.name)
    return sorted(rows, key=lambda row: row.last_sent or date.min, reverse=True)


def _kept_spans(view: View, sent: Period, only: int | None) -> dict[int, _Span]:
    c = campaign_days.c
    first = 0 if sent.first is None else sent.first.toordinal()
    last = date.max.toordinal() if sent.last is None else sent.last.toordinal()
    is_meant = func.max(case((c.day.between(first, last), 1), else_=0))
    statement = select(
        c.campaign_id,
        func.min(c.day).label("first"),
        func.max(c.day).label("last"),
        is_meant.label("is_meant"),
    ).group_by(c.campaign_id)
    statement = statement.where(true() if only is None else c.campaign_id == only)
    return {
        row.campaign_id: _Span(date.fromordinal(row.first), date.fromordinal(row.last), bool(row.is_meant))
        for row in view.connection.execute(statement)
    }


def _looked_up_spans(view: View, sent: Period, only: int | None) -> dict[int, _Span]:
    m = messages.c
    at = plain_time(m.sent_at)
    first, after = sent.bounds(view.zone)
    within = [at >= to_micros(first)] if first else []
    within += [at < to_micros(after)] if after else []
    is_meant = func.max(case((and_(true(), *within), literal(1)), else_=literal(0)))
    statement = (
        select(
            m.campaign_id,
            func.min(at).label("first"),
            func.max(at).label("last"),
            is_meant.label("is_meant"),
        )
        .select_from(messages.join(contacts, contacts.c.contact_id == m.contact_id))
        .where(OURS, m.sent_at.is_not(None), visible(view.scope))
        .where(m.campaign_id.is_not(None) if only is None else m.campaign_id == only)
        .group_by(m.campaign_id)
    )
    day = Calendar(view.zone).day
    return {
        row.campaign_id: _Span(date.fromordinal(day(row.first)), date.fromordinal(day(row.last)), bool(row.is_meant))
        for row in view.connection.execute(statement)
    }


def _counts(view: View, only: int | None) -> dict[int, tuple[Counts, Counts]]:
    c = campaign_sets.c
    statement = select(*(c[name] for name in _Size._fields))
    statement = statement.where(true() if only is None else c.campaign_id == only)
    return _added_up(map(_Size._make, view.connection.execute(statement)))


def _counts_in_scope(view: View, only: int | None) -> dict[int, tuple[Counts, Counts]]:
    seen = in_scope(view.scope).members(view.snapshot)
    c = campaign_sets.c
    statement = select(c.campaign_id, c.measure, c.level, c.members)
    statement = statement.where(true() if only is None else c.campaign_id == only)
    return _added_up(
        _Size(row.campaign_id, row.measure, row.level, unpack(row.members).intersection_cardinality(seen))
        for row in view.connection.execute(statement)
    )


def _added_up(sizes: Iterable[_Size]) -> dict[int, tuple[Counts, Counts]]:
    """From the sizes of (campaign, measure, level): the messages and the people of each campaign."""
    measures = {measure.value: measure for measure in Measure}
    found: dict[int, tuple[dict[Measure, int], dict[Measure, int]]] = {}
    for one, name, level, size in sizes:
        its_messages, its_people = found.setdefault(one, (dict(_NOTHING), dict(_NOTHING)))
        its_messages[measures[name]] += size
        if level == 1:
            its_people[measures[name]] += size
    return {one: counts for one, counts in found.items()}
