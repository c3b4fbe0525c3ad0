"""Contact lists of any CRM: which columns are read as what, the contacts they give, and what is refused and why."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engagement.domain.records import AddressRecord, ContactRecord, RawRecord, Reject
from engagement.domain.vocabulary import Channel, ContactKind
from engagement.providers.base import Fields, Item, ReadContext, RejectedRecord
from engagement.providers.contact_list import PROVIDER, mapping

SAMPLES = Path(__file__).parent.parent / "samples" / "lists"
JANE = "jane@example.com"
PHONE = "+14155550142"


def items(fields: Fields, region: str = "US") -> list[Item]:
    context = ReadContext(datetime(2026, 11, 24, tzinfo=UTC), region)
    return list(PROVIDER.read(RawRecord("row 2", fields, "the row"), context))


def contact(fields: Fields, region: str = "US") -> ContactRecord:
    found = items(fields, region)
    assert len(found) == 1
    assert isinstance(found[0], ContactRecord)
    return found[0]


def email(value: str, kind: str = "", is_main: bool = False) -> AddressRecord:
    return AddressRecord(Channel.EMAIL, value, kind, is_main)


def phone(value: str, kind: str = "", is_main: bool = False) -> AddressRecord:
    return AddressRecord(Channel.TEXT, value, kind, is_main)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        *((name, "first name") for name in ("First Name", "first_name", "FIRST-NAME", "Given Name", "First")),
        *((name, "last name") for name in ("Last Name", "lastname", "Surname", "Family Name")),
        *((name, "name") for name in ("Name", "Full Name", "Contact Name", "Display Name")),
        *((name, "email") for name in ("Email", "E-mail", "email_address", "Emails", "Email 2", "E-mail 1 - Value")),
        *((name, "email") for name in ("Mail", "Contact Email", "Email (2)", "Email Address 3", "Email 2 Address")),
        *((name, "office email") for name in ("Office Email", "Work Email", "Business E-Mail", "Email (work)")),
        *((name, "personal email") for name in ("Personal Email", "Email - Personal", "Private email 2")),
        *((name, "home email") for name in ("Home Email",)),
        *((name, "other email") for name in ("Other Email", "Secondary Email", "Alternate Email Address")),
        *((name, "main email") for name in ("Main Email", "Primary Email")),
        *((name, "phone") for name in ("Phone", "Phone Number", "Telephone", "Tel", "Phone #", "Phone No.", "Phone 2")),
        *(
            (name, "cell phone")
            for name in ("Cell", "Cell Phone", "Mobile", "Mobile Number", "Phone (mobile)", "Cell #")
        ),
        *((name, "office phone") for name in ("Office Phone", "Work Phone 2", "Business Telephone")),
        *((name, "home phone") for name in ("Home Phone", "Phone - Home")),
        *((name, "main phone") for name in ("Primary Phone", "Main Phone Number")),
        *((name, "owner") for name in ("Owner", "Assigned To", "Agent Owner", "Assigned Agent", "Lead Owner")),
        *((name, "stage") for name in ("Stage", "Status", "Pipeline Stage", "Lead Status")),
        *((name, "source") for name in ("Source", "Lead Source")),
        *((name, "labels") for name in ("Labels", "Tags", "tag", "Groups")),
        *((name, "kind") for name in ("Kind", "Type", "Record Type", "Contact Type")),
        *((name, "no email") for name in ("Email Opt Out", "HasOptedOutOfEmail", "Unsubscribed from all email")),
        ("Email Status", "email status"),
        ("Do Not Call", "no call"),
        *((name, "external id") for name in ("External ID", "id", "Contact Id", "CRM ID")),
        *((name, None) for name in ("Birthday", "Phone Extension", "Spouse Email", "Fax", "Hotel")),
        *((name, None) for name in ("Mailing Address", "City", "", "column 4", "Do Not Mail", "Gmail", "Owner Id")),
    ],
)
def test_a_column_is_read_as_one_of_our_fields(column: str, field: str | None) -> None:
    assert mapping([column]) == ({} if field is None else {column: field})


def test_mapping_of_a_header() -> None:
    header = ["Id", "External ID", "Status", "Stage", "Tags", "Groups", "Email", "Email Type", "Phone Type", "Notes"]
    assert mapping(header) == {
        "External ID": "external id",  # it names the person better than Id
        "Stage": "stage",
        "Tags": "labels",
        "Groups": "labels",
        "Email": "email",
        "Email Type": "email type",
    }


def test_a_type_is_of_the_column_it_names() -> None:
    assert mapping(["Email", "Work Email Type"]) == {"Email": "email"}


def test_a_whole_row() -> None:
    row = {
        "First Name": " Jane ",
        "Last Name": "Doe",
        "Office Email": "Jane@Oakline.example",
        "Personal Email": JANE,
        "Cell Phone": "(415) 555-0142",
        "Office Phone": "415.555.0143",
        "Assigned To": "Dana Ruiz",
        "Stage": "Nurture",
        "Lead Source": "Open house",
        "Tags": "Buyer; first home | Alder St, Buyer",
        "Type": "Lead",
        "CRM ID": "L-1001",
        "Notes": "Likes gardens",
    }
    assert PROVIDER.recognises(row)
    assert contact(row) == ContactRecord(
        name="Jane Doe",
        kind=ContactKind.LEAD,
        external_id="L-1001",
        owner="Dana Ruiz",
        stage="Nurture",
        source="Open house",
        labels=("Buyer", "first home", "Alder St"),
        addresses=(
            email("jane@oakline.example", "office", True),
            email(JANE, "personal"),
            phone(PHONE, "cell", True),
            phone("+14155550143", "office"),
        ),
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # A column that is not there and an empty cell say nothing.
        ({"Email": JANE}, ContactRecord(None, None, addresses=(email(JANE, is_main=True),))),
        (
            {"Name": "", "Email": JANE, "Owner": "", "Stage": " ", "Source": "", "Tags": "", "Kind": "", "Id": ""},
            ContactRecord(None, None, addresses=(email(JANE, is_main=True),)),
        ),
        ({"Name": "Jane  van\nDoe", "Email": ""}, ContactRecord("Jane van Doe", None)),
        ({"Name": "Jane Doe", "First Name": "J", "Last Name": "D"}, ContactRecord("Jane Doe", None)),
        ({"Name": "", "First Name": "Jane", "Last Name": ""}, ContactRecord("Jane", None)),
        ({"First Name": "", "Last Name": "Doe"}, ContactRecord("Doe", None)),
        ({"Id": "7", "Name": ""}, ContactRecord(None, None, "7")),
        ({"Name": "Jane", "Tags": "a;b", "Groups": "b,c"}, ContactRecord("Jane", None, labels=("a", "b", "c"))),
        *(
            ({"Name": "Jane", "Type": written}, ContactRecord("Jane", kind))
            for written, kind in {
                "lead": ContactKind.LEAD,
                "LEADS": ContactKind.LEAD,
                "Agent": ContactKind.AGENT,
                "agents": ContactKind.AGENT,
                "Team Member": ContactKind.AGENT,
                "team-members": ContactKind.AGENT,
            }.items()
        ),
    ],
)
def test_what_a_row_says_of_a_person(row: Fields, expected: ContactRecord) -> None:
    assert contact(row) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({"Email": " Jane@Example.COM "}, [email(JANE, is_main=True)], id="any case"),
        pytest.param(
            {"Email": f"{JANE}; j.doe@example.org,jd@example.net"},
            [email(JANE, is_main=True), email("j.doe@example.org"), email("jd@example.net")],
            id="several in one cell",
        ),
        pytest.param({"Email": f"Doe, Jane <{JANE}>"}, [email(JANE, is_main=True)], id="a name with a comma"),
        pytest.param(
            {"Email": f"Jane <{JANE}>; Joe <joe@example.com>"},
            [email(JANE, is_main=True), email("joe@example.com")],
            id="names in one cell",
        ),
        pytest.param(
            {"Email": JANE, "Email 2": "j2@example.com", "Primary Email": "j3@example.com"},
            [email(JANE), email("j2@example.com"), email("j3@example.com", "main", True)],
            id="a column says main",
        ),
        pytest.param(
            {"Main Email": JANE, "Primary Email": "j2@example.com"},
            [email(JANE, "main", True), email("j2@example.com", "main")],
            id="two columns say main",
        ),
        pytest.param(
            {"Email": JANE, "Work Email": JANE, "Primary Email": JANE, "Email 2": "J2@example.com"},
            [email(JANE, "office", True), email("j2@example.com")],
            id="one address in several columns",
        ),
        pytest.param(
            {"Main Email": JANE, "Work Email": JANE}, [email(JANE, "office", True)], id="main, and then its type"
        ),
        pytest.param(
            {"Email": JANE, "Email Type": "Work", "Email 2": "j2@example.com", "Email 2 Type": "Spouse"},
            [email(JANE, "office", True), email("j2@example.com", "spouse")],
            id="a column of types",
        ),
        pytest.param(
            {
                "E-mail 1 - Label": "Home",
                "E-mail 1 - Value": JANE,
                "E-mail 2 - Label": "",
                "E-mail 2 - Value": "j2@example.com",
                "Phone 1 - Label": "Mobile",
                "Phone 1 - Value": "415-555-0142",
            },
            [email(JANE, "home", True), email("j2@example.com"), phone(PHONE, "cell", True)],
            id="types before, by number",
        ),
        pytest.param(
            {"Email": "", "Work Email": "j2@example.com", "Email Type": "personal"},
            [email("j2@example.com", "office", True)],
            id="a type of another column",
        ),
        pytest.param(
            {"Phone": "(415) 555-0142 ext. 9", "Cell": "+44 20 7946 0018"},
            [phone(PHONE, is_main=True), phone("+442079460018", "cell")],
            id="an extension and a country code",
        ),
        pytest.param({"Phone": "'+14155550142"}, [phone(PHONE, is_main=True)], id="an apostrophe for a spreadsheet"),
        pytest.param(
            {"Phone": "415-555-0142", "Mobile": "4155550142", "Primary Phone": "415-555-0199"},
            [phone(PHONE, "cell"), phone("+14155550199", "main", True)],
            id="the same number twice",
        ),
        pytest.param(
            {"Phone": "4155550142", "Phone (2)": "4155550143"},
            [phone(PHONE, is_main=True), phone("+14155550143")],
            id="a repeated column",
        ),
    ],
)
def test_addresses(row: Fields, expected: list[AddressRecord]) -> None:
    assert list(contact(row).addresses) == expected


def test_numbers_are_of_the_accounts_region() -> None:
    assert contact({"Phone": "020 7946 0018", "Name": "Jane"}, "GB").addresses == (phone("+442079460018", "", True),)


@pytest.mark.parametrize(
    ("row", "reasons", "expected"),
    [
        (
            {"Name": "Jane", "Work Email": "jane at example.com", "Phone": "415-555-0142"},
            ["Work Email 'jane at example.com' is not an email address, so it was left out."],
            ContactRecord("Jane", None, addresses=(phone(PHONE, is_main=True),)),
        ),
        (
            {"Name": "Jane", "Email": f"{JANE}; nobody", "Cell": "call me"},
            [
                "Email 'nobody' is not an email address, so it was left out.",
                "Cell 'call me' is not a phone number, so it was left out.",
            ],
            ContactRecord("Jane", None, addresses=(email(JANE, is_main=True),)),
        ),
        (
            {"Name": "Jane", "Type": "Vendor"},
            ["Type 'Vendor' is neither lead nor agent, so it was read as an empty cell."],
            ContactRecord("Jane", None),
        ),
    ],
)
def test_a_part_that_cannot_be_read_leaves_the_rest(row: Fields, reasons: list[str], expected: ContactRecord) -> None:
    assert items(row) == [*(Reject("row 2", reason, "the row") for reason in reasons), expected]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"Name": "", "Email": " ", "Owner": "Dana"}, "The row has no name, address or id of a person."),
        ({"Id": "", "Email": ";", "Stage": "New"}, "The row has no name, address or id of a person."),
        (
            {"Name": "", "Email": "nobody"},
            "Email 'nobody' is not an email address, so it was left out. "
            "The row has no name, address or id of a person.",
        ),
    ],
)
def test_a_row_about_nobody_is_refused(row: Fields, reason: str) -> None:
    with pytest.raises(RejectedRecord) as refused:
        items(row)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Name,Email", True),
        ("Email", True),
        ("Phone", True),
        ("First Name,Last Name", True),
        ("Id,Full Name,Stage", True),
        ("Name,Email,Date,Message", True),  # what people left on a web page
        ("Email,Campaign,Created At,Source", True),
        ("Notes,Email", False),
        ("Name", False),
        ("Stage,Source", False),
        ("Id,Owner", False),
        ("Date,Price", False),
        (
            "From,To,Body,Status,SentDate,ApiVersion,NumSegments,ErrorCode,AccountSid,Sid,Direction,Price,PriceUnit",
            False,
        ),
        ("Message ID,Email,Campaign", False),
        ("Email,Name,Sent At,Subject", False),
        ("event,recipient,email,name", False),
    ],
)
def test_which_headers_are_a_contact_list(header: str, expected: bool) -> None:
    assert PROVIDER.recognises(dict.fromkeys(header.split(","), "")) is expected


@pytest.mark.parametrize(
    ("name", "delimiter", "contacts", "rejects"),
    [("leads.csv", ",", 5, 2), ("agents-semicolon.csv", ";", 3, 0)],
)
def test_samples(name: str, delimiter: str, contacts: int, rejects: int) -> None:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=delimiter))
    assert all(PROVIDER.recognises(row) for row in rows)
    found = [item for row in rows for item in items(row)]
    assert sum(isinstance(item, ContactRecord) for item in found) == contacts
    assert sum(isinstance(item, Reject) for item in found) == rejects
