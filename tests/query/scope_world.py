"""An account whose contacts have three owners, with everything told twice: of all, and of those in one scope only.

What is asked of the first within the scope must be what is asked of the second by somebody who sees everybody. No
address is on two contacts and none changes hands, so each record is about contacts of one owner, and leaving out the
others' records leaves theirs out of the account and nothing else. Ids are made from what they identify, and so are the
same in both stores; `contacts.number` is given out in turn and differs, so numbers are compared as ids.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import Connection, Engine, insert, select

from engagement.domain.calls import Disposition
from engagement.domain.campaign_names import campaign_id
from engagement.domain.consent import Code
from engagement.domain.records import (
    AddressRecord,
    AttributedBy,
    Attribution,
    Clock,
    ContactRecord,
    EventRecord,
    MessageFacts,
    Record,
)
from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType, Origin
from engagement.ingest import take_in
from engagement.ingest.by_hand import decide
from engagement.ingest.calls import dispose
from engagement.ingest.sets.rebuild import prepare
from engagement.query.matching.view import View
from engagement.query.messages.message_list import list_messages
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.rows import MessageRow
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint
from engagement.store import schema
from engagement.store.saved_filters import save_filter
from engagement.store.schema import contacts
from tests.query.worlds import CAMPAIGNS, message_records

ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
DANA = Scope(frozenset({"Dana"}))
DANA_AND_NOBODY = Scope(frozenset({"Dana", ""}))  # unknown contacts have no owner
OTHERS_OWN = "Émile's own"  # a campaign to nobody but his contacts
NAMES = ("Jane Doe", "José Álvarez", "Ann Lee", "Zoë O'Neil", "Straße GmbH", "")
OWNERS = ("Dana", "Émile", "")
CONTACTS, MESSAGES, ASKING = 36, 500, 18
STRANGERS = ("jane.doe@strangers.example", "annlee@strangers.example", "p3@strangers.example", "p4@strangers.example")
IMPORT = 7
LINKS = ("https://homes.example/1", "https://homes.example/2")
Address = tuple[Channel, str]


@dataclass(frozen=True)
class Pair:
    """The views of the two stores, and what there is in the full one."""

    everyone: View  # on the full store
    limited: View  # on the full store
    alone: View  # everybody on the store of the scope's contacts
    ids: tuple[int, ...]  # of all contacts, by id
    messages: tuple[MessageRow, ...]  # some of everybody's


def pair_of(full: Engine, small: Engine, scope: Scope, full_c: Connection, small_c: Connection) -> Pair:
    """Both stores filled; they are read over the connections, in one transaction each."""
    told = list(_told())
    _fill(full, [record for _, record in told], rejects=True)
    _fill(small, [record for owner, record in told if scope.sees(owner)], rejects=False)
    everyone = View(full_c, Viewpoint(EVERYONE, ZONE, TODAY))
    ids = tuple(full_c.execute(select(contacts.c.contact_id).order_by(contacts.c.contact_id)).scalars())
    return Pair(
        everyone=everyone,
        limited=View(full_c, Viewpoint(scope, ZONE, TODAY)),
        alone=View(small_c, everyone.viewpoint),
        ids=ids,
        messages=tuple(list_messages(everyone, MessageFilter(), size=150)),
    )


def ids_of(view: View, numbers: Any) -> list[int]:
    """The ids of the contacts with `numbers`, which may be of no set, in their order."""
    by_number: dict[int, int] = dict(view.connection.execute(select(contacts.c.number, contacts.c.contact_id)).all())
    found = [by_number[int(number)] for number in numbers]
    return sorted(found) if isinstance(numbers, BitMap) else found


def all_numbers(view: View) -> BitMap:
    """The numbers of all contacts of a store, in scope or not."""
    return BitMap(view.connection.execute(select(contacts.c.number)).scalars())


def _fill(engine: Engine, records: list[Record], *, rejects: bool) -> None:
    prepare(engine, ZONE.key)
    take_in(engine, records)
    with engine.connect() as connection:
        people = connection.execute(
            select(contacts.c.contact_id, contacts.c.name).where(contacts.c.asked_to_stop_at > 0)
        )
        asked = {name: contact_id for contact_id, name in people}
    for n in range(ASKING):
        if f"Asks {n}" in asked and n // len(OWNERS) % 3:
            decide(engine, asked[f"Asks {n}"], (Code.REPLY, Code.STOP)[n // len(OWNERS) % 3 - 1], "Ann")
    _say_of_calls(engine)
    at = datetime(2026, 11, 20, tzinfo=UTC)
    # The same files came in to both; the records that nobody could read are on file in the full one only.
    came = {"file": "a.json", "provider": "Mailgun", "started_at": at, "finished_at": at, "read": 9, "rejected": 1}
    counts = {"new": 8, "duplicate": 0, "skipped": 0, "earliest_at": at, "latest_at": at}
    reject = {"import_id": IMPORT, "number": 0, "place": "line 1", "reason": "no address", "raw": "{}"}
    with engine.begin() as connection:
        save_filter(connection, "dana", "Openers", "option=opens", at)
        connection.execute(insert(schema.imports), [{"import_id": IMPORT, **came, **counts}])
        if rejects:
            connection.execute(insert(schema.rejects), [reject])


def _say_of_calls(engine: Engine) -> None:
    """What was said of those on Who to call: the same in both stores, since it goes by the id."""
    with engine.connect() as connection:
        ids = connection.execute(select(contacts.c.contact_id).order_by(contacts.c.contact_id)).scalars().all()
    day = timedelta(days=1)
    for one in ids:
        if one % 9 == 0:
            dispose(engine, one, Disposition.DONE, "Dana", today=TODAY)
        elif one % 9 in (1, 2):
            until = TODAY + (-1, 2)[one % 2] * day
            dispose(engine, one, Disposition.LATER, "Dana", today=TODAY - 3 * day, until=until)
        elif one % 9 == 3:
            dispose(engine, one, Disposition.NOT_MINE, "Ann", today=TODAY)


def _told() -> Iterator[tuple[str, Record]]:
    """Every record with whose contact it is about."""
    dice = random.Random(11)
    owners: dict[Address, str] = {}
    for n in range(CONTACTS):
        owner = OWNERS[n % len(OWNERS)]
        own = [(Channel.EMAIL, f"p{n}@example.{dice.choice(('com', 'org'))}"), (Channel.TEXT, f"+1415555{n:04}")]
        owners |= dict.fromkeys(own, owner)
        yield owner, _contact(dice, n, owner, own)
    owners |= dict.fromkeys(((Channel.EMAIL, one) for one in STRANGERS), "")
    owners[Channel.TEXT, "+442079460018"] = ""
    moments = [NOW - timedelta(minutes=dice.randrange(40 * 24 * 60)) for _ in range(300)]
    moments += [NOW - timedelta(minutes=dice.randrange(1, 3 * 24 * 60)) for _ in range(100)]
    for n in range(MESSAGES):
        for record in message_records(dice, n, tuple(owners), moments):
            yield owners[record.message.channel, record.message.address], _fuller(dice, record)  # type: ignore[union-attr]
    yield from _others_own(owners)
    yield from _asking()


def _contact(dice: random.Random, n: int, owner: str, own: list[Address]) -> ContactRecord:
    return ContactRecord(
        name=NAMES[n // len(OWNERS) % len(NAMES)],
        kind=(ContactKind.LEAD, ContactKind.AGENT)[n % 2],
        external_id=f"crm-{n}",
        owner=owner,
        stage=dice.choice(("New", f"Stage of {owner}")),
        source=dice.choice(("Zillow", f"Source of {owner}")),
        labels=("buyer", f"Label of {owner}"),
        addresses=tuple(AddressRecord(channel, value, "cell", is_main=True) for channel, value in own),
    )


def _fuller(dice: random.Random, record: Record) -> Record:
    """The record with words, our address, a code and a link: all of them things that a list may be asked for by."""
    assert not isinstance(record, ContactRecord)
    said = record.message
    key = random.Random(said.key)  # what is said of a message must not depend on which of its records came first
    is_email = said.channel is Channel.EMAIL
    facts = replace(
        said,
        our_address="office@ours.example" if is_email else key.choice(("+14155559001", "+14155559002")),
        sent_at=said.sent_at or NOW - timedelta(minutes=key.randrange(5 * 24 * 60)),
        subject=f"Homes {said.key}" if is_email else None,
        text=None if is_email else f"Words {said.key}",
    )
    if not isinstance(record, EventRecord):
        return replace(record, message=facts)
    failed = record.type in (EventType.FAILED, EventType.UNDELIVERED, EventType.UNSUBSCRIBED)
    return replace(
        record,
        message=facts,
        code="30008" if failed and not is_email else record.code,
        url=dice.choice(LINKS) if record.type is EventType.CLICKED else None,
        raw='{"event-data":{"message":{"headers":{"to":"Ann Lee <p3@example.com>"}}}}',
    )


def _others_own(owners: Mapping[Address, str]) -> Iterator[tuple[str, Record]]:
    """A campaign of one owner alone, before all else: the first day on file is none of the others'."""
    at = NOW - timedelta(days=60)
    shared = cycle((OTHERS_OWN, *CAMPAIGNS))  # these began for others earlier, which is none of the viewer's either
    for n, ((channel, address), owner) in enumerate(owners.items()):
        if owner == "Émile" and channel is Channel.EMAIL:
            as_sent = Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, next(shared))
            facts = MessageFacts(
                channel, f"own-{n}", Direction.OUTBOUND, address, sent_at=at, subject="Own", attribution=as_sent
            )
            yield owner, EventRecord(facts, EventType.DELIVERED, at, Clock.EVENT, "delivered")
            yield owner, EventRecord(facts, EventType.FAILED, at, Clock.EVENT, "failed")


def _asking() -> Iterator[tuple[str, Record]]:
    """People of each owner who ask in plain words to be left alone, and what we write to them before and after."""
    for n in range(ASKING):
        owner, number = OWNERS[n % len(OWNERS)], f"+1415556{n:04}"
        own = (AddressRecord(Channel.TEXT, number, "cell"),)
        yield owner, ContactRecord(f"Asks {n}", ContactKind.LEAD, owner=owner, addresses=own)
        for minute, direction, words in (
            (0, Direction.OUTBOUND, f"An open house at {n}"),
            (5, Direction.INBOUND, f"Please stop texting me, I bought number {n}"),
            (90, Direction.OUTBOUND, f"A house at {n + 1}"),
        ):
            at = NOW - timedelta(days=3) + timedelta(minutes=minute)
            key = f"ask-{n}-{minute}"
            facts = MessageFacts(
                Channel.TEXT, key, direction, number, our_address="+14155559001", sent_at=at, text=words
            )
            kind = EventType.RECEIVED if direction is Direction.INBOUND else EventType.DELIVERED
            yield owner, EventRecord(facts, kind, at, Clock.EVENT, kind.value)


CAMPAIGN_IDS = tuple(campaign_id(name) for name in (*CAMPAIGNS, OTHERS_OWN))
