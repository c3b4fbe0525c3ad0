"""What records come to, for the oracle: contacts with their messages, statuses, replies and opt-outs, in plain loops.

Written from the product's definitions, and sharing nothing with engagement.ingest: whole histories are folded at once,
and nothing is kept from one to the next.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from engagement.domain.records import (
    AddressRecord,
    Attribution,
    Clock,
    ContactRecord,
    EventRecord,
    MessageRecord,
    Record,
)
from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType, Keyword

Address: TypeAlias = tuple[Channel, str]
Who: TypeAlias = tuple[str, frozenset[str], frozenset[str]]
"""What tells one contact from another without an id: name, email addresses, phone numbers."""

EMAIL_LIFE = (
    EventType.ACCEPTED,
    EventType.REJECTED,
    EventType.DELIVERED,
    EventType.FAILED,
    EventType.OPENED,
    EventType.CLICKED,
    EventType.UNSUBSCRIBED,
    EventType.COMPLAINED,
)
TEXT_LIFE = (
    EventType.ACCEPTED,
    EventType.QUEUED,
    EventType.SENDING,
    EventType.PENDING,
    EventType.RECEIVING,
    EventType.RECEIVED,
    EventType.DELIVERED,
    EventType.UNDELIVERED,
    EventType.FAILED,
    EventType.UNSUBSCRIBED,
)
Status: TypeAlias = tuple[EventType, datetime]


@dataclass(slots=True)
class Event:
    """One event, whatever number of records told of it."""

    type: EventType
    at: datetime
    clock: Clock
    machine: bool  # as the provider says
    suppressed: bool
    url: str | None = None
    said: tuple[str | None, ...] = (None, None, None, None)  # provider, reason, code, detail


@dataclass(slots=True)
class Message:
    """One message with its events; for an email a message is one recipient's."""

    channel: Channel
    direction: Direction
    address: str
    key: str = ""  # the provider's id
    our_address: str | None = None
    stated_sent_at: datetime | None = None
    keyword: Keyword | None = None
    attribution: Attribution | None = None  # of who had the best right to say it
    events: dict[str, Event] = field(default_factory=dict)
    is_reply: bool = False

    def hear(self, record: EventRecord | MessageRecord) -> None:
        """Add what one record says."""
        said = record.message
        self.keyword = self.keyword or said.keyword
        if said.our_address is not None:
            self.our_address = min(self.our_address or said.our_address, said.our_address)
        if said.sent_at is not None:
            self.stated_sent_at = min(self.stated_sent_at or said.sent_at, said.sent_at)
        if said.attribution and (self.attribution is None or said.attribution.by < self.attribution.by):
            self.attribution = said.attribution
        if isinstance(record, MessageRecord):
            return
        event = Event(record.type, record.at, record.clock, record.machine, record.suppressed, record.url)
        event.said = (record.provider, record.reason, record.code, record.detail)
        known = self.events.setdefault(record.dedupe_key, event)
        if (event.clock, event.at) < (known.clock, known.at):  # the better clock's time stands
            known.clock, known.at = event.clock, event.at
        known.machine |= event.machine
        known.suppressed |= event.suppressed

    def counted(self, without_machines: bool) -> list[Event]:
        """The events that count."""
        return [event for event in self.events.values() if not (without_machines and self.is_machines(event))]

    def is_machines(self, event: Event) -> bool:
        """Whether a machine made an event: the provider says so, or it was one of clicks on several links at once.

        Three links within ten seconds, begun a minute after delivery at the latest; or two, begun within ten seconds.
        """
        if event.machine or event.type not in (EventType.OPENED, EventType.CLICKED) or event.clock is not Clock.EVENT:
            return event.machine
        timed = [one for one in self.events.values() if one.clock is Clock.EVENT]
        came = [one.at for one in timed if one.type is EventType.DELIVERED]
        came = came or [one.at for one in timed if one.type is EventType.ACCEPTED]
        for start in timed if came and self.channel is Channel.EMAIL else ():
            until = start.at + timedelta(seconds=10)
            clicks = [one for one in timed if one.type is EventType.CLICKED and start.at <= one.at <= until]
            links, late = len({one.url or "" for one in clicks}), start.at - min(came)
            is_burst = (links >= 3 and late <= timedelta(minutes=1)) or (links >= 2 and late <= timedelta(seconds=10))
            since = start.at - timedelta(seconds=10) * (event.type is EventType.OPENED)
            if start.type is EventType.CLICKED and is_burst and since <= event.at <= max(one.at for one in clicks):
                return True
        return False

    @property
    def sent_at(self) -> datetime | None:
        """When it was sent: as stated, or else the first moment the best clock knows of."""
        if self.stated_sent_at is not None or not self.events:
            return self.stated_sent_at
        best = min(event.clock for event in self.events.values())
        return min(event.at for event in self.events.values() if event.clock == best)

    @property
    def is_canceled(self) -> bool:
        """Whether it is a text that was taken back before anybody tried to send it."""
        kinds = {event.type for event in self.events.values()}
        tried = {EventType.SENDING, EventType.PENDING, EventType.DELIVERED, EventType.UNDELIVERED}
        said = {(event.said[0], (event.said[3] or "").split(":")[0]) for event in self.events.values()}
        status = self.status()
        is_failed = self.channel is Channel.TEXT and status is not None and status[0] is EventType.FAILED
        return is_failed and ("twilio", "canceled") in said and not kinds & tried

    def status(self, without_machines: bool = False) -> Status | None:
        """The last status and since when; None while nothing has happened that is one."""
        life = EMAIL_LIFE if self.channel is Channel.EMAIL else TEXT_LIFE
        found = [event for event in self.counted(without_machines) if event.type in life]
        if not found:
            return None
        if self.channel is Channel.EMAIL:
            latest = max(event.at for event in found)
            furthest = max(life.index(event.type) for event in found if event.at == latest)
            return life[furthest], latest
        reached = life[max(life.index(event.type) for event in found)]
        told = [event for event in found if event.type == reached]
        best = min(event.clock for event in told)
        return reached, min(event.at for event in told if event.clock == best)


@dataclass(slots=True)
class Person:
    """One contact with everything sent to and received from it."""

    name: str = ""
    kind: ContactKind = ContactKind.LEAD
    owner: str = ""
    stage: str = ""
    source: str = ""
    external_id: str | None = None
    labels: frozenset[str] = frozenset()
    addresses: dict[Address, bool] = field(default_factory=dict)  # whether it is the main one of its channel
    messages: list[Message] = field(default_factory=list)
    opted_out: dict[Address, tuple[datetime, set[str]]] = field(default_factory=dict)  # since when, and what says so

    def values(self, channel: Channel) -> frozenset[str]:
        """The addresses of one channel."""
        return frozenset(value for of, value in self.addresses if of is channel)

    @property
    def who(self) -> Who:
        """What tells this contact from others."""
        return self.name, self.values(Channel.EMAIL), self.values(Channel.TEXT)

    def events(
        self, channel: Channel, kind: EventType, without_machines: bool = False
    ) -> Iterator[tuple[Message, Event]]:
        """Its events of one kind, with their messages."""
        for message in self.messages:
            if message.channel is channel:
                for event in message.counted(without_machines):
                    if event.type is kind:
                        yield message, event

    def replies(self) -> Iterator[datetime]:
        """When it replied."""
        for message in self.messages:
            if message.is_reply and message.sent_at is not None:
                yield message.sent_at

    def count(self, kind: EventType, *, machine: bool | None = None) -> int:
        """How many distinct events of `kind` there are: all, or those by machines, or those by people."""
        found = self.events(Channel.EMAIL, kind)
        return sum(machine is None or message.is_machines(event) is machine for message, event in found)

    def last_engaged(self, without_machines: bool) -> datetime | None:
        """When it last opened, clicked or replied."""
        times = list(self.replies())
        for kind in (EventType.OPENED, EventType.CLICKED):
            times += [event.at for _, event in self.events(Channel.EMAIL, kind, without_machines)]
        return max(times, default=None)

    def last_statuses(self, without_machines: bool) -> set[tuple[EventType, Channel, datetime]]:
        """The status that came last among its messages; several when they came at one moment."""
        found = [
            (status[0], message.channel, status[1])
            for message in self.messages
            if (status := message.status(without_machines)) is not None
        ]
        latest = max((at for *_, at in found), default=None)
        return {one for one in found if one[2] == latest}

    def opt_out(self, channel: Channel) -> tuple[datetime, set[str]] | None:
        """Since when it must not be written to on a channel, and the events that may be named as the reason."""
        signs = [sign for (of, _), sign in self.opted_out.items() if of is channel]
        if not signs:
            return None
        first = min(at for at, _ in signs)
        return first, {reason for at, reasons in signs if at == first for reason in reasons}


def people(records: Sequence[Record]) -> list[Person]:
    """The contacts that `records` make, contact lists in their order; those nobody lists are of kind unknown."""
    known: list[Person] = []
    owner_of: dict[Address, Person] = {}
    for record in records:
        if isinstance(record, ContactRecord):
            _take_contact(record, known, owner_of)
    for message in _messages(records):
        address = (message.channel, message.address)
        if address not in owner_of:
            owner_of[address] = Person(kind=ContactKind.UNKNOWN, addresses={address: True})
            known.append(owner_of[address])
        owner_of[address].messages.append(message)
    for person in known:
        for address in person.addresses:
            _settle_consent(person, address)
    return known


def _take_contact(record: ContactRecord, known: list[Person], owner_of: dict[Address, Person]) -> None:
    person = _whose(record, known, owner_of)
    if person is None:
        person = Person()
        known.append(person)
    person.name = record.name or person.name
    person.kind = record.kind or person.kind
    person.owner = person.owner if record.owner is None else record.owner
    person.stage = person.stage if record.stage is None else record.stage
    person.source = person.source if record.source is None else record.source
    person.external_id = record.external_id or person.external_id
    person.labels = person.labels if record.labels is None else frozenset(record.labels)
    for address in record.addresses:
        _give(address, person, owner_of)


def _whose(record: ContactRecord, known: list[Person], owner_of: dict[Address, Person]) -> Person | None:
    """Who a row is about: by external id, else by an address somebody has who is not known by another external id."""
    if record.external_id:
        for person in known:
            if person.external_id == record.external_id:
                return person
    for address in record.addresses:
        owner = owner_of.get((address.channel, address.value))
        if owner and not (owner.external_id and record.external_id):
            return owner
    return None


def _give(address: AddressRecord, person: Person, owner_of: dict[Address, Person]) -> None:
    """Give an address to a person, unless somebody has it already. A new main address is the only one."""
    key = (address.channel, address.value)
    if owner_of.setdefault(key, person) is not person:
        return
    if address.is_main:
        for other in person.addresses:
            if other[0] is address.channel:
                person.addresses[other] = False
    person.addresses[key] = address.is_main


def _messages(records: Iterable[Record]) -> Iterable[Message]:
    found: dict[tuple[Channel, str, str], Message] = {}
    for record in records:
        if isinstance(record, ContactRecord):
            continue
        said = record.message
        recipient = said.address if said.channel is Channel.EMAIL else ""
        message = found.setdefault(
            (said.channel, said.key, recipient), Message(said.channel, said.direction, said.address, key=said.key)
        )
        message.hear(record)
    return found.values()


def _settle_consent(person: Person, address: Address) -> None:
    """Walk through all that bears on whether one address may be written to, and tell replies from opt-ins.

    At one moment, words that open come before what closes: the opt-out stands. Whether a "Yes" is a reply depends on
    how things were before that moment.
    """
    own = [message for message in person.messages if (message.channel, message.address) == address]
    closing = [(at, reason, message.our_address) for message in own for at, reason in _closing(message)]
    opening = [
        (message.sent_at, message)
        for message in own
        if message.keyword in (Keyword.OPT_IN, Keyword.YES) and message.sent_at is not None
    ]
    closed: dict[str | None, tuple[datetime, set[str]]] = {}  # by whom of ours it was said to
    for moment in sorted({*(at for at, *_ in closing), *(at for at, _ in opening)}):
        before = set(closed)
        words = [message for at, message in opening if at == moment]
        for message in words:
            message.is_reply = message.keyword is Keyword.YES and message.our_address not in before
        for message in words:
            if not message.is_reply:
                closed.pop(message.our_address, None)
        now = [(reason, ours) for at, reason, ours in closing if at == moment]
        for ours in {ours for _, ours in now} - set(closed):
            closed[ours] = moment, {reason for reason, of in now if of == ours}
    if closed:
        since = min(at for at, _ in closed.values())
        person.opted_out[address] = since, {why for at, reasons in closed.values() if at == since for why in reasons}
    for message in own:
        if message.direction is Direction.INBOUND and message.keyword is None:
            message.is_reply = True


def _closing(message: Message) -> Iterator[tuple[datetime, str]]:
    """When and by what a message says that its address must not be written to."""
    for event in message.events.values():
        if event.type in (EventType.UNSUBSCRIBED, EventType.COMPLAINED) or event.suppressed:
            yield event.at, "stop word" if message.direction is Direction.INBOUND else event.type.value
