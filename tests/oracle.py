"""The engagement filter again, slow and obvious: plain loops over the contacts that canonical records make.

Written from the product's definitions, apart from the SQL, to be compared with it. Nothing is shared with
engagement.ingest or engagement.query but the values a question is asked with. Days are told by the wall: a moment lies
in a period when the date that a calendar in the account's zone shows at that moment does.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from engagement.domain.addresses import normal_phone
from engagement.domain.causes import Cause
from engagement.domain.vocabulary import Channel, EventType, FilterOption, Match
from engagement.lib.ids import stable_id
from engagement.providers.told import Said, told
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.viewpoint import Viewpoint
from tests.oracle_counts import all_that_came
from tests.oracle_people import Person

RECENT = timedelta(days=29)  # today and the 29 days before it


@cache
def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The date a calendar in `zone` shows at `moment`."""
    return moment.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one option: over which dates, and what is left out."""

    first: date | None
    last: date | None
    zone: ZoneInfo
    without_machines: bool
    current_status_only: bool

    def holds(self, moment: datetime) -> bool:
        """Whether the wall shows one of the dates at `moment`."""
        day = day_of(moment, self.zone)
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def happened(self, person: Person, kind: EventType) -> int:
        """How many such events their email addresses have."""
        return sum(self.holds(event.at) for _, event in person.events(Channel.EMAIL, kind, self.without_machines))

    def replied(self, person: Person) -> int:
        """How many replies their numbers sent."""
        return sum(self.holds(at) for at in person.replies())

    def reached(self, person: Person, channel: Channel, kind: EventType) -> int:
        """How often a message reached a status, and still has it if that is asked."""
        times = 0
        for message, event in person.events(channel, kind):
            if kind is EventType.FAILED and event.suppressed:  # held back over an earlier opt-out: no bounce
                continue
            status = message.status(self.without_machines)
            is_current = status is not None and status[0] is kind
            times += self.holds(event.at) and (is_current or not self.current_status_only)
        return times

    def was_delivered(self, person: Person, channel: Channel) -> bool:
        """Whether a message of `channel` was delivered to them."""
        return any(self.holds(event.at) for _, event in person.events(channel, EventType.DELIVERED))

    def causes(self, person: Person) -> set[Cause]:
        """Why emails to them failed for good."""
        return {
            told(Said(Channel.EMAIL, *event.said)).cause
            for _, event in person.events(Channel.EMAIL, EventType.FAILED)
            if self.holds(event.at) and not event.suppressed
        }


REACHED = {
    FilterOption.EMAIL_UNSUBSCRIBES: (Channel.EMAIL, EventType.UNSUBSCRIBED),
    FilterOption.EMAIL_BOUNCES: (Channel.EMAIL, EventType.FAILED),
    FilterOption.EMAIL_SPAM_COMPLAINTS: (Channel.EMAIL, EventType.COMPLAINED),
    FilterOption.TEXTS_UNSUBSCRIBES: (Channel.TEXT, EventType.UNSUBSCRIBED),
}


CHANNELS = {
    FilterOption.EMAIL_OPENS: (Channel.EMAIL,),
    FilterOption.EMAIL_CLICKS: (Channel.EMAIL,),
    FilterOption.TEXT_REPLIES: (Channel.TEXT,),
    FilterOption.RECENT_ENGAGEMENT: (Channel.EMAIL, Channel.TEXT),
    FilterOption.EMAIL_UNSUBSCRIBES: (Channel.EMAIL,),
    FilterOption.EMAIL_BOUNCES: (Channel.EMAIL,),
    FilterOption.EMAIL_SPAM_COMPLAINTS: (Channel.EMAIL,),
    FilterOption.TEXTS_UNSUBSCRIBES: (Channel.TEXT,),
}


def question_of(option: FilterOption, period: Period, asked: EngagementFilter, viewpoint: Viewpoint) -> Question:
    """What is asked of one option when `period` stands beside it."""
    first, last = period.first, period.last
    if option is FilterOption.RECENT_ENGAGEMENT:
        first, last = viewpoint.today - RECENT, viewpoint.today
    return Question(first, last, viewpoint.zone, asked.without_machines, asked.current_status_only)


def holds_often(person: Person, option: FilterOption, question: Question, at_least: int) -> bool:
    """Whether an option happened `at_least` times; of opens, clicks and replies together, one of the three did."""
    if option in REACHED:
        return question.reached(person, *REACHED[option]) >= at_least
    opened = question.happened(person, EventType.OPENED) >= at_least
    clicked = question.happened(person, EventType.CLICKED) >= at_least
    replied = question.replied(person) >= at_least
    return {
        FilterOption.EMAIL_OPENS: opened,
        FilterOption.EMAIL_CLICKS: clicked,
        FilterOption.TEXT_REPLIES: replied,
        FilterOption.RECENT_ENGAGEMENT: opened or clicked or replied,
    }[option]


def has_option(person: Person, option: FilterOption, asked: EngagementFilter, viewpoint: Viewpoint) -> bool:
    """Whether one option of the filter holds for one contact."""
    question = question_of(option, asked.period, asked, viewpoint)
    return holds_often(person, option, question, asked.at_least)


def meets(person: Person, condition: Condition, asked: EngagementFilter, viewpoint: Viewpoint) -> bool:
    """Whether a condition with a period of its own holds. Who got nothing in it neither did nor did not."""
    question = question_of(condition.option, condition.period, asked, viewpoint)
    if condition.did:
        return holds_often(person, condition.option, question, condition.at_least)
    got = any(question.was_delivered(person, channel) for channel in CHANNELS[condition.option])
    return got and not holds_often(person, condition.option, question, 1)


def _id(campaign: str) -> int:
    return stable_id("campaign", " ".join(campaign.split()).casefold())


def is_found(person: Person, search: str, region: str) -> bool:
    """Whether what somebody typed is in the name, an email address or a phone number."""
    wanted = search.strip()
    if bare(wanted) in bare(person.name):
        return True
    if any(wanted.casefold() in email for email in person.values(Channel.EMAIL)):
        return True
    digits = "".join(letter for letter in wanted if letter in "0123456789")
    if len(digits) < 3 or any(letter.isalpha() for letter in wanted):
        return False
    number = normal_phone(wanted, region)
    return any(number == phone or digits in phone for phone in person.values(Channel.TEXT))


def bare(text: str) -> str:
    """`text` without case and accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn").casefold()


def in_scope(person: Person, viewpoint: Viewpoint) -> bool:
    """Whether the viewer may see a contact at all."""
    return viewpoint.scope.owners is None or person.owner in viewpoint.scope.owners


def bounced(person: Person, asked: EngagementFilter, viewpoint: Viewpoint) -> bool:
    """Whether what is asked of bounces holds: over which cause, and how often they were put off."""
    when = Question(asked.period.first, asked.period.last, viewpoint.zone, False, False)
    if asked.causes and not (asked.causes & when.causes(person)):
        return False
    return when.happened(person, EventType.TEMPORARY_FAILURE) >= asked.soft_bounces


def matches(person: Person, asked: EngagementFilter, viewpoint: Viewpoint) -> bool:
    """Whether a contact is in the list that the filter asks for."""
    if not in_scope(person, viewpoint):
        return False
    for value, wanted in (
        (person.kind, asked.kinds),
        (person.owner, asked.owners),
        (person.stage, asked.stages),
        (person.source, asked.sources),
    ):
        if wanted and value not in wanted:
            return False
    if asked.labels and not (asked.labels & person.labels):
        return False
    if not is_found(person, asked.search, viewpoint.region):
        return False
    if not all(meets(person, condition, asked, viewpoint) for condition in asked.conditions):
        return False
    if asked.campaign is not None and not any(
        one.measure is asked.campaign.measure and one.campaign and _id(one.campaign) == asked.campaign.campaign_id
        for one in all_that_came([person], lambda _: True)
    ):
        return False
    if not bounced(person, asked, viewpoint):
        return False
    holds = [has_option(person, option, asked, viewpoint) for option in asked.options]
    if not holds:
        return True
    return {Match.ANY: any(holds), Match.ALL: all(holds), Match.NONE: not any(holds)}[asked.match]
