"""Records, rows and small files for the tests of ingest, each with what does not matter left to a default."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from engagement.domain.records import (
    AddressRecord,
    AttributedBy,
    Attribution,
    Clock,
    ContactRecord,
    EventRecord,
    MessageFacts,
    MessageRecord,
)
from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType, Keyword, Origin
from engagement.ingest.sets.rebuild import verify
from engagement.providers.twilio import KEYWORDS

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
OURS = "+14155550100"
CELL = "+14155550142"
JANE = "jane@example.com"


def at(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def email(kind: EventType, minutes: float = 0, *, key: str = "m1", to: str = JANE, **rest: Any) -> EventRecord:
    """An event of a bulk email."""
    facts = MessageFacts(
        Channel.EMAIL,
        key,
        Direction.OUTBOUND,
        to,
        subject="Open house",
        attribution=Attribution(AttributedBy.IMPLIED, Origin.BULK),
    )
    moment = at(minutes)
    rest.setdefault("provider", "mailgun")
    return EventRecord(facts, kind, moment, Clock.EVENT, rest.pop("dedupe", f"{kind}|{moment}"), **rest)


def text(kind: EventType, minutes: float = 0, *, key: str = "SM1", to: str = CELL, **rest: Any) -> EventRecord:
    """An event of a text of ours."""
    facts = MessageFacts(Channel.TEXT, key, Direction.OUTBOUND, to, our_address=OURS, text="Are you free?")
    rest.setdefault("provider", "twilio")
    return EventRecord(facts, kind, at(minutes), rest.pop("clock", Clock.EVENT), rest.pop("dedupe", kind), **rest)


def reply(body: str, minutes: float = 0, *, key: str = "SM9", number: str = CELL) -> list[EventRecord]:
    """An inbound text as its reader gives it: an opt-out keyword is Unsubscribed beside Received."""
    keyword = KEYWORDS.meaning(body)
    facts = MessageFacts(
        Channel.TEXT, key, Direction.INBOUND, number, OURS, sent_at=at(minutes), text=body, keyword=keyword
    )
    came = EventRecord(facts, EventType.RECEIVED, at(minutes), Clock.EVENT, "received|")
    if keyword is not Keyword.OPT_OUT:
        return [came]
    return [came, EventRecord(facts, EventType.UNSUBSCRIBED, at(minutes), Clock.EVENT, "keyword|opt-out")]


def sent(key: str, *, to: str = JANE, **facts: Any) -> MessageRecord:
    """A row of a send list."""
    return MessageRecord(MessageFacts(Channel.EMAIL, key, Direction.OUTBOUND, to, **facts))


def contact(
    name: str | None, *addresses: str | AddressRecord, kind: ContactKind | None = None, **rest: Any
) -> ContactRecord:
    """A row of a contact list; of addresses given as text, the first of each channel is the main one."""
    known = [one for one in addresses if isinstance(one, AddressRecord)]
    seen = {one.channel for one in known}
    for value in addresses:
        if isinstance(value, str):
            channel = Channel.EMAIL if "@" in value else Channel.TEXT
            known.append(AddressRecord(channel, value, "", channel not in seen))
            seen.add(channel)
    return ContactRecord(name, kind, addresses=tuple(known), **rest)


def mailgun_event(number: int, event: str = "delivered", **rest: Any) -> dict[str, Any]:
    """An event as the Events API has it: of an email of its own, `number` minutes after noon, to one of ten people."""
    return {
        "event": event,
        "id": f"event{number}",
        "timestamp": at(number).timestamp(),
        "recipient": f"person{number % 10}@example.com",
        "message": {"headers": {"message-id": f"<m{number}@mg.example.com>", "subject": "Three open houses"}},
        "log-level": "info",
        **rest,
    }


def json_lines(events: Sequence[dict[str, Any]]) -> bytes:
    return b"".join(orjson.dumps(event) + b"\n" for event in events)


def rows(engine: sa.Engine, table: sa.Table, *columns: str, **where: Any) -> list[Any]:
    """The values of `columns` (of one column, bare) in the rows where others have given values, in order."""
    statement = sa.select(*(table.c[name] for name in columns)).where(*(table.c[k] == v for k, v in where.items()))
    with engine.connect() as connection:
        found = [tuple(row) if len(columns) > 1 else row[0] for row in connection.execute(statement)]
    return sorted(found, key=repr)


def check_sets(store: sa.Engine) -> None:
    """The contact sets and counts agree with the tables."""
    with store.connect() as connection:
        assert verify(connection) == []
