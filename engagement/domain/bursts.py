"""Bursts: clicks on several links of one email so soon after its delivery that most likely a machine made them.

Mail gateways fetch the links of an email before or while it is delivered, the unsubscribe link among them, under the
name of an ordinary browser; a provider flags few of them. Public accounts agree on the pattern: several links within
seconds, all of them together, right after delivery; people click one or two, minutes or hours later. For example:
support.arternal.com/en/articles/15216436-smart-mail-clickthroughs-triggered-by-email-security-scanners ("within 1-5
seconds of the email arriving"), check.live-direct-marketing.online/blog/bot-clicks-security-scanners-detect, and
support.metacompliance.com/hc/en-gb/articles/13056444972817 ("several seconds" is a machine, minutes are a person).
The numbers below are ours. They are narrow on purpose: a person who is taken for a machine is not called.

What it is not: one link, however often; links that are opened one by one over more than some seconds; anything more
than a minute after delivery, for somebody keen opens five listings in a row; clicks on an email of which no delivery
(or acceptance) is known; clicks whose time is that of the report, since reports come in heaps.

An open between those clicks, or up to `WITHIN` before the first, belongs to the burst: who fetches the links fetches
the pictures. An unsubscribe is never doubted, whoever followed its link: that it was none is for a person to say.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from engagement.domain.records import Clock
from engagement.domain.vocabulary import EventType

_SECOND = 1_000_000  # microseconds
WITHIN = 10 * _SECOND
"""How long a burst takes, from its first click to the one that makes it one."""
RULES = ((3, 60 * _SECOND), (2, 10 * _SECOND))
"""How many different links, and how long after delivery the first click comes at the latest. Before it counts too."""

# The words themselves: an enum's `.value` is looked up by a function, which shows in the millions.
OPENED, CLICKED = EventType.OPENED.value, EventType.CLICKED.value
_ARRIVED = (EventType.DELIVERED.value, EventType.ACCEPTED.value)  # the better first


class Happening(NamedTuple):
    """What the rule needs of an event of an email."""

    type: str
    at: int  # microseconds since 1970
    clock: int
    url: str | None


class Burst(NamedTuple):
    """Clicks that most likely a machine made, and the opens that came with them. Times in microseconds since 1970."""

    first: int  # click
    last: int
    links: int  # different ones
    arrived: int  # when the email was delivered, or else accepted

    def holds(self, kind: str, at: int) -> bool:
        """Whether an event of the email, whose time is the provider's, belongs to it."""
        start = self.first - WITHIN if kind == OPENED else self.first
        return kind in (OPENED, CLICKED) and start <= at <= self.last

    @property
    def words(self) -> str:
        """What is seen of it: "5 links in 5 seconds, 1 s after delivery"."""
        lasted = (self.last - self.first) // _SECOND + 1  # those begun
        after = (self.first - self.arrived) // _SECOND
        came = f"{after} s after delivery" if after >= 0 else "before its delivery was reported"
        return f"{self.links} links in {lasted} second{'' if lasted == 1 else 's'}, {came}"


def bursts_of(events: Iterable[Happening]) -> list[Burst]:
    """The bursts among all events of one email, whatever their order; mostly none."""
    timed = [event for event in events if event.clock == Clock.EVENT]
    clicks = sorted((event.at, event.url or "") for event in timed if event.type == CLICKED)
    arrived = _arrived(timed)
    if arrived is None:
        return []
    return [
        Burst(first, last, len({url for at, url in clicks if first <= at <= last}), arrived)
        for first, last in _spans(clicks, arrived)
    ]


def _spans(clicks: list[tuple[int, str]], arrived: int) -> list[tuple[int, int]]:
    """The first and last moment of each burst: windows of WITHIN that keep a rule, made one where they overlap."""
    found: list[tuple[int, int]] = []
    seen: Counter[str] = Counter()  # the links in the window that begins with a click
    end = 0  # the first click after it
    latest = arrived + max(after for _, after in RULES)
    for start, url in clicks:
        if start > latest:
            break
        while end < len(clicks) and clicks[end][0] <= start + WITHIN:
            seen[clicks[end][1]] += 1
            end += 1
        if any(len(seen) >= links and start <= arrived + after for links, after in RULES):
            first = found.pop()[0] if found and start <= found[-1][1] else start
            found.append((first, clicks[end - 1][0]))
        seen -= Counter((url,))
    return found


def _arrived(timed: Iterable[Happening]) -> int | None:
    """When the email first was delivered; where nobody reported that, accepted."""
    times: dict[str, int] = {}
    for event in timed:
        if event.type in _ARRIVED:
            times[event.type] = min(event.at, times.get(event.type, event.at))
    return next((times[kind] for kind in _ARRIVED if kind in times), None)


def burst_of_each(events: Sequence[Happening], in_one: Sequence[bool]) -> list[Burst | None]:
    """The burst that each event of one email belongs to, of those of which ingest has found that they are in one."""
    found = bursts_of(events) if any(in_one) else ()
    return [
        next((burst for burst in found if belongs and burst.holds(event.type, event.at)), None)
        for event, belongs in zip(events, in_one, strict=True)
    ]
