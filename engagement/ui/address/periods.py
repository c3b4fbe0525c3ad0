"""The periods a person can choose by name."""

from datetime import date
from enum import StrEnum

from engagement.lib.moments import day_words
from engagement.query.question.period import Period

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
"""The days that a person can choose."""


class Preset(StrEnum):
    """A named period; its value is what the screen and the address bar say."""

    ANY = "Any time"
    TODAY = "Today"
    LAST_7 = "Last 7 days"
    LAST_30 = "Last 30 days"
    LAST_90 = "Last 90 days"
    LAST_365 = "Last 365 days"
    OWN = "Own dates"


_DAYS = {Preset.TODAY: 1, Preset.LAST_7: 7, Preset.LAST_30: 30, Preset.LAST_90: 90, Preset.LAST_365: 365}


def period_of(preset: Preset, today: date, first: date | None, last: date | None) -> Period:
    """The dates `preset` stands for; `first` and `last` count for own dates only. FilterError when they are swapped."""
    if preset is Preset.OWN:
        return Period(first, last)
    return Period.last_days(_DAYS[preset], today) if preset in _DAYS else Period()


def preset_of(period: Period, today: date) -> Preset:
    """The name of `period` on the day `today`; own dates when it has none."""
    return next(
        (preset for preset in Preset if preset is not Preset.OWN and period_of(preset, today, None, None) == period),
        Preset.OWN,
    )


def period_words(period: Period) -> str:
    """The dates a period stands for: "26 Oct 2026 to 24 Nov 2026", "Until 3 Mar 2026", "All dates"."""
    if period.first and period.last:
        first, last = day_words(period.first), day_words(period.last)
        return first if first == last else f"{first} to {last}"
    if period.first:
        return f"From {day_words(period.first)} on"
    return f"Until {day_words(period.last)}" if period.last else "All dates"
