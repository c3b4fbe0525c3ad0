"""Whether a message came to a measure, and in which period first: the events of measured.py as a condition."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select, true, tuple_

from engagement.query.measured import EVENTS, OURS
from engagement.query.measures import Measure
from engagement.store.schema import events, messages
from engagement.vocabulary import Channel

Bounds = tuple[datetime | None, datetime | None]
"""The first moment inside a period and the first after it, as Period.bounds gives them."""

EVER: Bounds = (None, None)


def has_come_to(measure: Measure, bounds: Bounds = EVER) -> ColumnElement[bool]:
    """Whether a row of `messages` came to `measure`, the first time within `bounds`."""
    m = messages.c
    if measure is Measure.SENT:
        return and_(OURS, within(m.sent_at, bounds))
    if measure is Measure.REPLIED:
        return and_(OURS, m.answered_at.is_not(None), within(m.answered_at, bounds))
    # Any channel, so that the index on events serves a measure of both.
    counted = and_(events.c.channel.in_([channel.value for channel in Channel]), EVENTS[measure])
    # By its identity and not by EXISTS, so that a short period can be met from that index.
    met = select(events.c.contact_id, events.c.message_id).where(counted, within(events.c.at, bounds))
    found = and_(OURS, tuple_(m.contact_id, m.message_id).in_(met))
    if bounds[0] is None:
        return found
    same = and_(events.c.contact_id == m.contact_id, events.c.message_id == m.message_id)
    return and_(found, ~exists().where(same, counted, events.c.at < bounds[0]).correlate(messages))


def within(moment: ColumnElement[Any], bounds: Bounds) -> ColumnElement[bool]:
    """Whether `moment` lies within `bounds`; a moment that is not known lies within none but EVER."""
    first, after = bounds
    parts = [moment >= first] if first is not None else []
    return and_(true(), *parts, *([moment < after] if after is not None else []))
