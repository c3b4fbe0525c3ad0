"""What was decided on a request to stop, and what an opt-out of texts means for calls, is said on the screens."""

from datetime import timedelta

from tests.cases.account import DAY, Account, Text

JANE = "+14152310700"


def shown(account: Account, name: str, **params: str) -> str:
    """All that a screen shows as HTML."""
    screen = account.screen(name, **params)
    assert not screen.exception
    return " ".join(part.value for part in screen.get("html"))


def test_messages_and_the_contact_say_what_was_decided(account: Account) -> None:
    account.take_texts([Text(1, JANE, "Please take me off your list", DAY - timedelta(days=1))])
    person = str(account.only()["id"])
    assert "Nobody decided yet." in shown(account, "messages")
    assert "Asked to stop" in shown(account, "contact", id=person)
    account.call("consent", "decide", JANE, "reply", "--by", "Dana")
    assert "Decided: it is a reply." in shown(account, "messages")
    assert "Asked to stop" not in shown(account, "contact", id=person)
    account.call("consent", "decide", JANE, "stop", "--by", "Dana")
    assert "Decided: stop." in shown(account, "messages")


def test_who_opted_out_of_texts_may_be_called_and_is_told_to_be_off_who_to_call(account: Account) -> None:
    account.take_texts(
        [
            Text(1, JANE, "Is it still free?", DAY - timedelta(days=2)),
            Text(2, JANE, "STOP", DAY - timedelta(days=1)),
        ]
    )
    said = "They opted out of texts, not of calls: so Who to call leaves them out."
    assert said in shown(account, "contact", id=str(account.only()["id"]))
    assert account.calls() == {}
