"""What changed: people who did something today, yesterday and over a period, each beside a time to compare it with.

Every number is the length of a list, and carries the question of that list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import OPTION_DEFINITIONS, FilterOption
from engagement.errors import FilterError
from engagement.query.matching.membership import members
from engagement.query.matching.options import CONDITIONS
from engagement.query.matching.view import View
from engagement.query.numbers.basis import counted_how
from engagement.query.numbers.trends import trend
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import Period

_WEEK = timedelta(days=7)


class Span(StrEnum):
    """The times that stand beside each other."""

    TODAY = "today"  # so far
    YESTERDAY = "yesterday"
    WEEK_BEFORE = "a week before yesterday"  # the same weekday
    CHOSEN = "the period"
    BEFORE = "the days before it"  # as many


_ENGAGED = frozenset({FilterOption.EMAIL_OPENS, FilterOption.EMAIL_CLICKS, FilterOption.TEXT_REPLIES})
_SIGNS = (FilterOption.TEXT_REPLIES, FilterOption.EMAIL_CLICKS, FilterOption.EMAIL_OPENS)
_OPTIONS: Mapping[str, frozenset[FilterOption]] = MappingProxyType(
    {
        "opened, clicked or replied": _ENGAGED,
        **{CONDITIONS[option].phrase: frozenset({option}) for option in _SIGNS},
        **{
            CONDITIONS[option].phrase: frozenset({option})
            for option in FilterOption
            if option not in (*_SIGNS, FilterOption.RECENT_ENGAGEMENT)
        },
    }
)
"""What people did, after "who", with the filter's options that say it."""


@dataclass(frozen=True, slots=True)
class PeopleNumber:
    """How many contacts a filter lists."""

    asked: EngagementFilter
    count: int


@dataclass(frozen=True, slots=True)
class PeopleLine:
    """One thing people did, in each span."""

    phrase: str  # after "who": "opened an email"
    options: frozenset[FilterOption]
    numbers: Mapping[Span, PeopleNumber]

    @property
    def meaning(self) -> str:
        """How it is counted, as the filter's options say."""
        return " Or: ".join(OPTION_DEFINITIONS[option] for option in FilterOption if option in self.options)


@dataclass(frozen=True, slots=True)
class DayOfPeople:
    """How many people gave each sign of engagement on one day."""

    day: date
    numbers: Mapping[FilterOption, PeopleNumber]


def spans(chosen: Period, today: date) -> Mapping[Span, Period]:
    """The days of each span; FilterError unless `chosen` has both ends."""
    yesterday = today - timedelta(days=1)
    return {
        Span.TODAY: Period(today, today),
        Span.YESTERDAY: Period(yesterday, yesterday),
        Span.WEEK_BEFORE: Period(yesterday - _WEEK, yesterday - _WEEK),
        Span.CHOSEN: chosen,
        Span.BEFORE: days_before(chosen),
    }


def days_before(chosen: Period) -> Period:
    """As many days, just before those of `chosen`; FilterError unless it has both ends."""
    first, last = _ends(chosen)
    return Period(
        date.fromordinal(max(2 * first.toordinal() - last.toordinal() - 1, 1)),
        date.fromordinal(max(first.toordinal() - 1, 1)),
    )


def people_lines(view: View, chosen: Period) -> Sequence[PeopleLine]:
    """What people did, line by line, not counting what machines opened and clicked."""
    lines = []
    for phrase, options in _OPTIONS.items():
        numbers = {}
        for span, period in spans(chosen, view.today).items():
            asked = EngagementFilter(options=options, period=period, without_machines=True)
            numbers[span] = PeopleNumber(asked, len(members(view, asked)))
        lines.append(PeopleLine(phrase, options, numbers))
    return lines


def people_by_day(view: View, chosen: Period) -> Sequence[DayOfPeople]:
    """How many people opened, clicked and replied on each day of a period, not counting machines."""
    first, last = _ends(chosen)
    found = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        on_day = EngagementFilter(period=Period(day, day), without_machines=True)
        asked = {option: replace(on_day, options=frozenset({option})) for option in _SIGNS}
        numbers = {option: PeopleNumber(one, len(members(view, one))) for option, one in asked.items()}
        found.append(DayOfPeople(day, numbers))
    return found


def _ends(period: Period) -> tuple[date, date]:
    if period.first is None or period.last is None:
        raise FilterError("A period is compared with the days before it: choose its first and its last day.")
    return period.first, period.last


_MEASURES = (
    Measure.SENT,
    Measure.DELIVERED,
    Measure.OPENED_BY_PERSON,
    Measure.CLICKED_BY_PERSON,
    Measure.REPLIED,
    Measure.BOUNCED,
    Measure.COMPLAINED,
    Measure.UNSUBSCRIBED,
    Measure.REFUSED,
)


@dataclass(frozen=True, slots=True)
class MessageNumber:
    """How many messages a question lists."""

    asked: MessageFilter
    count: int


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One measure of messages, in each span: those that first came to it then."""

    measure: Measure
    numbers: Mapping[Span, MessageNumber]

    @property
    def meaning(self) -> str:
        """How it is counted, and what is left out."""
        return counted_how(self.measure)


def message_lines(view: View, chosen: Period) -> Sequence[MessageLine]:
    """What our messages came to, line by line."""
    times = spans(chosen, view.today)
    ends = [_ends(period) for period in times.values()]
    whole = Period(min(first for first, _ in ends), max(last for _, last in ends))
    by_day = trend(view, _MEASURES, whole)
    lines = []
    for measure in _MEASURES:
        numbers = {
            span: MessageNumber(
                MessageFilter(measure=measure, measured=period),
                int(by_day[measure.value].loc[str(period.first) : str(period.last)].sum()),
            )
            for span, period in times.items()
        }
        lines.append(MessageLine(measure, numbers))
    return lines
