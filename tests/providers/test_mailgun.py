"""What Mailgun's events mean: a table for each rule of its half of the provider facts, and its shapes compared."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.records import AttributedBy, Attribution, Clock, EventRecord, MessageFacts, Skipped
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.providers.base import RejectedRecord
from tests.providers.mailgun_events import AT, GONE, HEADERS, REJECTED, changed, read_one, record, with_headers

SAMPLES = Path(__file__).parents[1] / "samples" / "mailgun"


def test_every_field_of_a_record() -> None:
    assert record({"tags": ["Spring"], "new-field": [1]}) == EventRecord(
        message=MessageFacts(
            channel=Channel.EMAIL,
            key="7A0C@mg.lakesidehomes.example",
            direction=Direction.OUTBOUND,
            address="jane.park@example.com",
            our_address="dana@mg.lakesidehomes.example",
            subject="Three open houses",
            attribution=Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, "Spring"),
        ),
        type=EventType.DELIVERED,
        at=AT,
        clock=Clock.EVENT,
        dedupe_key="Ase7i2zsRYeDXztHGENqRA|2026-11-02",
        code="250",
        detail="OK queued",
        raw=json.dumps(changed({"tags": ["Spring"], "new-field": [1]}), separators=(",", ":")),
    )


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"event": "accepted"}, EventType.ACCEPTED),
        ({**REJECTED, **with_headers(to="j@x.com")}, EventType.REJECTED),
        ({"event": "delivered"}, EventType.DELIVERED),
        ({"event": "failed", "severity": "permanent"}, EventType.FAILED),
        ({"event": "failed", "severity": "temporary"}, EventType.TEMPORARY_FAILURE),
        ({"event": "failed", "severity": " Temporary "}, EventType.TEMPORARY_FAILURE),
        ({"event": "opened"}, EventType.OPENED),
        ({"event": "clicked"}, EventType.CLICKED),
        ({"event": "unsubscribed"}, EventType.UNSUBSCRIBED),
        ({"event": "complained"}, EventType.COMPLAINED),
    ],
)
def test_kind(changes: dict[str, object], kind: EventType) -> None:
    assert record(changes).type is kind


@pytest.mark.parametrize("severity", ["permanent", "temporary", "odd", None, GONE])
@pytest.mark.parametrize(
    ("flags", "delayed"),
    [
        ({"flags": {"is-delayed-bounce": True}}, True),
        ({"flags": '{"is-delayed-bounce": true}'}, True),
        ({"delivery-status": {"is-delayed-bounce": "true"}}, True),
        ({"is_delayed_bounce": 1}, True),
        ({"flags": {"is-delayed-bounce": False}}, False),
        ({"flags": {"is-delayed-bounce": "false"}}, False),
        ({"flags": None}, False),
        ({"flags": []}, False),
    ],
)
def test_a_delayed_bounce_failed_for_good_whatever_its_severity(flags: Any, severity: object, delayed: bool) -> None:
    fields = {"event": "failed", "severity": severity, **flags}
    if delayed or severity == "permanent":
        assert record(fields).type is EventType.FAILED
    elif severity == "temporary":
        assert record(fields).type is EventType.TEMPORARY_FAILURE
    else:
        with pytest.raises(RejectedRecord, match="severity"):
            record(fields)


def test_a_delayed_bounce_flag_makes_nothing_of_another_event() -> None:
    assert record({"flags": {"is-delayed-bounce": True}}).type is EventType.DELIVERED


SKIPPED = ["stored", "email_validation", "trapped", "unique_opened", "unique_clicked", "list_uploaded"]


@pytest.mark.parametrize("name", [*SKIPPED, "list_member_uploaded", "list_member_upload_error", "list_something_new"])
def test_what_is_not_about_delivery_is_skipped_even_without_the_rest(name: str) -> None:
    item = read_one({"event": name, "timestamp": 1})
    assert isinstance(item, Skipped)
    assert item.reason.endswith(".")


@pytest.mark.parametrize(
    ("status", "reason", "suppressed", "code"),
    [
        ({"code": 550, "message": "no"}, "bounce", False, "550"),
        ({"code": 605}, "suppress-bounce", False, "605"),
        ({"code": 606}, "suppress-unsubscribe", True, "606"),
        ({"code": 607}, "suppress-complaint", True, "607"),
        ({"code": "607"}, None, True, "607"),
        ({"code": 606.0}, GONE, True, "606"),
        ('{"code": 606}', GONE, True, "606"),
        ({}, "suppress-unsubscribe", True, None),
        ({"code": 0}, "suppress-complaint", True, None),
        *(
            ({"code": code}, reason, False, None)
            for code, reason in [(None, "generic"), (True, "espblock"), ([606], "greylisted"), ({}, "blacklisted")]
        ),
        (None, "old", False, None),
        ([], "hardfail", False, None),
        (GONE, 7, False, None),
    ],
)
def test_failure(status: object, reason: object, suppressed: bool, code: str | None) -> None:
    read = record({"event": "failed", "severity": "permanent", "reason": reason, "delivery-status": status})
    said = None if reason in (GONE, None) else str(reason)
    assert (read.suppressed, read.code, read.reason) == (suppressed, code, said)


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"delivery-status": {"message": "5.1.1 no such user", "description": "Unknown"}}, "5.1.1 no such user"),
        ({"delivery-status": {"message": "", "description": "Previously bounced"}}, "Previously bounced"),
        ({"delivery-status": {"message": None, "last-message": "452 full"}}, "452 full"),
        ({"delivery-status": GONE}, None),
        (
            {**REJECTED, **with_headers(to="j@x.com"), "reject": {"reason": "Not allowed", "description": ""}},
            "Not allowed",
        ),
        ({"event": "rejected", "reject": {"reason": "", "description": "Spam"}}, "Spam"),
        ({"event": "rejected", "reject": "Loop"}, "Loop"),
        ({"event": "rejected", "reject": [1]}, "OK queued"),
        ({"reject": {"reason": "Not of a delivery"}}, "OK queued"),
    ],
)
def test_detail_is_what_the_server_answered(changes: dict[str, object], detail: str | None) -> None:
    assert record(changes).detail == detail


TIMES: list[tuple[dict[str, object], datetime]] = [
    ({"timestamp": 1793631845.160809}, AT),
    ({"timestamp": 1793631845.1608087}, AT),
    ({"timestamp": "1793631845.160809"}, AT),
    ({"timestamp": " 1793631845 "}, AT.replace(microsecond=0)),
    ({"timestamp": 1793631845}, AT.replace(microsecond=0)),
    ({"timestamp": 1793631844.9999999}, AT.replace(microsecond=0)),
    ({"timestamp": 1776377461.8976614}, datetime(2026, 4, 16, 22, 11, 1, 897662, tzinfo=UTC)),  # a tie
    ({"timestamp": 0}, datetime(1970, 1, 1, tzinfo=UTC)),
    *(
        ({"timestamp": GONE, "@timestamp": text}, AT.replace(microsecond=micros))
        for text, micros in [
            ("2026-11-02T15:04:05.160809Z", 160809),
            ("2026-11-02T15:04:05.160Z", 160000),
            ("2026-11-02T09:04:05.160-06:00", 160000),
            ("2026-11-02 15:04:05", 0),
            ("Mon, 02 Nov 2026 15:04:05 -0000", 0),
            ("Mon, 2 Nov 2026 09:04:05 -0600", 0),
            ("Mon, 02 Nov 2026 15:04:05 GMT", 0),
            ("1793631845.160809", 160809),
        ]
    ),
    ({"timestamp": None, "@timestamp": "2026-11-02T15:04:05Z"}, AT.replace(microsecond=0)),
    ({"timestamp": "Mon, 02 Nov 2026 15:04:05 +0000"}, AT.replace(microsecond=0)),
]


@pytest.mark.parametrize(("changes", "at"), TIMES)
def test_time(changes: dict[str, object], at: datetime) -> None:
    read = record(changes)
    assert (read.at, read.at.tzinfo, read.clock) == (at, UTC, Clock.EVENT)
    assert read.dedupe_key == f"Ase7i2zsRYeDXztHGENqRA|{at:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2026-11-02T23:59:59.999Z", "2026-11-02"),
        ("2026-11-02T23:00:00-06:00", "2026-11-03"),
        (1793663999.5, "2026-11-02"),
    ],
)
def test_the_day_of_the_dedupe_key_is_the_day_in_utc(stated: object, day: str) -> None:
    assert record({"timestamp": stated}).dedupe_key == f"Ase7i2zsRYeDXztHGENqRA|{day}"


@given(st.floats(min_value=0, max_value=253_402_300_798))
def test_time_is_rounded_to_the_microsecond(seconds: float) -> None:
    expected = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=round(seconds * 1e6))
    # Beyond 2^53 microseconds (the year 2255) a float no longer holds each of them.
    assert abs(record({"timestamp": seconds}).at - expected) <= timedelta(microseconds=0 if seconds < 9e9 else 32)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        (with_headers(message_id="a@b"), "a@b"),
        (with_headers(message_id=" <a@B> "), "a@B"),
        ({"event": "opened", "message": {"headers": {"message-id": "a@b"}}}, "a@b"),
        ({"event": "opened", "message": '{"headers": {"message-id": "<a@b>"}}'}, "a@b"),
    ],
)
def test_message_key(changes: dict[str, object], key: str) -> None:
    assert record(changes).message.key == key


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"recipient": " Jane <J@X.com> "}, "j@x.com"),
        ({**REJECTED, **with_headers(to="J@X.com")}, "j@x.com"),
        ({**REJECTED, **with_headers(to='"Park, Jane" <j@x.com>, Omar <o@x.com>')}, "j@x.com"),
        ({**REJECTED, **with_headers(to="Park, Jane <j@x.com>")}, "j@x.com"),
        ({"recipient": "", **with_headers(to="j@x.com")}, "j@x.com"),
        (
            {"recipient": None, "message": {"headers": {**HEADERS, "to": ""}, "recipients": ["j@x.com", "o@x.com"]}},
            "j@x.com",
        ),
    ],
)
def test_address(changes: dict[str, object], address: str) -> None:
    assert record(changes).message.address == address


@pytest.mark.parametrize(
    ("changes", "ours", "subject"),
    [
        ({"envelope": {"sender": "Team@mg.x.com"}}, "team@mg.x.com", "Three open houses"),
        ({"envelope": {"sender": "mg.x.com"}}, "dana@mg.lakesidehomes.example", "Three open houses"),
        ({"envelope": "me@x.com"}, "dana@mg.lakesidehomes.example", "Three open houses"),
        (with_headers(**{"from": GONE}, subject=""), None, None),
        (with_headers(**{"from": ["x"]}, subject={"a": 1}), None, None),
        (with_headers(**{"from": "nobody"}, subject="half \x00 a"), None, "half \ufffd a"),
    ],
)
def test_our_side(changes: dict[str, object], ours: str | None, subject: str | None) -> None:
    message = record(changes).message
    assert (message.our_address, message.subject, message.sent_at) == (ours, subject, None)


@pytest.mark.parametrize("event", ["opened", "clicked", "unsubscribed"])
@pytest.mark.parametrize(
    ("client", "machine"),
    [
        *(({"bot": bot}, True) for bot in ["apple", "gmail", "generic", True]),
        *(({"bot": bot}, False) for bot in ["", "  ", None, False]),
        *((client, False) for client in [{}, None, "Firefox", [], 5, "{broken"]),
        ('{"bot": "apple"}', True),
    ],
)
def test_a_machine_opens_and_clicks_and_does_nothing_else(event: str, client: object, machine: bool) -> None:
    read = record({"event": event, "client-info": client, "url": "https://x.com/a?b=1"})
    assert read.machine is (machine and event != "unsubscribed")
    assert read.url == ("https://x.com/a?b=1" if event == "clicked" else None)


BULK, CAMPAIGN, MANUAL = Origin.BULK, Origin.CAMPAIGN, Origin.MANUAL


@pytest.mark.parametrize(
    ("changes", "origin", "campaign"),
    [
        *(
            ({"user-variables": variables}, CAMPAIGN, "Fall")
            for variables in [
                {"campaign": "Fall"},
                {"campaign_name": "Fall"},
                {"campaign-name": " Fall "},
                {"campaignName": "Fall", "office": 3},
                {"campaign": "", "campaign_name": "Fall", "origin": "newsletter"},
                {"campaign": ["no"], "campaign-name": "Fall", "origin": 5},
                '{"campaign":"Fall"}',
            ]
        ),
        ({"user-variables": {"campaign": 2026}}, CAMPAIGN, "2026"),
        ({"user-variables": {"origin": "bulk"}}, BULK, None),
        ({"user-variables": {"message_origin": "MANUAL"}}, MANUAL, None),
        ({"user-variables": '{"message-origin":"campaign"}'}, CAMPAIGN, None),
        ({"user-variables": {"origin": "bulk", "campaign": "Fall"}}, BULK, "Fall"),
        ({"campaigns": [{"id": "c7", "name": "Fall"}, {"name": "Other"}]}, CAMPAIGN, "Fall"),
        ({"campaigns": [{"id": "c7"}]}, CAMPAIGN, "c7"),
        ({"campaigns": ["Fall"]}, CAMPAIGN, "Fall"),
        ({"campaigns": [{}, None, "Fall"]}, CAMPAIGN, "Fall"),
        ({"campaigns": "Fall"}, CAMPAIGN, "Fall"),
        ({"tags": ["Campaign", "Fall", "x"]}, CAMPAIGN, "Fall"),
        ({"tags": ["Fall"]}, CAMPAIGN, "Fall"),
        ({"tags": "Fall"}, CAMPAIGN, "Fall"),
        ({"tags": ["newsletter", "BULK"]}, BULK, None),
        ({"tags": ["manual", "note"]}, MANUAL, None),
        ({"tags": ["*", "bulk"]}, BULK, None),
        ({"tags": [None, {"name": "Fall"}, 7]}, CAMPAIGN, "Fall"),
        ({"user-variables": {"campaign": "Fall"}, "campaigns": ["C"], "tags": ["T"]}, CAMPAIGN, "Fall"),
        ({"user-variables": {"office": "x"}, "campaigns": ["C"], "tags": ["T"]}, CAMPAIGN, "C"),
        ({"user-variables": {"origin": "manual"}, "tags": ["bulk", "T"]}, MANUAL, None),
        ({"user-variables": {"origin": "campaign"}, "tags": ["bulk", "T"]}, CAMPAIGN, "T"),
        ({"user-variables": {"campaign": "Fall"}, "tags": ["bulk"]}, BULK, "Fall"),
        ({"user-variables": '{"campaign":"a\\u0000b"}'}, CAMPAIGN, "a\ufffdb"),
    ],
)
def test_attribution_that_was_said(changes: dict[str, object], origin: Origin, campaign: str | None) -> None:
    assert record(changes).message.attribution == Attribution(AttributedBy.EVENT, origin, campaign)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"user-variables": {}, "campaigns": [], "tags": []},
        {"user-variables": "{}", "tags": ["*"]},
        {"user-variables": "{broken", "campaigns": None, "tags": 0},
        {"user-variables": ["campaign"], "campaigns": [[]], "tags": [""]},
        {"user-variables": {"origin": "newsletter", "campaign": None}},
    ],
)
def test_where_nothing_is_said_it_was_bulk_mail(changes: dict[str, object]) -> None:
    assert record(changes).message.attribution == Attribution(AttributedBy.IMPLIED, BULK)


def of_sample(name: str) -> list[EventRecord | Skipped]:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    bodies = [json.loads(line) for line in text.splitlines()] if name.endswith("l") else json.loads(text)["items"]
    return [read_one(body) for body in bodies]


def comparable(item: EventRecord | Skipped) -> object:
    if isinstance(item, Skipped):
        return item
    ours = {name: getattr(item, name) for name in EventRecord.__slots__}
    return ours | {"raw": "", "at": item.at.replace(microsecond=item.at.microsecond // 1000 * 1000)}


def test_the_three_shapes_of_one_event_give_one_record() -> None:
    page, logs, webhooks = map(of_sample, ("events_page.json", "logs_page.json", "webhooks.jsonl"))
    assert webhooks == page
    assert [comparable(item) for item in logs] == [comparable(item) for item in page]
    counts = {kind: sum(isinstance(item, EventRecord) and item.type is kind for item in page) for kind in EventType}
    assert {kind.value: count for kind, count in counts.items() if count} == {
        **dict.fromkeys(["Accepted", "Rejected", "Clicked", "Unsubscribed", "Complained", "Temporary failure"], 1),
        **{"Delivered": 2, "Failed": 2, "Opened": 2},
    }


@pytest.mark.parametrize("name", ["events_page.json", "logs_page.json", "webhooks.jsonl"])
def test_raw_is_the_event_and_never_a_signature(name: str) -> None:
    records = [item for item in of_sample(name) if isinstance(item, EventRecord)]
    assert all(json.loads(item.raw)["event"] for item in records)
    assert not any(word in item.raw for item in records for word in ("signature", "token"))
