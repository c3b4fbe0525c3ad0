"""The question about messages as a value: which messages a screen lists, and which a number stands for."""

from dataclasses import dataclass

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.query.question.engaged_hour import EngagedHour
from engagement.query.question.period import ANY_TIME, Period


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """One question about messages. Fields left empty ask nothing; all of them hold together."""

    search: str = ""  # a name, an address or number (or part of one), a subject, a provider's id, or words of the text
    channel: Channel | None = None
    direction: Direction | None = None
    origin: Origin | None = None
    measure: Measure | None = None  # what the message came to
    measured: Period = ANY_TIME  # when it first came to that
    sent: Period = ANY_TIME
    status: EventType | None = None  # the last status
    campaign: int | None = None  # campaigns.campaign_id
    sender: str = ""  # our address or number
    domain: str = ""  # of the receiving email address
    code: str = ""  # a provider's code on one of its events
    contact: int | None = None  # contacts.contact_id
    engaged: EngagedHour | None = None  # when people opened or clicked it, or wrote it as a reply
