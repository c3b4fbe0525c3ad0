"""What is on file of the messages a batch is about, as plain rows with times as numbers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Table, and_, case, select

from engagement.domain.vocabulary import Channel, EventType
from engagement.ingest.write.merge import Row
from engagement.store.schema import events, messages, plain_time
from engagement.store.sql import among, fetch, pairs

MessageId = tuple[int, int]  # contact, message

# What the fold needs of an event; of a text that failed, also what its provider said.
_OF_EVENTS = ("contact_id", "message_id", "event_id", "type", "at", "clock", "machine", "burst", "suppressed", "url")
_FAILED_TEXT = and_(events.c.channel == Channel.TEXT.value, events.c.type == EventType.FAILED.value)
_FOLDED: list[ColumnElement[Any]] = [
    *(events.c[name] for name in _OF_EVENTS),
    *(case((_FAILED_TEXT, events.c[name])).label(name) for name in ("provider", "detail")),
]


def whole_messages(connection: Connection, wanted: Iterable[MessageId]) -> dict[MessageId, Row]:
    """The rows of `messages` that are there."""
    return dict(_rows(connection, messages, list(messages.c), wanted))


def known_events(connection: Connection, wanted: Iterable[MessageId]) -> dict[MessageId, dict[int, Row]]:
    """All events of some messages by their ids, with what the fold and consent need of them."""
    found: dict[MessageId, dict[int, Row]] = {}
    for identity, row in _rows(connection, events, _FOLDED, wanted):
        found.setdefault(identity, {})[row["event_id"]] = row
    return found


def whole_events(connection: Connection, wanted: Iterable[MessageId]) -> Iterator[tuple[MessageId, Row]]:
    """All events of some messages, whole."""
    return _rows(connection, events, list(events.c), wanted)


def messages_of(
    connection: Connection, contact_ids: Iterable[int], names: Sequence[str]
) -> Iterator[tuple[MessageId, Row]]:
    """All messages of some contacts, in the order of the key; of each the columns `names`, which begin with the key."""
    return _of_contacts(connection, messages, [messages.c[name] for name in names], contact_ids)


def events_of(connection: Connection, contact_ids: Iterable[int]) -> dict[MessageId, list[Row]]:
    """All events of some contacts by their messages, with what the fold and consent need of them."""
    found: dict[MessageId, list[Row]] = {}
    for identity, row in _of_contacts(connection, events, _FOLDED, contact_ids):
        found.setdefault(identity, []).append(row)
    return found


def _of_contacts(
    connection: Connection, table: Table, columns: Sequence[ColumnElement[Any]], contact_ids: Iterable[int]
) -> Iterator[tuple[MessageId, Row]]:
    statement = select(*map(plain_time, columns)).where(among(connection, table.c.contact_id, contact_ids))
    names = [column.name for column in columns]
    for values in fetch(connection, statement.order_by(table.c.contact_id, table.c.message_id)):
        yield (values[0], values[1]), dict(zip(names, values, strict=True))


def _rows(
    connection: Connection, table: Table, columns: Sequence[ColumnElement[Any]], wanted: Iterable[MessageId]
) -> Iterator[tuple[MessageId, Row]]:
    ids = pairs(connection, wanted, contact_id=BigInteger, message_id=BigInteger)
    same = (table.c.contact_id == ids.c.contact_id) & (table.c.message_id == ids.c.message_id)
    statement = select(*map(plain_time, columns)).select_from(ids.join(table, same))
    names = [column.name for column in columns]
    for values in fetch(connection, statement):
        yield (values[0], values[1]), dict(zip(names, values, strict=True))
