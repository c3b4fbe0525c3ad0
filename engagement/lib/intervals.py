"""How much a share of few tells: exact intervals, and whether a count is more than chance makes of it.

Intervals are Clopper and Pearson's (Biometrika 26, 1934, 404-413), which hold the true share in 95 cases of 100 or
more, however few there are. Wilson's are shorter, and too short just where it matters here: for one of 46 his begins at
0.38 %, which would call a single spam report a rate over 0.1 %, though at that very rate 1 mailing of 46 in 22 has one.

Two counts of equally long times are compared by the exact conditional test of two Poisson rates (Przyborowski and
Wilenski, Biometrika 31, 1940, 313-323): if the rates are one, each of both together falls into either with one half.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count as counting
from math import exp, lgamma, log, log1p, sqrt

CERTAINTY = 0.95
"""In how many of all cases, at the least, an interval holds the true share."""

_TAIL = (1 - CERTAINTY) / 2
_WIDTHS = 1.96  # standard deviations, to begin the search with
_EXACT = 1e-13  # of a bound, relative
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` of `of` came to something. ValueError for a count below nothing.

    Where more came to it than `of`, as many as did were there at least: an email that was opened had been delivered,
    though nobody reported that. So a rate never is over 1.
    """

    count: int
    of: int

    def __post_init__(self) -> None:
        if self.count < 0 or self.of < 0:
            raise ValueError(f"{self.count} of {self.of} is no rate.")

    @property
    def whole(self) -> int:
        """Of how many it is a share."""
        return max(self.count, self.of)

    @property
    def share(self) -> float | None:
        """The share, from 0 to 1; None of nothing."""
        return self.count / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """The least and the greatest share of which this count would still come by chance; 0 to 1 of nothing."""
        return _lower(self.count, self.whole), 1 - _lower(self.whole - self.count, self.whole)


def is_within_chance(now: int, before: int) -> bool:
    """Whether two counts of equally long times differ no more than they would if nothing had changed.

    It takes each thing counted as coming by itself. Where they come in clusters, as the emails of one mailing do,
    chance does more than this says.
    """
    return chance_of(max(now, before), now + before, 0.5) > _TAIL


def chance_of(count: int, of: int, share: float) -> float:
    """The probability that `count` or more of `of` come where each does with probability `share`, from 0 to 1."""
    if count <= 0 or share >= 1:
        return 1.0
    return 0.0 if count > of or share <= 0 else _beta(share, count, of - count + 1)


def is_more_than_chance(count: int, of: int, share: float, tries: int = 1) -> bool:
    """Whether `count` of `of` is more than chance makes of `share`, the most telling of `tries` having been taken."""
    return chance_of(count, of, share) * tries <= _TAIL


@lru_cache(maxsize=65_536)
def _lower(count: int, of: int) -> float:
    """The share of which `count` or more of `of` come with probability _TAIL; 0 for none."""
    if count == 0:
        return 0.0
    if count == of:
        return float(_TAIL ** (1 / of))
    a, b = count, of - count + 1
    low, high, at = 0.0, count / of, _first_guess(count, of)
    while True:
        tail = _beta(at, a, b)
        low, high = (low, at) if tail > _TAIL else (at, high)
        # Newton's step for the logarithms of both, in which the tail is nearly a straight line.
        slope = exp(_log_power(at, a, b)) / (1 - at) / max(tail, _TINY)
        found = at * exp(max(min(log(_TAIL / max(tail, _TINY)) / slope, 1.0), -1.0)) if slope else 0.0
        if not low < found < high:
            found = (low + high) / 2
        if abs(found - at) <= _EXACT * at or found in (low, high):
            return found
        at = found


def _first_guess(count: int, of: int) -> float:
    """Wilson's lower bound."""
    share, z = count / of, _WIDTHS * _WIDTHS / of
    return (share + z / 2 - sqrt(z * (share * (1 - share) + z / 4))) / (1 + z)


def _beta(x: float, a: int, b: int) -> float:
    """The regularised incomplete beta function I_x(a, b): by its symmetry where the fraction would be slow."""
    if x < (a + 1) / (a + b + 2):
        return exp(_log_power(x, a, b)) / a * _fraction(x, a, b)
    return 1 - exp(_log_power(1 - x, b, a)) / b * _fraction(1 - x, b, a)


def _log_power(x: float, a: int, b: int) -> float:
    """The logarithm of x^a (1 - x)^b / B(a, b)."""
    return lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)


def _fraction(x: float, a: int, b: int) -> float:
    """The continued fraction of I_x(a, b) (DLMF 8.17.22), worked out by Lentz's way from its front."""
    c, d = 1.0, 0.0
    value = 1.0
    for term in _terms(x, a, b):
        d = 1 / (1 + term * d or _TINY)
        c = 1 + term / c or _TINY
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return 1 / value


def _terms(x: float, a: int, b: int) -> Iterator[float]:
    for m in counting():
        if m:
            yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
