"""One contact: who they are, and everything sent to and received from them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import BigInteger, ColumnElement, Text, bindparam, func, or_, select

from engagement.domain.addresses import normal_email, normal_phone
from engagement.domain.bursts import Burst, Happening, burst_of_each
from engagement.domain.records import Clock
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, Direction, EventType, Origin, is_tracked
from engagement.errors import ContactNotFound
from engagement.lib.ids import id_of
from engagement.lib.moments import from_micros
from engagement.lib.text import storable
from engagement.query.contact.merged import leads_to
from engagement.query.contacts.contact_rows import rows_of_ids
from engagement.query.matching.view import View
from engagement.query.question.reasons import deciding, reason_in_words
from engagement.query.question.rows import AddressRow, ContactRow, OptOut, TimelineEvent, TimelineMessage
from engagement.store import schema
from engagement.store.plain import Plain, one_of
from engagement.store.schema import address_owners, campaigns, events, external_ids, messages

_ARRIVAL = int(Clock.ARRIVAL)
_ALL = 2**62  # messages; no timeline is as long
_CHANNELS = {channel.value: channel for channel in Channel}
_DIRECTIONS = {direction.value: direction for direction in Direction}
_ORIGINS = {origin.value: origin for origin in Origin}
_TYPES = {kind.value: kind for kind in EventType}
_KINDS = {kind.value: kind for kind in TextKind}
# Where in the life cycle an event stands.
_PLACES = {pair: -1 if meaning.rank is None else meaning.rank for pair, meaning in EVENT_MEANINGS.items()}


class TimelineFilter(NamedTuple):
    """Which messages of a contact are meant, by what the columns of `messages` hold; "" asks nothing."""

    channel: str = ""
    status: str = ""
    origin: str = ""


class _Address(NamedTuple):
    """What is read of an address, times as numbers."""

    channel: str
    address: str
    type: str
    is_main: bool
    opted_out_at: int | None
    opted_out_reason: str


class _Message(NamedTuple):
    """What is read of a message, times as numbers."""

    message_id: int
    provider_key: str
    channel: str
    direction: str
    address: str
    our_address: str | None
    origin: str | None
    subject: str | None
    text: str | None
    media: str | None
    media_count: int | None
    sent_at: int | None
    status: str | None
    status_at: int | None
    opens: int
    machine_opens: int
    clicks: int
    machine_clicks: int
    temporary_failures: int
    is_reply: bool
    reading: str | None
    reading_words: str | None
    campaign: str | None


class _Event(NamedTuple):
    """What is read of an event: never what the provider sent, which is most of what is kept."""

    message_id: int
    event_id: int
    channel: str
    type: str
    at: int
    clock: int
    machine: bool
    reason: str | None
    code: str | None
    detail: str | None
    url: str | None
    provider: str | None
    burst: bool


_id = bindparam("contact_id", type_=BigInteger)
_held = schema.contact_addresses.c
_EXTERNAL_ID = Plain(
    lambda _: select(external_ids.c.contact_id).where(external_ids.c.external_id == bindparam("external_id"))
)
_ADDRESS_OWNER = Plain(
    lambda _: (
        select(address_owners.c.contact_id)
        .where(address_owners.c.channel == bindparam("channel"))
        .where(address_owners.c.address == bindparam("address"))
    )
)
_ADDRESSES = Plain(
    lambda _: (
        select(*(_held[name] for name in _Address._fields))
        .where(_held.contact_id == _id)
        .order_by(_held.channel, _held.is_main.desc(), _held.address)
    )
)


def _wanted() -> Iterator[ColumnElement[bool]]:
    """What a TimelineFilter asks of a message; "" asks nothing."""
    for name in TimelineFilter._fields:
        value = bindparam(name, type_=Text)
        yield or_(value == "", messages.c[name] == value)


_COUNT = Plain(lambda _: select(func.count()).select_from(messages).where(messages.c.contact_id == _id, *_wanted()))
_MESSAGES = Plain(
    lambda _: (
        select(*(messages.c[name] for name in _Message._fields[:-1]), campaigns.c.name)
        .join(campaigns, campaigns.c.campaign_id == messages.c.campaign_id, isouter=True)
        .where(messages.c.contact_id == _id, *_wanted())
        .order_by(messages.c.sent_at.desc().nulls_last(), messages.c.message_id.desc())
        .limit(bindparam("limit", type_=BigInteger))
        .offset(bindparam("offset", type_=BigInteger))
    )
)
_EVENTS = Plain(
    lambda database: (
        select(*(events.c[name] for name in _Event._fields))
        .where(events.c.contact_id == _id)
        .where(one_of(database, events.c.message_id, "message_ids"))
    )
)


def find_contact(view: View, who: str) -> ContactRow:
    """The contact with the id, address, number or external id `who`; ContactNotFound when nobody in scope has it."""
    wanted = storable(who.strip())
    # A number can be one contact's id and another's external id: the id is what our own links carry.
    ways = (_with_id, _with_merged_id, _with_external_id, _with_email, _with_phone)
    for way in ways:
        found = rows_of_ids(view, way(view, wanted))
        if found:
            return found[0]
    raise ContactNotFound(
        f"Nobody has the id, email address or phone number {who!r}: check the spelling, or search on Contacts."
    )


def _with_id(_view: View, wanted: str) -> list[int]:
    found = id_of(wanted)
    return [] if found is None else [found]


def _with_merged_id(view: View, wanted: str) -> list[int]:
    """Whom the contact with an id was merged into."""
    found = id_of(wanted)
    return [] if found is None else list(leads_to(view, found))


def _with_external_id(view: View, wanted: str) -> list[int]:
    return [found for (found,) in _EXTERNAL_ID.rows(view.connection, external_id=wanted)]


def _with_email(view: View, wanted: str) -> list[int]:
    return _with_address(view, Channel.EMAIL, normal_email(wanted))


def _with_phone(view: View, wanted: str) -> list[int]:
    return _with_address(view, Channel.TEXT, normal_phone(wanted, view.region))


def _with_address(view: View, channel: Channel, address: str | None) -> list[int]:
    if address is None:
        return []
    return [found for (found,) in _ADDRESS_OWNER.rows(view.connection, channel=channel.value, address=address)]


def contact_addresses(view: View, contact_id: int) -> list[AddressRow]:
    """The contact's addresses, email first and the main ones first."""
    if not view.sees(contact_id):
        return []
    return [
        AddressRow(
            channel=Channel(held.channel),
            address=held.address,
            type=held.type,
            is_main=bool(held.is_main),
            opt_out=OptOut(from_micros(held.opted_out_at), held.opted_out_reason)
            if held.opted_out_at is not None
            else None,
        )
        for held in map(_Address._make, _ADDRESSES.rows(view.connection, contact_id=contact_id))
    ]


def count_messages(view: View, contact_id: int, wanted: TimelineFilter | None = None) -> int:
    """How many messages the contact's timeline has, of those that are `wanted`."""
    if not view.sees(contact_id):
        return 0
    ((count,),) = _COUNT.rows(view.connection, contact_id=contact_id, **(wanted or TimelineFilter())._asdict())
    return int(count)


def timeline(
    view: View,
    contact_id: int,
    *,
    limit: int | None = None,
    offset: int = 0,
    wanted: TimelineFilter | None = None,
) -> list[TimelineMessage]:
    """The contact's emails and texts, the latest first, each with its events from first to last."""
    if not view.sees(contact_id):
        return []
    most = _ALL if limit is None else limit
    asked = (wanted or TimelineFilter())._asdict()
    rows = _MESSAGES.rows(view.connection, contact_id=contact_id, limit=most, offset=offset, **asked)
    found = list(map(_Message._make, rows))
    its_events = _events(view, contact_id, [message.message_id for message in found])
    return [_message(message, its_events.get(message.message_id, ())) for message in found]


def _events(view: View, contact_id: int, message_ids: list[int]) -> dict[int, list[_Event]]:
    """The events of some of a contact's messages, from first to last; at equal times as the life cycle has them."""
    found: dict[int, list[_Event]] = {}
    if message_ids:
        rows = _EVENTS.rows(view.connection, contact_id=contact_id, message_ids=message_ids)
        for event in map(_Event._make, rows):
            found.setdefault(event.message_id, []).append(event)
    for its_events in found.values():
        its_events.sort(key=lambda event: (event.at, _PLACES[_pair(event)], event.event_id))
    return found


def _pair(event: _Event) -> tuple[Channel, EventType]:
    return _CHANNELS[event.channel], _TYPES[event.type]


def _message(row: _Message, its_events: Sequence[_Event]) -> TimelineMessage:
    channel = _CHANNELS[row.channel]
    tracked = is_tracked(channel, row.origin)
    return TimelineMessage(
        id=row.message_id,
        provider_key=row.provider_key,
        channel=channel,
        direction=_DIRECTIONS[row.direction],
        address=row.address,
        our_address=row.our_address,
        origin=_ORIGINS[row.origin] if row.origin else None,
        campaign=row.campaign,
        subject=row.subject,
        text=row.text,
        media=tuple(orjson.loads(row.media)) if row.media else (),
        media_count=row.media_count or 0,
        sent_at=None if row.sent_at is None else from_micros(row.sent_at),
        status=_TYPES[row.status] if row.status else None,
        status_at=None if row.status_at is None else from_micros(row.status_at),
        tracked=tracked,
        opens=row.opens if tracked else None,
        machine_opens=row.machine_opens if tracked else None,
        clicks=row.clicks if tracked else None,
        machine_clicks=row.machine_clicks if tracked else None,
        temporary_failures=row.temporary_failures,
        is_reply=bool(row.is_reply),
        reading=_KINDS.get(row.reading or ""),
        reading_words=row.reading_words or "",
        reason=reason_in_words(channel, deciding(channel, row.status, its_events)),
        events=_timeline_events(its_events),
    )


def _timeline_events(its_events: Sequence[_Event]) -> tuple[TimelineEvent, ...]:
    happened = [Happening(event.type, event.at, event.clock, event.url) for event in its_events]
    bursts = burst_of_each(happened, [event.burst for event in its_events])
    return tuple(map(_timeline_event, its_events, bursts))


def _timeline_event(event: _Event, burst: Burst | None) -> TimelineEvent:
    # By place: names would cost a third more, and a page has hundreds.
    return TimelineEvent(
        _TYPES[event.type],
        from_micros(event.at),
        event.clock == _ARRIVAL,
        bool(event.machine),
        event.reason,
        event.code,
        event.detail,
        event.url,
        event.provider,
        burst,
    )
