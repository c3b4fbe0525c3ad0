"""Twilio's five sources: every row of its half of the providers' facts."""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from engagement.domain.records import Clock, EventRecord, MessageFacts
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.providers.base import Fields
from engagement.providers.twilio import PROVIDER
from tests.providers.twilio_records import (
    ARRIVED,
    CALLBACK,
    CONSOLE,
    CREATED,
    EXPORT,
    INBOUND,
    INBOUND_CONSOLE,
    INBOUND_ENDS,
    INBOUND_REST,
    OURS,
    REST,
    SENT,
    SID,
    THEIRS,
    UPDATED,
    event,
    items,
    without,
)

OUTBOUND_TEXT = MessageFacts(
    channel=Channel.TEXT,
    key=SID,
    direction=Direction.OUTBOUND,
    address=THEIRS,
    our_address=OURS,
    sent_at=SENT,
    text="Hi Jane, are you free on Tuesday?",
    media_count=0,
)
INBOUND_TEXT = replace(OUTBOUND_TEXT, direction=Direction.INBOUND, text="Tuesday works!")
DELIVERED = EventRecord(OUTBOUND_TEXT, EventType.DELIVERED, UPDATED, Clock.EVENT, "delivered|")
RECEIVED = EventRecord(INBOUND_TEXT, EventType.RECEIVED, SENT, Clock.EVENT, "received|")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(REST, DELIVERED, id="REST list"),
        pytest.param(EXPORT, DELIVERED, id="bulk export"),
        pytest.param(
            CONSOLE,
            replace(DELIVERED, message=replace(OUTBOUND_TEXT, media_count=None), at=SENT, clock=Clock.SENT),
            id="Console CSV",
        ),
        pytest.param(
            CALLBACK,
            replace(
                DELIVERED,
                message=replace(OUTBOUND_TEXT, sent_at=None, text=None, media_count=None),
                at=ARRIVED,
                clock=Clock.ARRIVAL,
            ),
            id="status callback",
        ),
        pytest.param(INBOUND_REST, RECEIVED, id="inbound in the REST list"),
        pytest.param(EXPORT | INBOUND_ENDS, RECEIVED, id="inbound in the bulk export"),
        pytest.param(
            INBOUND_CONSOLE,
            replace(RECEIVED, message=replace(INBOUND_TEXT, media_count=None)),
            id="inbound in the Console CSV",
        ),
        pytest.param(
            INBOUND,
            replace(RECEIVED, message=replace(INBOUND_TEXT, sent_at=None), at=ARRIVED, clock=Clock.ARRIVAL),
            id="inbound webhook",
        ),
    ],
)
def test_each_source_gives_its_event(fields: Fields, expected: EventRecord) -> None:
    assert PROVIDER.recognises(fields)
    found = event(fields)
    assert replace(found, raw="") == expected
    assert json.loads(found.raw) == fields


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        ("accepted", None, EventType.ACCEPTED),
        ("scheduled", None, EventType.ACCEPTED),
        ("queued", None, EventType.QUEUED),
        ("sending", None, EventType.SENDING),
        ("sent", None, EventType.PENDING),
        ("delivered", None, EventType.DELIVERED),
        ("read", None, EventType.DELIVERED),
        ("undelivered", None, EventType.UNDELIVERED),
        ("partially_delivered", None, EventType.UNDELIVERED),
        ("failed", None, EventType.FAILED),
        ("canceled", None, EventType.FAILED),
        ("Delivered", None, EventType.DELIVERED),
        # An error code alone never decides the status, but for the one of a recipient who had opted out.
        ("delivered", "30003", EventType.DELIVERED),
        ("sent", "30008", EventType.PENDING),
        ("undelivered", "30007", EventType.UNDELIVERED),
        ("failed", "21610", EventType.UNSUBSCRIBED),
        ("undelivered", "21610", EventType.UNSUBSCRIBED),
        ("queued", "21610", EventType.UNSUBSCRIBED),
        ("delivered", "21610", EventType.UNSUBSCRIBED),
    ],
)
def test_status_of_an_outbound_text(status: str, code: str | None, expected: EventType) -> None:
    number = None if code is None else int(code)
    shapes: list[Fields] = [
        REST | {"status": status, "error_code": number},
        EXPORT | {"status": status, "error_code": number},
        CONSOLE | {"Status": status, "ErrorCode": code or ""},
        CALLBACK | {"MessageStatus": status, "ErrorCode": code or ""},
        without(CALLBACK, "MessageStatus") | {"SmsStatus": status, "ErrorCode": code or "0"},
    ]
    found = [event(fields) for fields in shapes]
    # One event, whichever of the sources reports it.
    assert {(one.type, one.code, one.message.key, one.dedupe_key) for one in found} == {
        (expected, code, SID, f"{status.lower()}|{code or ''}")
    }


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        ("received", None, EventType.RECEIVED),
        ("receiving", None, EventType.RECEIVING),
        ("received", 21610, EventType.RECEIVED),  # that error is of texts we send
        ("delivered", None, EventType.DELIVERED),  # the direction is taken as it is said
    ],
)
def test_status_of_an_inbound_text(status: str, code: int | None, expected: EventType) -> None:
    found = event(INBOUND_REST | {"status": status, "error_code": code})
    assert (found.type, found.message.direction) == (expected, Direction.INBOUND)


@pytest.mark.parametrize(
    ("changes", "detail", "code"),
    [
        ({"status": "delivered"}, None, None),
        ({"status": "read"}, "read", None),
        ({"status": "scheduled"}, "scheduled", None),
        ({"status": "canceled"}, "canceled", None),
        ({"status": "partially_delivered"}, "partially_delivered", None),
        ({"error_code": 30006, "error_message": "Landline or unreachable"}, "Landline or unreachable", "30006"),
        ({"status": "canceled", "error_message": "Stopped"}, "canceled: Stopped", None),
        ({"error_code": 0}, None, None),
        ({"error_code": "0"}, None, None),
        ({"error_code": ""}, None, None),
        ({"error_code": "30003"}, None, "30003"),
    ],
)
def test_what_else_a_record_says(changes: Fields, detail: str | None, code: str | None) -> None:
    found = event({**REST, **changes})
    assert (found.detail, found.code, found.reason) == (detail, code, None)


def test_message_status_wins_over_the_older_sms_status() -> None:
    found = event(CALLBACK | {"MessageStatus": "undelivered", "SmsStatus": "sent", "ErrorCode": "30005"})
    assert (found.type, found.dedupe_key) == (EventType.UNDELIVERED, "undelivered|30005")


@pytest.mark.parametrize(
    ("fields", "at", "clock", "sent_at"),
    [
        pytest.param(without(REST, "date_updated"), SENT, Clock.EVENT, SENT, id="no update: sent"),
        pytest.param(
            REST | {"date_updated": None, "date_sent": None}, CREATED, Clock.EVENT, CREATED, id="only created"
        ),
        pytest.param(without(EXPORT, "date_created", "date_sent"), UPDATED, Clock.EVENT, None, id="only updated"),
        pytest.param(INBOUND_REST | {"date_sent": None}, CREATED, Clock.EVENT, CREATED, id="inbound: created"),
        pytest.param(
            REST | {"date_updated": "Mon, 02 Nov 2026 09:03:25 -0500"}, UPDATED, Clock.EVENT, SENT, id="RFC 2822 offset"
        ),
        pytest.param(EXPORT | {"date_updated": "2026-11-02T14:03:25"}, UPDATED, Clock.EVENT, SENT, id="naive is UTC"),
        pytest.param(CONSOLE | {"SentDate": "2026-11-02 14:03:22"}, SENT, Clock.SENT, SENT, id="Console, a space"),
        pytest.param(
            CONSOLE | {"SentDate": "2026-11-02 14:03:22 UTC"}, SENT, Clock.SENT, SENT, id="Console, named UTC"
        ),
        pytest.param(CONSOLE | {"SentDate": "2026-11-02T06:03:22-08:00"}, SENT, Clock.SENT, SENT, id="Console, offset"),
        pytest.param(
            CONSOLE | {"Status": "failed", "SentDate": ""}, ARRIVED, Clock.ARRIVAL, None, id="Console, never sent"
        ),
        pytest.param(
            CONSOLE | {"Status": "canceled", "SentDate": "  "}, ARRIVED, Clock.ARRIVAL, None, id="Console, canceled"
        ),
        pytest.param(
            REST | {"date_updated": None, "date_sent": None, "date_created": None},
            ARRIVED,
            Clock.ARRIVAL,
            None,
            id="no date at all",
        ),
    ],
)
def test_time_of_the_event(fields: Fields, at: datetime, clock: Clock, sent_at: datetime | None) -> None:
    found = event(fields)
    assert (found.at, found.clock, found.message.sent_at) == (at, clock, sent_at)


@pytest.mark.parametrize(
    ("fields", "direction"),
    [
        (REST, Direction.OUTBOUND),
        (REST | {"direction": "outbound-call"}, Direction.OUTBOUND),
        (REST | {"direction": "outbound-reply"}, Direction.OUTBOUND),
        (INBOUND_REST, Direction.INBOUND),
        (CALLBACK, Direction.OUTBOUND),
        (INBOUND, Direction.INBOUND),
        (without(INBOUND, "SmsStatus"), Direction.INBOUND),  # no status: the body tells
        ({"MessageSid": SID, "From": THEIRS, "To": OURS, "Body": ""}, Direction.INBOUND),
        (without(INBOUND, "Body", "NumMedia", "FromCountry"), Direction.INBOUND),  # only inbound texts are received
        (CALLBACK | {"Body": "Hi"}, Direction.OUTBOUND),  # a delivery report that repeats the text
    ],
)
def test_direction(fields: Fields, direction: Direction) -> None:
    assert PROVIDER.recognises(fields)
    found = event(fields)
    assert found.message.direction is direction
    assert (found.message.address, found.message.our_address) == (THEIRS, OURS)
    assert found.message.attribution is None


@pytest.mark.parametrize(
    ("body", "opt_out_type", "keyword"),
    [
        *((word, None, Keyword.OPT_OUT) for word in ("STOP", "UNSUBSCRIBE", "END", "QUIT")),
        *((word, None, Keyword.OPT_OUT) for word in ("stopall", "Revoke", "OptOut", " cancel\n")),
        *((word, None, Keyword.OPT_IN) for word in ("START", "unstop")),
        ("Yes", None, Keyword.YES),
        *((word, None, Keyword.HELP) for word in ("HELP", "info")),
        ("Stop by on Tuesday", None, None),
        ("", None, None),
        ("please leave me alone", "STOP", Keyword.OPT_OUT),
        ("yes", "START", Keyword.OPT_IN),
        ("stop", "help", Keyword.OPT_OUT),  # whatever the provider took it for
        ("STOP", "", Keyword.OPT_OUT),
    ],
)
def test_keyword_of_an_inbound_text(body: str, opt_out_type: str | None, keyword: Keyword | None) -> None:
    found = items(INBOUND | {"Body": body} | ({} if opt_out_type is None else {"OptOutType": opt_out_type}))
    first = found[0]
    assert isinstance(first, EventRecord)
    assert (first.type, first.message.text, first.message.keyword) == (EventType.RECEIVED, body, keyword)
    if keyword is Keyword.OPT_OUT:
        # The text that says stop is the one whose status is Unsubscribed.
        assert found[1:] == [
            replace(first, type=EventType.UNSUBSCRIBED, dedupe_key="keyword|opt-out", detail=body),
        ]
    else:
        assert len(found) == 1


def test_an_outbound_text_is_no_keyword() -> None:
    found = event(REST | {"body": "STOP"})
    assert found.message.keyword is None


@pytest.mark.parametrize(
    ("fields", "region", "address", "our_address"),
    [
        pytest.param(REST | {"to": "(415) 555-0142"}, "US", THEIRS, OURS, id="as people write it"),
        pytest.param(REST | {"to": "020 7946 0018"}, "GB", "+442079460018", OURS, id="of the account's region"),
        pytest.param(REST | {"from": "72975"}, "US", THEIRS, "72975", id="our short code"),
        pytest.param(REST | {"from": "OAKLINE"}, "US", THEIRS, "OAKLINE", id="our sender id"),
        pytest.param(REST | {"from": None}, "US", THEIRS, None, id="no sender yet"),
        pytest.param(REST | {"to": "22395"}, "US", "22395", OURS, id="their short code"),
        pytest.param(INBOUND | {"From": "5550142"}, "US", "5550142", OURS, id="seven digits"),
    ],
)
def test_both_ends(fields: Fields, region: str, address: str, our_address: str | None) -> None:
    message = event(fields, region).message
    assert (message.address, message.our_address) == (address, our_address)


MEDIA = {"NumMedia": "2", "MediaUrl1": "https://media.example/b", "MediaUrl0": "https://media.example/a"}
MANY = {f"MediaUrl{number}": f"https://media.example/{number}" for number in (10, 9, 2, 1, 0)}


@pytest.mark.parametrize(
    ("fields", "count", "media", "text"),
    [
        (INBOUND | MEDIA, 2, ("https://media.example/a", "https://media.example/b"), "Tuesday works!"),
        (INBOUND | MEDIA | {"Body": ""}, 2, ("https://media.example/a", "https://media.example/b"), ""),
        (INBOUND | MANY, 0, tuple(f"https://media.example/{number}" for number in (0, 1, 2, 9, 10)), "Tuesday works!"),
        (REST | {"sid": "MM" + SID[2:], "num_media": 3}, 3, (), REST["body"]),
        (REST | {"num_media": ""}, None, (), REST["body"]),
        (REST | {"num_media": "many"}, None, (), REST["body"]),
        (REST | {"body": None}, 0, (), None),
        (CONSOLE | {"Body": ""}, None, (), ""),
    ],
)
def test_media_and_words(fields: Fields, count: int | None, media: tuple[str, ...], text: str | None) -> None:
    message = event(fields).message
    assert (message.media_count, message.media, message.text) == (count, media, text)


def test_columns_are_read_by_name_in_any_order_and_case() -> None:
    shuffled = {name.upper(): value for name, value in reversed(CONSOLE.items())}
    assert PROVIDER.recognises(shuffled)
    assert replace(event(shuffled), raw="") == replace(event(CONSOLE), raw="")


def test_form_fields_that_repeat_count_once() -> None:
    repeated = {name: [value] for name, value in CALLBACK.items()} | {"MessageStatus": ["delivered", "sent"]}
    assert replace(event(repeated), raw="") == replace(event(CALLBACK), raw="")


def test_what_no_database_keeps_is_replaced() -> None:
    message = event(INBOUND | {"Body": "a\x00b\ud83dc"}).message
    assert message.text == "a\ufffdb\ufffdc"
