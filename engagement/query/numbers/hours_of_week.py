"""When people engage: opens, clicks and replies by the hour of the week, in the account's time zone.

Opens and clicks by machines are left out. At most the last 90 days of a period are counted: they are read from an index
of the events, and a picture of the week needs no more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, TextClause, func, not_, select, text

from engagement.domain.vocabulary import Channel, EventType
from engagement.lib.moments import by_clock, from_micros
from engagement.query.calls.signs import Sign
from engagement.query.matching.view import View
from engagement.query.question.engaged_hour import counted_days
from engagement.query.question.period import Period
from engagement.query.question.scope import visible
from engagement.store.schema import contacts, events, messages, plain_time

_QUARTER = 15 * 60 * 1_000_000  # microseconds: every time zone's hours begin on a quarter of an hour
Hour = tuple[int, int]  # weekday from 0 for Monday, hour from 0 to 23


@dataclass(frozen=True, slots=True)
class Heat:
    """How often people engaged in each hour of the week, over the days of `period`."""

    period: Period
    counts: Mapping[Sign, Mapping[Hour, int]]  # an hour in which nothing was is absent

    def total(self, hour: Hour) -> int:
        """All signs in one hour."""
        return sum(counts.get(hour, 0) for counts in self.counts.values())


def hours_of_week(view: View, chosen: Period) -> Heat:
    """The heat of a period, of the contacts in scope."""
    period = counted_days(chosen)
    key = ("hours of week", period, view.viewpoint)
    return view.snapshot.once(key, lambda: _heat(view, period))


def _heat(view: View, period: Period) -> Heat:
    counts: dict[Sign, dict[Hour, int]] = {sign: {} for sign in Sign}
    for sign, quarter, count in _quarters(view, period):
        local = by_clock(from_micros(quarter * _QUARTER), view.zone)
        hour = local.weekday(), local.hour
        counts[sign][hour] = counts[sign].get(hour, 0) + count
    return Heat(period, counts)


# As the index of replies spells it: SQLite takes `is_reply = 1` for another condition, and would read every message.
_IS_REPLY = text("messages.is_reply")
_EVENTS = ((Sign.CLICKED, EventType.CLICKED), (Sign.OPENED, EventType.OPENED))


def _quarters(view: View, period: Period) -> Iterator[tuple[Sign, int, int]]:
    """How often each sign came in each quarter of an hour since 1970."""
    e = events.c
    for sign, kind in _EVENTS:
        is_sign = (e.channel == Channel.EMAIL, e.type == kind, not_(e.machine))
        for quarter, count in _counted(view, events, e.at, is_sign, period):
            yield sign, quarter, count
    for quarter, count in _counted(view, messages, messages.c.sent_at, (_IS_REPLY,), period):
        yield Sign.REPLIED, quarter, count


def _counted(
    view: View, table: Table, at: Column[Any], conditions: tuple[ColumnElement[bool] | TextClause, ...], period: Period
) -> Iterator[tuple[int, int]]:
    since, after = period.bounds(view.zone)
    quarter = plain_time(at) // _QUARTER
    asked = select(quarter, func.count()).select_from(table).where(*conditions, at >= since, at < after)
    if view.scope.owners is not None:
        asked = asked.join(contacts, contacts.c.contact_id == table.c.contact_id).where(visible(view.scope))
    yield from view.connection.execute(asked.group_by(quarter))
