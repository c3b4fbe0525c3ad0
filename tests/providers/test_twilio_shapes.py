"""Event Streams, rows that a spreadsheet saved, the carrier's own time, and a callback without a number."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engagement.domain.records import Clock, EventRecord, Skipped
from engagement.domain.vocabulary import Direction, EventType, Keyword
from engagement.providers import providers, recognises
from engagement.providers.base import RejectedRecord
from tests.providers.twilio_records import (
    ARRIVED,
    CALLBACK,
    CONSOLE,
    INBOUND,
    OURS,
    REST,
    SENT,
    SID,
    THEIRS,
    event,
    items,
    without,
)

DATA = {
    "accountSid": "AC0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "messageSid": SID,
    "messageStatus": "DELIVERED",
    "from": OURS,
    "to": THEIRS,
    "numSegments": 1,
    "timestamp": "2026-11-02T14:03:25Z",
}
STREAMED: dict[str, Any] = {
    "specversion": "1.0",
    "type": "com.twilio.messaging.message.delivered",
    "source": f"/2010-04-01/Accounts/AC0a/Messages/{SID}.json",
    "id": "EZ1",
    "dataschema": "https://events-schemas.twilio.com/Messaging.MessageStatus/4",
    "datacontenttype": "application/json",
    "time": "2026-11-02T14:03:30Z",
    "data": DATA,
}
INCOMING = STREAMED | {
    "type": "com.twilio.messaging.inbound-message.received",
    "data": {
        "messageSid": SID,
        "from": THEIRS,
        "to": OURS,
        "body": "STOP",
        "numMedia": 0,
        "timestamp": DATA["timestamp"],
    },
}
UPDATED = datetime(2026, 11, 2, 14, 3, 25, tzinfo=UTC)
AGAIN = "download the log from Twilio's Console again, and import it as it comes."


def streamed(kind: str, **data: object) -> dict[str, Any]:
    return STREAMED | {"type": kind, "data": DATA | data}


def test_a_streamed_event_is_the_event_of_the_callback_at_its_own_time() -> None:
    assert [one.name for one in providers() if recognises(one, STREAMED)] == ["twilio"]
    found, called = event(STREAMED), event(CALLBACK)
    assert (found.at, found.clock) == (UPDATED, Clock.EVENT)
    assert (found.type, found.dedupe_key, found.message) == (called.type, called.dedupe_key, called.message)
    assert '"specversion"' in found.raw


@pytest.mark.parametrize(
    ("fields", "kind", "code"),
    [
        (streamed("com.twilio.messaging.message.sent", messageStatus="SENT"), EventType.PENDING, None),
        (streamed("com.twilio.messaging.message.failed", messageStatus=None), EventType.FAILED, None),
        (
            streamed("com.twilio.messaging.message.undelivered", messageStatus="UNDELIVERED", errorCode=30006),
            EventType.UNDELIVERED,
            "30006",
        ),
        (streamed("com.twilio.messaging.message.read", messageStatus="READ"), EventType.DELIVERED, None),
    ],
)
def test_the_status_of_a_streamed_event(fields: dict[str, Any], kind: EventType, code: str | None) -> None:
    found = event(fields)
    assert (found.type, found.code) == (kind, code)


def test_the_time_of_the_envelope_stands_in_for_its_own() -> None:
    assert event(streamed(STREAMED["type"], timestamp=None)).at == datetime(2026, 11, 2, 14, 3, 30, tzinfo=UTC)


def test_a_streamed_text_that_came_in_counts_and_its_stop_too() -> None:
    came, stop = items(INCOMING)
    assert isinstance(came, EventRecord)
    assert isinstance(stop, EventRecord)
    message = came.message
    assert (message.direction, message.address, message.our_address) == (Direction.INBOUND, THEIRS, OURS)
    assert (message.text, message.keyword, message.sent_at) == ("STOP", Keyword.OPT_OUT, UPDATED)
    assert (came.type, stop.type) == (EventType.RECEIVED, EventType.UNSUBSCRIBED)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("com.twilio.engagement.link-clicked", "A click on a link in a text message, which is not counted."),
        ("com.twilio.voice.insights.call-summary.complete", "An event of Twilio's that is not about a text message."),
    ],
)
def test_what_is_streamed_and_is_no_text_is_skipped(kind: str, why: str) -> None:
    assert items(streamed(kind)) == [Skipped(why)]


def test_another_clouds_event_is_not_twilios() -> None:
    other = STREAMED | {"type": "com.example.message.delivered"}
    assert not any(recognises(one, other) for one in providers())


def saved(at: str, version: str = "4/1/2010", to: str = THEIRS[1:]) -> dict[str, Any]:
    return CONSOLE | {"SentDate": at, "ApiVersion": version, "To": to, "From": OURS[1:]}


@pytest.mark.parametrize(
    ("at", "version"),
    [
        ("11/2/2026 14:03", "4/1/2010"),
        ("11/02/2026 14:03:00", "04/01/2010"),
        ("11/2/26 2:03 PM", "4/1/10"),
        ("11/2/2026  2:03:00 PM", "4/1/2010"),
        ("2/11/2026 14:03", "1/4/2010"),
        ("02/11/2026 14:03", "01/04/2010"),
        ("02.11.2026 14:03", "01.04.2010"),
        ("2-11-2026 14:03", "1-4-2010"),
        ("2026/11/2 14:03", "2010/4/1"),
        ("2026-11-02 14:03", "2010-04-01"),
        ("46328.585417", "40269"),
        ("46328,585417", "40269"),
    ],
)
def test_a_row_that_a_spreadsheet_saved_is_read_as_its_version_tells(at: str, version: str) -> None:
    found = event(saved(at, version))
    assert found.at.replace(second=0) == datetime(2026, 11, 2, 14, 3, tzinfo=UTC)
    assert (found.message.address, found.message.our_address) == (THEIRS, OURS)
    assert found.dedupe_key == event(CONSOLE).dedupe_key


@pytest.mark.parametrize(
    ("at", "month"),
    [("1/13/2026 10:00", 1), ("13/1/2026 10:00", 1), ("5/5/2026 10:00", 5), ("12/31/2026 12:30 AM", 12)],
)
def test_a_day_that_can_only_be_read_one_way_needs_no_version(at: str, month: int) -> None:
    found = event(saved(at, ""))
    assert (found.at.month, found.at.year) == (month, 2026)


@pytest.mark.parametrize("version", ["", "2010-04-01", "soon"])
def test_a_day_that_can_be_read_two_ways_is_refused(version: str) -> None:
    with pytest.raises(RejectedRecord) as refused:
        items(saved("1/5/2026 10:00", version))
    said = "A spreadsheet saved this row, and its sent date '1/5/2026 10:00' leaves open which number is the month: "
    assert str(refused.value) == said + AGAIN


@pytest.mark.parametrize("at", ["13/13/2026 10:00", "1/5/2026 25:00", "2/30/2026 10:00"])
def test_no_day_at_all_is_refused(at: str) -> None:
    with pytest.raises(RejectedRecord, match="sent date"):
        items(saved(at))


@pytest.mark.parametrize("to", ["1.20256E+10", "1,20256E+10", "4.47701E+11", "########"])
def test_a_number_that_a_spreadsheet_cut_short_is_refused(to: str) -> None:
    with pytest.raises(RejectedRecord) as refused:
        items(saved("11/2/2026 14:03", to=to))
    assert str(refused.value) == f"A spreadsheet saved this row, and cut the number {to!r} short: {AGAIN}"


def test_a_time_that_a_spreadsheet_cut_short_is_refused() -> None:
    with pytest.raises(RejectedRecord) as refused:
        items(saved("########"))
    assert str(refused.value) == f"A spreadsheet saved this row, and cut the sent date short: {AGAIN}"


@pytest.mark.parametrize(
    ("to", "version", "region", "address"),
    [
        ("14155550142", "2010-04-01", "US", "+14155550142"),
        ("14155550142", "2010-04-01", "GB", "+14155550142"),  # its plus alone is lost
        ("447700900123", "2010-04-01", "US", "+447700900123"),
        ("4155550142", "2010-04-01", "US", "+14155550142"),
        ("4520123456", "4/1/2010", "US", "+4520123456"),
        ("72975", "4/1/2010", "US", "72975"),
    ],
)
def test_a_number_without_its_plus(to: str, version: str, region: str, address: str) -> None:
    fields = CONSOLE | {"SentDate": "2026-11-02 14:03", "ApiVersion": version, "To": to}
    assert event(fields, region).message.address == address


DONE = datetime(2026, 11, 2, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "status", "at", "clock"),
    [
        ("2611021405", "delivered", DONE, Clock.SENT),
        ("261102140507", "undelivered", DONE.replace(second=7), Clock.SENT),
        ("2611021405", "sent", ARRIVED, Clock.ARRIVAL),  # the carrier was not done yet
        ("2611250000", "delivered", ARRIVED, Clock.ARRIVAL),  # later than it came
        ("2613021405", "delivered", ARRIVED, Clock.ARRIVAL),
        ("26110214", "delivered", ARRIVED, Clock.ARRIVAL),
        ("", "delivered", ARRIVED, Clock.ARRIVAL),
    ],
)
def test_the_carriers_own_time(written: str, status: str, at: datetime, clock: Clock) -> None:
    found = event(CALLBACK | {"RawDlrDoneDate": written, "MessageStatus": status})
    assert (found.at, found.clock) == (at, clock)


def test_a_record_that_has_twilios_own_time_keeps_it() -> None:
    assert event(REST | {"RawDlrDoneDate": "2611021405"}).at == UPDATED
    assert event(CONSOLE | {"RawDlrDoneDate": "2611021405"}).at == SENT


@pytest.mark.parametrize("fields", [without(CALLBACK, "To"), without(CALLBACK, "To", "From"), CALLBACK | {"To": " "}])
def test_a_callback_without_a_number_asks_for_the_one_on_file(fields: dict[str, Any]) -> None:
    assert event(fields).message.address == ""


def test_nothing_else_may_leave_the_number_out() -> None:
    for fields in (without(REST, "to"), without(CONSOLE, "To"), without(INBOUND, "From")):
        with pytest.raises(RejectedRecord, match="does not say which number"):
            items(fields)
