"""Which text of ours a stop belongs to, whatever the order that texts come in, and what campaigns count of it."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest
import sqlalchemy as sa

from engagement.domain.consent import Code
from engagement.domain.measures import Measure
from engagement.domain.records import AttributedBy, Attribution, Clock, EventRecord, MessageFacts
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.ingest import by_hand, import_files, take_in
from engagement.ingest.refold import refold
from engagement.ingest.sets.rebuild import verify
from engagement.lib.intervals import Rate
from engagement.query.matching.view import View
from engagement.query.numbers.campaigns import CampaignRow, campaign_table
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import contacts, messages
from tests.digest import digest_of
from tests.ingest.making import CELL, OURS, at, check_sets, contact, reply, rows

OTHER = "+14155550199"
PLEASE = "Please take me off your list"
VIEWPOINT = Viewpoint(EVERYONE, ZoneInfo("UTC"), date(2026, 11, 24))


def ours(key: str, minutes: float, sender: str | None = OURS, campaign: str = "Spring") -> EventRecord:
    """A text of ours, delivered."""
    said = Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, campaign)
    facts = MessageFacts(Channel.TEXT, key, Direction.OUTBOUND, CELL, sender, sent_at=at(minutes), attribution=said)
    return EventRecord(facts, EventType.DELIVERED, at(minutes), Clock.EVENT, "delivered")


def theirs(body: str, minutes: float, key: str = "SM9", to: str | None = OURS) -> list[EventRecord]:
    """A text of theirs to one of our numbers."""
    found = []
    for event in reply(body, minutes, key=key):
        facts = MessageFacts(
            *(getattr(event.message, name) for name in ("channel", "key", "direction", "address")),
            to,
            sent_at=event.message.sent_at,
            text=body,
            keyword=event.message.keyword,
        )
        found.append(EventRecord(facts, event.type, event.at, event.clock, event.dedupe_key))
    return found


def stopped(store: sa.Engine) -> dict[str, datetime]:
    found = rows(store, messages, "provider_key", "stopped_at")
    return {key: moment for key, moment in found if moment is not None}


CASES: dict[str, tuple[list[EventRecord], dict[str, float]]] = {
    "the last before it": ([ours("A", 0), ours("B", 1), *theirs("STOP", 2), ours("C", 3)], {"B": 2}),
    "the number it was said to": ([ours("A", 0), ours("B", 1, OTHER), *theirs("STOP", 2)], {"A": 2}),
    "which never wrote before it": ([ours("A", 0, OTHER), *theirs("STOP", 2), ours("C", 3)], {"A": 2}),
    "which nobody knows": ([ours("A", 0), ours("B", 1, OTHER), *theirs("STOP", 2, to=None)], {"B": 2}),
    "ours are not known": ([ours("A", 0, None), *theirs("STOP", 2)], {"A": 2}),
    "none before it": ([*theirs("STOP", 0), ours("A", 1)], {}),
    "at one moment ours come first": ([ours("A", 1), *theirs("STOP", 1)], {"A": 1}),
    "two of them": ([ours("A", 0), *theirs("STOP", 1), *theirs("stop!", 2, "SM8"), ours("B", 3)], {"A": 1}),
    "opened and stopped again": (
        [ours("A", 0), *theirs("STOP", 1), *theirs("START", 2, "SM8"), ours("B", 3), *theirs("QUIT", 4, "SM7")],
        {"A": 1, "B": 4},
    ),
    "a reply between": ([ours("A", 0), *theirs("Who is this?", 1, "SM8"), *theirs("STOP", 2)], {"A": 2}),
    "no stop at all": ([ours("A", 0), *theirs("I can't stop looking at it", 1)], {}),
    "a request that nobody decided on": ([ours("A", 0), *theirs(PLEASE, 1)], {}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_stop_belongs_to_the_text_it_answers(store: sa.Engine, case: str) -> None:
    records, wanted = CASES[case]
    take_in(store, records)
    assert stopped(store) == {key: at(minutes) for key, minutes in wanted.items()}
    check_sets(store)
    refold(store, "UTC")
    assert stopped(store) == {key: at(minutes) for key, minutes in wanted.items()}
    check_sets(store)


ORDERS = 60  # of the 24 or 720 there are


@pytest.mark.parametrize("case", ["the number it was said to", "two of them", "a reply between"])
def test_in_any_order_one_by_one(sqlite_template: Path, tmp_path: Path, case: str) -> None:
    records, wanted = CASES[case]
    found = set()
    orders = list(permutations(records))
    for place, order in enumerate(random.Random(7).sample(orders, min(len(orders), ORDERS))):
        url = f"sqlite:///{_copy(sqlite_template, tmp_path / f'{place}.db')}"
        engine = sa.create_engine(url)
        take_in(engine, order, batch_size=1)
        assert stopped(engine) == {key: at(minutes) for key, minutes in wanted.items()}
        found.add(digest_of(engine))
        engine.dispose()
    assert len(found) == 1


def _copy(template: Path, file: Path) -> Path:
    file.write_bytes(template.read_bytes())
    return file


def test_a_decision_on_a_request_counts_and_is_undone(store: sa.Engine) -> None:
    take_in(store, [contact("Jane", CELL), ours("A", 0), *theirs(PLEASE, 1)])
    (jane,) = rows(store, contacts, "contact_id")
    for code, wanted in ((Code.STOP, {"A": at(1)}), (Code.REPLY, {}), (Code.STOP, {"A": at(1)}), (Code.UNDECIDED, {})):
        by_hand.decide(store, jane, code, "Ada")
        assert stopped(store) == wanted, code
        check_sets(store)
        refold(store, "UTC")
        assert stopped(store) == wanted, code
        check_sets(store)


def test_a_history_that_moves_takes_its_stops_along(store: sa.Engine) -> None:
    take_in(store, [ours("A", 0), *theirs("STOP", 1)])
    take_in(store, [contact("Jane", CELL)])
    assert stopped(store) == {"A": at(1)}
    check_sets(store)


@pytest.mark.parametrize("value", [None, 77])
def test_verify_tells_where_a_stop_is_not_kept_so(store: sa.Engine, value: int | None) -> None:
    take_in(store, [ours("A", 0), *theirs("STOP", 1)])
    with store.begin() as connection:
        wrong = None if value is None else sa.literal(value, sa.BigInteger)
        connection.execute(messages.update().where(messages.c.direction == "outbound").values(stopped_at=wrong))
        assert "texts stopped" in {one.name for one in verify(connection)}
    refold(store, "UTC")
    assert stopped(store) == {"A": at(1)}
    check_sets(store)


def test_three_stops_are_the_campaigns_they_answer_and_refusals_are_no_unsubscribes(
    store: sa.Engine, tmp_path: Path
) -> None:
    """Ten got Spring Event, three wrote STOP five minutes later, and Summer Event was refused to those three."""
    spring, summer = datetime(2026, 11, 10, 15, tzinfo=UTC), datetime(2026, 11, 20, 15, tzinfo=UTC)
    people, sends, log = ["Name,Cell"], ["message_id,to,sent_at,campaign,channel"], []
    for place in range(10):
        number, has_stopped = f"+1415231070{place}", place < 3
        people.append(f"Q{place} Person,{number}")
        for name, moment in (("Spring Event", spring), ("Summer Event", summer)):
            sid = f"SM{place:030x}{name[1:3].encode().hex()[:2]}"
            sends.append(f"{sid},{number},{moment:%Y-%m-%dT%H:%M:%SZ},{name},sms")
            refused = has_stopped and moment == summer
            log.append(
                {
                    "sid": sid,
                    "direction": "outbound-api",
                    "status": "failed" if refused else "delivered",
                    "from": "+18625550100",
                    "to": number,
                    "body": name,
                    "date_sent": f"{moment:%a, %d %b %Y %H:%M:%S} +0000",
                    "error_code": 21610 if refused else None,
                }
            )
        if has_stopped:
            log.append(
                {
                    "sid": f"SM{place:030x}ff",
                    "direction": "inbound",
                    "status": "received",
                    "from": number,
                    "to": "+18625550100",
                    "body": "STOP",
                    "date_sent": f"{spring + timedelta(minutes=5):%a, %d %b %Y %H:%M:%S} +0000",
                }
            )
    files = [tmp_path / name for name in ("people.csv", "sends.csv", "log.json")]
    files[0].write_text("\n".join(people))
    files[1].write_text("\n".join(sends))
    files[2].write_bytes(orjson.dumps({"messages": log}))
    import_files(store, files)
    refold(store, "UTC")
    check_sets(store)
    found = _campaigns(store)
    asked = (Measure.SENT, Measure.DELIVERED, Measure.UNSUBSCRIBED, Measure.REFUSED)
    assert {name: [row.messages[one] for one in asked] for name, row in found.items()} == {
        "Spring Event": [10, 10, 3, 0],
        "Summer Event": [10, 7, 0, 3],
    }
    assert found["Spring Event"].rate(Measure.UNSUBSCRIBED) == Rate(3, 10)


def test_a_canceled_text_was_not_sent_nor_answered(store: sa.Engine) -> None:
    sent, last = ours("A", 0), ours("B", 1)
    canceled = replace(
        last, type=EventType.FAILED, at=at(2), dedupe_key="canceled|", detail="canceled", provider="twilio"
    )
    take_in(store, [contact("Jane Doe", CELL), sent, canceled, *reply("Yes please", 3, key="SM8"), *theirs("STOP", 4)])
    kept = rows(store, messages, "provider_key", "canceled", "answered_at", "stopped_at", direction="outbound")
    assert kept == [("A", False, at(3), at(4)), ("B", True, None, None)]
    (spring,) = _campaigns(store).values()
    assert (spring.messages[Measure.SENT], spring.messages[Measure.REPLIED]) == (1, 1)
    check_sets(store)
    take_in(store, [replace(last, type=EventType.PENDING, dedupe_key="sent|")])  # it was sent after all
    assert rows(store, messages, "answered_at", "canceled", provider_key="B") == [(at(3), False)]
    check_sets(store)


def _campaigns(store: sa.Engine) -> dict[str, CampaignRow]:
    with store.connect() as connection:
        return {row.name: row for row in campaign_table(View(connection, VIEWPOINT))}
