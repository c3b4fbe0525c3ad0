"""Times as lists have them: by the account's clock, and in numbers only where the file leaves no doubt."""

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.records import MessageRecord, Reject
from engagement.providers import list_times
from engagement.providers.base import ReadContext, RejectedRecord
from engagement.providers.list_times import list_time
from engagement.providers.reading import read_file
from tests.moment import NOW

NEW_YORK = ZoneInfo("America/New_York")
CONTEXT = ReadContext(NOW, "US", zone=NEW_YORK)
EVENING = "2026-11-21T02:30:00+00:00"  # of the day before, in New York


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("11/20/2026 9:30 PM", EVENING),
        ("11/20/2026 21:30", EVENING),
        ("11/20/2026, 9:30:00 PM", EVENING),
        ("11/20/2026 9:30pm", EVENING),
        ("11/20/2026 9:30 p.m.", EVENING),
        ("11/20/26 21:30", EVENING),
        ("11-20-2026 21:30", EVENING),
        ("20.11.2026 21:30", EVENING),
        ("20/11/2026 21:30:00", EVENING),
        ("Nov 20, 2026 9:30 PM", EVENING),
        ("November 20, 2026 at 9:30 PM", EVENING),
        ("20 Nov 2026 21:30", EVENING),
        ("2026-11-20 21:30", EVENING),
        ("2026-11-20T21:30:00", EVENING),
        ("2026-11-21T02:30:00Z", EVENING),
        ("2026-11-20 18:30:00-08:00", EVENING),
        ("2026-11-21 02:30 UTC", EVENING),
        ("2026/11/20 21:30", EVENING),
        ("2026.11.20 9:30 PM", EVENING),
        ("2026-11-20 21:30 EST", EVENING),
        ("11/20/2026 6:30 PM PST", EVENING),
        ("Nov 20, 2026 8:30 PM (CST)", EVENING),
        ("2026-07-20 21:30:00 EDT", "2026-07-21T01:30:00+00:00"),
        ("2026-07-20 21:30:00 EST", "2026-07-21T02:30:00+00:00"),  # what is written, and not what was meant
        ("Sat, 21 Nov 2026 02:30:00 +0000", EVENING),
        ("7/31/2026 12:00 AM", "2026-07-31T04:00:00+00:00"),
        ("11/11/2026", "2026-11-11T05:00:00+00:00"),  # either way it is the same day
        ("11/1/2026 1:30", "2026-11-01T05:30:00+00:00"),  # comes twice: the first
    ],
)
def test_a_time(written: str, expected: str) -> None:
    assert list_time(written, "time", CONTEXT).isoformat() == expected


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "13/14/2026", "2/30/2026 9:00", "11/20/2026 25:00", "11/20/2026 13:00 PM", "20/11/26"),
        *("0/20/2026", "9999-12-31 23:59", "11/20/2026 9", "1/2/3/2026"),
        *("2026/13/20 21:30", "2026-11-20 21:30 XST", "2026-11-20 EST", "EST", "2026/11/31"),
    ],
)
def test_what_is_no_time(written: str) -> None:
    with pytest.raises(RejectedRecord, match="is not a date and time"):
        list_time(written, "time", CONTEXT)


def read(*dates: str, region: str = "US") -> tuple[list[str], str | None]:
    """A send list of these dates: the days that were read, or why not, in the order of the rows; what is said of it."""
    rows = "".join(f"ann{place}@example.com,Open house,{date}\n" for place, date in enumerate(dates))
    reading = read_file(io.BytesIO(f"To,Subject,Sent At\n{rows}".encode()), ReadContext(NOW, region, zone=NEW_YORK))
    found = []
    for item in reading.items():
        if isinstance(item, MessageRecord):
            assert item.message.sent_at is not None
            found.append(f"{item.message.sent_at.astimezone(NEW_YORK):%m-%d}")
        else:
            assert isinstance(item, Reject)
            found.append(item.reason)
    return found, reading.note


DOUBT = (
    "The time of sending {!r} may be day {} of month {} or day {} of month {}, and the file does not say which: "
    "write it like 2026-11-02 14:03:22."
)


@pytest.mark.parametrize(
    ("dates", "region", "expected"),
    [
        (["11/02/2026", "11/20/2026"], "US", ["11-02", "11-20"]),
        (["11/02/2026", "11/20/2026"], "GB", ["11-02", "11-20"]),  # the file says it, whatever the region
        (["11/02/2026", "20/11/2026"], "US", ["02-11", "11-20"]),
        (["20/11/2026", "11/02/2026"], "GB", ["11-20", "02-11"]),
        (["11/02/2026", "2026-11-20"], "GB", [DOUBT.format("11/02/2026", 2, 11, 11, 2), "11-20"]),
        (
            ["11/20/2026", "20/11/2026", "11/02/2026"],
            "US",
            ["11-20", "11-20", DOUBT.format("11/02/2026", 2, 11, 11, 2)],
        ),
    ],
)
def test_a_file_says_which_way_it_writes_dates(dates: list[str], region: str, expected: list[str]) -> None:
    assert read(*dates, region=region) == (expected, None)


def test_a_guess_is_said() -> None:
    found, note = read("11/02/2026", "11/03/2026")
    assert found == ["11-02", "11-03"]
    assert note is not None
    assert "Dates such as 11/2 may begin with the month or with the day" in note


def test_no_more_than_so_many_are_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_times, "HELD", 3)
    found, note = read(*["11/02/2026"] * 5, "20/11/2026")
    assert found == ["11-02"] * 5 + ["11-20"]
    assert note is not None
    assert "before a later one was found that has the day first" in note


def test_one_file_says_nothing_of_another() -> None:
    assert read("20/11/2026", "11/02/2026")[0][1] == "02-11"
    assert read("11/02/2026")[0] == ["11-02"]
    assert datetime(2026, 11, 2, tzinfo=UTC) == list_time("11/02/2026", "time", ReadContext(NOW))
