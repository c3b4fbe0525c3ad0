"""Telnyx: what each event of its messaging webhooks means, over payloads of real shape, and files of them imported."""

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from engagement.domain.causes import Cause, Finer
from engagement.domain.records import AttributedBy, Attribution, EventRecord, RawRecord, Reject, Skipped
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword, Origin
from engagement.ingest import import_files
from engagement.providers import providers
from engagement.providers.base import Item, ReadContext, RejectedRecord
from engagement.providers.telnyx import PROVIDER
from engagement.providers.told import Said, told
from engagement.store.engine import open_store
from engagement.store.schema import contact_addresses, messages
from tests.digest import difference

AT = datetime(2026, 11, 2, 15, 4, 5, 123000, tzinfo=UTC)
CONTEXT = ReadContext(arrived_at=datetime(2026, 11, 3, tzinfo=UTC))
OURS, JANE, JOHN = "+14155550100", "+14155550142", "+14155550143"


def end(number: str, status: str = "delivered", **more: Any) -> dict[str, Any]:
    """One number a text went to."""
    return {"phone_number": number, "status": status, "carrier": "A carrier", "line_type": "Wireless"} | more


def post(kind: str, *to: dict[str, Any], event_id: str = "e-1", **payload: Any) -> dict[str, Any]:
    """A webhook's body, with what is the same in all of them."""
    fields = {
        "direction": "outbound",
        "id": "40385f64-5717-4562-b3fc-2c963f66afa6",
        "type": "SMS",
        "record_type": "message",
        "from": {"phone_number": OURS, "carrier": "Telnyx"},
        "to": list(to),
        "cc": [],
        "text": "Open house on Sunday?",
        "errors": [],
        "media": [],
        "tags": [],
        "sent_at": "2026-11-02T15:04:00.000+00:00",
    }
    about = {"id": event_id, "occurred_at": "2026-11-02T15:04:05.123+00:00", "record_type": "event", "event_type": kind}
    return {"data": about | {"payload": fields | payload}, "meta": {"attempt": 1, "delivered_to": "https://a.example"}}


def inbound(text: str | None, **payload: Any) -> dict[str, Any]:
    """A text from Jane."""
    more = {"direction": "inbound", "from": {"phone_number": JANE}, "text": text, "received_at": "2026-11-02T15:04:05Z"}
    return post("message.received", {"phone_number": OURS, "status": "webhook_delivered"}, **more | payload)


def read(fields: dict[str, Any]) -> list[Item]:
    return list(PROVIDER.read(RawRecord("record 1", fields, json.dumps(fields)), CONTEXT))


def errors(code: str, title: str = "Not delivered") -> dict[str, Any]:
    return {"errors": [{"code": code, "title": title, "detail": f"{title}, by the carrier."}]}


FAILED = "message.finalized"
PAYLOADS: list[tuple[dict[str, Any], list[EventType], dict[str, Any]]] = [
    (post("message.sent", end(JANE, "queued")), [EventType.QUEUED], {}),
    (post("message.sent", end(JANE, "sending")), [EventType.SENDING], {}),
    (post("message.sent", end(JANE, "sent")), [EventType.PENDING], {"detail": None}),
    (post(FAILED, end(JANE, "sent")), [EventType.PENDING], {}),
    (post(FAILED, end(JANE)), [EventType.DELIVERED], {"code": None}),
    (post(FAILED, end(JANE, "delivery_unconfirmed")), [EventType.PENDING], {"detail": "delivery_unconfirmed"}),
    (post(FAILED, end(JANE, "delivery_failed"), **errors("40001")), [EventType.UNDELIVERED], {"code": "40001"}),
    (post(FAILED, end(JANE, "delivery_failed"), **errors("40002")), [EventType.UNDELIVERED], {"code": "40002"}),
    (post(FAILED, end(JANE, "delivery_failed"), **errors("40003")), [EventType.UNDELIVERED], {"code": "40003"}),
    (post(FAILED, end(JANE, "delivery_failed"), **errors("40004")), [EventType.UNDELIVERED], {"code": "40004"}),
    (post(FAILED, end(JANE, "delivery_failed"), **errors("40006")), [EventType.UNDELIVERED], {"code": "40006"}),
    (post(FAILED, end(JANE, "delivery_failed"), **errors("40008")), [EventType.UNDELIVERED], {"code": "40008"}),
    (post(FAILED, end(JANE, "sending_failed"), **errors("40009")), [EventType.FAILED], {"code": "40009"}),
    (
        post(FAILED, end(JANE, "sending_failed"), **errors("40011", "Too fast")),
        [EventType.FAILED],
        {"detail": "Too fast, by the carrier."},
    ),
    (post(FAILED, end(JANE, "sending_failed"), **errors("49999")), [EventType.FAILED], {"code": "49999"}),
    (post(FAILED, end(JANE, "sending_failed"), errors=[{"code": 40009}]), [EventType.FAILED], {"code": "40009"}),
    (post(FAILED, end(JANE, "expired"), **errors("40005")), [EventType.FAILED], {"code": "40005", "reason": None}),
    (post(FAILED, end(JANE, "expired")), [EventType.FAILED], {"reason": "expired"}),
    (
        post(FAILED, end(JANE, "delivery_failed", line_type="Wireline")),
        [EventType.UNDELIVERED],
        {"reason": "Wireline", "code": None},
    ),
    (post(FAILED, end(JANE, line_type="Wireline")), [EventType.DELIVERED], {"reason": None}),
    (post(FAILED, end(JANE, "delivery_failed"), **errors("40300")), [EventType.UNSUBSCRIBED], {"code": "40300"}),
    (post("message.sent", end(JANE, "sending_failed"), **errors("40300")), [EventType.UNSUBSCRIBED], {}),
    (post(FAILED, end(JANE), end(JOHN)), [EventType.DELIVERED] * 2, {}),
    (
        post(FAILED, end(JANE), end(JOHN, "delivery_failed"), **errors("40002")),
        [EventType.DELIVERED, EventType.UNDELIVERED],
        {},
    ),
    (post(FAILED, end(JANE), cc=[end(JOHN, "sent")]), [EventType.DELIVERED, EventType.PENDING], {}),
    (post(FAILED, end(JANE), type="MMS", media=[{"url": "https://m.example/1.png"}]), [EventType.DELIVERED], {}),
    (post(FAILED, end("(415) 555-0142")), [EventType.DELIVERED], {}),
    (post(FAILED, end(JANE), tags=["campaign", "Spring"], tcr_campaign_id="C1"), [EventType.DELIVERED], {}),
    (inbound("What time on Sunday?"), [EventType.RECEIVED], {}),
    (inbound("STOP"), [EventType.RECEIVED, EventType.UNSUBSCRIBED], {}),
    (inbound(" stop all "), [EventType.RECEIVED, EventType.UNSUBSCRIBED], {}),
    (inbound("yes"), [EventType.RECEIVED], {}),
    (inbound(None, type="MMS", media=[{"url": "https://m.example/a.jpg", "size": 3}]), [EventType.RECEIVED], {}),
]


@pytest.mark.parametrize(("fields", "kinds", "right"), PAYLOADS)
def test_payloads(fields: dict[str, Any], kinds: list[EventType], right: dict[str, Any]) -> None:
    assert [one.name for one in providers() if one.recognises(fields)] == ["telnyx"]
    events = read(fields)
    assert [event.type for event in events if isinstance(event, EventRecord)] == kinds
    for event in events:
        assert isinstance(event, EventRecord)
        assert (event.at, event.message.channel) == (AT, Channel.TEXT)
        assert event.message.key == "40385f64-5717-4562-b3fc-2c963f66afa6"
        assert event.message.our_address == OURS
        assert json.loads(event.raw) == fields
    assert isinstance(events[0], EventRecord)
    assert events[0].message.address == JANE
    assert events[0].dedupe_key == "e-1"
    assert {name: getattr(events[0], name) for name in right} == right


def test_there_are_thirty_payloads() -> None:
    assert len({json.dumps(fields) for fields, *_ in PAYLOADS}) == len(PAYLOADS) >= 30


def test_what_is_wrong_with_one_number_is_not_said_of_another() -> None:
    good, bad = read(post(FAILED, end(JANE), end(JOHN, "delivery_failed"), **errors("40300")))
    assert isinstance(good, EventRecord)
    assert isinstance(bad, EventRecord)
    assert (good.message.address, good.type, good.code) == (JANE, EventType.DELIVERED, None)
    assert (bad.message.address, bad.type, bad.code) == (JOHN, EventType.UNSUBSCRIBED, "40300")


def test_a_number_that_cannot_be_read_costs_itself_alone() -> None:
    good, bad = read(post(FAILED, end(JANE), end("nobody")))
    assert isinstance(good, EventRecord)
    assert isinstance(bad, Reject)
    assert "'nobody', which the text was sent to, is not a phone number" in bad.reason


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        *((word, Keyword.OPT_OUT) for word in ("stop", "STOPALL", "Stop All", "unsubscribe", "cancel", "end", "quit")),
        *((word, Keyword.OPT_IN) for word in ("start", "UNSTOP")),
        *((word, Keyword.HELP) for word in ("help", "INFO")),
        *((word, None) for word in ("yes", "revoke", "optout", "I can't stop looking at it", "", None)),
    ],
)
def test_keywords_are_telnyxs_own(text: str | None, keyword: Keyword | None) -> None:
    event = read(inbound(text))[0]
    assert isinstance(event, EventRecord)
    assert (event.message.keyword, event.message.text) == (keyword, text)
    assert event.message.direction is Direction.INBOUND


def test_what_else_is_said_of_a_message() -> None:
    (event,) = read(post(FAILED, end(JANE), tags=["campaign", "Spring"], media=[{"url": "https://m.example/1"}, {}]))
    assert isinstance(event, EventRecord)
    assert event.message.attribution == Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, "Spring")
    assert (event.message.media, event.message.media_count) == (("https://m.example/1",), 2)
    assert event.message.sent_at == datetime(2026, 11, 2, 15, 4, tzinfo=UTC)
    (plain,) = read(post(FAILED, end(JANE), sent_at=None))
    assert isinstance(plain, EventRecord)
    assert (plain.message.attribution, plain.message.sent_at, plain.message.media) == (None, None, ())


def test_an_event_that_is_not_about_delivery_is_left_out() -> None:
    (item,) = read(post("message.link_click", end(JANE)))
    assert isinstance(item, Skipped)
    fields = post("message.sent", end(JANE))
    fields["data"]["event_type"] = "call.initiated"
    assert not PROVIDER.recognises(fields)
    assert not PROVIDER.recognises(fields | {"data": "message."})
    assert not PROVIDER.recognises({"data": {"event_type": "message.sent", "record_type": "message"}})


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (post(FAILED), "which number the text was sent to"),
        (post(FAILED, end(JANE), event_id=""), "has no id, so a repeat"),
        (inbound("hi", id=None), "which message it is about"),
        (inbound("hi", **{"from": None}), "which number the text came from"),
    ],
)
def test_rejects(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(RejectedRecord, match=reason):
        read(fields)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (post(FAILED, end(JANE, "teleported")), "'teleported' is not one that Telnyx's texts are known to have"),
        (post(FAILED, end(JANE, "")), "'' is not one that"),
        (post(FAILED, end(JANE), id=None), "which message it is about"),
        (post(FAILED, {"status": "sent"}), "which number the text was sent to"),
    ],
)
def test_rejects_of_a_number(fields: dict[str, Any], reason: str) -> None:
    (item,) = read(fields)
    assert isinstance(item, Reject)
    assert reason in item.reason


@pytest.mark.parametrize(
    ("fields", "cause", "finer"),
    [
        (post(FAILED, end(JANE, "delivery_failed"), **errors("40001")), Cause.LANDLINE, None),
        (post(FAILED, end(JANE, "delivery_failed", line_type="Wireline")), Cause.LANDLINE, None),
        (post(FAILED, end(JANE, "delivery_failed"), **errors("40002")), Cause.CARRIER_FILTERED, None),
        (post(FAILED, end(JANE, "delivery_failed"), **errors("40300")), Cause.OPTED_OUT, None),
        (post(FAILED, end(JANE, "expired")), Cause.EXPIRED, None),
        (post(FAILED, end(JANE, "delivery_unconfirmed")), None, Finer.UNCONFIRMED),
    ],
)
def test_why(fields: dict[str, Any], cause: Cause | None, finer: Finer | None) -> None:
    (event,) = read(fields)
    assert isinstance(event, EventRecord)
    found = told(Said(Channel.TEXT, "telnyx", event.reason, event.code, event.detail))
    assert found.finer is finer
    assert cause is None or found.cause is cause


def test_files_are_imported_once_in_any_order(store: sa.Engine, sqlite_url: str, tmp_path: Path) -> None:
    posts = [json.loads(json.dumps(fields)) for fields, *_ in PAYLOADS]
    for number, fields in enumerate(posts):
        fields["data"]["id"] = f"e-{number}"
        fields["data"]["payload"]["id"] = f"m-{number % 11}" if number % 2 else f"n-{number}"
    lines = tmp_path / "posts.jsonl"
    lines.write_text("".join(f"{json.dumps(fields)}\n" for fields in posts))
    one = tmp_path / "one.json"
    one.write_text(json.dumps(posts[0], indent=2))
    results = import_files(store, [lines, one])
    assert [(result.provider, result.counts.rejected) for result in results] == [("Telnyx", 0)] * 2
    assert (results[1].counts.new, results[1].counts.duplicate) == (0, 1)
    with store.connect() as connection:
        opted_out = connection.execute(
            sa.select(contact_addresses.c.opted_out_at).where(contact_addresses.c.address == JANE)
        ).scalar_one()
        assert opted_out is not None, "an inbound STOP closes the number"
        statuses = dict(connection.execute(sa.select(messages.c.provider_key, messages.c.status)).all())
        assert (statuses["n-28"], statuses["n-20"]) == ("Received", "Unsubscribed")
    other = open_store(sqlite_url)
    Random(2).shuffle(posts)
    for number in range(3):
        (part := tmp_path / f"part{number}.json").write_text(json.dumps(posts[number::3]))
        import_files(other, [part])
    assert difference(store, other) == ""
