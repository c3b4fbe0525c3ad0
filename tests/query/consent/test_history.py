"""The consent history: of an address however it is spelled, of a contact, and of nobody whom the viewer may not see."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.records import Clock, ConsentRecord
from engagement.domain.vocabulary import EventType, Keyword
from engagement.ingest.by_hand import decide, set_consent
from engagement.ingest.write.erased import erase_from_ledger
from engagement.query.consent.entries import LedgerRow
from engagement.query.consent.history import consent_history, history_of_contact
from engagement.query.matching.view import View
from engagement.query.question.viewpoint import Viewpoint
from tests.moment import NOW
from tests.query.consent.told import A, B, account, at, came, sent, start, stop
from tests.query.jane import ADA, CELL, DANA, EMAIL, MAIL, VIEWPOINT, event


def told(rows: list[LedgerRow]) -> list[tuple[str, str | None]]:
    return [(row.code.value, row.ours) for row in rows]


def of(store: Engine, who: str, viewpoint: Viewpoint = VIEWPOINT) -> list[LedgerRow]:
    with store.connect() as connection:
        return consent_history(View(connection, viewpoint), who)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], []),
        ([came(1, "Is it still free?")], []),
        ([stop(1)], [("stop word", A)]),
        ([stop(1), start(5)], [("stop word", A), ("opt-in word", A)]),
        ([came(9, "Yes", A, Keyword.YES)], []),  # it opted nobody in, since nobody was out
        ([stop(1), came(9, "Yes", A, Keyword.YES)], [("stop word", A), ("yes", A)]),
        ([stop(1), came(9, "Yes", B, Keyword.YES)], [("stop word", A)]),
        ([came(1, "Yes", A, Keyword.YES), stop(5)], [("stop word", A)]),
        ([stop(1), start(2), came(3, "Yes", A, Keyword.YES)], [("stop word", A), ("opt-in word", A)]),
        ([came(7, "Please stop texting me")], [("request", A)]),
        ([stop(1), sent(3, kind=EventType.UNSUBSCRIBED)], [("stop word", A), ("refused", A)]),
        ([[event(MAIL, EventType.UNSUBSCRIBED, 4)]], []),  # of her email
    ],
)
def test_what_a_number_said(store: Engine, records: list[list[object]], expected: list[tuple[str, str | None]]) -> None:
    account(store, *records)  # type: ignore[arg-type]
    assert told(of(store, CELL)) == expected


@pytest.mark.parametrize("who", [CELL, "(415) 555-0142", " 1 415 555 0142 ", "415.555.0142"])
def test_a_number_in_any_spelling_has_its_own_history(store: Engine, who: str) -> None:
    account(store, stop(1), [event(MAIL, EventType.UNSUBSCRIBED, 4)])
    assert of(store, who) == [
        LedgerRow(
            entry_id=of(store, who)[0].entry_id,
            channel=ConsentChannel.TEXT,
            address=CELL,
            ours=A,
            what=What.OUT,
            at=at(1),
            source=Source.TEXT,
            code=Code.STOP_WORD,
            words="STOP",
            place=None,
            by=None,
            message_id=of(store, who)[0].message_id,
        )
    ]


def test_a_contact_has_that_of_all_addresses_and_of_calls(store: Engine) -> None:
    jane = account(store, [event(MAIL, EventType.UNSUBSCRIBED, 4)], stop(1), came(9, "take me off your list"))
    set_consent(store, jane, ConsentChannel.CALL, What.OUT, "said so on the phone", "Ann")
    decide(store, jane, Code.STOP, "Ann")
    expected = [
        ("text", "out", "STOP", None),
        ("email", "out", None, None),
        ("text", "asked", "take me off your list", None),
        ("call", "out", "said so on the phone", "Ann"),
        ("text", "decided", "stop", "Ann"),
    ]
    for who in (str(jane), "crm-7"):
        rows = of(store, who)
        assert [row.at for row in rows] == sorted(row.at for row in rows)
        found = [(row.channel, row.what, row.words if row.channel != "email" else None, row.by) for row in rows]
        assert len(found) == len(expected)
        assert set(found) == set(expected)
        assert all(NOW <= row.at < NOW + timedelta(milliseconds=1) for row in rows if row.by)
    with store.connect() as connection:
        assert history_of_contact(View(connection, VIEWPOINT), jane) == of(store, str(jane))
    assert {row.channel for row in of(store, CELL)} == {ConsentChannel.TEXT, ConsentChannel.CALL}
    assert [row.code for row in of(store, EMAIL)] == [Code.UNSUBSCRIBED]


def test_nobody_is_told_of_a_contact_out_of_scope(store: Engine) -> None:
    jane = account(store, stop(1))
    for who in (CELL, "(415) 555-0142", str(jane), "crm-7"):
        assert told(of(store, who, DANA)) == [("stop word", A)], who
        assert of(store, who, ADA) == [], who
    with store.connect() as connection:
        assert history_of_contact(View(connection, ADA), jane) == []


@pytest.mark.parametrize("who", ["", "nobody", "crm-99", "+14155559999", "9" * 30, "jane@nowhere.example"])
def test_nobody_said_anything(store: Engine, who: str) -> None:
    account(store, stop(1))
    assert of(store, who) == []


def test_an_erased_address_has_its_history_for_whoever_has_the_address(store: Engine) -> None:
    account(store, stop(1, number="+14155550177"), came(9, "Yes", A, Keyword.YES, "+14155550177"))
    before = of(store, "+14155550177")
    assert told(before) == [("stop word", A), ("yes", A)]
    with store.begin() as connection:
        assert erase_from_ledger(connection, [("text", "+14155550177")]) == 2
    assert of(store, "(415) 555-0177") == [replace(row, words=None) for row in before]


def test_what_a_list_says_names_its_place(store: Engine) -> None:
    listed = ConsentRecord(
        *(ConsentChannel.EMAIL, EMAIL, What.OUT, at(2), Clock.EVENT, Source.LIST, Code.LISTED, "list"),
        words="TRUE",
        place="crm.csv, Email Opt Out",
    )
    account(store, [listed])
    (row,) = of(store, EMAIL)
    assert (row.source, row.words, row.place, row.at, row.message_id) == (
        *(Source.LIST, "TRUE", "crm.csv, Email Opt Out", at(2), None),
    )
