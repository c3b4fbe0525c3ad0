"""A filter in words: what a list shows, as its heading and its export say it."""

from collections.abc import Mapping
from types import MappingProxyType

from engagement.domain.causes import Cause
from engagement.domain.measures import Measure
from engagement.domain.vocabulary import CHANNEL_WORDS, STATUS_OPTIONS, ContactKind, FilterOption, Match
from engagement.query.matching.options import CONDITIONS, period_of
from engagement.query.question.contact_filter import CampaignPart, Condition, EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.viewpoint import Viewpoint
from engagement.query.question.wording import days, listed

_KINDS = {ContactKind.LEAD: "leads", ContactKind.AGENT: "agents", ContactKind.UNKNOWN: "unknown contacts"}


def describe(asked: EngagementFilter, viewpoint: Viewpoint) -> str:
    """What `asked` means: "Leads of Dana who opened an email between 26 Oct and 24 Nov 2026, not counting machines"."""
    kinds = listed((_KINDS[kind] for kind in ContactKind if kind in asked.kinds), "and")
    parts = [kinds or "contacts"]
    if asked.owners:
        parts.append(f"of {listed(sorted(asked.owners), 'or')}")
    for name, values in (("stage", asked.stages), ("source", asked.sources), ("label", asked.labels)):
        if values:
            parts.append(f"with {name} {listed(sorted(values), 'or')}")
    clauses = [engagement_in_words(asked, viewpoint), *(condition_in_words(one, viewpoint) for one in asked.conditions)]
    if asked.campaign is not None:
        clauses.append(campaign_in_words(asked.campaign))
    clauses += [bounces_in_words(asked), soft_bounces_in_words(asked)]
    clauses = list(filter(None, clauses))
    if clauses:
        parts.append("who " + ", and who ".join(clauses))
    if asked.search.strip():
        parts.append(f"found by “{asked.search.strip()}”")
    sentence = " ".join(parts)
    if asked.without_machines:
        sentence += ", not counting machines"
    if asked.current_status_only and asked.options & STATUS_OPTIONS.keys():
        sentence += ", where that is still the message's status"
    return sentence[0].upper() + sentence[1:]


def engagement_in_words(asked: EngagementFilter, viewpoint: Viewpoint) -> str:
    """What the chosen options ask, after "who"; "" when none is. Options about the same days share their words."""
    chosen = [CONDITIONS[option] for option in FilterOption if option in asked.options]
    word = "and" if asked.match is Match.ALL else "or"
    by_period: dict[Period, list[str]] = {}
    for condition in chosen:
        by_period.setdefault(period_of(condition, asked.period, viewpoint), []).append(condition.phrase)
    clauses = [
        f"{listed(phrases, word)}{_often(asked.at_least)}{_when(period)}" for period, phrases in by_period.items()
    ]
    did = f", {word} ".join(clauses)
    return f"did none of this: {did}" if did and asked.match is Match.NONE else did


def bounces_in_words(asked: EngagementFilter) -> str:
    """What is asked about the causes of bounces, after "who"; "" for nothing."""
    if not asked.causes:
        return ""
    causes = listed((f"“{cause}”" for cause in Cause if cause in asked.causes), "or")
    return f"had an email bounce with the cause {causes}{_when(asked.period)}"


def soft_bounces_in_words(asked: EngagementFilter) -> str:
    """What is asked about emails that were put off, after "who"; "" for nothing."""
    if asked.soft_bounces < 1:
        return ""
    return f"had emails put off{_often(asked.soft_bounces)}{_when(asked.period)}"


def condition_in_words(asked: Condition, viewpoint: Viewpoint) -> str:
    """What a condition asks, after "who"."""
    condition = CONDITIONS[asked.option]
    when = _when(period_of(condition, asked.period, viewpoint))
    if asked.did:
        return f"{condition.phrase}{_often(asked.at_least)}{when}"
    what = CHANNEL_WORDS[condition.channel].a_message if condition.channel else "a message"
    return f"got {what} but {condition.negated}{when}"


_CAMPAIGN_PHRASES: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.SENT: "were sent {}",
        Measure.DELIVERED: "got {}",
        Measure.OPENED: "opened {}",
        Measure.OPENED_BY_PERSON: "opened {} themselves",
        Measure.CLICKED: "clicked in {}",
        Measure.CLICKED_BY_PERSON: "clicked in {} themselves",
        Measure.REPLIED: "replied to {}",
        Measure.UNSUBSCRIBED: "unsubscribed from {}",
        Measure.REFUSED: "had {} refused over an earlier opt-out",
        Measure.BOUNCED: "had {} bounce",
        Measure.COMPLAINED: "reported {} as spam",
    }
)
"""After "who", of a campaign's name. Themselves: no machine is said to have done it."""


def campaign_in_words(part: CampaignPart) -> str:
    """What is asked about a campaign, after "who": "clicked in “Spring open house”"."""
    return _CAMPAIGN_PHRASES[part.measure].format(f"“{part.name}”" if part.name else "a campaign that is not on file")


def _often(at_least: int) -> str:
    return "" if at_least == 1 else f" at least {at_least} times"


def _when(period: Period) -> str:
    return f" {days(period)}" if period.first or period.last else ""
