"""Canonical records: what every provider's reader yields and ingest takes in, whatever they came from.

Nobody changes a record. Those made for every event are not declared frozen all the same: a frozen dataclass costs three
times as much to make, which is a tenth of the time of an import.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType, Keyword, Origin


class Clock(IntEnum):
    """How well an event's time is known. Where two sources time one event, the lower (better) clock stands."""

    EVENT = 0  # the provider timed the event itself
    SENT = 1  # only the time of sending is known, or the minute that a carrier says
    ARRIVAL = 2  # only when the report reached us is known


class AttributedBy(IntEnum):
    """Who said what a message was sent as. Where two sources say it, the lower (better) one stands."""

    EVENT = 0  # tags or variables on the event itself
    SEND_LIST = 1
    IMPLIED = 2  # nobody said, but the provider only carries such mail


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a message was sent as: its origin and, for a campaign's, the campaign's name."""

    by: AttributedBy
    origin: Origin
    campaign: str | None = None


@dataclass(slots=True)
class MessageFacts:
    """What one record says of a message. None means the record does not say."""

    channel: Channel
    key: str  # the provider's id of the message, without decoration: a Message-ID without <>, a Twilio sid
    direction: Direction
    address: str  # the contact's side: a case-folded email address or an E.164 number; "" asks for the one on file
    our_address: str | None = None  # the brokerage's side
    sent_at: datetime | None = None  # UTC
    subject: str | None = None
    text: str | None = None
    media: tuple[str, ...] = ()  # addresses of an MMS's pictures
    media_count: int | None = None
    keyword: Keyword | None = None  # inbound texts only
    is_from_us: bool = False  # an inbound text that one of our own numbers sent
    attribution: Attribution | None = None


@dataclass(slots=True)
class EventRecord:
    """One event of one message.

    `dedupe_key` identifies the event at its provider: two records with the same message and key are one event.
    """

    message: MessageFacts
    type: EventType
    at: datetime  # UTC
    clock: Clock
    dedupe_key: str
    machine: bool = False  # the provider says a machine, not a person, opened or clicked
    suppressed: bool = False  # not attempted, because of an earlier unsubscribe or complaint
    reason: str | None = None  # why it failed, in the provider's word
    code: str | None = None  # the provider's or the mail server's code
    detail: str | None = None  # what else the provider says: the server's answer, its own finer status
    url: str | None = None  # the link clicked
    raw: str = ""  # the record as it came, as JSON, without signatures
    provider: str | None = None  # whose event it is, by name: set where its file is read, by no provider's own reader


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message without an event: a row of a send list."""

    message: MessageFacts


@dataclass(frozen=True, slots=True)
class AddressRecord:
    """One address of a contact."""

    channel: Channel
    value: str  # a case-folded email address or an E.164 number
    type: str  # office, personal, cell, other, ...
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """One row of a contact list. None means that the list has no such column; "" that the cell is empty."""

    name: str | None
    kind: ContactKind | None
    external_id: str | None = None
    owner: str | None = None
    stage: str | None = None
    source: str | None = None
    labels: tuple[str, ...] | None = None
    addresses: tuple[AddressRecord, ...] = ()
    contact_id: int | None = None  # of our own export: whom it says it is about


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """An opt-out, or an opt-in again, that comes without a message: of a list, or an event that names none.

    `dedupe_key` identifies it at its source, without the moment where only its arrival is known: said twice, it is one.
    """

    channel: ConsentChannel
    address: str  # a case-folded email address or an E.164 number
    what: What  # OUT or IN; a list gives OUT only
    at: datetime  # UTC
    clock: Clock
    source: Source
    code: Code
    dedupe_key: str
    ours: str | None = None  # the number, domain or group of ours it was said to; None: nobody said, or all
    words: str | None = None  # the cell, the event's own word
    place: str | None = None  # "Mailgun's unsubscribes", "the column Email Opt Out"
    is_ours: bool = False  # of our own export: it tells nothing of whom the ledger closes already


Record = EventRecord | MessageRecord | ContactRecord | ConsentRecord


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is well formed but not about delivery, so it is counted and left out."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A record, or a part of one, that cannot be read: where it is, why in words, and what it was."""

    place: str  # "line 7", "item 3", "row 12"
    reason: str
    raw: str


@dataclass(slots=True)
class RawRecord:
    """One record as a format yields it: its fields by name, where it is in the file, and its text."""

    place: str
    fields: Mapping[str, object] = field(default_factory=dict)
    raw: str = ""
