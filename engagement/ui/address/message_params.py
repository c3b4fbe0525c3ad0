"""The question about messages as parameters of an address, and back: how a number on any screen opens its list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.errors import FilterError
from engagement.lib.ids import id_of
from engagement.lib.text import storable
from engagement.query.question.engaged_hour import WEEKDAYS, EngagedHour
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.ui.address.periods import EARLIEST, LATEST, Preset, period_of

FIND = "find"
SENT, SENT_FROM, SENT_TO = "sent", "sent-from", "sent-to"
MEASURED_FROM, MEASURED_TO = "measured-from", "measured-to"
HOUR, HOUR_FROM, HOUR_TO = "hour", "hour-from", "hour-to"  # "Tuesday-14", and its days
KEYS = (
    *(FIND, "channel", "direction", "origin", "status", "measure", MEASURED_FROM, MEASURED_TO),
    *(SENT, SENT_FROM, SENT_TO, "campaign", "contact", "sender", "domain", "code"),
    *(HOUR, HOUR_FROM, HOUR_TO),
)
"""The names of a question about messages in the address bar. None of them is a name of the contacts' filter."""

LONGEST = 1_000
"""Characters of one value that count; nothing kept is searched for by more."""

Params = Mapping[str, Sequence[str]]
_Word = TypeVar("_Word", bound=StrEnum)


def word_of(value: StrEnum) -> str:
    """A word of the vocabulary as widgets and addresses spell it: "Email", "Opened by people"."""
    return value.value[:1].upper() + value.value[1:]


def message_params(asked: MessageFilter) -> dict[str, str]:
    """`asked` as parameters; what asks nothing is left out."""
    words = (
        ("channel", asked.channel),
        ("direction", asked.direction),
        ("origin", asked.origin),
        ("status", asked.status),
        ("measure", asked.measure),
    )
    params = {
        FIND: asked.search,
        **{name: word_of(word) for name, word in words if word is not None},
        **_dates(MEASURED_FROM, MEASURED_TO, asked.measured),
        **({SENT: Preset.OWN.value} if asked.sent != ANY_TIME else {}),
        **_dates(SENT_FROM, SENT_TO, asked.sent),
        "campaign": "" if asked.campaign is None else str(asked.campaign),
        "contact": "" if asked.contact is None else str(asked.contact),
        "sender": asked.sender,
        "domain": asked.domain,
        "code": asked.code,
        **_hour_params(asked.engaged),
    }
    return {name: value for name, value in params.items() if value}


def message_filter_of(params: Params, today: date) -> MessageFilter:
    """The question that an address asks, nothing for what it does not name. What has no meaning is left out."""

    def one(name: str) -> str:
        return storable(next(iter(params.get(name, ())), "")[:LONGEST]).strip()

    return MessageFilter(
        search=one(FIND),
        channel=_word(Channel, one("channel")),
        direction=_word(Direction, one("direction")),
        origin=_word(Origin, one("origin")),
        measure=_word(Measure, one("measure")),
        measured=_between(one(MEASURED_FROM), one(MEASURED_TO)),
        sent=_sent(one(SENT), one(SENT_FROM), one(SENT_TO), today),
        status=_word(EventType, one("status")),
        campaign=id_of(one("campaign")),
        sender=one("sender"),
        domain=one("domain"),
        code=one("code"),
        contact=id_of(one("contact")),
        engaged=_hour(one(HOUR), one(HOUR_FROM), one(HOUR_TO)),
    )


def _word(words: Iterable[_Word], text: str) -> _Word | None:
    return next((word for word in words if word.value.casefold() == text.casefold()), None)


def _dates(first: str, last: str, period: Period) -> dict[str, str]:
    ends = ((first, period.first), (last, period.last))
    return {name: day.isoformat() for name, day in ends if day is not None}


def _hour_params(asked: EngagedHour | None) -> dict[str, str]:
    if asked is None:
        return {}
    return {HOUR: f"{WEEKDAYS[asked.weekday]}-{asked.hour}", **_dates(HOUR_FROM, HOUR_TO, asked.days)}


_HOURS = {f"{name}-{hour}".casefold(): (day, hour) for day, name in enumerate(WEEKDAYS) for hour in range(24)}


def _hour(words: str, first: str, last: str) -> EngagedHour | None:
    days = _between(first, last)
    found = _HOURS.get(words.casefold())
    return None if found is None or days.last is None else EngagedHour(*found, days)


def _sent(preset: str, first: str, last: str, today: date) -> Period:
    chosen = _word(Preset, preset) or Preset.ANY
    return _between(first, last) if chosen is Preset.OWN else period_of(chosen, today, None, None)


def _between(first: str, last: str) -> Period:
    try:
        return Period(_date(first), _date(last))
    except FilterError:
        return ANY_TIME


def _date(text: str) -> date | None:
    """A day that a person can choose; else none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
