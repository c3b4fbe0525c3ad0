"""What changed since yesterday and over a period, against the oracle: each number is that of its list."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Engine

from engagement.domain.vocabulary import Channel, EventType, FilterOption
from engagement.errors import FilterError
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.query.calls.signs import Sign
from engagement.query.contacts.contact_list import count_contacts
from engagement.query.matching.view import View
from engagement.query.messages.message_list import count_messages
from engagement.query.numbers.hours_of_week import hours_of_week
from engagement.query.numbers.overview import PeopleNumber, Span, days_before, people_by_day, people_lines, spans
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.engaged_hour import MOST_DAYS, EngagedHour, counted_days
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from tests import oracle
from tests.oracle_people import Person, people
from tests.query.worlds import make_world, random_scope

SEEDS = range(9)  # each of the zones and changes of clocks once
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("chosen", "before"),
    [
        (Period(date(2026, 11, 18), TODAY), Period(date(2026, 11, 11), date(2026, 11, 17))),
        (Period(TODAY, TODAY), Period(date(2026, 11, 23), date(2026, 11, 23))),
        (Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 1, 29), date(2026, 2, 28))),
    ],
)
def test_the_days_before_are_as_many(chosen: Period, before: Period) -> None:
    assert days_before(chosen) == before


def test_yesterday_stands_beside_the_same_weekday() -> None:
    found = spans(Period(date(2026, 11, 18), TODAY), TODAY)
    assert found[Span.TODAY] == Period(TODAY, TODAY)
    assert found[Span.YESTERDAY] == Period(date(2026, 11, 23), date(2026, 11, 23))
    assert found[Span.WEEK_BEFORE] == Period(date(2026, 11, 16), date(2026, 11, 16))


@pytest.mark.parametrize("period", [ANY_TIME, Period(TODAY, None), Period(None, TODAY)])
def test_an_open_period_has_no_days_before(period: Period) -> None:
    with pytest.raises(FilterError, match="choose its first and its last day"):
        days_before(period)


@pytest.mark.parametrize(
    ("chosen", "counted"),
    [
        (Period.last_days(30, TODAY), Period.last_days(30, TODAY)),
        (Period.last_days(MOST_DAYS, TODAY), Period.last_days(MOST_DAYS, TODAY)),
        (Period.last_days(365, TODAY), Period.last_days(MOST_DAYS, TODAY)),
        (Period(None, TODAY), Period.last_days(MOST_DAYS, TODAY)),
    ],
)
def test_the_week_is_made_of_ninety_days_at_most(chosen: Period, counted: Period) -> None:
    assert counted_days(chosen) == counted


@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_agrees_with_the_oracle(seed: int, store: Engine) -> None:
    world = make_world(seed)
    prepare(store, world.zone.key)
    take_in(store, world.records, batch_size=world.batch_size)
    known = people(world.records)
    dice = random.Random(seed)
    chosen = Period.last_days(dice.choice((1, 7, 30)), world.today)
    with store.connect() as connection:
        for viewpoint in (world.viewpoint(EVERYONE), world.viewpoint(random_scope(dice))):
            lines = people_lines(View(connection, viewpoint), chosen)
            assert len(lines) == len(FilterOption)  # all but the recent engagement, and the first three together
            check_numbers(connection, known, viewpoint, (n for line in lines for n in line.numbers.values()))
            days = people_by_day(View(connection, viewpoint), chosen)
            assert Period(days[0].day, days[-1].day) == chosen
            check_numbers(connection, known, viewpoint, (n for day in days for n in day.numbers.values()))
            check_heat(connection, known, viewpoint, chosen)
            check_heat(connection, known, viewpoint, Period(world.days[0], world.days[-1]))


def check_numbers(
    connection: Connection, known: list[Person], viewpoint: Viewpoint, numbers: Iterable[PeopleNumber]
) -> None:
    for number in numbers:
        assert number.asked.without_machines
        expected = sum(oracle.matches(person, number.asked, viewpoint) for person in known)
        assert number.count == count_contacts(View(connection, viewpoint), number.asked) == expected, number.asked


def check_heat(connection: Connection, known: list[Person], viewpoint: Viewpoint, chosen: Period) -> None:
    """Each opening, click and reply is in the hour that a clock on the wall shows."""
    expected: dict[Sign, dict[tuple[int, int], int]] = {sign: {} for sign in Sign}
    behind: dict[tuple[int, int], set[int]] = {}  # the messages of each hour
    for person in known:
        if oracle.in_scope(person, viewpoint):
            signs = [(Sign.REPLIED, one.sent_at, one) for one in person.messages if one.is_reply and one.sent_at]
            assert sorted(at for _, at, _ in signs) == sorted(person.replies())
            for sign, kind in ((Sign.OPENED, EventType.OPENED), (Sign.CLICKED, EventType.CLICKED)):
                signs += [(sign, event.at, one) for one, event in person.events(Channel.EMAIL, kind, True)]
            for sign, at, message in signs:
                wall = at.astimezone(viewpoint.zone)
                if chosen.first and chosen.last and chosen.first <= wall.date() <= chosen.last:
                    hour = wall.weekday(), wall.hour
                    expected[sign][hour] = expected[sign].get(hour, 0) + 1
                    behind.setdefault(hour, set()).add(id(message))
    found = hours_of_week(View(connection, viewpoint), chosen)
    assert found.period == chosen
    assert found.counts == expected
    hours = {hour for counts in expected.values() for hour in counts}
    assert sum(map(found.total, hours)) == sum(sum(counts.values()) for counts in expected.values())
    for hour in [*sorted(behind)[:: max(len(behind) // 3, 1)], (2, 3)]:
        asked = MessageFilter(engaged=EngagedHour(*hour, chosen))
        assert count_messages(View(connection, viewpoint), asked) == len(behind.get(hour, ())), (hour, chosen)


def test_the_worlds_have_something_to_count() -> None:
    telling = 0
    for seed in SEEDS:
        world = make_world(seed)
        asked = EngagementFilter(frozenset({FilterOption.EMAIL_OPENS}), period=Period.last_days(7, world.today))
        asked = replace(asked, without_machines=True)
        telling += any(oracle.matches(person, asked, world.viewpoint(EVERYONE)) for person in people(world.records))
    assert telling > len(SEEDS) // 2
    assert days_before(Period(TODAY, TODAY)).last == TODAY - timedelta(days=1)
