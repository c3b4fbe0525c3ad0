"""Days of the account: whole calendar days in its time zone, and which of them a moment falls on."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_EPOCH = date(1970, 1, 1).toordinal()
MICROS_A_DAY = 86_400_000_000
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of `day` in `zone`, as UTC.

    Where clocks go forward over midnight that is the moment of the change; where they go back over it, the first of the
    two midnights. fold=0 means just that.
    """
    try:
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    except OverflowError:  # the first or last day there is, moved past the calendar's end by its offset
        return datetime(day.year, day.month, day.day, tzinfo=UTC)


def today_in(zone: ZoneInfo) -> date:
    """The current day in `zone`."""
    return datetime.now(zone).date()


def utc_day(micros: int) -> int:
    """The day in UTC of a moment in microseconds since 1970, as date.toordinal() counts days."""
    return _EPOCH + micros // MICROS_A_DAY


class Calendar:
    """Which day of a time zone a moment falls on, as date.toordinal() counts days; fast for millions of moments."""

    def __init__(self, zone: ZoneInfo) -> None:
        epoch, microsecond = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)

        @cache
        def start(day: int) -> int:
            return (start_of_day(date.fromordinal(min(max(day, _FIRST), _LAST)), zone) - epoch) // microsecond

        self.start = start  # a day to its first moment, both as numbers

    def day(self, micros: int) -> int:
        """The day of a moment given in microseconds since 1970. By start_of_day, so a period's edges agree with it."""
        day = _EPOCH + micros // MICROS_A_DAY  # utc_day, written out for speed: at most one day off
        if micros < self.start(day):
            return day - 1
        return day + 1 if micros >= self.start(day + 1) else day
