"""Campaigns as tables: their numbers, each a link to its list, with rates, and a mark where one is too high."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from engagement.domain.limits import LIMITS, MEASURED, Harm, Judgement, is_doubtful, judge, pressing
from engagement.domain.measures import MEASURE_DEFINITIONS, Measure
from engagement.domain.vocabulary import Channel
from engagement.lib.intervals import Rate
from engagement.lib.moments import day_words
from engagement.lib.percent import percent
from engagement.query.numbers.basis import counted_how
from engagement.query.numbers.campaign_parts import OF_DOMAINS, DomainRow, LinkRow
from engagement.query.numbers.campaigns import CampaignRow
from engagement.query.question.contact_filter import CampaignPart, EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.ui.address.links import contacts_address, link, messages_address
from engagement.ui.frame.explained import RATES, Explainer
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, attribute, joined, number, text
from engagement.ui.parts.rates import judged_badge, judged_in_words, rate_in_words, rate_shown
from engagement.ui.parts.table import NUMBER, Head

_HARMS: Mapping[Measure, Harm] = MappingProxyType({measure: kind for kind, measure in MEASURED.items()})
_OF_SENT = frozenset((Measure.DELIVERED, Measure.BOUNCED, Measure.REFUSED))
MEASURES: tuple[Measure, ...] = tuple(Measure)


def limits_in_words() -> str:
    """Which rates of a campaign are too high, in a sentence."""
    over: dict[Measure, list[str]] = {}
    for kind, measure in MEASURED.items():
        over.setdefault(_base(measure), []).append(f"{kind} over {percent(LIMITS[kind])}")
    each = ", ".join(f"{' or '.join(words)} of {base}" for base, words in over.items())
    return f"Too high is: {each}."


def _base(measure: Measure) -> Measure:
    """What a rate is of: deliveries, bounces and refusals of what was sent, the rest of what was delivered."""
    return Measure.SENT if measure in _OF_SENT else Measure.DELIVERED


def rate_of(row: CampaignRow, measure: Measure) -> Rate:
    """The share of messages that came to `measure`, of its base."""
    return row.rate(measure, _base(measure))


def too_high(row: CampaignRow) -> list[Measure]:
    """What of a campaign is surely over its limit, the worst first."""
    return [one for one, kind in _HARMS.items() if judge(kind, rate_of(row, one)) is Judgement.OVER]


def doubtful(row: CampaignRow) -> list[Measure]:
    """What of a campaign is above its limit, but may be so by chance."""
    return [one for one, kind in _HARMS.items() if is_doubtful(kind, rate_of(row, one))]


def harm(row: CampaignRow) -> float:
    """How much a campaign hurt us at the least: over all its limits, where a rate's interval begins as a multiple."""
    return max(pressing(kind, rate_of(row, measure)) for measure, kind in _HARMS.items())


@dataclass(frozen=True, slots=True)
class Columns:
    """How the table is sorted, and the parameters that a heading's link keeps."""

    sort: str
    params: Mapping[str, str]


def campaign_table(rows: Sequence[CampaignRow], columns: Columns, today: date, explain: Explainer) -> Html:
    """All of `rows`, in the order they come; a click on a heading sorts by it."""
    heads = [
        _head("Campaign", "name", columns, cells="eg-name"),
        _head("Days", "last", columns, meaning="First and last day it sent"),
        *(_head(_title(one), one.value, columns, NUMBER, counted_how(one)) for one in MEASURES),
    ]
    shown = (_row(row, today) for row in rows)
    return explain.table(heads, shown, kind="eg-rows", label="Campaigns", also=_ALSO | RATES)


_ALSO = {
    "Campaigns": "Those that sent something on a day of the period. Their numbers are of all their messages. "
    "Left out: campaigns of which nothing to anybody on file was sent.",
    "People": "Below the messages: the contacts whose messages they are, each once, however many they had.",
}


def _title(measure: Measure) -> str:
    return measure.value[:1].upper() + measure.value[1:]


def _head(title: str, key: str, columns: Columns, kind: str = "", meaning: str = "", cells: str | None = None) -> Head:
    order = "" if columns.sort != key else "ascending" if key == "name" else "descending"
    sorting = link(title, Screen.CAMPAIGNS, {**columns.params, "campaign-sort": key})
    return Head(title, kind, meaning, cells, joined(sorting, _MARKS[order]), order)


_MARKS = {"": "", "ascending": " ↑", "descending": " ↓"}


def _row(row: CampaignRow, today: date) -> Sequence[str]:
    bad = too_high(row)
    marks = "".join(f"<br>{_mark(measure, row)}" for measure in (*bad, *doubtful(row)))
    name = link(row.name or "No name", Screen.CAMPAIGN, {"id": str(row.id)})
    numbers = (_number(row, measure, today, measure in bad) for measure in MEASURES)
    return f"{name}{marks}", _span(row), *numbers


def _mark(measure: Measure, row: CampaignRow) -> Html:
    return judged_badge(_HARMS[measure], rate_of(row, measure), _base(measure), names=True)


def _span(row: CampaignRow) -> str:
    if row.first_sent is None or row.last_sent is None:
        return "day not known"
    first, last = day_words(row.first_sent), day_words(row.last_sent)
    ends = [first] if first == last else [f"{first} to", last]
    return "<br>".join(f'<span class="eg-group">{end}</span>' for end in ends)


def _number(row: CampaignRow, measure: Measure, today: date, is_bad: bool) -> str:
    """Messages with their rate, people below; each a link to its list."""
    messages = messages_link(row, measure)
    rate = rate_of(row, measure)
    shown = "" if not rate.count or measure is Measure.SENT else rate_shown(rate, "eg-bad" if is_bad else "eg-quiet")
    below = "" if shown else "<br>"  # an interval ends its line by itself
    return f"{messages} {shown}{below}{people_link(row, measure, today, 'people')}"


def messages_link(row: CampaignRow, measure: Measure) -> Html:
    """The number of messages that came to `measure`, as a link to them."""
    count = row.messages[measure]
    if not count:
        return Html("0")
    href = messages_address(MessageFilter(campaign=row.id, measure=measure))
    return _anchor(Screen.MESSAGES, href, number(count))


def people_link(row: CampaignRow, measure: Measure, today: date, word: str = "") -> Html:
    """The number of people whose messages came to `measure`, as a link to them."""
    count = row.people[measure]
    if not count:
        return Html("")
    words = (f"{number(count)} {'person' if count == 1 else word}" if word else number(count)).strip()
    href = contacts_address(EngagementFilter(campaign=CampaignPart(row.id, measure)), today)
    return Html(f'<span class="eg-quiet">{_anchor(Screen.CONTACTS, href, words)}</span>')


def _anchor(screen: Screen, href: str, words: str) -> Html:
    return Html(f'<a data-screen="{screen}" href="{attribute(href)}">{text(words)}</a>')


def number_table(row: CampaignRow, today: date, explain: Explainer) -> Html:
    """One campaign's measures: messages, their rate, people, and what each means."""
    heads = (
        Head("Measure", names_row=True),
        *(Head(words, NUMBER) for words in ("Messages", "Rate", "People")),
        Head("What it counts", cells="eg-quiet", is_long=True),
    )
    shown = (_measure(row, measure, today) for measure in MEASURES)
    lines = {_title(measure): counted_how(measure) for measure in MEASURES}
    also = {"People": _ALSO["People"].removeprefix("Below the messages: ").capitalize()} | RATES
    return explain.table(heads, shown, label="Numbers", lines=lines, also=also)


def _measure(row: CampaignRow, measure: Measure, today: date) -> Sequence[str]:
    rate = rate_of(row, measure)
    is_told = measure is not Measure.SENT and rate.share is not None
    share = f"{rate_in_words(rate)} of {_base(measure)}" if is_told else ""
    bad = f"<br>{_judged(_HARMS[measure], rate, _base(measure))}" if is_told and measure in _HARMS else ""
    return (
        text(_title(measure)),
        messages_link(row, measure),
        f"{share}{bad}",
        people_link(row, measure, today) or "0",
        MEASURE_DEFINITIONS[measure],
    )


def _judged(kind: Harm, rate: Rate, base: Measure) -> Html:
    """How a rate stands to its limit: as a mark where it is, or may be, over; else in words."""
    limit = percent(LIMITS[kind])
    how = judge(kind, rate)
    words = f"under {limit}" if how is Judgement.UNDER else f"{how} if over {limit}"
    quiet = f'<span class="eg-quiet" title="{attribute(judged_in_words(kind, rate, base))}">{words}</span>'
    return judged_badge(kind, rate, base) or Html(quiet)


def domain_table(row: CampaignRow, domains: Iterable[DomainRow], explain: Explainer) -> Html:
    """What the messages to each receiving domain came to; each number opens its list."""

    def cell(one: DomainRow, measure: Measure) -> str:
        href = messages_address(MessageFilter(campaign=row.id, measure=measure, domain=one.domain))
        count = one.messages[measure]
        return _anchor(Screen.MESSAGES, href, number(count)) if count else "0"

    heads = (Head("Domain", names_row=True), *(Head(_title(one), NUMBER, counted_how(one)) for one in OF_DOMAINS))
    rows = ((text(one.domain), *(cell(one, measure) for measure in OF_DOMAINS)) for one in domains)
    return explain.table(heads, rows, label="Domains", by=explain.basis.of(Channel.EMAIL))


def link_table(links: Iterable[LinkRow], explain: Explainer) -> Html:
    """The links clicked, as text: an address from a message is never one to click here."""
    heads = (
        Head("Link", cells="eg-url"),
        Head("People", NUMBER, "Contacts who clicked it, each once. Left out: who a machine clicked for."),
        Head("Clicks by people", NUMBER, "Every click, also the second of one email. Left out: those of machines."),
        Head("Clicks by machines", NUMBER, "Every click that a machine made, as the provider says or a burst shows."),
    )
    rows = ((text(one.url), *map(number, (one.people, one.clicks_by_people, one.clicks_by_machines))) for one in links)
    return explain.table(heads, rows, label="Links", by=explain.basis.of(Channel.EMAIL))
