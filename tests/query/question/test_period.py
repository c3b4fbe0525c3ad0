"""Periods are whole days of the account's time zone, however long its clocks make them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engagement.errors import FilterError
from engagement.lib.moments import start_of_day
from engagement.query.question.period import Period

# zone, day, first moment inside, first moment after (both UTC), hours the day has
DAYS = [
    ("UTC", "2026-11-24", "2026-11-24T00:00", "2026-11-25T00:00", 24),
    ("UTC", "2028-02-29", "2028-02-29T00:00", "2028-03-01T00:00", 24),
    ("Asia/Kolkata", "2026-11-24", "2026-11-23T18:30", "2026-11-24T18:30", 24),
    ("Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00", "2026-01-01T10:00", 24),
    ("Etc/GMT+12", "2025-12-31", "2025-12-31T12:00", "2026-01-01T12:00", 24),
    # Clocks change at two in the morning: the day is an hour short, or long.
    ("America/New_York", "2026-03-08", "2026-03-08T05:00", "2026-03-09T04:00", 23),
    ("America/New_York", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00", 25),
    # By half an hour.
    ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00", "2026-04-05T13:30", 24.5),
    # Clocks go forward at midnight, which does not exist: the day begins at one.
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", "2018-11-05T02:00", 23),
    ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00", "2026-03-29T21:00", 23),
    # Clocks go back from one to midnight, which comes twice: the day begins at the first.
    ("America/Havana", "2025-11-02", "2025-11-02T04:00", "2025-11-03T05:00", 25),
    ("America/Havana", "2025-11-01", "2025-11-01T04:00", "2025-11-02T04:00", 24),
    # Clocks go back from midnight into the day before, which gets the hour.
    ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00", "2018-02-18T03:00", 25),
    # A day that a country left out, and its neighbours.
    ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00", "2011-12-30T10:00", 24),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", "2011-12-30T10:00", 0),
    ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00", "2011-12-31T10:00", 24),
]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "day", "begins", "after", "hours"), DAYS)
def test_a_day(zone: str, day: str, begins: str, after: str, hours: float) -> None:
    one = date.fromisoformat(day)
    bounds = Period(one, one).bounds(ZoneInfo(zone))
    assert bounds == (moment(begins), moment(after))
    assert moment(after) - moment(begins) == timedelta(hours=hours)
    assert all(bound is not None and bound.utcoffset() == timedelta(0) for bound in bounds)


@pytest.mark.parametrize(("zone", "day"), [(zone, day) for zone, day, *_, hours in DAYS if hours])
def test_both_edges_of_a_day_show_its_date_on_the_wall(zone: str, day: str) -> None:
    one = date.fromisoformat(day)
    begins, after = Period(one, one).bounds(ZoneInfo(zone))
    assert begins is not None
    assert after is not None
    instant = timedelta(microseconds=1)
    on_the_wall = [at.astimezone(ZoneInfo(zone)).date() for at in (begins, after - instant)]
    assert on_the_wall == [one, one]
    assert after.astimezone(ZoneInfo(zone)).date() > one
    assert (begins - instant).astimezone(ZoneInfo(zone)).date() < one


@pytest.mark.parametrize(
    ("first", "last", "bounds"),
    [
        (None, None, (None, None)),
        ("2026-11-01", None, ("2026-11-01T04:00", None)),
        (None, "2026-11-01", (None, "2026-11-02T05:00")),
        ("2026-10-26", "2026-11-24", ("2026-10-26T04:00", "2026-11-25T05:00")),
        ("2026-11-24", "2026-11-24", ("2026-11-24T05:00", "2026-11-25T05:00")),
    ],
)
def test_an_open_end_has_no_bound(first: str | None, last: str | None, bounds: tuple[str | None, str | None]) -> None:
    period = Period(first and date.fromisoformat(first), last and date.fromisoformat(last))  # type: ignore[arg-type]
    expected = tuple(None if bound is None else moment(bound) for bound in bounds)
    assert period.bounds(ZoneInfo("America/New_York")) == expected


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-25", "2026-11-24"), ("2027-01-01", "2026-12-31"), ("9999-12-31", "0001-01-01")]
)
def test_a_reversed_period_is_refused_in_a_sentence(first: str, last: str) -> None:
    with pytest.raises(FilterError) as caught:
        Period(date.fromisoformat(first), date.fromisoformat(last))
    assert str(caught.value) == f"The period begins on {first} and ends before that, on {last}: swap the two dates."


@pytest.mark.parametrize(
    ("days", "today", "first"),
    [
        (1, "2026-11-24", "2026-11-24"),
        (7, "2026-11-24", "2026-11-18"),
        (30, "2026-11-24", "2026-10-26"),
        (30, "2028-03-01", "2028-02-01"),
        (365, "2026-11-24", "2025-11-25"),
    ],
)
def test_the_last_days_end_with_today(days: int, today: str, first: str) -> None:
    end = date.fromisoformat(today)
    assert Period.last_days(days, end) == Period(date.fromisoformat(first), end)


@pytest.mark.parametrize("days", [10**6, 10**9, 10**30])
def test_more_days_than_the_calendar_has_are_all_days(days: int) -> None:
    assert Period.last_days(days, date(2026, 11, 24)) == Period(None, date(2026, 11, 24))


@pytest.mark.parametrize("days", [0, -1, -(10**30)])
def test_a_period_without_a_day_is_refused_in_a_sentence(days: int) -> None:
    with pytest.raises(FilterError, match=r"^A period of -?\d+ days holds no day: ask for 1 or more\.$"):
        Period.last_days(days, date(2026, 11, 24))


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_calendar_has_a_first_and_a_last_day(zone: str) -> None:
    begins, after = Period(date.min, date.max).bounds(ZoneInfo(zone))
    assert begins is not None
    assert begins < moment("0001-01-02T00:00")
    assert after is None  # nothing comes after it
    assert start_of_day(date.max, ZoneInfo(zone)) > moment("9999-12-30T00:00")
