"""Opt-outs, and ways back, that come as an event without its message: kept, for an opt-out needs an address only."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.records import Clock, ConsentRecord, EventRecord, RawRecord, Skipped
from engagement.ingest import Counts, import_files
from engagement.providers.base import Fields, Item, Provider, ReadContext, RejectedRecord
from engagement.providers.mailgun import PROVIDER as MAILGUN
from engagement.providers.sendgrid import PROVIDER as SENDGRID
from engagement.store.schema import contacts, ledger
from tests.ingest.making import rows

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
AT = datetime(2025, 10, 9, 8, 53, 20, 500000, UTC)
# As Mailgun posts it.
UNSUBSCRIBED = {"event": "unsubscribed", "id": "u1", "timestamp": 1760000000.5, "recipient": "Pat@Example.com"}
WEBHOOK = {
    "signature": {"timestamp": "1", "token": "t", "signature": "00"},
    "event-data": {**UNSUBSCRIBED, "tags": ["*"]},
}


def read(fields: Fields, provider: Provider) -> Item:
    assert provider.recognises(fields)
    (item,) = provider.read(RawRecord("item 1", fields), ReadContext(NOW))
    return item


def mailgun(ours: str | None = None, code: Code = Code.UNSUBSCRIBED, words: str = "unsubscribed") -> ConsentRecord:
    what, source = What.OUT, Source.EVENT
    return ConsentRecord(
        *(ConsentChannel.EMAIL, "pat@example.com", what, AT, Clock.EVENT, source, code, "u1|2025-10-09"),
        ours=ours,
        words=words,
        place="Mailgun's events",
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (WEBHOOK, mailgun()),
        (UNSUBSCRIBED, mailgun()),
        (UNSUBSCRIBED | {"message": {}}, mailgun()),
        (UNSUBSCRIBED | {"message": {"headers": {"message-id": " <> "}}}, mailgun()),
        (UNSUBSCRIBED | {"domain": {"name": "MG.lakeside.example"}}, mailgun("mg.lakeside.example")),
        (UNSUBSCRIBED | {"envelope": {"sender": "bounce@mg.lakeside.example"}}, mailgun("mg.lakeside.example")),
        (
            UNSUBSCRIBED | {"message": {"headers": {"from": "Dana <dana@lakeside.example>"}}},
            mailgun("lakeside.example"),
        ),
        (UNSUBSCRIBED | {"domain": "mg.lakeside.example"}, mailgun()),  # not as its documentation has it: not guessed
        (UNSUBSCRIBED | {"event": "complained"}, mailgun(code=Code.COMPLAINED, words="complained")),
    ],
)
def test_what_mailgun_says(fields: Fields, expected: ConsentRecord) -> None:
    assert read(fields, MAILGUN) == expected


@pytest.mark.parametrize("event", ["opened", "clicked", "delivered", "accepted"])
def test_any_other_event_needs_its_message(event: str) -> None:
    with pytest.raises(RejectedRecord, match="does not say which message it is about"):
        read(UNSUBSCRIBED | {"event": event, "log-level": "info"}, MAILGUN)


@pytest.mark.parametrize(
    ("change", "says"), [({"id": None}, "has no id"), ({"recipient": None}, "whom"), ({"timestamp": "x"}, "not a time")]
)
def test_what_is_missing_is_refused(change: Fields, says: str) -> None:
    with pytest.raises(RejectedRecord, match=says):
        read(UNSUBSCRIBED | change, MAILGUN)


def test_an_opt_out_with_its_message_is_an_event_of_it() -> None:
    item = read(UNSUBSCRIBED | {"message": {"headers": {"message-id": "a@b"}}}, MAILGUN)
    assert isinstance(item, EventRecord)


# As SendGrid posts it.
SENT: dict[str, Any] = {
    "email": "Pat@Example.com",
    "timestamp": 1760000000,
    "sg_event_id": "e1",
    "sg_message_id": "m1.f",
}


def sendgrid(what: What, code: Code, words: str, ours: str | None = None) -> ConsentRecord:
    return ConsentRecord(
        *(
            ConsentChannel.EMAIL,
            "pat@example.com",
            what,
            AT.replace(microsecond=0),
            Clock.EVENT,
            Source.EVENT,
            code,
            "e1",
        ),
        ours=ours,
        words=words,
        place="SendGrid's events",
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"event": "unsubscribe"}, sendgrid(What.OUT, Code.UNSUBSCRIBED, "unsubscribe")),
        ({"event": "unsubscribe", "asm_group_id": 10}, sendgrid(What.OUT, Code.UNSUBSCRIBED, "unsubscribe")),
        ({"event": "spamreport"}, sendgrid(What.OUT, Code.COMPLAINED, "spamreport")),
        (
            {"event": "group_unsubscribe", "asm_group_id": 10},
            sendgrid(What.OUT, Code.UNSUBSCRIBED, "group_unsubscribe", "group 10"),
        ),
        ({"event": "group_unsubscribe"}, sendgrid(What.OUT, Code.UNSUBSCRIBED, "group_unsubscribe")),
    ],
)
def test_what_sendgrid_says_without_a_message(change: Fields, expected: ConsentRecord) -> None:
    assert read(SENT | {"sg_message_id": ""} | change, SENDGRID) == expected
    item = read(SENT | change, SENDGRID)
    assert isinstance(item, EventRecord), "it is an event of its message"
    if expected.ours:
        assert item.detail == "group_unsubscribe: group 10"


@pytest.mark.parametrize("message", ["m1.f", ""])
def test_a_group_joined_again_is_a_way_back_to_it(message: str) -> None:
    fields = SENT | {"event": "group_resubscribe", "asm_group_id": 10, "sg_message_id": message}
    assert read(fields, SENDGRID) == sendgrid(What.IN, Code.RESUBSCRIBED, "group_resubscribe", "group 10")


def test_a_way_back_to_nobody_knows_what_undoes_nothing() -> None:
    assert isinstance(read(SENT | {"event": "group_resubscribe"}, SENDGRID), Skipped)


def test_a_late_bounce_is_still_a_message_of_its_own() -> None:
    item = read(SENT | {"event": "bounce", "sg_message_id": "", "type": "bounce"}, SENDGRID)
    assert isinstance(item, EventRecord)
    assert item.message.key == "event e1"


def test_a_file_of_them_is_kept(store: sa.Engine, tmp_path: Path) -> None:
    file = tmp_path / "hook.json"
    file.write_text(json.dumps(WEBHOOK))
    counts = [import_files(store, [file])[0].counts for _ in range(2)]
    assert counts == [Counts(read=1, new=1), Counts(read=1, duplicate=1)]
    assert rows(store, ledger, "channel", "address", "what", "code") == [
        ("email", "pat@example.com", "out", "unsubscribed")
    ]
    ((at, reason),) = rows(store, contacts, "do_not_email_at", "do_not_email_reason")
    assert (at, bool(reason)) == (AT, True)


def test_the_way_back_by_record_ends_what_was_said_to_the_same_group(store: sa.Engine, tmp_path: Path) -> None:
    out = SENT | {"event": "group_unsubscribe", "asm_group_id": 10}
    back = SENT | {"event": "group_resubscribe", "asm_group_id": 10, "sg_event_id": "e2", "timestamp": 1760000100}
    for number, (group, closed) in enumerate(((11, True), (10, False))):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps([out, back | {"asm_group_id": group, "sg_event_id": f"b{number}"}]))
        import_files(store, [file])
        (at,) = rows(store, contacts, "do_not_email_at")
        assert (at is not None) is closed
