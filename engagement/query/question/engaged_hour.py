"""An hour of the week, over some days: when people opened, clicked or replied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engagement.errors import FilterError
from engagement.lib.moments import by_clock, start_of_day
from engagement.query.question.period import Period
from engagement.query.question.wording import days

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_DAYS = 90  # that are looked at, the last ones
_QUARTER = timedelta(minutes=15)  # every time zone's hours begin on a quarter of an hour


def counted_days(chosen: Period) -> Period:
    """The days of `chosen` that are counted: its last MOST_DAYS. FilterError when it has no last day."""
    if chosen.last is None:
        raise FilterError("The hours of the week are counted up to a last day: choose one.")
    latest = Period.last_days(MOST_DAYS, chosen.last)
    return latest if chosen.first is None or latest.first is None or latest.first > chosen.first else chosen


@dataclass(frozen=True, slots=True)
class EngagedHour:
    """The hour from `hour`:00 on each `weekday` (0 for Monday) of `days`, of which the last MOST_DAYS count.

    FilterError for an hour that no week has, and for days without an end.
    """

    weekday: int
    hour: int
    days: Period

    def __post_init__(self) -> None:
        if not (0 <= self.weekday < 7 and 0 <= self.hour < 24):
            raise FilterError(f"Hour {self.hour} of weekday {self.weekday} is in no week: choose one that is.")
        counted_days(self.days)

    def spans(self, zone: ZoneInfo) -> Sequence[tuple[datetime, datetime]]:
        """From when to when the hour was on each of its days, by the clock of `zone`: twice as long where clocks went
        back over it, none where they went forward."""
        counted = counted_days(self.days)
        last = counted.last or date.max
        first = counted.first or date.min
        found = []
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            if day.weekday() == self.weekday and day < date.max:
                found += self._spans_of(day, zone)
        return found

    def _spans_of(self, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
        at, after = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
        found: list[tuple[datetime, datetime]] = []
        while at < after:
            if by_clock(at, zone).hour == self.hour:
                begun = found.pop()[0] if found and found[-1][1] == at else at
                found.append((begun, at + _QUARTER))
            at += _QUARTER
        return found


def hour_in_words(weekday: int, hour: int) -> str:
    """ "Tuesday 14:00 to 15:00"."""
    return f"{WEEKDAYS[weekday]} {hour:02}:00 to {(hour + 1) % 24:02}:00"


def engaged_in_words(asked: EngagedHour) -> str:
    """An hour with its days: "on Tuesday 14:00 to 15:00, between 26 Oct and 24 Nov 2026"."""
    return f"on {hour_in_words(asked.weekday, asked.hour)}, {days(counted_days(asked.days))}"
