"""Whether two names may be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.names import names_agree, same_first_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "Jane Doe"),
        ("Jane Doe", "JANE DOE"),
        ("Jane Doe", "Doe, Jane"),
        ("Jane Doe", "  jane   doe "),
        ("Jane Doe", "Jane"),
        ("Jane Doe", "Doe"),
        ("Jane Doe", "J. Doe"),
        ("Jane Doe", "Jane D"),
        ("Jane Doe", "Jane Ann Doe"),
        ("Jane A. Doe", "Jane Ann Doe"),
        ("Jane Doe", "Dr. Jane Doe"),
        ("Jane Doe", "Mrs Jane Doe"),
        ("José Núñez", "Jose Nunez"),
        ("O’Brien, Pat", "Pat O'Brien"),
        ("Jane Park", "Jane Park-Doe"),
        ("John Doe Jr.", "John Doe, Junior"),
        ("Jane & John Doe", "John and Jane Doe"),
        ("李明", "李明"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert names_agree(one, other)
    assert names_agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "John Doe"),
        ("Rosa Lopez", "Luis Lopez"),
        ("Jane Doe", "Jane Roe"),
        ("Jane Doe", "J. Roe"),
        ("Jane Doe", "Janet Doe"),
        ("Bob Baker", "Robert Baker"),
        ("John Doe Sr.", "John Doe Jr."),
        ("John Doe", "John Doe Jr."),
        ("John Doe", "John Doe III"),
        ("Jane & John Doe", "Jane Doe"),
        ("Jane Doe", "Jane y Luis Doe"),
        ("Ann Ann", "Ann Abel"),
        ("Jane Doe", ""),
        ("", ""),
        ("...", "Jane"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not names_agree(one, other)
    assert not names_agree(other, one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jane Park", "Jane Doe", True),
        ("Park, Jane", "Jane Doe", True),
        ("Jane Doe", "John Doe", False),
        ("J. Doe", "J. Park", False),
        ("Jane & John Doe", "Jane Doe", False),
        ("", "", False),
    ],
)
def test_the_same_first_name(one: str, other: str, same: bool) -> None:
    assert same_first_name(one, other) is same


@given(st.text(), st.text())
def test_it_is_the_same_both_ways(one: str, other: str) -> None:
    assert names_agree(one, other) == names_agree(other, one)
