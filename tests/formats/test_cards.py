"""vCards in every version, as phones and address books write them, and what a damaged one costs: itself."""

from typing import Any

import pytest

from engagement.formats import raw_records
from engagement.formats.limits import MAX_RECORD
from tests.formats.files import Made, matches, read


def card(*lines: str, version: str = "3.0") -> bytes:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()


def person(*lines: str, version: str = "3.0") -> Any:
    """What one card says, without what is blank."""
    ((_, fields),) = read(card(*lines, version=version))
    return {heading: text for heading, text in fields.items() if text} if isinstance(fields, dict) else fields


PAT = ("N:Ashby;Pat;;;", "FN:Pat Ashby", "TEL;type=CELL:+1 (202) 555-0143")
CELL = {"Name": "Pat Ashby", "Cell Phone": "+1 (202) 555-0143"}


@pytest.mark.parametrize(
    ("version", "lines", "fields"),
    [
        # iCloud, as the case of the issue has it, and neighbours of it.
        (
            "3.0",
            (*PAT, "item1.EMAIL;type=INTERNET;type=pref:pat@example.com", "item1.X-ABLabel:_$!<Other>!$_"),
            CELL | {"Other Email": "pat@example.com"},
        ),
        ("3.0", ("FN:Pat", "item2.TEL:+12025550143", "item2.X-ABLabel:_$!<Mobile>!$_"), {"Cell Phone": "+12025550143"}),
        ("3.0", ("FN:Pat", "item2.TEL:+12025550143", "item2.X-ABLabel:Work fax"), {"Fax": "+12025550143"}),
        ("3.0", ("FN:Pat", "item2.TEL:+12025550143", "item2.X-ABLabel:Sister"), {"Other Phone": "+12025550143"}),
        ("3.0", ("FN:Pat", "TEL;TYPE=WORK,FAX:+12025550143"), {"Fax": "+12025550143"}),
        ("3.0", ("FN:Pat", "TEL;type=IPHONE;type=CELL;type=VOICE:2025550143"), {"Cell Phone": "2025550143"}),
        (
            "3.0",
            ("FN:Pat", "TEL;TYPE=HOME:2025550143", "TEL;TYPE=PAGER:2025550144"),
            {"Home Phone": "2025550143", "Pager": "2025550144"},
        ),
        (
            "3.0",
            ("FN:Pat", "EMAIL;TYPE=WORK:a@example.com", "EMAIL;TYPE=HOME:b@example.com", "EMAIL:c@example.com"),
            {"Work Email": "a@example.com", "Personal Email": "b@example.com", "Email": "c@example.com"},
        ),
        (
            "3.0",
            ("FN:Pat", "TEL;TYPE=CELL:2025550143", "TEL;TYPE=CELL;TYPE=PREF:2025550144"),
            {"Cell Phone": "2025550144; 2025550143"},
        ),
        # A comma parts nothing but categories.
        (
            "3.0",
            ("FN:Smith, Ann", "NOTE:Do not call, email only"),
            {"Name": "Smith, Ann", "Notes": "Do not call, email only"},
        ),
        (
            "3.0",
            (*PAT, r"CATEGORIES:Buyers,Open House,myContacts", "CATEGORIES:Buyers"),
            CELL | {"Labels": "Buyers; Open House"},
        ),
        ("3.0", ("FN:Pat, the Realtor", "N:Ashby;Pat;Q.;Dr.;"), {"Name": "Pat Q. Ashby"}),
        ("3.0", (r"FN:Pat\, Ashby\nand Sam",), {"Name": "Pat, Ashby and Sam"}),
        ("3.0", (r"N:O\;Neil;Pat;;;", r"NOTE:a\\nb"), {"Name": "Pat O;Neil", "Notes": r"a\nb"}),
        # A company is a name only where there is none.
        ("3.0", (*PAT, "ORG:Example Landscaping;Lawns"), CELL | {"Company": "Example Landscaping"}),
        (
            "3.0",
            ("N:;;;;", "FN:Example, Inc.", "ORG:Example\\, Inc.;", "X-ABShowAs:COMPANY"),
            {"Name": "Example, Inc."},
        ),
        ("3.0", ("FN:Acme", "N:Ashby;Pat;;;", "ORG:Acme"), {"Name": "Pat Ashby", "Company": "Acme"}),
        # Folded, with a character cut in two, and with a picture.
        (
            "3.0",
            ("FN:Pat A", " shby", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", " SkZJRg==", "NOTE:x"),
            {"Name": "Pat Ashby", "Notes": "x"},
        ),
        # 4.0
        (
            "4.0",
            ("FN:Pat", 'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-202-555-0143;ext=55', "KIND:individual"),
            {"Home Phone": "+1-202-555-0143"},
        ),
        (
            "4.0",
            ("FN:Pat", "EMAIL;PREF=2:a@example.com", "EMAIL;PREF=1:mailto:b@example.com", 'TEL;LABEL="a:b;c":5550143'),
            {"Email": "b@example.com; a@example.com", "Phone": "5550143"},
        ),
        # 2.1
        (
            "2.1",
            (
                "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=B1oz;Jos=C3=A9;;;",
                "TEL;CELL:2025550143",
                "TEL;WORK;FAX:2025550144",
            ),
            {"Name": "José Muñoz", "Cell Phone": "2025550143", "Fax": "2025550144"},
        ),
        (
            "2.1",
            ("FN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Jos=E9 =", "Mu=F1=", "oz", "TEL;HOME;VOICE:2025550143"),
            {"Name": "José Muñoz", "Home Phone": "2025550143"},
        ),
        ("2.1", ("N:Ashby;Pat", "NOTE:Do not call, ever"), {"Name": "Pat Ashby", "Notes": "Do not call, ever"}),
        (
            "2.1",
            ("FN:Pat", "PHOTO;JPEG;BASE64:", "/9j/4AAQSkZJRg==", "", "EMAIL;INTERNET:pat@example.com"),
            {"Email": "pat@example.com"},
        ),
        (
            "2.1",
            ("FN:Pat", "AGENT:", "BEGIN:VCARD", "FN:Sam", "TEL:1", "END:VCARD", "TEL;PREF:2025550143"),
            {"Phone": "2025550143"},
        ),
        # What no version has and files do.
        ("3.0", ("fn:Pat Ashby", "tel;type=Cell:2025550143"), {"Name": "Pat Ashby", "Cell Phone": "2025550143"}),
        ("3.0", ("FN;CHARSET=bzip2:Pat", "NOTE;CHARSET=nonsense:é"), {"Notes": "é"}),
        ("3.0", ("FN:Pat", "and a line without any name", "NICKNAME"), {}),
    ],
)
def test_what_a_card_says(version: str, lines: tuple[str, ...], fields: dict[str, str]) -> None:
    assert person(*lines, version=version) == {"Name": "Pat"} | fields


def test_the_preferred_of_its_kind_comes_first() -> None:
    said = person(
        "FN:Pat", "EMAIL:a@example.com", "EMAIL;TYPE=WORK,PREF:b@example.com", "TEL:1", "TEL;TYPE=CELL,pref:2"
    )
    assert list(said.items()) == [
        ("Name", "Pat"),
        ("Work Email", "b@example.com"),
        ("Email", "a@example.com"),
        ("Cell Phone", "2"),
        ("Phone", "1"),
    ]


def test_a_name_that_is_the_address_is_no_name() -> None:
    assert person("FN:pat@example.com", "EMAIL:pat@example.com") == {"Email": "pat@example.com"}


def test_bytes_that_are_no_utf_8() -> None:
    folded = "BEGIN:VCARD\r\nFN:Jos\r\n é\r\nNOTE:".encode() + b"caf\xe9\r\nEND:VCARD\r\n"
    cut = "José".encode()
    ((_, first),) = read(folded)
    ((_, second),) = read(b"BEGIN:VCARD\nFN:" + cut[:-1] + b"\n " + cut[-1:] + b"\nEND:VCARD\n")
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert (first["Name"], first["Notes"], second["Name"]) == ("José", "café", "José")


GOOD = card(*PAT)
SAID = {"Name": "Pat Ashby", "Email": "", "Cell Phone": "+1 (202) 555-0143"}


@pytest.mark.parametrize(
    ("damaged", "found"),
    [
        (b"BEGIN:VCARD\r\nFN:Sam\r\nEND:VCA", [("line 7", "This card has no end")]),
        (b"BEGIN:VCARD\r\nFN:Sam\r\n", [("line 7", "This card has no end")]),
        (b"FN:Sam\r\nEND:VCARD\r\n", [("line 7", "This is outside of every card")]),
        (b"\r\n\r\n", []),
        (b"BEGIN:VCARD\r\nFN:S\0m\r\nEND:VCARD\r\n", [("line 7", "The card holds a character (NUL)")]),
        (b"BEGIN:VCARD\r\nFN:S\x81m\r\nEND:VCARD\r\n", [("line 7", "The card holds characters that are text in no")]),
        (
            b"BEGIN:VCARD\r\nFN:Sam\r\nTEL;CELL+1202\r\nEND:VCARD\r\n",
            [("line 7", {"Name": "Sam", "Email": ""}), ("line 7", "This line of a card is no property")],
        ),
        (b"BEGIN:VCARD\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Sam\r\nEND:VCARD\r\n", [("line 7", "This card has no end")]),
        (
            b"BEGIN:VCARD\r\nFN:Sam\r\nNOTE:" + b"x" * (MAX_RECORD + 9) + b"\r\nEND:VCARD\r\n",
            [("line 7", "The record is 4.2 MB long")],
        ),
        (
            b"BEGIN:VCARD\r\nFN:Sam\r\nPHOTO:" + b"x" * (MAX_RECORD + 9) + b"\r\nEND:VCARD\r\n",
            [("line 7", {"Name": "Sam", "Email": ""})],
        ),
        (b"BEGIN:VCARD\r\nKIND:group\r\nFN:Buyers\r\nEND:VCARD\r\n", []),
    ],
)
def test_a_damaged_card_costs_itself_alone(damaged: bytes, found: list[tuple[str, object]]) -> None:
    for size in (1 << 20, 7) if len(damaged) < 1000 else (1 << 20,):
        seen = read(GOOD + damaged + GOOD, size)
        assert seen[0] == ("line 1", SAID)
        assert seen[-1][1] == SAID
        assert matches(seen[1:-1], found)


def test_a_file_that_ends_within_a_card() -> None:
    assert matches(read(GOOD + GOOD[:30]), [("line 1", SAID), ("line 7", "The file ends in the middle of this card")])


def test_a_long_note_in_short_lines_is_read_in_time() -> None:
    """Fifty thousand folds: put together one by one they would be copied ten thousand times over."""
    fold = b" " + b"x" * 70 + b"\r\n"
    ((_, fields),) = read(b"BEGIN:VCARD\r\nFN:Pat\r\nNOTE:\r\n" + fold * 50_000 + b"END:VCARD\r\n")
    assert isinstance(fields, dict)
    assert len(str(fields["Notes"])) == 3_500_000


def test_cards_of_groups_are_told() -> None:
    group = card("X-ADDRESSBOOKSERVER-KIND:group", "FN:Buyers", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1")
    records = raw_records(Made(iter([group, GOOD])))
    assert [record.place for record in records] == ["line 7"]
    assert records.note == "1 card is of a group or place and was left out."
