"""Moments and days. A moment is kept as whole microseconds since 1970 in UTC, compared and indexed as a number;
a day is a whole calendar day in the account's time zone, counted as date.toordinal() counts. Here is also how both are
written in words, on every screen and in every sentence."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)
MICROS_A_DAY = 86_400_000_000
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_NEVER = 1 << 62  # microseconds since 1970: later than any moment

clock: Callable[[], datetime] = partial(datetime.now, UTC)
"""Tells the current moment (aware). Whoever puts another in its place holds the product at a moment, as tests do."""


def now() -> datetime:
    """The current moment, in UTC. The product looks at the clock here and nowhere else: a test checks."""
    return clock()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of `day` in `zone`, as UTC.

    Where clocks go forward over midnight that is the moment of the change; where they go back over it, the first of the
    two midnights. fold=0 means just that. The first day there is begins with the calendar, in any zone: what happened
    before it by the zone's clock is its own.
    """
    if day == date.min:
        return datetime.min.replace(tzinfo=UTC)
    try:
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    except OverflowError:  # the last day there is, moved past the calendar's end by its offset
        return datetime(day.year, day.month, day.day, tzinfo=UTC)


def today_in(zone: ZoneInfo) -> date:
    """The current day in `zone`."""
    return now().astimezone(zone).date()


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day in `zone` that `moment` (aware) falls on."""
    return by_clock(moment, zone).date()


def day_words(day: date, *, weekday: bool = False, year: bool = True) -> str:
    """A day in words: "24 Nov 2026"; with its weekday "Tue 24 Nov 2026"; without its year "24 Nov"."""
    words = f"{day.day} {day:%b}" + (f" {day.year}" if year else "")
    return f"{day:%a} {words}" if weekday else words


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """`moment` (aware) by the clock of `zone`, to the minute: "Tue 24 Nov 2026, 14:05 EST"."""
    local = by_clock(moment, zone)
    return f"{day_words(local, weekday=True)}, {local:%H:%M %Z}"


def by_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """`moment` (aware) by the clock of `zone`; by that of UTC where it would be before the year 1 or after 9999."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment.astimezone(UTC)


def utc_day(micros: int) -> int:
    """The day in UTC of a moment in microseconds since 1970, as date.toordinal() counts days."""
    return _EPOCH_DAY + micros // MICROS_A_DAY


class Calendar:
    """Which day of a time zone a moment falls on, as date.toordinal() counts days; fast for millions of moments."""

    def __init__(self, zone: ZoneInfo) -> None:
        @cache
        def start(day: int) -> int:
            if day > _LAST:
                return _NEVER  # what is later than the last day by the zone's clock is that day's own
            return to_micros(start_of_day(date.fromordinal(max(day, _FIRST)), zone))

        self.start = start  # a day to its first moment, both as numbers

    def day(self, micros: int) -> int:
        """The day of a moment given in microseconds since 1970. By start_of_day, so a period's edges agree with it."""
        day = _EPOCH_DAY + micros // MICROS_A_DAY  # utc_day, written out for speed: at most one day off
        if micros < self.start(day):
            return day - 1
        return day + 1 if micros >= self.start(day + 1) else day


def to_micros(moment: datetime) -> int:
    """`moment` (aware) as microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Microseconds since 1970 as an aware time in UTC."""
    return _EPOCH + timedelta(microseconds=micros)
