"""Signs of engagement that ask for a call, and what one of us wrote by hand since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from engagement.domain.marks import Kind
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.query.matching.view import View
from engagement.store.schema import events, messages
from engagement.store.sql import among


class Sign(StrEnum):
    """A sign of engagement, the most pressing first."""

    REPLIED = "replied"
    CLICKED = "clicked"
    OPENED = "opened"


KINDS: Mapping[Sign, Kind] = MappingProxyType(
    {Sign.REPLIED: Kind.REPLY, Sign.CLICKED: Kind.CLICK_BY_PERSON, Sign.OPENED: Kind.OPEN_BY_PERSON}
)
_EVENTS = MappingProxyType({EventType.CLICKED.value: Sign.CLICKED, EventType.OPENED.value: Sign.OPENED})
_FAILED = (EventType.REJECTED, EventType.FAILED, EventType.UNDELIVERED, EventType.UNSUBSCRIBED)


@dataclass(frozen=True, slots=True)
class Seen:
    """One sign of one contact."""

    at: datetime
    about: str


def written_by_hand() -> ColumnElement[bool]:
    """A message of ours to this one person that did not fail. A text whose origin nobody told is taken for one."""
    m = messages.c
    by_hand = or_(m.origin == Origin.MANUAL, and_(m.channel == Channel.TEXT, m.origin.is_(None)))
    failed = and_(m.status.is_not(None), or_(*(m.status == one for one in _FAILED)))
    return and_(m.direction == Direction.OUTBOUND, by_hand, not_(failed))


def last_wrote(view: View, ids: Iterable[int], since: datetime) -> dict[int, datetime]:
    """When one of us last wrote by hand to each of some contacts, who are in scope, from `since` on."""
    m = messages.c
    rows = view.connection.execute(
        select(m.contact_id, func.max(m.sent_at))
        .where(among(view.connection, m.contact_id, ids), m.sent_at >= since, written_by_hand())
        .group_by(m.contact_id)
    )
    return {contact_id: at for contact_id, at in rows}


def signs_of(view: View, asked: Iterable[tuple[Sign, int]], since: datetime) -> dict[tuple[Sign, int], list[Seen]]:
    """The signs that some contacts, who are in scope, gave from `since` on, by sign and contact; at least those
    `asked`."""
    asked = list(asked)
    replied = [contact_id for sign, contact_id in asked if sign is Sign.REPLIED]
    engaged = [contact_id for sign, contact_id in asked if sign is not Sign.REPLIED]
    found: dict[tuple[Sign, int], list[Seen]] = {}
    told = [*(_replies(view, replied, since) if replied else ())]
    told += _engagement(view, engaged, since) if engaged else ()
    for sign, contact_id, at, about in told:
        found.setdefault((sign, contact_id), []).append(Seen(at, about or ""))
    return found


_Told = Iterator[tuple[Sign, int, datetime, str | None]]  # sign, contact, moment, words


def _replies(view: View, ids: Iterable[int], since: datetime) -> _Told:
    m = messages.c
    mine = and_(among(view.connection, m.contact_id, ids), m.sent_at >= since, m.is_reply)
    for row in view.connection.execute(select(m.contact_id, m.sent_at, m.text).where(mine)):
        yield Sign.REPLIED, row.contact_id, row.sent_at, row.text


def _engagement(view: View, ids: Iterable[int], since: datetime) -> _Told:
    """Opens and clicks. The emails are found first, which are few; then their events, by their key."""
    m, e = messages.c, events.c
    rows = view.connection.execute(
        select(m.contact_id, e.at, m.subject, e.type, e.machine)
        .join_from(messages, events, and_(e.contact_id == m.contact_id, e.message_id == m.message_id))
        .where(among(view.connection, m.contact_id, ids), m.human_engaged_at >= since, m.channel == Channel.EMAIL)
    )
    for row in rows:
        sign = _EVENTS.get(row.type)
        if sign is not None and row.at >= since and not row.machine:
            yield sign, row.contact_id, row.at, row.subject
