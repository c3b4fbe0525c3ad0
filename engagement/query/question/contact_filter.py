"""The engagement filter as a value: what is asked, apart from how it is answered."""

from dataclasses import dataclass, field, replace

from engagement.domain.causes import Cause
from engagement.domain.measures import Measure
from engagement.domain.vocabulary import ContactKind, FilterOption, Match
from engagement.errors import FilterError
from engagement.query.question.period import ANY_TIME, Period


@dataclass(frozen=True, slots=True)
class Condition:
    """One more thing asked, with a period of its own: "clicked at least 3 times in March", "did not reply since".

    A contact that "did not" is one to whom something was sent and delivered in that period: of somebody who got no
    email, it says nothing that they opened none. FilterError when `at_least` is below 1.
    """

    option: FilterOption
    did: bool = True
    at_least: int = 1  # times; of what was not done, once is meant
    period: Period = ANY_TIME

    def __post_init__(self) -> None:
        if self.at_least < 1:
            raise FilterError(f"At least {self.at_least} times asks nothing: ask for 1 or more.")


@dataclass(frozen=True, slots=True)
class CampaignPart:
    """Contacts with a message of a campaign that came to a measure: "clicked in “Spring open house”"."""

    campaign_id: int
    measure: Measure
    name: str = field(default="", compare=False)  # of the campaign, for a sentence; see campaign_people.named


@dataclass(frozen=True, slots=True)
class EngagementFilter:
    """One question about contacts. Fields left empty ask nothing.

    Within `kinds`, `owners`, `stages`, `sources` and `labels` one of several is enough; the fields all hold together.
    """

    options: frozenset[FilterOption] = frozenset()
    match: Match = Match.ANY
    at_least: int = 1  # times that each of the options happened in the period
    period: Period = ANY_TIME
    current_status_only: bool = False  # the status options count only messages that still have that status
    without_machines: bool = False  # leaves out what machines opened and clicked
    kinds: frozenset[ContactKind] = frozenset()
    owners: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    search: str = ""  # part of a name, an email address or a phone number
    conditions: tuple[Condition, ...] = ()  # all of them hold, beside the rest
    campaign: CampaignPart | None = None
    causes: frozenset[Cause] = frozenset()  # an email to them failed for good in the period over one of these
    soft_bounces: int = 0  # times at least that emails to them were put off in the period; 0 asks nothing

    @property
    def is_open(self) -> bool:
        """Whether it asks nothing, so that everybody matches.

        A period, a way to match and a number of times ask nothing alone: they say how an option is meant.
        """
        return replace(self, match=Match.ANY, at_least=1, period=ANY_TIME) == EngagementFilter()
