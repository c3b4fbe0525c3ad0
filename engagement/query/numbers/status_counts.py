"""How many messages have each status now."""

from sqlalchemy import func, select

from engagement.domain.vocabulary import Channel, EventType
from engagement.query.matching.view import View
from engagement.query.question.scope import visible
from engagement.store.schema import contacts, messages


def status_counts(view: View) -> dict[tuple[Channel, EventType], int]:
    """Messages to and from contacts in scope by channel and last status; a status that no message has is absent."""
    # All messages are walked, ten million of them for seconds.
    key = ("status counts", view.scope)
    return view.snapshot.once(key, lambda: _counted(view))


def _counted(view: View) -> dict[tuple[Channel, EventType], int]:
    m = messages.c
    statement = (
        select(m.channel, m.status, func.count().label("messages"))
        .where(m.status.is_not(None))
        .group_by(m.channel, m.status)
    )
    if view.scope.owners is not None:
        statement = statement.join(contacts, contacts.c.contact_id == m.contact_id).where(visible(view.scope))
    rows = view.connection.execute(statement)
    return {(Channel(row.channel), EventType(row.status)): row.messages for row in rows}
