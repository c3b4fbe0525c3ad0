"""EXISTS over the events, as somebody with an ORM writes such a filter; on SQLite and on PostgreSQL.

Its planners get the indexes and the statistics they want: engaging events by contact, and by time with the contact in
it. Without them SQLite goes through all events of the period for each contact, which would flatter us. They are made
after our own questions were asked, and taken away after those of the peers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, case, exists, func, or_, select, text, true

from benchmarks.peers.base import Happened, Peer, happenings, moments
from benchmarks.peers.counts import by_orm
from benchmarks.questions import (
    Answer,
    Ask,
    CountsAsk,
    ListAnswer,
    ListAsk,
    MessagesAnswer,
    MessagesAsk,
    TimelineAnswer,
    TimelineAsk,
    page_of,
)
from engagement.domain.vocabulary import Channel, EventType, FilterOption
from engagement.lib.text import folded
from engagement.query.contacts.contact_list import PAGE_SIZE, Sort
from engagement.query.question.contact_filter import Condition
from engagement.store.engine import writing
from engagement.store.schema import contact_addresses, contact_labels, contacts, events, messages

_INDEXES = {
    "sqlite": (
        "CREATE INDEX bench_events_contact ON events (contact_id, channel, type, at, machine, suppressed)",
        "CREATE INDEX bench_replies ON messages (contact_id, sent_at) WHERE is_reply",
        "CREATE INDEX bench_provider_ids ON messages (provider_key)",
        "ANALYZE",
    ),
    "postgresql": (
        "CREATE INDEX bench_events_contact ON events (contact_id, channel, type, at)",
        "CREATE INDEX bench_events_time ON events (channel, type, at) INCLUDE (contact_id, machine, suppressed)",
        "CREATE INDEX bench_replies ON messages (contact_id, sent_at) WHERE is_reply",
        "CREATE INDEX bench_provider_ids ON messages (provider_key)",
        "ANALYZE",
    ),
}
_NAMES = ("bench_events_contact", "bench_events_time", "bench_replies", "bench_provider_ids")


@contextmanager
def indexes(engine: Engine) -> Iterator[None]:
    """The database with what the peer's planner wants, and afterwards as it was."""
    _all(engine, *_INDEXES[engine.dialect.name])
    try:
        yield
    finally:
        engine.dispose()
        _all(engine, *(f"DROP INDEX IF EXISTS {name}" for name in _NAMES))
        if engine.dialect.name == "sqlite":
            _all(engine, "DELETE FROM sqlite_stat1", "ANALYZE sqlite_schema")


def _all(engine: Engine, *statements: str) -> None:
    with writing(engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


def peer(engine: Engine) -> Peer:
    """The peer on `engine`'s database."""

    def answer(ask: Ask) -> Answer | None:
        with engine.connect() as connection:
            if isinstance(ask, TimelineAsk):
                return _timeline(connection, ask)
            if isinstance(ask, CountsAsk):
                return by_orm(connection, ask)
            if isinstance(ask, MessagesAsk):
                return _messages(connection, ask)
            return _list(connection, ask)

    return Peer(f"EXISTS ({engine.dialect.name})", "indexes on events and messages, and statistics", answer)


def _list(connection: Connection, ask: ListAsk) -> ListAnswer:
    rest = rest_of(ask)
    all_parts = [*rest, chosen(ask)]
    total = _counted(connection, all_parts)
    options = tuple(_counted(connection, [*rest, option_matches(option, ask)]) for option in FilterOption)
    first = (page_of(ask, total) - 1) * PAGE_SIZE
    rows = connection.execute(
        select(contacts).where(*all_parts).order_by(*order(ask)).limit(PAGE_SIZE).offset(first)
    ).all()
    ids = tuple(row.contact_id for row in rows)
    for table in (contact_addresses, contact_labels):
        connection.execute(select(table).where(table.c.contact_id.in_(ids))).all()
    return ListAnswer(total, options, ids)


def _counted(connection: Connection, parts: list[ColumnElement[bool]]) -> int:
    found: int = connection.execute(select(func.count()).select_from(contacts).where(*parts)).scalar_one()
    return found


def order(ask: ListAsk) -> list[ColumnElement[Any]]:
    """The list's order."""
    c = contacts.c
    if ask.sort is Sort.NAME:
        return [c.name_folded, c.contact_id]
    engaged = c.human_last_engaged_at if ask.asked.without_machines else c.last_engaged_at
    if ask.asked.options:  # who matches one has engaged, so where the others would come does not matter
        return [engaged.desc(), c.contact_id.desc()]
    return [engaged.desc().nulls_last(), case((engaged.is_(None), c.contact_id), else_=-c.contact_id)]


def rest_of(ask: ListAsk) -> list[ColumnElement[bool]]:
    """What the filter asks beside its options."""
    asked, c = ask.asked, contacts.c
    parts: list[ColumnElement[bool]] = []
    for column, values in ((c.kind, asked.kinds), (c.owner, asked.owners), (c.stage, asked.stages)):
        if values:
            parts.append(column.in_(sorted(values)))
    if asked.labels:
        label = contact_labels.c
        parts.append(exists().where(label.contact_id == c.contact_id, label.label.in_(sorted(asked.labels))))
    if asked.search:
        parts.append(_found(asked.search))
    return [*parts, *(_condition(condition, ask) for condition in asked.conditions)]


def _found(search: str) -> ColumnElement[bool]:
    held, c = contact_addresses.c, contacts.c

    def address(channel: Channel, part: str) -> ColumnElement[bool]:
        found = held.address.contains(part, autoescape=True)
        return exists().where(held.contact_id == c.contact_id, held.channel == channel, found)

    ways = [c.name_folded.contains(folded(search), autoescape=True), address(Channel.EMAIL, search.casefold())]
    digits = "".join(letter for letter in search if letter.isdecimal())
    if len(digits) >= 3 and not any(letter.isalpha() for letter in search):
        ways.append(address(Channel.TEXT, digits))
    return or_(*ways)


def _condition(condition: Condition, ask: ListAsk) -> ColumnElement[bool]:
    """What was not done, by somebody to whom an email was delivered in the period."""
    first, after = moments(condition.period, ask.viewpoint)
    delivered = _did(Happened(Channel.EMAIL, EventType.DELIVERED, first, after, False, 1))
    undone = happenings(condition.option, replace(ask.asked, period=condition.period, at_least=1), ask.viewpoint)
    return and_(delivered, *(~_did(one) for one in undone))


def chosen(ask: ListAsk) -> ColumnElement[bool]:
    """Any of the options chosen; everybody when there is none."""
    if not ask.asked.options:
        return true()
    return or_(*(option_matches(option, ask) for option in sorted(ask.asked.options)))


def option_matches(option: FilterOption, ask: ListAsk) -> ColumnElement[bool]:
    """Whether a contact matches one option."""
    return or_(*(_did(one) for one in happenings(option, ask.asked, ask.viewpoint)))


def _did(one: Happened) -> ColumnElement[bool]:
    if one.type is None:
        m = messages.c
        same = [m.contact_id == contacts.c.contact_id, m.is_reply, m.sent_at >= one.first, m.sent_at < one.after]
    else:
        e = events.c
        same = [e.contact_id == contacts.c.contact_id, e.channel == one.channel, e.type == one.type]
        same += [e.at >= one.first, e.at < one.after]
        if one.type in (EventType.FAILED, EventType.UNSUBSCRIBED, EventType.COMPLAINED):
            same.append(~e.suppressed)
        if one.by_people:
            same.append(~e.machine)
    if one.at_least == 1:
        return exists().where(*same)
    return select(func.count()).where(*same).correlate(contacts).scalar_subquery() >= one.at_least


def _timeline(connection: Connection, ask: TimelineAsk) -> TimelineAnswer:
    m, e = messages.c, events.c
    of_contact = m.contact_id == ask.contact_id
    connection.execute(select(contacts).where(contacts.c.contact_id == ask.contact_id)).one()
    connection.execute(select(contact_addresses).where(contact_addresses.c.contact_id == ask.contact_id)).all()
    count = connection.execute(select(func.count()).select_from(messages).where(of_contact)).scalar_one()
    page = connection.execute(
        select(messages).where(of_contact).order_by(m.sent_at.desc().nulls_last(), m.message_id.desc()).limit(PAGE_SIZE)
    ).all()
    ids = [row.message_id for row in page]
    held: dict[int, int] = {}
    rows = connection.execute(select(events).where(e.contact_id == ask.contact_id, e.message_id.in_(ids)))
    for row in rows:
        held[row.message_id] = held.get(row.message_id, 0) + 1
    return TimelineAnswer(
        count,
        tuple((row.message_id, row.status, row.opens, row.clicks, held.get(row.message_id, 0)) for row in page),
    )


def _messages(connection: Connection, ask: MessagesAsk) -> MessagesAnswer:
    m = messages.c
    found = m.provider_key == ask.asked.search
    total = connection.execute(select(func.count()).select_from(messages).where(found)).scalar_one()
    whose = messages.join(contacts, contacts.c.contact_id == m.contact_id)
    page = select(messages, contacts.c.name).select_from(whose).where(found)
    rows = connection.execute(page.order_by(m.sent_at.desc(), m.message_id.desc()).limit(PAGE_SIZE)).all()
    return MessagesAnswer(total, tuple(row.message_id for row in rows))
