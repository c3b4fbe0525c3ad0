"""One text as each of Twilio's five sources has it, for the tests of its reader."""

from datetime import UTC, datetime

from engagement.domain.records import EventRecord, RawRecord
from engagement.providers.base import Fields, Item, ReadContext
from engagement.providers.twilio import PROVIDER

ARRIVED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SID = "SM5b1c0de2a4f64f0a8d3e7c91b2a60f11"
OURS, THEIRS = "+14155550100", "+14155550142"

REST = {
    "account_sid": "AC0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "api_version": "2010-04-01",
    "body": "Hi Jane, are you free on Tuesday?",
    "date_created": "Mon, 02 Nov 2026 14:03:20 +0000",
    "date_sent": "Mon, 02 Nov 2026 14:03:22 +0000",
    "date_updated": "Mon, 02 Nov 2026 14:03:25 +0000",
    "direction": "outbound-api",
    "error_code": None,
    "error_message": None,
    "from": OURS,
    "messaging_service_sid": None,
    "num_media": "0",
    "num_segments": "1",
    "price": "-0.00790",
    "price_unit": "USD",
    "sid": SID,
    "status": "delivered",
    "subresource_uris": {"media": f"/2010-04-01/Accounts/AC0a/Messages/{SID}/Media.json"},
    "to": THEIRS,
    "uri": f"/2010-04-01/Accounts/AC0a/Messages/{SID}.json",
}
EXPORT = {
    name: value
    for name, value in REST.items()
    if name not in ("api_version", "error_message", "price_unit", "subresource_uris", "uri")
} | {
    "date_created": "2026-11-02T14:03:20Z",
    "date_sent": "2026-11-02T14:03:22Z",
    "date_updated": "2026-11-02T14:03:25Z",
    "num_media": 0,
}
CONSOLE = {
    "From": OURS,
    "To": THEIRS,
    "Body": "Hi Jane, are you free on Tuesday?",
    "Status": "delivered",
    "SentDate": "2026-11-02T14:03:22Z",
    "ApiVersion": "2010-04-01",
    "NumSegments": "1",
    "ErrorCode": "",
    "AccountSid": "AC0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "Sid": SID,
    "Direction": "outbound-api",
    "Price": "-0.0079",
    "PriceUnit": "USD",
}
CALLBACK = {
    "SmsSid": SID,
    "SmsStatus": "delivered",
    "MessageStatus": "delivered",
    "To": THEIRS,
    "MessageSid": SID,
    "AccountSid": "AC0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "From": OURS,
    "ApiVersion": "2010-04-01",
}
INBOUND = {
    "ToCountry": "US",
    "ToState": "CA",
    "SmsMessageSid": SID,
    "NumMedia": "0",
    "FromZip": "94103",
    "SmsSid": SID,
    "FromState": "CA",
    "SmsStatus": "received",
    "FromCity": "SAN FRANCISCO",
    "Body": "Tuesday works!",
    "FromCountry": "US",
    "To": OURS,
    "NumSegments": "1",
    "MessageSid": SID,
    "AccountSid": "AC0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "From": THEIRS,
    "ApiVersion": "2010-04-01",
}
# An inbound text as the list, the export and the Console have it.
INBOUND_ENDS = {"direction": "inbound", "status": "received", "from": THEIRS, "to": OURS, "body": "Tuesday works!"}
INBOUND_REST = REST | INBOUND_ENDS
INBOUND_CONSOLE = CONSOLE | {name.title(): value for name, value in INBOUND_ENDS.items()}

SENT = datetime(2026, 11, 2, 14, 3, 22, tzinfo=UTC)
UPDATED = datetime(2026, 11, 2, 14, 3, 25, tzinfo=UTC)
CREATED = datetime(2026, 11, 2, 14, 3, 20, tzinfo=UTC)


def without(fields: Fields, *names: str) -> dict[str, object]:
    return {name: value for name, value in fields.items() if name not in names}


def items(fields: Fields, region: str = "US") -> list[Item]:
    return list(PROVIDER.read(RawRecord("item 1", fields, ""), ReadContext(ARRIVED, region)))


def event(fields: Fields, region: str = "US") -> EventRecord:
    found = items(fields, region)
    assert len(found) == 1
    assert isinstance(found[0], EventRecord)
    return found[0]
