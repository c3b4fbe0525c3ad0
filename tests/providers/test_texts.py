"""An account's own stop words: a whole text that is one opts out as the provider's do, and nothing else does."""

import io
import json

import pytest

from engagement.domain.records import EventRecord
from engagement.domain.vocabulary import EventType, Keyword
from engagement.providers.base import ReadContext
from engagement.providers.reading import read_file
from engagement.reader.row_values import MESSAGE_COLUMNS, values_of
from tests.providers.twilio_records import ARRIVED, OURS, REST, THEIRS

OWN = {"Basta": Keyword.OPT_OUT, "take me off": Keyword.OPT_OUT, "🛑1": Keyword.OPT_OUT}
INBOUND = REST | {"direction": "inbound", "status": "received", "from": THEIRS, "to": OURS}


def read(*records: object, own: dict[str, Keyword] = OWN) -> list[EventRecord]:
    file = io.BytesIO("\n".join(map(json.dumps, records)).encode())
    items = list(read_file(file, ReadContext(ARRIVED, own_words=own)).items())
    assert all(isinstance(item, EventRecord) for item in items), items
    return [item for item in items if isinstance(item, EventRecord)]


@pytest.mark.parametrize(
    ("body", "opts_out"),
    [
        ("Basta", True),
        ("BASTA!!", True),
        (" “basta.” ", True),
        ("Take me off.", True),
        ("take-me-off", True),
        ("basta basta", True),
        ("stop", True),  # the law's, as ever
        ("Basta ya con la lluvia", False),
        ("take me off the list", False),  # a request in plain words, which is read elsewhere
        ("Bastante bien", False),
        ("", False),
    ],
)
def test_an_own_stop_word_is_the_whole_text(body: str, opts_out: bool) -> None:
    found = read(INBOUND | {"body": body})
    assert [event.type for event in found] == [EventType.RECEIVED, *([EventType.UNSUBSCRIBED] if opts_out else [])]
    assert (found[0].message.keyword is Keyword.OPT_OUT) is opts_out
    if opts_out:
        assert {event.provider for event in found} == {"twilio"}
        assert (found[1].dedupe_key, found[1].detail, found[1].message.key) == (
            "keyword|opt-out",
            body,
            found[0].message.key,
        )


def test_an_own_stop_word_is_one_whatever_the_provider_took_it_for() -> None:
    webhook = {"MessageSid": REST["sid"], "From": THEIRS, "To": OURS, "Body": "Basta", "OptOutType": "START"}
    assert [event.message.keyword for event in read(webhook)] == [Keyword.OPT_OUT] * 2
    assert [event.message.keyword for event in read(webhook, own={})] == [Keyword.OPT_IN]


def test_a_stop_word_of_the_provider_opts_out_once() -> None:
    assert len(read(INBOUND | {"body": "STOP"}, own={"STOP": Keyword.OPT_OUT})) == 2


def test_nothing_that_we_wrote_opts_out() -> None:
    assert len(read(REST | {"body": "Basta"})) == 1


def test_without_own_words_there_are_none() -> None:
    assert [event.message.keyword for event in read(INBOUND | {"body": "Basta"}, own={})] == [None]


@pytest.mark.parametrize("body", ["STOP", "Please take me off your list", "Lunch?", "Yes"])
def test_what_one_of_our_numbers_texts_to_another_asks_for_nothing(body: str) -> None:
    file = io.BytesIO(json.dumps(INBOUND | {"body": body}).encode())
    items = list(read_file(file, ReadContext(ARRIVED, own_numbers=frozenset({THEIRS}))).items())
    (event,) = [item for item in items if isinstance(item, EventRecord)]
    assert (event.type, event.message.keyword, event.message.is_from_us) == (EventType.RECEIVED, None, True)
    said = dict(zip(MESSAGE_COLUMNS, values_of(event).message, strict=True))
    assert said["reading"] == "our own number"


def test_an_own_stop_word_from_a_number_of_ours_is_none() -> None:
    file = io.BytesIO(json.dumps(INBOUND | {"body": "Basta"}).encode())
    context = ReadContext(ARRIVED, own_words=OWN, own_numbers=frozenset({THEIRS}))
    found = [item for item in read_file(file, context).items() if isinstance(item, EventRecord)]
    assert [(event.type, event.message.keyword) for event in found] == [(EventType.RECEIVED, None)]
