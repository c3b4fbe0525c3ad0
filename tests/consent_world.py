"""Worlds of people who are texted, mailed, listed and decided on, and what each comes to by a slow, obvious account.

The account knows no ledger, no fold and no batch: it walks what was said of one address, minute by minute.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.records import Clock, ConsentRecord, EventRecord, MessageFacts, Record
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.ingest import take_in
from engagement.ingest.by_hand import decide_request, set_consent
from engagement.lib import moments
from engagement.lib.ids import stable_id
from engagement.providers.twilio import KEYWORDS
from engagement.store.schema import address_owners
from tests.ingest.making import at, contact
from tests.moment import hold

A, B = "+18625550100", "+18625550101"
MINUTES = 9
STOPS = ("STOP", "stop.", "Stop!!", "“Opt-out.”", "S T O P", "unsubscribe")
STARTS = ("START", "unstop")
REQUESTS = ("Please stop texting me", "take me off your list", "wrong number", "no more texts pls", "no me escriba más")
TALK = ("Sounds good", "I can't stop looking at that kitchen", "Is it still for sale?", "Call me at 5")
MACHINES = ("Liked “Are you free?”", "I'm driving and will get back to you later.")
YESES = ("Yes", "yes!")


@dataclass(frozen=True)
class Said:
    """One thing that was said of an address at a minute."""

    kind: str  # stop, start, yes, ask, talk, machine; refused, unsubscribed, complained, resubscribed; list; hand
    channel: str
    address: str
    minute: int
    number: int  # unlike any other's in the world
    ours: str | None = None
    what: What = What.OUT  # of hand
    body: str = ""

    @property
    def moment(self) -> float:
        """Its time in minutes: what people here say is never said at one moment with anything else."""
        return self.minute + (self.number + 1) / 1_000 if self.kind == "hand" else float(self.minute)

    @property
    def key(self) -> str:
        """The provider's id of the message it is, or is about."""
        return f"SM{self.number}"


@dataclass(frozen=True)
class Decided:
    """A decision on a request."""

    request: Said
    code: Code
    minute: int


@dataclass(frozen=True)
class World:
    """Everything that was said, and decided."""

    people: tuple[tuple[str, str], ...]  # number and email of each
    said: tuple[Said, ...]
    decided: tuple[Decided, ...]


def make_world(seed: int, people: int, sayings: int) -> World:
    """A world that is the same for the same seed."""
    rng = random.Random(seed)
    everybody = tuple((f"+1415555{seed % 10}{n:03}", f"p{n}@world{seed}.example") for n in range(people))
    said: list[Said] = []
    decided: list[Decided] = []
    for number in range(sayings):
        phone, email = rng.choice(everybody)
        kind = rng.choice(("stop", "start", "yes", "ask", "ask", "talk", "machine", "refused", "list", "hand", "mail"))
        minute = rng.randrange(MINUTES)
        ours = rng.choice((A, A, B))
        one = Said(kind, Channel.TEXT.value, phone, minute, number, ours)
        if kind == "mail":
            kind = rng.choice(("unsubscribed", "complained", "resubscribed"))
            domain = rng.choice(("mg.example.com", "news.example.com"))
            one = Said(kind, Channel.EMAIL.value, email, minute, number, domain)
        elif kind == "list":
            channel = rng.choice(list(ConsentChannel)).value
            one = Said(kind, channel, email if channel == "email" else phone, minute, number)
        elif kind == "hand":
            channel = rng.choice(list(ConsentChannel)).value
            what = rng.choice((What.OUT, What.IN))
            one = Said(kind, channel, email if channel == "email" else phone, minute, number, None, what)
        elif kind in _BODIES:
            one = replace(one, body=rng.choice(_BODIES[kind]))
        said.append(one)
        if one.kind == "ask":
            decided += (Decided(one, rng.choice(_DECISIONS), MINUTES + n) for n in range(rng.choice((0, 1, 1, 2))))
    return World(everybody, tuple(said), tuple(decided))


_DECISIONS = (Code.STOP, Code.REPLY, Code.UNDECIDED)
_BODIES = {"stop": STOPS, "start": STARTS, "yes": YESES, "ask": REQUESTS, "talk": TALK, "machine": MACHINES}


def records_of(one: Said) -> list[Record]:
    """What a provider or a list has of it; nothing of what people here say."""
    if one.kind in _BODIES:
        keyword = KEYWORDS.meaning(one.body)
        facts = MessageFacts(
            Channel.TEXT,
            one.key,
            Direction.INBOUND,
            one.address,
            one.ours,
            at(one.minute),
            text=one.body,
            keyword=keyword,
        )
        came = EventRecord(facts, EventType.RECEIVED, at(one.minute), Clock.EVENT, "received|", provider="twilio")
        events: list[Record] = [came]
        if one.kind == "stop":
            events.append(replace(came, type=EventType.UNSUBSCRIBED, dedupe_key="keyword|opt-out"))
        return events
    if one.kind == "refused":
        facts = MessageFacts(Channel.TEXT, one.key, Direction.OUTBOUND, one.address, one.ours, text="Hello?")
        kind = EventType.UNSUBSCRIBED
        return [EventRecord(facts, kind, at(one.minute), Clock.EVENT, "status", code="21610", provider="twilio")]
    if one.kind in ("unsubscribed", "complained"):
        facts = MessageFacts(Channel.EMAIL, one.key, Direction.OUTBOUND, one.address, f"us@{one.ours}", subject="News")
        kind = EventType.UNSUBSCRIBED if one.kind == "unsubscribed" else EventType.COMPLAINED
        return [EventRecord(facts, kind, at(one.minute), Clock.EVENT, one.key, provider="mailgun")]
    if one.kind == "resubscribed":
        said = (What.IN, at(one.minute), Clock.EVENT, Source.EVENT, Code.RESUBSCRIBED)
        return [ConsentRecord(ConsentChannel.EMAIL, one.address, *said, one.key, ours=one.ours)]
    if one.kind == "list":
        said = (What.OUT, at(one.minute), Clock.EVENT, Source.LIST, Code.LISTED)
        return [ConsentRecord(ConsentChannel(one.channel), one.address, *said, one.key, words="yes", place="a column")]
    return []


def tell(engine: sa.Engine, world: World, rng: random.Random) -> None:
    """The world into a store, in an order of its own: lists of people anywhere, some things twice, any batches.

    What people here say needs somebody it is about, and comes when there is.
    """
    told: list[list[Record] | Said | Decided] = [
        *([contact(f"Person {phone}", phone, email)] for phone, email in world.people),
        *(records_of(one) for one in world.said if one.kind != "hand"),
        *(records_of(one) for one in rng.choices(world.said, k=len(world.said) // 4) if one.kind != "hand"),
        *(one for one in world.said if one.kind == "hand"),
        *world.decided,
    ]
    rng.shuffle(told)
    waiting: list[Said | Decided] = []
    batch: list[Record] = []
    for one in told:
        if isinstance(one, list):
            batch += one
        else:
            waiting.append(one)
        if rng.random() < 0.2:
            take_in(engine, batch, batch_size=rng.choice((1, 3, 1000)))
            batch = []
            waiting = [one for one in waiting if not _by_hand(engine, one)]
    take_in(engine, batch)
    assert all(_by_hand(engine, one) for one in waiting), "everybody is known by now, and every request"


def _by_hand(engine: sa.Engine, one: Said | Decided) -> bool:
    """Have a person here say it, when it can be said by now."""
    about = one.request if isinstance(one, Decided) else one
    channel = Channel.EMAIL if about.channel == "email" else Channel.TEXT
    before = moments.clock
    with engine.connect() as connection:
        owner = connection.execute(
            sa.select(address_owners.c.contact_id).where(
                address_owners.c.channel == channel.value, address_owners.c.address == about.address
            )
        ).scalar()
        message_id = stable_id(Channel.TEXT.value, about.key, about.address)
        asked = connection.execute(
            sa.text("SELECT 1 FROM ledger WHERE what = 'asked' AND message_id = :id"), {"id": message_id}
        ).scalar()
    if owner is None or (isinstance(one, Decided) and asked is None):
        return False
    try:
        if isinstance(one, Decided):
            hold(at(one.minute) + timedelta(seconds=about.number % 50))
            decide_request(engine, owner, message_id, one.code, "Sam")
        else:
            hold(at(one.moment))
            set_consent(engine, owner, ConsentChannel(one.channel), one.what, f"number {one.number}", "Sam")
    finally:
        moments.clock = before
    return True


@dataclass(frozen=True)
class Stands:
    """What an address comes to."""

    closed: bool
    asked: bool


def account(world: World) -> dict[tuple[str, str], Stands]:
    """What each address of the world comes to, by channel and address: closed to somebody, waiting for a decision."""
    found = {}
    for phone, email in world.people:
        for channel, address in (("text", phone), ("email", email), ("call", phone)):
            own = [one for one in world.said if (one.channel, one.address) == (channel, address)]
            asked = [one for one in own if one.kind == "ask" and _decision(world, one) == Code.UNDECIDED]
            found[channel, address] = Stands(any(_is_closed(world, own, ours) for ours in _all_ours(own)), bool(asked))
    return found


def _all_ours(said: Sequence[Said]) -> set[str | None]:
    return {one.ours for one in said} | {None}


def _decision(world: World, request: Said) -> Code:
    made = [one for one in world.decided if one.request == request]
    last = [one.code for one in made if one.minute == max(one.minute for one in made)]
    return Code.STOP if Code.STOP in last else last[-1] if last else Code.UNDECIDED


def _is_closed(world: World, said: Sequence[Said], ours: str | None) -> bool:
    closed = False
    for moment in sorted({one.moment for one in said}):
        was, now = closed, [one for one in said if one.moment == moment]
        for one in now:
            opens = one.kind in ("start", "resubscribed") or (one.kind == "yes" and was)
            if (opens and one.ours == ours) or (one.kind == "hand" and one.what is What.IN):
                closed = False
        for one in now:
            closes = one.kind in ("stop", "refused", "unsubscribed", "complained", "list")
            closes = closes or (one.kind == "hand" and one.what is What.OUT)
            closes = closes or (one.kind == "ask" and _decision(world, one) == Code.STOP)
            closed = closed or (closes and one.ours == ours)
    return closed


Check = Callable[[sa.Connection], Any]


def stands(engine: sa.Engine) -> Iterator[tuple[tuple[str, str], Stands]]:
    """What the store keeps of each address."""
    with engine.connect() as connection:
        for row in connection.execute(sa.text("SELECT * FROM contact_addresses")).mappings():
            closed, asked = row["opted_out_at"] is not None, row["asked_to_stop_at"] is not None
            yield (row["channel"], row["address"]), Stands(closed, asked)
            if row["channel"] == "text":
                yield ("call", row["address"]), Stands(row["do_not_call_at"] is not None, False)
