"""The list of messages against a slow oracle in plain loops, over small made-up accounts, on both databases."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine

from engagement.domain.campaign_names import campaign_id
from engagement.domain.measures import Measure
from engagement.domain.records import (
    AddressRecord,
    AttributedBy,
    Attribution,
    ContactRecord,
    EventRecord,
    MessageFacts,
    MessageRecord,
    Record,
)
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.lib.ids import stable_id
from engagement.query.matching.view import View
from engagement.query.messages import message_list as queried
from engagement.query.messages import message_search
from engagement.query.messages.message_list import (
    MessageList,
    count_messages,
    find_message,
    list_messages,
    message_events,
)
from engagement.query.question.engaged_hour import EngagedHour
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.question.rows import MessageRow
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint
from tests import oracle
from tests.oracle import bare, day_of
from tests.oracle_counts import is_engaged, stops
from tests.oracle_people import Message, Person, people
from tests.query.jane import ADA, AT, CELL, DANA, JANE, JOE, MAIL, MINUTE, TEXT, VIEWPOINT, event
from tests.query.worlds import OWNERS, World, make_world

SEEDS = range(3)
QUESTIONS = 50  # random ones for each world, beside those for every measure on every day
EVER = datetime.min.replace(tzinfo=UTC)
SUBJECTS = (None, "Your new home", "Été à la mer", "100% off_now", "New HOME, new você")
TEXTS = (None, "Hi Jane, are you free?", "See <b>this</b>", "ok 👍", "\u202eevil")
OURS = (None, "dana@broker.example", "+14155550100")
CAMPAIGNS = (None, "Spring", "Fall & co")
CODES = (None, "550", "30006")
MEASURED: dict[Measure, tuple[EventType, tuple[Channel, ...]]] = {
    Measure.DELIVERED: (EventType.DELIVERED, (Channel.EMAIL, Channel.TEXT)),
    Measure.OPENED: (EventType.OPENED, (Channel.EMAIL,)),
    Measure.OPENED_BY_PERSON: (EventType.OPENED, (Channel.EMAIL,)),
    Measure.CLICKED: (EventType.CLICKED, (Channel.EMAIL,)),
    Measure.CLICKED_BY_PERSON: (EventType.CLICKED, (Channel.EMAIL,)),
    Measure.UNSUBSCRIBED: (EventType.UNSUBSCRIBED, (Channel.EMAIL,)),
    Measure.REFUSED: (EventType.UNSUBSCRIBED, (Channel.TEXT,)),
    Measure.BOUNCED: (EventType.FAILED, (Channel.EMAIL,)),
    Measure.COMPLAINED: (EventType.COMPLAINED, (Channel.EMAIL,)),
}


@dataclass(frozen=True)
class Known:
    """A message of the account as the oracle has it."""

    person: Person
    message: Message
    subject: str | None
    text: str | None
    ours: str | None
    campaign: str | None
    code: str | None

    @property
    def origin(self) -> Origin | None:
        return self.message.attribution.origin if self.message.attribution else None

    @property
    def name(self) -> tuple[Channel, str, str]:
        return self.message.channel, self.message.key, self.message.address


def written(facts: MessageFacts) -> MessageFacts:
    """The message with a subject, a text, our address and a campaign, the same in all that is told of it."""
    dice = random.Random(f"{facts.channel} {facts.key}")
    subject, text, ours = dice.choice(SUBJECTS), dice.choice(TEXTS), dice.choice(OURS)
    campaign, origin = dice.choice(CAMPAIGNS), dice.choice((Origin.BULK, Origin.MANUAL))
    said = Attribution(AttributedBy.EVENT, Origin.CAMPAIGN if campaign else origin, campaign)
    if facts.direction is Direction.INBOUND:
        return replace(facts, text=text, our_address=ours)
    is_email = facts.channel is Channel.EMAIL
    return replace(
        facts,
        subject=subject if is_email else None,
        text=None if is_email else text,
        our_address=ours,
        attribution=said,
    )


def coded(record: Record) -> Record:
    if isinstance(record, ContactRecord):
        return record
    if isinstance(record, MessageRecord):
        return MessageRecord(written(record.message))
    code = random.Random(record.message.key).choice(CODES)
    return replace(record, message=written(record.message), code=code)


def known_messages(records: list[Record]) -> list[Known]:
    told = {(one.message.channel, one.message.key): one for one in records if not isinstance(one, ContactRecord)}
    with_code = {one.message.key: one.code for one in records if isinstance(one, EventRecord)}
    found = []
    for person in people(records):
        for message in person.messages:
            facts = told[message.channel, message.key].message
            campaign = facts.attribution.campaign if facts.attribution else None
            code = with_code.get(message.key) if message.events else None
            found.append(Known(person, message, facts.subject, facts.text, facts.our_address, campaign, code))
    return found


def first_time(known: Known, measure: Measure) -> datetime | None:
    """When a message first came to a measure, EVER for one sent at a time nobody knows; None when it never did."""
    message = known.message
    if message.direction is not Direction.OUTBOUND:
        return None
    if measure is Measure.SENT:
        return message.sent_at or EVER
    if measure is Measure.REPLIED:
        return answered(known)
    if measure is Measure.UNSUBSCRIBED and message.channel is Channel.TEXT:
        return stops(known.person).get(id(message))
    kind, channels = MEASURED[measure]
    by_people = measure in (Measure.OPENED_BY_PERSON, Measure.CLICKED_BY_PERSON)
    times = [
        event.at
        for event in message.counted(by_people)
        if event.type is kind
        and message.channel in channels
        and not (event.suppressed and kind is not EventType.DELIVERED)
    ]
    return min(times, default=None)


def answered(known: Known) -> datetime | None:
    """When the next text with the number came, if it is a reply; at one moment ours come first, and then by id."""
    talk = [
        other
        for other in known.person.messages
        if other.channel is Channel.TEXT and other.address == known.message.address and other.sent_at is not None
    ]
    talk.sort(key=lambda one: (one.sent_at, one.direction is Direction.INBOUND, id_of(one)))
    if known.message not in talk:
        return None
    following = talk[talk.index(known.message) + 1 :]
    return following[0].sent_at if following and following[0].is_reply else None


def id_of(message: Message) -> int:
    return stable_id(message.channel, message.key, message.address)


def holds(moment: datetime | None, period: Period, viewpoint: Viewpoint) -> bool:
    if moment is None or (moment is EVER and period != ANY_TIME):
        return False
    if moment is EVER:
        return True
    day = day_of(moment, viewpoint.zone)
    return (period.first is None or period.first <= day) and (period.last is None or day <= period.last)


def is_found(known: Known, search: str, keys: frozenset[str], viewpoint: Viewpoint) -> bool:
    """By the person, the id or words; what is an id on file (`keys`), an address or a number is no words."""
    wanted = search.strip()
    if not wanted or oracle.is_found(known.person, wanted, viewpoint.region):
        return True
    if wanted.strip("<>") in keys:
        return wanted.strip("<>") == known.message.key
    is_number = sum(letter in "0123456789" for letter in wanted) >= 5 and wanted == wanted.lower() == wanted.upper()
    if known.message.sent_at is None or is_number or ("@" in wanted and " " not in wanted):
        return False
    whole = bare(" ".join(filter(None, (known.subject, known.text))))
    return all(word in whole for word in bare(wanted).split())


def matches(known: Known, asked: MessageFilter, viewpoint: Viewpoint, keys: frozenset[str] = frozenset()) -> bool:
    message = known.message
    status = message.status()
    return (
        oracle.in_scope(known.person, viewpoint)
        and asked.channel in (None, message.channel)
        and asked.direction in (None, message.direction)
        and asked.origin in (None, known.origin)
        and asked.status in (None, status and status[0])
        and asked.campaign in (None, known.campaign and campaign_id(known.campaign))
        and (not asked.sender or asked.sender == known.ours)
        and (not asked.domain or (message.channel is Channel.EMAIL and message.address.split("@")[1] == asked.domain))
        and (not asked.code or asked.code == known.code)
        and (asked.sent == ANY_TIME or holds(message.sent_at, asked.sent, viewpoint))
        and (asked.measure is None or holds(first_time(known, asked.measure), asked.measured, viewpoint))
        and (asked.engaged is None or is_engaged(known.message, asked.engaged, viewpoint))
        and is_found(known, asked.search, keys, viewpoint)
    )


def measure_questions(world: World) -> Iterator[MessageFilter]:
    """Every measure, ever and over every day at whose edges things happen, each end open and closed."""
    for measure in Measure:
        yield MessageFilter(measure=measure)
        for day in world.days:
            for period in (Period(day, day), Period(day, None), Period(None, day)):
                yield MessageFilter(measure=measure, measured=period)


def random_question(dice: random.Random, world: World, known: list[Known]) -> MessageFilter:
    one = dice.choice(known)
    times = [event.at for other in known for event in other.message.counted(False)]
    wall = dice.choice(times).astimezone(world.viewpoint(EVERYONE).zone)
    fields = {
        "engaged": EngagedHour(wall.weekday(), wall.hour, Period(*sorted(dice.choices(world.days, k=2)))),
        "channel": dice.choice(tuple(Channel)),
        "direction": dice.choice(tuple(Direction)),
        "origin": dice.choice(tuple(Origin)),
        "status": (one.message.status() or (EventType.QUEUED,))[0],
        "campaign": dice.choice((campaign_id("Spring"), 7)),
        "sender": dice.choice(OURS[1:]),
        "domain": dice.choice(("example.com", "example.org", "ample.com", "%")),
        "code": dice.choice(("550", "30006", "5")),
        "measure": dice.choice(tuple(Measure)),
        "measured": Period(*sorted(dice.choices(world.days, k=2))),
        "sent": Period(*sorted(dice.choices(world.days, k=2))),
        "search": dice.choice(
            (*SEARCHES, one.message.key, f"<{one.message.key}>", one.message.address, one.person.name)
        ),
    }
    chosen = dice.sample(sorted(fields), k=dice.choice((1, 1, 2, 2, 3)))
    return MessageFilter(**{name: fields[name] for name in chosen})  # type: ignore[arg-type]


SEARCHES = (
    "home",
    "NEW home",
    "ete mer",
    "voce",
    "100%",
    "_",
    "%",
    "ok 👍",
    "<b>",
    "jane",
    "415555",
    "nothing has this",
    " ",
)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_list_agrees_with_the_oracle(seed: int, store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(seed)
    records = [coded(record) for record in world.records]
    prepare(store, world.zone.key)
    take_in(store, records, batch_size=world.batch_size)
    known = known_messages(records)
    dice = random.Random(seed)
    with store.connect() as connection:
        for asked in (MessageFilter(), *measure_questions(world)):
            check(connection, known, asked, world.viewpoint(EVERYONE), dice)
        for number in range(QUESTIONS):
            monkeypatch.setattr(queried, "_FEW", 2 if number % 2 else 2_000)  # met on a walk, and looked up by contact
            scope = Scope(frozenset(dice.sample(OWNERS, k=2))) if dice.random() < 0.3 else EVERYONE
            check(connection, known, random_question(dice, world, known), world.viewpoint(scope), dice)


def check(
    connection: Connection, known: list[Known], asked: MessageFilter, viewpoint: Viewpoint, dice: random.Random
) -> None:
    """What is counted and what is listed page by page is what the oracle finds, the newest first."""
    keys = frozenset(one.message.key for one in known if oracle.in_scope(one.person, viewpoint))
    expected = {id_of(one.message): one for one in known if matches(one, asked, viewpoint, keys)}
    assert count_messages(View(connection, viewpoint), asked) == len(expected), asked
    if dice.random() < 0.6:
        return  # counted only
    size = dice.choice((20, 100))
    pages = -(-len(expected) // size)
    listed = [
        row
        for page in range(1, pages + 2)  # the one past the last is empty
        for row in list_messages(View(connection, viewpoint), asked, page=page, size=size)
    ]
    assert [row.id for row in listed] == sorted(expected, key=lambda key: order(expected[key]), reverse=True), asked
    for row in listed[:5]:
        check_row(connection, row, expected[row.id], viewpoint)


def order(known: Known) -> tuple[datetime, int]:
    return known.message.sent_at or EVER, id_of(known.message)


def check_row(connection: Connection, row: MessageRow, known: Known, viewpoint: Viewpoint) -> None:
    message, status = known.message, known.message.status()
    assert (row.channel, row.provider_key, row.address) == known.name
    assert (row.contact, row.direction, row.sent_at) == (known.person.name, message.direction, message.sent_at)
    assert (row.subject, row.text, row.our_address, row.campaign) == (
        known.subject,
        known.text,
        known.ours,
        known.campaign,
    )
    assert (row.status, row.status_at) == (status or (None, None))
    assert row.tracked is not (message.channel is Channel.EMAIL and known.origin is Origin.MANUAL)
    opens = [event for event in message.events.values() if event.type is EventType.OPENED]
    assert row.opens == (len(opens) if row.tracked else None)
    assert find_message(View(connection, viewpoint), row.contact_id, row.id) == row
    events = message_events(View(connection, viewpoint), row)
    assert Counter((event.type, event.at) for event in events) == Counter(
        (event.type, event.at) for event in message.events.values()
    )
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_the_worlds_hold_what_they_are_made_for() -> None:
    """Each measure has messages and others in most worlds, and on some day; else agreement would say little."""
    telling: Counter[Measure] = Counter()
    for seed in SEEDS:
        world = make_world(seed)
        known = known_messages([coded(record) for record in world.records])
        for asked in measure_questions(world):
            found = sum(matches(one, asked, world.viewpoint(EVERYONE)) for one in known)
            telling[asked.measure] += 0 < found < len(known)  # type: ignore[index]
    assert min(telling[measure] for measure in Measure) > len(SEEDS) * 4, telling


def test_words_are_searched_in_the_newest_messages_and_it_says_so(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those that the rest of the question means; people and ids are found however old their messages are."""
    texts = [
        event(replace(TEXT, key=f"SM{n}", text=f"garden {n}" if n % 2 else "other"), EventType.DELIVERED, minute=n)
        for n in range(8)
    ]
    take_in(store, [JANE, *texts])
    prepare(store, VIEWPOINT.zone.key)
    monkeypatch.setattr(message_search, "WORDS_REACH", 4)
    with store.connect() as connection:

        def found(search: str, **more: object) -> tuple[list[str], datetime | None]:
            asked = MessageList(View(connection, VIEWPOINT), MessageFilter(search=search, **more))  # type: ignore[arg-type]
            assert asked.found is not None
            assert asked.count() == len(asked.page())
            return [row.provider_key for row in asked.page()], asked.found.searched_since

        assert found("garden") == (["SM7", "SM5"], AT + 4 * MINUTE)
        assert found("garden 1") == ([], AT + 4 * MINUTE)
        assert found("SM1") == (["SM1"], None)
        assert found("jane")[0] == [f"SM{n}" for n in range(7, -1, -1)]
        assert found("garden", status=EventType.FAILED) == ([], None)
        assert found(CELL) == ([f"SM{n}" for n in range(7, -1, -1)], None)


def test_a_whole_id_on_file_is_looked_for_nowhere_else_unless_it_is_somebodys_address(store: Engine) -> None:
    """So that pasting an id need not wait until all names and addresses are in memory."""
    address = "jane.elizabeth.park@example.com"
    jane = ContactRecord("Jane Park", None, addresses=(AddressRecord(Channel.EMAIL, address, "", True),))
    keys = ("20261127101500.1.abcdef@mail.example.com", address)
    emails = [event(replace(MAIL, key=key, address=address), EventType.OPENED, minute=n) for n, key in enumerate(keys)]
    take_in(store, [jane, *emails])
    prepare(store, VIEWPOINT.zone.key)
    with store.connect() as connection:

        def found(search: str) -> tuple[list[str], int]:
            asked = MessageList(View(connection, VIEWPOINT), MessageFilter(search=search))
            assert asked.found is not None
            return [row.provider_key for row in asked.page()], len(asked.found.people)

        assert found(f"<{keys[0]}>") == ([keys[0]], 0)
        assert found(address) == ([address, keys[0]], 1)


def test_nobody_sees_the_messages_of_another_scope(store: Engine) -> None:
    """Not by their name, their number, the id of a message or its words."""
    take_in(store, [JANE, JOE, event(replace(TEXT, text="garden"), EventType.DELIVERED)])
    prepare(store, VIEWPOINT.zone.key)
    with store.connect() as connection:
        (row,) = list_messages(View(connection, VIEWPOINT), MessageFilter())
        for search in ("Jane", CELL, "SM1", "garden"):
            assert count_messages(View(connection, DANA), MessageFilter(search=search)) == 1
            assert count_messages(View(connection, ADA), MessageFilter(search=search)) == 0
        assert find_message(View(connection, DANA), row.contact_id, row.id) == row
        assert find_message(View(connection, ADA), row.contact_id, row.id) is None
