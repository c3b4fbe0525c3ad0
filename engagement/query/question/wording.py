"""Periods and lists in words, as every sentence has them."""

from collections.abc import Iterable

from engagement.lib.moments import day_words
from engagement.query.question.period import Period


def days(period: Period) -> str:
    """A period in words: "between 26 Oct and 24 Nov 2026", "since 1 Nov 2026", "at any time"."""
    first, last = period.first, period.last
    if first and last:
        if first == last:
            return f"on {day_words(first)}"
        return f"between {day_words(first, year=first.year != last.year)} and {day_words(last)}"
    if first:
        return f"since {day_words(first)}"
    return f"until {day_words(last)}" if last else "at any time"


def listed(words: Iterable[str], word: str) -> str:
    """`words` as one list, with `word` before the last."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} {word} {last}" if most else last
