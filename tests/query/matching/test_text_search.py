"""What people type into the search box, and whom it finds."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from engagement.domain.records import AddressRecord, ContactRecord
from engagement.domain.vocabulary import Channel, ContactKind
from engagement.ingest import take_in
from engagement.query.contacts.contact_list import count_contacts, list_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint

PEOPLE = {
    "José Álvarez": ("jose@office.example", "+14155550142"),
    "Jane O'Neil_50%": ("j.o'neil@office.example", "+14155550199"),
    "Straße Makler™": ("info@straße.example".casefold(), "+493012345678"),
    "Ann (London)": ("ann_1415@home.example", "+442079460018"),
}
JOSE, JANE, STRASSE, ANN = PEOPLE

SEARCHES: list[tuple[str, str, set[str]]] = [
    # region, what is typed, who is found
    ("US", "", {JOSE, JANE, STRASSE, ANN}),
    ("US", "   ", {JOSE, JANE, STRASSE, ANN}),
    # Part of a name, whatever its case and accents, composed or not.
    ("US", "jose", {JOSE}),
    ("US", "JOSÉ ÁLV", {JOSE}),
    ("US", "alvare\u0301z", {JOSE}),
    ("US", " álvarez ", {JOSE}),
    ("US", "strasse", {STRASSE}),
    ("US", "STRAßE", {STRASSE}),
    ("US", "maklertm", {STRASSE}),
    ("US", "ａｎｎ", {ANN}),
    # Its words in any order, and as people write them on lists.
    ("US", "alvarez jose", {JOSE}),
    ("US", "Álvarez, José", {JOSE}),
    ("US", "alvarez jane", set()),
    ("US", "oneil jane", set()),
    ("US", "o’neil jane", {JANE}),
    ("US", "(london", {ANN}),
    ("US", ",", set()),
    # What means something in a pattern means itself.
    ("US", "%", {JANE}),
    ("US", "_", {JANE, ANN}),
    ("US", "o'n", {JANE}),
    ("US", "\\", set()),
    ("US", "50%", {JANE}),
    # Part of an email address in any case; an accent in an address tells it from another.
    ("US", "@OFFICE", {JOSE, JANE}),
    ("US", "j.o", {JANE}),
    ("US", "josé@office", set()),
    # A number as people write it, whole or in part.
    ("US", "(415) 555-0142", {JOSE}),
    ("US", "+1 415 555 0142", {JOSE}),
    ("US", "415.555", {JOSE, JANE}),
    ("US", "0199", {JANE}),
    ("US", "1415", {JOSE, JANE, ANN}),  # Ann by her email address
    ("US", "42", set()),  # two digits are no number
    ("US", "+49 30 12345678", {STRASSE}),
    ("DE", "030 12345678", {STRASSE}),
    ("GB", "020 7946 0018", {ANN}),
    ("GB", "+44 (0)20 7946 0018", {ANN}),
    ("US", "020 7946 0018", set()),
    ("US", "call 415 555 0142", set()),
    # What no database would take as it is.
    ("US", "\0", set()),
    ("US", "jo\0se", set()),
    ("US", "\udcff", set()),
    ("US", "a" * 100_000, set()),
    ("US", "1" * 100_000, set()),
]


def test_a_search_finds_whom_it_should(store: Engine) -> None:
    take_in(
        store,
        [
            ContactRecord(
                name,
                ContactKind.LEAD,
                addresses=(AddressRecord(Channel.EMAIL, email, ""), AddressRecord(Channel.TEXT, phone, "")),
            )
            for name, (email, phone) in PEOPLE.items()
        ],
    )
    with store.connect() as connection:
        for region, typed, expected in SEARCHES:
            asked = EngagementFilter(search=typed)
            viewpoint = Viewpoint(EVERYONE, ZoneInfo("UTC"), date(2026, 11, 24), region)
            found = {row.name for row in list_contacts(View(connection, viewpoint), asked)}
            assert found == expected, (region, typed[:50])
            assert count_contacts(View(connection, viewpoint), asked) == len(expected)


@pytest.mark.parametrize(
    ("kept", "other"),
    [
        ("+525512345678", ("+52 1 55 1234 5678", "5215512345678", "+52 55 1234 5678", "+52 044 55 1234 5678")),
        ("+541123456789", ("+54 9 11 2345-6789", "5491123456789", "+54 11 2345-6789", "+54 11 15 2345-6789")),
        ("+5511987654321", ("+55 11 8765-4321", "551187654321", "+55 11 98765-4321", "8765-4321")),
    ],
)
def test_a_cell_phone_is_found_in_its_other_spelling(store: Engine, kept: str, other: tuple[str, ...]) -> None:
    take_in(store, [ContactRecord("Ana", ContactKind.LEAD, addresses=(AddressRecord(Channel.TEXT, kept, ""),))])
    take_in(store, [ContactRecord("Bob", None, addresses=(AddressRecord(Channel.TEXT, "+14155550142", ""),))])
    viewpoint = Viewpoint(EVERYONE, ZoneInfo("UTC"), date(2026, 11, 24), "US")
    with store.connect() as connection:
        for typed in other:
            found = list_contacts(View(connection, viewpoint), EngagementFilter(search=typed))
            assert [row.name for row in found] == ["Ana"], typed


def test_a_search_knows_a_new_name_at_once(store: Engine) -> None:
    """A list that changes nothing but a name changes no set; the search still has to notice."""
    viewpoint = Viewpoint(EVERYONE, ZoneInfo("UTC"), date(2026, 11, 24), "US")
    address = (AddressRecord(Channel.EMAIL, "jane@example.com", ""),)

    def found(typed: str) -> list[str]:
        with store.connect() as connection:
            return [row.name for row in list_contacts(View(connection, viewpoint), EngagementFilter(search=typed))]

    take_in(store, [ContactRecord("Jane Park", ContactKind.LEAD, external_id="7", addresses=address)])
    assert found("park") == ["Jane Park"]
    take_in(store, [ContactRecord("Jane Moreau", ContactKind.LEAD, external_id="7", addresses=address)])
    assert found("moreau") == ["Jane Moreau"]
    assert found("park") == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("o'brien", "Siobhán O’Brien"),
        ("O’Brien", "Siobhán O’Brien"),
        ("siobhan o'brien", "Siobhán O’Brien"),
        ("o’brien", "Pat O'Brien"),
        ("oʼbrien", "Pat O'Brien"),
        ("jane doe", "Doe, Jane"),
        ("doe jane", "Doe, Jane"),
        ("Doe, Jane", "Jane Doe"),
        ("doe,jane", "Jane Doe"),
        ("mary jane", "Mary-Jane Watson"),
        ("mary-jane", "Mary Jane Watson"),
        ("mary‑jane", "Mary-Jane Watson"),
        ("watson mary", "Mary–Jane Watson"),
        ("soren", "Søren Åberg"),
        ("søren aberg", "Soren Aberg"),
        ("SØREN", "Søren Åberg"),
        ("yilmaz", "İpek Yılmaz"),
        ("ipek", "İpek Yılmaz"),
        ("İPEK", "İpek Yılmaz"),
        ("YILMAZ", "İpek Yılmaz"),
        ("lukasz", "Łukasz Wójcik"),
        ("dorde", "Đorđe Petrović"),
        ("aeon", "Æon Bœuf"),
        ("boeuf", "Æon Bœuf"),
        ("thor", "Þór Guðmundsson"),
        ("gudmundsson", "Þór Guðmundsson"),
        ("jane", "Ja\u00adne"),
        ("ana maria", "Ana\u00a0María"),
    ],
)
def test_a_name_is_found_as_keyboards_write_it(store: Engine, typed: str, name: str) -> None:
    take_in(store, [ContactRecord(one, ContactKind.LEAD, external_id=one) for one in (name, "Bob Smith")])
    viewpoint = Viewpoint(EVERYONE, ZoneInfo("UTC"), date(2026, 11, 24), "US")
    with store.connect() as connection:
        found = list_contacts(View(connection, viewpoint), EngagementFilter(search=typed))
    assert [row.name for row in found] == [name]
