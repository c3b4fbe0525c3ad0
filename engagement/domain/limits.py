"""The shares of messages above which they do us harm, each once: what screens mark and say of them derives from it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from engagement.domain.measures import Measure
from engagement.lib.intervals import Rate


class Harm(StrEnum):
    """What harms a sender, the worst first; its value is what several are called."""

    COMPLAINTS = "complaints"
    UNSUBSCRIBES = "unsubscribes"
    BOUNCES = "bounces"
    FAILURES = "failures"  # of texts


_SHARES: dict[Harm, float] = {
    # Google's and Yahoo's guidelines for senders: keep the rate of spam reports below 0.1 %, never let it reach 0.3 %.
    Harm.COMPLAINTS: 0.001,
    # Where senders commonly take it that a list is bad; no mailbox provider sees or names one.
    Harm.UNSUBSCRIBES: 0.005,
    # Where senders commonly take it that a list is bad; services warn from 2 to 5 % on, and close accounts at 10 %.
    Harm.BOUNCES: 0.02,
    # No carrier names one. Services that send texts call 95 % delivered good, warn at 8 % failed and halt at 12 %.
    Harm.FAILURES: 0.05,
}
LIMITS: Mapping[Harm, float] = MappingProxyType(_SHARES)
"""The share above which each harms; at its limit it does not yet."""

MEASURED: Mapping[Harm, Measure] = MappingProxyType(
    {
        Harm.COMPLAINTS: Measure.COMPLAINED,
        Harm.UNSUBSCRIBES: Measure.UNSUBSCRIBED,
        Harm.BOUNCES: Measure.BOUNCED,
    }
)
"""The measure that counts each, of those that a measure counts."""


class Judgement(StrEnum):
    """How a rate stands to its limit, as surely as its interval says; its value is what screens call it."""

    OVER = "over"
    UNDER = "under"
    TOO_FEW = "too few to tell"
    TOO_CLOSE = "too close to tell"


def judge(harm: Harm, rate: Rate) -> Judgement:
    """How `rate` stands to the limit of `harm`: over or under it only where all of its interval is.

    Else it cannot be told: of too few, where the interval is wider than the limit itself; or the limit is too close.
    """
    limit = LIMITS[harm]
    low, high = rate.interval
    if low > limit:
        return Judgement.OVER
    if high < limit:
        return Judgement.UNDER
    return Judgement.TOO_FEW if high - low > limit else Judgement.TOO_CLOSE


def is_doubtful(harm: Harm, rate: Rate) -> bool:
    """Whether a rate is above its limit, and yet nobody can tell that it is more than chance."""
    return (rate.share or 0) > LIMITS[harm] and judge(harm, rate) is not Judgement.OVER


def pressing(harm: Harm, rate: Rate) -> float:
    """How bad a rate is at the least: where its interval begins, as a multiple of its limit. Over 1 is over it."""
    return rate.interval[0] / LIMITS[harm]
