"""Contact lists into contacts, on both databases: who a row is, whose its addresses are, what it changes."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.domain.records import AddressRecord, ContactRecord
from engagement.domain.vocabulary import Channel, ContactKind, EventType
from engagement.ingest import Counts, import_files, take_in
from engagement.store.schema import (
    address_owners,
    contact_addresses,
    contact_labels,
    contacts,
    events,
    external_ids,
    messages,
)
from tests.digest import COMPARED, digest_of, rows_of
from tests.ingest.making import CELL, JANE, at, contact, email, reply, rows, text

OFFICE = "jane.park@office.example"
OTHER_CELL = "+14155550143"
HISTORY = [
    email(EventType.DELIVERED, 1),
    email(EventType.OPENED, 3),
    email(EventType.UNSUBSCRIBED, 4),
    *reply("STOP", 5),
    *reply("Is it still for sale?", 2, key="SM8"),
]
JANE_PARK = contact("Jane Park", JANE, CELL, kind=ContactKind.AGENT, owner="Dana Reyes", labels=("buyer", "vip"))


def everybody(store: sa.Engine) -> list[tuple[str, str]]:
    return rows(store, contacts, "kind", "name")


def test_an_address_nobody_has_makes_an_unknown_contact_that_owns_it(store: sa.Engine) -> None:
    take_in(store, HISTORY)
    assert everybody(store) == [("unknown", ""), ("unknown", "")]
    assert rows(store, address_owners, "channel", "address") == [("email", JANE), ("text", CELL)]
    assert rows(store, contact_addresses, "address", "is_main") == [(CELL, True), (JANE, True)]
    assert rows(store, contacts, "opens", "replies") == [(0, 1), (1, 0)]


def test_a_list_that_claims_the_addresses_gets_their_history_and_their_opt_outs(store: sa.Engine) -> None:
    take_in(store, HISTORY)
    assert take_in(store, [JANE_PARK]) == Counts(read=1, new=1)
    assert everybody(store) == [("agent", "Jane Park")]
    wanted = (
        "opens",
        "replies",
        "last_status",
        "last_status_at",
        "last_engaged_at",
        "do_not_email_at",
        "do_not_text_at",
    )
    assert rows(store, contacts, *wanted) == [(1, 1, "Unsubscribed", at(5), at(3), at(4), at(5))]
    (contact_id,) = rows(store, contacts, "contact_id")
    for table in (messages, events, contact_addresses, address_owners, contact_labels):
        assert set(rows(store, table, "contact_id")) == {contact_id}
    assert len(rows(store, events, "event_id")) == 6
    assert rows(store, contact_addresses, "address", "opted_out_at") == [(CELL, at(5)), (JANE, at(4))]


def test_it_is_all_the_same_when_the_list_came_first(store: sa.Engine, tmp_path: Path) -> None:
    take_in(store, HISTORY)
    take_in(store, [JANE_PARK])
    late = digest_of(store)
    with store.begin() as connection:
        for table in reversed(COMPARED):
            connection.execute(table.delete())
    take_in(store, [JANE_PARK])
    take_in(store, HISTORY)
    assert digest_of(store) == late


def test_what_comes_later_goes_to_the_claimant(store: sa.Engine) -> None:
    take_in(store, [email(EventType.DELIVERED, 1), JANE_PARK, email(EventType.OPENED, 3), text(EventType.DELIVERED, 2)])
    assert everybody(store) == [("agent", "Jane Park")]
    assert rows(store, messages, "channel", "status") == [("email", "Opened"), ("text", "Delivered")]


def test_an_address_of_another_known_contact_stays_there_and_is_shared(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE, external_id="1"), email(EventType.OPENED, 3)])
    outcome = take_in(store, [contact("John Doe", CELL, JANE, external_id="2", owner="Dana Reyes")])
    assert outcome == Counts(read=1, new=1)
    assert rows(store, contacts, "name", "owner", "opens") == [("Jane Park", "", 1), ("John Doe", "Dana Reyes", 0)]
    jane, john = (rows(store, contacts, "contact_id", name=name)[0] for name in ("Jane Park", "John Doe"))
    owners = [("email", JANE, jane), ("text", CELL, john)]
    assert rows(store, address_owners, "channel", "address", "contact_id") == owners
    held = rows(store, contact_addresses, "channel", "address", "contact_id")
    assert held == sorted([*owners, ("email", JANE, john)], key=repr)


def test_of_two_rows_about_an_address_in_one_batch_the_first_has_it(store: sa.Engine) -> None:
    take_in(store, HISTORY)
    both = [contact("Jane Park", JANE, external_id="1"), contact("John Doe", JANE, CELL, external_id="2")]
    assert take_in(store, both) == Counts(read=2, new=2)
    assert rows(store, contacts, "name", "opens", "replies") == [("Jane Park", 1, 0), ("John Doe", 0, 1)]


CHANGES = [
    (contact("Jane Park", JANE, owner="Lee Chen"), {"owner": "Lee Chen", "stage": "Hot"}),
    (
        contact(None, JANE, owner="", stage=None),
        {"owner": "", "name": "Jane Park", "stage": "Hot"},
    ),  # an empty cell empties
    (contact("", JANE, owner="Lee Chen"), {"name": "Jane Park"}),  # but nobody loses their name over one
    (contact("Jané Park-Doe", JANE), {"name": "Jané Park-Doe", "name_folded": "jane park-doe", "owner": "Dana Reyes"}),
    (contact("Jane Park", JANE, kind=ContactKind.AGENT), {"kind": "agent"}),
    (
        contact("Jane Park", JANE, kind=None, stage="Cold", source="Web"),
        {"kind": "lead", "stage": "Cold", "source": "Web"},
    ),
    (contact("Jane Park", JANE, external_id="77"), {"external_id": "77"}),
]


@pytest.mark.parametrize(("later", "expected"), CHANGES)
def test_a_later_list_speaks(store: sa.Engine, later: ContactRecord, expected: dict[str, str]) -> None:
    take_in(store, [contact("Jane Park", JANE, owner="Dana Reyes", stage="Hot")])
    assert take_in(store, [later]).read == 1
    with store.connect() as connection:
        (row,) = connection.execute(sa.select(contacts)).mappings()
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("later", "labels"),
    [(None, ["buyer", "vip"]), ((), []), (("vip", "seller"), ["seller", "vip"]), (("vip", "vip"), ["vip"])],
)
def test_labels_are_those_of_the_last_list_that_has_any(
    store: sa.Engine, later: tuple[str, ...] | None, labels: list[str]
) -> None:
    take_in(store, [JANE_PARK, contact("Jane Park", JANE, labels=later)], batch_size=1)
    assert rows(store, contact_labels, "label") == labels


def test_the_same_list_again_says_nothing_new(store: sa.Engine) -> None:
    people = [JANE_PARK, contact("Nobody Reachable"), contact("John Doe", OTHER_CELL, external_id="2", labels=())]
    assert take_in(store, people) == Counts(read=3, new=3)
    before = digest_of(store)
    assert take_in(store, people) == Counts(read=3, duplicate=3)
    assert take_in(store, people * 2, batch_size=2) == Counts(read=6, duplicate=6)
    assert digest_of(store) == before


def test_the_main_address_is_that_of_the_last_list(store: sa.Engine) -> None:
    def main() -> list[tuple[str, bool]]:
        return rows(store, contact_addresses, "address", "is_main")

    take_in(store, [contact("Jane Park", JANE, OFFICE)])
    assert main() == [(OFFICE, False), (JANE, True)]
    take_in(store, [contact("Jane Park", OFFICE, JANE)])
    assert main() == [(OFFICE, True), (JANE, False)]
    take_in(store, [contact("Jane Park", "jane@new.example", OFFICE)])  # one left out of a list is not taken away
    assert main() == [(OFFICE, False), (JANE, False), ("jane@new.example", True)]


def test_a_list_gives_an_address_its_type_and_keeps_its_opt_out(store: sa.Engine) -> None:
    take_in(store, [email(EventType.UNSUBSCRIBED, 4)])
    for kind in ("personal", "office"):
        take_in(store, [contact("Jane Park", AddressRecord(Channel.EMAIL, JANE, kind, True))])
        assert rows(store, contact_addresses, "type", "opted_out_at") == [(kind, at(4))]
    assert rows(store, contacts, "do_not_email_at") == [at(4)]


def test_an_external_id_wins_over_an_address(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE, external_id="1"), contact("John Doe", CELL, external_id="2")])
    take_in(store, [contact("Jane Doe", CELL, OFFICE, external_id="1")])  # the id is Jane's, the number is John's
    assert rows(store, contacts, "external_id", "name") == [("1", "Jane Doe"), ("2", "John Doe")]
    owners = dict(rows(store, external_ids, "external_id", "contact_id"))
    assert rows(store, address_owners, "address", "contact_id") == [
        (CELL, owners["2"]),
        (OFFICE, owners["1"]),
        (JANE, owners["1"]),
    ]


def test_a_known_contact_without_an_id_is_found_by_address_and_then_by_the_id_it_got(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE), contact("Jane Park", JANE, external_id="1")], batch_size=1)
    take_in(store, [contact("Jane Doe", OFFICE, external_id="1")])
    assert rows(store, contacts, "external_id", "name") == [("1", "Jane Doe")]
    assert rows(store, contact_addresses, "address") == [OFFICE, JANE]


def test_one_sid_with_two_numbers_stays_two_texts_when_one_contact_has_both(store: sa.Engine) -> None:
    take_in(store, [text(EventType.DELIVERED, 1), text(EventType.FAILED, 2, to=OTHER_CELL)])
    assert take_in(store, [contact("Jane Park", CELL, OTHER_CELL)]) == Counts(read=1, new=1)
    assert rows(store, messages, "address", "status") == [(CELL, "Delivered"), (OTHER_CELL, "Failed")]
    assert everybody(store) == [("lead", "Jane Park")]


def test_two_people_of_one_name_are_two(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE), contact("Jane Park", OFFICE)])
    assert rows(store, contacts, "name") == ["Jane Park", "Jane Park"]


ODD = "Ja\0ne \ud83d Park"


def test_names_that_no_database_keeps_as_they_are_are_stored(store: sa.Engine) -> None:
    odd = contact(ODD, JANE, owner=ODD, stage=ODD, source=ODD, external_id=ODD, labels=(ODD,))
    assert take_in(store, [odd]) == Counts(read=1, new=1)
    assert take_in(store, [odd]) == Counts(read=1, duplicate=1)
    (stored,) = rows(store, contacts, "name", "owner", "stage", "source", "external_id")
    assert set(stored) == {stored[0]}
    assert stored[0].startswith("Ja\ufffdne ")
    assert "\ud83d" not in stored[0]
    assert rows(store, contact_labels, "label") == [stored[0]]


def test_a_batch_may_hold_more_addresses_than_a_statement_takes_parameters(store: sa.Engine) -> None:
    """PostgreSQL takes 65,535, and 5,000 rows of a list may well have more addresses than that."""
    crowd = contact("Everybody", *(f"p{number}@example.com" for number in range(66_000)))
    assert take_in(store, [crowd]) == Counts(read=1, new=1)
    assert take_in(store, [crowd]) == Counts(read=1, duplicate=1)
    assert len(list(rows_of(store, address_owners))) == 66_000


def test_a_stop_from_a_cell_phone_in_its_other_spelling_is_its_contacts(store: sa.Engine, tmp_path: Path) -> None:
    people = {"Mx": "+52 55 1234 5678", "Ar": "+54 11 2345-6789", "Br": "+55 11 8765-4321"}
    senders = ("+5215512345678", "+5491123456789", "+5511987654321")
    table = tmp_path / "people.csv"
    table.write_text("Name,Phone\n" + "".join(f"{name},{number}\n" for name, number in people.items()))
    texts = [
        {
            "sid": f"SM{number:032x}",
            "direction": "inbound",
            "status": "received",
            "from": sender,
            "to": "+18625550100",
            "body": "STOP",
            "date_sent": "Fri, 20 Nov 2026 15:00:00 +0000",
        }
        for number, sender in enumerate(senders)
    ]
    log = tmp_path / "texts.json"
    log.write_text(json.dumps({"messages": texts}))
    for result in import_files(store, [table, log]):
        assert (result.counts.new, result.counts.rejected) == (3, 0)
    moment = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert rows(store, contacts, "name", "do_not_text_at") == [(name, moment) for name in sorted(people)]
