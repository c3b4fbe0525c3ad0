"""Two contacts of two owners, and what happens to messages to one of them, for the tests of contact and timeline."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engagement.domain.records import (
    AddressRecord,
    AttributedBy,
    Attribution,
    Clock,
    ContactRecord,
    EventRecord,
    MessageFacts,
)
from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType, Origin
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint

ZONE = ZoneInfo("America/New_York")
VIEWPOINT = Viewpoint(EVERYONE, ZONE, date(2026, 11, 24))
DANA = Viewpoint(Scope(frozenset({"Dana"})), ZONE, VIEWPOINT.today)
ADA = Viewpoint(Scope(frozenset({"Ada"})), ZONE, VIEWPOINT.today)
AT = datetime(2026, 11, 2, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EMAIL, CELL = "jane@office.example", "+14155550142"
JANE = ContactRecord(
    "Jane Doe",
    ContactKind.LEAD,
    external_id="crm-7",
    owner="Dana",
    addresses=(
        AddressRecord(Channel.TEXT, CELL, "cell", is_main=True),
        AddressRecord(Channel.EMAIL, "strasse@home.example", "personal"),
        AddressRecord(Channel.EMAIL, EMAIL, "office", is_main=True),
    ),
)
JOE = ContactRecord(
    "Joe Roe", ContactKind.AGENT, "crm-8", "Ada", addresses=(AddressRecord(Channel.TEXT, "+442079460018", "office"),)
)
MAIL = MessageFacts(Channel.EMAIL, "mail@crm", Direction.OUTBOUND, EMAIL)
TEXT = MessageFacts(Channel.TEXT, "SM1", Direction.OUTBOUND, CELL)


def event(facts: MessageFacts, kind: EventType, minute: int = 0, **more: Any) -> EventRecord:
    fields: dict[str, Any] = {"clock": Clock.EVENT, "dedupe_key": f"{kind} {minute} {more}"}
    fields |= {"provider": "mailgun" if facts.channel is Channel.EMAIL else "twilio"} | more
    return EventRecord(facts, kind, AT + minute * MINUTE, **fields)


def sent_as(facts: MessageFacts, origin: Origin, campaign: str | None = None) -> MessageFacts:
    return replace(facts, attribution=Attribution(AttributedBy.SEND_LIST, origin, campaign))
