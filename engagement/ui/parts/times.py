"""Times on screen: relative to now, with the exact time in the account's zone on hover."""

from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.lib.moments import day_of, day_words, moment_words
from engagement.ui.parts.markup import Html, attribute


def relative(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """How long before `now`: "just now", "5 minutes ago", "yesterday", "3 days ago"; a day when over a month away.

    Days are the account's calendar days, so that "yesterday" is yesterday and not some hours ago.
    """
    seconds = (now - at).total_seconds()
    days = (day_of(now, zone) - day_of(at, zone)).days
    if seconds < 0 or days > 31:
        return day_words(day_of(at, zone))
    if days >= 1:
        return "yesterday" if days == 1 else f"{days} days ago"
    if seconds < 60:
        return "just now"
    amount, unit = (int(seconds // 60), "minute") if seconds < 3600 else (int(seconds // 3600), "hour")
    return f"{amount} {unit}{'' if amount == 1 else 's'} ago"


def relative_time(at: datetime, now: datetime, zone: ZoneInfo) -> Html:
    """The relative time, with the exact one on hover."""
    return _time(at, relative(at, now, zone), moment_words(at, zone))


def exact_time(at: datetime, now: datetime, zone: ZoneInfo) -> Html:
    """The exact time, with the relative one on hover."""
    return _time(at, moment_words(at, zone), relative(at, now, zone))


def _time(at: datetime, shown: str, hover: str) -> Html:
    return Html(f'<time datetime="{at.isoformat()}" title="{attribute(hover)}">{attribute(shown)}</time>')
