"""Who to call: a table of what answers what, and a plain oracle over the made-up worlds, on both databases."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from engagement.domain.records import AttributedBy, Attribution, EventRecord, MessageFacts
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword, Origin
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.query.calls.signs import Sign
from engagement.query.calls.who_to_call import LATELY, Call, who_to_call
from engagement.query.contacts.contact_list import all_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.engine import writing
from engagement.store.sets import Field
from tests.oracle import day_of, in_scope
from tests.oracle_people import Message, Person, Who, people
from tests.query.calls.saying import Rest, Word, left_of, say, whose
from tests.query.consent.writing import mark
from tests.query.jane import ADA, AT, CELL, DANA, EMAIL, JANE, JOE, VIEWPOINT, ZONE, event
from tests.query.worlds import make_world, random_scope

SEEDS = range(8)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = replace(VIEWPOINT, today=VIEWPOINT.today.replace(day=3))  # a day after jane.AT
FAILED = {EventType.REJECTED, EventType.FAILED, EventType.UNDELIVERED, EventType.UNSUBSCRIBED}


def mail(number: int, origin: Origin | None = Origin.BULK) -> MessageFacts:
    attribution = Attribution(AttributedBy.SEND_LIST, origin) if origin else None
    return MessageFacts(
        Channel.EMAIL, f"{number}@crm", Direction.OUTBOUND, EMAIL, subject="Open house", attribution=attribution
    )


def sms(number: int, origin: Origin | None = None) -> MessageFacts:
    attribution = Attribution(AttributedBy.SEND_LIST, origin) if origin else None
    return MessageFacts(Channel.TEXT, f"SM{number}", Direction.OUTBOUND, CELL, attribution=attribution)


def came_in(number: int, words: str, minute: int, keyword: Keyword | None = None) -> list[EventRecord]:
    facts = MessageFacts(Channel.TEXT, f"SMin{number}", Direction.INBOUND, CELL, text=words, keyword=keyword)
    closing = [event(facts, EventType.UNSUBSCRIBED, minute)] if keyword is Keyword.OPT_OUT else []
    return [event(facts, EventType.RECEIVED, minute), *closing]


OPENED = event(mail(1), EventType.OPENED, 10)
CLICKED = event(mail(1), EventType.CLICKED, 11)
REPLIED = came_in(1, "Is it still free?", 20)
ANSWERED = event(sms(1), EventType.DELIVERED, 30)


def one(sign: Sign, times: int = 1, about: str = "Open house", *channels: Channel) -> tuple[object, ...]:
    return sign, times, about, channels or (Channel.EMAIL, Channel.TEXT)


def asked_by(*channels: Channel) -> tuple[object, ...]:
    return one(Sign.REPLIED, 1, "Is it still free?", *channels)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], None),
        ([event(mail(1), EventType.DELIVERED)], None),
        ([OPENED], one(Sign.OPENED)),
        ([OPENED, event(mail(2), EventType.OPENED, 12)], one(Sign.OPENED, 2)),
        ([event(mail(1), EventType.OPENED, 10, machine=True)], None),
        ([event(mail(1), EventType.CLICKED, 10, machine=True)], None),
        ([OPENED, CLICKED], one(Sign.CLICKED)),
        ([OPENED, CLICKED, *REPLIED], asked_by()),
        ([*REPLIED, *came_in(2, "Hello?", 25)], one(Sign.REPLIED, 2, "Hello?")),
        ([*REPLIED, ANSWERED], None),
        ([OPENED, CLICKED, *REPLIED, ANSWERED], None),
        ([*REPLIED, ANSWERED, *came_in(2, "And tomorrow?", 40)], one(Sign.REPLIED, 1, "And tomorrow?")),
        ([*REPLIED, ANSWERED, event(mail(1), EventType.CLICKED, 50)], one(Sign.CLICKED)),
        ([ANSWERED, *came_in(2, "Same minute", 30)], one(Sign.REPLIED, 1, "Same minute")),
        ([*REPLIED, event(sms(1, Origin.MANUAL), EventType.QUEUED, 30)], None),
        (
            [*REPLIED, event(sms(1, Origin.CAMPAIGN), EventType.DELIVERED, 30)],
            asked_by(),
        ),
        ([*REPLIED, event(sms(1, Origin.BULK), EventType.DELIVERED, 30)], asked_by()),
        ([*REPLIED, event(sms(1), EventType.UNDELIVERED, 30)], asked_by()),
        ([*REPLIED, event(mail(2, Origin.MANUAL), EventType.DELIVERED, 30)], None),
        (
            [*REPLIED, event(mail(2, Origin.CAMPAIGN), EventType.DELIVERED, 30)],
            asked_by(),
        ),
        ([*REPLIED, event(mail(2, None), EventType.DELIVERED, 30)], asked_by()),
        ([*REPLIED, *came_in(2, "STOP", 25, Keyword.OPT_OUT)], None),  # a call is no better than a text
        ([CLICKED, *came_in(2, "STOP", 25, Keyword.OPT_OUT)], None),
        (
            [*REPLIED, *came_in(2, "STOP", 25, Keyword.OPT_OUT), *came_in(3, "START", 26, Keyword.OPT_IN)],
            asked_by(),
        ),
        (came_in(2, "STOP", 25, Keyword.OPT_OUT), None),
        ([OPENED, CLICKED, event(mail(1), EventType.UNSUBSCRIBED, 25)], None),
        ([*REPLIED, event(mail(1), EventType.COMPLAINED, 25)], asked_by(Channel.TEXT)),
        (
            [*REPLIED, event(mail(1), EventType.UNSUBSCRIBED, 22), *came_in(2, "STOP", 25, Keyword.OPT_OUT)],
            None,
        ),
        ([event(mail(1), EventType.OPENED, -60 * 24 * 6)], None),  # more than seven days before
    ],
)
def test_what_asks_for_a_call_and_what_answers_it(
    store: Engine, records: list[EventRecord], expected: tuple[object, ...] | None
) -> None:
    prepare(store, ZONE.key)
    take_in(store, [JANE, JOE, *records])
    with store.connect() as connection:
        found = who_to_call(View(connection, TODAY))
        assert found.is_whole
        shown = [(call.sign, call.times, call.about, call.channels) for call in found.calls]
        assert shown == ([] if expected is None else [expected])
        assert [call.contact.name for call in found.calls] == ["Jane Doe"] * len(shown)
        assert who_to_call(View(connection, replace(DANA, today=TODAY.today))).calls == found.calls
        assert who_to_call(View(connection, replace(ADA, today=TODAY.today))).calls == ()


MARKS = [
    ({"asked_to_stop_at": AT}, Field.ASKED_TO_STOP, "text"),
    ({"do_not_text_at": AT, "do_not_text_reason": "sent a stop word"}, Field.OPTED_OUT, "text"),
    ({"do_not_call_at": AT, "do_not_call_reason": "set by hand"}, Field.OPTED_OUT, "call"),
]


@pytest.mark.parametrize(("values", "field", "value"), MARKS)
def test_whoever_wants_their_phone_left_alone_is_not_called(
    store: Engine, values: dict[str, object], field: Field, value: str
) -> None:
    prepare(store, ZONE.key)
    take_in(store, [JANE, JOE, *REPLIED, OPENED])
    with store.connect() as connection:
        assert [call.contact.name for call in who_to_call(View(connection, TODAY)).calls] == ["Jane Doe"]
    with writing(store) as connection:
        mark(connection, "Jane Doe", values, field, value)
    with store.connect() as connection:
        assert who_to_call(View(connection, TODAY)).calls == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_list_agrees_with_the_oracle(seed: int, store: Engine) -> None:
    world = make_world(seed)
    prepare(store, world.zone.key)
    take_in(store, world.records, batch_size=world.batch_size)
    known = people(world.records)
    dice = random.Random(seed)
    with store.connect() as connection:
        check_list(connection, known, world.viewpoint(EVERYONE), 1000, {}, "")
        check_list(connection, known, world.viewpoint(random_scope(dice)), dice.choice((1, 2, 5)), {}, "")
        ids = whose(connection, world.viewpoint(EVERYONE))
    moments = [one.at for record in world.records if isinstance(record, EventRecord) for one in [record]]
    said = say(store, ids, moments, world.viewpoint(EVERYONE).today, dice)
    with store.connect() as connection:
        viewpoint = world.viewpoint(EVERYONE)
        for by in (" ann ", ""):
            whole = check_list(connection, known, viewpoint, 1000, said, by)
        view = View(connection, viewpoint)
        size = max(1, len(whole) // 3)
        pages = [who_to_call(view, page=page, limit=size) for page in range(1, len(whole) // size + 2)]
        assert [call for page in pages for call in page.calls] == whole
        assert [page.is_whole for page in pages] == [page * size >= len(whole) for page in range(1, len(pages) + 1)]
        for owner in sorted({call.contact.owner for call in whole})[:2]:
            mine = [call for call in whole if call.contact.owner == owner]
            assert list(who_to_call(view, owner=owner, limit=1000).calls) == mine
        check_list(connection, known, world.viewpoint(random_scope(dice)), dice.choice((1, 2, 5)), said, "Bob")


def check_list(
    connection: Connection, known: list[Person], viewpoint: Viewpoint, limit: int, said: dict[Who, list[Word]], by: str
) -> list[Call]:
    expected = {}
    for person in known:
        rest = left_of(said.get(person.who, ()), by.strip().title())
        call = to_call(person, viewpoint, rest) if in_scope(person, viewpoint) else None
        if call is not None:
            expected[person.who] = call
    found = who_to_call(View(connection, viewpoint), by=by, limit=limit)
    assert found.is_whole == (len(expected) <= limit)
    assert len(found.calls) == min(limit, len(expected))
    for call in found.calls:
        assert (call.sign, call.at, call.times, set(call.channels), call.back) == expected[who(call)]
    ranks = sorted(rank(*one, viewpoint) for one in expected.values())
    assert [rank(*expected[who(call)], viewpoint) for call in found.calls] == ranks[:limit]
    return list(found.calls)


def rank(
    sign: Sign, at: datetime, times: int, _: set[Channel], back: date | None, viewpoint: Viewpoint
) -> tuple[float, ...]:
    day = max(day_of(at, viewpoint.zone), back or date.min)
    return list(Sign).index(sign), -day.toordinal(), -times, -at.timestamp()


def who(call: Call) -> Who:
    return call.contact.name, frozenset(call.contact.emails), frozenset(call.contact.phones)


def to_call(
    person: Person, viewpoint: Viewpoint, rest: Rest
) -> tuple[Sign, datetime, int, set[Channel], date | None] | None:
    """What the list says of one contact, from everything that was sent to, came from and was said of them."""
    channels = {channel for channel in Channel if person.values(channel) and person.opt_out(channel) is None}
    if not channels or person.opt_out(Channel.TEXT) is not None or rest.is_not_mine:
        return None
    wrote = [message.sent_at for message in person.messages if is_by_hand(message) and message.sent_at]
    signs = {
        Sign.REPLIED: list(person.replies()),
        Sign.CLICKED: [one.at for _, one in person.events(Channel.EMAIL, EventType.CLICKED, True)],
        Sign.OPENED: [one.at for _, one in person.events(Channel.EMAIL, EventType.OPENED, True)],
    }
    first = viewpoint.today - (LATELY - 1) * DAY
    until = rest.later.until if rest.later and rest.later.until else date.min
    back = until if first <= until <= viewpoint.today else None
    if rest.later and back:
        first = min(first, day_of(rest.later.at, viewpoint.zone) - (LATELY - 1) * DAY)
    for sign, times in signs.items():
        if sign is not Sign.REPLIED and person.opt_out(Channel.EMAIL) is not None:
            continue
        unanswered = [
            at
            for at in times
            if first <= day_of(at, viewpoint.zone) <= viewpoint.today
            and not any(at < sent for sent in wrote)
            and not (rest.done and at <= rest.done)
        ]
        wrote_since = sign is Sign.REPLIED and any(rest.later and at > rest.later.at for at in unanswered)
        if unanswered and (wrote_since or not (rest.later and until > viewpoint.today)):
            return sign, max(unanswered), len(unanswered), channels, back
    return None


def is_by_hand(message: Message) -> bool:
    """Ours, to this one person, and not failed; a text whose origin nobody told is taken for one."""
    status = message.status()
    origin = message.attribution.origin if message.attribution else None
    to_one = origin is Origin.MANUAL or (origin is None and message.channel is Channel.TEXT)
    return message.direction is Direction.OUTBOUND and to_one and (status is None or status[0] not in FAILED)


def test_a_long_list_says_that_there_are_more(store: Engine) -> None:
    prepare(store, ZONE.key)
    facts = [MessageFacts(Channel.TEXT, f"SM{n}", Direction.INBOUND, f"+1415555{n:04}", text="Hi") for n in range(30)]
    take_in(store, [event(one, EventType.RECEIVED, n) for n, one in enumerate(facts)])
    with store.connect() as connection:
        found = who_to_call(View(connection, TODAY))
        assert len(found.calls) == 25
        assert not found.is_whole
        assert [call.at for call in found.calls] == sorted((call.at for call in found.calls), reverse=True)
        assert found.calls[0].at - found.calls[-1].at == timedelta(minutes=24)
        assert len(list(all_contacts(View(connection, TODAY), EngagementFilter()))) == 30
        assert who_to_call(View(connection, TODAY), limit=30).is_whole
