"""Whether people opened, clicked or wrote a message in an hour of the week: what the hours of the week count."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, text, tuple_, union_all

from engagement.domain.vocabulary import Channel, EventType
from engagement.query.question.engaged_hour import EngagedHour
from engagement.store.schema import events, messages

_SIGNS = (EventType.OPENED.value, EventType.CLICKED.value)


def engaged_in(asked: EngagedHour, zone: ZoneInfo) -> ColumnElement[bool]:
    """Whether a row of `messages` is an email that somebody opened or clicked in that hour, no machine, or a reply
    that came in it."""
    spans = asked.spans(zone)
    if not spans:
        return false()
    first, after = spans[0][0], spans[-1][1]

    def inside(at: ColumnElement[Any]) -> ColumnElement[bool]:
        # The whole stretch first: it is what an index of times is read by.
        return and_(at >= first, at < after, or_(*(and_(at >= begin, at < end) for begin, end in spans)))

    e, written = events.c, messages.alias("written")
    signs = select(e.contact_id, e.message_id).where(
        e.channel == Channel.EMAIL.value, e.type.in_(_SIGNS), not_(e.machine), inside(e.at)
    )
    # As the index of replies spells it: SQLite takes `is_reply = 1` for another condition.
    replies = select(written.c.contact_id, written.c.message_id).where(
        text("written.is_reply"), inside(written.c.sent_at)
    )
    return tuple_(messages.c.contact_id, messages.c.message_id).in_(union_all(signs, replies))
