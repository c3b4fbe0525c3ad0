"""What Mailgun's reader does with records that are broken, odd or another's: a reason for each, and never a crash."""

import json
import math
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.records import EventRecord, RawRecord, Skipped
from engagement.providers.base import RejectedRecord
from engagement.providers.mailgun import PROVIDER
from tests.providers.mailgun_events import CONTEXT, EVENT, GONE, REJECTED, changed, read_one, record, with_headers

NO_TIMES = [math.nan, math.inf, -1, -0.5, 1e300, 10**400, True, "nan", "inf", "-5", "soon", "", [], {}]
BAD_DATES = [
    "2026-13-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "Mon, 31 Feb 2026 00:00:00 GMT",
    "9999-12-31T23:59:59-23:00",
]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"event": "foo"}, 'Mailgun event "foo" is not one this product knows.'),
        ({"event": "Delivered"}, 'Mailgun event "Delivered" is not one this product knows.'),
        ({"event": "x" * 500}, 'xxx…" is not one this product knows.'),
        *(({"event": name}, "what happened") for name in [None, "", 5, ["opened"], GONE]),
        ({"event": "failed"}, "has no severity"),
        ({"event": "failed", "severity": ["permanent"]}, "has no severity"),
        ({"event": "failed", "severity": "fatal"}, '"fatal"'),
        ({"timestamp": GONE}, "has no time"),
        *(({"timestamp": stated}, "time") for stated in [*NO_TIMES, *BAD_DATES]),
        *(({"id": value}, "has no id") for value in [GONE, None, "", " ", [], True]),
        *(
            ({"message": value}, "which message")
            for value in [GONE, None, [], "text", {}, {"headers": None}, {"headers": []}]
        ),
        *((with_headers(message_id=value), "which message") for value in [GONE, "", "<>", " < > ", ["a"], None]),
        *(({"recipient": value}, "whom it was sent to") for value in [GONE, None, "", [], {}]),
        *(({"recipient": value}, "not an email address") for value in ["jane", " ", "a b@x.com", 5, ["j@x.com"]]),
        ({**REJECTED, **with_headers(to="undisclosed-recipients:;")}, '"undisclosed-recipients:;", which is not'),
    ],
)
def test_reject_says_what_is_wrong(changes: dict[str, object], words: str) -> None:
    fields = changed(changes)
    for body in (fields, {"signature": {"token": "t"}, "event-data": fields}):
        with pytest.raises(RejectedRecord) as reject:
            read_one(body | {"log-level": "info"})
        assert words in str(reject.value)
        assert str(reject.value).endswith(".")


@pytest.mark.parametrize("data", [None, [], {}, "", "{broken", 5, [{"event": "opened"}]])
def test_a_webhook_without_its_event_is_rejected(data: object) -> None:
    with pytest.raises(RejectedRecord, match="event-data"):
        read_one({"signature": {}, "event-data": data})


@pytest.mark.parametrize(
    ("fields", "ours"),
    [
        ({"event": "opened", "timestamp": 1.0}, True),
        ({"event": "opened", "@timestamp": "2026-11-02T15:04:05Z"}, True),
        ({"event-data": {}}, True),
        ({"event": "opened", "message": None}, True),
        ({"event": None, "recipient": "j@x.com"}, True),
        ({"@timestamp": "x", "log-level": "info"}, True),
        ({"timestamp": 1, "message": {"headers": {}}}, True),
        ({}, False),
        ({"event": "opened"}, False),
        ({"event": 5, "timestamp": 1}, False),
        ({"timestamp": 1, "message": "hello"}, False),
        ({"event": "opened", "recipient": "j@x.com", "timestamp": "1", "token": "t", "signature": "s"}, False),
        ({"MessageSid": "SM1", "MessageStatus": "sent", "To": "+14155550100"}, False),
        ({"sid": "SM1", "status": "sent", "direction": "outbound-api", "date_sent": None}, False),
        ({"Email": "j@x.com", "First name": "Jane"}, False),
    ],
)
def test_recognises(fields: dict[str, object], ours: bool) -> None:
    assert PROVIDER.recognises(fields) is ours


@pytest.mark.parametrize("value", ["half of a pair: \ud800", 2**70, "nul: \x00", math.nan])
def test_raw_keeps_what_only_python_can_write(value: object) -> None:
    raw = record({"odd": value, "signature": "s"}).raw
    raw.encode()
    assert "\x00" not in raw
    assert json.loads(raw)["odd"] == (None if value is math.nan else value)
    assert "signature" not in json.loads(raw)


def test_nesting_without_end_is_a_reject() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    fields = {**EVENT, "deep": deep}  # not copied: that recurses too
    with pytest.raises(RejectedRecord, match="nested too deeply"):
        read_one(fields)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["{", "{}", "<a@b>"]),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(["headers", "to", "bot", "a"]), parts),
    max_leaves=5,
)
FIELDS = [
    *EVENT,
    "@timestamp",
    "severity",
    "flags",
    "client-info",
    "user-variables",
    "campaigns",
    "tags",
    "envelope",
    "reject",
]


@given(
    event=st.sampled_from(["accepted", "rejected", "failed", "opened", "clicked"]),
    changes=st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=3),
    header=st.dictionaries(st.sampled_from(["message-id", "to", "from", "subject"]), ANYTHING, max_size=2),
)
def test_anything_in_place_of_any_field_is_read_or_rejected(event: str, changes: Any, header: Any) -> None:
    fields = {**EVENT, "event": event, "severity": "permanent", **with_headers(), **changes}
    if "message" not in changes:
        fields["message"]["headers"] |= header
    PROVIDER.recognises(fields)
    try:
        (item,) = PROVIDER.read(RawRecord("item 1", fields), CONTEXT)
    except RejectedRecord:
        return
    assert isinstance(item, EventRecord | Skipped)
    if isinstance(item, EventRecord):
        message = item.message
        texts = [message.key, message.address, message.our_address, message.subject, item.reason, item.code]
        texts += [item.detail, item.url, item.raw, message.attribution.campaign if message.attribution else None]
        assert not any("\x00" in text.encode().decode() for text in texts if text)
        assert item.at.tzinfo is UTC
