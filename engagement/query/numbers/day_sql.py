"""Days of the account in SQL: which day a moment falls on, as an expression over a column of times."""

from typing import Any

from sqlalchemy import ColumnElement, case, literal

from engagement.errors import FilterError
from engagement.lib.moments import MICROS_A_DAY, Calendar
from engagement.query.question.period import Period
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import plain_time


def day_number(at: ColumnElement[Any], period: Period, viewpoint: Viewpoint) -> ColumnElement[int]:
    """The day of `at`, as date.toordinal() counts, for moments in `period`; FilterError unless it has both ends.

    Days of one length are counted off by division; a day on which clocks change begins the count anew.
    """
    if period.first is None or period.last is None:
        raise FilterError("Days are counted between a first and a last one: choose both.")
    calendar = Calendar(viewpoint.zone)
    moment = plain_time(at)
    runs: dict[int, bool] = {}  # the first day of each run -> whether clocks change on it, and it is alone
    was_odd = True
    for day in range(period.first.toordinal(), period.last.toordinal() + 1):
        is_odd = calendar.start(day + 1) - calendar.start(day) != MICROS_A_DAY
        if is_odd or was_odd:
            runs[day] = is_odd
        was_odd = is_odd

    def counted(day: int) -> ColumnElement[int]:
        return literal(day) if runs[day] else day + (moment - calendar.start(day)) // MICROS_A_DAY

    *most, last = runs
    ends = runs.keys() - {period.first.toordinal()}
    if not most:
        return counted(last)
    return case(
        *((moment < calendar.start(end), counted(day)) for day, end in zip(most, sorted(ends), strict=True)),
        else_=counted(last),
    )
