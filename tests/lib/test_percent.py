"""Percentages: something is never nothing, what is not all never all, and a small share has the digits that tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.lib.percent import percent, whole_percent

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (0.000_000_1, "under 0.001 %"),
        (0.000_009_9, "under 0.001 %"),
        (0.000_010_1, "0.001 %"),
        (0.000_08, "0.008 %"),
        (0.000_8, "0.08 %"),
        (0.001, "0.1 %"),
        (0.001_04, "0.1 %"),
        (0.001_06, "0.11 %"),
        (0.005, "0.5 %"),
        (0.02, "2 %"),
        (0.0213, "2.1 %"),
        (0.0412, "4.1 %"),
        (0.0994, "9.9 %"),
        (0.0996, "10 %"),
        (0.1, "10 %"),
        (0.118, "12 %"),
        (0.126, "13 %"),
        (0.994, "99 %"),
        (0.996, "99.6 %"),
        (0.9994, "99.9 %"),
        (0.9996, "over 99.9 %"),
        (0.999_999_9, "over 99.9 %"),
        (1, "100 %"),
        (1.2, "120 %"),
        (499_999, "49,999,900 %"),
    ],
)
def test_a_share(share: float, words: str) -> None:
    assert percent(share) == words.replace(" %", f"{SPACE}%")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (0.000_1, "under 1 %"),
        (0.004_9, "under 1 %"),
        (0.005_1, "1 %"),
        (0.034, "3 %"),
        (0.994, "99 %"),
        (0.996, "over 99 %"),
        (1, "100 %"),
        (1.004, "100 %"),
        (499_999, "49,999,900 %"),
    ],
)
def test_a_share_in_whole_percent(share: float, words: str) -> None:
    assert whole_percent(share) == words.replace(" %", f"{SPACE}%")


@given(st.integers(1, 10**9).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_nothing_and_all_are_said_of_nothing_and_all_only(part_of: tuple[int, int]) -> None:
    part, whole = part_of
    for words in (percent(part / whole), whole_percent(part / whole)):
        assert (words == f"0{SPACE}%") == (part == 0)
        assert (words == f"100{SPACE}%") == (part == whole)
        assert "e" not in words.replace("under", "").replace("over", "")


@given(st.floats(0.000_01, 0.999))
def test_what_is_said_is_near(share: float) -> None:
    said = float(percent(share).removesuffix(f"{SPACE}%"))
    assert said == pytest.approx(100 * share, rel=0.051)
