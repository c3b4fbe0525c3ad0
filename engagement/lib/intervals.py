"""How much a share of few tells: exact intervals, and whether a count is more than chance makes of it.

Intervals are Clopper and Pearson's (Biometrika 26, 1934, 404-413), which hold the true share in 95 cases of 100 or
more, however few there are. Wilson's are shorter, and too short just where it matters here: for one of 46 his begins at
0.38 %, which would call a single spam report a rate over 0.1 %, though at that very rate 1 mailing of 46 in 22 has one.

Two counts of equally long times are compared by the exact conditional test of two Poisson rates (Przyborowski and
Wilenski, Biometrika 31, 1940, 313-323): if the rates are one, each of both together falls into either with one half.
SciPy has both as the incomplete beta function and its inverse.
"""

from dataclasses import dataclass

from scipy.special import betainc, betaincinv

CERTAINTY = 0.95
"""In how many of all cases, at the least, an interval holds the true share."""

_TAIL = (1 - CERTAINTY) / 2


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
        missed = self.whole - self.count
        least = betaincinv(self.count, missed + 1, _TAIL) if self.count else 0.0
        greatest = betaincinv(self.count + 1, missed, 1 - _TAIL) if missed else 1.0
        return float(least), float(greatest)


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
    return 0.0 if count > of or share <= 0 else float(betainc(count, of - count + 1, share))


def is_more_than_chance(count: int, of: int, share: float, tries: int = 1) -> bool:
    """Whether `count` of `of` is more than chance makes of `share`, the most telling of `tries` having been taken."""
    return chance_of(count, of, share) * tries <= _TAIL
