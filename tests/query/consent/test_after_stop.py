"""Texts after a stop: which ones are, by how much, and from which of our numbers."""

import pytest
from sqlalchemy import Engine, insert

from engagement.domain.consent import Code, ConsentChannel, What
from engagement.domain.vocabulary import EventType
from engagement.ingest.by_hand import decide, set_consent
from engagement.query.consent.after_stop import AfterStop, after_stop_by_number, texts_after_stop
from engagement.query.matching.view import View
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import settings
from tests.query.consent.told import A, B, account, at, came, sent, start, stop
from tests.query.jane import ADA, CELL, DANA, VIEWPOINT

CONFIRMED = "You have successfully been unsubscribed. You will not receive any more messages from this number."


def after(store: Engine, viewpoint: Viewpoint = VIEWPOINT) -> list[AfterStop]:
    with store.connect() as connection:
        return texts_after_stop(View(connection, viewpoint))


CASES: list[tuple[list[object], list[tuple[float, float]], list[tuple[float, float]]]] = [
    # what was said, and when each text after a stop was sent and the stop came: closing all numbers, or the same one
    ([sent(1)], [], []),
    ([sent(1), stop(2)], [], []),
    ([stop(2), sent(2)], [], []),  # at one moment ours stands before theirs
    ([stop(2), sent(62)], [(62, 2)], [(62, 2)]),
    ([stop(2), sent(62), sent(182)], [(182, 2), (62, 2)], [(182, 2), (62, 2)]),
    ([stop(2), stop(30), sent(62)], [(62, 2)], [(62, 2)]),
    ([stop(2), start(30), sent(62)], [], []),
    ([stop(2), sent(10), start(30), sent(62)], [(10, 2)], [(10, 2)]),
    ([stop(2), start(30), stop(40), sent(62)], [(62, 40)], [(62, 40)]),
    ([stop(2, B), sent(62)], [(62, 2)], []),
    ([stop(2, B), start(9, A), sent(62)], [(62, 2)], []),
    ([stop(2, A), stop(3, B), start(9, A), sent(62)], [(62, 3)], []),
    ([stop(2), sent(62, kind=EventType.UNSUBSCRIBED)], [], []),  # refused
    ([stop(2), sent(62, kind=EventType.FAILED, suppressed=True)], [], []),
    ([stop(2), sent(62, kind=EventType.UNDELIVERED)], [(62, 2)], [(62, 2)]),
    ([stop(2), sent(2.5, CONFIRMED)], [], []),
    ([stop(2), sent(2.5, "So sorry to hear that!")], [(2.5, 2)], [(2.5, 2)]),
    ([stop(2), sent(3.5, CONFIRMED)], [(3.5, 2)], [(3.5, 2)]),
    ([came(2, "Please stop texting me"), sent(62)], [], []),  # nobody decided
    ([stop(2, number="+442079460018"), sent(62)], [], []),
]


@pytest.mark.parametrize(("said", "every", "same"), CASES)
@pytest.mark.parametrize("closes", ["all", "same"])
def test_which_texts_came_after_a_stop(
    store: Engine, said: list[object], every: list[tuple[float, float]], same: list[tuple[float, float]], closes: str
) -> None:
    with store.begin() as connection:
        connection.execute(insert(settings), [{"key": "closes", "value": f'"{closes}"'}])
    account(store, *said)  # type: ignore[arg-type]
    expected = every if closes == "all" else same
    assert [(one.sent_at, one.stopped_at) for one in after(store)] == [
        (at(out), at(stopped)) for out, stopped in expected
    ]


def test_what_is_told_of_one(store: Engine) -> None:
    jane = account(store, stop(2), sent(92, "A house"))
    (one,) = after(store)
    assert one == AfterStop(jane, "Jane Doe", CELL, one.message_id, A, "A house", at(92), at(2), EventType.DELIVERED)
    assert one.hours == 1.5


@pytest.mark.parametrize(("code", "texts"), [(Code.STOP, 1), (Code.REPLY, 0)])
def test_a_request_that_was_a_stop_counts_from_when_it_came(store: Engine, code: Code, texts: int) -> None:
    jane = account(store, came(2, "Please stop texting me"), sent(62))
    decide(store, jane, code, "Ann")
    assert [one.stopped_at for one in after(store)] == [at(2)] * texts


def test_a_hand_that_opens_leaves_what_came_before(store: Engine) -> None:
    jane = account(store, stop(2), sent(62))
    set_consent(store, jane, ConsentChannel.TEXT, What.IN, "she asked for it", "Ann")
    assert [one.sent_at for one in after(store)] == [at(62)]


def test_counts_by_our_number(store: Engine) -> None:
    account(store, stop(2), sent(62, ours=B), sent(63, ours=A), sent(64, ours=B))
    counts = after_stop_by_number(after(store))
    assert list(counts.items()) == [(B, 2), (A, 1)]
    assert after_stop_by_number([]) == {}


def test_scope_hides_them(store: Engine) -> None:
    account(store, stop(2), sent(62))
    assert len(after(store, DANA)) == 1
    assert after(store, ADA) == []
