"""A batch of records into the tables: events that share a provider's id, whatever their order and batches."""

from collections.abc import Iterator
from itertools import combinations, pairwise, permutations
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa

from engagement.domain.records import EventRecord
from engagement.domain.vocabulary import EventType
from engagement.ingest import import_files, take_in
from engagement.ingest.refold import refold
from engagement.store.schema import contacts, events, messages
from tests.digest import digest_of
from tests.ingest.making import NOON, at, check_sets, email, rows

KINDS = (EventType.OPENED, EventType.CLICKED, EventType.UNSUBSCRIBED, EventType.COMPLAINED)
EVENT = ("event_id", "type", "at", "clock", "machine", "suppressed", "url")
MESSAGE = ("status", "status_at", "opens", "machine_opens", "clicks", "sent_at", "engaged_at", "human_engaged_at")
CONTACT = ("opens", "clicks", "last_status", "do_not_email_at")


def orders(again: EventType) -> Iterator[list[list[tuple[EventType, bool]]]]:
    """Every order of the four kinds, one of them told again as a machine's, in every split into batches."""
    told = [*((kind, False) for kind in KINDS), (again, True)]
    for order in permutations(told):
        for cuts in (cut for number in range(len(told)) for cut in combinations(range(1, len(told)), number)):
            places = (0, *cuts, len(told))
            yield [list(order[start:end]) for start, end in pairwise(places)]


@pytest.mark.parametrize("again", [EventType.CLICKED, EventType.OPENED])  # the one that sorts first, and another
def test_kinds_of_one_id_are_events_of_their_own_in_any_order_and_any_batches(
    store: sa.Engine, again: EventType
) -> None:
    cases = list(orders(again))
    assert len(cases) == 120 * 16
    for number in range(len(KINDS) + 1):  # the first batch of all cases, each a message to somebody else, and so on
        batch = [
            email(kind, key=f"m{case}", to=f"p{case}@example.com", dedupe="same-id", machine=machine)
            for case, parts in enumerate(cases)
            for kind, machine in (parts[number] if number < len(parts) else ())
        ]
        take_in(store, batch, batch_size=len(batch))
    found: dict[int, set[tuple[object, ...]]] = {}
    for message_id, *event in rows(store, events, "message_id", *EVENT):
        found.setdefault(message_id, set()).add(tuple(event))
    assert len(found) == len(cases)
    (every,) = {frozenset(its_events) for its_events in found.values()}
    assert sorted((kind, machine) for _, kind, _, _, machine, *_ in every) == sorted((k, k is again) for k in KINDS)
    by_machine = int(again is EventType.OPENED)
    (one,) = set(rows(store, messages, *MESSAGE))
    assert one[:5] == (EventType.COMPLAINED, NOON, 1, by_machine, 1)
    (person,) = set(rows(store, contacts, *CONTACT))
    assert person == (1, 1, EventType.COMPLAINED, NOON)
    check_sets(store)
    before = digest_of(store)
    refold(store, "UTC")
    assert digest_of(store) == before


def test_a_kind_told_again_is_a_duplicate_wherever_it_has_gone(store: sa.Engine) -> None:
    told = [email(kind, dedupe="same-id") for kind in (EventType.UNSUBSCRIBED, EventType.OPENED, EventType.CLICKED)]
    assert [take_in(store, [record]).new for record in told] == [1, 1, 1]
    assert [take_in(store, [record]).new for record in told] == [0, 0, 0]
    assert rows(store, events, "type") == ["Clicked", "Opened", "Unsubscribed"]


def test_what_a_record_of_a_kind_adds_goes_to_that_kind(store: sa.Engine) -> None:
    def said(kind: EventType, minutes: float, **rest: object) -> EventRecord:
        return email(kind, minutes, dedupe="same-id", **rest)

    take_in(store, [said(EventType.UNSUBSCRIBED, 2), said(EventType.CLICKED, 2)])
    take_in(
        store, [said(EventType.UNSUBSCRIBED, 1, reason="link"), said(EventType.CLICKED, 2, url="https://a.example/")]
    )
    assert rows(store, events, "type", "at", "reason", "url") == [
        ("Clicked", at(2), None, "https://a.example/"),
        ("Unsubscribed", at(1), "link", None),
    ]
    check_sets(store)


HOOKS = ("opened", "clicked", "unsubscribed")


@pytest.mark.parametrize("order", list(permutations(HOOKS)))
@pytest.mark.parametrize("read_ahead", [0, 2**30])
def test_the_hooks_that_mailguns_panel_sends_as_a_test(
    store: sa.Engine, tmp_path: Path, order: tuple[str, ...], read_ahead: int
) -> None:
    files = []
    for name in order:
        event = {
            "event": name,
            "id": "same-id-1",
            "timestamp": 1760000000.25,
            "log-level": "info",
            "recipient": "pat@example.com",
            "message": {"headers": {"message-id": "m1@mg.example.org"}},
            "tags": ["spring"],
        }
        files.append(tmp_path / f"{name}.json")
        files[-1].write_bytes(orjson.dumps({"signature": {"token": "0", "timestamp": "1"}, "event-data": event}))
    results = import_files(store, files, read_ahead=read_ahead)
    assert [result.counts.new for result in results] == [1, 1, 1]
    assert rows(store, messages, "opens", "clicks", "status") == [(1, 1, "Unsubscribed")]
    ((opens, clicks, since),) = rows(store, contacts, "opens", "clicks", "do_not_email_at")
    assert (opens, clicks, since is not None) == (1, 1, True)
    kept = rows(store, events, "event_id", "type")
    (plain,) = [event_id for event_id, kind in kept if kind == "Clicked"]
    assert len({event_id for event_id, _ in kept}) == 3
    assert min(kept, key=lambda row: row[1])[0] == plain
    check_sets(store)
