"""Unknown contacts attached or made known, on both databases: everything moves, nothing else changes, and once only."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from engagement.domain.holding import Holding
from engagement.domain.records import AddressRecord, Record
from engagement.domain.vocabulary import Channel, ContactKind, EventType
from engagement.errors import AttachError
from engagement.ingest import Counts, take_in
from engagement.ingest.attach import attach, make_known
from engagement.ingest.sets.rebuild import verify
from engagement.store.schema import address_owners, contact_addresses, contacts, events, messages, shared_addresses
from engagement.store.sets import read_state
from tests.digest import difference, digest_of
from tests.ingest.conftest import Fresh
from tests.ingest.making import CELL, JANE, at, contact, email, reply, rows, text

OTHER, OFFICE = "jane.park@home.example", "jane@office.example"
KNOWN = contact("Jane Park", JANE, kind=ContactKind.LEAD, owner="Dana", external_id="7")
ELSE = contact("John Doe", OFFICE, kind=ContactKind.AGENT)
HERS = [email(EventType.DELIVERED, 1), email(EventType.OPENED, 2, machine=True)]
THEIRS: list[Record] = [
    email(EventType.DELIVERED, 3, key="m2", to=OTHER),
    email(EventType.OPENED, 4, key="m2", to=OTHER),
    email(EventType.CLICKED, 5, key="m2", to=OTHER),
    email(EventType.COMPLAINED, 6, key="m2", to=OTHER),
    text(EventType.DELIVERED, 7),
    *reply("Yes, Tuesday", 8),
    *reply("YES", 9, key="SM8"),
    *reply("STOP", 10, key="SM10"),
]
MAIL, PHONE = ("email", OTHER), ("text", CELL)


def id_of(store: sa.Engine, name: str) -> int:
    (found,) = rows(store, contacts, "contact_id", name=name)
    return int(found)


def agrees(store: sa.Engine) -> None:
    with store.connect() as connection:
        assert verify(connection) == []


def version(store: sa.Engine) -> int:
    with store.connect() as connection:
        return read_state(connection).version


@pytest.fixture
def account(store: sa.Engine) -> sa.Engine:
    """Jane and John, who are known, and an email address and a number that nobody has claimed."""
    take_in(store, [KNOWN, ELSE, *HERS, *THEIRS])
    return store


def test_all_of_an_unknown_history_moves(account: sa.Engine) -> None:
    jane = id_of(account, "Jane Park")
    for address in (MAIL, PHONE):
        done = attach(account, [address], jane)
        assert (done.contact_id, done.name, done.changed) == (jane, "Jane Park", True)
        agrees(account)
    assert rows(account, contacts, "kind", "name") == [("agent", "John Doe"), ("lead", "Jane Park")]
    wanted = ("opens", "machine_opens", "clicks", "replies", "last_status", "last_status_at", "do_not_email_at")
    assert rows(account, contacts, *wanted, name="Jane Park") == [(2, 1, 1, 2, "Unsubscribed", at(10), at(6))]
    assert rows(account, contacts, "do_not_text_at", name="Jane Park") == [at(10)]
    for table in (messages, events):
        assert set(rows(account, table, "contact_id")) == {jane}
    assert rows(account, contact_addresses, "address", "is_main", contact_id=jane) == [
        (CELL, True),
        (OTHER, False),
        (JANE, True),
    ]
    assert rows(account, address_owners, "address", contact_id=jane) == [CELL, OTHER, JANE]


def test_it_is_as_if_the_list_had_named_the_address(account: sa.Engine, fresh: Fresh) -> None:
    attach(account, [MAIL, PHONE], id_of(account, "Jane Park"))
    addresses = (AddressRecord(Channel.EMAIL, JANE, "", True), AddressRecord(Channel.EMAIL, OTHER, "", False))
    listed = contact("Jane Park", *addresses, CELL, kind=ContactKind.LEAD, owner="Dana", external_id="7")
    with fresh() as other:
        take_in(other, [listed, ELSE, *HERS, *THEIRS])
        with account.begin() as connection:  # but for the note that no list takes them off again
            connection.execute(shared_addresses.delete().where(shared_addresses.c.standing == Holding.BY_HAND))
        assert difference(account, other) == ""


def test_asking_again_changes_nothing(account: sa.Engine) -> None:
    jane = id_of(account, "Jane Park")
    attach(account, [MAIL, PHONE], jane)
    before = digest_of(account), version(account)
    assert not attach(account, [MAIL, PHONE], jane).changed
    assert (digest_of(account), version(account)) == before


@pytest.mark.parametrize("how", ["attach", "make"])
def test_the_same_records_again_change_nothing(account: sa.Engine, how: str) -> None:
    if how == "attach":
        attach(account, [MAIL, PHONE], id_of(account, "Jane Park"))
    else:
        make_known(account, [MAIL], ContactKind.LEAD, name="Jo")
        make_known(account, [PHONE], ContactKind.AGENT)
    before = digest_of(account), version(account)
    records: list[Record] = [*THEIRS, KNOWN, ELSE, *HERS]
    assert take_in(account, records) == Counts(read=len(records), duplicate=len(records))
    assert (digest_of(account), version(account)) == before
    agrees(account)


@pytest.mark.parametrize("kind", [ContactKind.LEAD, ContactKind.AGENT])
def test_a_lead_or_agent_is_made_as_a_list_would(account: sa.Engine, fresh: Fresh, kind: ContactKind) -> None:
    done = make_known(account, [MAIL], kind, name=" Jo Roe ", owner="Lee")
    agrees(account)
    assert (done.name, done.changed) == ("Jo Roe", True)
    assert rows(account, contacts, "kind", "owner", "opens", "clicks", name="Jo Roe") == [(kind, "Lee", 1, 1)]
    with fresh() as other:
        take_in(other, [KNOWN, ELSE, contact("Jo Roe", OTHER, kind=kind, owner="Lee"), *HERS, *THEIRS])
        assert difference(account, other) == ""
    before = digest_of(account), version(account)
    again = make_known(account, [MAIL], kind, name="Jo Roe", owner="Lee")
    assert (again.contact_id, again.changed) == (done.contact_id, False)
    assert (digest_of(account), version(account)) == before


def _give(store: sa.Engine, addresses: Sequence[tuple[str, str]], how: str, name: str) -> None:
    if how == "attach":
        attach(store, addresses, id_of(store, name))
    else:
        make_known(store, addresses, ContactKind.LEAD, name=name)


@pytest.mark.parametrize("how", ["attach", "make"])
def test_an_address_that_somebody_else_got_meanwhile_says_so(account: sa.Engine, how: str) -> None:
    take_in(account, [contact("Ada Lee", OTHER, kind=ContactKind.LEAD)])
    before = digest_of(account), version(account)
    with pytest.raises(AttachError, match=f"{OTHER} belongs to Ada Lee by now: nothing was changed"):
        _give(account, [PHONE, MAIL], how, "Jane Park")
    assert (digest_of(account), version(account)) == before


@pytest.mark.parametrize("how", ["attach", "make"])
def test_an_address_that_nobody_has_says_so(account: sa.Engine, how: str) -> None:
    with pytest.raises(AttachError, match=r"Nobody has gone@example\.com any more"):
        _give(account, [MAIL, ("email", "gone@example.com")], how, "Jane Park")
    agrees(account)


def test_nothing_is_attached_to_a_contact_that_is_gone_or_unknown(account: sa.Engine) -> None:
    with pytest.raises(AttachError, match="is not there any more"):
        attach(account, [MAIL], 1)
    (phone,) = rows(account, address_owners, "contact_id", address=CELL)
    with pytest.raises(AttachError, match="make a lead or agent of it first"):
        attach(account, [MAIL], phone)
