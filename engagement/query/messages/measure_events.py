"""Which events bring a message to a measure: for what is counted by looking at the events themselves."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select, union_all

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.query.question.scope import EVERYONE, Scope, visible
from engagement.store.schema import contacts, events, messages, plain_time

_e = events.c
_EMAIL = _e.channel == Channel.EMAIL.value
_BY_PEOPLE = _e.machine.is_(False)
_ATTEMPTED = _e.suppressed.is_(False)  # not those of a send held back over an earlier opt-out
OURS = and_(messages.c.direction == Direction.OUTBOUND.value, messages.c.canceled.is_(False))
"""Only what we sent is measured; what a contact wrote is not, nor what was canceled before it was sent."""

EVENTS: Mapping[Measure, ColumnElement[bool]] = MappingProxyType(
    {
        Measure.DELIVERED: _e.type == EventType.DELIVERED.value,
        Measure.OPENED: and_(_e.type == EventType.OPENED.value, _EMAIL),
        Measure.OPENED_BY_PERSON: and_(_e.type == EventType.OPENED.value, _EMAIL, _BY_PEOPLE),
        Measure.CLICKED: and_(_e.type == EventType.CLICKED.value, _EMAIL),
        Measure.CLICKED_BY_PERSON: and_(_e.type == EventType.CLICKED.value, _EMAIL, _BY_PEOPLE),
        Measure.UNSUBSCRIBED: and_(_e.type == EventType.UNSUBSCRIBED.value, _EMAIL, _ATTEMPTED),
        Measure.REFUSED: and_(_e.type == EventType.UNSUBSCRIBED.value, _e.channel == Channel.TEXT.value, _ATTEMPTED),
        Measure.BOUNCED: and_(_e.type == EventType.FAILED.value, _EMAIL, _ATTEMPTED),
        Measure.COMPLAINED: and_(_e.type == EventType.COMPLAINED.value, _EMAIL, _ATTEMPTED),
    }
)
"""The events of each measure; MOMENTS are told by the message's own times."""

MOMENTS: Mapping[Measure, ColumnElement[Any]] = MappingProxyType(
    {
        Measure.SENT: messages.c.sent_at,
        Measure.REPLIED: messages.c.answered_at,
        Measure.UNSUBSCRIBED: messages.c.stopped_at,  # of a text; of an email by its events
    }
)
"""The column of `messages` that says when a message came to each measure."""

WITH_EVENTS = messages.join(
    events, and_(messages.c.contact_id == _e.contact_id, messages.c.message_id == _e.message_id)
)


def came_to(measure: Measure, *columns: ColumnElement[Any], scope: Scope = EVERYONE) -> Select[Any]:
    """A SELECT of our messages that came to `measure`: `columns` of `messages`, then the moment they first did.

    The moment is in microseconds since 1970, None where it is not known when a message was sent. Only messages of
    contacts in `scope` count. More conditions on `messages` may be added with where().
    """
    m = messages.c
    source: FromClause = messages
    if measure in EVENTS and measure in MOMENTS:
        by_events = select(m.contact_id, m.message_id, plain_time(func.min(_e.at)).label("at"))
        by_events = by_events.select_from(WITH_EVENTS).where(OURS, EVENTS[measure])
        by_moment = select(m.contact_id, m.message_id, plain_time(MOMENTS[measure]).label("at"))
        by_moment = by_moment.where(OURS, MOMENTS[measure].is_not(None))
        came = union_all(by_events.group_by(m.contact_id, m.message_id), by_moment).subquery()
        source = messages.join(came, and_(came.c.contact_id == m.contact_id, came.c.message_id == m.message_id))
        statement = select(*columns, came.c.at)
    elif measure in EVENTS:
        source = WITH_EVENTS
        statement = select(*columns, plain_time(func.min(_e.at)).label("at")).where(OURS, EVENTS[measure])
        statement = statement.group_by(m.contact_id, m.message_id)
    else:
        statement = select(*columns, plain_time(MOMENTS[measure]).label("at")).where(OURS)
        if measure is not Measure.SENT:
            statement = statement.where(MOMENTS[measure].is_not(None))
    if scope.owners is None:
        return statement.select_from(source)
    its_contact = contacts.c.contact_id == m.contact_id
    return statement.select_from(source.join(contacts, its_contact)).where(visible(scope))
