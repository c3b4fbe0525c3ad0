"""Lists of messages: one expression of which ones a question means, from which count and pages derive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)

from engagement.domain.addresses import normal_email, normal_phone
from engagement.domain.bursts import Happening, burst_of_each
from engagement.domain.records import Clock
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, Direction, EventType, Origin, is_tracked
from engagement.lib.ids import is_id
from engagement.lib.moments import to_micros
from engagement.lib.text import storable
from engagement.query.contacts.contact_list import PAGE_SIZE
from engagement.query.matching.campaign_people import in_campaigns
from engagement.query.matching.view import View
from engagement.query.messages.hour_conditions import engaged_in
from engagement.query.messages.measure_conditions import has_come_to, within
from engagement.query.messages.message_search import IN_LIST, Found, found_messages
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME
from engagement.query.question.rows import MessageRow, TimelineEvent
from engagement.query.question.scope import visible
from engagement.store.schema import (
    campaigns,
    contact_addresses,
    contacts,
    events,
    messages,
)
from engagement.store.sql import among, pairs

_FEW = 2_000  # contacts whose messages are looked up by whose they are
_NOT_ARRIVED = {
    Channel.EMAIL: (EventType.REJECTED.value, EventType.FAILED.value),
    Channel.TEXT: (EventType.UNDELIVERED.value, EventType.FAILED.value, EventType.UNSUBSCRIBED.value),
}


@dataclass(frozen=True)
class MessageList:
    """The messages that a question means, newest first. What the search finds is looked up once, when first asked."""

    view: View
    asked: MessageFilter
    also: ColumnElement[bool] | None = None  # what else must hold of a message, which no question says

    @cached_property
    def found(self) -> Found | None:
        """What the search found; None when it asks nothing."""
        if not self.asked.search.strip():
            return None
        return found_messages(self.view, self.asked.search, self._asked)

    def count(self) -> int:
        """How many messages there are."""
        if self.also is not None:
            return self._count()
        key = ("count of messages", self.asked, self.view.viewpoint)
        return self.view.snapshot.once(key, self._count)

    def _count(self) -> int:
        needs_contacts = self.found is not None or self.view.scope.owners is not None
        source = IN_LIST if needs_contacts else messages
        count: int = self.view.connection.execute(
            select(func.count()).select_from(source).where(self._meant)
        ).scalar_one()
        return count

    def page(self, page: int = 1, size: int = PAGE_SIZE) -> list[MessageRow]:
        """Page `page`, counted from 1; empty past the last."""
        first = (max(page, 1) - 1) * size
        # In two parts, since the databases differ on where messages of unknown time would come.
        sent_at = messages.c.sent_at
        timed = self._rows(sent_at.is_not(None)).order_by(sent_at.desc(), messages.c.message_id.desc())
        rows = list(self.view.connection.execute(timed.offset(first).limit(size)))
        if len(rows) < size:
            before = first + len(rows)
            if not rows and first:
                known = select(func.count()).select_from(IN_LIST).where(self._meant, sent_at.is_not(None))
                before = self.view.connection.execute(known).scalar_one()
            untimed = self._rows(sent_at.is_(None)).order_by(messages.c.message_id.desc())
            rest = untimed.offset(max(first - before, 0)).limit(size - len(rows))
            rows += self.view.connection.execute(rest)
        return [_message_row(row) for row in rows]

    def walk(self, size: int) -> Iterator[MessageRow]:
        """All of them in that order, `size` read at a time: for exports of any number."""
        sent_at = messages.c.sent_at
        for part in (
            self._rows(sent_at.is_not(None)).order_by(sent_at.desc(), messages.c.message_id.desc()),
            self._rows(sent_at.is_(None)).order_by(messages.c.message_id.desc()),
        ):
            for row in self.view.connection.execute(part, execution_options={"yield_per": size}):
                yield _message_row(row)

    def _rows(self, *where: ColumnElement[bool]) -> Select[Any]:
        found = self.found
        # Messages of many are soon met on a walk through all, the newest first; those of a few are looked up by whose.
        walks = found is not None and len(found.people) > _FEW
        return _with_names().where(*self._asked, self._searched(contacts.c.number + 0 if walks else None), *where)

    @cached_property
    def _meant(self) -> ColumnElement[bool]:
        return and_(*self._asked, self._searched())

    @cached_property
    def _asked(self) -> list[ColumnElement[bool]]:
        return [*_parts(self.view, self.asked), *([] if self.also is None else [self.also])]

    def _searched(self, number: ColumnElement[Any] | None = None) -> ColumnElement[bool]:
        """Whether the search found a message; `number` stands for its contact's, and is no column where no index is to
        lead to it."""
        found = self.found
        if found is None:
            return true()
        number = contacts.c.number if number is None else number
        people = among(self.view.connection, number, found.people)
        if not found.messages:
            return people
        ids = pairs(self.view.connection, found.messages, contact_id=BigInteger, message_id=BigInteger)
        is_one = tuple_(messages.c.contact_id, messages.c.message_id).in_(select(ids))
        if not found.people:
            return is_one
        # The contacts come first and by themselves: they have an index, which no "or" leads to.
        return and_(among(self.view.connection, number, found.people | found.owners), or_(people, is_one))


def count_messages(view: View, asked: MessageFilter) -> int:
    """How many messages the list that `asked` asks for has."""
    return MessageList(view, asked).count()


def list_messages(view: View, asked: MessageFilter, *, page: int = 1, size: int = PAGE_SIZE) -> list[MessageRow]:
    """Page `page`, counted from 1, of the messages that `asked` asks for, the newest first; empty past the last."""
    return MessageList(view, asked).page(page, size)


def find_message(view: View, contact_id: int, message_id: int) -> MessageRow | None:
    """One message of a contact in scope, or None when there is none such."""
    if not (is_id(contact_id) and is_id(message_id)):
        return None
    same = and_(messages.c.contact_id == contact_id, messages.c.message_id == message_id)
    row = view.connection.execute(_with_names().where(same, visible(view.scope))).first()
    return None if row is None else _message_row(row)


def latest_message(view: View, contact_id: int, channel: Channel, *, trouble: bool = False) -> MessageRow | None:
    """The latest message sent to a contact on a channel; of those in `trouble`, that is, which did not arrive."""
    m = messages.c
    parts = [m.contact_id == contact_id, m.channel == channel, m.direction == Direction.OUTBOUND]
    if trouble:
        parts.append(_in_trouble())
    order = (m.sent_at.desc().nulls_last(), m.message_id.desc())
    statement = _with_names().where(visible(view.scope), *parts).order_by(*order).limit(1)
    row = view.connection.execute(statement).first()
    return None if row is None else _message_row(row)


def latest_trouble(view: View, contact_ids: Iterable[int], channel: Channel | None) -> dict[int, datetime]:
    """When the latest message that did not arrive was sent to each of some contacts, for those with such a one."""
    m = messages.c
    parts = [among(view.connection, m.contact_id, contact_ids), m.direction == Direction.OUTBOUND, _in_trouble()]
    if channel is not None:
        parts.append(m.channel == channel)
    statement = select(m.contact_id, func.max(m.sent_at)).select_from(IN_LIST)
    rows = view.connection.execute(statement.where(visible(view.scope), *parts).group_by(m.contact_id))
    return {contact_id: at for contact_id, at in rows if at is not None}


def in_trouble() -> ColumnElement[bool]:
    """Whether a message is of ours and did not arrive, or not yet because it was put off."""
    return and_(messages.c.direction == Direction.OUTBOUND, _in_trouble())


def _in_trouble() -> ColumnElement[bool]:
    m = messages.c
    failed = (and_(m.channel == channel, m.status.in_(words)) for channel, words in _NOT_ARRIVED.items())
    return or_(*failed, and_(m.temporary_failures > 0, or_(m.status.is_(None), m.status == EventType.ACCEPTED)))


def opt_out_message(view: View, contact_id: int, channel: Channel) -> MessageRow | None:
    """The message by which a contact first opted out of a channel; None when they have not, or it is not on file."""
    held = contact_addresses.c
    statement = (
        select(held.opted_out_message_id)
        .where(held.contact_id == contact_id, held.channel == channel, held.opted_out_at.is_not(None))
        .order_by(held.opted_out_at, held.address)
        .limit(1)
    )
    message_id = view.connection.execute(statement).scalar()
    return None if message_id is None else find_message(view, contact_id, message_id)


def campaign_names(view: View) -> dict[int, str]:
    """The campaigns with a message to somebody in scope, by name; those without any too when everybody is in scope."""
    c = campaigns.c
    statement = select(c.campaign_id, c.name).where(in_campaigns(view.scope)).order_by(c.name)
    return {row.campaign_id: row.name for row in view.connection.execute(statement)}


def message_events(view: View, message: MessageRow) -> list[TimelineEvent]:
    """The events of a message, from first to last; at equal times as the life cycle has them. None out of scope."""
    if not view.sees(message.contact_id):
        return []
    e = events.c
    same = and_(e.contact_id == message.contact_id, e.message_id == message.id)
    columns = (e.type, e.at, e.clock, e.machine, e.burst, e.reason, e.code, e.detail, e.url, e.provider, e.event_id)
    rows = view.connection.execute(select(*columns).where(same)).all()
    rows = sorted(rows, key=lambda row: (row.at, place_of(message.channel, row.type), row.event_id))
    happened = [Happening(row.type, to_micros(row.at), row.clock, row.url) for row in rows]
    return [
        TimelineEvent(
            type=EventType(row.type),
            at=row.at,
            arrival_only=row.clock == Clock.ARRIVAL,
            machine=row.machine,
            reason=row.reason,
            code=row.code,
            detail=row.detail,
            url=row.url,
            provider=row.provider,
            burst=burst,
        )
        for row, burst in zip(rows, burst_of_each(happened, [row.burst for row in rows]), strict=True)
    ]


def place_of(channel: Channel, kind: str) -> int:
    """Where in the life cycle of a message an event of that type stands."""
    rank = EVENT_MEANINGS[channel, EventType(kind)].rank
    return -1 if rank is None else rank


def _parts(view: View, asked: MessageFilter) -> Iterable[ColumnElement[bool]]:
    """What a question asks beside its search."""
    m = messages.c
    yield visible(view.scope)
    for column, word in (
        (m.channel, asked.channel),
        (m.direction, asked.direction),
        (m.origin, asked.origin),
        (m.status, asked.status),
    ):
        if word is not None:
            yield column == word.value
    for column, number in ((m.campaign_id, asked.campaign), (m.contact_id, asked.contact)):
        if number is not None:
            yield column == number if is_id(number) else false()
    yield from _times(view, asked)
    if sender := storable(asked.sender).strip():
        ways = {sender, normal_email(sender), normal_phone(sender, view.region)}
        yield m.our_address.in_(sorted(filter(None, ways)))
    if domain := storable(asked.domain).strip().casefold().removeprefix("@"):
        yield and_(m.channel == Channel.EMAIL, m.address.endswith(f"@{domain}", autoescape=True))
    if code := storable(asked.code).strip():
        e = events.alias("coded")
        same = and_(e.c.contact_id == m.contact_id, e.c.message_id == m.message_id)
        yield exists().where(same, e.c.code == code)


def _times(view: View, asked: MessageFilter) -> Iterable[ColumnElement[bool]]:
    """What a question asks of when something was."""
    if asked.sent != ANY_TIME:
        yield within(messages.c.sent_at, asked.sent.bounds(view.zone))
    if asked.measure is not None:
        of_few = asked.sent.first is not None or asked.campaign is not None or asked.contact is not None
        yield has_come_to(asked.measure, asked.measured.bounds(view.zone), of_few=of_few)
    if asked.engaged is not None:
        yield engaged_in(asked.engaged, view.zone)


def _with_names() -> Select[Any]:
    named = IN_LIST.join(campaigns, campaigns.c.campaign_id == messages.c.campaign_id, isouter=True)
    names = (contacts.c.name.label("contact"), contacts.c.asked_to_stop_at, campaigns.c.name.label("campaign"))
    return select(messages, *names).select_from(named)


def _message_row(row: Row[Any]) -> MessageRow:
    channel = Channel(row.channel)
    tracked = is_tracked(channel, row.origin)
    return MessageRow(
        id=row.message_id,
        contact_id=row.contact_id,
        contact=row.contact,
        provider_key=row.provider_key,
        channel=channel,
        direction=Direction(row.direction),
        address=row.address,
        our_address=row.our_address,
        origin=Origin(row.origin) if row.origin else None,
        campaign=row.campaign,
        subject=row.subject,
        text=row.text,
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
        reading=TextKind(row.reading) if row.reading else None,
        reading_words=row.reading_words or "",
        asked_to_stop_at=row.asked_to_stop_at,
    )
