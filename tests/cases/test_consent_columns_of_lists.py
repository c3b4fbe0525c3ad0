"""Cases of contact lists whose columns say who opted out, and of a log of texts that was taken for a list."""

import pytest

from tests.cases.account import Account, closed

MAILCHIMP = "2025-05-06T11:08:09Z"  # seven in the morning in the account's zone
IMPORTED = "2026-11-28T16:00:00Z"  # the day of the cases, where nobody says since when


def test_01_a_log_of_texts_is_no_send_list_and_its_stop_counts(account: Account) -> None:
    assert account.take("files/01-") == ["Twilio"]
    one = account.only()
    assert one["phones"] == ["+12025550143"]
    assert (closed(one), one["do_not_text_reason"]) == ({"text"}, "sent a stop word")


@pytest.mark.parametrize(
    ("name", "channels", "since", "reason"),
    [
        ("files/18-", {"email"}, MAILCHIMP, "a contact list says so"),
        ("files/19-", {"email"}, MAILCHIMP, "is on a provider's list of addresses that bounce"),
        ("files/20-", {"email"}, IMPORTED, "a contact list says so"),
        ("files/21-", {"email", "call"}, IMPORTED, "a contact list says so"),
        ("files/23-", {"email", "text"}, IMPORTED, "a contact list says so"),
    ],
)
def test_18_to_23_what_a_list_says(account: Account, name: str, channels: set[str], since: str, reason: str) -> None:
    assert account.take(name) == ["Contact list"]
    one = account.only()
    assert one["name"] == "Pat Ashby"
    assert closed(one) == channels
    assert (one["do_not_email_since"][:16], one["do_not_email_reason"]) == (since[:16], reason)
    (row,) = account.exported()
    assert row["emails"] == ""
    assert bool(row["phones"]) == ("text" not in channels and bool(one["phones"]))


@pytest.mark.parametrize(
    ("heading", "cell", "channels"),
    [
        ("Do Not Email", "Yes", {"email"}),
        ("Email Opt Out", "TRUE", {"email"}),
        ("Unsubscribed from all email", "true", {"email"}),
        ("Send SMS", "No", {"text"}),
        ("Text Opt In", "no", {"text"}),
        ("Text Opt In", "yes", set()),  # a list never lifts, and says nothing by it
        ("SMS Opt Out", "x", {"text"}),
        ("Do Not Call", "1", {"call"}),
        ("Do Not Email", "No", set()),
        ("Do Not Email", "", set()),
        ("Unsubscribed At", "2026-10-01", {"email"}),
        ("No enviar SMS", "sí", {"text"}),
    ],
)
def test_ten_neighbours_of_a_column(account: Account, heading: str, cell: str, channels: set[str]) -> None:
    content = f"Name,Email,Phone,{heading}\nPat Ashby,pat@example.com,202-555-0143,{cell}\n"
    account.take_files(account.write("list.csv", content))
    assert closed(account.only()) == channels


def test_a_column_that_speaks_of_consent_and_is_not_known_is_named(account: Account) -> None:
    content = "Name,Email,GDPR ok?\nPat Ashby,pat@example.com,no\n"
    told = account.call("import", account.write("list.csv", content))
    assert "GDPR ok?" in told


def test_a_list_never_lifts(account: Account) -> None:
    for n, cell in enumerate(("Yes", "No", "")):
        content = f"Name,Email,Do Not Email\nPat Ashby,pat@example.com,{cell}\n"
        account.call("import", account.write(f"list{n}.csv", content))
    assert closed(account.only()) == {"email"}
