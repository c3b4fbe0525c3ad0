"""The words of the product: every event, status, filter option and origin, spelled and defined once.

Schema, providers, filter, screens, glossary and tests read their words from here. The definitions are ours; the set of
words, and the order of each life cycle, come from the engagement-tracking description the product is made from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "email"
    TEXT = "text"  # SMS and MMS


class Direction(StrEnum):
    """Who wrote the message."""

    OUTBOUND = "outbound"  # the brokerage, to a contact
    INBOUND = "inbound"  # a contact, to the brokerage


class Origin(StrEnum):
    """What an outbound message was sent as. Email events are tracked for bulk and campaign mail only."""

    BULK = "bulk"
    CAMPAIGN = "campaign"
    MANUAL = "manual"


def is_tracked(channel: str, origin: str | None) -> bool:
    """Whether events of such a message are reported at all: `channel` and `origin` by their members or values.

    Emails sent by hand go through Google or Microsoft, which report nothing; texts are tracked whatever their origin.
    """
    return channel == Channel.TEXT or origin != Origin.MANUAL


class ContactKind(StrEnum):
    """What a contact is to the brokerage."""

    LEAD = "lead"  # somebody it wants
    AGENT = "agent"  # somebody it has
    UNKNOWN = "unknown"  # the owner of an address that is on no contact list yet


class Keyword(StrEnum):
    """What a whole inbound text means when it is more than a reply. Which words do is each text provider's to say."""

    OPT_OUT = "opt-out"
    OPT_IN = "opt-in"
    YES = "yes"  # an opt-in when the number was opted out at that moment; else the best reply there is
    HELP = "help"


class EventType(StrEnum):
    """Everything that can happen to a message. All but TEMPORARY_FAILURE are statuses too."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    QUEUED = "Queued"
    SENDING = "Sending"
    PENDING = "Pending"
    DELIVERED = "Delivered"
    UNDELIVERED = "Undelivered"
    FAILED = "Failed"
    OPENED = "Opened"
    CLICKED = "Clicked"
    UNSUBSCRIBED = "Unsubscribed"
    COMPLAINED = "Complained"
    RECEIVING = "Receiving"
    RECEIVED = "Received"
    TEMPORARY_FAILURE = "Temporary failure"  # kept and counted, but never a status


class Tone(StrEnum):
    """What a status means at a glance; each tone has one colour everywhere."""

    WAITING = "waiting"  # on its way
    ARRIVED = "arrived"
    ENGAGED = "engaged"
    NOT_YET = "not yet"  # not yet, or not this time
    FAILED = "failed"
    STOP = "stop"  # the person asked us to stop


# Colour of each tone as (text on a light ground, text on a dark ground); AA contrast on both, checked by a test.
TONE_COLOURS: Mapping[Tone, tuple[str, str]] = MappingProxyType(
    {
        Tone.WAITING: ("#57606a", "#9da7b3"),
        Tone.ARRIVED: ("#0a5bc4", "#79b8ff"),
        Tone.ENGAGED: ("#18703a", "#5fd38a"),
        Tone.NOT_YET: ("#8a5300", "#e3b341"),
        Tone.FAILED: ("#b3261e", "#ff8a80"),
        Tone.STOP: ("#6f3cc3", "#c6a5ff"),
    }
)


@dataclass(frozen=True, slots=True)
class EventMeaning:
    """What one event means on one channel.

    `rank` orders the life cycle: of two events, the higher one is further along. None marks an event that is no status.
    Whoever changes a rank adds one to rules.FOLD_VERSION, so that stored messages are folded anew.
    """

    type: EventType
    channel: Channel
    rank: int | None
    tone: Tone
    icon: str  # a Material symbol's name
    definition: str

    @property
    def is_status(self) -> bool:
        """Whether a message can have this event as its status."""
        return self.rank is not None


def _meanings(channel: Channel, *rows: tuple[EventType, Tone, str, str]) -> list[EventMeaning]:
    return [EventMeaning(kind, channel, rank, *rest) for rank, (kind, *rest) in enumerate(rows)]  # type: ignore[arg-type]


_EMAIL = _meanings(
    Channel.EMAIL,
    (EventType.ACCEPTED, Tone.WAITING, "schedule_send", "We took the email on and put it in line to be sent."),
    (EventType.REJECTED, Tone.FAILED, "block", "We refused to send the email, so it never left."),
    (EventType.DELIVERED, Tone.ARRIVED, "mark_email_read", "The recipient's mail server took the email in."),
    (EventType.FAILED, Tone.FAILED, "error", "The recipient's mail server could not be given the email, for good."),
    (EventType.OPENED, Tone.ENGAGED, "drafts", "The email was opened with its pictures shown."),
    (EventType.CLICKED, Tone.ENGAGED, "ads_click", "A link in the email was clicked."),
    (EventType.UNSUBSCRIBED, Tone.STOP, "unsubscribe", "The recipient used the email's unsubscribe link."),
    (EventType.COMPLAINED, Tone.STOP, "report", "The recipient reported the email as spam."),
)
_TEMPORARY_FAILURE = EventMeaning(
    EventType.TEMPORARY_FAILURE,
    Channel.EMAIL,
    None,
    Tone.NOT_YET,
    "hourglass_top",
    "The recipient's mail server put the email off; it is tried again.",
)
_TEXT = _meanings(
    Channel.TEXT,
    (EventType.ACCEPTED, Tone.WAITING, "schedule_send", "We took the text on; it has not been sent yet."),
    (EventType.QUEUED, Tone.WAITING, "hourglass_empty", "The text stands in line to be sent."),
    (EventType.SENDING, Tone.WAITING, "send", "The text is being handed to the nearest carrier."),
    (EventType.PENDING, Tone.WAITING, "pending", "The nearest carrier has the text and has not said more yet."),
    (EventType.RECEIVING, Tone.WAITING, "downloading", "A text from this person is coming in."),
    (EventType.RECEIVED, Tone.ARRIVED, "move_to_inbox", "A text from this person came in."),
    (
        EventType.DELIVERED,
        Tone.ARRIVED,
        "mark_chat_read",
        "The carrier confirmed delivery, to the phone where it can tell.",
    ),
    (EventType.UNDELIVERED, Tone.NOT_YET, "sms_failed", "The carrier reported that the text did not arrive."),
    (EventType.FAILED, Tone.FAILED, "error", "The text could not be sent."),
    (
        EventType.UNSUBSCRIBED,
        Tone.STOP,
        "do_not_disturb_on",
        "The person opted out of texts: they sent a stop word, or a text was refused because they had.",
    ),
)

EVENT_MEANINGS: Mapping[tuple[Channel, EventType], EventMeaning] = MappingProxyType(
    {(meaning.channel, meaning.type): meaning for meaning in [*_EMAIL, _TEMPORARY_FAILURE, *_TEXT]}
)


ATTEMPTED = frozenset((EventType.SENDING, EventType.PENDING, EventType.DELIVERED, EventType.UNDELIVERED))
"""What is reported only of a text that somebody tried to send: it was not canceled before."""


def meaning_of(channel: Channel, event: EventType) -> EventMeaning:
    """What `event` means on `channel`; KeyError for a pair that cannot happen (an opened text)."""
    return EVENT_MEANINGS[channel, event]


class FilterOption(StrEnum):
    """The eight options of the engagement filter."""

    EMAIL_OPENS = "Email Opens"
    EMAIL_CLICKS = "Email Clicks"
    TEXT_REPLIES = "Text Replies"
    RECENT_ENGAGEMENT = "Opens Clicks Replies last 30 Days"
    EMAIL_UNSUBSCRIBES = "Email Unsubscribes"
    EMAIL_BOUNCES = "Email Bounces"
    EMAIL_SPAM_COMPLAINTS = "Email Spam Complaints"
    TEXTS_UNSUBSCRIBES = "Texts Unsubscribes"

    @classmethod
    def named(cls, name: str) -> "FilterOption":
        """The option called `name`, in any case; KeyError when there is none."""
        return {option.casefold(): option for option in cls}[name.strip().casefold()]


RECENT_DAYS = 30  # the days of RECENT_ENGAGEMENT: today and the 29 before it

OPTION_DEFINITIONS: Mapping[FilterOption, str] = MappingProxyType(
    {
        FilterOption.EMAIL_OPENS: "One of their email addresses opened an email.",
        FilterOption.EMAIL_CLICKS: "One of their email addresses clicked a link in an email.",
        FilterOption.TEXT_REPLIES: "They sent a text: no stop, start or help word, reaction or automatic answer.",
        FilterOption.RECENT_ENGAGEMENT: "They opened, clicked or replied in the last 30 days, whatever the period.",
        FilterOption.EMAIL_UNSUBSCRIBES: "One of their email addresses used an unsubscribe link.",
        FilterOption.EMAIL_BOUNCES: "An email to them failed for good, and not because they had opted out.",
        FilterOption.EMAIL_SPAM_COMPLAINTS: "One of their email addresses reported an email as spam.",
        FilterOption.TEXTS_UNSUBSCRIBES: "One of their phones opted out of texts, or a text was refused over it.",
    }
)

STATUS_OPTIONS: Mapping[FilterOption, tuple[Channel, EventType]] = MappingProxyType(
    {
        FilterOption.EMAIL_UNSUBSCRIBES: (Channel.EMAIL, EventType.UNSUBSCRIBED),
        FilterOption.EMAIL_BOUNCES: (Channel.EMAIL, EventType.FAILED),
        FilterOption.EMAIL_SPAM_COMPLAINTS: (Channel.EMAIL, EventType.COMPLAINED),
        FilterOption.TEXTS_UNSUBSCRIBES: (Channel.TEXT, EventType.UNSUBSCRIBED),
    }
)
"""The options about a status a message reached, which "current status only" narrows to messages that still have it."""


class Match(StrEnum):
    """How the chosen options combine."""

    ANY = "any"
    ALL = "all"
    NONE = "none"


ORIGIN_DEFINITIONS: Mapping[Origin, str] = MappingProxyType(
    {
        Origin.BULK: "Sent to many people at once.",
        Origin.CAMPAIGN: "Sent by a campaign, on its schedule.",
        Origin.MANUAL: "Written to this one person by hand.",
    }
)

NOT_TRACKED = "Opens and clicks are tracked for bulk and campaign emails only; this one was sent by hand."

KIND_WORDS: Mapping[ContactKind, str] = MappingProxyType(
    {ContactKind.LEAD: "Lead", ContactKind.AGENT: "Agent", ContactKind.UNKNOWN: "On no contact list yet"}
)


@dataclass(frozen=True, slots=True)
class ChannelWords:
    """What a channel, its messages and its addresses are called, and its sign."""

    message: str  # one of its messages: "email"
    a_message: str
    messages: str
    at_large: str  # all of it, as what somebody is reached by or stays away from: "email", "texts"
    address: str
    an_address: str
    column: str  # an address in the heading of a list's column
    icon: str  # name of a Material symbol

    @property
    def title(self) -> str:
        """The channel as a heading."""
        return self.message.capitalize()


CHANNEL_WORDS: Mapping[Channel, ChannelWords] = MappingProxyType(
    {
        Channel.EMAIL: ChannelWords(
            message="email",
            a_message="an email",
            messages="emails",
            at_large="email",
            address="email address",
            an_address="an email address",
            column="email",
            icon="mail",
        ),
        Channel.TEXT: ChannelWords(
            message="text",
            a_message="a text",
            messages="texts",
            at_large="texts",
            address="phone number",
            an_address="a phone number",
            column="phone",
            icon="sms",
        ),
    }
)
