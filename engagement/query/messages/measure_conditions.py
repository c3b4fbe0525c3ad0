"""Whether a message came to a measure, and in which period first: the events of measured.py as a condition."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, true, tuple_

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel
from engagement.query.messages.measure_events import EVENTS, MOMENTS, OURS
from engagement.store.schema import events, messages

Bounds = tuple[datetime | None, datetime | None]
"""The first moment inside a period and the first after it, as Period.bounds gives them."""

EVER: Bounds = (None, None)


def has_come_to(measure: Measure, bounds: Bounds = EVER, *, of_few: bool = False) -> ColumnElement[bool]:
    """Whether a row of `messages` came to `measure`, the first time within `bounds`.

    `of_few` says that the rest of the question leaves few messages: then the events of each are looked at, and else
    the events of the period.
    """
    m = messages.c
    if measure is Measure.SENT:
        return and_(OURS, within(m.sent_at, bounds))
    if measure not in MOMENTS:
        return _by_events(measure, bounds, of_few=of_few)
    by_moment = and_(OURS, MOMENTS[measure].is_not(None), within(MOMENTS[measure], bounds))
    return or_(by_moment, _by_events(measure, bounds, of_few=of_few)) if measure in EVENTS else by_moment


def _by_events(measure: Measure, bounds: Bounds, *, of_few: bool) -> ColumnElement[bool]:
    m = messages.c
    if bounds == EVER:
        return and_(OURS, _COUNTED[measure] > 0 if measure in _COUNTED else _had(measure, EVER))
    first = bounds[0]
    if of_few or first is None:
        met = _had(measure, bounds)
    else:
        # Any channel, so that the index on the time of events serves a measure of both.
        any_channel = events.c.channel.in_([channel.value for channel in Channel])
        in_period = (any_channel, EVENTS[measure], within(events.c.at, bounds))
        met = tuple_(m.contact_id, m.message_id).in_(select(events.c.contact_id, events.c.message_id).where(*in_period))
    return and_(OURS, met) if first is None else and_(OURS, met, ~_had(measure, (None, first)))


# The messages' own counts say whether there was one at all.
_COUNTED = {
    Measure.OPENED: messages.c.opens,
    Measure.OPENED_BY_PERSON: messages.c.opens - messages.c.machine_opens,
    Measure.CLICKED: messages.c.clicks,
    Measure.CLICKED_BY_PERSON: messages.c.clicks - messages.c.machine_clicks,
}


def _had(measure: Measure, bounds: Bounds) -> ColumnElement[bool]:
    """Whether a message has an event of a measure within `bounds`, by a look at its own events."""
    m, e = messages.c, events.c
    same = and_(e.contact_id == m.contact_id, e.message_id == m.message_id)
    # Within a CASE, or SQLite would go through all events of that type for each message, having an index on types.
    counts = case((EVENTS[measure], 1), else_=0) == 1
    return exists().where(same, counts, within(e.at, bounds)).correlate(messages)


def within(moment: ColumnElement[Any], bounds: Bounds) -> ColumnElement[bool]:
    """Whether `moment` lies within `bounds`; a moment that is not known lies within none but EVER."""
    first, after = bounds
    parts = [moment >= first] if first is not None else []
    return and_(true(), *parts, *([moment < after] if after is not None else []))
