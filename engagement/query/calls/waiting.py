"""Waiting for an answer: texts from people that nobody answered, and how long answers take, by owner.

An answer is what answers a sign on Who to call: a text or an email by hand to them after it. Requests to stop,
reactions and automatic answers wait for none, nor does whoever wants their phone left alone. What was said of somebody
on Who to call holds here too: after "done" nobody waits, "later" and "not for me" leave them out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from sqlalchemy import select, text, tuple_

from engagement.domain.consent import Code
from engagement.domain.texts.reading import TextKind
from engagement.lib.moments import from_micros, to_micros
from engagement.query.calls.dispositions import Standing, standings
from engagement.query.calls.signs import written_by_hand
from engagement.query.calls.who_to_call import LATELY, left_alone
from engagement.query.consent.held import decisions_on
from engagement.query.matching.view import View
from engagement.query.question.period import Period
from engagement.store.schema import contacts, messages, plain_time
from engagement.store.sql import among, fetch, in_parts

WAITING = 30  # days that are looked at: today and those before it
_AT_ONCE = 200  # texts whose words are read at a time


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose texts nobody answered."""

    contact_id: int
    owner: str
    since: datetime  # of the first text that nobody answered, in UTC
    times: int  # how many such texts
    about: str  # the words of the last of them; "" for a picture


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """How long answers took, and how many wait for one."""

    median: timedelta | None  # from the first text of theirs to our answer; None: nothing was answered
    answered: int  # how often somebody who texted was answered
    waiting: int  # people


@dataclass(frozen=True, slots=True)
class Answers:
    """Who waits for an answer, and how long answers took, in the days that were looked at."""

    period: Period
    waiting: tuple[Waiting, ...]  # a page of them; who waits the longest first
    overall: AnswerTime
    by_owner: Mapping[str, AnswerTime]  # of owners whose people texted; "" is nobody's


class _Text(NamedTuple):
    """A text of somebody that may want an answer. A plain tuple: there are tens of thousands."""

    at: int  # microseconds since 1970
    id: int
    contact_id: int
    address: str
    reading: TextKind | None


class _Open(NamedTuple):
    """The texts of one contact that nobody answered, the first first."""

    number: int
    owner: str
    texts: Sequence[_Text]

    def order(self) -> tuple[int, int]:
        """Who waits the longest first."""
        return self.texts[0].at, self.texts[0].contact_id


def waiting_for_answer(
    view: View, *, owner: str | None = None, by: str = "", page: int = 1, size: int | None = None
) -> Answers:
    """Who waits for an answer, as `by` has it, and how long answers took; of the contacts of `owner` alone, where one
    is named. `page` of `size` of who waits; all of them without a size."""
    period = Period.last_days(WAITING, view.today)
    since, _ = period.bounds(view.zone)
    assert since is not None
    open_, taken = view.snapshot.once(("waiting for an answer", view.viewpoint), lambda: _conversations(view, period))
    said = standings(view, since, LATELY, by)
    left_out = left_alone(view) | said.not_mine
    found = [one for one in open_ if owner in (None, one.owner) and one.number not in left_out]
    if said.by_number:
        found = sorted(_left(found, said.by_number, view), key=_Open.order)
    times = {name: its for name, its in taken.items() if owner in (None, name)}
    waiting = Counter(one.owner for one in found)
    return Answers(
        period,
        tuple(_shown(view, found if size is None else found[(page - 1) * size : page * size])),
        _time([each for its in times.values() for each in its], len(found)),
        {name: _time(times.get(name, ()), waiting[name]) for name in sorted({*times, *waiting})},
    )


def _time(taken: Sequence[int], waiting: int) -> AnswerTime:
    return AnswerTime(timedelta(microseconds=median(taken)) if taken else None, len(taken), waiting)


def _left(found: Sequence[_Open], said: Mapping[int, Standing], view: View) -> Iterator[_Open]:
    """Who still waits, by what was said of them."""
    for one in found:
        its = said.get(one.number)
        texts = one.texts if its is None else _still(one.texts, its, view)
        if texts:
            yield one if its is None else one._replace(texts=texts)


def _still(texts: Sequence[_Text], said: Standing, view: View) -> Sequence[_Text]:
    if said.done_at is not None:
        done_at = to_micros(said.done_at)
        texts = [one for one in texts if one.at > done_at]
    if said.later_at is not None and said.until is not None and said.until > view.today:
        later_at = to_micros(said.later_at)
        return texts if any(one.at > later_at for one in texts) else ()
    return texts


def _conversations(view: View, period: Period) -> tuple[list[_Open], dict[str, list[int]]]:
    """What nobody answered of the texts of the period, by contact, who waits the longest first; and how long each
    answer took, by owner, in microseconds."""
    texts = _texts(view, period)
    c, at, m = contacts.c, plain_time(messages.c.sent_at), messages.c
    whose = select(c.contact_id, c.number, c.owner).where(among(view.connection, c.contact_id, texts))
    people = {row[0]: row[1:] for row in fetch(view.connection, whose) if view.scope.sees(row[2])}
    since, after = map(to_micros, filter(None, period.bounds(view.zone)))
    its = (among(view.connection, m.contact_id, people), at >= since, at < after, written_by_hand())
    wrote: dict[int, list[int]] = {}
    for contact_id, sent_at in fetch(view.connection, select(m.contact_id, at).where(*its)):
        wrote.setdefault(contact_id, []).append(sent_at)
    open_: list[_Open] = []
    taken: dict[str, list[int]] = {}
    for contact_id, (number, owner) in people.items():
        took, left = _answered(sorted(texts[contact_id]), sorted(wrote.get(contact_id, ())))
        if took:
            taken.setdefault(owner, []).extend(took)
        if left:
            open_.append(_Open(number, owner, left))
    return sorted(open_, key=_Open.order), taken


def _answered(texts: Sequence[_Text], wrote: Sequence[int]) -> tuple[list[int], Sequence[_Text]]:
    """How long each answer took from the first text that waited for it, and the texts that nobody answered; what we
    wrote at the very moment of a text answers only what came before."""
    took: list[int] = []
    place = 0
    for at in wrote:
        first = place
        while place < len(texts) and texts[place].at < at:
            place += 1
        if place > first:
            took.append(at - texts[first].at)
    return took, texts[place:]


def _texts(view: View, period: Period) -> dict[int, list[_Text]]:
    """The texts of the period that want an answer, by contact: all replies, but those that ask to stop, unless a person
    decided that they are replies."""
    m, at = messages.c, plain_time(messages.c.sent_at)
    since, after = map(to_micros, filter(None, period.bounds(view.zone)))
    # SQLite takes the index of replies only where the condition is spelled as the index spells it.
    is_reply = text("messages.is_reply")
    statement = select(at, m.message_id, m.contact_id, m.address, m.reading).where(is_reply, at >= since, at < after)
    found = [
        _Text(sent_at, one, contact_id, address, TextKind.ASKS_TO_STOP if _asks(reading) else None)
        for sent_at, one, contact_id, address, reading in fetch(view.connection, statement)
    ]
    decided = decisions_on(view, [one for one in found if one.reading])
    texts: dict[int, list[_Text]] = {}
    for one in found:
        if one.reading is None or decided.get(one.id) is Code.REPLY:
            texts.setdefault(one.contact_id, []).append(one._replace(reading=None))
    return texts


def _asks(reading: str | None) -> bool:
    return reading == TextKind.ASKS_TO_STOP


def _shown(view: View, some: Sequence[_Open]) -> Iterator[Waiting]:
    """Those who wait, with the words of their last text."""
    m = messages.c
    words: dict[tuple[int, int], str] = {}
    for part in in_parts([(one.texts[-1].contact_id, one.texts[-1].id) for one in some], _AT_ONCE):
        its = select(m.contact_id, m.message_id, m.text).where(tuple_(m.contact_id, m.message_id).in_(part))
        words |= {(row.contact_id, row.message_id): row.text or "" for row in view.connection.execute(its)}
    for one in some:
        first, last = one.texts[0], one.texts[-1]
        about = words.get((last.contact_id, last.id), "")
        yield Waiting(first.contact_id, one.owner, from_micros(first.at), len(one.texts), about)
