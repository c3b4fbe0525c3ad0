"""Exact intervals and comparisons against a published table and SciPy; what they are for nothing, all and one."""

import random

import pytest
from scipy.special import bdtr, bdtrc
from scipy.stats import binomtest

from engagement.lib.intervals import Rate, chance_of, is_more_than_chance, is_within_chance

# Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), 857-872, table
# I, method 5 (Clopper-Pearson), to four digits.
PUBLISHED = [
    (81, 263, 0.2527, 0.3676),
    (15, 148, 0.0578, 0.1617),
    (0, 20, 0.0, 0.1684),
    (1, 29, 0.0009, 0.1776),
]
CASES = [
    (1, 46),  # the complaint that was "2.2 %, over the limit"
    *((0, 1), (1, 1), (0, 46), (46, 46), (1, 2), (1, 3), (2, 3), (45, 46)),
    *((5, 1_000), (999, 1_000), (500, 1_000), (1, 1_000_000), (999_999, 1_000_000)),
    *((10_000, 1_000_000), (5_000_000, 10_000_000), (9_900_000, 10_000_000)),
]


def by_library(count: int, of: int) -> tuple[float, float]:
    """By the search for a root of the binomial distribution."""
    found = binomtest(count, of).proportion_ci(method="exact")
    return found.low, found.high


@pytest.mark.parametrize(("count", "of", "low", "high"), PUBLISHED)
def test_the_published_table(count: int, of: int, low: float, high: float) -> None:
    assert tuple(round(bound, 4) for bound in Rate(count, of).interval) == (low, high)


@pytest.mark.parametrize(("count", "of"), CASES)
def test_the_bounds_of_the_library(count: int, of: int) -> None:
    assert Rate(count, of).interval == pytest.approx(by_library(count, of), rel=1e-6, abs=1e-12)


def test_every_share_of_few_and_some_of_many() -> None:
    dice = random.Random(14)
    of_many = [(dice.randrange(of + 1), of) for of in dice.sample(range(41, 200_000), 40)]
    for count, of in [*((one, n) for n in range(1, 16) for one in range(n + 1)), *of_many]:
        low, high = Rate(count, of).interval
        assert (low, high) == pytest.approx(by_library(count, of), rel=1e-6, abs=1e-12), (count, of)
        assert 0 <= low <= count / of <= high <= 1


def test_nothing_says_nothing() -> None:
    assert Rate(0, 0).share is None
    assert Rate(0, 0).interval == (0, 1)


def test_what_came_to_it_was_there() -> None:
    """More emails opened than are known to be delivered: all of them were."""
    assert Rate(3, 1).share == 1
    assert Rate(3, 1).interval == Rate(3, 3).interval
    assert Rate(2, 0).interval == Rate(2, 2).interval


@pytest.mark.parametrize(("count", "of"), [(-1, 5), (0, -1)])
def test_no_rate(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        Rate(count, of)


@pytest.mark.parametrize(
    ("count", "of", "share"),
    [(1, 46, 0.001), (3, 10, 0.5), (10, 10, 0.5), (7, 20, 0.02), (510, 1_000, 0.5), (50_400, 100_000, 0.5)],
)
def test_the_chance_of_so_many(count: int, of: int, share: float) -> None:
    assert chance_of(count, of, share) == pytest.approx(bdtrc(count - 1, of, share), rel=1e-9)
    assert chance_of(count + 1, of, share) == pytest.approx(1 - bdtr(count, of, share), rel=1e-6)


@pytest.mark.parametrize(
    ("count", "of", "share", "chance"), [(0, 5, 0.1, 1), (6, 5, 0.5, 0), (1, 5, 0, 0), (5, 5, 1, 1), (0, 0, 0.5, 1)]
)
def test_what_is_sure(count: int, of: int, share: float, chance: float) -> None:
    assert chance_of(count, of, share) == chance


# Of so many in both times together, how many the lesser may be at most where that is more than chance: critical values
# of the sign test at 5 %, two-sided (Dixon and Mood, The statistical sign test, JASA 41 (1946), 557-566).
SIGN_TEST = [(6, 0), (8, 0), (9, 1), (11, 1), (12, 2), (15, 3), (17, 4), (20, 5), (25, 7), (30, 9), (40, 13), (50, 17)]


@pytest.mark.parametrize(("both", "lesser"), SIGN_TEST)
def test_two_counts_differ_as_the_published_table_says(both: int, lesser: int) -> None:
    assert not is_within_chance(lesser, both - lesser)
    assert not is_within_chance(both - lesser, lesser)
    assert is_within_chance(lesser + 1, both - lesser - 1)


@pytest.mark.parametrize("both", [0, 1, 5])
def test_of_five_or_fewer_no_change_is_more_than_chance(both: int) -> None:
    assert is_within_chance(both, 0)
    assert is_within_chance(0, both)


def test_the_most_telling_of_many_tells_less() -> None:
    assert is_more_than_chance(6, 6, 0.5)
    assert not is_more_than_chance(6, 6, 0.5, tries=2)
