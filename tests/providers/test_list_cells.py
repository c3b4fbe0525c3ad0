"""What cells of a contact list hold where one says several things: names in parts, labels, several addresses."""

import pytest

from engagement.domain.vocabulary import Channel
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
