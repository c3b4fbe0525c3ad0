"""One spelling for each address, whatever way it was written; None for what is no address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.addresses import normal_email, normal_phone, shown_phone


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("jane@example.com", "jane@example.com"),
        ("Jane.Doe@Example.COM", "jane.doe@example.com"),
        ("  jane@example.com\n", "jane@example.com"),
        ("Jane Doe <Jane@Example.com>", "jane@example.com"),
        ('"Doe, Jane" <jane@example.com>', "jane@example.com"),
        ("<jane@example.com>", "jane@example.com"),
        ("mailto:jane@example.com", "jane@example.com"),
        ("jane+homes@example.com", "jane+homes@example.com"),  # another mailbox, for all we know
        ("STRASSE@example.com", "strasse@example.com"),
        ("Straße@example.com", "strasse@example.com"),
        ("jane@localhost", "jane@localhost"),
        ("", None),
        ("jane", None),
        ("@example.com", None),
        ("jane@", None),
        ("jane@example@com", None),
        ("jane doe@example.com", None),
        ("jane@example.com, joe@example.com", None),
        ("jane@example.com;joe@example.com", None),
        ("Jane <jane>", None),
        ("+14155550100", None),
    ],
)
def test_an_email_address(text: str, address: str | None) -> None:
    assert normal_email(text) == address


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("+14155550100", "US", "+14155550100"),
        ("+14155550100", "GB", "+14155550100"),  # a country code outweighs the region
        ("+1 (415) 555-0100", "GB", "+14155550100"),
        ("(415) 555-0100", "US", "+14155550100"),
        ("415.555.0100", "US", "+14155550100"),
        ("4155550100", "US", "+14155550100"),
        ("14155550100", "US", "+14155550100"),
        ("  415-555-0100 ", "US", "+14155550100"),
        ("415-555-0100 ext. 5", "US", "+14155550100"),
        ("tel:+1-415-555-0100", "US", "+14155550100"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("011 44 20 7946 0958", "US", "+442079460958"),
        ("604-555-0100", "CA", "+16045550100"),
        ("555-0100", "US", None),  # no area code
        ("911", "US", None),
        ("72345", "US", None),  # a short code is nobody's phone
        ("", "US", None),
        ("Jane", "US", None),
        ("jane@example.com", "US", None),
        ("(415) 555-0100 Ann", "US", "+14155550100"),  # a name is no part of a number
        ("415 555 0100\nhome", "US", "+14155550100"),
        ("+1 415 555 0100 (Ann's cell)", "US", "+14155550100"),
        ("(415) 555-0177 or 415-555-0178", "US", None),  # two numbers: neither is taken for the whole
        ("415-555-0190 Mary 415-555-0191", "US", None),
        ("415-555-0100 [work]", "US", "+14155550100"),
        ("+44 20 7946 0958 Büro", "US", "+442079460958"),
        ("415-5550 Ann", "US", None),  # and does not stand for the digits it lacks
        ("555-0100 home", "US", None),
        ("1 555-0100 Ann", "US", None),
        ("1-800-FLOWERS", "US", "+18003569377"),  # here letters are digits
        ("1 800 555 HOME", "US", "+18005554663"),
        ("+1 800 555 HOME", "US", "+18005554663"),
        ("(1) 800 555 HOME", "US", "+18005554663"),
        ("+1.800.555 HOME", "US", "+18005554663"),
        ("011 1 800 555 HOME", "US", "+18005554663"),
        ("0800 123 CARS", "GB", "+448001232277"),
        ("+44 800 123 CARS", "US", "+448001232277"),
        ("(415) 555-HOME", "US", "+14155554663"),
        ("4155550100.0", "US", None),  # a spreadsheet made a number of it
        ("+1415555010012345678", "US", None),
        ("+0123456789", "US", None),
    ],
)
def test_a_phone_number(text: str, region: str, number: str | None) -> None:
    assert normal_phone(text, region) == number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+14155550100", "+1 415-555-0100"),
        ("+442079460958", "+44 20 7946 0958"),
        ("72345", "72345"),
        ("Anonymous", "Anonymous"),
        ("", ""),
    ],
)
def test_a_number_as_people_write_it(number: str, shown: str) -> None:
    assert shown_phone(number) == shown


@pytest.mark.parametrize("number", ["+14155550100", "+442079460958", "+33142685300", "+61291234567", "+390669812345"])
def test_a_number_as_shown_is_read_back(number: str) -> None:
    assert normal_phone(shown_phone(number), "US") == number


@given(st.text() | st.emails() | st.from_regex(r"[-+() .0-9]{5,20}", fullmatch=True))
def test_a_spelling_is_its_own_spelling(text: str) -> None:
    email = normal_email(text)
    assert email is None or normal_email(email) == email
    number = normal_phone(text, "US")
    assert number is None or normal_phone(number, "GB") == number
