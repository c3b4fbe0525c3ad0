"""Mail that came in, test mode, and events whose fields were flattened: each with its neighbours."""

import copy
from typing import Any

import pytest

from engagement.domain.records import ConsentRecord, EventRecord, RawRecord, Skipped
from engagement.domain.vocabulary import EventType, Origin
from engagement.providers import providers, recognises
from engagement.providers.base import Fields, Item, RejectedRecord
from engagement.providers.mailgun import PROVIDER
from tests.providers.mailgun_events import CONTEXT, EVENT, GONE, changed, read_one, record, with_headers

ROUTED: dict[str, Any] = {
    "recipient": "office@lakesidehomes.example",
    "sender": "jane.park@example.com",
    "from": "Jane Park <jane.park@example.com>",
    "subject": "Re: Three open houses",
    "body-plain": "Please stop writing to me",
    "timestamp": "1793631846",
    "token": "t",
    "signature": "s",
}
STORED = {name: value for name, value in ROUTED.items() if name not in ("token", "signature", "timestamp")}
CAME_IN = "Mail that came in, not mail that was sent."
KEPT = "A message that Mailgun stored, not one that was sent."
TEST_MODE = "Of Mailgun's test mode, in which nothing is sent."
PASSED_ON = "Mail that came in and that a route passed on, not mail that was sent."


def items(fields: Fields) -> list[Item]:
    return list(PROVIDER.read(RawRecord("item 1", fields), CONTEXT))


def without(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (ROUTED, CAME_IN),
        (without(ROUTED, "body-plain") | {"body-mime": "From: ..."}, CAME_IN),
        (without(ROUTED, "body-plain") | {"stripped-html": "<p>"}, CAME_IN),
        (without(ROUTED, "body-plain") | {"message-headers": "[]"}, CAME_IN),
        (without(ROUTED, "sender", "signature"), CAME_IN),
        (STORED, KEPT),
        (without(STORED, "recipient") | {"recipients": "office@lakesidehomes.example", "Message-Id": "<a@b>"}, KEPT),
    ],
)
def test_a_mail_itself_is_mailguns_and_nobody_elses_and_left_out(fields: dict[str, Any], why: str) -> None:
    assert [one.name for one in providers() if recognises(one, fields)] == ["mailgun"]
    assert read_one(fields) == Skipped(why)


@pytest.mark.parametrize("missing", ["sender", "recipient", "body-plain"])
def test_less_than_a_mail_is_none(missing: str) -> None:
    assert not PROVIDER.recognises(without(ROUTED, missing, "from"))


@pytest.mark.parametrize(
    ("event", "flags", "why"),
    [
        ("accepted", {"is-authenticated": False}, CAME_IN),
        ("accepted", {"is-authenticated": "false"}, CAME_IN),
        ("accepted", {"is-routed": True, "is-authenticated": True}, CAME_IN),
        ("accepted", {"is-routed": None, "is-authenticated": True}, None),
        ("accepted", {"is-authenticated": True}, None),
        ("accepted", {"is-authenticated": None}, None),
        ("accepted", {}, None),
        ("delivered", {"is-routed": True}, PASSED_ON),
        ("delivered", {"is-routed": False, "is-authenticated": False}, None),
        ("delivered", {"is-test-mode": True}, TEST_MODE),
        ("delivered", {"is-test-mode": "True"}, TEST_MODE),
        ("delivered", {"is-test-mode": "false"}, None),
        ("opened", {"is-test-mode": True}, TEST_MODE),
        ("opened", {"is-routed": True}, None),
        ("unsubscribed", {"is-routed": True, "is-authenticated": False}, None),
    ],
)
def test_flags_tell_what_is_not_mail_of_ours(event: str, flags: dict[str, object], why: str | None) -> None:
    fields = changed({"event": event, "flags": flags})
    for body in (fields, {"signature": {"token": "t"}, "event-data": fields}):
        item = read_one(body)
        assert item == Skipped(why) if why else isinstance(item, EventRecord)


def test_an_accepted_mail_that_matched_a_route_came_in() -> None:
    assert read_one(changed({"event": "accepted", "routes": [{"priority": 1}]})) == Skipped(CAME_IN)
    assert isinstance(read_one(changed({"event": "accepted", "routes": []})), EventRecord)


def test_a_bounce_that_came_back_late_is_kept_whatever_its_other_flags() -> None:
    flags = {"is-delayed-bounce": True, "is-routed": True, "is-authenticated": False}
    assert record({"event": "failed", "flags": flags}).type is EventType.FAILED


def flattened(event: dict[str, Any], separator: str, dash: str) -> dict[str, Any]:
    """The event with what is inside its fields beside them."""
    flat: dict[str, Any] = {}

    def put(inner: dict[str, Any], path: str) -> None:
        for name, value in inner.items():
            name = path + name.replace("-", dash)
            put(value, name + separator) if isinstance(value, dict) else flat.__setitem__(name, value)

    put(copy.deepcopy(event), "")
    return flat


FULL = changed(
    {
        **with_headers(to="jane.park@example.com"),
        "event": "failed",
        "severity": "permanent",
        "log-level": "error",
        "reason": "bounce",
        "delivery-status": {"code": 550, "message": "5.1.1 no such user", "description": ""},
        "flags": {"is-routed": False, "is-authenticated": True, "is-test-mode": False},
        "envelope": {"sender": "dana@mg.lakesidehomes.example"},
        "user-variables": {"campaign": "Spring"},
    }
)


@pytest.mark.parametrize("separator", ["_", ".", "__", "/", " ", "-"])
@pytest.mark.parametrize("dash", ["-", "_"])
def test_a_flattened_event_is_read_as_the_event(separator: str, dash: str) -> None:
    fields = flattened(FULL, separator, dash)
    assert "message" not in fields
    found, whole = read_one(fields), read_one(FULL)
    assert isinstance(found, EventRecord)
    assert isinstance(whole, EventRecord)
    assert whole.code == "550"
    found.raw = whole.raw
    assert found == whole


def test_an_event_whose_dashes_were_made_underscores_is_read_as_the_event() -> None:
    found, whole = read_one(underscored(FULL)), read_one(FULL)
    assert isinstance(found, EventRecord)
    assert isinstance(whole, EventRecord)
    found.raw = whole.raw
    assert found == whole
    assert read_one(underscored(FULL | {"flags": {"is-test-mode": True}})) == Skipped(TEST_MODE)


def underscored(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name.replace("-", "_"): underscored(value) if isinstance(value, dict) else value
        for name, value in fields.items()
    }


def test_a_flattened_webhook_is_read_too() -> None:
    fields = flattened({"event-data": EVENT}, "_", "_") | {"signature_token": "t"}
    assert read_one(fields).message == record({}).message  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "tags",
    [{"tags": '["Spring"]'}, {"tags_0": "Spring", "tags_1": ""}, {"tags.0": "Spring"}, {"tags[0]": "Spring"}],
)
def test_the_tags_of_a_flattened_event(tags: dict[str, str]) -> None:
    found = read_one(flattened(EVENT, "_", "_") | tags)
    assert isinstance(found, EventRecord)
    assert found.message.attribution
    assert (found.message.attribution.origin, found.message.attribution.campaign) == (Origin.CAMPAIGN, "Spring")


def test_flags_of_a_flattened_event_count_too() -> None:
    assert read_one(flattened(EVENT, "_", "_") | {"flags_is_test_mode": "true"}) == Skipped(TEST_MODE)


def test_a_flattened_event_without_its_message_id_says_so() -> None:
    fields = flattened(changed(with_headers(message_id=GONE)), "_", "_")
    with pytest.raises(RejectedRecord, match="which message"):
        read_one(fields)
    (said,) = items(fields | {"event": "unsubscribed"})
    assert isinstance(said, ConsentRecord)
