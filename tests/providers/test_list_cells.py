"""What cells of a contact list hold where one says several things: names in parts, labels, several addresses."""

from datetime import UTC, datetime

import pytest

from engagement.domain.records import RawRecord, Reject
from engagement.domain.vocabulary import Channel
from engagement.providers.base import ReadContext
from engagement.providers.contact_list import PROVIDER
from tests.providers.list_rows import PAT, contact

TWO = {Channel.EMAIL: ["pat@example.com", "pat.ashby@example.net"], Channel.TEXT: ["+12025550143", "+12025550144"]}


@pytest.mark.parametrize(
    ("cell", "channel"),
    [
        ("pat@example.com ::: pat.ashby@example.net", Channel.EMAIL),
        ("pat@example.com:::pat.ashby@example.net", Channel.EMAIL),
        (" ::: pat@example.com ::: ::: pat.ashby@example.net ::: ", Channel.EMAIL),
        ("pat@example.com ::: PAT@example.com ::: pat.ashby@example.net", Channel.EMAIL),
        ("pat@example.com; pat.ashby@example.net", Channel.EMAIL),
        ("Pat <pat@example.com> ::: Pat Ashby <pat.ashby@example.net>", Channel.EMAIL),
        ("(202) 555-0143 ::: (202) 555-0144", Channel.TEXT),
        ("2025550143:::2025550144", Channel.TEXT),
        ("+1 202-555-0143 ::: 202.555.0144", Channel.TEXT),
        ("202-555-0143 ::: (202) 555-0143 ::: 202-555-0144", Channel.TEXT),
        ("202-555-0143, 202-555-0144", Channel.TEXT),
    ],
)
def test_35_several_addresses_in_a_cell(cell: str, channel: Channel) -> None:
    column = "E-mail 1 - Value" if channel is Channel.EMAIL else "Phone 1 - Value"
    found = contact({"First Name": "Pat", "Last Name": "Ashby", column: cell}).addresses
    assert [one.value for one in found] == TWO[channel]


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("* myContacts ::: Buyers ::: Open House", ("Buyers", "Open House")),
        ("* myContacts", None),
        ("* Meine Kontakte ::: Käufer", ("Käufer",)),
        ("* Mis contactos", None),
        ("* myContacts ::: * starred", None),
        ("* My Contacts ::: * Friends ::: Buyers", ("Buyers",)),
        ("Buyers ::: * myContacts", ("Buyers",)),
        ("Buyers, 2026 ::: * myContacts", ("Buyers, 2026",)),
        ("Buyers:::Open House:::Buyers", ("Buyers", "Open House")),
        ("*VIP ::: Buyers", ("*VIP", "Buyers")),
        ("* VIP ::: Buyers", ("* VIP", "Buyers")),
        ("myContacts", ("myContacts",)),
        ("", None),
        # in quotes, as Mailchimp has them
        ('"Buyers","Open House"', ("Buyers", "Open House")),
        ('"Buyers", "Open House"', ("Buyers", "Open House")),
        ('"Buyers"', ("Buyers",)),
        ('"Buyers";"Open House"', ("Buyers", "Open House")),
        ('"Buyers, hot","Open House"', ("Buyers, hot", "Open House")),
        ('"Buyers, hot, new";"Open House"', ("Buyers, hot, new", "Open House")),
        ('Buyers,"Open House"', ("Buyers", "Open House")),
        ('"The ""Hill""",Buyers', ('The "Hill"', "Buyers")),
        ('["Buyers","Open House"]', ("Buyers", "Open House")),
        ('19" screen, Buyers', ('19" screen', "Buyers")),
        ('"Buyers, Open House', ('"Buyers', "Open House")),
        ("[Buyers], Open House", ("[Buyers]", "Open House")),
        ("Buyers|Open House;Hot", ("Buyers", "Open House", "Hot")),
    ],
)
@pytest.mark.parametrize("heading", ["Labels", "Group Membership"])
def test_36_37_40_labels(heading: str, cell: str, labels: tuple[str, ...] | None) -> None:
    assert contact({"Name": "Pat Ashby", "Email": PAT, heading: cell}).labels == labels


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"Lead Name": "Example Landscaping", "First Name": "Pat", "Last Name": "Ashby"}, "Pat Ashby"),
        ({"Lead Name": "Example Landscaping", "First Name": "", "Last Name": ""}, "Example Landscaping"),
        ({"Lead Name": "Example Landscaping", "First Name": "Pat", "Last Name": ""}, "Pat"),
        ({"Lead Name": "Pat Ashby", "First Name": "Pat", "Last Name": "Ashby"}, "Pat Ashby"),
        ({"Lead Name": "Pat Quinn Ashby", "First Name": "Pat", "Last Name": "Ashby"}, "Pat Quinn Ashby"),
        ({"Name": "Ashby, Pat", "First Name": "Pat", "Last Name": "Ashby"}, "Pat Ashby"),
        ({"Full Name": "PAT ASHBY LLC", "First Name": "Pat", "Last Name": "Birch"}, "Pat Birch"),
        ({"Name": "Pat Ashby", "First Name": "P", "Last Name": "A"}, "Pat Ashby"),
        ({"Name": "Pat Ashby", "First Name": "Pat", "Last Name": ""}, "Pat Ashby"),
        ({"Name": "Ashby", "First Name": "Pat"}, "Pat Ashby"),
        ({"Name": "Pat Ashby", "First Name": "Pat"}, "Pat Ashby"),
        ({"Contact Name": "Ashby Family Trust", "First Name": "Pat", "Last Name": "Ashby"}, "Pat Ashby"),
        ({"Agent Name": "Dana Whit", "First Name": "Pat", "Last Name": "Ashby"}, "Pat Ashby"),
        ({"First Name": "Pat", "Middle Name": "Quinn", "Last Name": "Ashby"}, "Pat Quinn Ashby"),
        ({"Name": "Pat Ashby", "Given Name": "Pat", "Additional Name": "Q.", "Family Name": "Ashby"}, "Pat Q. Ashby"),
        ({"Name Prefix": "Dr.", "First Name": "Pat", "Last Name": "Ashby", "Name Suffix": "Jr."}, "Pat Ashby Jr."),
        ({"First Name": "Pat", "Last Name": "Ashby", "Suffix": "MBA"}, "Pat Ashby"),
        ({"Nombre": "Ana", "Primer apellido": "Ruiz", "Segundo apellido": "Vega"}, "Ana Ruiz Vega"),
        ({"Nom": "Ashby", "Prénom": "Pat"}, "Pat Ashby"),
        ({"Name": "Müller", "Vorname": "Jörg"}, "Jörg Müller"),
        ({"Nom": "Pat Ashby"}, "Pat Ashby"),
    ],
)
def test_41_whose_name_it_is(columns: dict[str, str], name: str) -> None:
    assert contact(columns | {"Email 1": PAT}).name == name


@pytest.mark.parametrize(
    ("emails", "phones"),
    [
        (["pat@example.com", "pat.ashby@example.net"], ["202-555-0143", 2025550144]),
        (
            [{"value": "pat@example.com", "primary": True}, {"email": "pat.ashby@example.net"}],
            [
                {"value": "202-555-0143", "type": "mobile"},
                {"number": "202-555-0144"},
                {"value": "2025550145", "type": "fax"},
            ],
        ),
        ({"value": "pat@example.com; pat.ashby@example.net"}, [{"phone": "2025550143"}, "", {"phone": 2025550144}]),
    ],
)
def test_every_value_of_an_array_in_json_is_read(emails: object, phones: object) -> None:
    found = contact({"name": "Pat Ashby", "emails": emails, "phones": phones, "tags": ["Buyers", "Elm, Oak"]})
    values = {channel: [one.value for one in found.addresses if one.channel is channel] for channel in Channel}
    assert (values, found.labels) == (TWO, ("Buyers", "Elm, Oak"))


def test_an_object_that_says_no_address_is_told() -> None:
    row = RawRecord("row 2", {"name": "Pat Ashby", "emails": [{"id": 7}]}, "the row")
    found = PROVIDER.read(row, ReadContext(datetime(2026, 11, 24, tzinfo=UTC), "US"))
    rejects = [item.reason for item in found if isinstance(item, Reject)]
    assert rejects == ["emails '{\"id\":7}' is not an email address, so it was left out."]
