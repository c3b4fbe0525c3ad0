"""Trends: how many messages came to something on each day of a period."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import func, select

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel
from engagement.lib.moments import Calendar
from engagement.query.matching.view import View
from engagement.query.messages.measure_events import came_to
from engagement.query.question.period import Period
from engagement.store.schema import day_counts, messages


class _Row(NamedTuple):
    """How many messages came to a measure on a day, as date.toordinal() counts days."""

    day: int
    measure: str
    messages: int


def trend(
    view: View,
    measures: Sequence[Measure],
    period: Period,
    *,
    channel: Channel | None = None,
) -> pd.DataFrame:
    """Messages by the day on which they first came to each of `measures`, of both channels unless one is named.

    A row for every day of the period, in order, indexed by date (datetime64, no zone: days of the account), and a
    column for each measure, named by it. An open beginning is the first day on file, an open end is today. Only
    messages to contacts in scope count, also for the first day; for a scope that is limited, the messages themselves
    are looked at.
    """
    view.check()
    first, last = _span(view, period)
    counted = _kept if view.scope.owners is None else _looked_up
    rows = counted(view, measures, first, last, channel) if first <= last else ()
    days = (
        pd.date_range(first, last, freq="D", name="day", unit="s")
        if first <= last
        else pd.DatetimeIndex([], name="day")
    )
    frame = pd.DataFrame(0, index=days, columns=[measure.value for measure in measures], dtype="int64")
    start = first.toordinal()
    places = {name: place for place, name in enumerate(frame.columns)}
    values = frame.to_numpy(copy=True)
    for day, measure, count in rows:
        values[day - start, places[measure]] += count
    return pd.DataFrame(values, index=days, columns=frame.columns)


def _span(view: View, period: Period) -> tuple[date, date]:
    """The first and the last day that the period stands for."""
    last = view.today if period.last is None else period.last
    if period.first is not None:
        return period.first, last
    earliest = (_earliest_kept if view.scope.owners is None else _earliest_looked_up)(view)
    return (last if earliest is None else date.fromordinal(earliest)), last


def _earliest_kept(view: View) -> int | None:
    return view.connection.execute(select(func.min(day_counts.c.day))).scalar()


def _earliest_looked_up(view: View) -> int | None:
    """The first day of any measure of messages to contacts in scope: what others' came to is none of the viewer's."""
    firsts = (came_to(measure, scope=view.scope).subquery() for measure in Measure)
    found = (view.connection.execute(select(func.min(each.c.at))).scalar() for each in firsts)
    return min((Calendar(view.zone).day(at) for at in found if at is not None), default=None)


def _kept(view: View, measures: Sequence[Measure], first: date, last: date, channel: Channel | None) -> Iterable[_Row]:
    d = day_counts.c
    statement = select(*(d[name] for name in _Row._fields)).where(
        d.day.between(first.toordinal(), last.toordinal()), d.measure.in_([measure.value for measure in measures])
    )
    if channel is not None:
        statement = statement.where(d.channel == channel.value)
    return map(_Row._make, view.connection.execute(statement))


def _looked_up(
    view: View, measures: Sequence[Measure], first: date, last: date, channel: Channel | None
) -> Iterable[_Row]:
    calendar = Calendar(view.zone)
    start, end = first.toordinal(), last.toordinal()
    for measure in measures:
        statement = came_to(measure, scope=view.scope)
        if channel is not None:
            statement = statement.where(messages.c.channel == channel.value)
        for (at,) in view.connection.execute(statement):
            if at is not None and start <= (day := calendar.day(at)) <= end:
                yield _Row(day, measure.value, 1)
