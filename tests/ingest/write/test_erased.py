"""An address that was erased: its opt-out holds, and what it was is not to be read from the ledger."""

import sqlalchemy as sa

from engagement.domain.consent import Code
from engagement.domain.vocabulary import EventType
from engagement.ingest import take_in
from engagement.ingest.by_hand import decide
from engagement.ingest.sets.rebuild import rebuild
from engagement.ingest.write.erased import erase_from_ledger
from engagement.ingest.write.ledger import with_entries
from engagement.query.consent.held import held_count, held_requests
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import viewpoint_of
from engagement.store.account import AccountSettings
from engagement.store.engine import writing
from engagement.store.schema import contact_addresses, ledger
from tests.ingest.making import CELL, JANE, at, contact, email, reply, rows

TABLES = ("address_owners", "contact_addresses", "events", "messages", "contacts")


def erase_everything(store: sa.Engine) -> int:
    """What erasing a person comes to: the ledger's addresses become hashes, and the rest goes."""
    with store.begin() as connection:
        erased = erase_from_ledger(connection, [("text", CELL), ("email", JANE)])
        for table in TABLES:
            connection.execute(sa.text(f"DELETE FROM {table}"))
    return erased


def test_an_opt_out_outlives_the_person(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE, CELL), *reply("STOP", 4), email(EventType.UNSUBSCRIBED, 5)])
    assert erase_everything(store) == 2
    kept = [str(value) for row in rows(store, ledger, *ledger.c.keys()) for value in row]
    assert not any(CELL in value or JANE in value for value in kept)
    take_in(store, [contact("Jane Park", JANE, CELL)])
    wanted = ("address", "opted_out_at", "opted_out_reason")
    assert rows(store, contact_addresses, *wanted) == [
        (CELL, at(4), "sent a stop word"),
        (JANE, at(5), "used the unsubscribe link of an email"),
    ]


def test_it_holds_for_a_message_that_comes_again(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", CELL), *reply("STOP", 4)])
    erase_everything(store)
    take_in(store, reply("Hello?", 9, key="SM10"))
    assert rows(store, contact_addresses, "opted_out_at") == [at(4)]


def test_the_same_said_again_is_not_kept_twice(store: sa.Engine) -> None:
    take_in(store, reply("STOP", 4))
    erase_everything(store)
    take_in(store, reply("STOP", 4))
    with store.connect() as connection:
        assert with_entries(connection, [("text", CELL), ("text", "+14155550177")]) == {("text", CELL)}
    erase_everything(store)
    assert len(rows(store, ledger, "address")) == 1


def test_another_account_makes_another_hash(store: sa.Engine) -> None:
    take_in(store, reply("STOP", 4))
    erase_everything(store)
    (first,) = rows(store, ledger, "address")
    with store.begin() as connection:
        connection.execute(sa.text("DELETE FROM ledger"))
        connection.execute(sa.text("DELETE FROM settings"))
    take_in(store, reply("STOP", 4))
    erase_everything(store)
    assert rows(store, ledger, "address") != [first]


def test_a_request_still_waits_for_a_decision_and_takes_one(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", CELL), *reply("Please stop texting me", 4)])
    erase_everything(store)
    with writing(store) as connection:
        rebuild(connection, "UTC")
    take_in(store, [contact("Jane Park", CELL)])
    with store.connect() as connection:
        view = View(connection, viewpoint_of(AccountSettings(), EVERYONE))
        (held,) = held_requests(view)
        assert (held.address, held_count(view)) == (CELL, 1)
    assert decide(store, held.contact_id, Code.STOP, "Sam") == 1
    assert rows(store, contact_addresses, "opted_out_at", "asked_to_stop_at") == [(at(4), None)]
