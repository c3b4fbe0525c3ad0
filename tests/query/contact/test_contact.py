"""One contact: found by whatever is known of them, seen by those who may, with all of their addresses."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from engagement.domain.vocabulary import Channel, ContactKind, EventType
from engagement.errors import ContactNotFound
from engagement.ingest import take_in
from engagement.query.contact.timeline import contact_addresses, count_messages, find_contact, timeline
from engagement.query.matching.view import View
from tests.query.jane import ADA, AT, CELL, DANA, EMAIL, JANE, JOE, MAIL, TEXT, VIEWPOINT, event

# what somebody asks for, and the name of whom they get
ASKED_FOR: list[tuple[str, str | None]] = [
    (EMAIL, "Jane Doe"),
    ("JANE@Office.Example", "Jane Doe"),
    ("  Jane <jane@office.example> ", "Jane Doe"),
    ("STRAßE@home.example", "Jane Doe"),
    ("+14155550142", "Jane Doe"),
    ("(415) 555-0142", "Jane Doe"),
    ("415.555.0142", "Jane Doe"),
    ("1 415 555 0142", "Jane Doe"),
    ("00442079460018", None),  # how a European dials it; from the US it is 011
    ("011 44 20 7946 0018", "Joe Roe"),
    ("+44 (0)20 7946 0018", "Joe Roe"),
    ("crm-7", "Jane Doe"),
    ("crm-8", "Joe Roe"),
    ("crm-9", None),
    ("Jane Doe", None),
    ("jane", None),
    ("", None),
    ("0", None),
    ("9" * 18, None),
    ("9" * 19, None),
    ("9" * 5000, None),
    ("²", None),
    ("Jane\0", None),
    ("\udcff", None),
    ("nobody@office.example", None),
    ("5550142", None),
]


def test_find_contact(store: Engine) -> None:
    take_in(store, [JANE, JOE])
    with store.connect() as connection:
        for who, name in ASKED_FOR:
            if name is not None:
                found = find_contact(View(connection, VIEWPOINT), who)
                assert found.name == name, who
                assert find_contact(View(connection, VIEWPOINT), f" {found.id} ") == found
                continue
            with pytest.raises(ContactNotFound) as caught:
                find_contact(View(connection, VIEWPOINT), who)
            assert str(caught.value) == (
                f"Nobody has the id, email address or phone number {who!r}: check the spelling, or search on Contacts."
            )


def test_a_number_is_read_in_the_accounts_region(store: Engine) -> None:
    take_in(store, [JANE, JOE])
    with store.connect() as connection:
        assert find_contact(View(connection, replace(VIEWPOINT, region="GB")), "020 7946 0018").name == "Joe Roe"
        with pytest.raises(ContactNotFound):
            find_contact(View(connection, VIEWPOINT), "020 7946 0018")


def test_an_id_wins_over_an_external_id_that_reads_the_same(store: Engine) -> None:
    take_in(store, [JANE])
    with store.connect() as connection:
        jane = find_contact(View(connection, VIEWPOINT), EMAIL).id
    take_in(store, [replace(JOE, external_id=str(jane))])
    with store.connect() as connection:
        assert find_contact(View(connection, VIEWPOINT), str(jane)).name == "Jane Doe"


def test_scope_hides_a_contact_and_all_of_theirs(store: Engine) -> None:
    take_in(store, [JANE, JOE, event(MAIL, EventType.OPENED)])
    with store.connect() as connection:
        jane = find_contact(View(connection, DANA), EMAIL).id
        assert len(timeline(View(connection, DANA), jane)) == count_messages(View(connection, DANA), jane) == 1
        assert len(contact_addresses(View(connection, DANA), jane)) == 3
        for who in (EMAIL, CELL, str(jane), "crm-7"):
            with pytest.raises(ContactNotFound):
                find_contact(View(connection, ADA), who)
        assert timeline(View(connection, ADA), jane) == []
        assert count_messages(View(connection, ADA), jane) == 0
        assert contact_addresses(View(connection, ADA), jane) == []


def test_addresses_come_with_their_own_opt_outs(store: Engine) -> None:
    take_in(store, [JANE, event(replace(MAIL, address="strasse@home.example"), EventType.COMPLAINED)])
    with store.connect() as connection:
        jane = find_contact(View(connection, VIEWPOINT), EMAIL)
        rows = contact_addresses(View(connection, VIEWPOINT), jane.id)
    assert [(row.channel, row.address, row.type, row.is_main) for row in rows] == [
        (Channel.EMAIL, EMAIL, "office", True),
        (Channel.EMAIL, "strasse@home.example", "personal", False),
        (Channel.TEXT, CELL, "cell", True),
    ]
    assert [row.opt_out and (row.opt_out.at, row.opt_out.reason) for row in rows] == [
        None,
        (AT, "reported an email as spam"),
        None,
    ]
    assert jane.do_not_email == rows[1].opt_out


def test_the_history_of_an_unknown_contact_moves_to_who_claims_it(store: Engine) -> None:
    take_in(store, [event(MAIL, EventType.OPENED), event(TEXT, EventType.UNSUBSCRIBED)])
    with store.connect() as connection:
        unknown = find_contact(View(connection, VIEWPOINT), EMAIL)
        assert (unknown.kind, unknown.opens, unknown.title) == (ContactKind.UNKNOWN, 1, EMAIL)
        assert find_contact(View(connection, VIEWPOINT), CELL).id != unknown.id
    take_in(store, [JANE])
    with store.connect() as connection:
        jane = find_contact(View(connection, VIEWPOINT), EMAIL)
        assert (jane.name, jane.opens) == ("Jane Doe", 1)
        assert jane.do_not_text is not None
        assert find_contact(View(connection, VIEWPOINT), CELL) == jane
        assert {message.provider_key for message in timeline(View(connection, VIEWPOINT), jane.id)} == {
            "mail@crm",
            "SM1",
        }
        assert timeline(View(connection, VIEWPOINT), unknown.id) == []
        with pytest.raises(ContactNotFound):
            find_contact(View(connection, VIEWPOINT), str(unknown.id))
