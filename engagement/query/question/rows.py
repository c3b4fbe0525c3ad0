"""What queries give to screens and commands: plain typed rows, times aware and in UTC."""

from dataclasses import dataclass
from datetime import datetime

from engagement.domain.bursts import Burst
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType, Origin


@dataclass(frozen=True, slots=True)
class OptOut:
    """A channel the contact must not be written to or called on, since when and why."""

    at: datetime
    reason: str  # in words, after "they": "sent a stop word"


@dataclass(slots=True)
class ContactRow:
    """A contact as the list shows them. Counts and status leave machines out when the filter does.

    Nobody changes one. It is not declared frozen, for that costs an export of a million a tenth of its time.
    """

    id: int
    name: str
    kind: ContactKind
    owner: str
    stage: str
    source: str
    labels: tuple[str, ...]
    emails: tuple[str, ...]  # the main one first
    phones: tuple[str, ...]  # E.164, the main one first
    last_status: EventType | None
    last_status_channel: Channel | None
    last_status_at: datetime | None
    last_engaged_at: datetime | None
    opens: int
    machine_opens: int  # of `opens`; 0 when machines are left out
    clicks: int
    machine_clicks: int  # of `clicks`
    replies: int
    do_not_email: OptOut | None
    do_not_text: OptOut | None
    do_not_call: OptOut | None = None
    asked_to_stop_at: datetime | None = None  # when they asked in plain words to stop; None once somebody decided

    @property
    def title(self) -> str:
        """The name, or what stands for it when there is none."""
        return self.name or next(iter((*self.emails, *self.phones)), "") or "Nameless contact"

    def opt_out(self, channel: Channel) -> OptOut | None:
        """Since when and why nothing may be sent to them on `channel`; None when something may."""
        return self.do_not_email if channel is Channel.EMAIL else self.do_not_text


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of a message."""

    type: EventType
    at: datetime
    arrival_only: bool  # `at` is when the report reached us: the provider gave no time
    machine: bool
    reason: str | None
    code: str | None
    detail: str | None
    url: str | None
    provider: str | None = None  # whose words those are
    burst: Burst | None = None  # what makes it likely a machine's where its provider says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, as a timeline and a list of messages both show it.

    `opens` and the other counts are None for an email that is not tracked; a text has none to count.
    """

    id: int
    provider_key: str
    channel: Channel
    direction: Direction
    address: str  # the contact's side
    our_address: str | None
    origin: Origin | None  # None: nobody said
    campaign: str | None
    subject: str | None
    text: str | None
    media_count: int
    sent_at: datetime | None
    status: EventType | None
    status_at: datetime | None
    tracked: bool
    opens: int | None
    machine_opens: int | None
    clicks: int | None
    machine_clicks: int | None
    temporary_failures: int
    is_reply: bool
    reading: TextKind | None = None  # of an inbound text that is no keyword: what it is; None: a reply
    reading_words: str = ""  # which of its words say so


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineMessage(Message):
    """One message of a timeline, with its events from first to last."""

    media: tuple[str, ...]
    reason: str | None  # why it failed, was refused or delayed, in words
    events: tuple[TimelineEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow(Message):
    """One message of a list of messages, with whose it is."""

    contact_id: int
    contact: str  # their name; "" when nobody said it
    asked_to_stop_at: datetime | None = None  # of the contact, as in ContactRow


@dataclass(frozen=True, slots=True)
class AddressRow:
    """One address of a contact."""

    channel: Channel
    address: str
    type: str
    is_main: bool
    opt_out: OptOut | None


@dataclass(frozen=True, slots=True)
class Choices:
    """The values the attribute filters offer, in order."""

    owners: tuple[str, ...]
    stages: tuple[str, ...]
    sources: tuple[str, ...]
    labels: tuple[str, ...]
    causes: tuple[str, ...] = ()  # of bounces


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file that was taken in."""

    id: int
    file: str
    provider: str | None  # its label: "Mailgun"; None when nothing recognised it
    started_at: datetime
    finished_at: datetime | None  # None: still running, or interrupted
    read: int
    new: int
    duplicate: int
    skipped: int
    rejected: int
    earliest_at: datetime | None
    latest_at: datetime | None
    note: str | None
    undone_at: datetime | None  # None: what it brought is there


@dataclass(frozen=True, slots=True)
class RejectRow:
    """One record that could not be read."""

    file: str
    place: str
    reason: str
    raw: str
