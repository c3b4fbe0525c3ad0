"""How many messages have each status now."""

from sqlalchemy import Connection, func, select

from engagement.query.contacts import visible
from engagement.query.viewpoint import Viewpoint
from engagement.store.schema import contacts, messages
from engagement.vocabulary import Channel, EventType


def status_counts(connection: Connection, viewpoint: Viewpoint) -> dict[tuple[Channel, EventType], int]:
    """Messages to and from contacts in scope by channel and last status; a status that no message has is absent."""
    rows = connection.execute(
        select(messages.c.channel, messages.c.status, func.count())
        .join(contacts, contacts.c.contact_id == messages.c.contact_id)
        .where(visible(viewpoint.scope), messages.c.status.is_not(None))
        .group_by(messages.c.channel, messages.c.status)
    )
    return {(Channel(channel), EventType(status)): count for channel, status, count in rows}
