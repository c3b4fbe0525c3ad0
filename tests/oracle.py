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

from engagement.addresses import normal_phone
from engagement.query.filter import EngagementFilter
from engagement.query.viewpoint import Viewpoint
from engagement.vocabulary import Channel, EventType, FilterOption, Match
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

    def happened(self, person: Person, kind: EventType) -> bool:
        """Whether one of their email addresses has such an event."""
        return any(self.holds(event.at) for _, event in person.events(Channel.EMAIL, kind, self.without_machines))

    def replied(self, person: Person) -> bool:
        """Whether one of their numbers sent a reply."""
        return any(self.holds(at) for at in person.replies())

    def reached(self, person: Person, channel: Channel, kind: EventType) -> bool:
        """Whether a message reached a status, and still has it if that is asked."""
        for message, event in person.events(channel, kind):
            if kind is EventType.FAILED and event.suppressed:  # held back over an earlier opt-out: no bounce
                continue
            status = message.status(self.without_machines)
            is_current = status is not None and status[0] is kind
            if self.holds(event.at) and (is_current or not self.current_status_only):
                return True
        return False


REACHED = {
    FilterOption.EMAIL_UNSUBSCRIBES: (Channel.EMAIL, EventType.UNSUBSCRIBED),
    FilterOption.EMAIL_BOUNCES: (Channel.EMAIL, EventType.FAILED),
    FilterOption.EMAIL_SPAM_COMPLAINTS: (Channel.EMAIL, EventType.COMPLAINED),
    FilterOption.TEXTS_UNSUBSCRIBES: (Channel.TEXT, EventType.UNSUBSCRIBED),
}


def has_option(person: Person, option: FilterOption, asked: EngagementFilter, viewpoint: Viewpoint) -> bool:
    """Whether one option of the filter holds for one contact."""
    first, last = asked.period.first, asked.period.last
    if option is FilterOption.RECENT_ENGAGEMENT:
        first, last = viewpoint.today - RECENT, viewpoint.today
    question = Question(first, last, viewpoint.zone, asked.without_machines, asked.current_status_only)
    if option in REACHED:
        return question.reached(person, *REACHED[option])
    opened = question.happened(person, EventType.OPENED)
    clicked = question.happened(person, EventType.CLICKED)
    replied = question.replied(person)
    return {
        FilterOption.EMAIL_OPENS: opened,
        FilterOption.EMAIL_CLICKS: clicked,
        FilterOption.TEXT_REPLIES: replied,
        FilterOption.RECENT_ENGAGEMENT: opened or clicked or replied,
    }[option]


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
    holds = [has_option(person, option, asked, viewpoint) for option in asked.options]
    if not holds:
        return True
    return {Match.ANY: any(holds), Match.ALL: all(holds), Match.NONE: not any(holds)}[asked.match]
