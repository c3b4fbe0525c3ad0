"""The account's settings: kept in the database, unless the environment states them."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from engagement.domain.consent import Closes
from engagement.domain.vocabulary import Keyword
from engagement.errors import SettingsError
from engagement.settings import Settings, load_settings
from engagement.store import schema
from engagement.store.account import (
    USUAL_WINDOWS,
    AccountSettings,
    DayGroup,
    SendWindow,
    read_account,
    remember_columns,
    remembered_columns,
    write_account,
)

KEPT = AccountSettings(
    "Whitlock & Reyes",
    "Europe/London",
    "GB",
    {DayGroup.WEEKDAYS: SendWindow(9, 18), DayGroup.SATURDAY: SendWindow(10, 12), DayGroup.SUNDAY: None},
    stop_words=("Basta", "take me off"),
    own_numbers=("+442071838750", "60777"),
    closes=Closes.SAME,
)


def held(store: sa.Engine, settings: Settings | None = None) -> AccountSettings:
    with store.connect() as connection:
        return read_account(connection, settings or load_settings())


def test_nothing_has_to_be_kept(store: sa.Engine) -> None:
    assert held(store) == AccountSettings("", "UTC", "US", USUAL_WINDOWS, frozenset())


def test_what_is_written_is_read(store: sa.Engine) -> None:
    write_account(store, KEPT)
    assert held(store) == KEPT
    write_account(store, AccountSettings(" Other\0 "))
    assert held(store) == AccountSettings("Other\ufffd")


@pytest.mark.parametrize(
    ("stated", "timezone", "region", "fixed"),
    [
        ({}, "Europe/London", "GB", set()),
        ({"TIMEZONE": "Asia/Tokyo"}, "Asia/Tokyo", "GB", {"timezone"}),
        ({"REGION": "ca"}, "Europe/London", "CA", {"region"}),
        ({"TIMEZONE": "UTC", "REGION": "US"}, "UTC", "US", {"timezone", "region"}),  # stated, though it is the default
    ],
)
def test_the_environment_wins(
    store: sa.Engine,
    monkeypatch: pytest.MonkeyPatch,
    stated: dict[str, str],
    timezone: str,
    region: str,
    fixed: set[str],
) -> None:
    write_account(store, KEPT)
    for name, value in stated.items():
        monkeypatch.setenv(f"ENGAGEMENT_{name}", value)
    account = held(store)
    assert (account.timezone, account.region, account.fixed) == (timezone, region, fixed)
    assert (account.name, account.windows) == (KEPT.name, KEPT.windows)
    write_account(store, replace(account, name="New"))  # what the environment states is not kept in the other's place
    for name in stated:
        monkeypatch.delenv(f"ENGAGEMENT_{name}")
    assert held(store) == replace(KEPT, name="New")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"timezone": "Mars/Base"}, "The account's time zone names the time zone 'Mars/Base'"),
        ({"region": "XX"}, "The account's default region names the region 'XX'"),
        ({"name": "x" * 81}, "longer than 80 characters"),
        ({"stop_words": ("x" * 81,)}, "longer than 80 characters"),
        ({"stop_words": ("basta", "?!")}, r"The stop word '\?!' has no letter or digit"),
        ({"own_numbers": ("555-0142",)}, "'555-0142' is no phone number: write it with its area code"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(wrong: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        AccountSettings(**wrong)


def test_own_words_and_numbers_are_kept_in_one_spelling_each() -> None:
    account = AccountSettings(
        stop_words=(" Basta ", "", "NO MAS", "basta"), own_numbers=("(202) 555-0100", "+12025550100", " ", "60777")
    )
    assert account.stop_words == ("Basta", "NO MAS")
    assert account.own_numbers == ("+12025550100", "60777")
    assert account.for_readers == {
        "region": "US",
        "zone": ZoneInfo("UTC"),
        "own_words": {"Basta": Keyword.OPT_OUT, "NO MAS": Keyword.OPT_OUT},
        "own_numbers": ("+12025550100", "60777"),
    }


@pytest.mark.parametrize(("first", "after"), [(8, 8), (21, 8), (-1, 5), (8, 25)])
def test_a_window_holds_an_hour(first: int, after: int) -> None:
    with pytest.raises(SettingsError, match="let it end after it begins"):
        SendWindow(first, after)


def test_a_kept_zone_that_this_machine_lacks_is_one_sentence(store: sa.Engine) -> None:
    with store.begin() as connection:
        connection.execute(schema.settings.insert().values(key="timezone", value='"Mars/Base"'))
    with pytest.raises(SettingsError, match="Mars/Base"):
        held(store)
    assert held(store, Settings(timezone="UTC")).timezone == "UTC"  # the way out


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-11-24T09:00", True),  # a Tuesday
        ("2026-11-24T08:59", False),
        ("2026-11-24T17:59", True),
        ("2026-11-24T18:00", False),
        ("2026-11-28T11:59", True),  # Saturday
        ("2026-11-28T12:00", False),
        ("2026-11-29T11:00", False),  # Sunday
    ],
)
def test_whether_a_moment_is_in_a_window(moment: str, inside: bool) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))
    assert KEPT.may_send_at(local.astimezone(ZoneInfo("Asia/Tokyo"))) is inside


def test_what_columns_are_is_remembered_by_their_headings(store: sa.Engine) -> None:
    headings = ["Vorname", "E-Post", "Büro"]
    remember_columns(store, headings, ["first name", "email", ""])
    with store.connect() as connection:
        assert remembered_columns(connection, [" vorname", "E-POST", "büro"]) == ["first name", "email", ""]
        assert remembered_columns(connection, ["E-Post", "Vorname", "Büro"]) is None
    remember_columns(store, headings, ["name", "email", "owner"])
    with store.connect() as connection:
        assert remembered_columns(connection, headings) == ["name", "email", "owner"]
