"""The contact list as CSV: read back by another CSV reader, it says what the list says."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from engagement.domain.vocabulary import Channel, ContactKind, EventType
from engagement.query.contacts.export import contact_documents, contacts_csv, file_headings
from engagement.query.question.rows import ContactRow, OptOut

AT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
JANE = ContactRow(
    id=4_503_599_627_370_495,
    name="Jane Doe",
    kind=ContactKind.LEAD,
    owner="Dana",
    stage="New",
    source="Zillow",
    labels=("buyer", "Été"),
    emails=("jane@office.example", "jane@home.example"),
    phones=("+14155550142",),
    last_status=EventType.CLICKED,
    last_status_channel=Channel.EMAIL,
    last_status_at=AT,
    last_engaged_at=AT,
    opens=7,
    machine_opens=5,
    clicks=2,
    machine_clicks=1,
    replies=3,
    do_not_email=None,
    do_not_text=None,
)
NOBODY = replace(
    JANE, name="", kind=ContactKind.UNKNOWN, owner="", labels=(), emails=(), last_status=None, last_engaged_at=None
)
OPTED_OUT = OptOut(datetime(2026, 11, 2, 5, 0, 0, 250_000, tzinfo=UTC), "used the unsubscribe link of an email")
NO_EMAIL, NO_TEXT = replace(JANE, do_not_email=OPTED_OUT), replace(JANE, do_not_text=OPTED_OUT)
NO_CALLS = replace(JANE, do_not_call=OptOut(OPTED_OUT.at, "set by hand"))
ASKED = replace(JANE, asked_to_stop_at=AT)


def with_field(field: str, text: str) -> ContactRow:
    fields: dict[str, Any] = {field: text}
    return replace(JANE, **fields)


# row, whether opted-out addresses are asked for, some of the cells expected
CELLS: list[tuple[ContactRow, bool, dict[str, str]]] = [
    (
        JANE,
        False,
        {
            "id": "4503599627370495",
            "name": "Jane Doe",
            "kind": "lead",
            "owner": "Dana",
            "stage": "New",
            "source": "Zillow",
            "labels": "buyer; Été",
            "emails": "jane@office.example; jane@home.example",
            "phones": "+14155550142",
            "last_status": "Clicked",
            "last_engaged_at": "2026-11-24T15:30:00Z",
            "opens": "7",
            "machine_opens": "5",
            "clicks": "2",
            "machine_clicks": "1",
            "replies": "3",
            "do_not_email": "no",
            "do_not_email_since": "",
            "do_not_email_reason": "",
            "do_not_text": "no",
            "do_not_text_since": "",
            "do_not_text_reason": "",
            "do_not_call": "no",
            "do_not_call_since": "",
            "do_not_call_reason": "",
            "asked_to_stop_at": "",
        },
    ),
    (
        NOBODY,
        False,
        {"name": "", "kind": "unknown", "emails": "", "labels": "", "last_status": "", "last_engaged_at": ""},
    ),
    # Who opted out of a channel has no address of it, unless that is asked; since when and why is said either way.
    (NO_EMAIL, False, {"emails": "", "phones": "+14155550142", "do_not_email": "yes", "do_not_text": "no"}),
    (
        NO_EMAIL,
        False,
        {
            "do_not_email_since": "2026-11-02T05:00:00.250000Z",
            "do_not_email_reason": "used the unsubscribe link of an email",
        },
    ),
    (
        NO_EMAIL,
        True,
        {
            "emails": "jane@office.example; jane@home.example",
            "do_not_email": "yes",
            "do_not_email_since": "2026-11-02T05:00:00.250000Z",
            "do_not_email_reason": "used the unsubscribe link of an email",
        },
    ),
    (NO_TEXT, False, {"phones": "", "emails": "jane@office.example; jane@home.example", "do_not_text": "yes"}),
    (NO_TEXT, True, {"phones": "+14155550142", "do_not_text": "yes"}),
    # Who asked in plain words to stop has no numbers there either, until somebody decides.
    (
        ASKED,
        False,
        {
            "phones": "",
            "emails": "jane@office.example; jane@home.example",
            "do_not_text": "no",
            "asked_to_stop_at": "2026-11-24T15:30:00Z",
        },
    ),
    (ASKED, True, {"phones": "+14155550142", "asked_to_stop_at": "2026-11-24T15:30:00Z"}),
    (
        NO_CALLS,
        False,
        {
            "phones": "+14155550142",  # for texts
            "do_not_text": "no",
            "do_not_call": "yes",
            "do_not_call_since": "2026-11-02T05:00:00.250000Z",
            "do_not_call_reason": "set by hand",
        },
    ),
    # Times are said by the account's clock, whatever they come as.
    (
        replace(JANE, last_engaged_at=AT.astimezone(timezone(timedelta(hours=-5)))),
        False,
        {"last_engaged_at": "2026-11-24T15:30:00Z"},
    ),
    # What a spreadsheet would run as a formula is shown as it is.
    *(
        (with_field(field, text), False, {field: f"'{text}"})
        for field in ("name", "owner", "stage", "source")
        for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
    ),
    (replace(JANE, labels=("=1", "b")), False, {"labels": "'=1; b"}),
    (replace(JANE, emails=("=cmd@x.example",)), False, {"emails": "'=cmd@x.example"}),
    (replace(JANE, name="O'Neil - agent"), False, {"name": "O'Neil - agent"}),
    # Separators, quotes and line ends inside of a cell.
    *(
        (replace(JANE, name=name), False, {"name": name, "owner": "Dana"})
        for name in ('Doe, "Jane"', "Doe\nJane", "Doe\r\nJane", "Doe; Jane", " Jane ", "Łukasz 😀", '"')
    ),
]


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(("row", "include", "expected"), CELLS)
def test_a_row(row: ContactRow, include: bool, expected: dict[str, str]) -> None:
    (found,) = read("".join(contacts_csv([row], ZoneInfo("UTC"), include_opted_out=include)))
    assert {name: found[name] for name in expected} == expected
    assert tuple(found) == file_headings()


@pytest.mark.parametrize("rows", [[], [JANE], [JANE, NO_EMAIL, NO_TEXT, NOBODY]])
def test_the_header_comes_first_and_every_contact_has_a_row(rows: list[ContactRow]) -> None:
    chunks = list(contacts_csv(iter(rows), ZoneInfo("UTC")))
    assert chunks[0] == ",".join(file_headings()) + "\r\n"
    assert len(chunks) == len(rows) + 1
    assert all(chunk.endswith("\r\n") for chunk in chunks)
    assert [found["id"] for found in read("".join(chunks))] == [str(row.id) for row in rows]


def test_it_is_written_as_it_is_read() -> None:
    """An export of any size is never held whole: each row is asked for when the one before is out."""
    asked: list[int] = []

    def rows() -> Any:
        for number in range(3):
            asked.append(number)
            yield JANE

    chunks = contacts_csv(rows(), ZoneInfo("UTC"))
    next(chunks)
    assert asked == []
    next(chunks)
    assert asked == [0]


def test_pandas_reads_it() -> None:
    frame = pd.read_csv(
        io.StringIO("".join(contacts_csv([JANE, NO_EMAIL], ZoneInfo("America/New_York")))),
        parse_dates=["last_engaged_at"],
    )
    assert frame["id"].tolist() == [JANE.id, JANE.id]
    assert frame["opens"].sum() == 14
    assert frame["last_engaged_at"].dt.tz_convert("UTC").tolist() == [AT, AT]


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("America/New_York", datetime(2026, 11, 21, 4, 30, tzinfo=UTC), "2026-11-20T23:30:00-05:00"),
        ("America/New_York", datetime(2026, 7, 1, 12, tzinfo=UTC), "2026-07-01T08:00:00-04:00"),
        ("America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "2026-11-01T01:30:00-04:00"),  # comes twice
        ("America/New_York", datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "2026-11-01T01:30:00-05:00"),
        ("Asia/Kathmandu", datetime(2026, 11, 21, 4, 30, tzinfo=UTC), "2026-11-21T10:15:00+05:45"),
        ("UTC", datetime(2026, 11, 21, 4, 30, tzinfo=UTC), "2026-11-21T04:30:00Z"),
        ("America/New_York", datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),  # by no other clock is there one
    ],
)
def test_times_are_by_the_accounts_clock_with_its_offset(zone: str, at: datetime, expected: str) -> None:
    (found,) = read("".join(contacts_csv([replace(JANE, last_engaged_at=at)], ZoneInfo(zone))))
    assert found["last_engaged_at"] == expected
    (document,) = contact_documents([replace(JANE, last_engaged_at=at)])
    assert document["last_engaged_at"] == at.isoformat().replace("+00:00", "Z"), "JSON says UTC"
