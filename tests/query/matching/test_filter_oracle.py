"""The filter's SQL against a slow oracle written from the definitions, over many small worlds, on both databases."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from engagement.domain.vocabulary import Channel, EventType, FilterOption, Match
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare, verify
from engagement.query.contacts.contact_list import Sort, all_contacts, choices, count_contacts, list_contacts
from engagement.query.matching.membership import facets, members
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.rows import ContactRow, OptOut
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import contacts
from engagement.store.sets import Field
from tests import oracle
from tests.oracle import bare
from tests.oracle_people import Person, Who, people
from tests.query.worlds import CAUSES, World, condition_filters, edge_filters, make_world, random_filter, random_scope

SEEDS = range(11)
RANDOM_FILTERS = 75  # beside those for the edges of days and for conditions: at least 400 a world in all
EVERY_COUNTED = 3  # of the random ones, one in so many with the count beside every choice
LISTED_IN_FULL = 10  # of the random ones, in every order and page by page

REASONS = {
    "used the unsubscribe link of an email": "Unsubscribed",
    "a text was refused because they had opted out": "Unsubscribed",
    "reported an email as spam": "Complained",
    "an email was held back because of an earlier unsubscribe or complaint": "Failed",
    "sent a stop word": "stop word",
}
ORDERS: dict[Sort, Callable[[ContactRow], Any]] = {
    Sort.LAST_ENGAGED: lambda row: (
        row.last_engaged_at is None,
        row.last_engaged_at and -row.last_engaged_at.timestamp(),
    ),
    Sort.NAME: lambda row: (row.name == "", bare(row.name)),
    Sort.OWNER: lambda row: (row.owner == "", row.owner, bare(row.name)),
    Sort.OPENS: lambda row: -row.opens,
    Sort.CLICKS: lambda row: -row.clicks,
    Sort.REPLIES: lambda row: -row.replies,
}


def who(row: ContactRow) -> Who:
    return row.name, frozenset(row.emails), frozenset(row.phones)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sql_agrees_with_the_oracle(seed: int, store: Engine) -> None:
    world = make_world(seed)
    prepare(store, world.zone.key)
    counts = take_in(store, world.records, batch_size=world.batch_size)
    assert counts.read == len(world.records)
    known = people(world.records)
    assert len({person.who for person in known}) == len(known), "the oracle must be able to tell contacts apart"
    with store.connect() as connection:
        assert verify(connection) == []
        whose = check_rows(connection, world, known)
        for asked in (*edge_filters(world), *condition_filters(world)):
            check_members(connection, whose, asked, world.viewpoint(EVERYONE))
        dice = random.Random(seed)
        for number in range(RANDOM_FILTERS):
            asked, viewpoint = random_filter(dice, world), world.viewpoint(random_scope(dice))
            check_members(connection, whose, asked, viewpoint)
            if number < LISTED_IN_FULL:
                check_choices(connection, known, viewpoint)
                check_lists(connection, asked, viewpoint, dice)
            if number % EVERY_COUNTED == 0:
                check_facets(connection, known, asked, viewpoint)


def check_members(
    connection: Connection, whose: Mapping[int, Person], asked: EngagementFilter, viewpoint: Viewpoint
) -> None:
    expected = {contact_id for contact_id, person in whose.items() if oracle.matches(person, asked, viewpoint)}
    found = ids_of(connection, asked, viewpoint)
    wrong = [whose[contact_id] for contact_id in expected.symmetric_difference(found)]
    assert not wrong, (asked, viewpoint, len(expected), len(found))
    assert len(found) == len(expected)


def ids_of(connection: Connection, asked: EngagementFilter, viewpoint: Viewpoint) -> list[int]:
    numbers = members(View(connection, viewpoint), asked)
    return list(connection.execute(select(contacts.c.contact_id).where(contacts.c.number.in_(numbers))).scalars())


def check_lists(connection: Connection, asked: EngagementFilter, viewpoint: Viewpoint, dice: random.Random) -> None:
    """What is counted, listed page by page and listed at once is one list, and in order."""
    view = View(connection, viewpoint)
    ids = set(ids_of(connection, asked, viewpoint))
    for sort in dice.sample(tuple(Sort), k=2):
        everyone = list(all_contacts(view, asked, sort=sort))
        assert everyone == sorted(everyone, key=ORDERS[sort]), (sort, asked)
        assert {row.id for row in everyone} == ids
        assert len(everyone) == count_contacts(view, asked) == len(ids)
        size = dice.choice((7, 20, 50))
        pages = -(-len(everyone) // size)
        listed = [
            row
            for page in range(1, pages + 2)  # the one past the last is empty
            for row in list_contacts(view, asked, sort=sort, page=page, size=size)
        ]
        assert listed == everyone, (sort, asked)


def check_facets(connection: Connection, known: list[Person], asked: EngagementFilter, viewpoint: Viewpoint) -> None:
    """The counts beside the choices, each that of the list which the choice would give."""
    found = facets(View(connection, viewpoint), asked)
    visible = [person for person in known if oracle.in_scope(person, viewpoint)]
    assert found.total == count(known, asked, viewpoint)
    for option in FilterOption:
        assert found.options[option] == count_beside(known, option, asked, viewpoint), (option, asked, viewpoint)
    when = oracle.Question(asked.period.first, asked.period.last, viewpoint.zone, False, False)
    there = {cause for person in visible for cause in when.causes(person)}
    beside = {cause: count(known, replace(asked, causes=frozenset({cause})), viewpoint) for cause in there}
    assert found.causes == {cause: number for cause, number in beside.items() if number or cause in asked.causes}
    assert found.fields.keys() == VALUES.keys()
    for field, (name, values_of) in VALUES.items():
        chosen = getattr(asked, name)
        counts = {
            value: count(known, replace(asked, **{name: frozenset({value})}), viewpoint)
            for value in {value for person in visible for value in values_of(person)} - {""}
        }
        # A value that would give an empty list is only offered while it is chosen, and somebody in scope has it.
        expected = {value: number for value, number in counts.items() if number or value in chosen}
        assert found.fields[field] == expected, (field, asked, viewpoint)


def count(known: list[Person], asked: EngagementFilter, viewpoint: Viewpoint) -> int:
    return sum(oracle.matches(person, asked, viewpoint) for person in known)


def count_beside(known: list[Person], option: FilterOption, asked: EngagementFilter, viewpoint: Viewpoint) -> int:
    """Any: those with the option. All: with the other chosen ones too. None: with it and no other chosen one."""
    alone = replace(asked, options=frozenset({option}), match=Match.ANY)
    others = asked.options - {option}
    if asked.match is Match.ALL:
        return count(known, replace(alone, options=others | {option}, match=Match.ALL), viewpoint)
    having = [person for person in known if oracle.matches(person, alone, viewpoint)]
    if asked.match is Match.ANY:
        return len(having)
    return count(having, replace(asked, options=others, match=Match.NONE), viewpoint)


VALUES: dict[Field, tuple[str, Callable[[Person], Iterable[str]]]] = {
    Field.KIND: ("kinds", lambda person: [person.kind]),
    Field.OWNER: ("owners", lambda person: [person.owner]),
    Field.STAGE: ("stages", lambda person: [person.stage]),
    Field.SOURCE: ("sources", lambda person: [person.source]),
    Field.LABEL: ("labels", lambda person: person.labels),
}


def check_choices(connection: Connection, known: list[Person], viewpoint: Viewpoint) -> None:
    visible = [person for person in known if oracle.in_scope(person, viewpoint)]
    found = choices(View(connection, viewpoint))
    for given, expected in (
        (found.owners, {person.owner for person in visible}),
        (found.stages, {person.stage for person in visible}),
        (found.sources, {person.source for person in visible}),
        (found.labels, {label for person in visible for label in person.labels}),
    ):
        assert set(given) == expected - {""}
        assert list(given) == sorted(given, key=bare)


def check_rows(connection: Connection, world: World, known: list[Person]) -> dict[int, Person]:
    """What the list shows of everybody, with machines and without. Gives whose each id is."""
    for without_machines in (False, True):
        asked = EngagementFilter(without_machines=without_machines)
        rows = {who(row): row for row in all_contacts(View(connection, world.viewpoint(EVERYONE)), asked)}
        assert rows.keys() == {person.who for person in known}
        for person in known:
            check_row(rows[person.who], person, without_machines)
    return {rows[person.who].id: person for person in known}


def check_row(row: ContactRow, person: Person, without_machines: bool) -> None:
    assert (row.kind, row.owner, row.stage, row.source) == (person.kind, person.owner, person.stage, person.source)
    assert row.labels == tuple(sorted(person.labels))
    for channel, listed in ((Channel.EMAIL, row.emails), (Channel.TEXT, row.phones)):
        mains = [value for (of, value), is_main in person.addresses.items() if of is channel and is_main]
        assert listed == tuple(sorted(listed, key=lambda value: (value not in mains, value)))
    shown = {
        "opens": person.count(EventType.OPENED, machine=False if without_machines else None),
        "machine_opens": 0 if without_machines else person.count(EventType.OPENED, machine=True),
        "clicks": person.count(EventType.CLICKED, machine=False if without_machines else None),
        "machine_clicks": 0 if without_machines else person.count(EventType.CLICKED, machine=True),
        "replies": len(list(person.replies())),
        "last_engaged_at": person.last_engaged(without_machines),
    }
    assert {name: getattr(row, name) for name in shown} == shown, person
    last = (row.last_status, row.last_status_channel, row.last_status_at)
    expected = person.last_statuses(without_machines)
    assert last in expected if expected else last == (None, None, None), person
    check_opt_out(row.do_not_email, person.opt_out(Channel.EMAIL))
    check_opt_out(row.do_not_text, person.opt_out(Channel.TEXT))


def check_opt_out(shown: OptOut | None, expected: tuple[Any, set[str]] | None) -> None:
    assert (shown is None) == (expected is None), expected
    if shown is not None and expected is not None:
        assert shown.at == expected[0]
        assert REASONS[shown.reason] in expected[1]


def test_the_worlds_hold_what_they_are_made_for() -> None:
    """Each option has members and others in most worlds; else agreement would say little."""
    telling: Counter[str] = Counter()
    for seed in SEEDS:
        world = make_world(seed)
        known = people(world.records)
        for asked in edge_filters(world):
            members = sum(oracle.matches(person, asked, world.viewpoint(EVERYONE)) for person in known)
            telling[next(iter(asked.options))] += 0 < members < len(known)
    assert min(telling.values()) > len(SEEDS) * 10, telling


def test_bounces_tell_contacts_apart() -> None:
    """Each cause, and being put off once and more often, has members and others in some world."""
    asks = [EngagementFilter(causes=frozenset({cause})) for cause in CAUSES]
    asks += [EngagementFilter(soft_bounces=times) for times in (1, 2)]
    telling: Counter[EngagementFilter] = Counter()
    for seed in SEEDS:
        world = make_world(seed)
        known = people(world.records)
        for asked in asks:
            telling[asked] += 0 < count(known, asked, world.viewpoint(EVERYONE)) < len(known)
    assert all(telling[asked] for asked in asks), telling


def test_conditions_tell_contacts_apart() -> None:
    """Each option, done often or not done, has members and others; else agreement would say little."""
    telling: Counter[tuple[FilterOption, bool, int]] = Counter()
    for seed in SEEDS:
        world = make_world(seed)
        known = people(world.records)
        for asked in condition_filters(world):
            (condition,) = asked.conditions
            found = count(known, asked, world.viewpoint(EVERYONE))
            telling[condition.option, condition.did, condition.at_least] += 0 < found < len(known)
    assert len(telling) == len(FilterOption) * 4
    assert min(telling.values()) > 0, telling
