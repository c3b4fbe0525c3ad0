"""SendGrid: what each event of its webhook means, over payloads of real shape, and a post of them imported whole."""

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from engagement.domain.causes import Cause, Finer
from engagement.domain.records import AttributedBy, Attribution, EventRecord, RawRecord, Skipped
from engagement.domain.vocabulary import Channel, EventType, Origin
from engagement.ingest import Counts, import_files
from engagement.providers import providers
from engagement.providers.base import ReadContext, RejectedRecord
from engagement.providers.sendgrid import PROVIDER
from engagement.providers.told import Said, told
from engagement.query.matching.view import View
from engagement.query.messages.message_list import list_messages
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.query.verdicts.investigation import answer_about
from engagement.store.engine import open_store
from engagement.store.schema import contacts, messages
from tests.digest import difference

AT = datetime(2026, 11, 2, 15, 4, 5, tzinfo=UTC)
CONTEXT = ReadContext(arrived_at=datetime(2026, 11, 3, tzinfo=UTC))
SEND = "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0"
NO_MX = "unable to get mx info: failed to get IPs from PTR record: lookup <nil>: unrecognized address"
SINGLE_SEND = {
    **{"category": [], "mc_stats": "singlesend", "phase_id": "send", "send_at": "1793631800", "template_id": "d-0f1e"},
    **{"singlesend_id": "fc59bd25-5cb1-11ec-a05d-f2509ce774e9", "singlesend_name": "Fall open houses"},
}
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


def blocked(classified: str, **more: Any) -> dict[str, Any]:
    return payload("bounce", type="blocked", reason="refused", bounce_classification=classified, **more)


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
        {"reason": "Reputation", "suppressed": False},
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
    (
        payload("bounce", reason=NO_MX, bounce_classification="Unclassified", type="blocked", tls=0),
        EventType.FAILED,
        {"reason": "blocked", "code": None, "detail": NO_MX},
    ),
    (
        payload(
            "bounce", reason="timed out", type="expired", status="4.4.7", bounce_classification="Technical Failure"
        ),
        EventType.FAILED,
        {"reason": "expired", "code": "4.4.7"},
    ),
    (
        payload("bounce", reason=5, type=["blocked"], status={"a": 1}, bounce_classification=[]),
        EventType.FAILED,
        {"reason": "bounce", "code": None, "detail": "5"},
    ),
    (payload("dropped", reason="Invalid", status="hot lead"), EventType.REJECTED, {"code": None, "detail": None}),
    (
        payload("open", status="5.1.1", response="yes", reason="tour", type="bounce", url="https://a.example"),
        EventType.OPENED,
        {"code": None, "detail": None, "reason": None, "url": None},
    ),
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
        (
            {"sg_message_id": "oirD2QEKQ-s_6NGAOpCqiQ.filterdrecv-7bc86b958d-j46hl-1-61B84CF4-21.0"},
            "oirD2QEKQ-s_6NGAOpCqiQ",
        ),
        ({"sg_message_id": "", "smtp-id": "<oirD2QEKQ-s_6NGAOpCqiQ@geopod-ismtpd-22>"}, "oirD2QEKQ-s_6NGAOpCqiQ"),
        ({"sg_message_id": "", "smtp-id": "<oirD2Q@ismtpd0211p1mdw1.sendgrid.net>"}, "oirD2Q"),
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
        (SINGLE_SEND, Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, "Fall open houses")),
        (SINGLE_SEND | {"campaign": "Mine"}, Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, "Mine")),
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
        (blocked("Content"), Cause.CONTENT_REFUSED, True),
        (blocked("Frequency or Volume Too High"), Cause.TOO_MANY, True),
        (blocked("Reputation"), Cause.REFUSED_THIS_TIME, True),
        (blocked("Reputation", status="5.7.1"), Cause.POLICY, True),
        (blocked("Mailbox Unavailable"), Cause.REFUSED_THIS_TIME, True),
        (blocked("Mailbox Unavailable", status="5.1.1"), Cause.NO_MAILBOX, True),
        (payload("bounce", type="bounce", bounce_classification="Content"), Cause.ADDRESS_REFUSED, False),
        (payload("bounce", type="expired"), Cause.EXPIRED, True),
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
    # Two links within seconds of the delivery: a burst, so that the opens of it are likely a machine's too.
    assert tuple(row) == ("Complained", len(opened), len(opened), 2)
    other = open_store(sqlite_url)
    Random(1).shuffle(events)
    for number in range(3):
        (part := tmp_path / f"part{number}.json").write_text(json.dumps(events[number::3]))
        import_files(other, [part])
    assert difference(store, other) == ""


def of(who: str, minute: int, event: str, **more: Any) -> dict[str, Any]:
    """An event of the one message to `who`, so many minutes after the first."""
    ids = {"sg_event_id": f"{who}-{minute}", "sg_message_id": f"{who}.recvd-5f54b5d587-1-0", "smtp-id": None}
    at = int(AT.timestamp()) + 60 * minute
    return payload(event, **{"email": f"{who}@example.org", "timestamp": at, **ids, **more})


LATE = {"sg_message_id": "", "smtp-id": "<fred@geopod-ismtpd-22>"}
FULL = "552 5.2.2 The email account that you tried to reach is over quota."
POST = [
    *(of(who, 0, "processed") for who in ("anna", "bob", "carl", "emma", "fred", "gina")),
    *(of(who, 1, "delivered", response="250 OK") for who in ("anna", "emma", "fred")),
    of("anna", 2, "open", sg_machine_open=True),
    *(of("anna", 3, "click", url="https://a.example") for _ in range(2)),  # posted twice
    of("bob", 2, "deferred", response="452 4.2.2 Mailbox full", attempt="1"),
    of("bob", 9, "bounce", type="bounce", status="5.2.2", reason=FULL),
    of("carl", 2, "bounce", type="blocked", reason=NO_MX),
    of("dina", 0, "dropped", reason="Unsubscribed Address"),
    of("emma", 5, "group_unsubscribe", asm_group_id=10),
    of("emma", 6, "group_resubscribe", asm_group_id=11),
    of("fred", 90, "bounce", type="bounce", status="5.1.1", reason="550 5.1.1 no such user", **LATE),
    of("gina", 1, "bounce", type="blocked", status="550", reason="550 no", bounce_classification="Reputation"),
    of("gina", 2, "teleported"),
]
SAID = {
    "anna": (EventType.CLICKED, "arrived and was clicked"),
    "bob": (EventType.FAILED, "did not arrive: the mailbox is full"),
    "carl": (EventType.FAILED, "did not arrive: the recipient's mail server refused this email, this time"),
    "dina": (EventType.REJECTED, "was held back: this address has unsubscribed"),
    "emma": (EventType.UNSUBSCRIBED, "arrived, and they unsubscribed from one of your lists with its link"),
    "fred": (EventType.FAILED, "did not arrive: there is no such mailbox"),
    "gina": (
        EventType.FAILED,
        "did not arrive: the recipient's mail server refused this email because of who sent it",
    ),
}


def test_what_became_of_a_post(store: sa.Engine, tmp_path: Path) -> None:
    file = tmp_path / "post.json"
    file.write_text(json.dumps(POST))
    (result,) = import_files(store, [file])
    assert (result.provider, result.counts) == ("SendGrid", Counts(21, new=19, duplicate=1, skipped=0, rejected=1))
    with store.connect() as connection:
        view = View(connection, Viewpoint(EVERYONE, ZoneInfo("America/New_York"), AT.date()))
        sent = {message.address.partition("@")[0]: message for message in list_messages(view, MessageFilter())}
        sentences = {who: answer_about(view, message, AT).verdict.sentence for who, message in sent.items()}
    assert {who: (message.status, sentences[who]) for who, message in sent.items()} == {
        who: (status, f"The email of 2 Nov to {who}@example.org {words}.") for who, (status, words) in SAID.items()
    }
