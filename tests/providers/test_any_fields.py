"""Whatever values the fields have, the readers of texts and lists give records a database can keep, or say why not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.records import ContactRecord, EventRecord, MessageFacts, MessageRecord, RawRecord
from engagement.domain.vocabulary import Channel, Direction
from engagement.providers import contact_list, providers, send_list, twilio
from engagement.providers.base import Fields, Item, Provider, ReadContext, RejectedRecord
from engagement.providers.unread import MARKS
from tests.providers.twilio_records import CALLBACK, CONSOLE, INBOUND, REST

TWILIO = (
    *("sid", "status", "direction", "from", "to", "body", "date_created", "date_sent", "date_updated", "error_code"),
    *("num_media", "error_message", "SentDate", "MessageSid", "SmsSid", "MessageStatus", "SmsStatus", "OptOutType"),
    *("NumMedia", "MediaUrl0", "MediaUrl7", "FromCountry", "Body"),
)
LISTS = (
    *("Message-ID", "Recipient", "Sent At", "Subject", "Text", "Campaign", "Origin", "Type", "Channel", "Sender"),
    *("Name", "First Name", "Email", "Work Email", "Email Type", "Phone", "Cell", "Phone Type", "Tags", "Id", "Owner"),
)
MAILGUN = ("event", "event-data", "timestamp", "message", "recipient", "signature")
OTHERS = tuple(dict.fromkeys(name.partition(".")[0] for _, marks in MARKS for name in marks))
WORDS = (
    *("SM5b1c0de2a4f64f0a8d3e7c91b2a60f11", "delivered", "received", "21610", "inbound", "outbound-api", "STOP", "0"),
    *("+14155550142", "72975", "whatsapp:+14155550142", "Mon, 02 Nov 2026 14:03:22 +0000", "2026-11-02 14:03", "bulk"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-02T14:03:22+23:59", "jane@example.com"),
    *("Doe, Jane <jane@example.com>", ";,|", "<>", "a\x00b", "\ud800", "lead", "work", "x" * 5000),
)
scalars = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=20)
values = (
    st.sampled_from(WORDS) | scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.text(max_size=3), scalars)
)


def records_of(names: tuple[str, ...], *good: Fields) -> st.SearchStrategy[Fields]:
    """Good records with up to four fields changed."""
    changes = st.dictionaries(st.sampled_from(names), st.sampled_from(WORDS) | values, max_size=4)
    return st.builds(lambda fields, changed: {**fields, **changed}, st.sampled_from(good), changes)


SEND = {"Message-ID": "a@example.com", "Recipient": "jane@example.com", "Sent At": "2026-11-02 14:03", "Subject": "Hi"}
CONTACT = {"Name": "Jane", "Email": "jane@example.com", "Work Email": "", "Phone": "415-555-0142", "Tags": "a;b"}


def texts_of(message: MessageFacts) -> Iterator[str | None]:
    yield from (message.key, message.address, message.our_address, message.subject, message.text, *message.media)
    assert message.key
    # The text on file with its id tells whose a text that leaves it out is.
    assert message.address or (message.channel, message.direction) == (Channel.TEXT, Direction.OUTBOUND)
    assert message.sent_at is None or message.sent_at.tzinfo is UTC
    assert message.media_count is None or 0 <= message.media_count < 2**31
    if message.attribution:
        yield message.attribution.campaign


def stored(item: EventRecord | MessageRecord | ContactRecord) -> Iterator[str | None]:
    match item:
        case EventRecord():
            assert item.at.tzinfo is UTC
            yield from (*texts_of(item.message), item.dedupe_key, item.code, item.detail, item.raw)
        case MessageRecord():
            yield from texts_of(item.message)
        case ContactRecord():
            yield from (item.name, item.external_id, item.owner, item.stage, item.source, *(item.labels or ()))
            yield from chain.from_iterable((one.value, one.type) for one in item.addresses)
            mains = [one.channel for one in item.addresses if one.is_main]
            assert sorted(mains) == sorted({one.channel for one in item.addresses})
            assert all(one.value for one in item.addresses)


def outcome(provider: Provider, fields: Fields) -> list[Item] | str:
    try:
        return list(provider.read(RawRecord("row 2", fields, ""), ReadContext(datetime(2026, 11, 24, tzinfo=UTC))))
    except RejectedRecord as refused:
        return str(refused)


@pytest.mark.parametrize(
    ("provider", "records"),
    [
        (twilio.PROVIDER, records_of(TWILIO, REST, CONSOLE, CALLBACK, INBOUND)),
        (send_list.PROVIDER, records_of(LISTS, SEND)),
        (contact_list.PROVIDER, records_of(LISTS, CONTACT)),
    ],
    ids=["twilio", "sends", "contacts"],
)
def test_any_values_give_records_that_can_be_kept_or_a_reason(
    provider: Provider, records: st.SearchStrategy[Fields]
) -> None:
    kept = 0

    @given(records)
    def run(fields: Fields) -> None:
        nonlocal kept
        found = outcome(provider, fields)
        if isinstance(found, str):
            assert found.endswith(".")
            assert len(found) < 300
            return
        assert found
        for item in found:
            if isinstance(item, EventRecord | MessageRecord | ContactRecord):
                kept += 1
                for text in filter(None, stored(item)):
                    assert "\x00" not in text
                    assert text.encode("utf-8")

    run()
    assert kept  # else the values above have become too wild to say anything


@given(
    st.dictionaries(st.sampled_from((*TWILIO, *LISTS, *MAILGUN, *OTHERS)), st.sampled_from(WORDS) | values, max_size=14)
)
def test_at_most_one_reader_recognises_a_record(fields: Fields) -> None:
    assert sum(reader.recognises(fields) for reader in providers()) <= 1
