"""Who to call: people who engaged lately and whom nobody has written to since, the most pressing first.

The contact sets tell who comes into question, and of what sign and day; those are read in turn, until a page is full.
A sign of engagement is answered by what one of us wrote to that person after it (a text or an email that was not sent
to many, and did not fail), and by "done", said after it. "Later" leaves somebody out until its day, and from then on
brings back whatever was open when it was said; a reply brings them back before. "Not for me" leaves somebody out for
whoever said it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from pyroaring import BitMap

from engagement.domain.consent import ConsentChannel
from engagement.domain.vocabulary import Channel, EventType
from engagement.lib.moments import day_of, moment_words, start_of_day, to_micros
from engagement.query.calls.dispositions import Standing, standings
from engagement.query.calls.signs import KINDS, Seen, Sign, last_wrote, signs_of
from engagement.query.contacts.contact_list import Sort, in_order
from engagement.query.contacts.contact_rows import ids_of_numbers, rows_of_ids
from engagement.query.matching.terms import all_of, any_of, did, has, in_scope
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.rows import ContactRow
from engagement.store.sets import Field
from engagement.store.sql import in_parts

LATELY = 7  # days: today and those before it
LISTED = 25
_FIRST_READ = 100  # contacts read in one go; more and more the further on, so that a long list of answered ones ends
_MOST_READ = 3_200
_TOGETHER = 500  # contacts of one sign and day that are put in order as one; of more, the latest hundreds
_FEW = 1_000  # contacts whose last engagements are put in order at once; of more, those of one sign and day
_DAY = timedelta(days=1)
_BY_PEOPLE = EngagementFilter(without_machines=True)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call, and why."""

    contact: ContactRow
    sign: Sign  # the most pressing one that nobody answered
    at: datetime  # when it last came, in UTC
    times: int  # how often it came in the days looked at, and since we last wrote or saw to it
    about: str  # the words of the reply, or the subject of the email; "" for none
    channels: tuple[Channel, ...]  # on which they may be written to; one or both
    back: date | None = None  # the day that "later" was said until, for whom it has come


@dataclass(frozen=True, slots=True)
class CallList:
    """A page of whom to call, and the days that were looked at."""

    period: Period
    calls: tuple[Call, ...]
    is_whole: bool  # there is nobody beyond these


def who_to_call(view: View, *, owner: str | None = None, by: str = "", page: int = 1, limit: int = LISTED) -> CallList:
    """Page `page`, counted from 1, of whom to call, `limit` a page, as `by` has it; "" is nobody by name.

    Only the contacts of `owner`, where one is named; "" means those without. A reply comes before a click, and a click
    before opens; among equals the later day, then the more often, then the later moment (of a day with very many, by
    the latest hundreds). Left out are opens and clicks by machines, and whoever asked us to leave their phone alone:
    who opted out of texts or of calls, or asked to stop in words that nobody decided on yet. A call would be no better.
    Who opted out of email alone stays for a reply, to be texted.
    """
    period = Period.last_days(LATELY, view.today)
    first = (max(page, 1) - 1) * limit
    calls = list(islice(_Reading(view, period, owner, by).calls(), first, first + limit + 1))
    return CallList(period, tuple(calls[:limit]), len(calls) <= limit)


def left_alone(view: View) -> BitMap:
    """Whose phone is to be left alone: who opted out of texts or calls, or asked to stop and nobody decided yet."""
    no_phone = has(Field.OPTED_OUT, ConsentChannel.TEXT, ConsentChannel.CALL)
    asked = has(Field.ASKED_TO_STOP, ConsentChannel.TEXT)
    return all_of(in_scope(view.scope), any_of(no_phone, asked)).members(view.snapshot)


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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A contact who may be one to call: of what sign, and which day it last came, or they came back, on."""

    sign: Sign
    day: date
    number: int
    read: Call | None = None  # of whom came back, and was read before


class _Reading:
    """The list being read, from its first page on."""

    def __init__(self, view: View, period: Period, owner: str | None, by: str) -> None:
        self.view, self.period = view, period
        since, after = period.bounds(view.zone)
        assert since is not None
        assert after is not None
        self.since, self.after = since, after
        self.said = standings(view, since, LATELY, by)
        snapshot = view.snapshot
        # Who is out of scope is left out where they are put in order, and where they are read.
        left = snapshot.everybody if owner is None else has(Field.OWNER, owner).members(snapshot)
        self.left = left - left_alone(view) - self.said.not_mine
        self.no_email = has(Field.OPTED_OUT, ConsentChannel.EMAIL).members(snapshot)
        self.found: set[int] = set()  # the numbers of those who are called

    def calls(self) -> Iterator[Call]:
        """All to call, in order."""
        for some in self._batches():
            read = self._read([one for one in some if one.number not in self.found])
            for candidate, call in sorted(read, key=_rank):
                if candidate.number not in self.found:  # its more pressing sign came first
                    self.found.add(candidate.number)
                    yield call

    def _batches(self) -> Iterator[list[_Candidate]]:
        """Who comes into question, as they are read and put in order together: more at a time the further on."""
        back = self._back()
        groups = list(self._groups(BitMap(one.number for one in back)))
        everybody = BitMap.union(BitMap(), *(members for _, _, members in groups))
        order = list(self._latest_first(everybody)) if len(everybody) <= _FEW else None
        batch: list[_Candidate] = []
        size = _FIRST_READ
        for sign, day, members in groups:
            batch += (one for one in back if (one.sign, one.day) == (sign, day))
            numbers = self._latest_first(members) if order is None else (one for one in order if one in members)
            for part in in_parts(numbers, _TOGETHER if len(members) <= _TOGETHER else _FIRST_READ):
                batch += (_Candidate(sign, day, number) for number in part)
                if len(batch) >= size:
                    yield batch
                    batch, size = [], min(size * 2, _MOST_READ)
        yield batch

    def _groups(self, back: BitMap) -> Iterator[tuple[Sign, date, BitMap]]:
        """For each sign and day, those whose last such sign came on that day, and who may be open."""
        view = self.view
        put_off = self.said.waiting(view.today)
        for sign in Sign:
            left = self.left - back
            if sign is not Sign.REPLIED:  # what they did with an email before they wanted no more of them
                left = left - self.no_email - put_off
            for ago in range(LATELY):
                day = view.today - ago * _DAY
                members = left & did(KINDS[sign], Period(day, day)).members(view.snapshot)
                left -= members
                yield sign, day, members - self._done_after(day)

    def _done_after(self, day: date) -> BitMap:
        """Those who were seen to on a later day."""
        end = start_of_day(day + _DAY, self.view.zone)
        return BitMap(n for n, one in self.said.by_number.items() if one.done_at is not None and one.done_at >= end)

    def _latest_first(self, members: BitMap) -> Iterator[int]:
        # A walk along the order soon meets enough.
        is_near = _FIRST_READ * len(self.view.snapshot.everybody) < len(members) ** 2
        return in_order(self.view, members, _BY_PEOPLE, Sort.LAST_ENGAGED, walks=is_near)

    def _back(self) -> list[_Candidate]:
        """Who comes back today, or did lately, with what is open still; the more often they did it the earlier."""
        back = {number: one for number, one in self.said.back(self.view.today).items() if number in self.left}
        if not back:
            return []
        zone = self.view.zone
        since = {n: self._opens(one) for n, one in back.items()}
        asked = [_Candidate(sign, self.view.today, number) for sign in Sign for number in back]
        asked = [one for one in asked if one.sign is Sign.REPLIED or one.number not in self.no_email]
        found: dict[int, _Candidate] = {}
        for candidate, call in self._read(asked, since):
            until = back[candidate.number].until
            assert until is not None
            day = max(day_of(call.at, zone), until)
            found.setdefault(candidate.number, _Candidate(candidate.sign, day, candidate.number, call))
        return sorted(found.values(), key=_place)

    def _opens(self, one: Standing) -> datetime:
        """From when on the signs count of somebody who comes back: those that were open when "later" was said."""
        assert one.later_at is not None
        return min(self.since, start_of_day(day_of(one.later_at, self.view.zone) - (LATELY - 1) * _DAY, self.view.zone))

    def _read(
        self, some: Sequence[_Candidate], since: Mapping[int, datetime] | None = None
    ) -> Iterator[tuple[_Candidate, Call]]:
        """Those of some whose sign is open and who may be written to, in order. `since` says from when, for each."""
        yield from ((one, one.read) for one in some if one.read is not None)
        some = [one for one in some if one.read is None]
        if not some:
            return
        view = self.view
        ids = ids_of_numbers(view, list(dict.fromkeys(one.number for one in some)))
        some = [one for one in some if one.number in ids]
        earliest = min([self.since, *(since or {}).values()])
        seen = signs_of(view, [(one.sign, ids[one.number]) for one in some], earliest)
        wrote = last_wrote(view, ids.values(), earliest)
        opened: list[tuple[_Candidate, list[Seen]]] = []
        for one in some:
            contact_id, its_since = ids[one.number], self.since if since is None else since[one.number]
            its = [each for each in seen.get((one.sign, contact_id), ()) if its_since <= each.at < self.after]
            if signs := list(self._open(one, its, wrote.get(contact_id))):
                opened.append((one, signs))
        people = {row.id: row for row in rows_of_ids(view, [ids[one.number] for one, _ in opened], True)}
        for one, signs in opened:
            person = people.get(ids[one.number])
            channels = tuple(_channels(person)) if person else ()
            if person and channels:
                last = max(signs, key=lambda each: (each.at, each.about))
                until = self.said.by_number[one.number].until if since is not None else None
                yield one, Call(person, one.sign, last.at, len(signs), last.about, channels, until)

    def _open(self, one: _Candidate, seen: Iterable[Seen], written: datetime | None) -> Iterator[Seen]:
        """The signs that nobody answered or saw to."""
        said = self.said.by_number.get(one.number)
        its = [each for each in seen if written is None or each.at >= written]
        if said is None:
            yield from its
            return
        its = [each for each in its if said.done_at is None or each.at > said.done_at]
        is_put_off = said.until is not None and said.until > self.view.today
        if not is_put_off or any(said.later_at is not None and each.at > said.later_at for each in its):
            yield from its


def _place(one: _Candidate) -> tuple[int, int]:
    return list(Sign).index(one.sign), -one.day.toordinal()


def _rank(found: tuple[_Candidate, Call]) -> tuple[tuple[int, int], int, int, int]:
    candidate, call = found
    return _place(candidate), -call.times, -to_micros(call.at), -call.contact.id


def _channels(person: ContactRow) -> Iterator[Channel]:
    """The channels on which a contact has an address and did not opt out."""
    if person.emails and person.do_not_email is None:
        yield Channel.EMAIL
    if person.phones and person.do_not_text is None:
        yield Channel.TEXT
