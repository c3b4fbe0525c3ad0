"""What messages come to, for the oracle: in plain loops over the contacts that canonical records make."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.lib.ids import stable_id
from engagement.query.question.engaged_hour import EngagedHour
from engagement.query.question.viewpoint import Viewpoint
from tests.oracle_people import Message, Person

EVENTS = {
    Measure.DELIVERED: (EventType.DELIVERED, tuple(Channel)),
    Measure.OPENED: (EventType.OPENED, (Channel.EMAIL,)),
    Measure.OPENED_BY_PERSON: (EventType.OPENED, (Channel.EMAIL,)),
    Measure.CLICKED: (EventType.CLICKED, (Channel.EMAIL,)),
    Measure.CLICKED_BY_PERSON: (EventType.CLICKED, (Channel.EMAIL,)),
    Measure.UNSUBSCRIBED: (EventType.UNSUBSCRIBED, (Channel.EMAIL,)),
    Measure.REFUSED: (EventType.UNSUBSCRIBED, (Channel.TEXT,)),
    Measure.BOUNCED: (EventType.FAILED, (Channel.EMAIL,)),
    Measure.COMPLAINED: (EventType.COMPLAINED, (Channel.EMAIL,)),
}


class Came(NamedTuple):
    """A message that came to a measure, and when first."""

    person: int  # its place among the people
    message: Message
    measure: Measure
    at: datetime | None

    @property
    def campaign(self) -> str | None:
        """The name of the message's campaign."""
        return self.message.attribution.campaign if self.message.attribution else None


def all_that_came(known: Sequence[Person], is_seen: Callable[[Person], bool]) -> list[Came]:
    """Everything that the messages of those who are seen came to."""
    return [
        Came(place, message, measure, at)
        for place, person in enumerate(known)
        if is_seen(person)
        for answered, stopped in [(answers(person), stops(person))]
        for message in person.messages
        for measure, at in came_to(message, answered.get(id(message)), stopped.get(id(message)))
    ]


def came_to(
    message: Message, answered: datetime | None, stopped: datetime | None
) -> Iterator[tuple[Measure, datetime | None]]:
    """What one message came to, and when first."""
    if message.direction is Direction.INBOUND or message.is_canceled:
        return
    yield Measure.SENT, message.sent_at
    if answered is not None:
        yield Measure.REPLIED, answered
    if stopped is not None:
        yield Measure.UNSUBSCRIBED, stopped
    for measure, (kind, channels) in EVENTS.items():
        by_people = measure in (Measure.OPENED_BY_PERSON, Measure.CLICKED_BY_PERSON)
        times = [
            event.at
            for event in message.events.values()
            if event.type is kind and not event.suppressed and not (by_people and message.is_machines(event))
        ]
        if times and message.channel in channels:
            yield measure, min(times)


def answers(person: Person) -> dict[int, datetime]:
    """By id() of a text of ours: when the reply came that is the number's very next text.

    At one moment ours come before theirs. Which of two of ours at one moment is the later is arbitrary, yet always the
    same one: that with the higher id.
    """
    found: dict[int, datetime] = {}
    texts = [m for m in person.messages if m.channel is Channel.TEXT and m.sent_at is not None and not m.is_canceled]
    for address in {text.address for text in texts}:
        talk = sorted((text for text in texts if text.address == address), key=_place)
        for text, following in pairwise(talk):
            if text.direction is Direction.OUTBOUND and following.is_reply and following.sent_at is not None:
                found[id(text)] = following.sent_at
    return found


def stops(person: Person) -> dict[int, datetime]:
    """By id() of a text of ours: when the first stop came that belongs to it: our last text before that stop.

    Of those from the same number of ours as the stop was sent to, where there are any.
    """
    found: dict[int, datetime] = {}
    texts = [m for m in person.messages if m.channel is Channel.TEXT and m.sent_at is not None and not m.is_canceled]
    for stop in sorted((text for text in texts if is_stop(text)), key=_place):
        ours = [
            text
            for text in texts
            if text.direction is Direction.OUTBOUND and text.address == stop.address and _place(text) < _place(stop)
        ]
        same = [text for text in ours if stop.our_address is not None and text.our_address == stop.our_address]
        if ours and stop.sent_at is not None:
            found.setdefault(id(max(same or ours, key=_place)), stop.sent_at)
    return found


def is_stop(text: Message) -> bool:
    """Whether a text of theirs is a stop word."""
    return text.direction is Direction.INBOUND and text.keyword is Keyword.OPT_OUT


def _place(text: Message) -> tuple[datetime, bool, int]:
    assert text.sent_at is not None
    return text.sent_at, text.direction is Direction.INBOUND, stable_id("text", text.key, text.address)


def is_engaged(message: Message, hour: EngagedHour, viewpoint: Viewpoint) -> bool:
    """Whether a clock on the wall showed that hour when it was opened or clicked by a person, or came as a reply."""
    times = [message.sent_at] if message.is_reply and message.sent_at else []
    if message.channel is Channel.EMAIL:
        kinds = (EventType.OPENED, EventType.CLICKED)
        times += [event.at for event in message.counted(True) if event.type in kinds]
    first, last = hour.days.first or date.min, hour.days.last or date.max
    walls = [at.astimezone(viewpoint.zone) for at in times]
    return any(
        (wall.weekday(), wall.hour) == (hour.weekday, hour.hour) and first <= wall.date() <= last for wall in walls
    )
