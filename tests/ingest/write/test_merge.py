"""How two records of one thing become one: the rules, and that neither order nor repetition matters to them."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from engagement.domain.records import AttributedBy, Attribution, Clock, EventRecord, MessageFacts, MessageRecord
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword, Origin
from engagement.ingest.write.merge import event_row, merge_event, merge_message, message_row
from engagement.reader.row_values import values_of
from tests.ingest.making import NOON, at

Row = dict[str, Any]
Merge = Callable[[Row, Row], bool]


def message(**facts: Any) -> Row:
    base = MessageFacts(Channel.TEXT, "SM1", Direction.OUTBOUND, "+14155550142")
    campaign = facts.pop("campaign_id", None)
    said = MessageFacts(**{**{n: getattr(base, n) for n in base.__slots__}, **facts})
    return message_row(values_of(MessageRecord(said)), 1, campaign)


def event(**said: Any) -> Row:
    facts = MessageFacts(Channel.EMAIL, "m1", Direction.OUTBOUND, "jane@example.com")
    base = {"type": EventType.OPENED, "at": NOON, "clock": Clock.EVENT, "dedupe_key": "k", "raw": "{}"}
    return event_row(values_of(EventRecord(facts, **{**base, **said})).event, (1, 2))


def merged(merge: Merge, *rows: Row) -> Row:
    total = deepcopy(rows[0])
    for row in rows[1:]:
        merge(total, deepcopy(row))
    return total


def told_by(by: AttributedBy, origin: Origin, campaign: int | None = None) -> Row:
    return message(attribution=Attribution(by, origin, "Spring" if campaign else None), campaign_id=campaign)


IMPLIED = told_by(AttributedBy.IMPLIED, Origin.BULK)
LISTED = told_by(AttributedBy.SEND_LIST, Origin.MANUAL)
TOLD = told_by(AttributedBy.EVENT, Origin.CAMPAIGN, 7)
TOLD_BARE = told_by(AttributedBy.EVENT, Origin.BULK)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (message(text=None), message(text="Hello"), {"text": "Hello"}),
        (message(text="Hello, are you fr"), message(text="Hello, are you free?"), {"text": "Hello, are you free?"}),
        (message(subject=None), message(subject="Open house"), {"subject": "Open house"}),
        (message(media_count=None), message(media_count=2), {"media_count": 2}),
        (message(media=()), message(media=("https://example.com/a.jpg",)), {"media": '["https://example.com/a.jpg"]'}),
        (message(sent_at=at(5)), message(sent_at=at(2)), {"stated_sent_at": message(sent_at=at(2))["stated_sent_at"]}),
        (message(keyword=None), message(keyword=Keyword.HELP), {"keyword": "help"}),
        (message(keyword=Keyword.HELP), message(keyword=Keyword.YES), {"keyword": "yes"}),
        (message(keyword=Keyword.YES), message(keyword=Keyword.OPT_IN), {"keyword": "opt-in"}),
        (message(keyword=Keyword.HELP), message(keyword=Keyword.OPT_OUT), {"keyword": "opt-out"}),
        (message(keyword=Keyword.OPT_IN), message(keyword=Keyword.OPT_OUT), {"keyword": "opt-out"}),
        (message(keyword=None), message(keyword=Keyword.OPT_OUT), {"keyword": "opt-out"}),
        (IMPLIED, LISTED, {"origin": "manual", "attributed_by": 1}),
        (LISTED, TOLD, {"origin": "campaign", "campaign_id": 7, "attributed_by": 0}),
        (TOLD, IMPLIED, {"origin": "campaign", "campaign_id": 7}),
        (TOLD_BARE, TOLD, {"origin": "campaign", "campaign_id": 7}),  # a named campaign over none
        (message(), IMPLIED, {"origin": "bulk", "attributed_by": 2}),
    ],
)
def test_two_records_of_one_message(one: Row, other: Row, expected: Row) -> None:
    for pair in ((one, other), (other, one)):
        total = merged(merge_message, *pair)
        assert {name: total[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # The better clock stands, whichever time is earlier.
        (
            event(clock=Clock.ARRIVAL, at=at(1)),
            event(clock=Clock.EVENT, at=at(9)),
            {"at": event(at=at(9))["at"], "clock": 0},
        ),
        (event(clock=Clock.ARRIVAL, at=at(9)), event(clock=Clock.ARRIVAL, at=at(1)), {"at": event(at=at(1))["at"]}),
        (event(clock=Clock.SENT), event(clock=Clock.ARRIVAL, at=at(-5)), {"clock": 1, "at": event()["at"]}),
        (event(machine=True), event(), {"machine": True}),
        (event(suppressed=True), event(), {"suppressed": True}),
        (event(reason=None), event(reason="bounce"), {"reason": "bounce"}),
        (event(detail="550 no such user", code="550"), event(), {"detail": "550 no such user", "code": "550"}),
        (event(url=None), event(url="https://example.com/"), {"url": "https://example.com/"}),
        (event(provider=None), event(provider="twilio"), {"provider": "twilio"}),
        (event(provider="twilio"), event(provider="mailgun"), {"provider": "mailgun"}),
    ],
)
def test_two_records_of_one_event(one: Row, other: Row, expected: Row) -> None:
    for pair in ((one, other), (other, one)):
        total = merged(merge_event, *pair)
        assert {name: total[name] for name in expected} == expected


@pytest.mark.parametrize("text", ["a\0b", "half \ud83d of a face"])
def test_what_no_database_keeps_is_replaced(text: str) -> None:
    kept = [message(text=text, subject=text, our_address=text)[name] for name in ("text", "subject", "our_address")]
    kept += [event(reason=text, code=text, detail=text, url=text, raw=text)[name] for name in ("reason", "raw", "url")]
    for value in kept:
        assert "\0" not in value
        assert value.encode()


TEXTS = st.none() | st.sampled_from(["", "a", "b", "ab", "ba"])
TIMES = st.integers(0, 3).map(at)
ATTRIBUTIONS = st.none() | st.builds(Attribution, st.sampled_from(AttributedBy), st.sampled_from(Origin), TEXTS)
MESSAGES = st.builds(
    message,
    direction=st.sampled_from(Direction),
    our_address=TEXTS,
    sent_at=st.none() | TIMES,
    subject=TEXTS,
    text=TEXTS,
    media=st.sampled_from([(), ("a",), ("b",), ("a", "b")]),
    media_count=st.none() | st.integers(0, 2),
    keyword=st.none() | st.sampled_from(Keyword),
    attribution=ATTRIBUTIONS,
    campaign_id=st.none() | st.integers(1, 3),
)
EVENTS = st.builds(
    event,
    at=TIMES,
    clock=st.sampled_from(Clock),
    machine=st.booleans(),
    suppressed=st.booleans(),
    reason=TEXTS,
    code=TEXTS,
    detail=TEXTS,
    url=TEXTS,
    raw=st.sampled_from(["{}", "[]"]),
    provider=st.none() | st.sampled_from(["mailgun", "twilio"]),
)


def check_laws(merge: Merge, one: Row, two: Row, three: Row) -> None:
    together = merged(merge, one, two)
    assert merged(merge, two, one) == together  # commutative
    assert merged(merge, together, three) == merged(merge, one, merged(merge, two, three))  # associative
    for row in (one, two):
        again = deepcopy(together)
        assert not merge(again, deepcopy(row)), "a repeated record is said to change something"
        assert again == together  # idempotent
    changed = deepcopy(one)
    assert merge(changed, deepcopy(two)) == (changed != one), "whether anything changed is told wrongly"


@given(MESSAGES, MESSAGES, MESSAGES)
def test_messages_merge_the_same_in_any_order(one: Row, two: Row, three: Row) -> None:
    check_laws(merge_message, one, two, three)


@given(EVENTS, EVENTS, EVENTS)
def test_events_merge_the_same_in_any_order(one: Row, two: Row, three: Row) -> None:
    check_laws(merge_event, one, two, three)
