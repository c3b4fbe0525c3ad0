"""Requests to stop: which ones wait, what they answer, and what was decided."""

import pytest
from sqlalchemy import Engine

from engagement.domain.consent import Code, ConsentChannel, What
from engagement.ingest.by_hand import decide, decide_request, set_consent
from engagement.lib import moments
from engagement.query.consent.held import (
    Answered,
    DecidedRequest,
    HeldRequest,
    decided_requests,
    held_count,
    held_requests,
)
from engagement.query.matching.view import View
from engagement.query.question.viewpoint import Viewpoint
from tests.moment import NOW
from tests.query.consent.told import A, B, account, at, came, sent, start, stop
from tests.query.jane import ADA, CELL, DANA, MINUTE, VIEWPOINT

ASKS = "Please stop texting me, we bought"


def held(store: Engine, viewpoint: Viewpoint = VIEWPOINT) -> list[HeldRequest]:
    """Those that wait; their count must say how many contacts they are of."""
    with store.connect() as connection:
        view = View(connection, viewpoint)
        found = held_requests(view)
        assert held_count(view) == len({one.contact_id for one in found})
        return found


def decided(store: Engine, viewpoint: Viewpoint = VIEWPOINT, limit: int = 50) -> list[DecidedRequest]:
    with store.connect() as connection:
        return decided_requests(View(connection, viewpoint), limit)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], []),
        ([came(1, "Is it still free?")], []),
        ([stop(1)], []),
        ([came(5, ASKS)], [ASKS]),
        ([came(5, ASKS), came(9, "No more texts")], ["No more texts", ASKS]),
        ([came(5, ASKS), stop(9)], []),  # nothing is left to decide
        ([stop(1), came(5, ASKS)], []),
        ([stop(1), came(5, ASKS), start(9)], [ASKS]),
    ],
)
def test_what_waits(store: Engine, records: list[list[object]], expected: list[str]) -> None:
    account(store, *records)  # type: ignore[arg-type]
    assert [one.words for one in held(store)] == expected


@pytest.mark.parametrize(
    ("records", "answers"),
    [
        ([], None),
        ([sent(1, "One")], Answered("One", at(1), A)),
        ([sent(1, "One"), sent(2, "Two")], Answered("Two", at(2), A)),
        ([sent(1, "One"), sent(5, "Two")], Answered("Two", at(5), A)),  # at one moment ours stands before theirs
        ([sent(1, "One"), sent(6, "Later")], Answered("One", at(1), A)),
        ([sent(1, "One"), sent(2, "Two", B)], Answered("One", at(1), A)),
        ([sent(2, "Two", B)], Answered("Two", at(2), B)),
        ([sent(1, "Joe's", number="+442079460018")], None),
    ],
)
def test_what_a_request_answers(store: Engine, records: list[list[object]], answers: Answered | None) -> None:
    jane = account(store, *records, came(5, ASKS))  # type: ignore[arg-type]
    (one,) = held(store)
    assert one == HeldRequest(jane, "Jane Doe", CELL, one.message_id, at(5), A, ASKS, one.telling, answers)
    assert one.telling
    assert one.telling in ASKS


@pytest.mark.parametrize("code", [Code.STOP, Code.REPLY])
def test_a_decision_moves_a_request_and_can_be_taken_back(
    store: Engine, monkeypatch: pytest.MonkeyPatch, code: Code
) -> None:
    jane = account(store, sent(1), came(5, ASKS))
    (asked,) = held(store)
    assert decide(store, jane, code, "Ann") == 1
    assert held(store) == []
    assert decided(store) == [DecidedRequest(asked, code, "Ann", NOW)]
    monkeypatch.setattr(moments, "clock", lambda: NOW + MINUTE)
    decide_request(store, jane, asked.message_id, Code.UNDECIDED, "Bea")
    assert held(store) == [asked]
    assert decided(store) == []
    monkeypatch.setattr(moments, "clock", lambda: NOW + 2 * MINUTE)
    decide_request(store, jane, asked.message_id, Code.REPLY, "Bea")
    assert held(store) == []
    assert decided(store) == [DecidedRequest(asked, Code.REPLY, "Bea", NOW + 2 * MINUTE)]


def test_each_of_two_requests_is_decided_by_itself(store: Engine) -> None:
    jane = account(store, came(5, ASKS), came(9, "No more texts"))
    latest, first = held(store)
    decide_request(store, jane, latest.message_id, Code.REPLY, "Ann")
    assert held(store) == [first]
    assert [one.request for one in decided(store)] == [latest]
    decide_request(store, jane, first.message_id, Code.STOP, "Ann")
    assert held(store) == []
    assert {one.request.message_id for one in decided(store)} == {first.message_id, latest.message_id}
    assert len(decided(store, limit=1)) == 1


def test_who_is_opted_out_by_hand_waits_no_more(store: Engine) -> None:
    jane = account(store, came(5, ASKS))
    set_consent(store, jane, ConsentChannel.TEXT, What.OUT, "said so", "Ann")
    assert held(store) == []


def test_scope_hides_requests(store: Engine) -> None:
    jane = account(store, came(5, ASKS), came(6, ASKS, number="+442079460018"))
    assert [one.title for one in held(store)] == ["Joe Roe", "Jane Doe"]
    assert [one.title for one in held(store, DANA)] == ["Jane Doe"]
    assert [one.title for one in held(store, ADA)] == ["Joe Roe"]
    decide(store, jane, Code.REPLY, "Ann")
    assert [one.request.title for one in decided(store, DANA)] == ["Jane Doe"]
    assert decided(store, ADA) == []
