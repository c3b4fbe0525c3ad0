"""The filter as parameters of an address, and back: of a link, a saved filter, and the widgets of Contacts."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import parse_qs, urlencode

from engagement.domain.causes import Cause
from engagement.domain.measures import Measure
from engagement.domain.vocabulary import ContactKind, FilterOption, Match
from engagement.errors import FilterError
from engagement.lib.ids import id_of
from engagement.query.question.condition_text import condition_line, parse_condition
from engagement.query.question.contact_filter import CampaignPart, Condition, EngagementFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.ui.address.periods import Preset, period_of, preset_of

OPTION_KEYS = {option: option.lower().replace(" ", "-") for option in FilterOption}
LISTS = ("kind", "owner", "stage", "source", "label", "cause")
CAMPAIGN = ("campaign", "campaign-measure")
"""The parameters that ask about a campaign: its id, and what a message of it came to."""
CONDITIONS = {"did": True, "didnot": False}
"""The parameters that hold conditions, a line each; whether what they ask was done."""

SOFT_BOUNCES = "soft-bounces"
MOST_TIMES = 999
_MOST_CONDITIONS = 10  # of each parameter; more is no question that a person asks
_LONGEST_LINE = 100  # characters
_LONGEST_LIST = 4_000  # characters of a whole filter

Params = Mapping[str, Sequence[str]]


def packed(params: Params) -> str:
    """`params` as one text, to be a parameter of another address; "" for none."""
    return urlencode(params, doseq=True)


def unpacked(text: str) -> dict[str, list[str]]:
    """What `packed` put together; nothing when `text` is none of its work."""
    try:
        return parse_qs(text[:_LONGEST_LIST], max_num_fields=200)
    except ValueError:
        return {}


def conditions_of(lines: Sequence[str], *, did: bool, today: date) -> dict[str, Condition]:
    """The conditions among `lines`, each once, by the line that asks it. What has no meaning is left out."""
    found: dict[str, Condition] = {}
    for line in lines:
        if len(found) < _MOST_CONDITIONS and len(line) <= _LONGEST_LINE:
            try:
                found[line] = parse_condition(line, did=did, today=today)
            except FilterError:
                continue
    return found


def filter_of(params: Params, today: date) -> EngagementFilter:
    """The filter that an address asks, the defaults for what it does not name. What has no meaning is left out."""

    def one(name: str) -> str:
        return next(iter(params.get(name, ())), "")

    def several(name: str) -> frozenset[str]:
        return frozenset(params.get(name, ()))

    return EngagementFilter(
        options=frozenset(option for option, key in OPTION_KEYS.items() if one(key) == "true"),
        match=next((match for match in Match if match == one("match")), Match.ANY),
        at_least=_times(one("at-least")) or 1,
        period=_period(one("period"), one("from"), one("to"), today),
        current_status_only=one("current-status") == "true",
        without_machines=one("without-machines") == "true",
        kinds=frozenset(kind for kind in ContactKind if kind in several("kind")),
        owners=several("owner"),
        stages=several("stage"),
        sources=several("source"),
        labels=several("label"),
        search=one("search").strip(),
        campaign=campaign_part(one("campaign"), one("campaign-measure")),
        conditions=tuple(
            condition
            for name, did in CONDITIONS.items()
            for condition in conditions_of(params.get(name, ()), did=did, today=today).values()
        ),
        causes=frozenset(cause for cause in Cause if cause in several("cause")),
        soft_bounces=_times(one(SOFT_BOUNCES)),
    )


def params_of(asked: EngagementFilter, today: date) -> dict[str, list[str]]:
    """The parameters that `filter_of` reads as `asked` on the day `today`; what is at its default is left out.

    Days that have a name today ("Last 30 days") are called by it. Of conditions, those that were done come first.
    """
    switches = {OPTION_KEYS[option]: True for option in FilterOption if option in asked.options}
    switches |= {"current-status": asked.current_status_only, "without-machines": asked.without_machines}
    params = {name: ["true"] for name, value in switches.items() if value}
    params |= {} if asked.match is Match.ANY else {"match": [asked.match.value]}
    params |= {} if asked.at_least == 1 else {"at-least": [str(asked.at_least)]}
    params |= _period_params(asked.period, today)
    params |= {"search": [asked.search.strip()]} if asked.search.strip() else {}
    values = (asked.kinds, asked.owners, asked.stages, asked.sources, asked.labels, asked.causes)
    params |= {name: sorted(chosen) for name, chosen in zip(LISTS, values, strict=True) if chosen}
    params |= {SOFT_BOUNCES: [str(asked.soft_bounces)]} if asked.soft_bounces else {}
    if asked.campaign is not None:
        params |= {"campaign": [str(asked.campaign.campaign_id)], "campaign-measure": [asked.campaign.measure.value]}
    for name, did in CONDITIONS.items():
        if lines := [line_of(one, today) for one in asked.conditions if one.did is did]:
            params[name] = lines
    return params


def line_of(asked: Condition, today: date) -> str:
    """The line that asks a condition; days that end today stay relative, as "last 30"."""
    period = asked.period
    if period.first and period.last == today:
        return condition_line(asked.option, asked.at_least, days=(today - period.first).days + 1)
    return condition_line(asked.option, asked.at_least, period=period)


def campaign_part(campaign_id: str, measure: str) -> CampaignPart | None:
    """What is asked about a campaign; None for what is no id. Without a known measure, whoever it was sent to."""
    its_id = id_of(campaign_id)
    if its_id is None:
        return None
    return CampaignPart(its_id, next((one for one in Measure if one.value == measure), Measure.SENT))


def _period_params(period: Period, today: date) -> dict[str, list[str]]:
    preset = preset_of(period, today)
    if preset is Preset.ANY:
        return {}
    dates = {"from": period.first, "to": period.last} if preset is Preset.OWN else {}
    return {"period": [preset.value]} | {name: [day.isoformat()] for name, day in dates.items() if day}


def _period(preset: str, first: str, last: str, today: date) -> Period:
    try:
        return period_of(Preset(preset or Preset.ANY), today, _date(first), _date(last))
    except (ValueError, FilterError):
        return ANY_TIME


def _times(text: str) -> int:
    """A number of times that a person can choose; else 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_TIMES)) else 0


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
