"""The engagement filter as a value: what is asked, apart from how it is answered."""

from dataclasses import dataclass

from engagement.query.period import ANY_TIME, Period
from engagement.vocabulary import ContactKind, FilterOption, Match


@dataclass(frozen=True, slots=True)
class EngagementFilter:
    """One question about contacts. Fields left empty ask nothing.

    Within `kinds`, `owners`, `stages`, `sources` and `labels` one of several is enough; the fields all hold together.
    """

    options: frozenset[FilterOption] = frozenset()
    match: Match = Match.ANY
    period: Period = ANY_TIME
    current_status_only: bool = False  # the status options count only messages that still have that status
    without_machines: bool = False  # leaves out what machines opened and clicked
    kinds: frozenset[ContactKind] = frozenset()
    owners: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    search: str = ""  # part of a name, an email address or a phone number


@dataclass(frozen=True, slots=True)
class Scope:
    """Which contacts the viewer may see at all. `owners` None means every contact."""

    owners: frozenset[str] | None = None


EVERYONE = Scope()
