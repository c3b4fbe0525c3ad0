"""What each measure means in SQL: whether a message came to it, and in which period first. The one place for that.

Only what we sent is measured; what a contact wrote is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, or_, select, true, tuple_

from engagement.query.measures import Measure
from engagement.store.schema import events, messages
from engagement.vocabulary import Channel, Direction, EventType

Bounds = tuple[datetime | None, datetime | None]
"""The first moment inside a period and the first after it, as Period.bounds gives them."""

EVER: Bounds = (None, None)


@dataclass(frozen=True, slots=True)
class _Events:
    """The events that a measure counts."""

    type: EventType
    channels: tuple[Channel, ...] = (Channel.EMAIL,)
    by_people: bool = False
    attempted: bool = False  # not those of a send held back over an earlier opt-out


_BOTH = tuple(Channel)
_EVENTS: Mapping[Measure, _Events] = MappingProxyType(
    {
        Measure.DELIVERED: _Events(EventType.DELIVERED, _BOTH),
        Measure.OPENED: _Events(EventType.OPENED),
        Measure.OPENED_BY_PERSON: _Events(EventType.OPENED, by_people=True),
        Measure.CLICKED: _Events(EventType.CLICKED),
        Measure.CLICKED_BY_PERSON: _Events(EventType.CLICKED, by_people=True),
        Measure.UNSUBSCRIBED: _Events(EventType.UNSUBSCRIBED, _BOTH, attempted=True),
        Measure.BOUNCED: _Events(EventType.FAILED, attempted=True),
        Measure.COMPLAINED: _Events(EventType.COMPLAINED, attempted=True),
    }
)


def came_to(measure: Measure, bounds: Bounds = EVER) -> ColumnElement[bool]:
    """Whether a row of `messages` came to `measure`, the first time within `bounds`."""
    ours = messages.c.direction == Direction.OUTBOUND
    if measure is Measure.SENT:
        return and_(ours, within(messages.c.sent_at, bounds))
    if measure is Measure.REPLIED:
        return and_(ours, _answered(bounds))
    return and_(ours, _happened(_EVENTS[measure], bounds))


def within(moment: ColumnElement[Any], bounds: Bounds) -> ColumnElement[bool]:
    """Whether `moment` lies within `bounds`; a moment that is not known lies within none but EVER."""
    first, after = bounds
    parts = [moment >= first] if first is not None else []
    return and_(true(), *parts, *([moment < after] if after is not None else []))


def _happened(wanted: _Events, bounds: Bounds) -> ColumnElement[bool]:
    """An event in the period, and none before it."""
    m = messages.c
    e = events.alias("measured")
    # By its identity and not by EXISTS, so that a short period can be met from the index on the time of events.
    met = select(e.c.contact_id, e.c.message_id).where(_counts(e, wanted), within(e.c.at, bounds))
    found = tuple_(m.contact_id, m.message_id).in_(met)
    if bounds[0] is None:
        return found
    earlier = events.alias("earlier")
    same = and_(earlier.c.contact_id == m.contact_id, earlier.c.message_id == m.message_id)
    return and_(found, ~exists().where(same, _counts(earlier, wanted), earlier.c.at < bounds[0]))


def _counts(e: FromClause, wanted: _Events) -> ColumnElement[bool]:
    parts = [e.c.channel.in_([channel.value for channel in wanted.channels]), e.c.type == wanted.type]
    if wanted.by_people:
        parts.append(e.c.machine.is_(False))
    if wanted.attempted:
        parts.append(e.c.suppressed.is_(False))
    return and_(*parts)


def _answered(bounds: Bounds) -> ColumnElement[bool]:
    """A text whose very next text with that number is a reply.

    Texts with a number stand in the order of their times; at one moment ours before theirs, and then by message id.
    """
    m = messages.c
    reply, other = messages.alias("reply"), messages.alias("other")
    r, o = reply.c, other.c
    inbound, outbound = o.direction == Direction.INBOUND, o.direction == Direction.OUTBOUND
    after_ours = or_(o.sent_at > m.sent_at, and_(o.sent_at == m.sent_at, or_(inbound, o.message_id > m.message_id)))
    before_reply = or_(o.sent_at < r.sent_at, and_(o.sent_at == r.sent_at, or_(outbound, o.message_id < r.message_id)))
    same_number = (o.contact_id == m.contact_id, o.channel == Channel.TEXT, o.address == m.address)
    between = exists().where(*same_number, after_ours, before_reply).correlate(messages, reply)
    return and_(
        m.channel == Channel.TEXT,
        exists().where(
            r.contact_id == m.contact_id,
            r.address == m.address,
            r.is_reply,
            r.sent_at >= m.sent_at,
            within(r.sent_at, bounds),
            ~between,
        ),
    )
