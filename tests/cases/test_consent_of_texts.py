"""What people said by text, end to end: stop words and requests, answers that are none, and by which number."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cases.account import Account, Text, closed

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
OTHER = "+18625550101"  # another number of ours


def numbered(place: int) -> str:
    return f"+1415231{place:04d}"


def asked(account: Account, *bodies: str) -> tuple[list[str], list[str], list[str]]:
    """Somebody answers with each of `bodies`: which are stop words, which requests, and which are on Who to call."""
    texts = []
    for place, body in enumerate(bodies):
        texts.append(Text(2 * place, numbered(place), "Open house Sunday 2pm", NOON, came=False))
        texts.append(Text(2 * place + 1, numbered(place), body, NOON + timedelta(hours=1)))
    account.take_texts(texts)
    return sorted_out(account, dict(zip(map(numbered, range(len(bodies))), bodies, strict=True)))


def sorted_out(account: Account, said: dict[str, str]) -> tuple[list[str], list[str], list[str]]:
    people, calls = account.people(), account.calls()
    assert people.keys() == said.keys()
    exported = {row["id"]: row for row in account.exported()}
    for number, one in people.items():
        row = exported[str(one["id"])]
        # An export has the number of nobody who opted out or asked to, and says why.
        assert (row["phones"] == "") is bool(one["do_not_text"] or one["asked_to_stop_at"]), said[number]
        assert row["do_not_text"] == ("yes" if one["do_not_text"] else "no")
    stopped = [body for number, body in said.items() if people[number]["do_not_text"]]
    requests = [body for number, body in said.items() if people[number]["asked_to_stop_at"]]
    assert not {*stopped} & {*requests}
    assert all(body == said[number] for number, body in calls.items())
    return stopped, requests, [body for number, body in said.items() if number in calls]


def test_01_stop_words(account: Account) -> None:
    assert account.take("people/01-stop-words.json") == ["Twilio"]
    bodies = ("Stop.", "STOP!", "STOP ALL", "opt out", "Opt-out", "Stop. Thank you", "Please stop texting me")
    bodies = (*bodies, "unsubscribe me", "ARRET", "Yes please, call me", "We must stop by Sunday")
    said = {f"+14152310{200 + place}": body for place, body in enumerate(bodies)}
    assert sorted_out(account, said) == (
        ["Stop.", "STOP!", "STOP ALL", "opt out", "Opt-out"],
        ["Stop. Thank you", "Please stop texting me", "unsubscribe me", "ARRET"],
        ["Yes please, call me", "We must stop by Sunday"],
    )


STOP_WORDS = (
    "stop",
    "S T O P",
    "STOP\n",
    "Stop!!!",
    "“STOP”",
    "Stopall",
    "Unsubscribe.",
    "QUIT",
    "end",
    "Cancel",
    "REVOKE",
)
REQUESTS = (
    *("Stop texting me!", "pls stop", "Take me off your list", "Remove me please", "Do not text me again"),
    *("Don't contact me anymore", "Please unsubscribe", "No more texts", "stop sending me messages", "Leave me alone"),
    "Lose my number",
)
REPLIES = (
    *("Can we stop by at 3?", "I'll stop by tomorrow", "Don't stop looking for us!", "Is there a bus stop near it?"),
    *(
        "When does the open house end?",
        "We had to cancel our trip, can we come Monday?",
        "Call me",
        "Yes!",
        "Who is this",
    ),
    *("The non-stop noise there bothers me", "Any news?"),
)


def test_ten_neighbours_of_stop_words(account: Account) -> None:
    assert asked(account, *STOP_WORDS, *REQUESTS, *REPLIES) == ([*STOP_WORDS], [*REQUESTS], [*REPLIES])


def test_02_a_stop_to_one_number_stands_after_a_yes_to_another(account: Account) -> None:
    account.take("people/02-yes-to-another-number.json")
    one = account.only()
    assert closed(one) == {"text"}
    assert one["do_not_text_since"] == "2026-11-01T15:05:00Z"
    assert one["replies"] == 1
    assert account.exported()[0]["phones"] == ""


@pytest.mark.parametrize(
    ("told", "closes", "replies"),
    [  # what they texted, to which of our numbers, one after another
        ((("STOP", OTHER), ("Yes", OTHER)), False, 0),  # the same number: open again, and the Yes is a keyword
        ((("STOP", OTHER), ("START", OTHER)), False, 0),
        ((("STOP", OTHER), ("UNSTOP", OTHER)), False, 0),
        ((("STOP", OTHER), ("START", "")), True, 0),
        ((("STOP", ""), ("START", OTHER)), True, 0),
        ((("STOP", ""), ("STOP", OTHER), ("START", OTHER)), True, 0),
        ((("STOP", ""), ("STOP", OTHER), ("START", OTHER), ("START", "")), False, 0),
        ((("STOP", ""), ("Yes, Sunday works", "")), True, 1),
        ((("Yes", OTHER),), False, 1),
        ((("Yes", OTHER), ("STOP", "")), True, 1),
        ((("START", ""), ("STOP", "")), True, 0),
        ((("STOP", ""), ("HELP", OTHER)), True, 0),
    ],
)
def test_ten_neighbours_of_a_stop_by_number(
    account: Account, told: tuple[tuple[str, str], ...], closes: bool, replies: int
) -> None:
    them = numbered(1)
    texts = [Text(0, them, "Listing alert", NOON, came=False), Text(1, them, "Sunday?", NOON, came=False, ours=OTHER)]
    for place, (body, ours) in enumerate(told, start=2):
        texts.append(Text(place, them, body, NOON + timedelta(minutes=place), ours=ours or texts[0].ours))
    account.take_texts(texts)
    one = account.only()
    assert (one["do_not_text"], one["replies"]) == (closes, replies)


def test_09_a_cell_phone_in_mexico_argentina_and_brazil_is_one_however_written(account: Account) -> None:
    account.take("people/09-latin")
    people = account.people()
    assert {one["name"]: number for number, one in people.items()} == {
        "Mx": "+525512345678",
        "Ar": "+541123456789",
        "Br": "+5511987654321",
    }
    assert [closed(one) for one in people.values()] == [{"text"}] * 3


@pytest.mark.parametrize(
    ("listed", "texted", "is_one"),
    [
        ("+52 1 55 1234 5678", "+525512345678", True),
        ("+52 55 1234 5678", "+5215512345678", True),
        ("+52 81 8123 4567", "+5218181234567", True),
        ("+54 9 11 2345-6789", "+541123456789", True),
        ("+54 9 351 234 5678", "+543512345678", True),
        ("+54 11 2345-6789", "+5491123456789", True),
        ("+55 11 8765-4321", "+5511987654321", True),
        ("+55 11 98765-4321", "+551187654321", True),
        ("+55 21 98765-4321", "+552187654321", True),
        ("+55 11 3765-4321", "+5511937654321", False),  # a landline gets no ninth digit
        ("+52 55 1234 5678", "+5215512345679", False),
        ("+1 415 231 0142", "+14152310142", True),
    ],
)
def test_ten_neighbours_of_cell_phones(account: Account, listed: str, texted: str, is_one: bool) -> None:
    account.take_files(account.write("people.csv", f"Name,Phone\nPat,{listed}\n"))
    account.take_texts([Text(1, texted, "STOP", NOON)])
    stopped = [one["name"] for one in account.people().values() if one["do_not_text"]]
    assert stopped == (["Pat"] if is_one else [""])


def test_25_reactions_and_automatic_answers_are_no_replies(account: Account) -> None:
    account.take("people/25-not-answers.json")
    people = account.people()
    assert len(people) == 4
    assert {(one["replies"], one["asked_to_stop_at"], one["do_not_text"]) for one in people.values()} == {
        (0, None, False)
    }
    assert account.calls() == {}


NOT_ANSWERS = (
    "Loved “Open house Sunday 2pm”",
    "Laughed at “Open house Sunday 2pm”",
    "Emphasized “Open house Sunday 2pm”",
    "Questioned “Open house Sunday 2pm”",
    "Reacted 👍 to “Open house Sunday 2pm”",
    'Liked "Open house Sunday 2pm"',
    "Removed a like from “Open house Sunday 2pm”",
    "❤️ to “Open house Sunday 2pm”",
    "I’m driving with Do Not Disturb While Driving turned on. I’ll see your message when I get where I’m going.",
    "I'm currently driving. I'll get back to you later. Sent by Android Auto",
    "Thank you for contacting Oak Realty. We will reply during office hours.",
)
# A phone's ready-made answer is a person's, who chose it.
ANSWERS = (
    "I liked the open house",
    "Loved it!",
    "👍",
    "Can't talk right now.",
    "I'm driving, call me at 5",
    "“Sunday 2pm” works for us",
)


def test_ten_neighbours_of_what_is_no_answer(account: Account) -> None:
    assert asked(account, *NOT_ANSWERS, *ANSWERS) == ([], [], [*ANSWERS])
    assert sum(one["replies"] for one in account.people().values()) == len(ANSWERS)
