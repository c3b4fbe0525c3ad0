"""Texts with a number of Jane's, short to write, for the tests of what reads the ledger."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, select

from engagement.domain.records import Clock, EventRecord, MessageFacts, Record
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.store.schema import contacts
from tests.query.jane import AT, CELL, JANE, JOE, MINUTE, ZONE, event

A, B = "+14155559001", "+14155559002"  # numbers of ours


def came(
    minute: int, words: str, ours: str = A, keyword: Keyword | None = None, number: str = CELL
) -> list[EventRecord]:
    """A text from `number`, `minute` minutes after AT."""
    at = AT + minute * MINUTE
    facts = MessageFacts(
        Channel.TEXT, f"in {minute} {words} {number}", Direction.INBOUND, number, ours, at, text=words, keyword=keyword
    )
    closing = [event(facts, EventType.UNSUBSCRIBED, minute)] if keyword is Keyword.OPT_OUT else []
    return [event(facts, EventType.RECEIVED, minute), *closing]


def stop(minute: int, ours: str = A, number: str = CELL) -> list[EventRecord]:
    """A stop word."""
    return came(minute, "STOP", ours, Keyword.OPT_OUT, number)


def start(minute: int, ours: str = A) -> list[EventRecord]:
    """An opt-in word."""
    return came(minute, "START", ours, Keyword.OPT_IN)


def sent(
    minute: float,
    words: str = "A house",
    ours: str = A,
    kind: EventType = EventType.DELIVERED,
    number: str = CELL,
    *,
    suppressed: bool = False,
) -> list[EventRecord]:
    """A text of ours."""
    at = AT + minute * MINUTE
    facts = MessageFacts(
        Channel.TEXT, f"out {minute} {ours} {number}", Direction.OUTBOUND, number, ours, at, text=words
    )
    return [EventRecord(facts, kind, at, Clock.EVENT, kind.value, suppressed=suppressed, provider="twilio")]


def at(minute: float) -> datetime:
    """That moment."""
    return AT + minute * MINUTE


def account(store: Engine, *records: Sequence[Record]) -> int:
    """Jane and Joe with `records`; Jane's id."""
    prepare(store, ZONE.key)
    take_in(store, [JANE, JOE, *(one for some in records for one in some)])
    with store.connect() as connection:
        return connection.execute(select(contacts.c.contact_id).where(contacts.c.name == "Jane Doe")).scalar_one()
