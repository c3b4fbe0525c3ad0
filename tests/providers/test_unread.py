"""Records of sources that are known by shape: nobody takes them for another's, and a file of one is told what it is.

Once a provider reads a source, its records here are that provider's and no other's, and nothing here need change.
"""

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from engagement.domain.records import Reject
from engagement.domain.vocabulary import Channel
from engagement.providers import providers, recognises
from engagement.providers.base import Provider, ReadContext
from engagement.providers.reading import Reading, read_file
from engagement.providers.unread import KINDS, MARKS, is_of_another, known_kind, unread_source

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
SUBJECT = {"Subject": "Hi", "Tag": "t"}
TO = {"to": "jane@example.com"}
SMS = {"from": "+14155550100", "to": "+14155550142", "body": "Hi"}

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
    ("Amazon SES", NOTICE | {"MessageId": "n1"}),
    ("Amazon SES", {"EmailAddress": "jane@example.com", "Reason": "BOUNCE", "LastUpdateTime": "2026-11-02T14:03:22Z"}),
    (
        "Telnyx",
        {
            "data": {"event_type": "message.finalized", "id": "e1", "record_type": "event", "payload": PAYLOAD},
            "meta": {"attempt": 1},
        },
    ),
    ("Bandwidth", {"type": "message-delivered", "time": "2026-11-02T14:03:22Z", "to": "+1", "message": MESSAGE}),
    (
        "Bandwidth",
        {"messageId": "m", "sourceTn": "+1415555", "destinationTn": "+1415556", "messageStatus": "DELIVERED"},
    ),
    ("Brevo", {"event": "delivered", "email": "jane@example.com", "id": 1, "ts_event": 1604933654, "tag": ""}),
    ("Brevo", {"event": "click", "email": "jane@example.com", "date": "2026-11-02 14:03:22", "ts_epoch": 1604933654}),
    ("Brevo", {"event": "delivered", "email": "jane@example.com", "date": "2026-11-02", "messageId": "m", "from": "o"}),
    (
        "Brevo",
        {"id": 1, "to": "1415555", "msg_status": "sent", "messageId": 5, "date": "2026-11-02", "type": "marketing"},
    ),
    (
        "Brevo",
        {"st_text": "Delivered", "ts": "02-11-2026", "sub": "Hi", "frm": "o", "email": "a@example.com", "mid": "m"},
    ),
    ("Resend", {"type": "email.opened", "created_at": "2026-11-02T14:03:22Z", "data": {"email_id": "56761188"}}),
    (
        "Resend",
        TO | {"id": "i", "from": "o@example.org", "created_at": "2026", "subject": "Hi", "last_event": "opened"},
    ),
    ("Twilio Event Streams", {"specversion": "1.0", "type": "t", "id": "EZ1", "data": {"messageSid": "SM1"}}),
    ("Postmark", SUBJECT | {"MessageID": "2c1b63fe", "Type": "HardBounce", "TypeCode": 1, "BouncedAt": "2026-11-02"}),
    ("Postmark", SUBJECT | {"MessageID": "07311c54", "To": [], "Recipients": ["a@example.com"], "ReceivedAt": "2026"}),
    ("Mandrill", {"event": "send", "ts": 1, "_id": "x", "msg": {"email": "jane@example.com", "subject": "Hi"}}),
    (
        "Mandrill",
        {"ts": 1, "_id": "x", "sender": "o@example.org", "email": "a@example.com", "state": "sent", "tags": []},
    ),
    (
        "Mandrill",
        SUBJECT | {"Date": "2026", "Email Address": "a@b.com", "Sender": "o", "Status": "s", "Bounce Detail": ""},
    ),
    ("Mailjet", {"event": "open", "time": 1795500000, "MessageID": 19421777, "email": "jane@example.com"}),
    ("SparkPost", {"msys": {"message_event": {"type": "delivery", "message_id": "m", "rcpt_to": "a@example.com"}}}),
    ("SparkPost", {"type": "delivery", "message_id": "m", "rcpt_to": "a@example.com", "subject": "Hi"}),
    ("Elastic Email", TO | {"messageid": "m", "transaction": "t", "date": "11/2/2026", "subject": "Hi"}),
    ("HubSpot", {"id": "i", "type": "DELIVERED", "recipient": "a@example.com", "emailCampaignId": 1, "created": 1}),
    ("Mailchimp", {"type": "unsubscribe", "fired_at": "2026-11-02", "data[email]": "a@b.com", "data[list_id]": "l"}),
    ("Mailchimp", {"email_address": "a@example.com", "email_id": "e", "list_id": "l", "activity": []}),
    ("HighLevel", {"type": "OutboundMessage", "locationId": "L", "contactId": "c", "messageType": "SMS"} | SMS),
    ("Plivo", {"MessageUUID": "u", "Status": "delivered", "To": "14155550142", "From": "14155550100"}),
    ("Plivo", {"message_uuid": "u", "from_number": "1415555", "to_number": "1415556", "message_state": "delivered"}),
    ("Vonage", {"msisdn": "14155550142", "to": "14155550100", "messageId": "m", "text": "STOP", "type": "text"}),
    ("Vonage", SMS | {"message_uuid": "u", "channel": "sms", "timestamp": "2026-11-02T14:03:22Z"}),
    ("Vonage", SMS | {"account_id": "a", "message_id": "m", "client_ref": "", "date_received": "2026-11-02T14:03:22"}),
    ("MessageBird", {"id": "i", "recipient": "14155550142", "status": "delivered", "statusDatetime": "2026-11-02"}),
    ("MessageBird", {"id": "i", "recipient": "14155550100", "originator": "14155550142", "body": "STOP"}),
    ("MessageBird", {"id": "i", "originator": "Us", "body": "Hi", "recipients": {"totalCount": 1, "items": []}}),
    ("Sinch", {"type": "recipient_delivery_report_sms", "batch_id": "b", "recipient": "14155550142"}),
    ("Sinch", SMS | {"type": "mo_text", "id": "i", "received_at": "2026-11-02", "sent_at": "2026-11-02"}),
    ("Infobip", SMS | {"bulkId": "b", "messageId": "m", "sentAt": "2026-11-02", "doneAt": "2026-11-02"}),
    ("Infobip", SMS | {"messageId": "m", "text": "STOP", "cleanText": "STOP", "receivedAt": "2026-11-02"}),
    ("ClickSend", SMS | {"message_id": "m", "timestamp_send": "1795500000", "status": "Success"}),
    ("ActiveCampaign", {"type": "open", "date_time": "2026", "contact[id]": "1", "contact[email]": "a@example.com"}),
    ("Customer.io", {"event_id": "e", "object_type": "email", "metric": "opened", "data": {"recipient": "a@b.com"}}),
    ("OpenPhone", {"id": "E", "apiVersion": "v3", "type": "message.delivered", "data": {"object": {"to": "+1415555"}}}),
]
POSTMARK_MAIL = SUBJECT | TO | {"From": "p@example.com", "To": "o@example.org", "MessageID": "m", "Date": "2026-11-02"}
OF_NO_SOURCE: list[tuple[str, dict[str, Any]]] = [
    (KINDS[0][0], {"event": "opened", "recipient": "a@example.com", "timestamp": "1", "token": "t", "signature": "s"}),
    (KINDS[1][0], POSTMARK_MAIL | {"TextBody": "Hi", "MailboxHash": ""}),
    (KINDS[2][0], POSTMARK_MAIL | {"TextBody": "Hi", "FromFull": {}, "ToFull": []}),
    (KINDS[3][0], SMS | {"headers": "...", "envelope": "{}", "charsets": "{}", "text": "Hi", "subject": "Re"}),
    (KINDS[4][0], {"headers": {"to": "o@example.org"}, "envelope": {"to": "o@example.org"}, "plain": "Hi"}),
    (KINDS[5][0], {"msg_id": "m", "to_email": "a@example.com", "subject": "Hi", "last_event_time": "2026-11-02"}),
    (KINDS[6][0], {"CallSid": "CA1", "From": "+14155550100", "To": "+14155550142", "CallStatus": "completed"}),
    (KINDS[7][0], {"EventType": "onMessageAdded", "ConversationSid": "CH1", "MessageSid": "IM1", "Body": "Hi"}),
    (
        KINDS[8][0],
        SUBJECT | {"Message ID": "m", "Sender Address": "p@b.com", "Recipient Address": "o@b.org", "Status": "Failed"},
    ),
]


def reading_of(*records: object, among: tuple[Provider, ...] | None = None) -> Reading:
    return read_file(io.BytesIO(json.dumps(records).encode()), CONTEXT, among=among)


@pytest.mark.parametrize(("source", "fields"), RECORDS)
def test_a_record_is_its_own_sources_or_nobodys(source: str, fields: dict[str, Any]) -> None:
    by = [provider.label for provider in providers() if recognises(provider, fields)]
    assert len(by) <= 1
    assert by in ([], [source], [source.partition(" ")[0]])
    assert unread_source(fields, ()) == source


@pytest.mark.parametrize(("source", "fields"), RECORDS)
def test_a_file_of_a_source_not_read_yet_is_told_so(source: str, fields: dict[str, Any]) -> None:
    """Asked of the providers but for this one, so that it holds whether or not the source is read."""
    others = tuple(provider for provider in providers() if not recognises(provider, fields))
    reading = reading_of(fields, fields, among=tuple(one for one in others if one.label != source))
    rejects = list(reading.items())
    assert reading.provider is None
    rest = f"{source}, which is not read yet: keep the file, and import it once it is."
    assert reading.note == f"This file is from {rest}"
    assert [item.reason for item in rejects if isinstance(item, Reject)] == [f"This is a record of {rest}"] * 2


@pytest.mark.parametrize(("kind", "fields"), OF_NO_SOURCE)
def test_what_no_provider_will_read_is_told_what_it_is(kind: str, fields: dict[str, Any]) -> None:
    assert [provider.name for provider in providers() if recognises(provider, fields)] == []
    found = known_kind(fields)
    assert found is not None
    assert found[0] == kind
    reading = reading_of(fields)
    (reject,) = reading.items()
    assert isinstance(reject, Reject)
    assert (reject.reason, reading.note) == (f"This is {kind}: {found[1]}", f"This file has {kind}: {found[1]}")


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ({"results": [{"type": "delivery", "message_id": "m", "rcpt_to": "a@example.com"}], "links": {}}, "SparkPost"),
        ({"events": [{"event": "opened", "email": "a@b.com", "messageId": "m", "date": "2026-11-02"}]}, "Brevo"),
        ({"Records": [{"EventSource": "aws:sns", "Sns": NOTICE}]}, "Amazon SES"),
        ({"object": "list", "data": [{"to": ["a@b.com"], "created_at": "2026", "last_event": "sent"}]}, "Resend"),
        ({"objects": [{"message_uuid": "u", "message_state": "sent"}], "api_id": "a", "meta": {"limit": 20}}, "Plivo"),
    ],
)
def test_a_page_of_a_source_not_read_yet_is_told_so(page: dict[str, Any], source: str) -> None:
    reading = reading_of(page)
    assert len(list(reading.items())) == 1
    assert (reading.note or "").startswith(f"This file is from {source}, which is not read yet")


def test_every_kind_has_a_record_here() -> None:
    assert [next(marks for what, marks, _ in KINDS if _has_all(fields, marks)) for _, fields in OF_NO_SOURCE] == [
        marks for _, marks, _ in KINDS
    ]


@pytest.mark.parametrize("fields", [fields for _, fields in (*RECORDS, *OF_NO_SOURCE)])
def test_what_is_told_is_no_row_of_a_list(fields: dict[str, Any]) -> None:
    assert is_of_another(fields)


def test_a_row_of_a_send_list_is_of_no_other() -> None:
    row = {
        "Message-ID": "m",
        "Recipient": "jane@example.com",
        "Sent At": "2026-11-02",
        "Subject": "Hi",
        "From": "o@b.org",
    }
    assert not is_of_another(row)


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
    new = Provider(
        "sendgrid", "SendGrid", lambda fields: "sg_event_id" in fields, lambda raw, context: (), Channel.EMAIL
    )
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
