"""What happened between us and a contact, as points in time: for a picture."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.query.contact.timeline import TimelineFilter
from engagement.query.matching.view import View
from engagement.query.question.scope import visible
from engagement.store.schema import contacts, messages

MOST_MARKS = 2_000  # messages; a picture of more shows no single one


@dataclass(frozen=True, slots=True)
class LaneMark:
    """One message: when it was sent, which way, and what became of it."""

    at: datetime
    channel: Channel
    direction: Direction
    status: EventType | None
    about: str  # an email's subject, a text's words


def lane_marks(view: View, contact_id: int, wanted: TimelineFilter) -> list[LaneMark]:
    """The latest messages with a time, the latest first, of those that are `wanted`; no more than MOST_MARKS."""
    m = messages.c
    asked = [m[name] == value for name, value in wanted._asdict().items() if value]
    statement = (
        select(m.sent_at, m.channel, m.direction, m.status, m.subject, m.text)
        .join(contacts, contacts.c.contact_id == m.contact_id)
        .where(m.contact_id == contact_id, m.sent_at.is_not(None), visible(view.scope), *asked)
        .order_by(m.sent_at.desc(), m.message_id.desc())
        .limit(MOST_MARKS)
    )
    return [
        LaneMark(
            row.sent_at,
            Channel(row.channel),
            Direction(row.direction),
            EventType(row.status) if row.status else None,
            row.subject or row.text or "",
        )
        for row in view.connection.execute(statement)
    ]
