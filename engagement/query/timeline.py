"""One contact: who they are, and everything sent to and received from them."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from engagement.addresses import normal_email, normal_phone
from engagement.errors import ContactNotFound
from engagement.query.contacts import contact_rows, visible
from engagement.query.rows import AddressRow, ContactRow, OptOut, TimelineEvent, TimelineMessage
from engagement.query.viewpoint import Viewpoint
from engagement.reasons import reason_in_words
from engagement.records import Clock
from engagement.store import schema
from engagement.store.schema import address_owners, campaigns, contacts, events, external_ids, messages
from engagement.text import storable
from engagement.vocabulary import EVENT_MEANINGS, Channel, Direction, EventType, Origin, Tone

_ID_DIGITS = 18  # more do not fit the database's integers, and no id has as many
# The events whose reason a message shows: those that tell of something going wrong.
_TROUBLE = frozenset(
    pair for pair, meaning in EVENT_MEANINGS.items() if meaning.tone in (Tone.FAILED, Tone.NOT_YET, Tone.STOP)
)


def find_contact(connection: Connection, who: str, viewpoint: Viewpoint) -> ContactRow:
    """The contact with the id, email address, phone number or external id `who`; ContactNotFound when nobody has it."""
    wanted = storable(who.strip())
    own_id = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= _ID_DIGITS else None
    owner = select(address_owners.c.contact_id)
    ways: list[ColumnElement[bool]] = [
        contacts.c.contact_id.in_(select(external_ids.c.contact_id).where(external_ids.c.external_id == wanted))
    ]
    if own_id is not None:
        ways.append(contacts.c.contact_id == own_id)
    for channel, address in (
        (Channel.EMAIL, normal_email(wanted)),
        (Channel.TEXT, normal_phone(wanted, viewpoint.region)),
    ):
        if address is not None:
            ways.append(
                contacts.c.contact_id.in_(
                    owner.where(address_owners.c.channel == channel, address_owners.c.address == address)
                )
            )
    statement = select(contacts).where(visible(viewpoint.scope), or_(*ways))
    rows = connection.execute(statement).all()
    found = {row.id: row for row in contact_rows(connection, rows, without_machines=False)}
    if not found:
        raise ContactNotFound(
            f"Nobody has the id, email address or phone number {who!r}: check the spelling, or search on Contacts."
        )
    # A number can be one contact's id and another's external id: the id is what our own links carry.
    first = next(iter(found.values()))
    return first if own_id is None else found.get(own_id, first)


def contact_addresses(connection: Connection, contact_id: int, viewpoint: Viewpoint) -> list[AddressRow]:
    """The contact's addresses, email first and the main ones first."""
    held = schema.contact_addresses.c
    rows = connection.execute(
        select(schema.contact_addresses)
        .join(contacts, contacts.c.contact_id == held.contact_id)
        .where(held.contact_id == contact_id, visible(viewpoint.scope))
        .order_by(held.channel, held.is_main.desc(), held.address)
    )
    return [
        AddressRow(
            channel=Channel(row.channel),
            address=row.address,
            type=row.type,
            is_main=row.is_main,
            opt_out=OptOut(row.opted_out_at, row.opted_out_reason) if row.opted_out_at else None,
        )
        for row in rows
    ]


def count_messages(connection: Connection, contact_id: int, viewpoint: Viewpoint) -> int:
    """How many messages the contact's timeline has."""
    statement = (
        select(func.count())
        .select_from(messages.join(contacts, contacts.c.contact_id == messages.c.contact_id))
        .where(messages.c.contact_id == contact_id, visible(viewpoint.scope))
    )
    return connection.execute(statement).scalar_one()


def timeline(
    connection: Connection,
    contact_id: int,
    viewpoint: Viewpoint,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[TimelineMessage]:
    """The contact's emails and texts, the latest first, each with its events from first to last."""
    statement = (
        select(messages, campaigns.c.name.label("campaign"))
        .join(contacts, contacts.c.contact_id == messages.c.contact_id)
        .join(campaigns, campaigns.c.campaign_id == messages.c.campaign_id, isouter=True)
        .where(messages.c.contact_id == contact_id, visible(viewpoint.scope))
        .order_by(messages.c.sent_at.desc().nulls_last(), messages.c.message_id.desc())
        .offset(offset)
    )
    if limit is not None:
        statement = statement.limit(limit)
    found = connection.execute(statement).all()
    its_events = _events(connection, contact_id, [row.message_id for row in found])
    return [_message(row, its_events.get(row.message_id, ())) for row in found]


_CHUNK = 5000  # ids in one statement


def _events(connection: Connection, contact_id: int, message_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The events of some of a contact's messages, from first to last; at equal times as the life cycle has them."""
    found: dict[int, list[Row[Any]]] = {}
    for first in range(0, len(message_ids), _CHUNK):
        some = message_ids[first : first + _CHUNK]
        same = and_(events.c.contact_id == contact_id, events.c.message_id.in_(some))
        for row in connection.execute(select(*(c for c in events.c if c.name != "raw")).where(same)):
            found.setdefault(row.message_id, []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.at, _place(row), row.event_id))
    return found


def _place(row: Row[Any]) -> int:
    """Where in the life cycle an event stands."""
    rank = EVENT_MEANINGS[Channel(row.channel), EventType(row.type)].rank
    return -1 if rank is None else rank


def _message(row: Row[Any], its_events: Sequence[Row[Any]]) -> TimelineMessage:
    channel = Channel(row.channel)
    # Emails sent by hand go through Google or Microsoft, which report nothing.
    tracked = channel is Channel.TEXT or row.origin != Origin.MANUAL
    return TimelineMessage(
        id=row.message_id,
        provider_key=row.provider_key,
        channel=channel,
        direction=Direction(row.direction),
        address=row.address,
        our_address=row.our_address,
        origin=Origin(row.origin) if row.origin else None,
        campaign=row.campaign,
        subject=row.subject,
        text=row.text,
        media=tuple(orjson.loads(row.media)) if row.media else (),
        media_count=row.media_count or 0,
        sent_at=row.sent_at,
        status=EventType(row.status) if row.status else None,
        status_at=row.status_at,
        tracked=tracked,
        opens=row.opens if tracked else None,
        machine_opens=row.machine_opens if tracked else None,
        clicks=row.clicks if tracked else None,
        machine_clicks=row.machine_clicks if tracked else None,
        temporary_failures=row.temporary_failures,
        is_reply=row.is_reply,
        reason=_reason(channel, row.status, its_events),
        events=tuple(
            TimelineEvent(
                type=EventType(event.type),
                at=event.at,
                arrival_only=event.clock == Clock.ARRIVAL,
                machine=event.machine,
                reason=event.reason,
                code=event.code,
                detail=event.detail,
                url=event.url,
            )
            for event in its_events
        ),
    )


def _reason(channel: Channel, status: str | None, its_events: Sequence[Row[Any]]) -> str | None:
    """Why the message has the status it has, when that is trouble; for one on its way, why it was put off."""
    telling = [event for event in its_events if (channel, EventType(event.type)) in _TROUBLE]
    deciding = [event for event in telling if event.type == status]
    deciding = deciding or [
        event for event in telling if event.type == EventType.TEMPORARY_FAILURE and not _arrived(status)
    ]
    for event in reversed(deciding):
        words = reason_in_words(channel, event.reason, event.code, event.detail)
        if words is not None:
            return words
    return None


def _arrived(status: str | None) -> bool:
    return status not in (None, EventType.ACCEPTED)
