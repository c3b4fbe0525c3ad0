"""One cell, one or several addresses."""

import pytest

from engagement.domain.vocabulary import Channel
from engagement.providers.written_addresses import addresses_in, why_not

ONE, OTHER = "+14152310409", "+14152310509"


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("415-231-0409", [ONE]),
        ("415-231-0409 / 415-231-0509", [ONE, OTHER]),
        ("415-231-0409/415-231-0509", [ONE, OTHER]),
        ("415-231-0409 or 415-231-0509", [ONE, OTHER]),
        ("415-231-0409 & 415-231-0509", [ONE, OTHER]),
        ("415-231-0409 (work) / 415-231-0509 (home)", [ONE, OTHER]),
        ("415-231-0409; 415-231-0509", [ONE, OTHER]),
        ("415-231-0409, 415-231-0509", [ONE, OTHER]),
        ("415-231-0409   415-231-0509", [ONE, OTHER]),
        ("4152310409.0", [ONE]),
        ("4,152,310,409", [ONE]),
        ("4152310409,0", [ONE]),
        ("1,4152310409E+10", [ONE]),
        ("4152310409, 4152310509", [ONE, OTHER]),
        ("415-231-0409 / 510", [None]),  # one part is no number: the whole is told, none is guessed
        ("415-231-0409 / 231-0509", [None]),
        ("1.41523E+10", [None]),
        ("1,41523E+10", [None]),
        ("415-231-0409 (work)", [ONE]),
        ("", []),
        (" ; ", []),
    ],
)
def test_phones(cell: str, values: list[str | None]) -> None:
    assert [value for _, value in addresses_in(cell, Channel.TEXT, "US")] == values


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("Doe, Jane <jane@example.com>", ["jane@example.com"]),
        ("jane@example.com;joe@example.com", ["jane@example.com", "joe@example.com"]),
        ("jane@example.com / joe@example.com", ["jane@example.com", "joe@example.com"]),
        ("jane@example.com joe@example.com", ["jane@example.com", "joe@example.com"]),
        ("jane@example.com and joe@example.com", ["jane@example.com", "joe@example.com"]),
        ("“jane@example.com”, 'joe@example.com'", ["jane@example.com", "joe@example.com"]),
        ("a/b@example.com", ["a/b@example.com"]),
        ("jane @example.com", [None]),
        ("jane@example.com none", [None]),
    ],
)
def test_emails(cell: str, values: list[str | None]) -> None:
    assert [value for _, value in addresses_in(cell, Channel.EMAIL, "US")] == values


def test_why_it_was_left_out() -> None:
    assert "last digits are lost" in why_not("1.41523E+10", None, Channel.TEXT)
    assert "identifies nobody" in why_not("000-000-0000", "+10000000000", Channel.TEXT)
    assert why_not("x", None, Channel.EMAIL) == "is not an email address, so it was left out."
