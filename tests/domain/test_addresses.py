"""One spelling for each address, whatever way it was written; None for what is no address."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.addresses import is_placeholder, lost_digits, normal_email, normal_phone, shown_phone


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
        ("jane@example.com\u200b", "jane@example.com"),  # unseen
        ("\ufeffjane@example.com", "jane@example.com"),
        ("jane\xad@example.com", "jane@example.com"),
        ("\u202ajane@exam\u200dple.com\u202c", "jane@example.com"),
        ("\xa0jane@example.com\xa0", "jane@example.com"),
        ("'jane@example.com'", "jane@example.com"),  # quotes and brackets
        ("'jane@example.com", "jane@example.com"),
        ('"jane@example.com"', "jane@example.com"),
        ("“jane@example.com”", "jane@example.com"),
        ("«jane@example.com»", "jane@example.com"),
        ("[jane@example.com]", "jane@example.com"),
        ("(jane@example.com)", "jane@example.com"),
        ("<<jane@example.com>>", "jane@example.com"),
        ("\"' 'jane@example.com' '\"", "jane@example.com"),
        ("Jane Doe <'jane@example.com'>", "jane@example.com"),
        ("MAILTO:Jane@example.com?subject=Hello", "jane@example.com"),
        ("jane@example.com.", "jane@example.com"),  # the end of a sentence
        ("jane@example.com;", "jane@example.com"),
        ("jane@example.com,", "jane@example.com"),
        ("jane＠example．com", "jane@example.com"),  # full width
        ("ｊａｎｅ@example.com", "jane@example.com"),
        ("jane@example。com", "jane@example.com"),
        ("o'brien@example.com", "o'brien@example.com"),  # and these are of an address
        ("o’brien@example.com", "o’brien@example.com"),
        ("jané@example.com", "jané@example.com"),
        ("jane.@example.com", "jane.@example.com"),
        ("jane@example.com\njoe", None),
        ("jane@example.com. joe@example.com", None),
        ("'@example.com", None),
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
        ("4155550100.0", "US", "+14155550100"),  # a spreadsheet made a number of it
        ("4155550100.00", "US", "+14155550100"),
        ("4155550100,0", "US", "+14155550100"),
        ("14155550100.0", "US", "+14155550100"),
        ("+14155550100.0", "US", "+14155550100"),
        ("4,155,550,100", "US", "+14155550100"),
        ("1.4155550142E+10", "US", "+14155550142"),
        ("1.4155550142e10", "US", "+14155550142"),
        ("1,4155550142E+10", "US", "+14155550142"),
        ("4.155550142E+09", "US", "+14155550142"),
        ("4.1555501420E+09", "US", "+14155550142"),
        ("4.42079460958E+11", "GB", "+442079460958"),
        ("1.41555E+10", "US", None),  # digits are lost
        ("1.4155550E10", "US", None),  # no letter here: 1 415 555 0310 is a stranger's
        ("4.15555014E+09", "US", None),
        ("4E+09", "US", None),
        ("1.41555501425E+10", "US", None),
        ("4155550100.5", "US", None),
        ("+1415555010012345678", "US", None),
        ("+0123456789", "US", None),
    ],
)
def test_a_phone_number(text: str, region: str, number: str | None) -> None:
    assert normal_phone(text, region) == number


@pytest.mark.parametrize(
    ("ways", "number"),
    [
        # Mexico, of several cities: with and without the 1, and as they were dialled at home.
        (["+52 1 55 1234 5678", "+5215512345678", "+52 55 1234 5678", "0052 1 55 1234 5678"], "+525512345678"),
        (["+52 1 33 1234 5678", "+52 (33) 1234-5678", "+52 044 33 1234 5678"], "+523312345678"),
        (["+52 1 81 8123 4567", "+52 045 81 8123 4567", "+52 81 8123 4567"], "+528181234567"),
        (["+521 222 123 4567", "+52 222 123 4567", "+52 01 222 123 4567"], "+522221234567"),
        (["+52-1-998-123-4567 Ana", "+52 998 123 4567 (cel)"], "+529981234567"),
        # Argentina: with and without the 9, with the 15 of calls at home, and fixed lines beside them.
        (["+54 9 11 2345-6789", "+5491123456789", "+54 11 2345-6789", "+54 11 15 2345-6789"], "+541123456789"),
        (["+54 9 351 555-1234", "+54 351 555-1234", "+54 351 15 555-1234"], "+543515551234"),
        (["+54 9 2966 42-1234", "+54 2966 15 42-1234", "+54 2966 421234"], "+542966421234"),
        (["+54 9 11 15 2345-6789", "+54 011 15 2345 6789", "0054 9 11 2345 6789"], "+541123456789"),
        (["+54 9 261 412-3456 Ana", "+54 261 412-3456"], "+542614123456"),
        # Brazil: with and without the ninth digit.
        (["+55 11 8765-4321", "+551187654321", "+55 11 98765-4321", "+55 (011) 8765-4321"], "+5511987654321"),
        (["+55 21 9876-5432", "+55 21 99876-5432"], "+5521998765432"),
        (["+55 31 7765-4321", "+55 31 97765-4321"], "+5531977654321"),
        (["+55 85 6765-4321", "+55 85 96765-4321"], "+5585967654321"),
        (["+55 71 8123-4567 Ana", "+55 71 98123 4567"], "+5571981234567"),
    ],
)
def test_one_cell_phone_in_two_spellings_is_one(ways: list[str], number: str) -> None:
    assert {way: normal_phone(way, "IT" if way.startswith("00") else "US") for way in ways} == dict.fromkeys(
        ways, number
    )


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("044 55 1234 5678", "MX", "+525512345678"),
        ("1 55 1234 5678", "MX", "+525512345678"),
        ("55 1234 5678", "MX", "+525512345678"),
        ("011 15 2345-6789", "AR", "+541123456789"),
        ("11 2345 6789", "AR", "+541123456789"),
        ("0351 15 555-1234", "AR", "+543515551234"),
        ("011 2345-6789", "AR", "+541123456789"),
        ("(11) 8765-4321", "BR", "+5511987654321"),
        ("0 15 11 8765-4321", "BR", "+5511987654321"),  # the 15 of a carrier
        ("(11) 3123-4567", "BR", "+551131234567"),
    ],
)
def test_at_home_too(text: str, region: str, number: str | None) -> None:
    assert normal_phone(text, region) == number


@pytest.mark.parametrize(
    "number",
    [
        "+551131234567",  # fixed lines: São Paulo, Rio, Brasília, Curitiba
        "+551123456789",
        "+552125551234",
        "+556133214567",
        "+554140041234",
        "+558001234567",  # a free call
        "+541143211234",  # Buenos Aires, Córdoba
        "+543514251234",
        "+548001234567",
        "+541115234567",  # here 15 is part of the number: without it there are too few digits
        "+525551234567",  # Mexico
        "+528001234567",
        "+521234567",  # nobody's, and as it came
        "+5491234567",
        "+12155512345",  # as the others begin, in other countries
        "+15491123456",
        "+5312345678",  # their neighbours
        "+56912345678",
        "+573001234567",
        "+51987654321",
    ],
)
def test_a_fixed_line_and_another_country_keep_their_digits(number: str) -> None:
    assert normal_phone(number, "US") == number


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_of_every_country_what_phonenumbers_gives_as_an_example_keeps_its_digits(region: str) -> None:
    two_ways = {("AR", "+5491123456789")}  # the only one that has a second spelling
    for kind in phonenumbers.PhoneNumberType.values():
        example = phonenumbers.example_number_for_type(region, kind)
        if example is None:
            continue
        number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        if (region, number) not in two_ways:
            assert normal_phone(number, "US") == number


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


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("1.41523E+10", True),
        (" 1,41523e10 ", True),
        ("1.4152310401E+10", False),
        ("415-231-0401", False),
        ("4152310401.0", False),
        ("E", False),
        ("", False),
    ],
)
def test_digits_that_a_spreadsheet_lost(text: str, lost: bool) -> None:
    assert lost_digits(text) is lost


@pytest.mark.parametrize(
    "written",
    [
        *("000-000-0000", "(000) 000-0000", "111-111-1111", "1111111111", "222-222-2222", "999-999-9999"),
        *("555-555-5555", "415-555-5555", "555-123-4567", "123-456-7890", "+1 234 567 8901", "987-654-3210"),
        *("415-000-0000", "415-123-4567", "012-345-6789", "212-555-1212", "415-999-9999"),
        *("+44 1111111111", "+49 1234567890", "+61 000000000"),
    ],
)
def test_a_placeholder(written: str) -> None:
    number = normal_phone(written, "US")
    assert number is not None
    assert is_placeholder(number)


@pytest.mark.parametrize(
    "number",
    [
        *("+14155550100", "+14155550199", "+14152310401", "+18005551234", "+14157777777", "+12125551213"),
        *("+442079460958", "+33142685300", "+61291234567", "+390669812345", "+5511987654321", "+525512345678"),
    ],
)
def test_no_placeholder(number: str) -> None:
    assert not is_placeholder(number)


@given(st.text() | st.emails() | st.from_regex(r"[-+() .0-9]{5,20}", fullmatch=True))
def test_a_spelling_is_its_own_spelling(text: str) -> None:
    email = normal_email(text)
    assert email is None or normal_email(email) == email
    number = normal_phone(text, "US")
    assert number is None or normal_phone(number, "GB") == number
