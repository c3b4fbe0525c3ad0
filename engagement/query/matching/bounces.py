"""Who has bounces of which cause, and who was put off how often: read from the events, kept for one state of the data.

Causes are told by the providers' tables as they are today, so that a code that is learned tells of old bounces too, and
no stored set is behind.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pyroaring import BitMap
from sqlalchemy import ColumnElement, Select, select

from engagement.domain.causes import Cause
from engagement.domain.vocabulary import Channel, EventType
from engagement.providers.told import Said, told
from engagement.query.matching.terms import in_scope
from engagement.query.matching.view import View
from engagement.query.question.period import Period
from engagement.store.schema import contacts, events
from engagement.store.sets import levels


def bounced_because(view: View, causes: Collection[Cause], period: Period) -> BitMap:
    """The numbers of the contacts in scope to whom an email failed in `period` for one of `causes`."""
    found = bounce_causes(view, period)
    return BitMap.union(BitMap(), *(found[cause] for cause in causes if cause in found))


def bounce_causes(view: View, period: Period) -> Mapping[Cause, BitMap]:
    """For each cause there was in `period`, the contacts in scope to whom an email failed for good over it."""
    everybody = view.snapshot.once(("bounce causes", period, view.zone.key), lambda: _causes(view, period))
    if view.scope.owners is None:
        return everybody
    seen = in_scope(view.scope).members(view.snapshot)
    return {cause: members & seen for cause, members in everybody.items() if members.intersect(seen)}


def soft_bounced(view: View, at_least: int, period: Period) -> BitMap:
    """The numbers of the contacts in scope to whom emails were put off `at_least` times in `period`."""
    by_times = view.snapshot.once(("soft bounces", period, view.zone.key), lambda: _put_off(view, period))
    found = by_times[at_least - 1] if at_least <= len(by_times) else BitMap()
    return found & in_scope(view.scope).members(view.snapshot)


def _causes(view: View, period: Period) -> dict[Cause, BitMap]:
    e = events.c
    failed = _of(EventType.FAILED, period, view, e.provider, e.reason, e.code, e.detail)
    known: dict[tuple[str | None, ...], Cause] = {}  # many bounces have one answer
    found: dict[Cause, list[int]] = {}
    for number, *said in view.connection.execute(failed.where(e.suppressed.is_(False))):
        answer = tuple(said)
        cause = known.get(answer)
        if cause is None:
            cause = known[answer] = told(Said(Channel.EMAIL, *answer)).cause
        found.setdefault(cause, []).append(number)
    return {cause: BitMap(numbers) for cause, numbers in found.items()}


def _put_off(view: View, period: Period) -> list[BitMap]:
    times = Counter(number for (number,) in view.connection.execute(_of(EventType.TEMPORARY_FAILURE, period, view)))
    return levels(times.items())


def _of(kind: EventType, period: Period, view: View, *columns: ColumnElement[Any]) -> Select[Any]:
    """A SELECT of the events of emails of one kind in a period: whose number, then `columns`."""
    e = events.c
    whose = events.join(contacts, contacts.c.contact_id == e.contact_id)
    statement = select(contacts.c.number, *columns).select_from(whose)
    return statement.where(e.channel == Channel.EMAIL.value, e.type == kind.value, *_within(period, view))


def _within(period: Period, view: View) -> Iterator[ColumnElement[bool]]:
    first, after = period.bounds(view.zone)
    if first is not None:
        yield events.c.at >= first
    if after is not None:
        yield events.c.at < after
