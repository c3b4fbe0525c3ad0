"""SendGrid: what each event of its webhook means, over payloads of real shape, and a post of them imported whole."""

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from engagement.domain.causes import Cause, Finer
from engagement.domain.records import AttributedBy, Attribution, EventRecord, RawRecord, Skipped
from engagement.domain.vocabulary import Channel, EventType, Origin
from engagement.ingest import import_files
from engagement.providers import providers
from engagement.providers.base import ReadContext, RejectedRecord
from engagement.providers.sendgrid import PROVIDER
from engagement.providers.told import Said, told
from engagement.store.engine import open_store
from engagement.store.schema import contacts, messages
from tests.digest import difference

AT = datetime(2026, 11, 2, 15, 4, 5, tzinfo=UTC)
CONTEXT = ReadContext(arrived_at=datetime(2026, 11, 3, tzinfo=UTC))
SEND = "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0"
CAME_LATE = {"sg_message_id": None, "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>"}


def payload(event: str, **more: Any) -> dict[str, Any]:
    """An event as it is posted; a field that is None is left out."""
    fields = {
        "email": "jane.park@example.com",
        "timestamp": int(AT.timestamp()),
        "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>",
        "event": event,
        "sg_event_id": f"Zx-{event}-{len(more)}",
        "sg_message_id": SEND,
    }
    return {name: value for name, value in (fields | more).items() if value is not None}


def read(fields: dict[str, Any]) -> Any:
    (item,) = PROVIDER.read(RawRecord("record 1", fields, json.dumps(fields)), CONTEXT)
    return item


BOUNCED = {"type": "bounce", "status": "5.1.1", "tls": 1, "ip": "192.0.2.1"}
PAYLOADS: list[tuple[dict[str, Any], EventType, dict[str, Any]]] = [
    (payload("processed", category="newsletter"), EventType.ACCEPTED, {}),
    (payload("processed", send_at=1793631845, asm_group_id=7), EventType.ACCEPTED, {}),
    (payload("delivered", response="250 OK queued", tls=1), EventType.DELIVERED, {"detail": "250 OK queued"}),
    (payload("delivered", email="  Jane.Park@Example.COM "), EventType.DELIVERED, {}),
    (
        payload("deferred", response="451 try again", attempt="5"),
        EventType.TEMPORARY_FAILURE,
        {"detail": "451 try again", "reason": None},
    ),
    (
        payload("bounce", reason="550 5.1.1 no such user", **BOUNCED),
        EventType.FAILED,
        {"reason": "bounce", "code": "5.1.1", "detail": "550 5.1.1 no such user"},
    ),
    (
        payload("bounce", reason="452 4.2.2 mailbox full", **BOUNCED | {"status": "4.2.2"}),
        EventType.FAILED,
        {"reason": "bounce", "code": "4.2.2"},
    ),
    (
        payload("bounce", reason="550 blocked", bounce_classification="Reputation", **BOUNCED | {"type": "blocked"}),
        EventType.FAILED,
        {"reason": "blocked", "suppressed": False},
    ),
    (payload("bounce", reason="gone", **BOUNCED, **CAME_LATE), EventType.FAILED, {"reason": "bounce"}),
    (payload("bounce", reason="gone", status="5.0.0"), EventType.FAILED, {"reason": "bounce", "code": "5.0.0"}),
    (payload("dropped", reason="Bounced Address"), EventType.REJECTED, {"suppressed": False}),
    (payload("dropped", reason="Unsubscribed Address"), EventType.REJECTED, {"suppressed": True}),
    (payload("dropped", reason="Spam Reporting Address"), EventType.REJECTED, {"suppressed": True}),
    (payload("dropped", reason="Invalid"), EventType.REJECTED, {"reason": "Invalid"}),
    (payload("dropped", reason="Invalid SMTPAPI header"), EventType.REJECTED, {"reason": "Invalid SMTPAPI header"}),
    (
        payload("dropped", reason="Spam Content (if spam checker app is enabled)"),
        EventType.REJECTED,
        {"reason": "Spam Content"},
    ),
    (
        payload("dropped", reason="Recipient List over Package Quota"),
        EventType.REJECTED,
        {"reason": "Recipient List over Package Quota"},
    ),
    (payload("dropped", reason="Something quite new"), EventType.REJECTED, {"reason": "Something quite new"}),
    (payload("dropped"), EventType.REJECTED, {"reason": None, "suppressed": False}),
    (payload("open", useragent="Mozilla/5.0", sg_machine_open=False), EventType.OPENED, {"machine": False}),
    (payload("open", sg_machine_open=True), EventType.OPENED, {"machine": True}),
    (payload("open", ip="192.0.2.9"), EventType.OPENED, {"machine": False}),
    (
        payload("click", url="https://lakeside.example/tour", url_offset={"index": 0, "type": "html"}),
        EventType.CLICKED,
        {"url": "https://lakeside.example/tour", "machine": False},
    ),
    (payload("click", url="https://a.example", sg_machine_open=True), EventType.CLICKED, {"machine": False}),
    (payload("spamreport"), EventType.COMPLAINED, {"suppressed": False}),
    (payload("unsubscribe"), EventType.UNSUBSCRIBED, {"detail": None}),
    (payload("group_unsubscribe", asm_group_id=42), EventType.UNSUBSCRIBED, {"detail": "group_unsubscribe: group 42"}),
    (payload("group_unsubscribe"), EventType.UNSUBSCRIBED, {"detail": "group_unsubscribe"}),
    (payload("delivered", timestamp=str(int(AT.timestamp()))), EventType.DELIVERED, {}),
    (payload("delivered", status=0, **{"new-field": {"a": [1]}}), EventType.DELIVERED, {"code": None}),
    (payload("open", recipient="x", message="y", id=3, type="mine", token="t"), EventType.OPENED, {"reason": None}),
]


@pytest.mark.parametrize(("fields", "kind", "right"), PAYLOADS)
def test_payloads(fields: dict[str, Any], kind: EventType, right: dict[str, Any]) -> None:
    assert [one.name for one in providers() if one.recognises(fields)] == ["sendgrid"]
    event = read(fields)
    assert isinstance(event, EventRecord)
    assert (event.type, event.at, event.dedupe_key) == (kind, AT, fields["sg_event_id"])
    assert (event.message.address, event.message.key) == ("jane.park@example.com", "14c5d75ce93")
    assert json.loads(event.raw) == fields
    assert {name: getattr(event, name) for name in right} == right


def test_there_are_thirty_payloads_and_all_events_among_them() -> None:
    assert len(PAYLOADS) >= 30
    assert len({json.dumps(fields) for fields, *_ in PAYLOADS}) == len(PAYLOADS)


@pytest.mark.parametrize("event", ["group_resubscribe", "account_status_change"])
def test_what_is_not_about_delivery_is_left_out(event: str) -> None:
    assert isinstance(read(payload(event)), Skipped)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (payload("teleported"), 'SendGrid event "teleported" is not one this product knows.'),
        (payload(""), 'SendGrid event "" is not one this product knows.'),
        (payload("open") | {"event": ["open"]}, 'SendGrid event "" is not one this product knows.'),
        (payload("open", sg_event_id=""), "The SendGrid event has no id, so a repeat of it cannot be told."),
        (payload("open", email=None), "does not say whom it was sent to"),
        (payload("open", email="nobody"), "which is not an email address"),
        (payload("open", timestamp=None), "time"),
        (payload("open", timestamp="yesterday"), "time"),
    ],
)
def test_rejects(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(RejectedRecord, match=reason.replace("(", r"\(")):
        read(fields)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({}, "14c5d75ce93"),
        ({"sg_message_id": "QWE-1_z.filterdrecv-9"}, "QWE-1_z"),
        ({"sg_message_id": "bare"}, "bare"),
        (CAME_LATE, "14c5d75ce93"),
        ({"sg_message_id": None, "smtp-id": "<abc@mail.lakeside.example>"}, "abc@mail.lakeside.example"),
        ({"sg_message_id": "", "smtp-id": ""}, "event Zx-bounce-2"),
    ],
)
def test_the_message_an_event_is_about(more: dict[str, Any], key: str) -> None:
    assert read(payload("bounce", **more)).message.key == key


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, Attribution(AttributedBy.IMPLIED, Origin.BULK)),
        ({"category": "Spring"}, Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, "Spring")),
        ({"category": ["campaign", "Spring"]}, Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, "Spring")),
        ({"category": ["bulk"]}, Attribution(AttributedBy.EVENT, Origin.BULK)),
        ({"marketing_campaign_name": "May"}, Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, "May")),
        (
            {"campaign": "Mine", "origin": "bulk", "marketing_campaign_name": "May"},
            Attribution(AttributedBy.EVENT, Origin.BULK, "Mine"),
        ),
    ],
)
def test_origin_and_campaign(more: dict[str, Any], said: Attribution) -> None:
    assert read(payload("delivered", **more)).message.attribution == said


@pytest.mark.parametrize(
    ("fields", "cause", "spared"),
    [
        (payload("bounce", reason="550 5.1.1 no such user", **BOUNCED), Cause.NO_MAILBOX, False),
        (payload("bounce", reason="552 5.2.2 over quota", type="bounce", status="5.2.2"), Cause.MAILBOX_FULL, False),
        (payload("bounce", reason="refused", type="blocked"), Cause.REFUSED_THIS_TIME, True),
        (payload("dropped", reason="Bounced Address"), Cause.HELD_BACK_BOUNCE, False),
        (payload("dropped", reason="Unsubscribed Address"), Cause.HELD_BACK_UNSUBSCRIBE, False),
        (payload("dropped", reason="Spam Content"), Cause.CONTENT_REFUSED, True),
    ],
)
def test_why(fields: dict[str, Any], cause: Cause, spared: bool) -> None:
    event = read(fields)
    found = told(Said(Channel.EMAIL, "sendgrid", event.reason, event.code, event.detail))
    assert (found.cause, found.spares_address) == (cause, spared)


def test_a_list_that_was_left_is_told_apart() -> None:
    event = read(payload("group_unsubscribe", asm_group_id=42))
    assert told(Said(Channel.EMAIL, "sendgrid", None, None, event.detail)).finer is Finer.ONE_LIST


def test_a_post_is_imported_once_in_any_order(store: sa.Engine, sqlite_url: str, tmp_path: Path) -> None:
    events = [fields | {"sg_event_id": f"e{n}"} for n, (fields, *_) in enumerate(PAYLOADS)]
    events += [fields | {"email": f"p{n}@example.com"} for n, fields in enumerate(events) if n % 3 == 0]
    file = tmp_path / "post.json"
    file.write_text(json.dumps(events))
    (result,) = import_files(store, [file])
    assert (result.provider, result.counts.read, result.counts.new, result.counts.rejected) == (
        "SendGrid",
        len(events),
        len(events),
        0,
    )
    (again,) = import_files(store, [file])
    assert (again.counts.new, again.counts.duplicate) == (0, len(events))
    with store.connect() as connection:
        row = connection.execute(
            sa.select(messages.c.status, messages.c.opens, messages.c.machine_opens, messages.c.clicks).where(
                messages.c.address == "jane.park@example.com"
            )
        ).one()
        assert connection.execute(sa.select(sa.func.count()).select_from(contacts)).scalar_one() > 10
    opened = [fields for fields, kind, _ in PAYLOADS if kind is EventType.OPENED]
    assert tuple(row) == ("Complained", len(opened), 1, 2)
    other = open_store(sqlite_url)
    Random(1).shuffle(events)
    for number in range(3):
        (part := tmp_path / f"part{number}.json").write_text(json.dumps(events[number::3]))
        import_files(other, [part])
    assert difference(store, other) == ""
