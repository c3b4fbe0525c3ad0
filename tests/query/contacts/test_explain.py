"""Why a contact is on a list, or what kept them off it: by the events and in the words of the filter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType, FilterOption, Keyword, Match
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.query.contacts.contact_list import all_contacts
from engagement.query.contacts.explain import Explanation, explain
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.viewpoint import Viewpoint
from tests.query.jane import ADA, AT, DANA, JANE, JOE, MAIL, MINUTE, TEXT, VIEWPOINT, ZONE, event

OPENS, CLICKS, REPLIES = FilterOption.EMAIL_OPENS, FilterOption.EMAIL_CLICKS, FilterOption.TEXT_REPLIES
RECENT, BOUNCES, UNSUBSCRIBES = (
    FilterOption.RECENT_ENGAGEMENT,
    FilterOption.EMAIL_BOUNCES,
    FilterOption.EMAIL_UNSUBSCRIBES,
)
OPTED_OUT = FilterOption.TEXTS_UNSUBSCRIBES
DAY, NEXT = date(2026, 11, 2), date(2026, 11, 3)
A_DAY = 24 * 60  # minutes
NEWS = replace(MAIL, key="news@crm", subject="Three open houses")
OTHER = replace(MAIL, key="other@crm")
ANSWER = replace(TEXT, key="SM2", direction=Direction.INBOUND, sent_at=AT + 7 * MINUTE, text="Tuesday works!")
STOP = replace(
    TEXT, key="SM3", direction=Direction.INBOUND, sent_at=AT + 8 * MINUTE, text="STOP", keyword=Keyword.OPT_OUT
)
RECORDS = (
    replace(JANE, stage="Hot", source="Web", labels=("vip",)),
    JOE,
    event(NEWS, EventType.DELIVERED, 0),
    event(NEWS, EventType.OPENED, 1),
    event(NEWS, EventType.OPENED, 2, machine=True),
    event(NEWS, EventType.CLICKED, 3),
    event(NEWS, EventType.OPENED, A_DAY),
    event(OTHER, EventType.UNSUBSCRIBED, 4),
    event(OTHER, EventType.FAILED, 5),
    event(OTHER, EventType.FAILED, 6, suppressed=True),
    event(TEXT, EventType.DELIVERED, 1),
    event(ANSWER, EventType.RECEIVED, 7),
    event(STOP, EventType.RECEIVED, 8),
    event(STOP, EventType.UNSUBSCRIBED, 8),
)


@pytest.fixture
def connection(store: sa.Engine) -> Iterator[sa.Connection]:
    prepare(store, ZONE.key)
    take_in(store, RECORDS)
    with store.connect() as opened:
        yield opened


def why(
    connection: sa.Connection, asked: EngagementFilter, name: str = "Jane Doe", seen: Any = VIEWPOINT
) -> Explanation:
    ids = {row.name: row.id for row in all_contacts(View(connection, VIEWPOINT), EngagementFilter())}
    return explain(View(connection, seen), ids[name], asked)


def of(*options: FilterOption, **rest: Any) -> EngagementFilter:
    return EngagementFilter(frozenset(options), **rest)


def also(*conditions: Condition, **rest: Any) -> EngagementFilter:
    return EngagementFilter(conditions=conditions, **rest)


# What is asked, and the events that answer it: option, event, minutes after the first, whether by a machine.
LATER, BY_MACHINE, BY_HAND = (A_DAY, False), (2, True), (1, False)
OPEN, CLICK, UNSUB = EventType.OPENED, EventType.CLICKED, EventType.UNSUBSCRIBED
MATCHES: list[tuple[EngagementFilter, list[tuple[FilterOption, EventType, int, bool]]]] = [
    (EngagementFilter(), []),
    (of(OPENS), [(OPENS, OPEN, *LATER), (OPENS, OPEN, *BY_MACHINE), (OPENS, OPEN, *BY_HAND)]),
    (of(OPENS, without_machines=True), [(OPENS, OPEN, *LATER), (OPENS, OPEN, *BY_HAND)]),
    (of(OPENS, period=Period(DAY, DAY)), [(OPENS, OPEN, *BY_MACHINE), (OPENS, OPEN, *BY_HAND)]),
    (of(OPENS, period=Period(NEXT, None), at_least=1), [(OPENS, OPEN, *LATER)]),
    (of(OPENS, at_least=3), [(OPENS, OPEN, *LATER), (OPENS, OPEN, *BY_MACHINE), (OPENS, OPEN, *BY_HAND)]),
    (of(CLICKS, BOUNCES), [(BOUNCES, EventType.FAILED, 5, False), (CLICKS, CLICK, 3, False)]),
    (of(OPENS, BOUNCES, period=Period(NEXT, None)), [(OPENS, OPEN, *LATER)]),
    (of(CLICKS, REPLIES, match=Match.ALL), [(REPLIES, EventType.RECEIVED, 7, False), (CLICKS, CLICK, 3, False)]),
    (of(UNSUBSCRIBES), [(UNSUBSCRIBES, UNSUB, 4, False)]),
    (of(OPTED_OUT), [(OPTED_OUT, UNSUB, 8, False)]),
    (of(OPTED_OUT, current_status_only=True), [(OPTED_OUT, UNSUB, 8, False)]),
    # The last thirty days hold it all, whatever the period.
    (
        of(RECENT, without_machines=True, period=Period(None, date(2026, 1, 1))),
        [
            (RECENT, OPEN, *LATER),
            (RECENT, EventType.RECEIVED, 7, False),
            (RECENT, CLICK, 3, False),
            (RECENT, OPEN, *BY_HAND),
        ],
    ),
    # Nothing puts somebody on a list of those who did not.
    (of(OPENS, match=Match.NONE, period=Period(date(2026, 1, 1), date(2026, 1, 2))), []),
    (
        also(Condition(CLICKS), Condition(OPENS, at_least=2, period=Period(DAY, DAY))),
        [
            (CLICKS, CLICK, 3, False),
            (OPENS, OPEN, *BY_MACHINE),
            (OPENS, OPEN, *BY_HAND),
        ],
    ),
    (
        of(CLICKS, conditions=(Condition(OPENS, period=Period(NEXT, None)),)),
        [(OPENS, OPEN, *LATER), (CLICKS, CLICK, 3, False)],
    ),
]


def test_the_events_that_put_somebody_on_the_list(connection: sa.Connection) -> None:
    for asked, expected in MATCHES:
        found = why(connection, asked)
        assert (found.is_match, found.obstacles) == (True, ()), asked
        minutes = [(one.option, one.type, round((one.at - AT) / MINUTE), one.machine) for one in found.events]
        by_time = sorted(expected, key=lambda one: -one[2])
        assert minutes == by_time, asked


def test_an_event_says_what_it_was_about(connection: sa.Connection) -> None:
    (click,) = why(connection, of(CLICKS)).events
    assert (click.channel, click.about) == (Channel.EMAIL, "Three open houses")
    (reply,) = why(connection, of(REPLIES)).events
    assert (reply.channel, reply.about) == (Channel.TEXT, "Tuesday works!")
    (bounce,) = why(connection, of(BOUNCES)).events
    assert bounce.about == ""


def test_of_many_events_the_latest_are_told(store: sa.Engine) -> None:
    prepare(store, ZONE.key)
    take_in(store, [JANE, *(event(NEWS, EventType.OPENED, minute) for minute in range(50))])
    with store.connect() as connection:
        found = why(connection, of(OPENS))
    minutes = [round((one.at - AT) / MINUTE) for one in found.events]
    assert minutes == list(range(49, 29, -1))


OBSTACLES: list[tuple[EngagementFilter, list[str]]] = [
    (of(OPENS, period=Period(date(2026, 1, 1), date(2026, 1, 2))), ["opened an email between 1 Jan and 2 Jan 2026"]),
    (of(OPENS, at_least=4), ["opened an email at least 4 times"]),
    (of(OPENS, match=Match.NONE), ["did none of this: opened an email"]),
    (of(CLICKS, REPLIES, match=Match.ALL, period=Period(NEXT, None)), ["clicked a link in an email and replied"]),
    (of(BOUNCES, current_status_only=True, period=Period(NEXT, None)), ["had an email bounce"]),
    (EngagementFilter(search=" smith "), ["“smith”"]),
    (EngagementFilter(kinds=frozenset({ContactKind.AGENT})), ["The kind is lead, not agent."]),
    (EngagementFilter(owners=frozenset({"Lee", "Ada"})), ["The owner is Dana, not Ada or Lee."]),
    (EngagementFilter(stages=frozenset({"New"})), ["The stage is Hot, not New."]),
    (EngagementFilter(sources=frozenset({"Zillow"})), ["The source is Web, not Zillow."]),
    (EngagementFilter(labels=frozenset({"buyer"})), ["None of the labels is buyer."]),
    (also(Condition(CLICKS, at_least=2)), ["clicked a link in an email at least 2 times"]),
    (also(Condition(CLICKS, did=False, period=Period(DAY, DAY))), ["got an email but did not click a link"]),
    # Nothing was delivered on that day, so that nothing is said of who did not.
    (also(Condition(OPENS, did=False, period=Period(NEXT, NEXT))), ["got an email but did not open an email on 3 Nov"]),
    # Each part that keeps them off is told, and none that does not.
    (
        of(
            OPENS,
            at_least=9,
            stages=frozenset({"New"}),
            owners=frozenset({"Dana"}),
            conditions=(Condition(CLICKS, False),),
        ),
        ["The stage is Hot, not New.", "at least 9 times", "did not click"],
    ),
]


def test_what_kept_somebody_off_the_list(connection: sa.Connection) -> None:
    for asked, expected in OBSTACLES:
        found = why(connection, asked)
        assert (found.is_match, found.events) == (False, ()), asked
        assert len(found.obstacles) == len(expected), (asked, found.obstacles)
        for sentence, words in zip(found.obstacles, expected, strict=True):
            assert words in sentence, asked
            assert sentence.endswith(".")


def test_an_empty_field_is_called_empty(connection: sa.Connection) -> None:
    found = why(connection, EngagementFilter(stages=frozenset({"Hot"})), "Joe Roe")
    assert found.obstacles == ("The stage is empty, not Hot.",)


def test_who_did_not_though_something_was_delivered(store: sa.Engine) -> None:
    prepare(store, ZONE.key)
    take_in(store, [JANE, event(NEWS, EventType.DELIVERED, 0), event(NEWS, EventType.OPENED, 1)])
    with store.connect() as connection:
        asked = also(Condition(CLICKS, did=False, period=Period(DAY, DAY)))
        assert why(connection, asked) == Explanation(True, (), ())


def test_one_out_of_scope_is_as_one_who_is_not_there(connection: sa.Connection) -> None:
    nobody = Explanation(False, (), ("There is no such contact among those you may see.",))
    assert why(connection, of(OPENS), seen=DANA).is_match
    for seen in (ADA, Viewpoint(replace(ADA.scope, owners=frozenset()), ZONE, ADA.today)):
        assert why(connection, of(OPENS), seen=seen) == nobody
        assert why(connection, of(OPENS, at_least=9), seen=seen) == nobody
    assert explain(View(connection, VIEWPOINT), 12345, EngagementFilter()) == nobody


def test_an_explanation_agrees_with_the_list(connection: sa.Connection) -> None:
    for asked, _ in (*MATCHES, *OBSTACLES):
        listed = {row.name for row in all_contacts(View(connection, VIEWPOINT), asked)}
        for name in ("Jane Doe", "Joe Roe"):
            found = why(connection, asked, name)
            assert found.is_match == (name in listed) == (not found.obstacles), (name, asked)
