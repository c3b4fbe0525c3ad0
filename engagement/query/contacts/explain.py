"""Why a contact is on a list, by the very events that put them there; or what kept them off it, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engagement.domain.marks import Kind, marks_of, reply_marks
from engagement.domain.measures import Measure, measured
from engagement.domain.vocabulary import Channel, Direction, EventType, FilterOption, Match
from engagement.lib.moments import Calendar, from_micros
from engagement.query.matching.membership import CAUSES, SOFT_BOUNCES, parts
from engagement.query.matching.options import CONDITIONS, OptionCondition, period_of, reading_of
from engagement.query.matching.sentence import (
    bounces_in_words,
    campaign_in_words,
    condition_in_words,
    engagement_in_words,
    soft_bounces_in_words,
)
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import CampaignPart, Condition, EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import contacts, events, messages, plain_time
from engagement.store.sets import Field

_Told = tuple[dict[str, Any], Sequence[dict[str, Any]]]  # a message with its events
_History = Sequence[_Told]
_FEW_EVENTS = 20  # of one reason; the latest tell enough


@dataclass(frozen=True, slots=True)
class MatchingEvent:
    """An event that put the contact on the list."""

    option: FilterOption | Measure  # a measure is what was asked of a campaign
    type: EventType
    at: datetime  # UTC
    channel: Channel
    about: str  # the email's subject or the text's words
    machine: bool
    in_burst: bool = False  # which makes it likely a machine's where the provider says nothing


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whether the contact is on the list; the events that put them there, the latest first; what kept them off."""

    is_match: bool
    events: tuple[MatchingEvent, ...]
    obstacles: tuple[str, ...]  # sentences


def explain(view: View, contact_id: int, asked: EngagementFilter) -> Explanation:
    """Why the contact is, or is not, on the list of `asked`; one out of scope is told apart from nobody to no one."""
    row = view.connection.execute(select(contacts).where(contacts.c.contact_id == contact_id)).first()
    found = parts(view, asked)
    if row is None or row.number not in found.pop("scope"):
        return Explanation(False, (), ("There is no such contact among those you may see.",))
    missing = [name for name, members in found.items() if row.number not in members]
    if missing:
        return Explanation(False, (), tuple(_obstacle(name, row, asked, view.viewpoint) for name in missing))
    return Explanation(True, tuple(_matching(view, contact_id, asked)), ())


def _obstacle(part: str, row: Any, asked: EngagementFilter, viewpoint: Viewpoint) -> str:
    """What kept the contact off, for one part of the filter."""
    if part == "search":
        return f"Neither name nor address has “{asked.search.strip()}” in it."
    if part == Field.LABEL:
        return f"None of the labels is {_or(asked.labels)}."
    if part in {Field.KIND, Field.OWNER, Field.STAGE, Field.SOURCE}:
        wanted = {
            Field.KIND: asked.kinds,
            Field.OWNER: asked.owners,
            Field.STAGE: asked.stages,
            Field.SOURCE: asked.sources,
        }[Field(part)]
        return f"The {part} is {getattr(row, part) or 'empty'}, not {_or(wanted)}."
    if part == "options":
        words = engagement_in_words(asked, viewpoint)
        return f"What is asked does not hold: they {words}."
    if part == "campaign" and asked.campaign is not None:
        return f"What is asked does not hold: they {campaign_in_words(asked.campaign)}."
    if part in (CAUSES, SOFT_BOUNCES):
        words = bounces_in_words(asked) if part == CAUSES else soft_bounces_in_words(asked)
        return f"What is asked does not hold: they {words}."
    condition = asked.conditions[int(part.removeprefix("condition "))]
    return f"What is asked does not hold: they {condition_in_words(condition, viewpoint)}."


def _or(values: Any) -> str:
    return " or ".join(sorted(values))


def _matching(view: View, contact_id: int, asked: EngagementFilter) -> list[MatchingEvent]:
    wanted = list(_wanted(asked, view.viewpoint))
    if not wanted and asked.campaign is None:
        return []
    calendar = Calendar(view.zone)
    matching = []
    history = list(_history(view, contact_id))
    of_campaign = _of_campaign(history, asked.campaign)
    for message, its_events in history:
        about = message["subject"] or message["text"] or ""
        for event in its_events:
            marks = marks_of(message, [event])
            if event["type"] in _INBOUND:
                marks = reply_marks(message["is_reply"], message["sent_at"])
            reasons: list[FilterOption | Measure] = [
                condition.option
                for condition, kinds, period in wanted
                if any(mark.kind in kinds and _holds(period, calendar.day(mark.at)) for mark in marks)
            ]
            if asked.campaign is not None and id(event) in of_campaign:
                reasons.append(asked.campaign.measure)
            kind, at, channel = EventType(event["type"]), from_micros(event["at"]), Channel(message["channel"])
            machine = event["machine"], event["burst"]
            matching += [MatchingEvent(reason, kind, at, channel, about, *machine) for reason in reasons]
    # At equal moments in an order of their own, for a database has none.
    matching.sort(key=lambda event: (event.at, event.about, event.type, event.option), reverse=True)
    return matching[:_FEW_EVENTS]


def _of_campaign(history: _History, part: CampaignPart | None) -> set[int]:
    """The events, by id(), that say what is asked about a campaign; of what was sent, the first of each message."""
    if part is None:
        return set()
    found: set[int] = set()
    written_back: set[int | None] = set()  # when what they wrote brought a text of ours to the measure
    for message, its_events in history:
        came_to = measured(message, ())
        if message["campaign_id"] != part.campaign_id or not came_to:
            continue
        if part.measure is Measure.SENT:
            found.update(id(event) for event in sorted(its_events, key=lambda event: event["at"])[:1])
        if part.measure is not Measure.SENT:
            written_back.add(came_to.get(part.measure.value))
        by_itself = message | {"answered_at": None, "stopped_at": None}
        for event in its_events:
            came = measured(by_itself, marks_of(message, [event]))
            if part.measure is not Measure.SENT and part.measure.value in came:
                found.add(id(event))
    written_back.discard(None)
    for message, its_events in history:
        is_meant = message["is_reply"] or part.measure is not Measure.REPLIED
        if message["direction"] == _THEIRS and is_meant and message["sent_at"] in written_back:
            found.update(id(event) for event in its_events if event["type"] in _INBOUND)
    return found


_THEIRS = Direction.INBOUND.value
_INBOUND = frozenset((EventType.RECEIVING.value, EventType.RECEIVED.value))


def _wanted(
    asked: EngagementFilter, viewpoint: Viewpoint
) -> Iterator[tuple[OptionCondition, tuple[Kind, ...], Period]]:
    """What the events must be that put a contact on the list: of which kinds, in which period."""
    reading = reading_of(asked)
    chosen: list[Condition] = [one for one in asked.conditions if one.did]
    if asked.match is not Match.NONE:
        chosen += [Condition(option, period=asked.period) for option in sorted(asked.options)]
    for one in chosen:
        condition = CONDITIONS[one.option]
        yield condition, condition.kinds(reading), period_of(condition, one.period, viewpoint)


def _holds(period: Period, day: int) -> bool:
    first, last = period.first, period.last
    return (first is None or first.toordinal() <= day) and (last is None or day <= last.toordinal())


def _history(view: View, contact_id: int) -> Iterator[_Told]:
    """The contact's messages, each with its events, times as numbers."""
    names = ("message_id", "type", "at", "machine", "burst", "suppressed")
    columns = [plain_time(events.c[name]) for name in names]
    its_events: dict[int, list[dict[str, Any]]] = {}
    for row in view.connection.execute(select(*columns).where(events.c.contact_id == contact_id)).mappings():
        its_events.setdefault(row["message_id"], []).append(dict(row))
    folded = (
        *("message_id", "channel", "direction", "campaign_id", "status", "human_status", "is_reply", "sent_at"),
        *("answered_at", "stopped_at", "canceled", "subject", "text"),
    )
    columns = [plain_time(messages.c[name]) for name in folded]
    for row in view.connection.execute(select(*columns).where(messages.c.contact_id == contact_id)).mappings():
        yield dict(row), its_events.get(row["message_id"], ())
