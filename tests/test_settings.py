"""Settings come from the environment; one that cannot be used is told in one sentence with its remedy."""

from zoneinfo import ZoneInfo

import pytest

from engagement.errors import SettingsError
from engagement.settings import DATA, load_settings

ADDRESS = "is not a database address: write it like sqlite:///data/engagement.db or postgresql://user@host/name."
KIND = "use a sqlite or a postgresql address."
ZONE = "which is unknown: use a name like America/New_York or UTC."
REGION = "which is unknown: use two letters like US or GB."


def test_nothing_has_to_be_set() -> None:
    settings = load_settings()
    assert (settings.database_url, settings.timezone, settings.region) == (
        f"sqlite:///{DATA / 'engagement.db'}",
        "UTC",
        "US",
    )


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("database_url", "sqlite:///elsewhere/engagement.db", "sqlite:///elsewhere/engagement.db"),
        ("database_url", "postgresql://jo:p%40ss@db:5433/crm", "postgresql+psycopg://jo:p%40ss@db:5433/crm"),
        ("database_url", "postgresql+psycopg://jo@db/crm", "postgresql+psycopg://jo@db/crm"),
        ("timezone", "America/New_York", "America/New_York"),
        ("timezone", "UTC", "UTC"),
        ("region", "GB", "GB"),
        ("region", " ca ", "CA"),
    ],
)
def test_a_setting_is_read(name: str, value: str, read: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"ENGAGEMENT_{name.upper()}", value)
    assert getattr(load_settings(), name) == read


def test_the_time_zone_is_one_to_count_days_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGAGEMENT_TIMEZONE", "America/Havana")
    assert load_settings().zone == ZoneInfo("America/Havana")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "", ADDRESS),
        ("DATABASE_URL", "the usual one", ADDRESS),
        ("DATABASE_URL", "data/engagement.db", ADDRESS),
        ("DATABASE_URL", "mysql://jo:secret@db/crm", f"names the database 'mysql': {KIND}"),
        ("DATABASE_URL", "mysql+pymysql://jo:secret@db/crm", f"names the database 'mysql+pymysql': {KIND}"),
        ("TIMEZONE", "", f"names the time zone '', {ZONE}"),
        ("TIMEZONE", "Mars/Olympus_Mons", f"names the time zone 'Mars/Olympus_Mons', {ZONE}"),
        ("TIMEZONE", "America", f"names the time zone 'America', {ZONE}"),  # a folder of zones
        ("TIMEZONE", "../../etc/passwd", f"names the time zone '../../etc/passwd', {ZONE}"),
        ("TIMEZONE", "GMT-5 hours", f"names the time zone 'GMT-5 hours', {ZONE}"),
        ("REGION", "", f"names the region '', {REGION}"),
        ("REGION", "XX", f"names the region 'XX', {REGION}"),
        ("REGION", "United States", f"names the region 'United States', {REGION}"),
    ],
)
def test_a_setting_that_cannot_be_used(name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"ENGAGEMENT_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == f"ENGAGEMENT_{name} {says}"
    assert "secret" not in str(caught.value)
