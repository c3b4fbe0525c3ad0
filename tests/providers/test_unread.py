"""Records of sources that are known by shape: nobody takes them for another's, and a file of one is told what it is.

Once a provider reads a source, its records here are that provider's and no other's, and nothing here need change.
"""

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from engagement.domain.records import Reject
from engagement.providers import providers
from engagement.providers.base import Provider, ReadContext
from engagement.providers.reading import Reading, read_file
from engagement.providers.unread import MARKS, unread_source

CONTEXT = ReadContext(arrived_at=datetime(2026, 11, 24, 12, tzinfo=UTC))
SENDGRID = {
    "email": "jane@example.com",
    "timestamp": 1795500000,
    "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>",
    "event": "delivered",
    "category": ["cat facts"],
    "sg_event_id": "ZGVsaXZlcmVkLTAtMTIzNDU2Nzg5",
    "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
    "response": "250 OK",
}
PAYLOAD = {"id": "40385f64-5717-4562-b3fc-2c963f66afa6", "direction": "outbound", "to": [], "errors": []}
NOTICE = {"Type": "Notification", "TopicArn": "arn:aws:sns:us-east-1:123456789012:ses", "Message": "{}"}
MESSAGE = {"id": "1589228074636lm4k2je7j7jklbn2", "owner": "+14155550100", "applicationId": "93de2206", "to": []}

RECORDS: list[tuple[str, dict[str, Any]]] = [
    ("SendGrid", SENDGRID),
    # Custom arguments stand beside the fields, and may be called as Mailgun's own are.
    ("SendGrid", SENDGRID | {"event": "open", "recipient": "jane@example.com", "message": "m1", "id": "7"}),
    ("SendGrid", {"email": "jane@example.com", "event": "bounce", "sg_message_id": "14c5d75ce93", "timestamp": 1}),
    ("Postmark", {"RecordType": "Delivery", "MessageID": "883953f4", "Recipient": "jane@example.com", "Tag": "t"}),
    ("Postmark", {"RecordType": "SubscriptionChange", "MessageStream": "broadcast", "SuppressSending": True}),
    ("Amazon SES", {"eventType": "Delivery", "mail": {"messageId": "EXAMPLE7c"}, "delivery": {}}),
    ("Amazon SES", {"notificationType": "Bounce", "mail": {"messageId": "EXAMPLE7c"}, "bounce": {}}),
    ("Amazon SES", {"detail-type": "Email Opened", "source": "aws.ses", "detail": {"mail": {"messageId": "E7"}}}),
    ("Amazon SES", NOTICE | {"MessageId": "n1", "SigningCertURL": "c"}),
    (
        "Telnyx",
        {
            "data": {"event_type": "message.finalized", "id": "e1", "record_type": "event", "payload": PAYLOAD},
            "meta": {"attempt": 1},
        },
    ),
    ("Bandwidth", {"type": "message-delivered", "time": "2026-11-02T14:03:22Z", "to": "+1", "message": MESSAGE}),
    ("Brevo", {"event": "delivered", "email": "jane@example.com", "id": 1, "ts_event": 1604933654, "tag": ""}),
    ("Brevo", {"event": "click", "email": "jane@example.com", "date": "2026-11-02 14:03:22", "ts_epoch": 1604933654}),
    ("Resend", {"type": "email.opened", "created_at": "2026-11-02T14:03:22Z", "data": {"email_id": "56761188"}}),
    ("Twilio Event Streams", {"specversion": "1.0", "type": "t", "id": "EZ1", "data": {"messageSid": "SM1"}}),
]


def reading_of(*records: object, among: tuple[Provider, ...] | None = None) -> Reading:
    return read_file(io.BytesIO(json.dumps(records).encode()), CONTEXT, among=among)


@pytest.mark.parametrize(("source", "fields"), RECORDS)
def test_a_record_is_its_own_sources_or_nobodys(source: str, fields: dict[str, Any]) -> None:
    by = [provider.label for provider in providers() if provider.recognises(fields)]
    assert len(by) <= 1
    assert by in ([], [source], [source.partition(" ")[0]])
    assert unread_source(fields, ()) == source


@pytest.mark.parametrize(("source", "fields"), RECORDS)
def test_a_file_of_a_source_not_read_yet_is_told_so(source: str, fields: dict[str, Any]) -> None:
    """Asked of the providers but for this one, so that it holds whether or not the source is read."""
    others = tuple(provider for provider in providers() if not provider.recognises(fields))
    reading = reading_of(fields, fields, among=tuple(one for one in others if one.label != source))
    rejects = list(reading.items())
    assert reading.provider is None
    rest = f"{source}, which is not read yet: keep the file, and import it once it is."
    assert reading.note == f"This file is from {rest}"
    assert [item.reason for item in rejects if isinstance(item, Reject)] == [f"This is a record of {rest}"] * 2


def test_every_mark_has_a_record_here() -> None:
    alone = {
        label: [marks for one, marks in MARKS if one == label and any(_has_all(fields, marks) for _, fields in RECORDS)]
        for label, _ in MARKS
    }
    assert {label: len(found) for label, found in alone.items()} == {
        label: sum(one == label for one, _ in MARKS) for label, _ in MARKS
    }


def _has_all(fields: dict[str, Any], marks: tuple[str, ...]) -> bool:
    for mark in marks:
        inner: Any = fields
        for name in mark.split("."):
            if not isinstance(inner, dict) or name not in inner:
                return False
            inner = inner[name]
    return True


def test_a_source_drops_out_once_a_provider_reads_it() -> None:
    new = Provider("sendgrid", "SendGrid", lambda fields: "sg_event_id" in fields, lambda raw, context: ())
    assert unread_source(SENDGRID, (new,)) is None
    reading = reading_of(SENDGRID, among=(new,))
    assert list(reading.items()) == []
    assert reading.provider is new


def test_what_nothing_tells_is_of_no_source() -> None:
    assert unread_source({"event": "opened", "email": "jane@example.com"}, ()) is None
    (reject,) = reading_of({"gamma": 1}).items()
    assert isinstance(reject, Reject)
    assert "not read yet" not in reject.reason


def test_a_mailgun_event_is_still_mailguns_beside_one_of_another_source() -> None:
    event = {"event": "opened", "id": "e1", "timestamp": 1795500000.5, "recipient": "jane@example.com"}
    event |= {"message": {"headers": {"message-id": "m1@mg.example.com"}}}  # type: ignore[dict-item]
    reading = reading_of(event, {"gamma": 1})
    items = list(reading.items())
    assert reading.provider
    assert reading.provider.name == "mailgun"
    assert isinstance(items[1], Reject)
