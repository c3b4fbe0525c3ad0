"""Times by the account's clock, in and out, and names as keyboards write them."""

import csv
import json
from io import StringIO

import pytest

from tests.cases.account import Account


def sent(account: Account, address: str) -> list[str]:
    """When a contact's messages were sent, in UTC."""
    told = json.loads(account.call("timeline", address, "--format", "json"))
    return [message["sent_at"] for message in told["messages"]]


def test_20_times_without_a_zone_are_the_accounts(account: Account) -> None:
    account.take("people/20-sends")
    assert sent(account, "ann@example.com") == ["2026-11-21T02:30:00Z"]
    assert sent(account, "bob@example.com") == ["2026-11-21T02:30:00Z"]
    assert sent(account, "cy@example.com") == ["2026-11-20T06:30:00Z"]


def test_20_a_doubt_is_said(account: Account) -> None:
    file = account.write("sends.csv", "To,Subject,Sent At\nann@example.com,Open house,11/02/2026 9:30 PM\n")
    (told,) = json.loads(account.call("import", "--json", file))["files"]
    assert "Dates such as 11/2 may begin with the month or with the day" in told["note"]
    assert sent(account, "ann@example.com") == ["2026-11-03T02:30:00Z"]


def test_21_an_export_says_times_by_the_accounts_clock(account: Account) -> None:
    account.take("people/21-zoe", "people/21-late-evening")
    file = account.folder / "list.csv"
    account.call("contacts", "--output", file)
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "Excel reads its accents"
    (row,) = csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""))
    assert row["name"] == "Zoë Núñez"
    assert row["do_not_email_since"] == "2026-11-20T23:30:00-05:00"
    assert account.only()["do_not_email_since"] == "2026-11-21T04:30:00Z", "programs get UTC"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("o'brien", "Siobhán O’Brien"),
        ("jane doe", "Doe, Jane"),
        ("mary jane", "Mary-Jane Watson"),
        ("soren", "Søren Åberg"),
        ("yilmaz", "İpek Yılmaz"),
        ("ipek", "İpek Yılmaz"),
    ],
)
def test_22_names(account: Account, typed: str, name: str) -> None:
    account.take("people/22-names")
    found = json.loads(account.call("contacts", "--format", "json", "--search", typed))
    assert [one["name"] for one in found] == [name]
