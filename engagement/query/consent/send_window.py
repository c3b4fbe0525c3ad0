"""When messages may go out to somebody: the account's send windows by the clocks of where the recipient is.

A phone number tells its area, and that its time zones. Where an area lies in several, the window is open only while it
is in all of them. What tells no area (an email address, a toll-free or unknown number) goes by the account's clocks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone

from engagement.lib.moments import day_of
from engagement.settings import known_time_zone
from engagement.store.account import AccountSettings

_STEP = timedelta(minutes=15)  # zones are whole quarters of an hour from UTC
_AHEAD = timedelta(days=8)  # every group of days comes within a week
# Numbers that may be anywhere, though phonenumbers tells every zone of their countries for them.
_ANYWHERE = frozenset(
    getattr(phonenumbers.PhoneNumberType, name)
    for name in ("TOLL_FREE", "PREMIUM_RATE", "SHARED_COST", "VOIP", "PERSONAL_NUMBER", "UAN", "VOICEMAIL", "PAGER")
)


@dataclass(frozen=True, slots=True)
class Window:
    """How a send window stands at a moment."""

    zones: tuple[ZoneInfo, ...]  # by whose clocks; never empty
    is_theirs: bool  # whether their number told the zones; else they are the account's
    is_open: bool
    opens_at: datetime | None  # UTC: when it opens next; None while it is open, and where none opens within a week
    now: datetime  # UTC

    def clock(self) -> str:
        """What time it is: "10:40 where they are (Los Angeles)"; of several, from the first to the last."""
        shown = _clocks(self.now, self.zones)
        if not self.is_theirs:
            return f"{shown} by the account's clock ({_place(self.zones[0])})"
        if len(self.zones) == 1:
            return f"{shown} where they are ({_place(self.zones[0])})"
        return f"{shown} where they may be ({', '.join(map(_place, self.zones))})"

    def opening(self) -> str:
        """When it opens next: "at 8:00 their time tomorrow"; "" while it is open or where it never does."""
        if self.opens_at is None:
            return ""
        whose = "their time" if self.is_theirs else "by the account's clock"
        zone = self.zones[0]
        days = (day_of(self.opens_at, zone) - day_of(self.now, zone)).days
        day = {0: "today", 1: "tomorrow"}.get(days) or f"on {self.opens_at.astimezone(zone):%A}"
        return f"at {_clocks(self.opens_at, self.zones)} {whose} {day}"


def send_window(account: AccountSettings, number: str | None, now: datetime) -> Window:
    """How the account's window stands `now` (aware) for an E.164 `number`; None for who has none that tells."""
    theirs = zones_of(number) if number else ()
    zones = theirs or (account.zone,)
    is_open = _is_open(account, now, zones)
    opens_at = None if is_open else next((at for at in _quarters(now) if _is_open(account, at, zones)), None)
    return Window(_apart(zones, now), bool(theirs), is_open, opens_at, now)


@lru_cache(maxsize=10_000)
def zones_of(number: str) -> tuple[ZoneInfo, ...]:
    """The time zones of the area of an E.164 number; none where it tells no area."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ()
    if phonenumbers.number_type(parsed) in _ANYWHERE:
        return ()
    return tuple(map(ZoneInfo, _known(timezone.time_zones_for_number(parsed))))


def hours_of(account: AccountSettings, window: Window) -> str:
    """The hours of the day that it is in the first zone: "8:00 to 21:00"; "" on a day without a window."""
    hours = account.window_of(window.now, window.zones[0])
    return "" if hours is None else f"{hours.first}:00 to {hours.after}:00"


def _known(names: Iterable[str]) -> Iterator[str]:
    """Those that this machine knows; "Etc/Unknown" is none."""
    for name in names:
        try:
            known_time_zone(name)
        except ValueError:
            continue
        yield name


def _is_open(account: AccountSettings, at: datetime, zones: Sequence[ZoneInfo]) -> bool:
    return all(account.may_send_at(at, zone) for zone in zones)


def _quarters(now: datetime) -> Iterator[datetime]:
    """The quarters of an hour that come, for as long as a window may open."""
    at = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    while at < now + _AHEAD:
        at += _STEP
        yield at


def _apart(zones: Sequence[ZoneInfo], at: datetime) -> tuple[ZoneInfo, ...]:
    """One zone for each time that it is, the earliest first."""
    by_offset = {zone.utcoffset(at.astimezone(zone)): zone for zone in reversed(zones)}
    return tuple(by_offset[offset] for offset in sorted(by_offset, key=lambda offset: offset or timedelta()))


def _clocks(at: datetime, zones: Sequence[ZoneInfo]) -> str:
    first, last = (f"{at.astimezone(zone):%-H:%M}" for zone in (zones[0], zones[-1]))
    return first if first == last else f"{first} to {last}"


def _place(zone: ZoneInfo) -> str:
    return zone.key.rpartition("/")[2].replace("_", " ")
