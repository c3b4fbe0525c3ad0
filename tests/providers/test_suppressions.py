"""Suppression lists of providers, as files: what each is known by, the opt-outs it gives, and what is none."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.records import Clock, ConsentRecord, ContactRecord, RawRecord, Reject, Skipped
from engagement.ingest import Counts, import_files
from engagement.providers import providers
from engagement.providers.base import Fields, Item, ReadContext, RejectedRecord
from engagement.providers.suppressions import LISTS, PROVIDER, list_of
from engagement.store.schema import contacts, ledger
from tests.ingest.making import rows

ARRIVED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SINCE = datetime(2025, 10, 21, 11, 2, 55, tzinfo=UTC)
PAT = "pat@example.com"
CREATED = {"created_at": "Tue, 21 Oct 2025 11:02:55 UTC"}
EPOCH = {"email": PAT, "created": 1761044575}
POSTMARK = {"EmailAddress": PAT, "Origin": "Recipient", "CreatedAt": "2025-10-21T07:02:55-04:00"}
CONSENT = {"contact_id": "+12025550143", "sender_id": "+14155550100", "date_of_consent": "2025-10-21T11:02:55Z"}
B, C, S = Code.SUPPRESSED_BOUNCE, Code.SUPPRESSED_COMPLAINT, Code.SUPPRESSED

# A record, its place, code, ours and words; all of them since SINCE.
RECORDS: list[tuple[dict[str, Any], str, Code, str | None, str | None]] = [
    ({"address": PAT, "tags": ["*"], **CREATED}, "Mailgun's unsubscribes", S, None, "*"),
    ({"address": PAT, "tags": '["*"]', **CREATED}, "Mailgun's unsubscribes", S, None, "*"),
    ({"address": PAT, "tags": "[news", **CREATED}, "Mailgun's unsubscribes", S, None, "[news"),
    ({"address": PAT, "tags": ["news", "events"], **CREATED}, "Mailgun's unsubscribes", S, None, "news, events"),
    ({"address": PAT, "tag": "*", "id": "5", **CREATED}, "Mailgun's unsubscribes", S, None, "*"),
    (
        {"Address": "Pat@Example.com", "Tags": "*", "Created At": SINCE.isoformat()},
        "Mailgun's unsubscribes",
        S,
        None,
        "*",
    ),
    (
        {"address": PAT, "code": "550", "error": "No such mailbox", **CREATED},
        *("Mailgun's bounces", B, None, "No such mailbox"),
    ),
    ({"address": PAT, "code": 550, "error": "", "MessageHash": "x", **CREATED}, "Mailgun's bounces", B, None, None),
    ({"address": PAT, **CREATED}, "Mailgun's complaints", C, None, None),
    ({"address": PAT, "count": 2, **CREATED}, "Mailgun's complaints", C, None, None),
    (EPOCH, "SendGrid's unsubscribes", S, None, None),
    ({"email": PAT, "created": "1761044575"}, "SendGrid's unsubscribes", S, None, None),
    (EPOCH | {"ip": "10.63.202.100"}, "SendGrid's spam reports", C, None, None),
    (
        EPOCH | {"reason": "Mail domain mentioned in email address is unknown"},
        *("SendGrid's invalid emails", B, None, "Mail domain mentioned in email address is unknown"),
    ),
    (
        EPOCH | {"reason": "550 5.1.1 no such user", "status": "5.1.1"},
        *("SendGrid's bounces", B, None, "550 5.1.1 no such user"),
    ),
    (EPOCH | {"reason": "550 go away", "status": "550"}, "SendGrid's bounces", B, None, "550 go away"),
    (
        {"email": PAT, "group_id": 10, "group_name": "Listings", "created_at": 1761044575},
        *("SendGrid's group unsubscribes", S, "group 10", "Listings"),
    ),
    (
        {"email": PAT, "group_id": "10.0", "created_at": "1761044575"},
        *("SendGrid's group unsubscribes", S, "group 10", None),
    ),
    (POSTMARK | {"SuppressionReason": "ManualSuppression"}, "Postmark's suppressions", S, None, "ManualSuppression"),
    (POSTMARK | {"SuppressionReason": "HardBounce"}, "Postmark's suppressions", B, None, "HardBounce"),
    (POSTMARK | {"SuppressionReason": "SpamComplaint"}, "Postmark's suppressions", C, None, "SpamComplaint"),
    (
        {"Email Address": PAT, "Reason": "Spam complaint", "Origin": "Recipient", "Created At": "2025-10-21 11:02:55"},
        *("Postmark's suppressions", C, None, "Spam complaint"),
    ),
    (CONSENT | {"status": "opt-out", "source": "website"}, "Twilio's consents", S, "+14155550100", None),
    (
        CONSENT | {"status": "OPT_OUT", "sender_id": "MG00000000000000000000000000000001"},
        "Twilio's consents",
        S,
        None,
        None,
    ),
]


def read(fields: Fields) -> list[Item]:
    assert [one.name for one in providers() if one.recognises(fields)] == ["suppressions"], "one provider, and only one"
    return list(PROVIDER.read(RawRecord("item 1", fields, "raw"), ReadContext(ARRIVED, not_after=ARRIVED)))


@pytest.mark.parametrize(("fields", "place", "code", "ours", "words"), RECORDS)
def test_a_record_is_an_opt_out(
    fields: dict[str, Any], place: str, code: Code, ours: str | None, words: str | None
) -> None:
    (item,) = read(fields)
    assert isinstance(item, ConsentRecord)
    channel, address = (
        (ConsentChannel.TEXT, "+12025550143") if place.startswith("Twilio") else (ConsentChannel.EMAIL, PAT)
    )
    assert (item.channel, item.address, item.what, item.source) == (channel, address, What.OUT, Source.LIST)
    assert (item.at, item.clock) == (SINCE, Clock.EVENT)
    assert (item.place, item.code, item.ours, item.words) == (place, code, ours, words)
    assert SINCE.isoformat() in item.dedupe_key


def test_every_list_has_a_record_here() -> None:
    members = {"address", "name", "subscribed", "vars"}
    met = {id(list_of(fields)) for fields, *_ in RECORDS} | {id(list_of(dict.fromkeys(members, "a@b")))}
    assert met == {id(one) for one in LISTS}


@pytest.mark.parametrize(
    "change", [{"created_at": ""}, {"created_at": None}, {"created_at": "10/21/2025"}, {"created_at": "2031-01-01"}]
)
def test_no_opt_out_is_lost_over_its_date(change: dict[str, Any]) -> None:
    (item,) = read({"address": PAT, "tags": "*", **change})
    assert isinstance(item, ConsentRecord)
    assert (item.at, item.clock, item.dedupe_key) == (
        *(ARRIVED, Clock.ARRIVAL),
        "Mailgun's unsubscribes|suppressed",
    )


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("421 try later", "4.2.1"),
        ("550 5.7.1 blocked for spam", "5.7.1"),
        ("552 5.2.2 mailbox full", "5.2.2"),
        ("error dialing remote address", "4.0.0"),
    ],
)
def test_a_block_is_no_opt_out(reason: str, status: str) -> None:
    (item,) = read(EPOCH | {"reason": reason, "status": status})
    assert isinstance(item, Skipped)


@pytest.mark.parametrize("status", ["opt-in", "re-opt-in", "Opt In"])
def test_an_opt_in_on_a_list_lifts_nothing(status: str) -> None:
    (item,) = read(CONSENT | {"status": status})
    assert isinstance(item, Skipped)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"email": PAT, "created": "2025-10-21"}, "the fields of SendGrid's unsubscribes and not their form"),
        ({"email": PAT, "created": ""}, "head its column Unsubscribed At"),
        ({"address": "pat@", "tags": "*", **CREATED}, "'pat@' on Mailgun's unsubscribes is not an email address"),
        (POSTMARK | {"SuppressionReason": "Because"}, "'Because' on Postmark's suppressions is none of"),
        (CONSENT | {"status": "maybe"}, "'maybe' on Twilio's consents is neither opt-in nor opt-out"),
        (CONSENT | {"status": "opt-out", "contact_id": "Pat"}, "'Pat' on Twilio's consents is not a phone number"),
    ],
)
def test_what_cannot_be_told_is_refused_by_the_name_of_its_list(fields: Fields, says: str) -> None:
    with pytest.raises(RejectedRecord, match=says):
        read(fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "12 High Street", "created_at": "2025-10-21"},
        {"address": "12 High Street", "name": "Pat", "subscribed": "no"},
        {"name": "Pat", "email": PAT, "created": "2025-10-21"},
        {"name": "Pat", "email": PAT, "tags": "buyer", "created_at": "2025-10-21"},
        {"email": PAT, "tags": "buyer"},
        {"email": PAT, "status": "Lead", "reason": "Referral"},
        {"email": PAT},
        {"Email Address": PAT, "First Name": "Pat", "Origin": "Zillow"},
        {"Email Address": PAT, "Reason": "Moved", "Phone": "202-555-0143"},
        {"contact_id": "7", "name": "Pat", "status": "Lead", "email": PAT},
        {"event": "unsubscribed", "id": "u1", "timestamp": 1760000000.5, "recipient": PAT},
        {"email": PAT, "event": "bounce", "sg_event_id": "e", "timestamp": 1, "reason": "x", "status": "5.1.1"},
        {"RecordType": "SubscriptionChange", "MessageStream": "broadcast", "SuppressSending": True, "Recipient": PAT},
    ],
)
def test_people_and_events_are_no_suppressions(fields: Fields) -> None:
    assert not PROVIDER.recognises(fields)
    assert len([one for one in providers() if one.recognises(fields)]) <= 1


MEMBER = {"address": PAT, "name": "Pat Ashby", "subscribed": False, "vars": {}}


@pytest.mark.parametrize(
    ("subscribed", "opts_out"),
    [
        (False, True),
        ("false", True),
        ("no", True),
        ("0", True),
        (True, False),
        ("yes", False),
        ("", False),
        (None, False),
    ],
)
def test_a_member_of_a_mailing_list_is_a_person(subscribed: object, opts_out: bool) -> None:
    person, *rest = read(MEMBER | {"subscribed": subscribed})
    assert isinstance(person, ContactRecord)
    assert (person.name, [address.value for address in person.addresses]) == ("Pat Ashby", [PAT])
    assert [(item.code, item.place, item.words) for item in rest if isinstance(item, ConsentRecord)] == (
        [(Code.LISTED, "Mailgun's mailing list", str(subscribed))] if opts_out else []
    )
    assert len(rest) == opts_out


def test_a_member_of_whom_it_is_unclear_comes_in_and_is_told() -> None:
    person, reject = read(MEMBER | {"subscribed": "perhaps"})
    assert isinstance(person, ContactRecord)
    assert isinstance(reject, Reject)
    assert "'perhaps' is neither true nor false" in reject.reason


def as_csv(*records: dict[str, Any]) -> str:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(records[0]))
    writer.writeheader()
    writer.writerows(records)
    return target.getvalue()


FILES = {
    "mailgun unsubscribes": (
        json.dumps({"items": [{"address": PAT, "tags": ["*"], **CREATED}], "paging": {"next": "https://x"}}),
        ("suppressed", SINCE),
    ),
    "mailgun bounces": (
        json.dumps({"items": [{"address": PAT, "code": "550", "error": "No such mailbox", **CREATED}], "paging": {}}),
        ("suppressed bounce", SINCE),
    ),
    "mailgun members": (json.dumps({"items": [MEMBER], "total_count": 1}), ("listed", None)),
    "mailgun unsubscribes csv": (as_csv({"address": PAT, "tags": '["*"]', **CREATED}), ("suppressed", SINCE)),
    "mailgun bounces csv": (
        as_csv({"address": PAT, "code": 550, "error": "No such mailbox", **CREATED}),
        ("suppressed bounce", SINCE),
    ),
    "mailgun complaints csv": (as_csv({"address": PAT, **CREATED}), ("suppressed complaint", SINCE)),
    "sendgrid unsubscribes": (json.dumps([EPOCH]), ("suppressed", SINCE)),
    "sendgrid unsubscribes csv": (as_csv(EPOCH), ("suppressed", SINCE)),
    "sendgrid bounces csv": (
        as_csv({"status": "5.1.1", "reason": "no such user", **EPOCH}),
        ("suppressed bounce", SINCE),
    ),
    "postmark": (
        json.dumps({"Suppressions": [POSTMARK | {"SuppressionReason": "SpamComplaint"}]}),
        ("suppressed complaint", SINCE),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_closes_its_addresses(store: sa.Engine, tmp_path: Path, name: str) -> None:
    content, (code, since) = FILES[name]
    file = tmp_path / "list"
    file.write_text(content)
    results = [import_files(store, [file])[0] for _ in range(2)]
    assert [(result.provider, result.counts) for result in results] == [
        ("Suppression list", Counts(read=1, new=1)),
        ("Suppression list", Counts(read=1, duplicate=1)),
    ]
    ((channel, address, what, kept, at),) = rows(store, ledger, "channel", "address", "what", "code", "at")
    assert (channel, address, what, kept) == ("email", PAT, "out", code)
    assert since is None or at == since
    ((closed, owner),) = rows(store, contacts, "do_not_email_at", "name")
    assert closed == at
    assert (owner == "Pat Ashby") is ("members" in name)
