"""Who matches a filter, and how many would with one more choice: all from the contact sets, with no look at a table.

The filter is a few parts that all hold together. A count beside a choice is the number of contacts the list would show
for it: with the parts as they stand, but that the choice's own part is replaced by the choice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from engagement.domain.causes import Cause
from engagement.domain.vocabulary import FilterOption, Match
from engagement.query.matching.bounces import bounce_causes, bounced_because, soft_bounced
from engagement.query.matching.campaign_people import people_of
from engagement.query.matching.options import condition_term, option_term, reading_of
from engagement.query.matching.snapshot import Snapshot
from engagement.query.matching.terms import all_of, any_of, has, in_scope, none_of
from engagement.query.matching.text_search import found_by
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.sets import Field

__all__ = ["Facets", "Part", "facets", "members", "parts", "values_in_scope"]

_OPTIONS = "options"
_SCOPE = "scope"
CAUSES, SOFT_BOUNCES = "bounce cause", "soft bounces"
Part = str  # a field's name, or one of those above


@dataclass(frozen=True, slots=True)
class Facets:
    """The live counts of a filter: of the list itself, and beside every choice."""

    total: int
    options: Mapping[FilterOption, int]
    fields: Mapping[Field, Mapping[str, int]]  # owner, stage, source, label and kind, with all of their values
    causes: Mapping[Cause, int]  # of bounces


def members(view: View, asked: EngagementFilter) -> BitMap:
    """The numbers of the contacts in scope that match."""
    key = ("members", asked, view.viewpoint)  # a screen asks for the count, the live counts and a page in turn
    snapshot = view.snapshot
    found = snapshot.remembered(key)
    if found is None:
        found = snapshot.remember(key, _all(snapshot, parts(view, asked).values()))
    return found


def facets(view: View, asked: EngagementFilter) -> Facets:
    """All live counts of a filter."""
    snapshot = view.snapshot
    found = parts(view, asked)
    beside_options = _all(snapshot, (part for name, part in found.items() if name != _OPTIONS))
    fields = {}
    for field, chosen in _fields(asked).items():
        others = _all(snapshot, (part for name, part in found.items() if name != field.value))
        counts = snapshot.counted(field, others)
        # A chosen value stays on offer with a count of 0, unless nobody in scope has it: then it is not there at all.
        there = {value for value in chosen if snapshot.having(field, value).intersect(found[_SCOPE])}
        fields[field] = {value: count for value, count in counts.items() if value and (count or value in there)}
    matching = snapshot.remember(("members", asked, view.viewpoint), _all(snapshot, found.values()))
    return Facets(
        total=len(matching),
        options={
            option: _beside(snapshot, option, asked, view.viewpoint).intersection_cardinality(beside_options)
            for option in FilterOption
        },
        fields=fields,
        causes=_beside_causes(view, asked, _all(snapshot, (part for name, part in found.items() if name != CAUSES))),
    )


def _beside_causes(view: View, asked: EngagementFilter, others: BitMap) -> dict[Cause, int]:
    there = bounce_causes(view, asked.period)
    counts = {cause: members.intersection_cardinality(others) for cause, members in there.items()}
    return {cause: count for cause, count in counts.items() if count or cause in asked.causes}


def values_in_scope(view: View) -> Mapping[Field, Sequence[str]]:
    """The values that contacts in scope have, for each field of the filter; in no order, the empty one left out."""
    snapshot = view.snapshot
    seen = in_scope(view.scope).members(snapshot)
    return {
        field: [value for value, held in snapshot.values(field).items() if value and held.intersect(seen)]
        for field in _fields(EngagementFilter())
    }


def _beside(snapshot: Snapshot, option: FilterOption, asked: EngagementFilter, viewpoint: Viewpoint) -> BitMap:
    """Whom the count beside an option counts.

    Any: those who match it. All: those who match it and the other chosen ones. None: those who match it and no other
    chosen one, whom choosing it takes off the list.
    """
    own = option_term(option, asked, viewpoint)
    others = [option_term(other, asked, viewpoint) for other in sorted(asked.options - {option})]
    if asked.match is Match.ANY or not others:
        return own.members(snapshot)
    return all_of(own, *others if asked.match is Match.ALL else [none_of(*others)]).members(snapshot)


def parts(view: View, asked: EngagementFilter) -> dict[Part, BitMap]:
    """The parts of a filter that ask something, each with the contacts it leaves; the scope is always one."""
    found: dict[Part, BitMap] = {_SCOPE: in_scope(view.scope).members(view.snapshot)}
    searched = found_by(view, asked.search)
    if searched is not None:
        found["search"] = searched
    for field, chosen in _fields(asked).items():
        if chosen:
            found[field.value] = has(field, *sorted(chosen)).members(view.snapshot)
    if asked.options:
        each = [option_term(option, asked, view.viewpoint) for option in sorted(asked.options)]
        found[_OPTIONS] = _COMBINED[asked.match](*each).members(view.snapshot)
    if asked.campaign is not None:
        found["campaign"] = people_of(view, asked.campaign.campaign_id, asked.campaign.measure)
    if asked.causes:
        found[CAUSES] = bounced_because(view, asked.causes, asked.period)
    if asked.soft_bounces > 0:
        found[SOFT_BOUNCES] = soft_bounced(view, asked.soft_bounces, asked.period)
    for number, condition in enumerate(asked.conditions):
        found[f"condition {number}"] = condition_term(condition, reading_of(asked), view.viewpoint).members(
            view.snapshot
        )
    return found


_COMBINED = {Match.ANY: any_of, Match.ALL: all_of, Match.NONE: none_of}


def _fields(asked: EngagementFilter) -> Mapping[Field, Sequence[str]]:
    return {
        Field.KIND: sorted(asked.kinds),
        Field.OWNER: sorted(asked.owners),
        Field.STAGE: sorted(asked.stages),
        Field.SOURCE: sorted(asked.sources),
        Field.LABEL: sorted(asked.labels),
    }


def _all(snapshot: Snapshot, found: Iterable[BitMap]) -> BitMap:
    """The contacts in every one of `found`; the smallest goes first, since what is left can only shrink."""
    return BitMap.intersection(snapshot.everybody, *sorted(found, key=len))
