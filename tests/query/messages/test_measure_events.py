"""Counts of campaigns and days against plain loops over what the records make, on both databases, in any order."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
import sqlalchemy as sa

from engagement.domain.measures import Measure
from engagement.domain.records import ContactRecord, Record
from engagement.domain.vocabulary import Channel, EventType
from engagement.errors import StoreError
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.query.contacts.contact_list import count_contacts, list_contacts
from engagement.query.contacts.explain import explain
from engagement.query.matching.view import View
from engagement.query.messages.message_list import count_messages
from engagement.query.numbers.campaign_parts import HOURS, MACHINES, OF_DOMAINS, PEOPLE, domains, links, opens_by_hour
from engagement.query.numbers.campaigns import CampaignRow, campaign, campaign_table
from engagement.query.numbers.trends import trend
from engagement.query.question.contact_filter import CampaignPart, EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint
from tests.oracle import day_of, in_scope
from tests.oracle_counts import Came, all_that_came
from tests.oracle_people import people
from tests.query.worlds import OWNERS, World, make_world

SCOPES = (EVERYONE, Scope(frozenset({"Dana"})), Scope(frozenset(OWNERS[:3])), Scope(frozenset()))
SEEDS = range(300, 305)


def periods(world: World) -> list[Period]:
    days = world.days
    return [ANY_TIME, *(Period(day, day) for day in days[:4]), Period(days[0], days[-1]), Period(days[2], None)]


def holds(period: Period, day: date) -> bool:
    return (period.first is None or period.first <= day) and (period.last is None or day <= period.last)


def shuffled(world: World) -> list[Record]:
    """The records in another order; rows of contact lists keep theirs, since the later one speaks."""
    records = list(world.records)
    random.Random(world.seed).shuffle(records)
    lists = iter([record for record in world.records if isinstance(record, ContactRecord)])
    return [next(lists) if isinstance(record, ContactRecord) else record for record in records]


@pytest.mark.parametrize("seed", SEEDS)
def test_campaigns_and_trends_agree_with_the_records(seed: int, store: sa.Engine) -> None:
    world = make_world(seed)
    prepare(store, world.zone.key)
    take_in(store, shuffled(world), batch_size=world.batch_size)
    known = people(world.records)
    with store.connect() as connection:
        for scope in SCOPES:
            viewpoint = world.viewpoint(scope)
            came = all_that_came(known, lambda person, seen=viewpoint: in_scope(person, seen))  # type: ignore[misc]
            check_campaigns(connection, came, world, viewpoint)
            check_trends(connection, came, world, viewpoint)
            check_parts(connection, came, viewpoint)


def check_campaigns(connection: sa.Connection, came: Sequence[Came], world: World, viewpoint: Viewpoint) -> None:
    for sent in periods(world):
        rows = campaign_table(View(connection, viewpoint), sent)
        found = {row.name: row for row in rows}
        expected = {
            one.campaign
            for one in came
            if one.campaign and one.measure is Measure.SENT
            if sent == ANY_TIME or (one.at is not None and holds(sent, day_of(one.at, viewpoint.zone)))
        }
        assert found.keys() == expected, sent
        assert [row.last_sent or date.min for row in rows] == sorted(
            (row.last_sent or date.min for row in rows), reverse=True
        )
        for name, row in found.items():
            its = [one for one in came if one.campaign == name]
            days = [day_of(one.at, viewpoint.zone) for one in its if one.measure is Measure.SENT and one.at]
            assert (row.first_sent, row.last_sent) == (min(days, default=None), max(days, default=None))
            for measure in Measure:
                whose = [one.person for one in its if one.measure is measure]
                assert (row.messages[measure], row.people[measure]) == (len(whose), len(set(whose))), (name, measure)
                if sent == ANY_TIME:
                    check_lists(connection, row, measure, viewpoint)
            assert campaign(View(connection, viewpoint), row.id) == row


def check_lists(connection: sa.Connection, row: CampaignRow, measure: Measure, viewpoint: Viewpoint) -> None:
    """A number is as many as the list that it opens has."""
    messages = MessageFilter(campaign=row.id, measure=measure)
    assert count_messages(View(connection, viewpoint), messages) == row.messages[measure]
    asked = EngagementFilter(campaign=CampaignPart(row.id, measure))
    assert count_contacts(View(connection, viewpoint), asked) == row.people[measure]
    for contact in list_contacts(View(connection, viewpoint), asked, size=3):
        why = explain(View(connection, viewpoint), contact.id, asked)
        assert why.is_match
        assert all(event.option is measure for event in why.events)
        assert why.events or measure is Measure.SENT  # of what was only on a send list, nothing has happened yet
    others = EngagementFilter(search="p1")
    for contact in list_contacts(View(connection, viewpoint), others, size=3):
        why = explain(View(connection, viewpoint), contact.id, asked)
        is_in = contact.id in [one.id for one in list_contacts(View(connection, viewpoint), asked, size=1000)]
        assert why.is_match is is_in
        assert bool(why.obstacles) is not is_in


def check_trends(connection: sa.Connection, came: Sequence[Came], world: World, viewpoint: Viewpoint) -> None:
    for channel in (None, *Channel):
        for period in periods(world):
            found = trend(View(connection, viewpoint), tuple(Measure), period, channel=channel)
            expected = Counter(
                (day_of(one.at, viewpoint.zone), one.measure.value)
                for one in came
                if one.at is not None and channel in (None, one.message.channel)
            )
            last = period.last or viewpoint.today
            assert list(found.columns) == [measure.value for measure in Measure]
            if not found.empty:
                assert found.index[-1].date() == last
                assert (found.index[0].date() == period.first) or period.first is None
                assert len(found) == (last - found.index[0].date()).days + 1
            told = {
                (day.date(), name): count for name, column in found.items() for day, count in column.items() if count
            }
            wanted = {key: n for key, n in expected.items() if holds(Period(period.first, last), key[0])}
            assert told == wanted, (channel, period)


def check_parts(connection: sa.Connection, came: Sequence[Came], viewpoint: Viewpoint) -> None:
    for row in campaign_table(View(connection, viewpoint)):
        its = [one for one in came if one.campaign == row.name]
        hours = opens_by_hour(View(connection, viewpoint), row.id)
        opens = Counter(
            (
                min(max((event.at - one.message.sent_at).total_seconds() // 3600, 0), HOURS),
                one.message.is_machines(event),
            )
            for one in its
            if one.measure is Measure.SENT and one.message.channel is Channel.EMAIL and one.message.sent_at
            for event in one.message.events.values()
            if event.type is EventType.OPENED
        )
        for hour in range(HOURS + 1):
            assert tuple(hours.loc[hour, [PEOPLE, MACHINES]]) == (opens[hour, False], opens[hour, True])
        by_domain: dict[str, Counter[Measure]] = {}
        for one in its:
            if one.message.channel is Channel.EMAIL:
                by_domain.setdefault(one.message.address.split("@")[1], Counter())[one.measure] += 1
        told = {one.domain: one.messages for one in domains(View(connection, viewpoint), row.id)}
        assert told == {name: {m: count[m] for m in OF_DOMAINS} for name, count in by_domain.items()}
        clicks = [
            (event.url, one.message.is_machines(event), one.person)
            for one in its
            if one.measure is Measure.SENT
            for event in one.message.events.values()
            if event.type is EventType.CLICKED and event.url is not None
        ]
        assert {
            one.url: (one.clicks_by_people, one.clicks_by_machines, one.people)
            for one in links(View(connection, viewpoint), row.id)
        } == {
            url: (
                len([1 for its_url, machine, _ in clicks if its_url == url and not machine]),
                len([1 for its_url, machine, _ in clicks if its_url == url and machine]),
                len({person for its_url, machine, person in clicks if its_url == url and not machine}),
            )
            for url, _, _ in clicks
        }


def test_days_of_another_time_zone_get_no_answer(store: sa.Engine) -> None:
    world = make_world(300)
    viewpoint = Viewpoint(EVERYONE, world.zone, world.today)
    with store.connect() as connection:
        for ask in (
            lambda: trend(View(connection, viewpoint), (Measure.SENT,), ANY_TIME),
            lambda: campaign_table(View(connection, viewpoint)),
        ):
            with pytest.raises(StoreError, match="engagement index rebuild"):
                ask()
