"""Which clicks are a burst: several links, within seconds, right after delivery."""

import random

import pytest

from engagement.domain.bursts import Burst, Happening, bursts_of
from engagement.domain.records import Clock
from engagement.domain.vocabulary import EventType

SECOND = 1_000_000
DELIVERED = 1_000 * SECOND


def happening(kind: EventType, seconds: float, url: str | None = None, clock: Clock = Clock.EVENT) -> Happening:
    """An event so many seconds after the delivery."""
    return Happening(kind.value, DELIVERED + round(seconds * SECOND), clock.value, url)


def clicks(*told: str, clock: Clock = Clock.EVENT) -> list[Happening]:
    """Clicks, each told as its link and seconds: "a 1.5"."""
    pairs = [one.split() for one in told]
    return [happening(EventType.CLICKED, float(seconds), url, clock) for url, seconds in pairs]


D = happening(EventType.DELIVERED, 0)
FEW = (("a 1", "b 2", "c 3"), "3 links in 3 seconds, 1 s after delivery")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        FEW,
        (("a 0", "b 0", "c 0"), "3 links in 1 second, 0 s after delivery"),
        (("a -3", "b -2", "c -1"), "3 links in 3 seconds, before its delivery was reported"),
        (("a 60", "b 70", "c 70"), "3 links in 11 seconds, 60 s after delivery"),
        (("a 10", "b 20"), "2 links in 11 seconds, 10 s after delivery"),
        (("a 1", "a 1", "b 2"), "2 links in 2 seconds, 1 s after delivery"),
        (tuple(f"{number} {number * 3}" for number in range(8)), "8 links in 22 seconds, 0 s after delivery"),
        (("a 61", "b 62", "c 63"), ""),  # whoever is keen
        (("a 11", "b 12"), ""),
        (("a 1", "a 2", "a 3", "a 4"), ""),  # one link
        (("a 1",), ""),
        (("a 20", "b 25", "c 31"), ""),  # one by one
        ((), ""),
    ],
)
def test_what_is_a_burst(told: tuple[str, ...], words: str) -> None:
    events = [D, *clicks(*told)]
    random.Random(len(told)).shuffle(events)
    assert [burst.words for burst in bursts_of(events)] == ([words] if words else [])


def test_without_a_known_delivery_nothing_is_judged() -> None:
    assert bursts_of(clicks(*FEW[0])) == []
    assert len(bursts_of([happening(EventType.ACCEPTED, 0), *clicks(*FEW[0])])) == 1
    late = happening(EventType.ACCEPTED, -4000)  # put off for an hour, then delivered
    assert len(bursts_of([late, D, *clicks(*FEW[0])])) == 1
    assert bursts_of([late, *clicks(*FEW[0])]) == []


def test_reports_that_come_in_heaps_are_no_burst() -> None:
    assert bursts_of([D, *clicks(*FEW[0], clock=Clock.ARRIVAL)]) == []


def test_opens_belong_to_it_from_some_seconds_before_its_first_click_until_its_last() -> None:
    (burst,) = bursts_of([D, *clicks("a 5", "b 6", "c 7")])
    opened = [second for second in range(-10, 20) if burst.holds(EventType.OPENED, DELIVERED + second * SECOND)]
    assert opened == list(range(-5, 8))
    assert [second for second in range(20) if burst.holds(EventType.CLICKED, DELIVERED + second * SECOND)] == [5, 6, 7]
    assert not burst.holds(EventType.UNSUBSCRIBED, DELIVERED + 6 * SECOND)


def test_two_bursts_are_two() -> None:
    found = bursts_of([D, *clicks("a 1", "b 2", "c 3", "a 40", "b 41", "c 42")])
    assert found == [
        Burst(DELIVERED + first * SECOND, DELIVERED + last * SECOND, 3, DELIVERED) for first, last in ((1, 3), (40, 42))
    ]
