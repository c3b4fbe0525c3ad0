"""The clock: what is now, on which day of which zone that is, and that a test's moment stands in for it everywhere."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from engagement.lib import moments
from engagement.lib.moments import day_of, day_words, moment_words
from engagement.query.question.viewpoint import viewpoint_of
from engagement.settings import PROJECT
from engagement.store.account import AccountSettings
from tests.moment import HOLD, NOW, hold


def test_the_product_goes_by_the_machines_clock() -> None:
    """In a process of its own, where nobody holds it."""
    words = "from engagement.lib.moments import now; print(now().isoformat())"
    before = datetime.now(UTC)
    said = subprocess.run([sys.executable, "-c", words], cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    assert before <= datetime.fromisoformat(said.strip()) <= datetime.now(UTC)


def test_tests_and_what_they_start_have_one_moment() -> None:
    assert moments.now() == NOW
    words = f"{HOLD}; from engagement.lib.moments import now; print(now().isoformat())"
    said = subprocess.run([sys.executable, "-c", words], cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    assert datetime.fromisoformat(said.strip()) == NOW


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-11-25T04:59:50Z", "America/New_York", date(2026, 11, 24)),  # ten seconds before its midnight
        ("2026-11-25T05:00:00Z", "America/New_York", date(2026, 11, 25)),
        ("2026-11-25T00:00:05Z", "UTC", date(2026, 11, 25)),
        ("2026-11-25T00:30:00Z", "America/New_York", date(2026, 11, 24)),  # half past seven in the evening
        ("2026-12-31T23:59:59Z", "UTC", date(2026, 12, 31)),
        ("2026-12-31T12:00:00Z", "Pacific/Kiritimati", date(2027, 1, 1)),
        ("2028-02-29T12:00:00Z", "Etc/GMT+12", date(2028, 2, 29)),
        ("2028-02-29T11:59:59Z", "Etc/GMT+12", date(2028, 2, 28)),
        ("2026-03-08T04:59:59Z", "America/New_York", date(2026, 3, 7)),  # clocks go forward two hours later
        ("2026-03-09T03:59:59Z", "America/New_York", date(2026, 3, 8)),  # a day of 23 hours
        ("2026-11-02T04:59:59Z", "America/New_York", date(2026, 11, 1)),  # a day of 25 hours
    ],
)
def test_today_is_the_date_on_the_wall(moment: str, zone: str, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "clock", moments.clock)  # put back after the test
    hold(datetime.fromisoformat(moment))
    assert moments.today_in(ZoneInfo(zone)) == day
    assert viewpoint_of(AccountSettings(timezone=zone)).today == day


def test_now_is_in_utc_whatever_zone_the_clock_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "clock", partial(datetime.now, UTC))
    assert moments.now().utcoffset() == timedelta(0)


NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("weekday", "year", "words"),
    [
        (False, True, "3 Nov 2026"),
        (True, True, "Tue 3 Nov 2026"),
        (False, False, "3 Nov"),
        (True, False, "Tue 3 Nov"),
    ],
)
def test_a_day_in_words(weekday: bool, year: bool, words: str) -> None:
    assert day_words(date(2026, 11, 3), weekday=weekday, year=year) == words


def test_the_day_is_that_of_the_zone() -> None:
    assert day_of(datetime(2026, 11, 24, 4, 59, tzinfo=UTC), NEW_YORK) == date(2026, 11, 23)
    assert day_of(datetime(2026, 11, 24, 5, 0, tzinfo=UTC), NEW_YORK) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "Sun 1 Nov 2026, 01:30 EDT"),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "Sun 1 Nov 2026, 01:30 EST"),  # the hour that comes twice
    ],
)
def test_a_moment_says_which_of_two_hours(at: datetime, expected: str) -> None:
    assert moment_words(at, NEW_YORK) == expected
