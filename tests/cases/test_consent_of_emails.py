"""What people said of email, end to end: unsubscribes, with a message and without, suppression lists, the way back."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.cases.account import Account, closed

PAT, BACK = "pat@example.com", "back@example.com"
TOLD = 1_795_186_800  # 20 November 2026 15:00 UTC, in Unix seconds


def mailgun(kind: str, at: int, *, message: str | None = "m1@mg.example.org", **more: object) -> dict[str, object]:
    """One of Mailgun's events about Pat."""
    about = {} if message is None else {"message": {"headers": {"message-id": message}}}
    return {"event": kind, "id": f"{kind}-{at}", "timestamp": at, "recipient": PAT, **about, **more}


def sendgrid(kind: str, at: int, group: int | None = None, **more: object) -> dict[str, object]:
    """One of SendGrid's events about Pat."""
    about = {} if group is None else {"asm_group_id": group}
    ids = {"sg_event_id": f"{kind}-{at}-{group}", "sg_message_id": "abc.filter0001"}
    return {"event": kind, "email": PAT, "timestamp": at, **ids, **about, **more}


def take(account: Account, *events: dict[str, object]) -> None:
    """Import events, in one file."""
    account.take_files(account.write("events.json", json.dumps(events)))


def test_09_an_unsubscribe_that_shares_its_id_with_an_open_and_a_click_is_kept(account: Account) -> None:
    assert account.take("files/09-") == ["Mailgun"] * 3
    one = account.only()
    assert (one["opens"], one["clicks"], one["last_status"]) == (1, 1, "Unsubscribed")
    assert closed(one) == {"email"}
    assert one["do_not_email_since"] == "2025-10-09T08:53:20.250000Z"
    assert account.exported()[0]["emails"] == ""
    account.take("files/09-")
    assert account.only() == one


def test_11_an_unsubscribe_needs_an_address_and_no_message(account: Account) -> None:
    assert account.take("files/11-") == ["Mailgun"]
    one = account.only()
    assert (one["emails"], closed(one)) == ([PAT], {"email"})
    assert one["do_not_email_since"] == "2025-10-09T08:53:20.500000Z"
    assert one["last_status"] is None


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (mailgun("unsubscribed", TOLD), "used the unsubscribe link of an email"),
        (mailgun("unsubscribed", TOLD, message=None), "used the unsubscribe link of an email"),
        (mailgun("unsubscribed", TOLD, message=None, tags=["*"]), "used the unsubscribe link of an email"),
        (mailgun("unsubscribed", TOLD, message=None, tags=["news"]), "used the unsubscribe link of an email"),
        (mailgun("complained", TOLD), "reported an email as spam"),
        (mailgun("complained", TOLD, message=None), "reported an email as spam"),
        (sendgrid("unsubscribe", TOLD), "used the unsubscribe link of an email"),
        (sendgrid("group_unsubscribe", TOLD, 11), "used the unsubscribe link of an email"),
        (sendgrid("spamreport", TOLD), "reported an email as spam"),
        (mailgun("opened", TOLD), None),
        (mailgun("clicked", TOLD), None),
        (sendgrid("open", TOLD), None),
    ],
)
def test_ten_neighbours_of_an_unsubscribe(account: Account, event: dict[str, object], reason: str | None) -> None:
    take(account, event)
    one = account.only()
    assert (one["do_not_email_reason"], closed(one)) == (reason, {"email"} if reason else set())


def test_12_all_four_lists(account: Account) -> None:
    kinds = account.take("people/12-")
    assert kinds == ["Contact list", *["Suppression list"] * 3]
    people = {one["emails"][0]: one for one in account.people().values()}
    assert {address.split("@")[0]: closed(one) for address, one in people.items()} == {
        "ann": {"email", "text"},
        "bob": {"email"},
        "cy": {"email"},
    }
    assert {address.split("@")[0]: one["do_not_email_since"] for address, one in people.items()} == {
        "ann": "2026-10-01T04:00:00Z",
        **dict.fromkeys(("bob", "cy"), "2026-11-03T14:00:00Z"),
    }
    assert people["ann@example.com"]["do_not_text_since"] == "2026-10-01T04:00:00Z"
    assert "bounce" in people["bob@example.com"]["do_not_email_reason"]
    assert "complaints" in people["cy@example.com"]["do_not_email_reason"]
    exported = {row["name"]: (row["emails"], row["phones"]) for row in account.exported()}
    assert exported == {"Ann Abel": ("", ""), "Bob Baker": ("", "+14152310842"), "": ("", "")}


@pytest.mark.parametrize(
    ("name", "since", "reason"),
    [
        ("files/13-", "2025-10-21T11:02:55Z", "is on a provider's list of unsubscribes"),
        ("files/16-", "2025-10-21T11:02:55Z", "is on a provider's list of addresses that bounce"),
        ("files/17-", "2026-11-28T16:00:00Z", "a contact list says so"),
    ],
)
def test_13_16_17_mailguns_lists_in_json(account: Account, name: str, since: str, reason: str) -> None:
    assert account.take(name) == ["Suppression list"]
    one = account.only()
    assert one["name"] == ("Pat Ashby" if name == "files/17-" else "")
    assert (one["emails"], closed(one)) == ([PAT], {"email"})
    assert (one["do_not_email_since"], one["do_not_email_reason"]) == (since, reason)


AT = "Tue, 21 Oct 2025 11:02:55 UTC"
SINCE = "2025-10-21T11:02:55Z"


@pytest.mark.parametrize(
    ("name", "content", "since"),
    [
        ("list.csv", f'address,tags,created_at\n{PAT},"[""*""]","{AT}"\n', SINCE),
        ("list.csv", f'address,tags,created_at\n{PAT},"[""news""]","{AT}"\n', SINCE),
        ("list.csv", f'address,created_at\n{PAT},"{AT}"\n', SINCE),
        ("list.csv", f'address,code,error,created_at\n{PAT},550,No such mailbox,"{AT}"\n', SINCE),
        ("list.json", json.dumps([{"address": PAT, "tags": ["*"], "created_at": AT}]), SINCE),
        ("list.jsonl", json.dumps({"address": PAT, "created_at": AT}) + "\n", SINCE),
        ("list.json", json.dumps([{"email": PAT, "created": 1761044575}]), SINCE),  # SendGrid's
        ("list.json", json.dumps([{"email": PAT, "created": 1761044575, "ip": "192.0.2.7"}]), SINCE),
        ("list.json", json.dumps([{"email": PAT, "created": 1761044575, "reason": "550", "status": "5.1.1"}]), SINCE),
        (
            "list.json",
            json.dumps(
                {
                    "Suppressions": [
                        {
                            "EmailAddress": PAT,
                            "SuppressionReason": "HardBounce",
                            "Origin": "Recipient",
                            "CreatedAt": SINCE,
                        }
                    ]
                }
            ),
            SINCE,
        ),
        (
            "list.json",
            json.dumps({"items": [{"address": PAT, "name": "", "subscribed": False, "vars": {}}]}),
            "2026-11-28T16:00:00Z",
        ),
        ("list.json", json.dumps({"items": [{"address": PAT, "name": "", "subscribed": True, "vars": {}}]}), None),
    ],
)
def test_ten_neighbours_of_suppression_lists(account: Account, name: str, content: str, since: str | None) -> None:
    account.take_files(account.write(name, content))
    one = account.only()
    assert one["emails"] == [PAT]
    assert (one["do_not_email_since"], closed(one)) == (since, {"email"} if since else set())


def test_18_what_came_after_an_unsubscribe_opens_nothing_and_a_person_with_a_reason_does(account: Account) -> None:
    account.take("people/18-")
    one = account.only()
    assert (one["emails"], closed(one), one["opens"]) == ([BACK], {"email"}, 1)
    screen = by_hand(account, one["id"], "Signed up again at the open house")
    assert [error.value for error in screen.exception] == []
    one = account.only()
    assert closed(one) == set()
    assert account.exported()[0]["emails"] == BACK
    last = json.loads(account.call("consent", BACK, "--format", "json"))
    told = {(entry["what"], entry["source"], entry["words"], entry["by"]) for entry in last}
    assert ("in", "hand", "Signed up again at the open house", "Dana") in told
    assert len(last) == 2
    account.take("people/18-")  # what was known before says nothing new
    assert closed(account.only()) == set()


@pytest.mark.parametrize("why", ["", "  "])
def test_18_without_a_reason_nobody_opens_it(account: Account, why: str) -> None:
    account.take("people/18-")
    by_hand(account, account.only()["id"], why)
    assert closed(account.only()) == {"email"}


def by_hand(account: Account, contact_id: int, why: str) -> AppTest:
    """Press “May be emailed again” on the contact's screen, as Dana, for the reason `why`."""
    screen = account.screen("contact", id=str(contact_id))
    screen.session_state["by-hand"] = True
    screen.run()
    next(field for field in screen.text_input if field.label == "Why").set_value(why)
    for field in screen.text_input:
        if "name" in field.label.lower():
            field.set_value("Dana")
    screen.run()
    screen.button(key="by-hand-set").click().run()
    return screen


OUT_OF_11 = sendgrid("group_unsubscribe", TOLD, 11)


@pytest.mark.parametrize(
    ("later", "is_closed"),
    [
        ([sendgrid("group_resubscribe", TOLD + 60, 11)], False),
        ([sendgrid("group_resubscribe", TOLD + 60, 12)], True),  # another group's
        ([sendgrid("group_resubscribe", TOLD - 60, 11)], True),  # before they left
        ([sendgrid("group_resubscribe", TOLD + 60, 11), sendgrid("group_unsubscribe", TOLD + 120, 11)], True),
        ([sendgrid("group_unsubscribe", TOLD + 30, 12), sendgrid("group_resubscribe", TOLD + 60, 11)], True),
        (
            [
                sendgrid("group_unsubscribe", TOLD + 30, 12),
                *(sendgrid("group_resubscribe", TOLD + 60, group) for group in (11, 12)),
            ],
            False,
        ),
        ([sendgrid("unsubscribe", TOLD + 30), sendgrid("group_resubscribe", TOLD + 60, 11)], True),
        ([sendgrid("spamreport", TOLD + 30), sendgrid("group_resubscribe", TOLD + 60, 11)], True),
        ([sendgrid("open", TOLD + 60)], True),
        ([sendgrid("click", TOLD + 60, url="https://example.com/houses")], True),
    ],
)
def test_ten_neighbours_of_a_resubscription(account: Account, later: list[dict[str, object]], is_closed: bool) -> None:
    events = [OUT_OF_11, *later]
    take(account, *reversed(events))
    assert account.only()["do_not_email"] is is_closed
