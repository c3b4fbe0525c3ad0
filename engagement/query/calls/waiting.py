"""Waiting for an answer: texts from people that nobody answered, and how long answers take, by owner.

An answer is what answers a sign on Who to call: a text or an email by hand to them after it. Requests to stop,
reactions and automatic answers wait for none, nor does whoever wants their phone left alone. What was said of somebody
on Who to call holds here too: after "done" nobody waits, "later" and "not for me" leave them out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import or_, select, tuple_

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
from engagement.store.sql import fetch, in_parts

WAITING = 30  # days that are looked at: today and those before it
_AT_ONCE = 200  # texts whose words are read at a time


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose texts nobody answered."""

    contact_id: int
    owner: str
    since: datetime  # of the first text that nobody answered, in UTC
    times: int  # how many such texts
    message_id: int  # of the last of them
    about: str = ""  # its words; "" for a picture


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


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of somebody that may want an answer."""

    id: int
    contact_id: int
    address: str
    reading: TextKind | None
    at: int  # microseconds since 1970


@dataclass(frozen=True, slots=True)
class _Open:
    """The texts of one contact that nobody answered, the first first."""

    number: int
    owner: str
    texts: Sequence[_Text]


def waiting_for_answer(
    view: View, *, owner: str | None = None, by: str = "", page: int = 1, size: int | None = None
) -> Answers:
    """Who waits for an answer, as `by` has it, and how long answers took; of the contacts of `owner` alone, where one
    is named. `page` of `size` of who waits; all of them without a size."""
    period = Period.last_days(WAITING, view.today)
    since, _ = period.bounds(view.zone)
    assert since is not None
    key = ("waiting for an answer", view.viewpoint)
    open_, taken = view.snapshot.once(key, lambda: _conversations(view, period))
    said, alone = standings(view, since, LATELY, by), left_alone(view)
    found: list[Waiting] = []
    for one in open_:
        if one.number in alone or one.number in said.not_mine or owner not in (None, one.owner):
            continue
        if its := _still(one.texts, said.by_number.get(one.number), view):
            first, last = its[0], its[-1]
            found.append(Waiting(first.contact_id, one.owner, from_micros(first.at), len(its), last.id))
    found.sort(key=lambda one: (one.since, one.contact_id))
    times = {name: its for name, its in taken.items() if owner in (None, name)}
    names = sorted({*times, *(one.owner for one in found)})
    return Answers(
        period,
        tuple(_with_words(view, found if size is None else found[(page - 1) * size : page * size])),
        _time([each for its in times.values() for each in its], len(found)),
        {name: _time(times.get(name, ()), sum(one.owner == name for one in found)) for name in names},
    )


def _time(taken: Sequence[int], waiting: int) -> AnswerTime:
    return AnswerTime(timedelta(microseconds=median(taken)) if taken else None, len(taken), waiting)


def _still(texts: Sequence[_Text], said: Standing | None, view: View) -> Sequence[_Text]:
    """The texts that still wait, by what was said of their writer."""
    if said is None:
        return texts
    if said.done_at is not None:
        texts = [one for one in texts if from_micros(one.at) > said.done_at]
    is_put_off = said.later_at is not None and said.until is not None and said.until > view.today
    if is_put_off and not any(said.later_at and from_micros(one.at) > said.later_at for one in texts):
        return ()
    return texts


def _conversations(view: View, period: Period) -> tuple[list[_Open], dict[str, list[int]]]:
    """What nobody answered of the texts of the period, by contact; and how long each answer took, by owner."""
    open_: list[_Open] = []
    taken: dict[str, list[int]] = {}
    texts: list[_Text] = []
    whose: tuple[int, str, int] | None = None
    for number, owner, contact_id, at, text in [*_rows(view, period), (0, "", 0, 0, None)]:
        if whose != (number, owner, contact_id):
            if whose is not None and texts:
                open_.append(_Open(whose[0], whose[1], texts))
            whose, texts = (number, owner, contact_id), []
        if text is not None:
            texts.append(text)
        elif texts:
            taken.setdefault(owner, []).append(at - texts[0].at)
            texts = []
    return open_, taken


def _rows(view: View, period: Period) -> Iterator[tuple[int, str, int, int, _Text | None]]:
    """The texts of the period that want an answer, and what we wrote by hand (no text), contact by contact, as they
    came; of one moment what we wrote first, which answers nothing of it."""
    m, c, at = messages.c, contacts.c, plain_time(messages.c.sent_at)
    since, after = map(to_micros, filter(None, period.bounds(view.zone)))
    replied = select(m.contact_id).where(m.is_reply, at >= since, at < after).distinct()
    columns = (c.number, c.owner, m.contact_id, at, m.is_reply, m.message_id, m.address, m.reading)
    statement = (
        select(*columns)
        .join(contacts, c.contact_id == m.contact_id)
        .where(m.contact_id.in_(replied), at >= since, at < after)
        .where(or_(m.is_reply, written_by_hand()))
        .order_by(m.contact_id, at, m.is_reply, m.message_id)
    )
    rows = [row for row in fetch(view.connection, statement) if view.scope.sees(row[1])]
    asking = [_Text(row[5], row[2], row[6], TextKind.ASKS_TO_STOP, row[3]) for row in rows if _asks(row[7])]
    decided = decisions_on(view, asking)
    for number, owner, contact_id, at, is_reply, message_id, address, reading in rows:
        if not is_reply:
            yield number, owner, contact_id, at, None
        elif not _asks(reading) or decided.get(message_id) is Code.REPLY:
            yield number, owner, contact_id, at, _Text(message_id, contact_id, address, None, at)


def _asks(reading: str | None) -> bool:
    return reading == TextKind.ASKS_TO_STOP


def _with_words(view: View, some: Sequence[Waiting]) -> Iterator[Waiting]:
    """Those who wait, with the words of their last text."""
    m = messages.c
    keys = [(one.contact_id, one.message_id) for one in some]
    words: dict[tuple[int, int], str] = {}
    for part in in_parts(keys, _AT_ONCE):
        its = select(m.contact_id, m.message_id, m.text).where(tuple_(m.contact_id, m.message_id).in_(part))
        words |= {(row.contact_id, row.message_id): row.text or "" for row in view.connection.execute(its)}
    yield from (replace(one, about=words.get((one.contact_id, one.message_id), "")) for one in some)
