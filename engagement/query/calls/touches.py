"""A person's last touches: what was last sent to them or came from them, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.query.matching.view import View
from engagement.query.question.scope import visible
from engagement.store.schema import contacts, messages
from engagement.store.sql import among

TOUCHES = 3


@dataclass(frozen=True, slots=True)
class Touch:
    """One message to or from somebody."""

    channel: Channel
    direction: Direction
    at: datetime  # when it was sent, in UTC
    about: str  # an email's subject, a text's words; "" for none
    status: EventType | None  # without what machines did


def last_touches(view: View, contact_ids: Sequence[int], most: int = TOUCHES) -> dict[int, tuple[Touch, ...]]:
    """The last messages with each of some contacts, the latest first; nobody who is out of scope or has none."""
    m = messages.c
    place = func.row_number().over(partition_by=m.contact_id, order_by=(m.sent_at.desc(), m.message_id.desc()))
    columns = (m.channel, m.direction, m.sent_at, m.subject, m.text, m.human_status)
    ranked = (
        select(m.contact_id, *columns, place.label("place"))
        .join(contacts, contacts.c.contact_id == m.contact_id)
        .where(among(view.connection, m.contact_id, contact_ids), m.sent_at.is_not(None), visible(view.scope))
        .subquery()
    )
    found: dict[int, tuple[Touch, ...]] = {}
    rows = select(ranked).where(ranked.c.place <= most).order_by(ranked.c.contact_id, ranked.c.place)
    for row in view.connection.execute(rows):
        status = EventType(row.human_status) if row.human_status else None
        about = (row.subject if row.channel == Channel.EMAIL else row.text) or ""
        touch = Touch(Channel(row.channel), Direction(row.direction), row.sent_at, about, status)
        found[row.contact_id] = (*found.get(row.contact_id, ()), touch)
    return found
