"""An hour of the week: from when to when it was, by the clock, also where clocks change; and in words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engagement.errors import FilterError
from engagement.query.question.engaged_hour import MOST_DAYS, EngagedHour, engaged_in_words
from engagement.query.question.period import ANY_TIME, Period

QUARTER = timedelta(minutes=15)
# A change of clocks each: an hour that is not there, one that is there twice, half an hour, none, and at midnight.
CASES = [
    ("America/New_York", date(2026, 3, 8), 6, 2),
    ("America/New_York", date(2026, 11, 1), 6, 1),
    ("Australia/Lord_Howe", date(2026, 4, 5), 6, 1),
    ("Asia/Kathmandu", date(2026, 11, 3), 1, 14),
    ("America/Havana", date(2026, 3, 8), 6, 0),
    ("UTC", date(2026, 11, 2), 0, 23),
]


@pytest.mark.parametrize(("name", "day", "weekday", "hour"), CASES)
def test_it_is_what_a_clock_shows(name: str, day: date, weekday: int, hour: int) -> None:
    zone = ZoneInfo(name)
    days = Period(day - timedelta(days=9), day + timedelta(days=9))
    spans = EngagedHour(weekday, hour, days).spans(zone)
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=12)
    for _ in range(24 * 24 * 4):
        wall = at.astimezone(zone)
        is_meant = (wall.weekday(), wall.hour) == (weekday, hour) and days.first <= wall.date() <= days.last  # type: ignore[operator]
        assert sum(begin <= at < end for begin, end in spans) == is_meant, at
        at += QUARTER


def test_no_more_days_are_looked_at_than_the_picture_counts() -> None:
    today = date(2026, 11, 24)
    spans = EngagedHour(1, 14, Period(date(1990, 1, 1), today)).spans(ZoneInfo("UTC"))
    assert len(spans) == MOST_DAYS // 7 + 1
    assert spans[0][0] >= datetime(2026, 11, 24, tzinfo=UTC) - timedelta(days=MOST_DAYS)
    assert EngagedHour(1, 14, Period(None, today)).spans(ZoneInfo("UTC")) == spans


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("last", [date.min, date.max])
def test_the_ends_of_the_calendar(zone: str, last: date) -> None:
    assert isinstance(EngagedHour(last.weekday(), 0, Period(None, last)).spans(ZoneInfo(zone)), list)


@pytest.mark.parametrize(
    ("weekday", "hour", "days"),
    [
        (7, 0, Period(None, date.max)),
        (-1, 0, Period(None, date.max)),
        (0, 24, Period(None, date.max)),
        (0, 0, ANY_TIME),
    ],
)
def test_what_is_no_hour(weekday: int, hour: int, days: Period) -> None:
    with pytest.raises(FilterError):
        EngagedHour(weekday, hour, days)


def test_in_words() -> None:
    asked = EngagedHour(6, 23, Period(date(2026, 10, 26), date(2026, 11, 24)))
    assert engaged_in_words(asked) == "on Sunday 23:00 to 00:00, between 26 Oct and 24 Nov 2026"
