"""One Mailgun event to make others of, and how a test has it read."""

import copy
from datetime import UTC, datetime
from typing import Any

from engagement.domain.records import EventRecord, RawRecord, Skipped
from engagement.providers.base import ReadContext
from engagement.providers.mailgun import PROVIDER

CONTEXT = ReadContext(arrived_at=datetime(2026, 11, 3, tzinfo=UTC))
GONE = object()  # in place of a value: the field is not there
AT = datetime(2026, 11, 2, 15, 4, 5, 160809, tzinfo=UTC)
EVENT: dict[str, Any] = {
    "event": "delivered",
    "id": "Ase7i2zsRYeDXztHGENqRA",
    "timestamp": AT.timestamp(),
    "recipient": "Jane.Park@Example.com",
    "message": {
        "headers": {
            "message-id": "<7A0C@mg.lakesidehomes.example>",
            "from": "Dana Reyes <Dana@mg.lakesidehomes.example>",
            "subject": "Three open houses",
        }
    },
    "delivery-status": {"code": 250, "message": "OK queued", "description": ""},
}
HEADERS = EVENT["message"]["headers"]
REJECTED = {"event": "rejected", "recipient": GONE}


def changed(changes: dict[str, object]) -> dict[str, Any]:
    fields = {name: value for name, value in {**EVENT, **changes}.items() if value is not GONE}
    return copy.deepcopy(fields)


def with_headers(**headers: object) -> dict[str, object]:
    merged = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return {"message": {"headers": {name: value for name, value in merged.items() if value is not GONE}}}


def read_one(fields: dict[str, Any]) -> EventRecord | Skipped:
    assert PROVIDER.recognises(fields)
    (item,) = PROVIDER.read(RawRecord("item 1", fields), CONTEXT)
    assert isinstance(item, EventRecord | Skipped)
    return item


def record(changes: dict[str, object]) -> EventRecord:
    item = read_one(changed(changes))
    assert isinstance(item, EventRecord)
    return item
