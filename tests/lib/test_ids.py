"""Ids as addresses and people write them."""

import pytest

from engagement.lib.ids import CONTACT_BITS, GREATEST_ID, id_of, is_id, stable_id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0", 0),
        ("12", 12),
        ("007", 7),
        (str(2**63 - 1), 2**63 - 1),
        (str(2**63), None),
        ("9" * 19, None),
        ("1" * 20, None),
        ("9" * 100_000, None),
        ("", None),
        ("-1", None),
        ("+1", None),
        (" 1", None),
        ("1_000", None),
        ("1.0", None),
        ("٣", None),
        ("²", None),
        ("x", None),
    ],
)
def test_an_id_in_plain_digits(text: str, found: int | None) -> None:
    assert id_of(text) == found


def test_the_greatest_is_what_databases_hold() -> None:
    assert GREATEST_ID == 9_223_372_036_854_775_807
    assert [is_id(number) for number in (-1, 0, GREATEST_ID, GREATEST_ID + 1)] == [False, True, True, False]
    assert all(is_id(stable_id("x", str(number))) for number in range(1000))
    assert max(stable_id("x", str(number), bits=CONTACT_BITS) for number in range(1000)) < 2**CONTACT_BITS
