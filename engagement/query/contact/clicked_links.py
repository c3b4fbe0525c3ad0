"""The links of emails that were clicked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from engagement.domain.vocabulary import EventType
from engagement.query.matching.view import View
from engagement.query.question.scope import visible
from engagement.store.schema import contacts, events


@dataclass(frozen=True, slots=True)
class ClickedLink:
    """A link of one email, and how often it was clicked."""

    url: str
    clicks: int
    by_machines: int  # of `clicks`


def clicked_links(view: View, contact_id: int, message_ids: Sequence[int]) -> dict[int, list[ClickedLink]]:
    """The links clicked in some of a contact's emails, the most clicked first; emails without any are left out."""
    if not message_ids:
        return {}
    e = events.c
    clicks = func.count()
    statement = (
        select(
            e.message_id,
            e.url,
            clicks.label("clicks"),
            func.sum(case((e.machine, 1), else_=0)).label("by_machines"),
        )
        .join(contacts, contacts.c.contact_id == e.contact_id)
        .where(
            e.contact_id == contact_id,
            e.message_id.in_(message_ids),
            e.type == EventType.CLICKED,
            e.url.is_not(None),
            visible(view.scope),
        )
        .group_by(e.message_id, e.url)
        .order_by(clicks.desc(), e.url)
    )
    found: dict[int, list[ClickedLink]] = {}
    for row in view.connection.execute(statement):
        found.setdefault(row.message_id, []).append(ClickedLink(row.url, row.clicks, int(row.by_machines)))
    return found
