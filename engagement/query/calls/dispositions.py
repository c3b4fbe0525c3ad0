"""What people said of those on Who to call and still stands: done, later, not for me."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pyroaring import BitMap
from sqlalchemy import ColumnElement, and_, or_, select

from engagement.domain.calls import Disposition, caller_key
from engagement.query.matching.view import View
from engagement.query.question.scope import visible
from engagement.store.dispositions import dispositions
from engagement.store.schema import contacts
from engagement.store.sql import among

_D = dispositions.c
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """What was said of one contact and still counts, whoever said it."""

    contact_id: int
    done_at: datetime | None = None  # what they did until then is seen to
    later_at: datetime | None = None  # when somebody said "later", and nobody "done" since
    until: date | None = None  # the day on which they come back


@dataclass(frozen=True, slots=True)
class Standings:
    """What was said, by the contacts' numbers in the sets."""

    by_number: Mapping[int, Standing]
    not_mine: BitMap  # the contacts that are not for whoever looks

    def waiting(self, today: date) -> BitMap:
        """Who is not to come before a day that is still ahead, unless they write."""
        return BitMap(number for number, one in self.by_number.items() if one.until and one.until > today)

    def back(self, today: date) -> dict[int, Standing]:
        """Who came back, today or not long ago."""
        return {number: one for number, one in self.by_number.items() if one.until and one.until <= today}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a person said of somebody, to be shown and taken back."""

    id: int
    contact_id: int
    name: str  # of the contact; "" for one without
    what: Disposition
    until: date | None
    at: datetime  # UTC
    by: str


def standings(view: View, since: datetime, days: int, by: str = "") -> Standings:
    """What counts of what was said: done from `since` on, later until a day of the last `days` or one ahead, and not
    for `by` at whatever time; "" is nobody, for whom nobody is left out."""
    back_from = view.today - (days - 1) * _DAY
    later = and_(_D.what == Disposition.LATER, _D.until >= back_from.toordinal())
    mine = and_(_D.what == Disposition.NOT_MINE, _D.by_key == caller_key(by))
    rows = list(_rows(view, or_(and_(_D.what == Disposition.DONE, _D.at >= since), later, mine)))
    put_off = {row.contact_id for row in rows if row.what == Disposition.LATER}
    if put_off:  # "done" before "later" counts too, however long ago it was said
        older = and_(_D.what == Disposition.DONE, _D.at < since, among(view.connection, _D.contact_id, put_off))
        rows += _rows(view, older)
    done: dict[int, datetime] = {}
    for row in rows:
        if row.what == Disposition.DONE:
            done[row.number] = max(row.at, done.get(row.number, row.at))
    in_turn = sorted(rows, key=lambda row: (row.at, row.disposition_id))
    last = {row.number: row for row in in_turn if row.what == Disposition.LATER}
    numbers = {row.number: row.contact_id for row in rows if row.what != Disposition.NOT_MINE}
    found = {}
    for number, contact_id in numbers.items():
        later_row = last.get(number)
        if later_row is not None and (number not in done or later_row.at > done[number]):
            until = date.fromordinal(later_row.until)
            found[number] = Standing(contact_id, done.get(number), later_row.at, until)
        else:
            found[number] = Standing(contact_id, done.get(number))
    not_mine = BitMap(row.number for row in rows if row.what == Disposition.NOT_MINE) if by.strip() else BitMap()
    return Standings(found, not_mine)


def _rows(view: View, which: ColumnElement[bool]) -> Sequence[Any]:
    statement = (
        select(_D.disposition_id, _D.contact_id, contacts.c.number, _D.what, _D.until, _D.at)
        .join(contacts, contacts.c.contact_id == _D.contact_id)
        .where(_D.undone_at.is_(None), which, visible(view.scope))
    )
    return view.connection.execute(statement).all()


def said_lately(view: View, limit: int) -> list[Said]:
    """What was said last and stands, at most `limit`, the last first."""
    statement = (
        select(_D.disposition_id, _D.contact_id, contacts.c.name, _D.what, _D.until, _D.at, _D.by)
        .join(contacts, contacts.c.contact_id == _D.contact_id)
        .where(_D.undone_at.is_(None), visible(view.scope))
        .order_by(_D.disposition_id.desc())
        .limit(limit)
    )
    return [
        Said(
            row.disposition_id,
            row.contact_id,
            row.name,
            Disposition(row.what),
            date.fromordinal(row.until) if row.until else None,
            row.at,
            row.by,
        )
        for row in view.connection.execute(statement)
    ]
