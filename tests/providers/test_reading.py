"""A file read by whichever provider it is from: mixed files, nobody's records, a reader's faults, signatures."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engagement.domain.records import EventRecord, RawRecord, Reject, Skipped
from engagement.errors import UnreadableFile
from engagement.providers import providers
from engagement.providers.base import Fields, Item, Provider, ReadContext, RejectedRecord
from engagement.providers.reading import HELD_RECORDS, Reading, read_file

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTEXT = ReadContext(arrived_at=NOW)
EVENT: Fields = {
    "event": "delivered",
    "id": "event-1",
    "timestamp": 1795500000.5,
    "recipient": "jane@example.com",
    "message": {"headers": {"message-id": "m1@mg.example.com"}},
}
SIGNATURE = {"timestamp": "1795500000", "token": "a-token", "signature": "a-secret"}
CALLBACK = f"MessageSid=SM{'1' * 32}&MessageStatus=sent&From=%2B14155550100&To=%2B14155550101"


def faulty(name: str, *, in_recognising: bool = False) -> Provider:
    """A provider of records with a field called `name`, whose value says what its reader does."""

    def recognises(fields: Fields) -> bool:
        if in_recognising:
            raise AttributeError("no such thing")
        return name in fields

    def read(raw: RawRecord, context: ReadContext) -> Iterator[Item]:
        match raw.fields[name]:
            case "reject":
                raise RejectedRecord("It is broken.")
            case "fault":
                raise KeyError("missing")
            case "part":
                yield Reject(raw.place, "A part is broken.", raw.raw)
        yield Skipped("read")

    return Provider(name, name.title(), recognises, read)


ALPHA, BETA = faulty("alpha"), faulty("beta")


def reading_of(*records: object, among: tuple[Provider, ...] | None = None) -> Reading:
    lines = "".join(record if isinstance(record, str) else json.dumps(record) + "\n" for record in records)
    return read_file(io.BytesIO(lines.encode()), CONTEXT, among=among)


def shown(items: list[Item]) -> list[str]:
    """What each item is, or why it is rejected."""
    return [item.reason if isinstance(item, Reject | Skipped) else type(item).__name__ for item in items]


def test_every_module_with_a_provider_is_found_once() -> None:
    names = [provider.name for provider in providers()]
    assert names == sorted(set(names))
    assert {"contacts", "mailgun", "sends", "twilio"} <= set(names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (json.dumps({"items": [EVENT], "paging": {}}), "mailgun"),
        (json.dumps({"signature": SIGNATURE, "event-data": EVENT}, indent=2), "mailgun"),
        (CALLBACK, "twilio"),
        ("First Name,Email\nJane,jane@example.com\n", "contacts"),
    ],
)
def test_the_provider_is_known_from_the_first_item_on(text: str, name: str) -> None:
    reading = reading_of(text)
    assert reading.provider is None
    assert not isinstance(next(reading.items()), Reject)
    assert reading.provider
    assert reading.provider.name == name


@pytest.mark.parametrize(
    ("records", "provider", "expected"),
    [
        ([{"alpha": 1}, {"beta": 1}, {"alpha": 1}], "alpha", ["read", "read", "read"]),
        ([{"alpha": "reject"}, {"alpha": 1}], "alpha", ["It is broken.", "read"]),
        ([{"alpha": "part"}], "alpha", ["A part is broken.", "read"]),
        (
            [{"alpha": "fault"}, {"alpha": 1}],
            "alpha",
            ["The record has a form that is not expected (KeyError: 'missing'): please report it.", "read"],
        ),
        (
            [{"gamma": 1}, {"beta": 1}],
            "beta",
            ["This is not a Beta record, for it lacks beta: correct it, or export it again.", "read"],
        ),
        ([{"beta": 1}, {}], "beta", ["read", "The record has no fields at all: leave it out, or export it again."]),
    ],
)
def test_records_are_read_by_the_provider_that_recognises_them(
    records: list[object], provider: str, expected: list[str]
) -> None:
    reading = reading_of(*records, among=(ALPHA, BETA))
    assert shown(list(reading.items())) == expected
    assert reading.provider
    assert reading.provider.name == provider
    assert reading.note == f"Skipped {expected.count('read')}: read."


def test_a_fault_in_recognising_costs_no_other_record() -> None:
    reading = reading_of({"alpha": 1}, among=(faulty("broken", in_recognising=True), ALPHA))
    assert shown(list(reading.items())) == ["read"]


def test_a_provider_is_found_behind_more_records_than_are_held_back() -> None:
    count = HELD_RECORDS * 2
    reading = reading_of(*[{"gamma": number} for number in range(count)], {"alpha": 1}, among=(ALPHA,))
    items = list(reading.items())
    assert [isinstance(item, Reject) for item in items] == [True] * count + [False]
    assert [item.place for item in items if isinstance(item, Reject)] == [
        f"line {line}" for line in range(1, count + 1)
    ]
    assert reading.provider is ALPHA


def test_a_file_of_nobodys_records_loses_none_of_them() -> None:
    reading = reading_of({"gamma": 1}, {"delta": 2}, "oops\n")
    items = list(reading.items())
    assert [item.raw for item in items if isinstance(item, Reject)] == ['{"gamma": 1}', '{"delta": 2}', "oops"]
    assert len(items) == 3
    assert reading.provider is None
    assert reading.note
    assert reading.note.startswith(
        "Nothing in this file is a record that can be read: import a file of one of these kinds"
    )


def test_a_table_of_unknown_headings_says_how_to_name_them() -> None:
    reading = reading_of("Who,Where to\nPat,pat@example.com\n")
    assert len(list(reading.items())) == 1
    assert reading.note
    assert reading.note.endswith("say what its columns are on Imports, or with engagement import --columns FILE.")


def test_an_event_keeps_whose_it_is() -> None:
    items = list(reading_of({"items": [EVENT]}, CALLBACK + "\n").items())
    items += list(reading_of(CALLBACK).items())
    assert [item.provider for item in items if isinstance(item, EventRecord)] == ["mailgun", "twilio"]


def test_an_empty_page_is_noted_and_a_picture_refused() -> None:
    reading = reading_of('{"items": [], "paging": {}}')
    assert list(reading.items()) == []
    assert reading.note == "This page has no items, so there was nothing to import."
    with pytest.raises(UnreadableFile, match="picture"):
        list(read_file(io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0\0\r"), CONTEXT).items())


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"signature": SIGNATURE, "event-data": {**EVENT, "event": "invented"}}),
        json.dumps({"signature": SIGNATURE, "event-data": {**EVENT, "event": "invented"}}, indent=2),
        json.dumps({"event-data": {**EVENT, "event": "invented"}, "signature": SIGNATURE}),
        json.dumps({"signature": SIGNATURE, "parent-signature": SIGNATURE, "event-data": {}}),
        json.dumps({"items": [{"signature": SIGNATURE, "other": 1}]}),
        json.dumps({"signature": SIGNATURE, "event-data": EVENT})[:-5],
        json.dumps({"event-data": EVENT, "signature": SIGNATURE})[:-5],
        "event=opened&token=a&signature=a-secret&timestamp=1\n",
        "signature=a-secret&event=opened\n",
    ],
)
def test_a_reject_is_kept_without_its_signature(text: str) -> None:
    (reject,) = list(reading_of(text).items())
    assert isinstance(reject, Reject)
    assert "a-secret" not in reject.raw
    assert "a-token" not in reject.raw
    assert reject.raw


def test_a_record_that_was_read_is_kept_without_its_signature() -> None:
    (record,) = list(reading_of({"event-data": EVENT, "signature": SIGNATURE}).records())
    assert isinstance(record.items[0], EventRecord)
    assert json.loads(record.raw) == {"event-data": EVENT}


def test_a_mixed_file_is_read_by_both_of_its_providers() -> None:
    rest = {
        "messages": [{"sid": f"SM{'2' * 32}", "status": "sent", "direction": "outbound-api", "from": "+14155550100"}]
    }
    rest["messages"][0] |= {"to": "+14155550101", "body": "Hi", "date_created": "Mon, 23 Nov 2026 10:00:00 +0000"}
    items = list(reading_of({"items": [EVENT]}, rest, {"items": [EVENT]}).items())
    assert [item.message.channel for item in items if isinstance(item, EventRecord)] == ["email", "text", "email"]
