"""Two contacts merged by hand and made two again, on both databases: all moves, nothing is lost, and all comes back."""

import random
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from engagement.domain.records import Record
from engagement.domain.vocabulary import ContactKind, EventType
from engagement.errors import MergeError
from engagement.ingest import take_in
from engagement.ingest.merges import merge, undo_merge
from engagement.store.schema import (
    address_owners,
    contact_addresses,
    contact_labels,
    contacts,
    events,
    external_ids,
    messages,
)
from tests.digest import difference, digest_of
from tests.ingest.conftest import Fresh
from tests.ingest.making import CELL, JANE, at, check_sets, contact, email, reply, rows, text

LEAD = ContactKind.LEAD
LIST: list[Record] = [
    contact("Jane Doe", JANE, kind=LEAD, owner="Dana", external_id="1", labels=("Buyer",)),
    contact("Jane M. Doe", CELL, kind=LEAD, stage="New", source="Zillow", external_id="2", labels=("VIP", "Buyer")),
    contact("John Roe", "john@example.com", kind=LEAD),
]
SENT: list[Record] = [
    email(EventType.DELIVERED, 1),
    email(EventType.OPENED, 2),
    text(EventType.DELIVERED, 3),
    *reply("Yes, Tuesday", 4),
    *reply("STOP", 5, key="SM10"),
]


def id_of(store: sa.Engine, name: str) -> int:
    (found,) = rows(store, contacts, "contact_id", name=name)
    return int(found)


@pytest.fixture
def account(store: sa.Engine) -> sa.Engine:
    """Jane twice, once with her email and once with her phone, and John."""
    take_in(store, [*LIST, *SENT])
    return store


def test_all_of_the_one_is_the_kept_ones(account: sa.Engine) -> None:
    kept, gone = id_of(account, "Jane Doe"), id_of(account, "Jane M. Doe")
    before = digest_of(account)
    merged = merge(account, kept, gone, "Dana")
    check_sets(account)
    assert rows(account, contacts, "name", "owner", "stage", "source", "external_id", contact_id=kept) == [
        ("Jane Doe", "Dana", "New", "Zillow", "1")
    ]
    assert rows(account, contacts, "opens", "replies", "do_not_text_at", contact_id=kept) == [(1, 1, at(5))]
    assert rows(account, contacts, "name") == ["Jane Doe", "John Roe"]
    assert rows(account, contact_labels, "label", contact_id=kept) == ["Buyer", "VIP"]
    assert rows(account, contact_addresses, "address", "is_main", contact_id=kept) == [(CELL, True), (JANE, True)]
    assert rows(account, address_owners, "address", contact_id=kept) == [CELL, JANE]
    assert rows(account, external_ids, "external_id", contact_id=kept) == ["1", "2"]
    for table in (messages, events):
        assert set(rows(account, table, "contact_id")) == {kept}
    undo_merge(account, merged.merge_id, "Dana")
    check_sets(account)
    assert digest_of(account) == before


def test_the_same_lists_again_change_nothing_while_it_stands(account: sa.Engine, fresh: Fresh) -> None:
    kept, gone = id_of(account, "Jane Doe"), id_of(account, "Jane M. Doe")
    merged = merge(account, kept, gone, "Dana")
    before = digest_of(account)
    for again in (LIST, LIST[1:], LIST[:1], [*LIST[::-1], *SENT]):
        counts = take_in(account, again)
        assert (counts.new, counts.rejected) == (0, 0)
        assert digest_of(account) == before
    undo_merge(account, merged.merge_id, "Dana")
    take_in(account, LIST)
    with fresh() as never:
        take_in(never, [*LIST, *SENT])
        assert difference(account, never) == ""


@pytest.mark.parametrize("named", ["Jane Doe", "Bob Poe", ""])
def test_without_external_ids_name_and_address_lead_to_the_kept_one(store: sa.Engine, named: str) -> None:
    people: list[Record] = [
        contact("Jane Doe", JANE, kind=LEAD),
        contact(named, CELL, "bob@example.com", kind=LEAD, owner="Dana"),
        contact("Sam Doe", kind=LEAD),
        contact("Samuel Doe", kind=LEAD),
    ]
    take_in(store, people)
    (gone,) = rows(store, address_owners, "contact_id", address=CELL)
    (jane,) = rows(store, address_owners, "contact_id", address=JANE)
    merge(store, jane, gone, "Dana")
    merge(store, id_of(store, "Sam Doe"), id_of(store, "Samuel Doe"), "Dana")
    before = digest_of(store)
    assert take_in(store, people).new == 0
    assert digest_of(store) == before


def test_somebody_else_with_the_address_stays_somebody_else(account: sa.Engine) -> None:
    merge(account, id_of(account, "Jane Doe"), id_of(account, "Jane M. Doe"), "Dana")
    take_in(account, [contact("Paul Smith", CELL, kind=LEAD)])
    assert rows(account, contacts, "name") == ["Jane Doe", "John Roe", "Paul Smith"]
    check_sets(account)


def test_what_came_since_stays_with_its_address(account: sa.Engine, fresh: Fresh) -> None:
    merged = merge(account, id_of(account, "Jane Doe"), id_of(account, "Jane M. Doe"), "Dana")
    later: list[Record] = [email(EventType.CLICKED, 20), text(EventType.DELIVERED, 21, key="SM77")]
    take_in(account, later)
    undo_merge(account, merged.merge_id, "Dana")
    check_sets(account)
    with fresh() as never:
        take_in(never, [*LIST, *SENT, *later])
        assert difference(account, never) == ""


def test_what_cannot_be_merged_is_refused(account: sa.Engine) -> None:
    take_in(account, [email(EventType.DELIVERED, 9, key="m9", to="nobody@example.com")])
    kept, gone, john = (id_of(account, name) for name in ("Jane Doe", "Jane M. Doe", "John Roe"))
    (unknown,) = rows(account, address_owners, "contact_id", address="nobody@example.com")
    before = digest_of(account)
    for one, other, by in ((kept, kept, "Dana"), (kept, unknown, "Dana"), (kept, 7, "Dana"), (kept, gone, " ")):
        with pytest.raises(MergeError):
            merge(account, one, other, by)
    assert digest_of(account) == before
    first = merge(account, kept, gone, "Dana")
    second = merge(account, john, kept, "Dana")
    with pytest.raises(MergeError, match="take that merge back first"):
        undo_merge(account, first.merge_id, "Dana")
    undo_merge(account, second.merge_id, "Dana")
    undo_merge(account, first.merge_id, "Dana")
    with pytest.raises(MergeError, match="already"):
        undo_merge(account, first.merge_id, "Dana")
    assert digest_of(account) == before


def world(dice: random.Random) -> tuple[list[Record], list[Record]]:
    """People who share few addresses and names, and what was sent to them."""
    emails = [f"p{n}@example.com" for n in range(5)]
    phones = [f"+1415555010{n}" for n in range(5)]
    people: list[Record] = []
    for n in range(7):
        its = dice.sample([*emails, *phones], dice.randint(0, 3))
        facts = {name: dice.choice((None, "", "A", "B")) for name in ("owner", "stage", "source")}
        labels = dice.choice((None, ("X",), ("X", "Y"), ()))
        external = dice.choice((None, str(n)))
        name = dice.choice(("Ann Lee", "Ann B. Lee", "Bob Ray", "Cy Fox"))
        people.append(contact(name, *its, kind=LEAD, labels=labels, external_id=external, **facts))
    sent: list[Record] = []
    for n in range(25):
        to, phone, when = dice.choice(emails), dice.choice(phones), n * 10
        kind = dice.choice((EventType.DELIVERED, EventType.OPENED, EventType.CLICKED, EventType.UNSUBSCRIBED))
        sent.append(email(kind, when, key=f"m{n % 9}", to=to))
        sent.append(text(EventType.DELIVERED, when + 1, key=f"SM{n}", to=phone))
        if dice.random() < 0.5:
            body = dice.choice(("Tuesday", "STOP", "YES", "take me off your list"))
            sent += reply(body, when + 2, key=f"IN{n}", number=phone)
    return people, sent


def known_ids(store: sa.Engine) -> Sequence[int]:
    return rows(store, contacts, "contact_id", kind="lead")


@pytest.mark.parametrize("seed", range(3))
def test_merges_and_undos_in_any_order(store: sa.Engine, seed: int) -> None:
    dice = random.Random(seed)
    people, sent = world(dice)
    take_in(store, [*people, *sent[:60]])
    take_in(store, people[: dice.randint(0, 4)])  # a later list that moves addresses about
    stack: list[tuple[int, str]] = []
    opted_out = {row: None for row in _opted_out(store)}
    for _ in range(8):
        its = known_ids(store)
        if stack and (dice.random() < 0.4 or len(its) < 2):
            merge_id, before = stack.pop()
            undo_merge(store, merge_id, "Dana")
            assert digest_of(store) == before
        else:
            before = digest_of(store)
            kept, gone = dice.sample(its, 2)
            stack.append((merge(store, kept, gone, "Dana").merge_id, before))
        assert {row: None for row in _opted_out(store)} == opted_out, "an opt-out stays with its address"
    check_sets(store)
    while stack:
        merge_id, before = stack.pop()
        undo_merge(store, merge_id, "Dana")
        assert digest_of(store) == before
    check_sets(store)


def _opted_out(store: sa.Engine) -> list[tuple[str, str]]:
    held = contact_addresses.c
    out = sa.select(held.channel, held.address).where(held.opted_out_at.is_not(None)).distinct()
    with store.connect() as connection:
        return sorted((row.channel, row.address) for row in connection.execute(out))
