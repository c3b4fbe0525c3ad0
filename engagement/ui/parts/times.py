"""Times on screen: relative to now, with the exact time in the account's zone on hover."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from engagement.ui.parts.markup import Html, attribute


def exact(at: datetime, zone: ZoneInfo) -> str:
    """`at` in `zone`, to the minute: "Tue 24 Nov 2026, 14:05 EST"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M %Z}"


def day(value: date) -> str:
    """A day: "24 Nov 2026"."""
    return f"{value.day} {value:%b %Y}"


def relative(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """How long before `now`: "just now", "5 minutes ago", "yesterday", "3 days ago"; a day when over a month away.

    Days are the account's calendar days, so that "yesterday" is yesterday and not some hours ago.
    """
    seconds = (now - at).total_seconds()
    days = (now.astimezone(zone).date() - at.astimezone(zone).date()).days
    if seconds < 0 or days > 31:
        return day(at.astimezone(zone).date())
    if days >= 1:
        return "yesterday" if days == 1 else f"{days} days ago"
    if seconds < 60:
        return "just now"
    amount, unit = (int(seconds // 60), "minute") if seconds < 3600 else (int(seconds // 3600), "hour")
    return f"{amount} {unit}{'' if amount == 1 else 's'} ago"


def relative_time(at: datetime, now: datetime, zone: ZoneInfo) -> Html:
    """The relative time, with the exact one on hover."""
    return _time(at, relative(at, now, zone), exact(at, zone))


def exact_time(at: datetime, now: datetime, zone: ZoneInfo) -> Html:
    """The exact time, with the relative one on hover."""
    return _time(at, exact(at, zone), relative(at, now, zone))


def _time(at: datetime, shown: str, hover: str) -> Html:
    return Html(f'<time datetime="{at.isoformat()}" title="{attribute(hover)}">{attribute(shown)}</time>')
