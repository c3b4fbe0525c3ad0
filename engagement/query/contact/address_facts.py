"""What is on file about the addresses of a contact: who opted out by which message, what arrived, what failed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, case, func, or_, select

from engagement.domain.vocabulary import Direction, EventType
from engagement.query.matching.view import View
from engagement.query.question.scope import visible
from engagement.store.schema import contact_addresses, contacts, events, messages
from engagement.store.sql import among

_FAILURES = (EventType.FAILED, EventType.REJECTED, EventType.UNDELIVERED)
_SAID = ("provider", "reason", "code", "detail")
_Key = tuple[str, str]  # channel, address
_OfEach = Mapping[int, Mapping[Any, Any]]  # by contact, then as in Facts


class Facts(NamedTuple):
    """What is on file about each address."""

    sent: Mapping[_Key, Any]  # rows: sent, came_at, replied_at, engaged_at
    happened: Mapping[tuple[str, str, str], datetime]  # by channel, address and kind of event: the last time
    failed: Mapping[_Key, Any]  # rows of the last failure: at, type, provider, reason, code, detail
    put_off: Mapping[_Key, Sequence[Any]]  # rows of each time it was put off, the first first: at, sent_at, as above


_NOTHING = Facts({}, {}, {}, {})


def read_facts(view: View, contact_id: int) -> Facts:
    """What the contact's messages tell of each address; nothing of a contact out of scope."""
    return facts_of(view, [contact_id]).get(contact_id, _NOTHING)


def facts_of(view: View, contact_ids: Sequence[int]) -> Mapping[int, Facts]:
    """The same for several contacts, by contact; one out of scope is left out."""
    c = contacts.c
    asked = select(c.contact_id).where(among(view.connection, c.contact_id, contact_ids), visible(view.scope))
    ids = view.connection.execute(asked).scalars().all()
    sent, happened, failed, put_off = (read(view, ids) for read in (_sent, _happened, _failed, _put_off))
    return {
        one: Facts(sent.get(one, {}), happened.get(one, {}), failed.get(one, {}), put_off.get(one, {})) for one in ids
    }


def held_addresses(view: View, *contact_ids: int) -> Sequence[Row[Any]]:
    """The addresses of contacts, email first and the main ones first, each with the message that closed it and whose
    that is."""
    held = contact_addresses.c
    cause = and_(
        messages.c.contact_id == held.contact_id,
        messages.c.message_id == held.opted_out_message_id,
    )
    columns = (messages.c.message_id, messages.c.sent_at, messages.c.direction, messages.c.subject, messages.c.text)
    whose = select(func.min(events.c.provider)).where(
        events.c.contact_id == held.contact_id, events.c.message_id == held.opted_out_message_id
    )
    statement = (
        select(contact_addresses, *columns, whose.scalar_subquery().label("provider"))
        .join(contacts, contacts.c.contact_id == held.contact_id)
        .join(messages, cause, isouter=True)
        .where(among(view.connection, held.contact_id, contact_ids), visible(view.scope))
        .order_by(held.channel, held.is_main.desc(), held.address)
    )
    return view.connection.execute(statement).all()


def _sent(view: View, ids: Sequence[int]) -> _OfEach:
    """How many messages went to each address, when the last text came from it, and when a person last answered."""
    m = messages.c
    inbound = m.direction == Direction.INBOUND
    statement = (
        select(
            m.contact_id,
            m.channel,
            m.address,
            func.sum(case((inbound, 0), else_=1)).label("sent"),
            func.max(case((inbound, m.sent_at))).label("came_at"),
            func.max(case((m.is_reply, m.sent_at))).label("replied_at"),
            func.max(m.human_engaged_at).label("engaged_at"),
        )
        .where(among(view.connection, m.contact_id, ids))
        .group_by(m.contact_id, m.channel, m.address)
    )
    return _by_contact((row, (row.channel, row.address), row) for row in view.connection.execute(statement))


def _joined() -> Any:
    same = and_(events.c.contact_id == messages.c.contact_id, events.c.message_id == messages.c.message_id)
    return messages.join(events, same)


def _happened(view: View, ids: Sequence[int]) -> _OfEach:
    """When each kind of event last happened at each address, sends that were held back left out."""
    statement = (
        select(
            *(messages.c[name] for name in ("contact_id", "channel", "address")),
            events.c.type,
            func.max(events.c.at).label("at"),
        )
        .select_from(_joined())
        .where(among(view.connection, messages.c.contact_id, ids), ~events.c.suppressed)
        .group_by(messages.c.contact_id, messages.c.channel, messages.c.address, events.c.type)
    )
    rows = view.connection.execute(statement)
    return _by_contact((row, (row.channel, row.address, row.type), row.at) for row in rows)


def _failed(view: View, ids: Sequence[int]) -> _OfEach:
    """The last failure at each address."""
    latest = func.row_number().over(
        partition_by=(messages.c.contact_id, messages.c.channel, messages.c.address),
        order_by=(events.c.at.desc(), events.c.event_id.desc()),
    )
    columns = (events.c.at, events.c.type, *(events.c[name] for name in _SAID))
    ranked = (
        select(messages.c.contact_id, messages.c.channel, messages.c.address, *columns, latest.label("place"))
        .select_from(_joined())
        .where(
            among(view.connection, messages.c.contact_id, ids),
            messages.c.direction == Direction.OUTBOUND,
            ~messages.c.canceled,
            ~events.c.suppressed,
            or_(*(events.c.type == kind for kind in _FAILURES)),
        )
        .subquery()
    )
    rows = view.connection.execute(select(ranked).where(ranked.c.place == 1))
    return _by_contact((row, (row.channel, row.address), row) for row in rows)


def _put_off(view: View, ids: Sequence[int]) -> _OfEach:
    """Each time that a message to each address was put off."""
    m = messages.c
    statement = (
        select(m.contact_id, m.channel, m.address, m.sent_at, events.c.at, *(events.c[name] for name in _SAID))
        .select_from(_joined())
        .where(among(view.connection, m.contact_id, ids), events.c.type == EventType.TEMPORARY_FAILURE)
        .order_by(events.c.at, events.c.event_id)
    )
    found: dict[int, dict[_Key, list[Any]]] = {}
    for row in view.connection.execute(statement):
        found.setdefault(row.contact_id, {}).setdefault((row.channel, row.address), []).append(row)
    return found


def _by_contact(rows: Iterable[tuple[Any, Any, Any]]) -> _OfEach:
    """What rows tell, each a key and a value, by whose they are."""
    found: dict[int, dict[Any, Any]] = {}
    for row, key, value in rows:
        found.setdefault(row.contact_id, {})[key] = value
    return found
