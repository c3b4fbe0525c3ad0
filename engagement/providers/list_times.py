"""Times as the lists of people and of sends have them: by the account's clock where no zone is said, dates as ISO, in
words, or in numbers.

"11/02/2026" is two days. Whether a file writes the month first is learned from its other dates: one of them with a
number that can be no month is enough. Records that may be read either way are held back until one comes, some thousand
of them. Where none comes, the month is first in the United States, and that is said; elsewhere nothing is guessed.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from engagement.domain.records import RawRecord, Reject
from engagement.providers.base import DateOrder, ReadContext, RejectedRecord
from engagement.providers.fields import parsed_time, quoted

NUMBERED = re.compile(
    r"(?P<a>\d{1,2})[/.\-](?P<b>\d{1,2})[/.\-](?P<year>\d{4}|\d\d)(?:(?:,? +|T)(?P<time>\d.*))?", re.ASCII
)
HELD = 1_000  # records held back while nobody knows which way their dates are
_HELD_CHARACTERS = 4 * 1024 * 1024
_CLOCK = ("%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%I:%M:%S%p")
DAYS = (
    *("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y"),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y"),
)
"""The forms of a day with the month in words."""
_IN_WORDS = re.compile(r"(?P<day>[^:]*?\d{4})(?:(?:,? +| at )(?P<time>\d{1,2}:.*))?", re.ASCII)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})(?:(?:,? +|T)(?P<time>\d.*))?", re.ASCII
)
# What RFC 5322 (section 4.3) says that the zones of the United States mean, as programs there write behind a clock.
_ZONES = {"UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_ZONED = re.compile(rf"(?P<clock>.*\d{{1,2}}:\d\d.*?) +\(?(?P<zone>{'|'.join(_ZONES)})\)?", re.ASCII)
_LONGEST = 64  # characters of a time with the name of a zone
_MONTH_FIRST = frozenset({"US"})  # regions that write 6 May as 5/6
_ABOUT_TIME = re.compile(r"date|time|sent|when|since|\bat\b|_at\b|\bon\b|fecha|opt|unsub", re.IGNORECASE)


def list_time(text: str, what: str, context: ReadContext) -> datetime:
    """`text` as a time in UTC, by the account's clock unless it says a zone; RejectedRecord, naming `what` it is of,
    where it is none, or may be two."""
    moment = parsed_time(text)
    if moment is None and len(text) <= _LONGEST and (zoned := _ZONED.fullmatch(text)):
        moment = _written(zoned["clock"], what, context)
        if moment is not None and moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone(timedelta(hours=_ZONES[zoned["zone"]])))
    moment = moment or _written(text, what, context)
    if moment is not None and (known := in_utc(moment, context)) is not None:
        return known
    raise RejectedRecord(f"The {what} {quoted(text)} is not a date and time: write it like 2026-11-02 14:03:22.")


def _written(text: str, what: str, context: ReadContext) -> datetime | None:
    """`text` as ISO, in numbers or in words, without a zone where it says none; None where it is no time."""
    moment = parsed_time(text)
    if moment is None and (found := NUMBERED.fullmatch(text)):
        moment = _of_numbers(found, text, what, context)
    if moment is None and (found := _YEAR_FIRST.fullmatch(text)):
        moment = _at(found["time"], (int(found["year"]), int(found["month"]), int(found["day"])))
    if moment is None and (found := _IN_WORDS.fullmatch(text)):
        moment = _of_words(found)
    return moment


def in_utc(moment: datetime, context: ReadContext) -> datetime | None:
    """`moment`, by the account's clock where it has no zone, in UTC; None where UTC has no such day."""
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=context.zone)).astimezone(UTC)
    except OverflowError:  # the first or last day there is, moved past the calendar's end by its offset
        return None


def is_month_first(a: int, b: int, context: ReadContext) -> bool | None:
    """Whether of "`a`/`b`/year" the month is `a`; None where nobody can tell.

    By its own numbers, or by the rest of its file, or, said as a guess, by what the account's region writes.
    """
    if a > 12 or b > 12 or a == b:
        return a <= 12
    if context.dates.month_first is not None or context.dates.both:
        return None if context.dates.both else context.dates.month_first
    if context.region not in _MONTH_FIRST:
        return None
    context.dates.guessed = context.dates.guessed or f"{a}/{b}"
    return True


def _of_numbers(found: re.Match[str], text: str, what: str, context: ReadContext) -> datetime | None:
    a, b, year = int(found["a"]), int(found["b"]), int(found["year"])
    month_first = is_month_first(a, b, context)
    if month_first is None:
        raise RejectedRecord(
            f"The {what} {quoted(text)} may be day {b} of month {a} or day {a} of month {b}, and the file does not say "
            "which: write it like 2026-11-02 14:03:22."
        )
    month, day = (a, b) if month_first else (b, a)
    if len(found["year"]) == 2:
        if not month_first:
            return None  # "20/11/26" may begin with its year
        year += 2000
    return _at(found["time"], (year, month, day))


def _of_words(found: re.Match[str]) -> datetime | None:
    for form in DAYS:
        try:
            day = datetime.strptime(found["day"], form)
        except ValueError:
            continue
        return _at(found["time"], (day.year, day.month, day.day))
    return None


def _at(clock: str | None, day: tuple[int, int, int]) -> datetime | None:
    """That day at what a clock shows, or as it begins; None for a day or hour that there is not."""
    try:
        date = datetime(*day)
    except ValueError:
        return None
    if clock is None:
        return date
    for form in _CLOCK:
        try:
            time = datetime.strptime(clock.strip().upper().replace("A.M.", "AM").replace("P.M.", "PM"), form)
        except ValueError:
            continue
        return date.replace(hour=time.hour, minute=time.minute, second=time.second)
    return None


def settled(records: Iterable[RawRecord | Reject], order: DateOrder) -> Generator[RawRecord | Reject, None, None]:
    """The records as they come, those held back whose dates may be read either way until `order` is known."""
    held: list[RawRecord | Reject] = []
    size = 0
    for record in records:
        in_doubt = isinstance(record, RawRecord) and _learn(record, order)
        if (in_doubt or held) and order.month_first is None and len(held) < HELD and size < _HELD_CHARACTERS:
            held.append(record)
            size += len(record.raw)
            continue
        yield from held
        held, size = [], _HELD_CHARACTERS  # once is enough: who has not learned by now reads on
        yield record
    yield from held


def _learn(record: RawRecord, order: DateOrder) -> bool:
    """Let `order` learn from the dates of a record; whether one of them may be read either way."""
    in_doubt = False
    for written in _dates(record):
        found = NUMBERED.fullmatch(written.strip())
        if found is None:
            continue
        a, b = int(found["a"]), int(found["b"])
        if a <= 12 and b <= 12:
            in_doubt = in_doubt or a != b
        elif a <= 12 or (b <= 12 and len(found["year"]) == 4):
            order.learn(month_first=a <= 12)
    return in_doubt


def _dates(record: RawRecord) -> Iterator[str]:
    fields = record.fields
    for name in _columns(tuple(fields)):
        value: Any = fields[name]
        if isinstance(value, str) and value[:1].isdigit():
            yield value


@lru_cache(maxsize=1024)
def _columns(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those that may be of times, by their names."""
    return tuple(name for name in names if _ABOUT_TIME.search(name))
