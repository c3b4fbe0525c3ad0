"""Send windows where the recipient is: by their number, by the account's clocks, over several zones and closed days."""

from datetime import UTC, datetime

import pytest

from engagement.query.consent.send_window import hours_of, send_window, zones_of
from engagement.store.account import AccountSettings, DayGroup, SendWindow

ACCOUNT = AccountSettings(timezone="America/New_York")
LONDON, CALIFORNIA, IDAHO, TOLL_FREE = "+442079460018", "+14155550142", "+12085550142", "+18005550142"


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    """A moment of November 2026, in UTC; the 24th is a Tuesday, and New York five hours behind."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        (CALIFORNIA, {"America/Los_Angeles"}),
        (IDAHO, {"America/Boise", "America/Los_Angeles"}),
        (LONDON, {"Europe/London"}),
        (TOLL_FREE, set()),
        ("+17775550100", set()),  # an area code that nobody has
        ("+12345", set()),
        ("12345", set()),  # a short code
    ],
)
def test_zones_of_a_number(number: str, zones: set[str]) -> None:
    assert {zone.key for zone in zones_of(number)} == zones


@pytest.mark.parametrize(
    ("number", "now", "is_open", "clock", "opening"),
    [
        (CALIFORNIA, at(19, 40), True, "11:40 where they are (Los Angeles)", ""),
        (CALIFORNIA, at(15, 59), False, "7:59 where they are (Los Angeles)", "at 8:00 their time today"),
        (CALIFORNIA, at(16), True, "8:00 where they are (Los Angeles)", ""),
        (CALIFORNIA, at(5), False, "21:00 where they are (Los Angeles)", "at 8:00 their time tomorrow"),
        # Boise is an hour ahead of the rest of Idaho: open from 8:00 of the later to 21:00 of the earlier.
        (IDAHO, at(15, 30), False, "7:30 to 8:30 where they may be (Los Angeles, Boise)", "at 8:00 to 9:00 their time"),
        (IDAHO, at(16), True, "8:00 to 9:00 where they may be (Los Angeles, Boise)", ""),
        (IDAHO, at(4, 30), False, "20:30 to 21:30 where they may be", "at 8:00 to 9:00 their time tomorrow"),
        (LONDON, at(21), False, "21:00 where they are (London)", "at 8:00 their time tomorrow"),
        (TOLL_FREE, at(12), False, "7:00 by the account's clock (New York)", "at 8:00 by the account's clock today"),
        (None, at(13), True, "8:00 by the account's clock (New York)", ""),
        # In Auckland it is the next day already.
        ("+6493070000", at(19), True, "8:00 where they are (Auckland)", ""),
    ],
)
def test_open_or_when(number: str | None, now: datetime, is_open: bool, clock: str, opening: str) -> None:
    window = send_window(ACCOUNT, number, now)
    assert window.is_open is is_open
    assert window.clock().startswith(clock)
    assert window.opening().startswith(opening)
    assert bool(window.opening()) is not is_open


def test_days_without_a_window_are_passed_over() -> None:
    windows = {DayGroup.WEEKDAYS: SendWindow(9, 17), DayGroup.SATURDAY: None, DayGroup.SUNDAY: None}
    account = AccountSettings(timezone="America/New_York", windows=windows)
    friday_night = at(23, day=27)  # 18:00 in New York
    window = send_window(account, None, friday_night)
    assert window.opens_at == at(14, day=30)  # Monday, 9:00 there
    assert window.opening() == "at 9:00 by the account's clock on Monday"
    assert hours_of(account, window) == "9:00 to 17:00"
    assert hours_of(account, send_window(account, None, at(16, day=28))) == ""


def test_a_zone_a_day_ahead_has_its_own_day_of_the_week() -> None:
    windows = {DayGroup.WEEKDAYS: SendWindow(8, 21), DayGroup.SATURDAY: None, DayGroup.SUNDAY: None}
    account = AccountSettings(timezone="America/New_York", windows=windows)
    assert send_window(account, "+6493070000", at(20, day=27)).is_open is False  # Saturday morning in Auckland
    assert send_window(account, "+6493070000", at(20, day=29)).is_open is True  # Monday morning there


def test_no_window_at_all() -> None:
    window = send_window(AccountSettings(windows=dict.fromkeys(DayGroup)), CALIFORNIA, at(19))
    assert (window.is_open, window.opens_at, window.opening()) == (False, None, "")
