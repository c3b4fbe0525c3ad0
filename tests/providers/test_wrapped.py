"""Reports inside something else: a forwarder's envelope, a queue's message, a column of a webhook log."""

import io
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from engagement.domain.records import EventRecord, Reject, Skipped
from engagement.providers.base import ReadContext
from engagement.providers.reading import Reading, read_file
from engagement.providers.wrapped import inside
from tests.providers.mailgun_events import EVENT
from tests.providers.twilio_records import CALLBACK, REST, SID

CONTEXT = ReadContext(arrived_at=datetime(2026, 11, 24, 12, tzinfo=UTC))
MAILGUN_KEY = "7A0C@mg.lakesidehomes.example"
HIGHLEVEL = {"type": "LCEmailStats", "locationId": "L", "companyId": "C"}


def reading_of(content: str) -> Reading:
    return read_file(io.BytesIO(content.encode()), CONTEXT)


def keys(reading: Reading) -> list[str]:
    return [item.message.key if isinstance(item, EventRecord) else str(item) for item in reading.items()]


@pytest.mark.parametrize(
    ("record", "key", "provider"),
    [
        (HIGHLEVEL | {"webhookPayload": EVENT}, MAILGUN_KEY, "mailgun"),
        (HIGHLEVEL | {"webhookPayload": json.dumps(EVENT)}, MAILGUN_KEY, "mailgun"),
        ({"headers": {"host": "x"}, "body": {"signature": {}, "event-data": EVENT}}, MAILGUN_KEY, "mailgun"),
        ({"Type": "Notification", "Message": json.dumps({"body": json.dumps(EVENT)})}, MAILGUN_KEY, "mailgun"),
        ({"headers": {"host": "x"}, "body": urlencode(CALLBACK)}, SID, "twilio"),
        ({"TwilioResponse": {"SMSMessages": {"page": 0, "SMSMessage": [REST]}}}, SID, "twilio"),
        ({"id": 7, "received": "2026-11-02", "query": {}, "request": {"body": CALLBACK}}, SID, "twilio"),
    ],
)
def test_a_wrapped_report_is_read_as_if_it_had_come_alone(record: dict[str, Any], key: str, provider: str) -> None:
    reading = reading_of(json.dumps(record) + "\n")
    (item,) = reading.items()
    assert isinstance(item, EventRecord)
    assert (item.message.key, item.provider) == (key, provider)
    assert reading.provider
    assert (reading.provider.name, reading.note) == (provider, None)


def test_several_in_one_are_all_read() -> None:
    other = EVENT | {"id": "another", "event": "opened"}
    reading = reading_of(json.dumps({"batch": [EVENT, {"event-data": other}], "count": 2}) + "\n")
    assert keys(reading) == [MAILGUN_KEY, MAILGUN_KEY]


def test_a_column_of_a_webhook_log() -> None:
    cell = json.dumps(EVENT).replace('"', '""')
    assert keys(reading_of(f'received_at,status,payload\n2026-11-02,200,"{cell}"\n')) == [MAILGUN_KEY]


def test_what_a_wrapped_report_skips_and_refuses_is_said() -> None:
    routed = {"body": EVENT | {"event": "accepted", "flags": {"is-routed": True}}}
    broken = {"body": EVENT | {"id": None}}
    reading = reading_of("".join(json.dumps(record) + "\n" for record in (routed, broken)))
    skipped, refused = reading.items()
    assert isinstance(skipped, Skipped)
    assert isinstance(refused, Reject)
    assert (refused.place, refused.raw) == ("line 2", json.dumps(broken))
    assert reading.note == "Skipped 1: Mail that came in, not mail that was sent."


@pytest.mark.parametrize(
    "value",
    [
        {"payload": {"email": "pat@example.com", "name": "Pat"}},  # a person inside something is no report
        {"payload": "{broken"},
        {"payload": "event=delivered"},
        {"payload": [1, None, "text", [[]]]},
        {"a": {"b": {"c": {"d": {"e": {"f": {"g": EVENT}}}}}}},  # deeper than anything is wrapped
    ],
)
def test_anything_else_is_still_nobodys(value: dict[str, Any]) -> None:
    reading = reading_of(json.dumps(value) + "\n")
    (item,) = reading.items()
    assert isinstance(item, Reject)
    assert reading.provider is None


def test_nothing_is_looked_for_inside_what_was_found() -> None:
    outer = {"is": "wanted", "inner": {"is": "wanted"}}
    assert inside({"one": outer, "two": 2}, lambda fields: fields.get("is") == "wanted") == [outer]
