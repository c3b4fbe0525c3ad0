"""What Twilio's reader refuses, skips and leaves to others, and whole sample files."""

import csv
import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from engagement.domain.records import EventRecord, Skipped
from engagement.providers.base import Fields, RejectedRecord
from engagement.providers.twilio import PROVIDER
from tests.providers.twilio_records import (
    CALLBACK,
    CONSOLE,
    EXPORT,
    INBOUND,
    INBOUND_REST,
    OURS,
    REST,
    SID,
    THEIRS,
    items,
    without,
)

SAMPLES = Path(__file__).parent.parent / "samples" / "twilio"
NOT_A_TIME = "is not a date and time: write it like 2026-11-02 14:03:22."


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (REST | {"sid": ""}, "The record has no message id: Twilio calls it Sid or MessageSid."),
        (REST | {"sid": "CA0a1b"}, "'CA0a1b' is not the id of a text message, which begins with SM or MM."),
        (REST | {"sid": "SM"}, "'SM' is not the id of a text message, which begins with SM or MM."),
        (REST | {"status": "teleported"}, "The status 'teleported' is not one that Twilio's texts are known to have."),
        (REST | {"status": None}, "The record does not say the message's status."),
        (INBOUND_REST | {"status": ""}, "The record does not say the message's status."),
        (without(CALLBACK, "MessageStatus", "SmsStatus"), "The record does not say the message's status."),
        (REST | {"status": "received"}, "The status 'received' belongs to inbound texts, but this one is outbound."),
        (
            REST | {"direction": "sideways"},
            "The direction 'sideways' is none of inbound, outbound-api, outbound-call and outbound-reply.",
        ),
        (without(REST, "direction"), "The record does not say its direction, inbound or outbound."),
        (REST | {"to": "Jane"}, "'Jane', which the text was sent to, is not a phone number."),
        (REST | {"to": "12"}, "'12', which the text was sent to, is not a phone number."),
        (INBOUND | {"From": "OAKLINE"}, "'OAKLINE', which the text came from, is not a phone number."),
        (REST | {"to": ""}, "The record does not say which number the text was sent to."),
        (
            REST | {"date_updated": "soon"},
            f"The update date 'soon' {NOT_A_TIME}",
        ),
        (
            CONSOLE | {"SentDate": "11/02/2026 2:03 PM"},
            "A spreadsheet saved this row, and its sent date '11/02/2026 2:03 PM' leaves open which number is the "
            "month: download the log from Twilio's Console again, and import it as it comes.",
        ),
        (
            EXPORT | {"date_sent": "2026-13-02T14:03:22Z"},
            f"The sent date '2026-13-02T14:03:22Z' {NOT_A_TIME}",
        ),
        (
            REST | {"date_updated": "Mon, 99 Nov 2026 14:03:25 +0000"},
            f"The update date 'Mon, 99 Nov 2026 14:03:25 +0000' {NOT_A_TIME}",
        ),
        (
            EXPORT | {"date_created": "0001-01-01T00:00:00+14:00"},
            f"The creation date '0001-01-01T00:00:00+14:00' {NOT_A_TIME}",
        ),
        (REST | {"date_sent": 1793628202}, f"The sent date '1793628202' {NOT_A_TIME}"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(fields: Fields, reason: str) -> None:
    with pytest.raises(RejectedRecord) as refused:
        items(fields)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (REST | {"to": "whatsapp:+14155550142", "from": "whatsapp:+14155550100"}, "Not a text message: WhatsApp"),
        (INBOUND | {"From": "WhatsApp:+14155550142"}, "Not a text message: WhatsApp"),
        (CALLBACK | {"To": "messenger:1234567890"}, "Not a text message: Messenger"),
    ],
)
def test_other_channels_are_skipped(fields: Fields, reason: str) -> None:
    assert items(fields) == [Skipped(reason)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"event": "delivered", "timestamp": 1793628202.5, "id": "x", "recipient": "jane@example.com"},
        {"signature": {}, "event-data": {"event": "opened"}},
        REST | {"event-data": {"event": "opened"}},
        REST | {"timestamp": 1793628202.5, "message": {"headers": {}}},
        {"First Name": "Jane", "Email": "jane@example.com", "Phone": THEIRS, "Status": "New"},
        {"Message SID": SID, "To": THEIRS, "Sent At": "2026-11-02 14:03", "Campaign": "Spring"},
        {"MessageSid": SID, "From": OURS, "To": THEIRS, "Body": "Hi", "Sent At": "2026-11-02 14:03"},
        {"Sid": SID, "To": THEIRS, "Status": "sent", "Direction": "outbound-api", "Campaign": "Spring"},
    ],
)
def test_other_records_are_not_recognised(fields: Fields) -> None:
    assert not PROVIDER.recognises(fields)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(without(REST, "direction"), id="REST without direction"),
        pytest.param(without(REST, "to", "from"), id="REST without ends"),
        pytest.param(without(CALLBACK, "To"), id="callback without recipient"),
        pytest.param(without(CALLBACK, "MessageSid", "MessageStatus"), id="an old callback"),
    ],
)
def test_broken_records_are_still_recognised(fields: Fields) -> None:
    assert PROVIDER.recognises(fields)


def sample_records(name: str) -> list[Fields]:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    if name.endswith(".csv"):
        return list(csv.DictReader(text.splitlines()))
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    if name.endswith(".form"):
        return [parse_qs(line, keep_blank_values=True) for line in text.splitlines()]
    messages: list[Fields] = json.loads(text)["messages"]
    return messages


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "rest-page.json",
            ["Delivered", "Undelivered 30006", "Received", "Received", "Unsubscribed", "Unsubscribed 21610", "Pending"],
        ),
        ("bulk-export.jsonl", ["Delivered", "Delivered", "Failed", "Received", "skipped"]),
        ("console.csv", ["Delivered", "Undelivered 30007", "Failed", "Received", "Accepted"]),
        ("callbacks.form", ["Queued", "Pending", "Delivered", "Undelivered 30003", "Unsubscribed 21610"]),
        ("inbound.form", ["Received", "Received", "Received", "Unsubscribed", "Received"]),
    ],
)
def test_samples(name: str, expected: list[str]) -> None:
    found: list[str] = []
    for fields in sample_records(name):
        assert PROVIDER.recognises(fields)
        found += [
            f"{item.type} {item.code or ''}".strip() if isinstance(item, EventRecord) else "skipped"
            for item in items(fields)
        ]
    assert found == expected
