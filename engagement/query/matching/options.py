"""The engagement filter's options: each one object with its words and the contacts it means.

The sentence, the filter, its counts and its explanations all read this one list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engagement.domain.marks import STATUS_KINDS, Kind
from engagement.domain.vocabulary import RECENT_DAYS, STATUS_OPTIONS, Channel, FilterOption
from engagement.query.matching.terms import Term, all_of, any_of, did, none_of
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.viewpoint import Viewpoint


@dataclass(frozen=True, slots=True)
class Reading:
    """How an option's marks are read: the filter's two switches."""

    without_machines: bool = False
    current_status_only: bool = False


@dataclass(frozen=True, slots=True)
class OptionCondition:
    """One option: the words of a sentence about contacts that match it, and the kinds of marks that put them there."""

    option: FilterOption
    phrase: str  # after "who": "opened an email"
    negated: str  # after "who": "did not open an email"
    channel: Channel | None  # of the messages it is about; None: both
    kinds: Callable[[Reading], tuple[Kind, ...]]  # any of them
    days: int | None = None  # the option looks at the last so many days, whatever period is chosen

    def term(self, reading: Reading, period: Period, at_least: int = 1) -> Term:
        """The contacts that match, with `at_least` marks of one kind in the period."""
        return any_of(*(did(kind, period, at_least) for kind in self.kinds(reading)))


def _opens(reading: Reading) -> tuple[Kind, ...]:
    return (Kind.OPEN_BY_PERSON if reading.without_machines else Kind.OPEN,)


def _clicks(reading: Reading) -> tuple[Kind, ...]:
    return (Kind.CLICK_BY_PERSON if reading.without_machines else Kind.CLICK,)


def _replies(_reading: Reading) -> tuple[Kind, ...]:
    return (Kind.REPLY,)


def _opens_clicks_replies(reading: Reading) -> tuple[Kind, ...]:
    return (*_opens(reading), *_clicks(reading), Kind.REPLY)


def _reached(option: FilterOption) -> Callable[[Reading], tuple[Kind, ...]]:
    """Messages that reached the option's status; or, on request, still have it."""
    channel, status = STATUS_OPTIONS[option]
    kinds = STATUS_KINDS[channel.value, status.value]

    def read(reading: Reading) -> tuple[Kind, ...]:
        if not reading.current_status_only:
            return (kinds.reached,)
        return (kinds.now_by_person if reading.without_machines else kinds.now,)

    return read


def _status(option: FilterOption, phrase: str, negated: str) -> OptionCondition:
    return OptionCondition(option, phrase, negated, STATUS_OPTIONS[option][0], _reached(option))


CONDITIONS: Mapping[FilterOption, OptionCondition] = MappingProxyType(
    {
        condition.option: condition
        for condition in (
            OptionCondition(
                FilterOption.EMAIL_OPENS, "opened an email", "did not open an email", Channel.EMAIL, _opens
            ),
            OptionCondition(
                FilterOption.EMAIL_CLICKS,
                "clicked a link in an email",
                "did not click a link in an email",
                Channel.EMAIL,
                _clicks,
            ),
            OptionCondition(
                FilterOption.TEXT_REPLIES, "replied to a text", "did not reply to a text", Channel.TEXT, _replies
            ),
            OptionCondition(
                FilterOption.RECENT_ENGAGEMENT,
                "opened, clicked or replied",
                "did not open, click or reply",
                None,
                _opens_clicks_replies,
                days=RECENT_DAYS,
            ),
            _status(FilterOption.EMAIL_UNSUBSCRIBES, "unsubscribed from email", "did not unsubscribe from email"),
            _status(FilterOption.EMAIL_BOUNCES, "had an email bounce", "had no email bounce"),
            _status(FilterOption.EMAIL_SPAM_COMPLAINTS, "reported an email as spam", "did not report an email as spam"),
            _status(FilterOption.TEXTS_UNSUBSCRIBES, "opted out of texts", "did not opt out of texts"),
        )
    }
)

_DELIVERED: Mapping[Channel | None, tuple[Kind, ...]] = MappingProxyType(
    {
        Channel.EMAIL: (Kind.EMAIL_DELIVERED,),
        Channel.TEXT: (Kind.TEXT_DELIVERED,),
        None: (Kind.EMAIL_DELIVERED, Kind.TEXT_DELIVERED),
    }
)


def period_of(condition: OptionCondition, chosen: Period, viewpoint: Viewpoint) -> Period:
    """The days `condition` looks at when the period `chosen` stands beside it."""
    return chosen if condition.days is None else Period.last_days(condition.days, viewpoint.today)


def reading_of(asked: EngagementFilter) -> Reading:
    """The two switches of the filter."""
    return Reading(asked.without_machines, asked.current_status_only)


def option_term(option: FilterOption, asked: EngagementFilter, viewpoint: Viewpoint) -> Term:
    """The contacts that match one option within the filter."""
    condition = CONDITIONS[option]
    return condition.term(reading_of(asked), period_of(condition, asked.period, viewpoint), asked.at_least)


def condition_term(asked: Condition, reading: Reading, viewpoint: Viewpoint) -> Term:
    """The contacts that match a condition with a period of its own."""
    condition = CONDITIONS[asked.option]
    period = period_of(condition, asked.period, viewpoint)
    if asked.did:
        return condition.term(reading, period, asked.at_least)
    delivered = any_of(*(did(kind, period) for kind in _DELIVERED[condition.channel]))
    return all_of(delivered, none_of(condition.term(reading, period)))
