"""The engagement filter's options: each one object with its words and its SQL, which sentence and query read.

The SQL of an option is a subquery of the ids of the contacts that match it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from engagement.query.filter import EngagementFilter
from engagement.query.period import Period
from engagement.query.viewpoint import Viewpoint
from engagement.store.schema import events, messages
from engagement.vocabulary import RECENT_DAYS, STATUS_OPTIONS, Channel, EventType, FilterOption

Ids = Select[tuple[int]]


@dataclass(frozen=True, slots=True)
class Window:
    """The time an option looks at, and what it leaves out there. None leaves that side open."""

    start: datetime | None
    end: datetime | None  # the first moment after
    without_machines: bool
    current_status_only: bool

    def holds(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """That the time in `column` lies inside."""
        sides = []
        if self.start is not None:
            sides.append(column >= self.start)
        if self.end is not None:
            sides.append(column < self.end)
        return and_(True, *sides)


@dataclass(frozen=True, slots=True)
class OptionCondition:
    """One option: the words of a sentence about contacts that match it, and the contacts that do."""

    option: FilterOption
    phrase: str  # after "who": "opened an email"
    contact_ids: Callable[[Window], Ids]
    days: int | None = None  # the option looks at the last so many days, whatever period is chosen


def _engaged(kind: EventType) -> Callable[[Window], Ids]:
    """Contacts with an email event of `kind`."""

    def contact_ids(window: Window) -> Ids:
        ids = select(events.c.contact_id).where(
            events.c.channel == Channel.EMAIL, events.c.type == kind, window.holds(events.c.at)
        )
        return ids.where(events.c.machine.is_(False)) if window.without_machines else ids

    return contact_ids


def _replied(window: Window) -> Ids:
    """Contacts with an inbound text that is a reply, which ingest has settled."""
    return select(messages.c.contact_id).where(messages.c.is_reply.is_(True), window.holds(messages.c.sent_at))


_opened, _clicked = _engaged(EventType.OPENED), _engaged(EventType.CLICKED)


def _opened_clicked_or_replied(window: Window) -> Ids:
    union = _opened(window).union(_clicked(window), _replied(window)).subquery()
    return select(union.c.contact_id)


def _reached(option: FilterOption) -> Callable[[Window], Ids]:
    """Contacts with a message that reached the option's status; or, on request, still has it.

    A send that was held back because of an earlier unsubscribe or complaint failed, but is no bounce.
    """
    channel, kind = STATUS_OPTIONS[option]

    def contact_ids(window: Window) -> Ids:
        ids = select(events.c.contact_id).where(
            events.c.channel == channel,
            events.c.type == kind,
            events.c.suppressed.is_(False),
            window.holds(events.c.at),
        )
        if not window.current_status_only:
            return ids
        status = messages.c.human_status if window.without_machines else messages.c.status
        same = and_(messages.c.contact_id == events.c.contact_id, messages.c.message_id == events.c.message_id)
        return ids.join_from(events, messages, same).where(status == kind)

    return contact_ids


CONDITIONS: Mapping[FilterOption, OptionCondition] = MappingProxyType(
    {
        condition.option: condition
        for condition in (
            OptionCondition(FilterOption.EMAIL_OPENS, "opened an email", _opened),
            OptionCondition(FilterOption.EMAIL_CLICKS, "clicked a link in an email", _clicked),
            OptionCondition(FilterOption.TEXT_REPLIES, "replied to a text", _replied),
            OptionCondition(
                FilterOption.RECENT_ENGAGEMENT,
                "opened, clicked or replied",
                _opened_clicked_or_replied,
                days=RECENT_DAYS,
            ),
            *(
                OptionCondition(option, phrase, _reached(option))
                for option, phrase in (
                    (FilterOption.EMAIL_UNSUBSCRIBES, "unsubscribed from email"),
                    (FilterOption.EMAIL_BOUNCES, "had an email bounce"),
                    (FilterOption.EMAIL_SPAM_COMPLAINTS, "reported an email as spam"),
                    (FilterOption.TEXTS_UNSUBSCRIBES, "opted out of texts"),
                )
            ),
        )
    }
)


def period_of(condition: OptionCondition, asked: EngagementFilter, viewpoint: Viewpoint) -> Period:
    """The days `condition` looks at within the filter."""
    return asked.period if condition.days is None else Period.last_days(condition.days, viewpoint.today)


def contact_ids(condition: OptionCondition, asked: EngagementFilter, viewpoint: Viewpoint) -> Ids:
    """The contacts that match one option within the filter, as a subquery."""
    start, end = period_of(condition, asked, viewpoint).bounds(viewpoint.zone)
    return condition.contact_ids(Window(start, end, asked.without_machines, asked.current_status_only))
