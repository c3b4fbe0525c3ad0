"""Time zones are those of the pinned package, whatever copy the machine has and whatever way in is taken."""

import os
import re
import shutil
import subprocess
import sys
import zoneinfo
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engagement.lib.moments import Calendar, start_of_day, to_micros
from engagement.settings import PROJECT

CANADA = {"America/Vancouver": -7, "America/Edmonton": -6, "America/Winnipeg": -5}  # since 2 November 2026, all year
DAYS = [date(2026, 11, day) for day in (2, 3, 15, 30)]


@pytest.mark.parametrize("name", CANADA)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_canada_keeps_its_summer_time(name: str, day: date) -> None:
    zone, hours = ZoneInfo(name), timedelta(hours=CANADA[name])
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - hours
    assert midnight.astimezone(zone).utcoffset() == hours
    assert start_of_day(day, zone) == midnight
    calendar = Calendar(zone)
    assert calendar.day(to_micros(midnight)) == day.toordinal()
    assert calendar.day(to_micros(midnight) - 1) == day.toordinal() - 1


@pytest.mark.parametrize("way_in", ["engagement.cli", "engagement.ingest.ahead.process", "engagement.ui.frame.screens"])
def test_every_way_in_asks_the_package(way_in: str, tmp_path: Path) -> None:
    """On a machine whose own copy has another Vancouver, and by whom it was looked up before."""
    stale = tmp_path / "America" / "Vancouver"
    stale.parent.mkdir()
    with files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").open("rb") as other, stale.open("wb") as file:
        shutil.copyfileobj(other, file)
    script = (
        "from datetime import datetime, UTC; from zoneinfo import ZoneInfo, TZPATH\n"
        "at = datetime(2026, 11, 20, 18, tzinfo=UTC)\n"
        "print(at.astimezone(ZoneInfo('America/Vancouver')).hour)\n"
        f"import {way_in}\n"
        "print(at.astimezone(ZoneInfo('America/Vancouver')).hour)\n"
    )
    env = {**os.environ, "PYTHONTZPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["3", "11"], "Tokyo's hour, then Vancouver's"


def test_here_too() -> None:
    assert zoneinfo.TZPATH == ()


def test_no_database_is_asked_for_a_zone() -> None:
    """PostgreSQL has a copy of its own."""
    asked = re.compile(r"at time zone|func\.(?:timezone|date_trunc|to_char|localtime)|'localtime'", re.IGNORECASE)
    found = [str(file) for file in (PROJECT / "engagement").rglob("*.py") if asked.search(file.read_text("utf-8"))]
    assert found == []
