"""Clicks on several links within seconds of delivery are told apart as likely a machine's, wherever they count."""

import json
import re
from itertools import permutations

from engagement.store.engine import open_store
from tests.cases.account import CASES, Account
from tests.digest import digest_of

WHO = "pat@corp.example.com"
SEEN = "5 links in 5 seconds, 1 s after delivery"


def items() -> list[dict[str, object]]:
    """What Mailgun reports of the email, from its delivery to the last of five clicks."""
    found: list[dict[str, object]] = json.loads((CASES / "people/15-scanner.json").read_text())["items"]
    return found


def test_15_five_links_in_five_seconds_are_likely_a_machine(account: Account) -> None:
    account.take("people/15-scanner")
    person = account.only()
    assert (person["clicks"], person["machine_clicks"]) == (5, 5)
    assert account.calls() == {}
    assert json.loads(account.call("contacts", "--option", "Email Clicks", "--format", "json")) != []
    asked = ("--option", "Email Clicks", "--without-machines")
    assert json.loads(account.call("contacts", *asked, "--format", "json")) == []
    told = json.loads(account.call("timeline", WHO, "--format", "json"))["messages"][0]["events"]
    clicks = [event for event in told if event["type"] == "Clicked"]
    assert [event["likely_machine"] for event in clicks] == [SEEN] * 5


def test_15_the_screens_say_what_makes_it_likely(account: Account) -> None:
    account.take("people/15-scanner")
    contact = account.screen("contact", id=str(account.only()["id"]))
    assert f"Likely a machine: {SEEN}" in " ".join(part.value for part in contact.get("html"))
    listed = " ".join(part.value for part in account.screen("messages").get("html"))
    address = re.search(r"message=([-0-9]+)", listed)
    assert address
    found = account.screen("messages", message=address.group(1))
    said = " ".join(part.value for part in found.get("html"))
    assert "most likely only machines have clicked it" in said
    assert f"likely a machine: {SEEN}" in said


def test_15_a_person_who_clicks_after_it_is_called(account: Account) -> None:
    account.take("people/15-scanner")
    later = items()[1] | {"id": "by-pat", "timestamp": 1795791600.0 + 1800}
    account.take_files(account.write("later.json", json.dumps({"items": [later], "paging": {}})))
    assert account.calls() == {WHO: "Open house"}
    person = account.only()
    assert (person["clicks"], person["machine_clicks"]) == (6, 5)


def test_15_is_the_same_in_whatever_order_it_is_told(account: Account) -> None:
    """Event after event: the first clicks come before there is a burst, or before anybody knows of the delivery."""
    some = items()[:4]
    digests = set()
    for number, order in enumerate(list(permutations(some))[::4]):
        one = Account(account.folder, account.url.replace(".db", f"{number}.db"))
        files = [
            one.write(f"{number}-{place}.json", json.dumps({"items": [item], "paging": {}}))
            for place, item in enumerate(order)
        ]
        for file in files:
            one.take_files(file)
        engine = open_store(one.url)
        digests.add(digest_of(engine))
        engine.dispose()
    assert len(digests) == 1
