"""What a row of a contact list says of consent, read as the whole row is: opt-outs, unclear cells, and dates."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.records import Clock, ConsentRecord, ContactRecord, RawRecord, Reject
from engagement.ingest import Counts, import_files
from engagement.providers.base import Fields, Item, ReadContext
from engagement.providers.contact_list import PROVIDER, unread_consent
from engagement.store.schema import contacts, ledger
from tests.ingest.making import rows

ARRIVED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ANN, PHONE, CELL = "ann@example.com", "+12025550143", "+12025550144"
ROW = {"Name": "Ann Abel", "Email": ANN, "Phone": "202-555-0143", "Cell": "202-555-0144"}
EMAIL, TEXT, CALL = ConsentChannel


def read(fields: Fields, region: str = "US") -> list[Item]:
    assert PROVIDER.recognises(fields)
    found = list(PROVIDER.read(RawRecord("row 2", fields, "the row"), ReadContext(ARRIVED, region, not_after=ARRIVED)))
    assert sum(isinstance(item, ContactRecord) for item in found) == 1, "the person comes in all the same"
    return [item for item in found if not isinstance(item, ContactRecord)]


def said(fields: Fields, region: str = "US") -> list[ConsentRecord]:
    found = read(ROW | fields, region)
    assert all(isinstance(item, ConsentRecord) for item in found), found
    records = [item for item in found if isinstance(item, ConsentRecord)]
    assert all((item.what, item.source) == (What.OUT, Source.LIST) for item in records), "a list never lifts"
    return records


def closed(fields: Fields, region: str = "US") -> set[tuple[ConsentChannel, str]]:
    return {(record.channel, record.address) for record in said(fields, region)}


EMAILS, TEXTS, CALLS = {(EMAIL, ANN)}, {(TEXT, PHONE), (TEXT, CELL)}, {(CALL, PHONE), (CALL, CELL)}


@pytest.mark.parametrize(
    "cell",
    [
        *("Yes", "yes", "Y", "TRUE", "true", "1", "1.0", "-1", "x", "X", "on", "Sí", "si", "verdadero", "✓"),
        *("Opted out", "opt-out", "Unsubscribed", "Do not email", "Don't email", "No emails", "unsubscribed 5/6/2025"),
        *("2025-05-06", "2025-05-06 07:08:09", "5/6/2025", "13/6/2025", "May 6, 2025", "6 May 2025", "No more emails"),
    ],
)
def test_a_yes_opts_out(cell: str) -> None:
    assert closed({"Email Opt Out": cell}) == EMAILS


@pytest.mark.parametrize(
    "cell",
    [
        *("No", "n", "FALSE", "0", "0.0", "off", "falso", "Opted in", "subscribed", "OK", "not opted out"),
        *("", " ", "-", "N/A", "n/a", "null", "None", "unknown", "Never subscribed", "0000-00-00"),
    ],
)
def test_a_no_and_a_blank_say_nothing(cell: str) -> None:
    assert closed({"Email Opt Out": cell}) == set()


@pytest.mark.parametrize("cell", ["maybe", "see notes", "ask Dana", "2", "13/13/2025", "Tuesday"])
def test_what_is_unclear_is_told_and_the_person_comes_in(cell: str) -> None:
    (reject,) = read(ROW | {"Email Opt Out": cell})
    assert reject == Reject(
        "row 2",
        f"Email Opt Out {cell!r} does not say whether they opted out, so it was left out: write yes or no, and import "
        "the list again.",
        "the row",
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"Do Not Text": "yes"}, TEXTS),
        ({"DoNotCall": "true"}, CALLS),
        ({"Do Not Contact": "yes"}, EMAILS | TEXTS | CALLS),
        ({"Opted Out": "yes"}, EMAILS | TEXTS),
        ({"Send SMS": "No"}, TEXTS),
        ({"Send SMS": "Do not SMS"}, TEXTS),
        ({"Send SMS": "Yes"}, set()),  # a list never lifts
        ({"Text Opt In": "false"}, TEXTS),
        ({"Text Opt In": "Opted out"}, TEXTS),
        ({"Text Opt In": "true"}, set()),
        ({"Text Opt In": "2025-05-06"}, set()),  # since when they agreed
        ({"Text Opt In": ""}, set()),
        ({"subscribed": "no"}, EMAILS),
        ({"subscribed": "yes"}, set()),
        ({"Email Status": "Unsubscribed"}, EMAILS),
        ({"Email Status": "Active"}, set()),
        ({"Email Status": "valid"}, set()),
        ({"Marketing Status": "unsubscribed"}, EMAILS),
        ({"Marketing Status": "no_consent"}, set()),
        ({"SMS Status": "opted-out"}, TEXTS),
        ({"SMS Status": "invalid"}, set()),  # texts do not bounce
        ({"HasOptedOutOfFax": "true"}, set()),
        ({"Do Not Mail": "Yes"}, set()),
        ({"DOUBLE_OPT-IN": "No"}, set()),
        ({"Status": "Do Not Contact"}, EMAILS | TEXTS | CALLS),
        ({"Stage": "Unsubscribed"}, EMAILS),
        ({"Stage": "DNC"}, CALLS),
        ({"Stage": "Do not call before noon"}, set()),
        ({"Stage": "Active"}, set()),
    ],
)
def test_each_channel_of_each_address(fields: Fields, expected: set[tuple[ConsentChannel, str]]) -> None:
    assert closed(fields) == expected


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Email Status": "Bounced"}, Code.SUPPRESSED_BOUNCE),
        ({"Email Status": "Hard Bounce"}, Code.SUPPRESSED_BOUNCE),
        ({"Email Status": "cleaned"}, Code.SUPPRESSED_BOUNCE),
        ({"CLEAN_TIME": "2025-05-06 07:08:09"}, Code.SUPPRESSED_BOUNCE),
        ({"Email Status": "Complained"}, Code.SUPPRESSED_COMPLAINT),
        ({"Email Status": "Spam complaint"}, Code.SUPPRESSED_COMPLAINT),
        ({"Email Status": "unsubscribed"}, Code.LISTED),
        ({"UNSUB_TIME": "2025-05-06 07:08:09"}, Code.LISTED),
    ],
)
def test_why_an_address_is_closed(fields: Fields, code: Code) -> None:
    assert [record.code for record in said(fields)] == [code]


@pytest.mark.parametrize("cell", ["Yes", "Soft as silk", "removed"])
def test_a_status_says_a_status(cell: str) -> None:
    (reject,) = read(ROW | {"Email Status": cell})
    assert isinstance(reject, Reject)
    assert "write subscribed or unsubscribed" in reject.reason


DAY = datetime(2025, 5, 6, tzinfo=UTC)
SECOND = DAY.replace(hour=7, minute=8, second=9)


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({"Email Opt Out": "yes"}, None),
        ({"Email Opt Out": "2025-05-06"}, DAY),
        ({"UNSUB_TIME": "2025-05-06 07:08:09"}, SECOND),
        ({"Unsubscribed": "yes", "Unsubscribed at": "2025-05-06T07:08:09Z"}, SECOND),
        ({"Email Opt Out": "yes", "Opt-out date": "5/6/2025"}, DAY),
        ({"Email Opt Out": "yes", "Opt-out date": "5/6/2025 7:08 AM"}, DAY.replace(hour=7, minute=8)),
        ({"Email Opt Out": "yes", "Opt-out date": "6-May-2025"}, DAY),
        ({"Email Opt Out": "yes", "Opt-out date": ""}, None),
        ({"Email Opt Out": "yes", "SMS opt-out date": "2025-05-06"}, None),  # of another channel
        ({"Email Opt Out": "yes", "Opt-out date": "2031-01-01"}, None),  # that has not been yet
        ({"Email Opt Out": "", "Opt-out date": "2025-05-06"}, DAY),
        ({"Email Opt In": "yes", "Unsubscribed at": "2025-05-06"}, DAY),  # signed up first
        ({"Email Status": "valid", "Unsubscribed at": "2025-05-06"}, DAY),
        ({"Unsubscribed at": "yes"}, None),
    ],
)
def test_since_when(fields: Fields, since: datetime | None) -> None:
    record = next(record for record in said(fields) if record.channel is EMAIL)
    assert (record.at, record.clock) == ((since, Clock.EVENT) if since else (ARRIVED, Clock.ARRIVAL))
    assert (since.isoformat() in record.dedupe_key) if since else (str(ARRIVED.year) not in record.dedupe_key)


@pytest.mark.parametrize(
    ("written", "region", "since"),
    [
        ("5/6/2025", "US", DAY),
        ("5/6/2025", "GB", None),  # 5 June there, and nothing says so: an opt-out, since when it came
        ("13/6/2025", "GB", datetime(2025, 6, 13, tzinfo=UTC)),
        ("13.06.2025", "US", datetime(2025, 6, 13, tzinfo=UTC)),
        ("6/13/25", "GB", datetime(2025, 6, 13, tzinfo=UTC)),
        ("5-5-2025", "GB", datetime(2025, 5, 5, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_where_it_leaves_no_doubt(written: str, region: str, since: datetime | None) -> None:
    (record,) = said({"Email Opt Out": written, "Phone": "", "Cell": ""}, region)
    assert record.at == (since or ARRIVED)


def test_a_date_beside_a_no_is_of_an_opt_out_that_ended() -> None:
    assert said({"Email Opt Out": "No", "Opt-out date": "2025-05-06"}) == []


def test_a_record_says_what_the_list_had() -> None:
    assert said({"Email Opt-Out": "Yes"}) == [
        ConsentRecord(
            *(EMAIL, ANN, What.OUT, ARRIVED, Clock.ARRIVAL, Source.LIST, Code.LISTED),
            dedupe_key="listed|emailoptout|listed",
            words="Yes",
            place="the column Email Opt-Out",
        )
    ]


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"Name": "Ann", "Phone": "202-555-0143", "Email Opt Out": "yes"}, "email address"),
        ({"Name": "Ann", "Email": ANN, "Do Not Text": "yes"}, "phone number"),
        ({"Name": "Ann", "Email": ANN, "Do Not Call": "yes"}, "phone number"),
        ({"Name": "Ann", "Do Not Contact": "yes"}, "email address or phone number"),
    ],
)
def test_an_opt_out_without_an_address_is_told(fields: Fields, lacks: str) -> None:
    (reject,) = read(fields)
    assert isinstance(reject, Reject)
    assert f"the row has no {lacks} to keep it by: fill its {lacks}" in reject.reason


@pytest.mark.parametrize(
    ("headings", "unread"),
    [
        (("GDPR consent",), "The column GDPR consent speaks of consent"),
        (("GDPR", "Subscription"), "The columns GDPR, Subscription speak of consent"),
        (("UNSUB_REASON",), "The column UNSUB_REASON speaks of consent"),  # and nothing says that they did
        (("UNSUB_TIME", "UNSUB_REASON", "UNSUB_CAMPAIGN_TITLE", "OPTIN_TIME", "OPTIN_IP"), None),
        (("Email Opt Out", "Do Not Mail", "HasOptedOutOfFax"), None),
        (("Notes", "Birthday"), None),
    ],
)
def test_a_column_that_speaks_of_consent_is_never_left_out_in_silence(headings: tuple[str, ...], unread: str) -> None:
    found = unread_consent(ROW | dict.fromkeys(headings, ""))
    assert (found or "").startswith(unread or "")
    assert (found is None) is (unread is None)


MAILCHIMP = "OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP"
LISTS = {  # made anew after the shapes of real exports
    "mailchimp unsubscribed": (
        f"Email Address,First Name,Last Name,Phone Number,MEMBER_RATING,{MAILCHIMP},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,"
        "UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,LEID,EUID,NOTES,TAGS\n"
        "pat@example.com,Pat,Ashby,2025550143,2,,,,,2025-05-06 07:08:09,May letter,,NORMAL,,448778,c2cb,,\n",
        [("email", "pat@example.com", SECOND, Code.LISTED, "the column UNSUB_TIME")],
    ),
    "mailchimp cleaned": (
        f"Email Address,First Name,Last Name,MEMBER_RATING,{MAILCHIMP},CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,"
        "CLEAN_CAMPAIGN_ID,LEID,EUID,NOTES,TAGS\npat@example.com,Pat,Ashby,2,,,,,2025-05-06 07:08:09,May,,4,c,,\n",
        [("email", "pat@example.com", SECOND, Code.SUPPRESSED_BOUNCE, "the column CLEAN_TIME")],
    ),
    "hubspot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Marketing contact status,"
        "Create Date,Lifecycle Stage,Original Source,Unsubscribed from all email\n"
        "501,Pat,Ashby,pat@example.com,+1 202-555-0143,Dana Whit,Open,Non-marketing contact,2024-01-02 10:00,Lead,"
        "Organic Search,true\n",
        [("email", "pat@example.com", None, Code.LISTED, "the column Unsubscribed from all email")],
    ),
    "salesforce": (
        "Id,IsDeleted,AccountId,LastName,FirstName,Name,Phone,MobilePhone,Email,LeadSource,OwnerId,HasOptedOutOfEmail,"
        "DoNotCall\n0035g,false,0015g,Ashby,Pat,Pat Ashby,(202) 555-0143,(202) 555-0144,pat@example.com,Web,0055g,"
        "true,true\n",
        [
            ("call", "+12025550143", None, Code.LISTED, "the column DoNotCall"),
            ("call", "+12025550144", None, Code.LISTED, "the column DoNotCall"),
            ("email", "pat@example.com", None, Code.LISTED, "the column HasOptedOutOfEmail"),
        ],
    ),
    "crm": (
        "First Name,Last Name,Position,Email 1,Email 2,Phone 1,Phone 2,Do Not Email,Do Not Mail,Do Not Call,Send SMS,"
        "Notes\nPat,Ashby,Owner,pat@example.com,,202-555-0143,,Yes,No,No,Do not SMS,x\n",
        [
            ("email", "pat@example.com", None, Code.LISTED, "the column Do Not Email"),
            ("text", "+12025550143", None, Code.LISTED, "the column Send SMS"),
        ],
    ),
    "opt-outs with a date": (
        "First Name,Last Name,Email,Phone,Email Opt Out,SMS Opt Out,Opt-out date\n"
        "Ann,Abel,ann@example.com,415-231-0841,Yes,Yes,2026-10-01\n"
        "Bob,Baker,bob@example.com,415-231-0842,No,No,\n",
        [
            ("email", ANN, datetime(2026, 10, 1, tzinfo=UTC), Code.LISTED, "the column Email Opt Out"),
            ("text", "+14152310841", datetime(2026, 10, 1, tzinfo=UTC), Code.LISTED, "the column SMS Opt Out"),
        ],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_programs_come_in_with_their_opt_outs(store: sa.Engine, tmp_path: Path, name: str) -> None:
    content, expected = LISTS[name]
    file = tmp_path / "list.csv"
    file.write_text(content)
    people = content.count("\n") - 1
    results = [import_files(store, [file])[0] for _ in range(2)]
    assert [(result.counts, result.note) for result in results] == [
        (Counts(read=people, new=people), None),
        (Counts(read=people, duplicate=people), None),
    ]
    found = sorted(rows(store, ledger, "channel", "address", "at", "code", "place", "clock"))
    assert [
        (channel, address, at if clock == Clock.EVENT else None, Code(code), place)
        for channel, address, at, code, place, clock in found
    ] == expected
    (marked,) = {
        (bool(email), bool(text), bool(call))
        for who, email, text, call in rows(
            store, contacts, "name", "do_not_email_at", "do_not_text_at", "do_not_call_at"
        )
        if not who.startswith("Bob")
    }
    assert marked == tuple(any(entry[0] == channel for entry in expected) for channel in ("email", "text", "call"))


def test_a_list_that_says_no_later_lifts_nothing(store: sa.Engine, tmp_path: Path) -> None:
    for cell in ("Yes", "No", "Opted in", ""):
        file = tmp_path / "list.csv"
        file.write_text(f"Name,Email,Email Opt Out\nAnn Abel,{ANN},{cell}\n")
        import_files(store, [file])
    assert len(rows(store, ledger, "address")) == 1
    assert None not in rows(store, contacts, "do_not_email_at")


def test_a_file_says_which_columns_it_did_not_read(store: sa.Engine, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"Name,Email,GDPR\nAnn Abel,{ANN},no\n")
    (result,) = import_files(store, [file])
    assert result.counts == Counts(read=1, new=1)
    assert result.note is not None
    assert result.note.startswith("The column GDPR speaks of consent in words not known here")
