"""Which events bring a message to a measure: for what is counted by looking at the events themselves."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.query.question.scope import EVERYONE, Scope, visible
from engagement.store.schema import contacts, events, messages, plain_time

_e = events.c
_EMAIL = _e.channel == Channel.EMAIL.value
_BY_PEOPLE = _e.machine.is_(False)
_ATTEMPTED = _e.suppressed.is_(False)  # not those of a send held back over an earlier opt-out
OURS = messages.c.direction == Direction.OUTBOUND.value
"""Only what we sent is measured; what a contact wrote is not."""

EVENTS: Mapping[Measure, ColumnElement[bool]] = MappingProxyType(
    {
        Measure.DELIVERED: _e.type == EventType.DELIVERED.value,
        Measure.OPENED: and_(_e.type == EventType.OPENED.value, _EMAIL),
        Measure.OPENED_BY_PERSON: and_(_e.type == EventType.OPENED.value, _EMAIL, _BY_PEOPLE),
        Measure.CLICKED: and_(_e.type == EventType.CLICKED.value, _EMAIL),
        Measure.CLICKED_BY_PERSON: and_(_e.type == EventType.CLICKED.value, _EMAIL, _BY_PEOPLE),
        Measure.UNSUBSCRIBED: and_(_e.type == EventType.UNSUBSCRIBED.value, _ATTEMPTED),
        Measure.BOUNCED: and_(_e.type == EventType.FAILED.value, _EMAIL, _ATTEMPTED),
        Measure.COMPLAINED: and_(_e.type == EventType.COMPLAINED.value, _EMAIL, _ATTEMPTED),
    }
)
"""The events of each measure; SENT and REPLIED are told by the message's own times."""

WITH_EVENTS = messages.join(
    events, and_(messages.c.contact_id == _e.contact_id, messages.c.message_id == _e.message_id)
)


def came_to(measure: Measure, *columns: ColumnElement[Any], scope: Scope = EVERYONE) -> Select[Any]:
    """A SELECT of our messages that came to `measure`: `columns` of `messages`, then the moment they first did.

    The moment is in microseconds since 1970, None where it is not known when a message was sent. Only messages of
    contacts in `scope` count. More conditions on `messages` may be added with where().
    """
    m = messages.c
    source = messages if measure not in EVENTS else WITH_EVENTS
    moment = plain_time(m.answered_at if measure is Measure.REPLIED else m.sent_at)
    if measure in EVENTS:
        statement = select(*columns, plain_time(func.min(_e.at)).label("at")).where(OURS, EVENTS[measure])
        statement = statement.group_by(m.contact_id, m.message_id)
    else:
        statement = select(*columns, moment.label("at")).where(OURS)
        if measure is Measure.REPLIED:
            statement = statement.where(m.answered_at.is_not(None))
    if scope.owners is None:
        return statement.select_from(source)
    its_contact = contacts.c.contact_id == m.contact_id
    return statement.select_from(source.join(contacts, its_contact)).where(visible(scope))
