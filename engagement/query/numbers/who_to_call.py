"""Who to call: people who engaged lately and whom nobody has written to since, the most pressing first.

The contact sets tell who comes into question, and a bounded number of those is read. A sign of engagement is answered
by what one of us wrote to that person after it: a text or an email that was not sent to many, and did not fail.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from engagement.domain.consent import ConsentChannel
from engagement.domain.marks import Kind
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.lib.moments import by_clock, moment_words
from engagement.query.contacts.contact_list import Sort, in_order
from engagement.query.contacts.contact_rows import rows_of_numbers
from engagement.query.matching.terms import all_of, did, has, in_scope, none_of
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.rows import ContactRow
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import events, messages
from engagement.store.sets import Field
from engagement.store.sql import among

LATELY = 7  # days: today and those before it
LISTED = 25
_AT_ONCE = 100  # contacts read in one go
_MOST_READ = 1_000  # contacts read for one kind of sign, so that the list comes at once whatever the account's size
_BY_PEOPLE = EngagementFilter(without_machines=True)


class Sign(StrEnum):
    """A sign of engagement, the most pressing first."""

    REPLIED = "replied"
    CLICKED = "clicked"
    OPENED = "opened"


_KINDS: Mapping[Sign, Kind] = MappingProxyType(
    {Sign.REPLIED: Kind.REPLY, Sign.CLICKED: Kind.CLICK_BY_PERSON, Sign.OPENED: Kind.OPEN_BY_PERSON}
)
_EVENTS = MappingProxyType({EventType.CLICKED.value: Sign.CLICKED, EventType.OPENED.value: Sign.OPENED})


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call, and why."""

    contact: ContactRow
    sign: Sign  # the most pressing one that nobody answered
    at: datetime  # when it last came, in UTC
    times: int  # how often it came in the days looked at, and since we last wrote
    about: str  # the words of the reply, or the subject of the email; "" for none
    channels: tuple[Channel, ...]  # on which they may be written to; one or both


@dataclass(frozen=True, slots=True)
class CallList:
    """Whom to call, and the days that were looked at."""

    period: Period
    calls: tuple[Call, ...]
    is_whole: bool  # there is nobody beyond these


@dataclass(frozen=True, slots=True)
class _Seen:
    """One sign of one contact."""

    at: datetime
    about: str


def who_to_call(view: View, *, limit: int = LISTED) -> CallList:
    """Whom to call, at most `limit`.

    A reply comes before a click, and a click before opens; among equals the later day, then the more often, then the
    later moment. Left out are opens and clicks by machines, and whoever asked us to leave their phone alone: who opted
    out of texts or of calls, or asked to stop in words that nobody decided on yet. A call would be no better. Who opted
    out of email alone stays for a reply, to be texted.
    """
    period = Period.last_days(LATELY, view.today)
    snapshot = view.snapshot
    no_phone = has(Field.OPTED_OUT, ConsentChannel.TEXT, ConsentChannel.CALL)
    asked = has(Field.ASKED_TO_STOP, ConsentChannel.TEXT)
    left = all_of(in_scope(view.scope), none_of(no_phone, asked)).members(snapshot)
    no_email = has(Field.OPTED_OUT, ConsentChannel.EMAIL).members(snapshot)
    found: dict[int, Call] = {}
    candidates = {sign: left & did(_KINDS[sign], period).members(snapshot) for sign in Sign}
    for sign in (Sign.CLICKED, Sign.OPENED):  # what they did with an email before they wanted no more of them
        candidates[sign] -= no_email
    cut: list[Sign] = []
    waiting = _waiting(view, candidates, found, cut)
    # Signs are read together, so a small account takes as many statements on a quiet day as on a busy one.
    while len(found) <= limit and (some := list(islice(waiting, _AT_ONCE))):
        for number, call in _calls(view, some, period):
            found.setdefault(number, call)  # its more pressing sign came first
    calls = sorted(found.values(), key=lambda call: (call.at, call.contact.id), reverse=True)
    order = list(Sign)
    calls.sort(key=lambda call: (order.index(call.sign), -_day(call.at, view.viewpoint), -call.times))
    return CallList(period, tuple(calls[:limit]), not cut and len(calls) <= limit)


def reason_of(call: Call, zone: ZoneInfo) -> str:
    """Why to call, as a sentence: "Replied “Is it still free?” on Tue 24 Nov 2026, 14:05 EST, and nobody answered." """
    when = f"on {moment_words(call.at, zone)}"
    about = f" “{' '.join(call.about.split())}”" if call.about.strip() else ""
    often = call.times > 1
    if call.sign is Sign.REPLIED:
        said = about or " with a picture"
        told = f"Replied {call.times:,} times, last{said} {when}" if often else f"Replied{said} {when}"
        return f"{told}, and nobody answered."
    if call.sign is Sign.CLICKED:
        where = f" in{about}" if about else ""
        return f"Clicked {call.times:,} times, last{where} {when}." if often else f"Clicked a link{where} {when}."
    what = f"emails {call.times:,} times, last{about}" if often else about.strip() or "an email"
    return f"{EventType.OPENED} {what} {when}."


def _waiting(
    view: View, candidates: Mapping[Sign, BitMap], found: Mapping[int, Call], cut: list[Sign]
) -> Iterator[tuple[Sign, int]]:
    """The candidates of each sign, the most pressing sign first, without those `found` by the time its turn comes.

    A sign of which there are more than are read is added to `cut`.
    """
    for sign, numbers in candidates.items():
        numbers = numbers - BitMap(found)
        if len(numbers) > _MOST_READ:
            cut.append(sign)
        yield from ((sign, number) for number in islice(_latest_first(view, numbers), _MOST_READ))


def _day(at: datetime, viewpoint: Viewpoint) -> int:
    return by_clock(at, viewpoint.zone).toordinal()


def _latest_first(view: View, candidates: BitMap) -> Iterator[int]:
    """The numbers of `candidates`, those who engaged last first."""
    is_near = _AT_ONCE * len(view.snapshot.everybody) < len(candidates) ** 2  # a walk along the order soon meets enough
    return in_order(view, candidates, _BY_PEOPLE, Sort.LAST_ENGAGED, walks=is_near)


def _calls(view: View, some: Sequence[tuple[Sign, int]], period: Period) -> Iterator[tuple[int, Call]]:
    """Those of some contacts who may be written to and whose sign nobody answered, by their numbers, in their order."""
    since, after = period.bounds(view.zone)
    assert since is not None
    assert after is not None
    numbers = list(dict.fromkeys(number for _, number in some))
    people = dict(zip(numbers, rows_of_numbers(view, numbers, without_machines=True), strict=True))
    seen = _seen(view, [(sign, people[number].id) for sign, number in some], since)
    wrote = _last_wrote(view, [person.id for person in people.values()], since)
    for sign, number in some:
        person = people[number]
        written = wrote.get(person.id)
        in_time = [one for one in seen.get((sign, person.id), ()) if one.at < after]
        open_signs = [one for one in in_time if written is None or one.at >= written]
        channels = tuple(_channels(person))
        if open_signs and channels:
            latest = max(open_signs, key=lambda one: (one.at, one.about))
            yield number, Call(person, sign, latest.at, len(open_signs), latest.about, channels)


def _channels(person: ContactRow) -> Iterator[Channel]:
    """The channels on which a contact has an address and did not opt out."""
    if person.emails and person.do_not_email is None:
        yield Channel.EMAIL
    if person.phones and person.do_not_text is None:
        yield Channel.TEXT


_FAILED = (EventType.REJECTED, EventType.FAILED, EventType.UNDELIVERED, EventType.UNSUBSCRIBED)


def _written_by_hand() -> ColumnElement[bool]:
    """A message of ours to this one person that did not fail. A text whose origin nobody told is taken for one."""
    m = messages.c
    by_hand = or_(m.origin == Origin.MANUAL, and_(m.channel == Channel.TEXT, m.origin.is_(None)))
    failed = and_(m.status.is_not(None), m.status.in_(_FAILED))
    return and_(m.direction == Direction.OUTBOUND, by_hand, not_(failed))


def _last_wrote(view: View, ids: Iterable[int], since: datetime) -> dict[int, datetime]:
    """When one of us last wrote to each of some contacts, from `since` on."""
    m = messages.c
    rows = view.connection.execute(
        select(m.contact_id, func.max(m.sent_at))
        .where(among(view.connection, m.contact_id, ids), m.sent_at >= since, _written_by_hand())
        .group_by(m.contact_id)
    )
    return {contact_id: at for contact_id, at in rows}


def _seen(view: View, asked: Iterable[tuple[Sign, int]], since: datetime) -> dict[tuple[Sign, int], list[_Seen]]:
    """The signs that some contacts gave from `since` on, by sign and contact; of those `asked` at least."""
    asked = list(asked)
    replied = [contact_id for sign, contact_id in asked if sign is Sign.REPLIED]
    engaged = [contact_id for sign, contact_id in asked if sign is not Sign.REPLIED]
    found: dict[tuple[Sign, int], list[_Seen]] = {}
    told = [*(_replies(view, replied, since) if replied else ())]
    told += _engagement(view, engaged, since) if engaged else ()
    for sign, contact_id, at, about in told:
        found.setdefault((sign, contact_id), []).append(_Seen(at, about or ""))
    return found


_Told = Iterator[tuple[Sign, int, datetime, str | None]]  # sign, contact, moment, words


def _replies(view: View, ids: Iterable[int], since: datetime) -> _Told:
    m = messages.c
    mine = and_(among(view.connection, m.contact_id, ids), m.sent_at >= since, m.is_reply)
    for row in view.connection.execute(select(m.contact_id, m.sent_at, m.text).where(mine)):
        yield Sign.REPLIED, row.contact_id, row.sent_at, row.text


def _engagement(view: View, ids: Iterable[int], since: datetime) -> _Told:
    """Opens and clicks. The emails are found first, which are few; then their events, by their key."""
    m, e = messages.c, events.c
    rows = view.connection.execute(
        select(m.contact_id, e.at, m.subject, e.type, e.machine)
        .join_from(messages, events, and_(e.contact_id == m.contact_id, e.message_id == m.message_id))
        .where(among(view.connection, m.contact_id, ids), m.human_engaged_at >= since, m.channel == Channel.EMAIL)
    )
    for row in rows:
        sign = _EVENTS.get(row.type)
        if sign is not None and row.at >= since and not row.machine:
            yield sign, row.contact_id, row.at, row.subject
