"""What a peer is, and what the filter's words mean to one that has no contact sets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.questions import Answer, Ask
from engagement.domain.vocabulary import RECENT_DAYS, Channel, EventType, FilterOption
from engagement.lib.moments import to_micros
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.viewpoint import Viewpoint


@dataclass(frozen=True, slots=True)
class Peer:
    """One other way, ready to answer. `answer` gives None to what it cannot answer."""

    name: str
    made: str  # what was made beforehand, and is not counted
    answer: Callable[[Ask], Answer | None]


class TooLong(Exception):
    """A peer gave up on an answer that took it over a minute."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Events, or replies, that put a contact in: of a kind, from one moment in microseconds until before another."""

    channel: Channel
    type: EventType | None  # None: a reply, which is a message
    first: int
    after: int
    by_people: bool  # opened or clicked by no machine
    at_least: int


_EVENTS = {
    FilterOption.EMAIL_OPENS: (Channel.EMAIL, EventType.OPENED),
    FilterOption.EMAIL_CLICKS: (Channel.EMAIL, EventType.CLICKED),
    FilterOption.TEXT_REPLIES: (Channel.TEXT, None),
    FilterOption.EMAIL_UNSUBSCRIBES: (Channel.EMAIL, EventType.UNSUBSCRIBED),
    FilterOption.EMAIL_BOUNCES: (Channel.EMAIL, EventType.FAILED),
    FilterOption.EMAIL_SPAM_COMPLAINTS: (Channel.EMAIL, EventType.COMPLAINED),
    FilterOption.TEXTS_UNSUBSCRIBES: (Channel.TEXT, EventType.UNSUBSCRIBED),
}
_RECENT = (FilterOption.EMAIL_OPENS, FilterOption.EMAIL_CLICKS, FilterOption.TEXT_REPLIES)
_ENGAGED = frozenset({EventType.OPENED, EventType.CLICKED})
NO_END = 2**62


def happenings(option: FilterOption, asked: EngagementFilter, viewpoint: Viewpoint) -> list[Happened]:
    """What matches an option: any of these. What was suppressed never counts as an option's failure or opt-out."""
    if option is FilterOption.RECENT_ENGAGEMENT:
        recent = Period(viewpoint.today - timedelta(days=RECENT_DAYS - 1), viewpoint.today)
        return [_happened(part, recent, asked, viewpoint) for part in _RECENT]
    return [_happened(option, asked.period, asked, viewpoint)]


def _happened(option: FilterOption, period: Period, asked: EngagementFilter, viewpoint: Viewpoint) -> Happened:
    channel, kind = _EVENTS[option]
    by_people = asked.without_machines and kind in _ENGAGED
    return Happened(channel, kind, *moments(period, viewpoint), by_people, asked.at_least)


def moments(period: Period, viewpoint: Viewpoint) -> tuple[int, int]:
    """A period as microseconds since 1970: the first moment inside and the first after."""
    first, after = period.bounds(viewpoint.zone)
    return to_micros(first) if first else -NO_END, to_micros(after) if after else NO_END
