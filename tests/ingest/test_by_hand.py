"""What people here say of consent: decisions that can be undone, do-not-email, -text and -call, with who and why."""

import pytest
import sqlalchemy as sa

from engagement.domain.consent import Code, ConsentChannel, What
from engagement.domain.vocabulary import EventType
from engagement.errors import ConsentError
from engagement.ingest import take_in
from engagement.ingest.by_hand import decide, decide_request, refresh_all, set_consent
from engagement.ingest.sets.rebuild import verify
from engagement.lib.ids import stable_id
from engagement.store.schema import contact_addresses, contacts, ledger, settings
from tests.ingest.making import CELL, JANE, OURS, at, contact, email, reply, rows, text
from tests.moment import NOW

ASKS = "Please take me off your list"


def jane(store: sa.Engine) -> int:
    (contact_id,) = rows(store, contacts, "contact_id")
    return int(contact_id)


def standing(store: sa.Engine) -> tuple[object, ...]:
    wanted = ("asked_to_stop_at", "do_not_text_at", "do_not_text_reason", "replies")
    (found,) = rows(store, contacts, *wanted)
    with store.connect() as connection:
        assert verify(connection) == []
    return tuple(found)


def test_a_request_waits_is_decided_and_undone(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE, CELL), *reply(ASKS, 4)])
    waits = (at(4), None, None, 1)
    stopped = (None, at(4), "asked in their own words to stop", 1)
    assert standing(store) == waits
    assert decide(store, jane(store), Code.STOP, "Sam") == 1
    assert standing(store) == stopped
    assert decide(store, jane(store), Code.UNDECIDED, "Sam") == 1
    assert standing(store) == waits


def test_a_reply_is_decided_once_and_the_next_request_waits_again(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE, CELL), *reply(ASKS, 4)])
    decide(store, jane(store), Code.REPLY, "Sam")
    assert standing(store) == (None, None, None, 1)
    take_in(store, reply(ASKS, 6, key="SM10"))
    assert standing(store) == (at(6), None, None, 2)


def test_one_of_two_requests_is_decided(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", CELL), *reply(ASKS, 4), *reply("wrong number", 6, key="SM10")])
    decide_request(store, jane(store), stable_id("text", "SM9", CELL), Code.REPLY, "Sam")
    assert standing(store) == (at(6), None, None, 2)


def test_a_decision_may_be_changed(store: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(store, [contact("Jane Park", CELL), *reply(ASKS, 4)])
    for minute, code, closed_at in ((10, Code.REPLY, None), (11, Code.STOP, at(4)), (12, Code.REPLY, None)):
        monkeypatch.setattr("engagement.lib.moments.clock", lambda minute=minute: at(minute))
        decide(store, jane(store), code, "Sam")
        assert standing(store)[1] == closed_at
    assert len(rows(store, ledger, "code")) == 4  # nothing was taken away


def test_what_a_person_decides_is_kept_with_who_and_when(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", CELL), *reply(ASKS, 4)])
    decide(store, jane(store), Code.STOP, "  Sam  Lee ")
    found = rows(store, ledger, "what", "code", "at", "ours", "words", "by")
    assert sorted(found) == [
        ("asked", "request", at(4), OURS, ASKS, None),
        ("decided", "stop", NOW, OURS, "stop", "Sam Lee"),
    ]


@pytest.mark.parametrize(
    ("channel", "columns"),
    [
        (ConsentChannel.EMAIL, ("do_not_email_at", "do_not_email_reason")),
        (ConsentChannel.TEXT, ("do_not_text_at", "do_not_text_reason")),
        (ConsentChannel.CALL, ("do_not_call_at", "do_not_call_reason")),
    ],
)
def test_by_hand_and_undone_by_hand(store: sa.Engine, channel: ConsentChannel, columns: tuple[str, ...]) -> None:
    take_in(store, [contact("Jane Park", JANE, CELL)])
    set_consent(store, jane(store), channel, What.OUT, "asked me on the phone", "Sam")
    assert rows(store, contacts, *columns) == [(NOW, "set by hand")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engagement.lib.moments.clock", lambda: NOW.replace(hour=20))
        set_consent(store, jane(store), channel, What.IN, "wants our news again", "Sam")
    assert rows(store, contacts, *columns) == [(None, None)]
    assert set(rows(store, ledger, "words")) == {"asked me on the phone", "wants our news again"}


def test_by_hand_ends_any_opt_out_of_an_email(store: sa.Engine) -> None:

    take_in(store, [contact("Jane Park", JANE), email(EventType.UNSUBSCRIBED, 5), email(EventType.COMPLAINED, 6)])
    set_consent(store, jane(store), ConsentChannel.EMAIL, What.IN, "signed up again at the open house", "Sam")
    assert rows(store, contacts, "do_not_email_at") == [None]


def test_it_holds_for_every_number(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", CELL, "+14155550177")])
    set_consent(store, jane(store), ConsentChannel.TEXT, What.OUT, "moved away", "Sam")
    assert rows(store, contact_addresses, "opted_out_at") == [NOW, NOW]


@pytest.mark.parametrize("code", [Code.STOP, Code.UNDECIDED])
def test_what_cannot_be_decided_is_said(store: sa.Engine, code: Code) -> None:
    take_in(store, [contact("Jane Park", CELL), *reply("Sounds good", 4)])
    with pytest.raises(ConsentError, match="text"):
        decide(store, jane(store), code, "Sam")
    with pytest.raises(ConsentError, match="load the page again"):
        decide_request(store, jane(store), 7, code, "Sam")


def test_a_reason_a_name_and_an_address_are_needed(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE)])
    for channel, reason, by, words in (
        (ConsentChannel.EMAIL, "  ", "Sam", "Say why"),
        (ConsentChannel.EMAIL, "moved", " ", "Say who"),
        (ConsentChannel.TEXT, "moved", "Sam", "no phone number"),
        (ConsentChannel.CALL, "moved", "Sam", "no phone number"),
    ):
        with pytest.raises(ConsentError, match=words):
            set_consent(store, jane(store), channel, What.OUT, reason, by)
    assert rows(store, ledger, "code") == []


def test_what_an_opt_out_closes_may_be_changed(store: sa.Engine) -> None:
    other = text(EventType.DELIVERED, 1, key="SM20")
    other.message.our_address = "+14155550199"
    take_in(store, [contact("Jane Park", CELL), text(EventType.DELIVERED, 1), other, *reply("STOP", 4)])
    for closes, wanted in (("all", at(4)), ("same", None), ("all", at(4))):
        with store.begin() as connection:
            connection.execute(sa.delete(settings).where(settings.c.key == "closes"))
            connection.execute(settings.insert().values(key="closes", value=f'"{closes}"'))
        refresh_all(store)
        assert standing(store)[1] == wanted
    with store.begin() as connection:
        connection.execute(settings.update().where(settings.c.key == "closes").values(value='"same"'))
    refresh_all(store)
    take_in(store, reply("stop", 5, key="SM30"))
    assert standing(store)[1] is None  # the other number may still write
