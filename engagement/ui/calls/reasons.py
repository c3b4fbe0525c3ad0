"""Why to call, who waits for an answer, and what last passed between us, in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from engagement.domain.vocabulary import Direction, EventType
from engagement.lib.moments import day_words
from engagement.lib.text import excerpt
from engagement.query.calls.signs import Sign
from engagement.query.calls.touches import Touch
from engagement.query.calls.waiting import Waiting
from engagement.query.calls.who_to_call import Call
from engagement.ui.parts.badge import badge
from engagement.ui.parts.markup import Html, icon, joined, number, text
from engagement.ui.parts.times import relative_time

_MOST_WORDS = 140  # characters of what somebody wrote; the whole is on their page
_FEW_WORDS = 60
_ICONS = {Sign.REPLIED: "reply", Sign.CLICKED: "ads_click", Sign.OPENED: "drafts"}


def why(call: Call, now: datetime, zone: ZoneInfo) -> Html:
    """The reason with its sign; of who came back, since when."""
    back = f' <span class="eg-quiet">Put off until {day_words(call.back)}.</span>' if call.back else ""
    return joined(icon(_ICONS[call.sign]), " ", reason(call, now, zone), back)


def reason(call: Call, now: datetime, zone: ZoneInfo) -> Html:
    """Why to call, in words: "Replied “Is it still free?” 2 hours ago, not answered"."""
    about = f" {_quoted(call.about)}" if call.about.strip() else ""
    when = relative_time(call.at, now, zone)
    if call.sign is Sign.REPLIED:
        if call.times == 1:
            return joined("Replied", about or " with a picture", " ", when, ", not answered")
        return joined(f"Replied {number(call.times)} times, last", about or " with a picture", f" {when}, not answered")
    if call.sign is Sign.CLICKED:
        where = f" in{about}" if about else ""
        if call.times == 1:
            return joined("Clicked a link", where, " ", when)
        return joined(f"Clicked {number(call.times)} times, last", where, " ", when)
    if call.times == 1:
        return joined(EventType.OPENED.value, about or " an email", " ", when)
    return joined(f"Opened emails {number(call.times)} times, last", about, " ", when)


def waits(one: Waiting, now: datetime, zone: ZoneInfo) -> Html:
    """Since when somebody waits, and what they wrote last."""
    about = _quoted(one.about) if one.about.strip() else "a picture"
    since = relative_time(one.since, now, zone)
    if one.times == 1:
        return joined(icon("reply"), " Wrote ", about, " ", since)
    return joined(icon("reply"), f" Wrote {number(one.times)} texts since ", since, ", last ", about)


def touch_list(touches: Sequence[Touch], now: datetime, zone: ZoneInfo) -> Html:
    """The last touches, a line each, the latest first."""
    return joined("<ol>", *(joined("<li>", _touch(one, now, zone), "</li>") for one in touches), "</ol>")


def _touch(one: Touch, now: datetime, zone: ZoneInfo) -> Html:
    who = "From them" if one.direction is Direction.INBOUND else "From us"
    about = f" {_quoted(one.about, _FEW_WORDS)}" if one.about.strip() else ""
    status = f" {badge(one.channel, one.status)}" if one.status else ""
    return joined(f"{who}, ", relative_time(one.at, now, zone), ": ", one.channel.value, about, status)


def span_words(span: timedelta) -> str:
    """How long something took: "4 minutes", "2 h 10 min", "3 days"; under a minute is said so."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{number(round(minutes / (24 * 60)))} days"


def _quoted(words: str, most: int = _MOST_WORDS) -> Html:
    """What somebody wrote, in quotation marks; the beginning of much."""
    return joined("“", text(excerpt(words, most)), "”")
