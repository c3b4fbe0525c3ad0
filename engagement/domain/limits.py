"""The shares of messages above which they do us harm, each once: what screens mark and say of them derives from it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from engagement.domain.measures import Measure


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
