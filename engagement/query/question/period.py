"""Periods: whole calendar days in the account's time zone, both ends included."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engagement.errors import FilterError
from engagement.lib.moments import start_of_day


@dataclass(frozen=True, slots=True)
class Period:
    """From the start of `first` to the end of `last`; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise FilterError(
                f"The period begins on {self.first} and ends before that, on {self.last}: swap the two dates."
            )

    @classmethod
    def last_days(cls, days: int, today: date) -> "Period":
        """`today` and the `days` - 1 days before it; FilterError unless `days` is 1 or more."""
        if days < 1:
            raise FilterError(f"A period of {days} days holds no day: ask for 1 or more.")
        try:
            return cls(today - timedelta(days=days - 1), today)
        except OverflowError:
            return cls(None, today)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """The first moment inside and the first moment after, in UTC."""
        after = None
        if self.last is not None and self.last < date.max:
            after = start_of_day(self.last + timedelta(days=1), zone)
        return (None if self.first is None else start_of_day(self.first, zone)), after


ANY_TIME = Period()
