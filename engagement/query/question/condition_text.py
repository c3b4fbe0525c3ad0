"""Conditions as a line of text, for commands and links: "email clicks x3 last 90", "text replies 2026-01-01..".

"Last" stays relative: the same line asks about other days tomorrow.
"""

import re
from datetime import date

from engagement.domain.vocabulary import FilterOption
from engagement.errors import FilterError
from engagement.query.question.contact_filter import Condition
from engagement.query.question.period import ANY_TIME, Period

_LINE = re.compile(
    r"(?P<option>.+?)(?:\s+x\s?(?P<times>\d{1,4}))?"
    r"(?:\s+last\s(?P<days>\d{1,5})|\s+(?P<first>[\d-]{10})?\.\.(?P<last>[\d-]{10})?)?\s*",
    re.IGNORECASE,
)
_EXAMPLE = "write it like “Email Clicks x3 last 90” or “Text Replies 2026-01-01..2026-03-31”."


def parse_condition(line: str, *, did: bool, today: date) -> Condition:
    """The condition that `line` asks, done or not done. FilterError with the remedy when it asks nothing."""
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise FilterError(f"{line!r} is not a condition: {_EXAMPLE}")
    try:
        option = FilterOption.named(match["option"])
        return Condition(option, did, int(match["times"] or 1), _period(match, today))
    except KeyError as error:
        raise FilterError(f"{match['option']!r} is not an option: use one of {', '.join(FilterOption)}.") from error
    except ValueError as error:  # a day that is in no calendar
        raise FilterError(f"{line!r} has a date that does not exist: {_EXAMPLE}") from error


def _period(match: re.Match[str], today: date) -> Period:
    if match["days"]:
        return Period.last_days(int(match["days"]), today)
    first, last = (date.fromisoformat(match[name]) if match[name] else None for name in ("first", "last"))
    return Period(first, last) if first or last else ANY_TIME


def condition_line(
    option: FilterOption, at_least: int = 1, *, days: int | None = None, period: Period = ANY_TIME
) -> str:
    """The line that `parse_condition` reads back: the last `days` when given, else the dates of `period`."""
    times = f" x{at_least}" if at_least > 1 else ""
    if days:
        return f"{option}{times} last {days}"
    if period == ANY_TIME:
        return f"{option}{times}"
    return f"{option}{times} {period.first or ''}..{period.last or ''}"
