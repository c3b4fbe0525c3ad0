"""What a message's events add up to: DESIGN.md's rules of the last status, and of the counts."""

import random
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, EventType
from engagement.ingest.write.fold import fold_message

Row = dict[str, Any]
EMAIL, TEXT = Channel.EMAIL, Channel.TEXT
ACCEPTED, REJECTED, QUEUED, SENDING = EventType.ACCEPTED, EventType.REJECTED, EventType.QUEUED, EventType.SENDING
PENDING, DELIVERED, UNDELIVERED, FAILED = (
    EventType.PENDING,
    EventType.DELIVERED,
    EventType.UNDELIVERED,
    EventType.FAILED,
)
OPENED, CLICKED, UNSUBSCRIBED = EventType.OPENED, EventType.CLICKED, EventType.UNSUBSCRIBED
COMPLAINED, RECEIVING, RECEIVED = EventType.COMPLAINED, EventType.RECEIVING, EventType.RECEIVED
PUT_OFF = EventType.TEMPORARY_FAILURE


def event(kind: EventType, at: int, *, machine: bool = False, clock: int = 0, said: tuple[str, str] = ("", "")) -> Row:
    """One with whose it is and its detail in `said`."""
    provider, detail = (word or None for word in said)
    return {"type": kind.value, "at": at, "clock": clock, "machine": machine, "provider": provider, "detail": detail}


def fold(channel: Channel, events: list[Row], stated: int | None = None) -> Row:
    return fold_message({"channel": channel.value, "stated_sent_at": stated}, events)


@pytest.mark.parametrize(
    ("happened", "status", "since"),
    [
        ([], None, None),
        ([(ACCEPTED, 1)], ACCEPTED, 1),
        ([(REJECTED, 1)], REJECTED, 1),
        ([(ACCEPTED, 1), (DELIVERED, 2), (OPENED, 3), (CLICKED, 4)], CLICKED, 4),
        ([(ACCEPTED, 1), (DELIVERED, 2), (CLICKED, 3), (OPENED, 4)], OPENED, 4),  # the latest, not the furthest along
        ([(CLICKED, 5), (UNSUBSCRIBED, 6), (OPENED, 7)], OPENED, 7),
        ([(OPENED, 4), (CLICKED, 4)], CLICKED, 4),  # at equal times the one further along
        ([(CLICKED, 4), (UNSUBSCRIBED, 4), (COMPLAINED, 4)], COMPLAINED, 4),
        ([(ACCEPTED, 4), (DELIVERED, 4), (OPENED, 4)], OPENED, 4),
        ([(OPENED, 3), (OPENED, 8)], OPENED, 8),
        ([(ACCEPTED, 1), (PUT_OFF, 2)], ACCEPTED, 1),  # a temporary failure is no status
        ([(PUT_OFF, 2)], None, None),
        ([(ACCEPTED, 1), (PUT_OFF, 2), (FAILED, 3)], FAILED, 3),
        ([(DELIVERED, 2), (FAILED, 9)], FAILED, 9),  # a delayed bounce
        ([(FAILED, 2), (DELIVERED, 9)], DELIVERED, 9),
    ],
)
def test_an_email_has_the_status_of_its_latest_event(
    happened: list[tuple[EventType, int]], status: EventType | None, since: int | None
) -> None:
    events = [event(kind, at) for kind, at in happened]
    for told in (events, events[::-1], events * 2):
        folded = fold(EMAIL, told)
        assert (folded["status"], folded["status_at"]) == (status, since)


TAKEN_BACK = ("twilio", "canceled")


@pytest.mark.parametrize(
    ("channel", "others", "said", "canceled"),
    [
        (TEXT, [], TAKEN_BACK, True),
        (TEXT, [ACCEPTED, QUEUED], ("twilio", "canceled: Stopped by the account"), True),
        (TEXT, [], ("twilio", "failed"), False),
        (TEXT, [], ("telnyx", "canceled"), False),  # a word of another provider's
        (TEXT, [], ("", "canceled"), False),
        (TEXT, [SENDING], TAKEN_BACK, False),  # somebody tried to send it
        (TEXT, [DELIVERED], TAKEN_BACK, False),
        (TEXT, [UNSUBSCRIBED], TAKEN_BACK, False),
        (EMAIL, [], TAKEN_BACK, False),
    ],
)
def test_a_text_was_canceled_where_nobody_tried_to_send_it(
    channel: Channel, others: list[EventType], said: tuple[str, str], canceled: bool
) -> None:
    events = [*(event(kind, 1) for kind in others), event(FAILED, 5, said=said), event(FAILED, 6)]
    for told in (events, events[::-1]):
        folded = fold(channel, told)
        assert folded["canceled"] is canceled
        assert UNSUBSCRIBED in others or folded["status"] == FAILED


OUTBOUND = [ACCEPTED, QUEUED, SENDING, PENDING, DELIVERED, UNDELIVERED, FAILED, UNSUBSCRIBED]


@pytest.mark.parametrize("further", range(1, len(OUTBOUND)))
def test_a_text_never_goes_back(further: int) -> None:
    earlier, later = OUTBOUND[further - 1], OUTBOUND[further]
    for times in ((1, 2), (2, 1), (1, 1)):
        folded = fold(TEXT, [event(earlier, times[0]), event(later, times[1])])
        assert (folded["status"], folded["status_at"]) == (later, times[1])


@pytest.mark.parametrize(
    ("happened", "status", "since"),
    [
        ([(RECEIVED, 1), (RECEIVING, 2)], RECEIVED, 1),
        ([(RECEIVING, 1), (RECEIVED, 2), (UNSUBSCRIBED, 2)], UNSUBSCRIBED, 2),  # a stop word
        ([(DELIVERED, 1), (UNDELIVERED, 0)], UNDELIVERED, 0),  # the error stands beside a success
        ([(PENDING, 5)], PENDING, 5),  # may be the last word
        ([(FAILED, 8), (FAILED, 3)], FAILED, 3),  # since when: the first report of it
    ],
)
def test_a_text_has_the_status_furthest_along(
    happened: list[tuple[EventType, int]], status: EventType, since: int
) -> None:
    events = [event(kind, at) for kind, at in happened]
    for told in (events, events[::-1]):
        folded = fold(TEXT, told)
        assert (folded["status"], folded["status_at"]) == (status, since)


def test_the_time_of_a_text_is_taken_from_whoever_knows_it_best() -> None:
    folded = fold(TEXT, [event(DELIVERED, 2, clock=2), event(DELIVERED, 5, clock=0), event(QUEUED, 1, clock=2)])
    assert (folded["status_at"], folded["sent_at"]) == (5, 5)


@pytest.mark.parametrize(
    ("stated", "events", "sent_at"),
    [
        (7, [event(ACCEPTED, 3)], 7),
        (None, [event(DELIVERED, 9), event(ACCEPTED, 3)], 3),
        (None, [event(PUT_OFF, 2), event(DELIVERED, 9)], 2),
        (None, [], None),
    ],
)
def test_when_a_message_was_sent(stated: int | None, events: list[Row], sent_at: int | None) -> None:
    assert fold(EMAIL, events, stated)["sent_at"] == sent_at


SEVEN_OPENS = [event(OPENED, at, machine=at <= 5) for at in range(1, 8)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (SEVEN_OPENS, {"opens": 7, "machine_opens": 5, "engaged_at": 7, "human_engaged_at": 7, "human_status": OPENED}),
        (SEVEN_OPENS[:5], {"opens": 5, "machine_opens": 5, "engaged_at": 5, "human_engaged_at": None}),
        (
            [event(DELIVERED, 1), event(OPENED, 2, machine=True)],
            {"status": OPENED, "status_at": 2, "human_status": DELIVERED, "human_status_at": 1},
        ),
        ([event(OPENED, 2, machine=True)], {"status": OPENED, "human_status": None, "human_status_at": None}),
        (
            [event(OPENED, 2), event(CLICKED, 3), event(CLICKED, 4, machine=True)],
            {
                "opens": 1,
                "clicks": 2,
                "machine_clicks": 1,
                "engaged_at": 4,
                "human_engaged_at": 3,
                "human_status": CLICKED,
            },
        ),
        (
            [event(PUT_OFF, 2), event(PUT_OFF, 3), event(DELIVERED, 4)],
            {"temporary_failures": 2, "opens": 0, "clicks": 0},
        ),
        (
            [],
            {
                "opens": 0,
                "clicks": 0,
                "machine_opens": 0,
                "machine_clicks": 0,
                "temporary_failures": 0,
                "engaged_at": None,
            },
        ),
    ],
)
def test_counts_and_what_people_did(events: list[Row], expected: Row) -> None:
    folded = fold(EMAIL, events)
    assert {name: folded[name] for name in expected} == expected


@given(
    channel=st.sampled_from(list(Channel)),
    data=st.data(),
    rng=st.randoms(use_true_random=False),
    stated=st.none() | st.integers(0, 5),
)
def test_the_order_of_events_does_not_matter(
    channel: Channel, data: st.DataObject, rng: random.Random, stated: int | None
) -> None:
    kinds = [kind for its_channel, kind in EVENT_MEANINGS if its_channel is channel]
    events = data.draw(
        st.lists(
            st.builds(event, st.sampled_from(kinds), st.integers(0, 5), machine=st.booleans(), clock=st.integers(0, 2)),
            max_size=8,
        )
    )
    shuffled = rng.sample(events, len(events))
    assert fold(channel, shuffled, stated) == fold(channel, events, stated)
