"""Who is who, from files to contacts: shared addresses, and addresses that move from one person to another."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.ingest import import_files
from engagement.store.schema import address_owners, contact_addresses, contact_labels, contacts, messages, rejects
from tests.digest import digest_of
from tests.ingest.making import check_sets, json_lines, mailgun_event, rows

HEAD = "First Name,Last Name,Email,Cell Phone,Owner,Stage"
People = list[tuple[str, tuple[str, ...]]]


@pytest.fixture
def lists(store: sa.Engine, tmp_path: Path) -> "Lists":
    return Lists(store, tmp_path)


class Lists:
    """Imports files given as text, and tells who came of them."""

    def __init__(self, store: sa.Engine, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.count = 0

    def take(self, *lines: str, name: str = "csv", blanks_empty: bool = False) -> tuple[int, int, int]:
        """One more file; how many of its records were new, duplicates, rejected."""
        self.count += 1
        file = self.folder / f"{self.count:02}.{name}"
        file.write_text("".join(f"{line}\n" for line in lines))
        (result,) = import_files(self.store, [file], blanks_empty=blanks_empty)
        check_sets(self.store)
        return result.counts.new, result.counts.duplicate, result.counts.rejected

    def people(self) -> People:
        """The name of each contact, with all its addresses."""
        ids = rows(self.store, contacts, "contact_id", "name")
        return sorted(
            (name, tuple(sorted(rows(self.store, contact_addresses, "address", contact_id=one)))) for one, name in ids
        )

    def owners(self) -> dict[str, str]:
        """Whose each address is."""
        names = dict(rows(self.store, contacts, "contact_id", "name"))
        return {address: names[one] for address, one in rows(self.store, address_owners, "address", "contact_id")}


def test_one_phone_of_two_names_is_two_people(lists: Lists) -> None:
    taken = lists.take(
        HEAD,
        "Jane,Doe,jane.doe@example.com,(415) 231-0801,Dana Whitlock,Buyer",
        "John,Doe,john.doe@example.com,(415) 231-0801,Sam Ortiz,Seller",
    )
    assert taken == (2, 0, 0)
    assert rows(lists.store, contacts, "name", "owner", "stage") == [
        ("Jane Doe", "Dana Whitlock", "Buyer"),
        ("John Doe", "Sam Ortiz", "Seller"),
    ]
    assert lists.people() == [
        ("Jane Doe", ("+14152310801", "jane.doe@example.com")),
        ("John Doe", ("+14152310801", "john.doe@example.com")),
    ]
    assert lists.owners()["+14152310801"] == "Jane Doe"


def test_one_email_of_two_names_is_two_people(lists: Lists) -> None:
    taken = lists.take(
        "First Name,Last Name,Email,Cell Phone",
        "Rosa,Lopez,lopez.family@example.com,(415) 231-0811",
        "Luis,Lopez,lopez.family@example.com,(415) 231-0812",
    )
    assert taken == (2, 0, 0)
    assert lists.people() == [
        ("Luis Lopez", ("+14152310812", "lopez.family@example.com")),
        ("Rosa Lopez", ("+14152310811", "lopez.family@example.com")),
    ]
    assert lists.owners()["lopez.family@example.com"] == "Rosa Lopez"


PAIRS = [
    # the second row beside "Jane,Doe,jane@example.com,415-231-0801"; how many people they are
    ("JANE,DOE,jane@example.com,415-231-0802", 1),
    ("Jane,,jane@example.com,", 1),
    (",,jane@example.com,415-231-0802", 1),
    (",,,415-231-0801", 1),
    ("J.,Doe,,415-231-0801", 1),
    ("Doe,Jane,other@example.com,415-231-0801", 1),
    ("Jane,Smith,jane@example.com,415-231-0801", 1),  # both are the same, and the first name
    ("John,Doe,jane@example.com,415-231-0801", 2),  # a couple with one of each
    ("Jane,Smith,jane@example.com,415-231-0802", 2),
    ("John,Doe,,415-231-0801", 2),
    ("Luis,Doe,jane@example.com,", 2),
    ("Jane & John,Doe,,415-231-0801", 2),
    ("Janet,Doe,,415-231-0801", 2),
    ("Jane,Doe Jr.,,415-231-0801", 2),
]


@pytest.mark.parametrize(("second", "people"), PAIRS)
def test_two_rows_with_an_address_in_common(lists: Lists, second: str, people: int) -> None:
    head, first = "First Name,Last Name,Email,Cell Phone", "Jane,Doe,jane@example.com,415-231-0801"
    lists.take(head, first, second)
    assert len(lists.people()) == people
    before = digest_of(lists.store)
    lists.take(head, first, second)  # and they are found again, each as who they were
    assert len(lists.people()) == people
    if people == 2:
        assert digest_of(lists.store) == before


def test_three_who_have_nothing_but_one_phone_are_three_and_stay_so(lists: Lists) -> None:
    front_desk = ["Name,Phone", *(f"{name},415-231-0801" for name in ("Ann Abel", "Bob Baker", "Cy Cole"))]
    assert lists.take(*front_desk) == (3, 0, 0)
    before = digest_of(lists.store)
    assert lists.take(*front_desk) == (0, 3, 0)
    assert digest_of(lists.store) == before
    assert lists.owners() == {"+14152310801": "Ann Abel"}


def test_a_stop_from_a_shared_number_closes_it_for_all_who_have_it(lists: Lists) -> None:
    """Whether it is said before they are listed or after."""
    stop = (
        '{"sid": "SM%032d", "direction": "inbound", "status": "received", "from": "+14152310801",'
        ' "to": "+18625550100", "body": "STOP", "date_sent": "Fri, 20 Nov 2026 15:00:00 +0000"}'
    )
    lists.take("Name,Phone", "Ann Abel,415-231-0801", "Bob Baker,415-231-0801")
    lists.take(stop % 1, name="jsonl")
    lists.take("Name,Phone", "Cy Cole,415-231-0801")
    assert [at is not None for at in rows(lists.store, contacts, "do_not_text_at")] == [True] * 3


MOVED = "ID,Name,Email,Cell Phone"
BOTH = [MOVED, "1,Jane Doe,jane@example.com,415-231-0831", "2,John Roe,john@example.com,415-231-0831"]
ANOTHER, SAME = "1,Jane Doe,jane@example.com,415-231-0999", "2,John Roe,john@example.com,415-231-0831"


@pytest.mark.parametrize(
    "later",
    [
        [[MOVED, ANOTHER, SAME]],
        [[MOVED, SAME, ANOTHER]],  # in any order of rows
        [[MOVED, ANOTHER], [MOVED, SAME]],  # over two files
        [[MOVED, SAME], [MOVED, ANOTHER]],
        [[MOVED, ANOTHER, SAME], [MOVED, ANOTHER, SAME]],  # twice
    ],
)
@pytest.mark.parametrize("before", [BOTH, BOTH[:2], [MOVED, BOTH[2], BOTH[1]]])
def test_a_number_taken_off_one_contact_and_given_to_another_is_the_others(
    lists: Lists, before: list[str], later: list[list[str]]
) -> None:
    lists.take(*before)
    for one in later:
        assert lists.take(*one)[2] == 0
    assert lists.people() == [
        ("Jane Doe", ("+14152310999", "jane@example.com")),
        ("John Roe", ("+14152310831", "john@example.com")),
    ]
    assert lists.owners()["+14152310831"] == "John Roe"


def test_two_who_change_numbers(lists: Lists) -> None:
    lists.take(MOVED, "1,Jane Doe,,415-231-0831", "2,John Roe,,415-231-0832")
    lists.take(MOVED, "1,Jane Doe,,415-231-0832", "2,John Roe,,415-231-0831")
    assert lists.people() == [("Jane Doe", ("+14152310832",)), ("John Roe", ("+14152310831",))]
    assert lists.owners() == {"+14152310831": "John Roe", "+14152310832": "Jane Doe"}


def test_an_email_moves_as_a_number_does(lists: Lists) -> None:
    lists.take(MOVED, "1,Jane Doe,office@example.com,", "2,John Roe,john@example.com,")
    lists.take(MOVED, "1,Jane Doe,jane@example.com,", "2,John Roe,office@example.com,")
    assert lists.owners() == {
        "jane@example.com": "Jane Doe",
        "john@example.com": "John Roe",
        "office@example.com": "John Roe",
    }


@pytest.mark.parametrize(
    "later",
    [
        [MOVED, "1,Jane Doe,jane@example.com,415-231-0831", SAME],  # she still has it: shared
        [MOVED, "1,Jane Doe,jane@example.com,", SAME],  # a blank says nothing
        ["ID,Name,Email", "1,Jane Doe,jane@example.com"],  # nor does a list without the column
        ["ID,Name,Cell Phone", "2,John Roe,415-231-0831"],  # or without her row
    ],
)
def test_a_number_that_no_list_took_off_stays(lists: Lists, later: list[str]) -> None:
    lists.take(*BOTH)
    lists.take(*later)
    assert lists.owners()["+14152310831"] == "Jane Doe"


def test_who_no_longer_shares_a_number_has_it_no_more(lists: Lists) -> None:
    lists.take(*BOTH)
    lists.take(MOVED, "2,John Roe,john@example.com,415-231-0777")
    assert lists.people() == [
        ("Jane Doe", ("+14152310831", "jane@example.com")),
        ("John Roe", ("+14152310777", "john@example.com")),
    ]


def test_what_was_sent_before_an_address_moved_stays_and_what_is_reported_late_of_it_too(lists: Lists) -> None:
    def told(number: int, event: str) -> str:
        return json_lines([mailgun_event(number, event, recipient="office@example.com")]).decode().strip()

    lists.take(MOVED, "1,Jane Doe,office@example.com,", "2,John Roe,john@example.com,")
    lists.take(told(1, "delivered"), name="jsonl")
    lists.take(MOVED, "1,Jane Doe,jane@example.com,", "2,John Roe,office@example.com,")
    late = told(1, "opened").replace('"event1"', '"event1-opened"')
    lists.take(late, told(2, "opened"), name="jsonl")
    names = dict(rows(lists.store, contacts, "contact_id", "name"))
    found = rows(lists.store, messages, "contact_id", "provider_key", "status")
    assert sorted((names[one], key, status) for one, key, status in found) == [
        ("Jane Doe", "m1@mg.example.com", "Opened"),
        ("John Roe", "m2@mg.example.com", "Opened"),
    ]
    assert lists.take(late, told(1, "delivered"), name="jsonl") == (0, 2, 0)


FULL = ("Name,Email,Owner,Stage,Tags,Source", "Jane Doe,jane@example.com,Dana Whitlock,Buyer,hot;vip,Web")
KEPT = ("Jane Doe", "Dana Whitlock", "Buyer", "Web", ["hot", "vip"])


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ((FULL[0], ",jane@example.com,,,,"), KEPT),
        ((FULL[0], "Jane Doe,jane@example.com,  , ,\t,"), KEPT),
        ((FULL[0], "Jane Doe,jane@example.com,,Seller,,"), ("Jane Doe", "Dana Whitlock", "Seller", "Web", KEPT[4])),
        ((FULL[0], "Jane Doe,jane@example.com,Sam,,,"), ("Jane Doe", "Sam", "Buyer", "Web", KEPT[4])),
        ((FULL[0], "Jane Doe,jane@example.com,,,cold,"), (*KEPT[:4], ["cold"])),
        ((FULL[0], "Jane Doe,jane@example.com,,,;,"), KEPT),
        ((FULL[0], "Jane Doe,jane@example.com,,,,Zillow"), ("Jane Doe", "Dana Whitlock", "Buyer", "Zillow", KEPT[4])),
        (("Email,Tags,Groups", "jane@example.com,,new"), (*KEPT[:4], ["new"])),
        (("Email,Owner", "jane@example.com,"), KEPT),
        (("First Name,Last Name,Email", "Jane,,jane@example.com"), ("Jane", *KEPT[1:])),
    ],
)
def test_a_blank_cell_says_nothing(lists: Lists, later: tuple[str, ...], expected: tuple[object, ...]) -> None:
    lists.take(*FULL)
    lists.take(*later)
    (found,) = rows(lists.store, contacts, "name", "owner", "stage", "source")
    assert (*found, rows(lists.store, contact_labels, "label")) == expected


def test_blank_cells_empty_where_that_is_asked(lists: Lists) -> None:
    lists.take(*FULL)
    lists.take(FULL[0], ",jane@example.com,,,,", blanks_empty=True)
    assert rows(lists.store, contacts, "name", "owner", "stage", "source") == [("Jane Doe", "", "", "")]
    assert rows(lists.store, contact_labels, "label") == []
    lists.take(*FULL)
    lists.take("Name,Email", "Jane Doe,jane@example.com", blanks_empty=True)  # a column that is not there is no blank
    assert rows(lists.store, contacts, "owner") == ["Dana Whitlock"]


ODD_EMAILS = [
    "jane@example.com\u200b",
    "'jane@example.com'",
    "jane@example.com.",
    "\ufeffjane@example.com",
    "jane@\xadexample.com",
    "\u200ejane@example.com",
    "“jane@example.com”",
    "[jane@example.com]",
    "jane＠example.com",
    "<jane@example.com>",
    "‹jane@example.com›",
    "jane@example.com\xa0",
    "mailto:jane@example.com",
    "Jane Doe <jane@example.com>.",
    "jane@\u2060example.com",
]


@pytest.mark.parametrize("written", ODD_EMAILS)
def test_what_is_no_part_of_an_address_makes_no_twin(lists: Lists, written: str) -> None:
    """Whether the list has it or the event."""
    event = mailgun_event(1, "opened", recipient="jane@example.com")
    lists.take(json_lines([event]).decode().strip(), name="jsonl")
    assert lists.take("Name,Email", f"Jane Doe,{written}") == (1, 0, 0)
    assert rows(lists.store, contacts, "name", "opens") == [("Jane Doe", 1)]
    assert lists.people() == [("Jane Doe", ("jane@example.com",))]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("4152310402.0", ["+14152310402"]),
        ("1.4152310401E+10", ["+14152310401"]),
        ('"1,4152310401E+10"', ["+14152310401"]),
        ("4.152310401e+09", ["+14152310401"]),
        ('"4,152,310,401"', ["+14152310401"]),
        ("14152310401.00", ["+14152310401"]),
        ("415-231-0429 (work)", ["+14152310429"]),
        ("415-231-0409 / 415-231-0509", ["+14152310409", "+14152310509"]),
        ("415-231-0409/(415) 231-0509", ["+14152310409", "+14152310509"]),
        ("415-231-0409 or 415-231-0509", ["+14152310409", "+14152310509"]),
        ("1.41523E+10", []),
        ('"1,41523E+10"', []),
        ("1.4152310E10", []),
        ("415-231-0409 / 0509", []),
        ("000-000-0000", []),
        ("(555) 555-5555", []),
        ("1234567890", []),
        ("9999999999.0", []),
    ],
)
def test_numbers_that_a_spreadsheet_or_a_person_mangled(lists: Lists, written: str, numbers: list[str]) -> None:
    """A number is read where no digit is lost; else the person comes in without it, and it is told."""
    assert lists.take("Name,Phone", f"Jane Doe,{written}") == (1, 0, 0 if numbers else 1)
    assert lists.people() == [("Jane Doe", tuple(numbers))]


def test_a_placeholder_identifies_nobody(lists: Lists) -> None:
    """Not even the one whose name is missing."""
    taken = lists.take("Name,Email,Phone", "Ann,ann@example.com,000-000-0000", ",bob@example.com,000-000-0000")
    assert taken == (2, 0, 2)
    assert lists.people() == [("", ("bob@example.com",)), ("Ann", ("ann@example.com",))]
    assert lists.take("Name,Phone", ",000-000-0000") == (0, 0, 1)
    assert all("identifies nobody" in reason for reason in rows(lists.store, rejects, "reason"))


def test_a_number_whose_digits_are_lost_says_what_to_do(lists: Lists) -> None:
    lists.take("Name,Phone", "Jane Doe,1.41523E+10")
    (reason,) = rows(lists.store, rejects, "reason")
    assert "its last digits are lost" in reason
    assert "format the column as text" in reason
