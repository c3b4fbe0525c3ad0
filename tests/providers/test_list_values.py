"""What the values of a contact list tell where a heading does not, and where nothing is guessed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import pytest

from engagement.domain.records import ContactRecord, Reject
from engagement.domain.vocabulary import Channel
from engagement.providers.base import ReadContext
from engagement.providers.list_values import LOOKED_AT, told_by_values
from engagement.providers.reading import read_file

EMAILS = ("ann@example.com", "bob@example.com", "cy@example.com")
PHONES = ("202-555-0143", "(202) 555-0144", "+1 202 555 0145")


def read(text: str) -> tuple[list[ContactRecord], list[str], str]:
    """The contacts of a file, its rejects' reasons and its note."""
    reading = read_file(BytesIO(text.encode()), ReadContext(datetime(2026, 11, 28, tzinfo=UTC)))
    items = list(reading.items())
    reasons = [item.reason for item in items if isinstance(item, Reject)]
    return [item for item in items if isinstance(item, ContactRecord)], reasons, reading.note or ""


def table(header: str, *columns: Sequence[str]) -> str:
    return "\n".join([header, *map(",".join, zip(*columns, strict=True))]) + "\n"


@pytest.mark.parametrize(
    ("heading", "cells", "channel"),
    [
        ("Wo", EMAILS, Channel.EMAIL),
        ("Coordonnées", EMAILS, Channel.EMAIL),
        ("Attendee Email", EMAILS, Channel.EMAIL),
        ("column 2", (EMAILS[0], "", ""), None),  # one of three
        ("Wo", (EMAILS[0], "nowhere", EMAILS[1]), None),
        ("Wo", (*EMAILS, EMAILS[0]), Channel.EMAIL),  # a couple shares one
        ("Hüter", (EMAILS[0],) * 3, None),  # whoever looks after all of them
        ("Created by", EMAILS, None),
        ("Spouse's address", EMAILS, None),
        ("Zuständig", EMAILS, None),
        ("Unsubscribed ones", EMAILS, None),
        ("Ligne", PHONES, Channel.TEXT),
        ("Ligne", ("2025550143", "2025550144", "2025550145"), None),  # ids look like this too
        ("Faxe", PHONES, Channel.TEXT),
        ("Fax", PHONES, None),
        ("Ligne", ("000-000-0000", *PHONES[:2]), None),
        ("Zip", ("20001", "20002", "20003"), None),
        ("SSN", ("078-05-1120", "219-09-9999", "457-55-5462"), None),
        ("Born", ("2026-01-02", "2026-01-03", "2026-01-04"), None),
        ("Website", ("ann.example.com", "bob.example.com", "cy.example.com"), None),
    ],
)
def test_what_a_column_is_told_to_be(heading: str, cells: Sequence[str], channel: Channel | None) -> None:
    rows = [{"Name": f"Person {n}", heading: cell} for n, cell in enumerate(cells)]
    expected = {} if channel is None else {heading: channel}
    assert told_by_values(["Name", heading], rows, "US") == expected


def test_a_list_of_one_row_is_told_too_and_it_is_said() -> None:
    (one,), rejects, note = read("Nom,Prénom,Coordonnées\nAshby,Pat,pat@example.com\n")
    assert ([address.value for address in one.addresses], rejects) == (["pat@example.com"], [])
    assert "The column Coordonnées was read as email for what it holds" in note


def test_a_table_nobody_knew_is_a_list_when_somebody_is_named_in_it() -> None:
    found, rejects, note = read(table("Nombre,Wo,Linie", ("Ann", "Bob", "Cy"), EMAILS, PHONES))
    assert [[address.value for address in one.addresses] for one in found] == [
        ["ann@example.com", "+12025550143"],
        ["bob@example.com", "+12025550144"],
        ["cy@example.com", "+12025550145"],
    ]
    assert rejects == []
    assert "Wo was read as email" in note
    assert "Linie was read as phone" in note


def test_of_two_columns_none_is_read_and_it_is_said() -> None:
    others = ("x@example.org", "y@example.org", "z@example.org")
    found, _, note = read(table("Name,Stage,Hier,Dort", ("Ann", "Bob", "Cy"), ("New",) * 3, EMAILS, others))
    assert [one.addresses for one in found] == [()] * 3
    assert "Each of the columns Hier, Dort could be the email" in note


@pytest.mark.parametrize(
    "header",
    [
        "Name,Email,Wo",  # the list has an email column
        "Name,Subject,Wo",  # a log of emails
        "Name,Opens,Wo",
        "Source,Stage,Wo",  # nobody is named
        "Who,Where,Wo",
        "Event,Name,Wo",
    ],
)
def test_where_nothing_is_guessed(header: str) -> None:
    found, _, note = read(table(header, ("Ann", "Bob", "Cy"), ("a@b.example", "", ""), EMAILS))
    assert all(address.value not in EMAILS for one in found for address in one.addresses)
    assert "for what it holds" not in note


def test_a_later_row_that_is_no_address_is_a_reject_that_names_the_column() -> None:
    people = [f"Person {n}" for n in range(LOOKED_AT + 1)]
    cells = [*(f"p{n}@example.com" for n in range(LOOKED_AT)), "nowhere"]
    found, rejects, _ = read(table("Name,Wo", people, cells))
    assert len(found) == LOOKED_AT + 1
    assert rejects == ["Wo (read as email) 'nowhere' is not an email address, so it was left out."]
