"""Texts by RCS, of Twilio and of Telnyx: texts like any other, so that a STOP there is a STOP."""

from typing import Any

import pytest

from engagement.domain.records import EventRecord, RawRecord, Skipped
from engagement.domain.vocabulary import Direction, EventType, Keyword
from engagement.providers.base import Fields, Item, ReadContext, RejectedRecord
from engagement.providers.telnyx import PROVIDER as TELNYX
from engagement.providers.twilio import PROVIDER as TWILIO
from tests.providers.test_telnyx import end, inbound, webhook
from tests.providers.twilio_records import ARRIVED, REST, SID, THEIRS

AGENT = "rcs:lakeside_realty_agent"
POSTED = {"MessageSid": SID, "From": f"rcs:{THEIRS}", "To": AGENT, "Body": "STOP", "NumMedia": "0"}


def read(fields: Fields, provider: Any = TWILIO) -> list[Item]:
    assert provider.recognises(fields)
    return list(provider.read(RawRecord("item 1", fields), ReadContext(ARRIVED)))


def events(fields: Fields, provider: Any = TWILIO) -> list[EventRecord]:
    found = read(fields, provider)
    assert all(isinstance(item, EventRecord) for item in found), found
    return [item for item in found if isinstance(item, EventRecord)]


@pytest.mark.parametrize(
    ("change", "address", "ours", "keyword"),
    [
        ({}, THEIRS, AGENT, Keyword.OPT_OUT),
        ({"Body": "Stop."}, THEIRS, AGENT, Keyword.OPT_OUT),
        ({"Body": "s t o p"}, THEIRS, AGENT, Keyword.OPT_OUT),
        ({"Body": "Basta", "OptOutType": "STOP"}, THEIRS, AGENT, Keyword.OPT_OUT),
        ({"From": f"RCS:{THEIRS}", "To": "RCS:lakeside_realty_agent"}, THEIRS, AGENT, Keyword.OPT_OUT),
        ({"From": "rcs: +1 (415) 555-0142"}, THEIRS, AGENT, Keyword.OPT_OUT),
        ({"To": "+14155550100"}, THEIRS, "+14155550100", Keyword.OPT_OUT),  # one end only is written so
        ({"From": THEIRS}, THEIRS, AGENT, Keyword.OPT_OUT),
        ({"Body": "START"}, THEIRS, AGENT, Keyword.OPT_IN),
        ({"Body": "Please don't stop"}, THEIRS, AGENT, None),
        ({"Body": "Tuesday works"}, THEIRS, AGENT, None),
    ],
)
def test_what_came_in(change: Fields, address: str, ours: str, keyword: Keyword | None) -> None:
    found = events(POSTED | change)
    opted_out = keyword is Keyword.OPT_OUT
    assert [event.type for event in found] == [EventType.RECEIVED, *([EventType.UNSUBSCRIBED] if opted_out else [])]
    message = found[0].message
    assert (message.address, message.our_address, message.keyword) == (address, ours, keyword)


@pytest.mark.parametrize(
    ("status", "kind"), [("sent", EventType.PENDING), ("delivered", EventType.DELIVERED), ("read", EventType.DELIVERED)]
)
def test_what_went_out(status: str, kind: EventType) -> None:
    (event,) = events(REST | {"from": AGENT, "to": f"rcs:{THEIRS}", "status": status})
    assert (event.type, event.message.direction) == (kind, Direction.OUTBOUND)
    assert (event.message.address, event.message.our_address) == (THEIRS, AGENT)


def test_a_text_refused_over_a_stop_is_one_by_rcs_too() -> None:
    (event,) = events(REST | {"from": AGENT, "to": f"rcs:{THEIRS}", "status": "failed", "error_code": 21610})
    assert event.type is EventType.UNSUBSCRIBED


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(RejectedRecord, match="is not a phone number"):
        read(POSTED | {"From": "rcs:somebody"})


def test_other_channels_stay_left_out() -> None:
    assert read(POSTED | {"From": f"whatsapp:{THEIRS}"}) == [Skipped("Not a text message: WhatsApp")]


RCS: dict[str, Any] = {"type": "RCS", "to": [{"agent_id": "lakeside_realty_agent", "agent_name": "Lakeside"}]}


@pytest.mark.parametrize(
    ("change", "text", "keyword"),
    [
        ({"body": {"text": "STOP"}}, "STOP", Keyword.OPT_OUT),
        ({"body": {"text": "Stop!"}}, "Stop!", Keyword.OPT_OUT),
        ({"body": {"suggestion_response": {"text": "Stop", "postback_data": "x"}}}, "Stop", Keyword.OPT_OUT),
        ({"body": {"text": "basta"}, "autoresponse_type": "STOP"}, "basta", Keyword.OPT_OUT),
        ({"body": {"text": "Tuesday works"}}, "Tuesday works", None),
        ({"body": {}}, None, None),
        ({"body": None}, None, None),
    ],
)
def test_telnyx_has_the_words_in_a_body(change: dict[str, Any], text: str | None, keyword: Keyword | None) -> None:
    found = events(inbound(**{**RCS, "text": None, **change}), TELNYX)
    assert len(found) == (2 if keyword else 1)
    message = found[0].message
    assert (message.text, message.keyword) == (text, keyword)
    assert (message.address, message.our_address) == ("+14155550142", AGENT)


def test_telnyx_tells_that_it_was_read() -> None:
    sender = {"from": {"agent_id": "lakeside_realty_agent", "carrier": "Telnyx"}, "type": "RCS"}
    (event,) = events(webhook("message.read", to=[end(status="read")], **sender), TELNYX)
    assert (event.type, event.detail, event.message.our_address) == (EventType.DELIVERED, "read", AGENT)
