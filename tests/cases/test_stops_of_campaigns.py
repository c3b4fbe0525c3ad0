"""Cases of campaigns: a stop belongs to the text it answers, and a refusal is no unsubscribe."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.measures import Measure
from engagement.query.matching.view import View
from engagement.query.numbers.campaigns import campaign_table
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.engine import open_store
from tests.cases.account import DAY, OFFICE, Account, Text

OTHER, JANE = "+18625550101", "+14152310700"
START = datetime(2026, 11, 10, 15, tzinfo=UTC)
COUNTED = (Measure.SENT, Measure.UNSUBSCRIBED, Measure.REFUSED)


def numbers(account: Account) -> Mapping[str, tuple[int, ...]]:
    """Sent, unsubscribed and refused of each campaign, as the screen Campaigns has them."""
    store = open_store(account.url)
    viewpoint = Viewpoint(EVERYONE, ZoneInfo("America/New_York"), DAY.date())
    try:
        with store.connect() as connection:
            rows = campaign_table(View(connection, viewpoint))
            return {row.name: tuple(row.messages[measure] for measure in COUNTED) for row in rows}
    finally:
        store.dispose()


def test_13_three_stops_are_of_the_campaign_they_answer_and_refusals_of_none(account: Account) -> None:
    account.take("people/13-")
    assert numbers(account) == {"Spring Event": (10, 3, 0), "Summer Event": (10, 0, 3)}


def test_13_the_screen_says_so(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    account.take("people/13-")
    monkeypatch.setenv("ENGAGEMENT_DATABASE_URL", account.url)
    monkeypatch.setenv("ENGAGEMENT_TIMEZONE", "America/New_York")
    shown = account.screen("campaigns")
    assert not shown.exception
    words = " ".join(str(element.proto) for element in shown.get("html"))
    assert "Spring Event" in words
    assert "Refused" in words


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_names_that_differ_by_case_or_spaces_only_are_one_campaign(account: Account, order: tuple[int, ...]) -> None:
    """In events and send lists, file by file: whichever comes first."""
    events = [
        {"event": "delivered", "id": f"e{n}", "timestamp": 1795791600.0 + n, "recipient": f"p{n}@example.com"}
        | {"message": {"headers": {"message-id": f"m{n}@mg", "to": f"p{n}@example.com"}}, "tags": [tag]}
        for n, tag in enumerate(("SPRING EVENT", "spring  event"))
    ]
    files = [
        account.write("one.json", json.dumps({"items": events[:1], "paging": {}})),
        account.write("two.json", json.dumps({"items": events[1:], "paging": {}})),
        account.write("sends.csv", "Message ID,Email,Campaign\nm9@mg,p9@example.com,Spring Event\n"),
    ]
    for place in order:
        account.take_files(files[place])
    assert numbers(account) == {"Spring Event": (3, 0, 0)}


def sent(number: int, minute: int, campaign: str, ours: str = OFFICE) -> tuple[Text, str]:
    """A text of ours, and the campaign a send list gives it."""
    return Text(number, JANE, "Open house", START + timedelta(minutes=minute), came=False, ours=ours), campaign


def came(number: int, minute: int, body: str, ours: str = OFFICE) -> Text:
    """A text of theirs."""
    return Text(number, JANE, body, START + timedelta(minutes=minute), ours=ours)


@pytest.mark.parametrize(
    ("ours", "theirs", "stopped"),
    [
        ([sent(1, 0, "A")], [came(9, 5, "STOP")], "A"),
        ([sent(1, 0, "A"), sent(2, 3, "B")], [came(9, 5, "STOP")], "B"),  # the last one before it
        ([sent(1, 0, "A"), sent(2, 7, "B")], [came(9, 5, "STOP")], "A"),  # not the one after it
        ([sent(1, 0, "A"), sent(2, 3, "B", OTHER)], [came(9, 5, "STOP")], "A"),  # from the same number
        ([sent(1, 0, "A"), sent(2, 3, "B", OTHER)], [came(9, 5, "STOP", OTHER)], "B"),
        ([sent(1, 0, "A")], [came(9, 5, "STOP", OTHER)], "A"),  # that number never wrote: any
        ([sent(1, 0, "A")], [came(8, 2, "Is it big?"), came(9, 5, "Stop.")], "A"),  # talk between changes nothing
        ([sent(1, 0, "A")], [came(9, 5, "Please stop texting me")], None),  # held: no unsubscribe yet
        ([sent(1, 0, "A")], [came(9, 5, "Sounds good")], None),
        ([sent(1, 8, "A")], [came(9, 5, "STOP")], None),  # it answers nothing of ours
        ([sent(1, 0, "A"), sent(2, 6, "B")], [came(8, 5, "STOP"), came(9, 7, "STOP")], "AB"),  # and again
    ],
)
def test_ten_neighbours_of_a_stop(
    account: Account, ours: list[tuple[Text, str]], theirs: list[Text], stopped: str | None
) -> None:
    rows = [f"{text.document()['sid']},{JANE},{text.at:%Y-%m-%d %H:%M:%S},{campaign}" for text, campaign in ours]
    sends = account.write("sends.csv", "\n".join(["Message SID,To,Sent At,Campaign", *rows]) + "\n")
    account.take_files(sends)
    account.take_texts([*(text for text, _ in ours), *theirs])
    found = numbers(account)
    assert "".join(name for name in sorted(found) if found[name][1]) == (stopped or "")
    assert all(refused == 0 for _, _, refused in found.values())


def test_a_request_that_is_decided_is_an_unsubscribe_of_the_text_it_answers(account: Account) -> None:
    account.take("people/13-")
    account.take_texts([Text(99, "+14152310703", "take me off your list", datetime(2026, 11, 10, 16, tzinfo=UTC))])
    assert numbers(account)["Spring Event"] == (10, 3, 0)
    account.call("consent", "decide", "+14152310703", "stop", "--by", "Sam")
    assert numbers(account)["Spring Event"] == (10, 4, 0)
    account.call("consent", "decide", "+14152310703", "undecided", "--by", "Sam")
    assert numbers(account)["Spring Event"] == (10, 3, 0)
