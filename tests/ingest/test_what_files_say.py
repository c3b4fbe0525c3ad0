"""Small files after the shapes of real exports: each comes out right, or is skipped or refused with why."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engagement.ingest import FileResult, import_files
from engagement.settings import PROJECT
from engagement.store.schema import campaigns, contacts, events, messages, rejects
from tests.ingest.making import check_sets, rows

SAMPLES = PROJECT / "tests" / "samples"
CAME_IN = "Mail that came in, not mail that was sent"


def imported(store: sa.Engine, *files: str | Path) -> list[FileResult]:
    return import_files(store, [SAMPLES / file for file in files])


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("mailgun/inbound-route.json", CAME_IN),
        ("mailgun/inbound-route.form", CAME_IN),
        ("mailgun/accepted-incoming.json", CAME_IN),
        ("mailgun/test-mode.json", "Of Mailgun's test mode, in which nothing is sent"),
    ],
)
def test_what_is_no_mail_of_ours_is_skipped_and_leaves_nothing(store: sa.Engine, file: str, why: str) -> None:
    (result,) = imported(store, file)
    assert (result.provider, result.note) == ("Mailgun", f"Skipped 1: {why}.")
    assert (result.counts.read, result.counts.skipped, result.counts.new) == (1, 1, 0)
    assert [rows(store, table, "contact_id") for table in (contacts, messages, events)] == [[], [], []]
    assert rows(store, rejects, "reason") == []


MESSAGE = ("channel", "direction", "address", "status")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("mailgun/wrapped-by-a-forwarder.json", ("email", "outbound", "pat@example.com", "Delivered")),
        ("mailgun/flattened.jsonl", ("email", "outbound", "pat@example.com", "Delivered")),
        ("mailgun/quoted-variable.json", ("email", "outbound", "pat@example.com", "Delivered")),
        ("twilio/sms-messages-page.json", ("text", "outbound", "+12025550143", "Pending")),
        ("twilio/event-streams.json", ("text", "outbound", "+12025550143", "Delivered")),
        ("twilio/callback-without-to.form", ("text", "outbound", "+12025550143", "Undelivered")),
        ("twilio/console-after-excel.csv", ("text", "outbound", "+12025550143", "Delivered")),
        ("twilio/raw-dlr-done-date.form", ("text", "outbound", "+12025550143", "Delivered")),
        ("twilio/canceled.json", ("text", "outbound", "+12025550143", "Failed")),
    ],
)
def test_one_message_comes_out(store: sa.Engine, file: str, expected: Any) -> None:
    (result,) = imported(store, file)
    assert (result.counts.rejected, result.counts.skipped, result.note) == (0, 0, None)
    assert rows(store, messages, *MESSAGE) == [expected]
    assert len(rows(store, contacts, "contact_id")) == 1
    check_sets(store)


@pytest.mark.parametrize(
    ("file", "at"),
    [
        ("twilio/event-streams.json", "2026-01-05T10:00:00+00:00"),
        ("twilio/console-after-excel.csv", "2026-01-05T10:00:00+00:00"),
        ("twilio/raw-dlr-done-date.form", "2023-03-22T23:38:00+00:00"),
        ("mailgun/flattened.jsonl", "2025-10-09T08:53:20.500000+00:00"),
    ],
)
def test_at_its_own_time(store: sa.Engine, file: str, at: str) -> None:
    imported(store, file)
    assert [moment.isoformat() for moment in rows(store, events, "at")] == [at]
    assert [moment.isoformat() for moment in rows(store, messages, "status_at")] == [at]


def test_a_variable_in_quotes_names_the_campaign_without_them(store: sa.Engine) -> None:
    imported(store, "mailgun/quoted-variable.json")
    assert rows(store, campaigns, "name") == ["Spring"]


def test_a_flattened_event_keeps_its_subject_and_code(store: sa.Engine) -> None:
    imported(store, "mailgun/flattened.jsonl")
    assert rows(store, messages, "provider_key", "subject") == [("m9@mg.example.org", "Hi")]
    assert rows(store, events, "code") == ["250"]
