"""Stored messages folded anew end as a fresh import by the same rules does, whatever they were before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from engagement.domain.records import Record
from engagement.domain.vocabulary import EventType
from engagement.errors import StoreError
from engagement.ingest import refold as folding
from engagement.ingest import take_in
from engagement.ingest.people.new_contacts import unknown_id
from engagement.ingest.refold import bring_up_to_date, refold
from engagement.ingest.sets import rebuild
from engagement.ingest.sets.rebuild import verify
from engagement.ingest.write import fold
from engagement.store.engine import open_store
from engagement.store.fold_state import FoldState, read_fold_state
from engagement.store.migrate import migrate
from engagement.store.schema import contacts, messages
from engagement.store.sets import read_state
from tests.digest import difference, digest_of
from tests.ingest.conftest import Fresh
from tests.ingest.making import CELL, JANE, check_sets, contact, email, reply, rows, text

BATCH = 150  # messages: fifteen transactions
OTHER_RANKS = {  # by which a click is no status, and Unsubscribed no more than Accepted
    channel: {kind: -rank for kind, rank in ranks.items() if kind != EventType.CLICKED.value}
    for channel, ranks in fold._RANKS.items()
}


@contextmanager
def other_ranks() -> Iterator[None]:
    """While it lasts, messages are folded by other ranks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fold, "_RANKS", OTHER_RANKS)
        patch.setattr(rebuild, "verify_sums", lambda *_: ())  # which goes by the ranks that the product has
        yield


def check_equal(store: sa.Engine, plain: sa.Engine, wanted: str) -> None:
    """The store holds what `plain` does, whose digest is `wanted`, and its sets agree."""
    assert digest_of(store) == wanted, difference(plain, store)
    check_sets(store)


def state_of(store: sa.Engine) -> FoldState:
    with store.connect() as connection:
        return read_fold_state(connection)


def test_by_the_same_rules_nothing_changes(
    store: sa.Engine, demo_records: list[Record], plain: sa.Engine, wanted: str
) -> None:
    take_in(store, demo_records)
    done = refold(store, "UTC", batch_size=BATCH)
    assert done == (len(rows(store, messages, "message_id")), 0)
    check_equal(store, plain, wanted)
    with store.connect() as connection:
        state = read_state(connection)
    assert state.made_in_version == state.version, "nothing was written after the sets were made anew"


def test_by_other_ranks_it_ends_as_a_fresh_import_does_and_then_back(
    store: sa.Engine, fresh: Fresh, demo_records: list[Record], plain: sa.Engine, wanted: str
) -> None:
    take_in(store, demo_records)
    with other_ranks(), fresh() as other:
        take_in(other, demo_records)
        other_digest = digest_of(other)
        assert other_digest != wanted
        there = refold(store, "UTC", batch_size=BATCH)
        check_equal(store, other, other_digest)
    back = refold(store, "UTC")
    check_equal(store, plain, wanted)
    assert there == back
    assert 100 < there.changed < there.messages


WRONG = {
    "statuses": "UPDATE messages SET status = 'Accepted', status_at = NULL, human_status = 'Complained'",
    "counts": "UPDATE messages SET opens = opens + 3, machine_clicks = 7, temporary_failures = 1",
    "times": "UPDATE messages SET sent_at = sent_at - 86400000000, engaged_at = 5, human_engaged_at = NULL",
    "no replies": "UPDATE messages SET is_reply = false, answered_at = NULL",
    "all replies": "UPDATE messages SET is_reply = true, answered_at = sent_at",
    "contacts": "UPDATE contacts SET opens = 77, replies = 5, last_status = 'Accepted', last_engaged_at = 1",
    "open to all": "UPDATE contact_addresses SET opted_out_at = NULL, opted_out_reason = NULL",
    "closed to all": "UPDATE contact_addresses SET opted_out_at = 5, opted_out_reason = 'because'",
    "flags": "UPDATE contacts SET do_not_email_at = 5, do_not_text_at = NULL",
    "sets": "DELETE FROM day_sets WHERE kind > 3",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_stored_wrong_is_mended(
    wrong: str, store: sa.Engine, demo_records: list[Record], plain: sa.Engine, wanted: str
) -> None:
    take_in(store, demo_records)
    with store.begin() as connection:
        connection.execute(sa.text(WRONG[wrong]))
    with store.connect() as connection:
        assert digest_of(store) != wanted or verify(connection) != []
    done = refold(store, "UTC", batch_size=BATCH)
    check_equal(store, plain, wanted)
    assert (done.changed > 0) == (WRONG[wrong].startswith("UPDATE messages"))


def test_at_every_commit_the_sets_agree_and_each_contact_is_folded_by_one_rule(
    store: sa.Engine, demo_records: list[Record], fresh: Fresh
) -> None:
    with other_ranks():
        take_in(store, demo_records)
    old = statuses(store)
    with fresh() as plain:
        take_in(plain, demo_records)
        new = statuses(plain)
    reached: list[int] = []

    def look(what: str, done: int, of: int) -> None:
        if what == "Folding messages":
            check_sets(store)
            now, past = statuses(store), state_of(store).past
            if state_of(store).target is not None:
                assert now == {one: (new if one <= past else old)[one] for one in now}
            reached.append(done)

    refold(store, "UTC", look, batch_size=BATCH)
    assert len(reached) > 10
    assert reached == sorted(reached)
    assert reached[-1] == len(rows(store, messages, "message_id"))


def statuses(store: sa.Engine) -> dict[int, list[object]]:
    """What each contact's list row and messages say was last."""
    found: dict[int, list[object]] = {one: [last] for one, last in rows(store, contacts, "contact_id", "last_status")}
    for one, *message in rows(store, messages, "contact_id", "message_id", "status"):
        found[one].append(message)
    return found


def during(engine: sa.Engine, past: int, do: Callable[[], object]) -> Callable[[str, int, int], None]:
    """A progress that does something, once, when the walk has passed that contact."""
    waiting = [do]

    def look(*_: object) -> None:
        state = state_of(engine)
        if waiting and state.target is not None and state.past >= past:
            waiting.pop()()

    return look


def test_a_history_moved_to_a_contact_that_was_passed_is_folded_all_the_same(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE), email(EventType.OPENED)])
    (jane,) = rows(store, contacts, "contact_id")
    later = [address for n in range(60) if unknown_id(("email", address := f"x{n}@new.example")) > jane][:2]
    for number, address in enumerate(later):
        take_in(store, [email(kind, key=f"k{number}", to=address) for kind in (EventType.DELIVERED, EventType.OPENED)])
    with store.begin() as connection:
        connection.execute(messages.update().values(status="Accepted", human_status=None, opens=9))
    claim = contact("Jane Park", JANE, *later)
    done = refold(store, "UTC", during(store, jane, lambda: take_in(store, [claim])), batch_size=1)
    assert rows(store, messages, "contact_id", "status", "human_status", "opens") == [(jane, "Opened", "Opened", 1)] * 3
    assert rows(store, contacts, "contact_id", "opens", "last_status") == [(jane, 3, "Opened")]
    assert done.changed == 3
    check_sets(store)


def test_a_store_folded_by_earlier_rules_is_folded_anew_once(store: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(store, [email(EventType.OPENED), text(EventType.DELIVERED), *reply("STOP", 5, number=CELL)])
    now = folding.FOLD_VERSION
    assert state_of(store) == FoldState(now)
    bring_up_to_date(store, "UTC", lambda *_: pytest.fail("it is new"))
    monkeypatch.setattr(folding, "FOLD_VERSION", now + 1)
    steps: list[str] = []
    bring_up_to_date(store, "Asia/Tokyo", lambda what, *_: steps.append(what))
    assert list(dict.fromkeys(steps)) == ["Counting days", "Counting messages", "Folding messages"]
    assert state_of(store) == FoldState(now + 1, messages=3)
    bring_up_to_date(store, "Asia/Tokyo", lambda *_: pytest.fail("it was just folded"))
    monkeypatch.setattr(folding, "FOLD_VERSION", now)
    for act in (bring_up_to_date, refold):
        with pytest.raises(StoreError, match="newer version"):
            act(store, "UTC")


class Stop(Exception):
    """Something that ends a refold between two transactions."""


def stopped(store: sa.Engine, after: int) -> None:
    def look(what: str, done: int, of: int) -> None:
        if what == "Folding messages" and done >= after:
            raise Stop

    with pytest.raises(Stop):
        refold(store, "UTC", look, batch_size=BATCH)


def test_what_was_interrupted_goes_on_or_begins_again_where_the_rules_changed_meanwhile(
    store: sa.Engine, demo_records: list[Record], plain: sa.Engine, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with other_ranks():
        take_in(store, demo_records)
        stopped(store, 1500)  # folded by the other ranks, under the version of today
    first = state_of(store)
    assert (first.target, first.messages >= 1500) == (folding.FOLD_VERSION, True)
    monkeypatch.setattr(folding, "FOLD_VERSION", folding.FOLD_VERSION + 1)
    stopped(store, 600)
    second = state_of(store)
    assert (second.target, 600 <= second.messages < first.messages) == (folding.FOLD_VERSION, True)
    bring_up_to_date(store, "UTC")
    check_equal(store, plain, wanted)
    assert state_of(store).messages == len(rows(store, messages, "message_id")), "each message once"


def test_messages_from_before_are_folded_when_the_store_is_first_brought_up_to_date(empty_url: str) -> None:
    earlier = sa.create_engine(empty_url)
    row = {"contact_id": 7, "message_id": 1, "provider_key": "m", "channel": "email", "direction": "outbound"}
    event = {"contact_id": 7, "message_id": 1, "event_id": 1, "channel": "email", "type": "Opened", "at": 5, "clock": 0}
    with earlier.begin() as connection:
        migrate(connection, to="0008")
        for table, values in (
            ("contacts", {"contact_id": 7, "key": "k", "kind": "lead", "number": 0}),
            ("messages", row | {"address": JANE, "status": "Accepted"}),
            ("events", event | {"machine": False, "suppressed": False, "raw": ""}),
        ):
            names = ", ".join(values)
            places = ", ".join(f":{name}" for name in values)
            connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)
    earlier.dispose()
    store = open_store(empty_url)
    try:
        assert state_of(store) == FoldState(0)
        bring_up_to_date(store, "UTC")
        assert state_of(store) == FoldState(folding.FOLD_VERSION, messages=1, changed=1)
        assert rows(store, messages, "status", "opens") == [("Opened", 1)]
        check_sets(store)
    finally:
        store.dispose()
