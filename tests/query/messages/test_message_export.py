"""A list of messages as CSV and as a workbook: what it says of each, and whose addresses it keeps to itself."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from engagement.domain.records import AddressRecord, ContactRecord, Record
from engagement.domain.vocabulary import Channel, ContactKind, EventType, Origin
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.query.contacts.formats import Format
from engagement.query.matching.view import View
from engagement.query.messages import message_export
from engagement.query.messages.message_export import FORMATS, PARTS, all_messages, count_trouble
from engagement.query.messages.message_list import list_messages
from engagement.query.question.message_filter import MessageFilter
from engagement.store.engine import open_store
from tests.ingest.making import reply, text
from tests.query.contacts.test_spreadsheet import sheets
from tests.query.jane import ADA, CELL, EMAIL, JANE, JOE, MAIL, TEXT, VIEWPOINT, event, sent_as

HOSTILE = "=HYPERLINK(1)"
EVIL_ADDRESS = AddressRecord(Channel.EMAIL, "e@x.example", "")
EVIL = ContactRecord(HOSTILE, ContactKind.LEAD, "crm-9", "Dana", addresses=(EVIL_ADDRESS,))


@pytest.fixture
def account(store: Engine) -> Iterator[Connection]:
    """Jane's email that bounced after it was put off, her text that a carrier refused, another's email that arrived."""
    prepare(store, VIEWPOINT.zone.key)
    spring = sent_as(MAIL, Origin.CAMPAIGN, "Spring")
    other = replace(spring, key="other@crm", address="e@x.example", subject=HOSTILE)
    said: list[Record] = [
        *(JANE, JOE, EVIL),
        event(spring, EventType.TEMPORARY_FAILURE, 1, code="452", reason="generic", detail="4.2.2 mailbox full"),
        event(spring, EventType.FAILED, 9, code="550", reason="bounce", detail="5.1.1 no such user here"),
        event(other, EventType.DELIVERED, 2),
        event(TEXT, EventType.UNDELIVERED, 3, code="30005"),
        text(EventType.DELIVERED, -60, key="SM0"),
        *reply("STOP", -30),
    ]
    take_in(store, said)
    with store.connect() as connection:
        yield connection


def written(one: Format, view: View, *, include: bool = False, **asked: Any) -> list[dict[str, Any]]:
    """The rows of a file, as whoever opens it reads them."""
    file = io.BytesIO()
    rows = all_messages(view, MessageFilter(), **asked)
    one.write(file, rows, view.zone, [("List", "all")], include_opted_out=include)
    if one.key == "csv":
        return list(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    pages = sheets(file.getvalue())
    assert list(pages) == ["Messages", "About this list"]
    assert ["Times", "by the clock of America/New_York"] in [line[:2] for line in pages["About this list"]]
    headings, *lines = pages["Messages"]
    return [dict(zip(map(str, headings), line, strict=False)) for line in lines]


def test_what_a_file_says_of_each_message(account: Connection) -> None:
    view = View(account, VIEWPOINT)
    for one in FORMATS:
        rows = written(one, view)
        listed = [found.provider_key for found in list_messages(view, MessageFilter())]
        assert [row["provider_id"] for row in rows] == listed
        by_key = {row["provider_id"]: row for row in rows}
        mail, cell = by_key["mail@crm"], by_key["SM1"]
        assert (mail["status"], mail["code"], mail["campaign"], mail["sent_as"]) == (
            "Failed",
            "550",
            "Spring",
            "campaign",
        )
        assert "no such mailbox" in str(mail["reason"])
        assert float(mail["times_put_off"]) == 1
        assert (mail["email"], mail["name"], mail["owner"]) == (EMAIL, "Jane Doe", "Dana")
        assert EMAIL in str(mail["emails"])
        assert (cell["status"], cell["code"]) == ("Undelivered", "30005")
        assert "number" in str(cell["reason"])
        for row in (mail, cell):  # she stopped texts: marked on each of her messages, her number on none
            assert row["do_not_text"] == "yes"
            assert "stop word" in str(row["do_not_text_reason"])
            assert CELL not in map(str, row.values())
        assert not by_key["other@crm"]["reason"]
        if one.key == "csv":  # times by the account's clock, and nothing that may run
            assert mail["status_at"] == "2026-11-02T10:09:00-05:00"
            assert by_key["other@crm"]["name"] == by_key["other@crm"]["subject"] == f"'{HOSTILE}"


def test_what_is_in_a_file(account: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    view = View(account, VIEWPOINT)
    with_numbers = written(FORMATS[0], view, include=True)
    assert {row["phone"] for row in with_numbers if row["channel"] == "text"} == {CELL}
    assert {row["provider_id"] for row in written(FORMATS[0], view, only_trouble=True)} == {"mail@crm", "SM1"}
    assert count_trouble(view, MessageFilter()) == 2
    assert count_trouble(view, MessageFilter(channel=Channel.TEXT)) == 1
    assert count_trouble(View(account, ADA), MessageFilter()) == 0
    whole = list(all_messages(view, MessageFilter()))
    assert len(whole) == 5
    monkeypatch.setattr(message_export, "_PART", 2)
    assert list(all_messages(view, MessageFilter())) == whole


def test_who_waits_for_a_decision_is_marked_and_has_no_number(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    prepare(store, VIEWPOINT.zone.key)
    take_in(store, [JANE, event(TEXT, EventType.DELIVERED), *reply("please stop texting me", 30)])
    with store.connect() as connection:
        for row in written(FORMATS[0], View(connection, VIEWPOINT)):
            assert row["asked_to_stop_at"]
            assert not row["phone"]
            assert not row["phones"]


def test_a_name_of_a_column_is_there_once() -> None:
    names = [part.name for part in PARTS]
    assert len(set(names)) == len(names)
