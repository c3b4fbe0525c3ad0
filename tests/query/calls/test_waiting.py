"""Waiting for an answer: a table of what waits and what answers, and a plain oracle over the made-up worlds."""

import random
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import Engine, select

from engagement.domain.calls import Disposition
from engagement.domain.consent import Code
from engagement.domain.records import EventRecord, Record
from engagement.domain.vocabulary import Channel, EventType, Keyword, Origin
from engagement.ingest import take_in
from engagement.ingest.by_hand import decide
from engagement.ingest.calls import dispose
from engagement.ingest.sets.rebuild import prepare
from engagement.query.calls.waiting import WAITING, waiting_for_answer
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.engine import open_store
from engagement.store.schema import contacts
from tests.oracle import day_of, in_scope
from tests.oracle_people import Person, people
from tests.query.calls.saying import Rest, left_of, say, whose
from tests.query.calls.test_who_to_call import TODAY, came_in, is_by_hand, mail, sms
from tests.query.jane import JANE, JOE, ZONE, event
from tests.query.worlds import make_world, random_scope

DELIVERED = EventType.DELIVERED
FREE = came_in(1, "Is it still free?", 20)


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """An open store with no rows: what the two databases do alike is asked of one."""
    engine = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}")
    yield engine
    engine.dispose()


def minutes(*each: float) -> list[timedelta]:
    return [timedelta(minutes=one) for one in each]


@pytest.mark.parametrize(
    ("records", "waits", "taken"),
    [
        ([], None, []),
        (FREE, (20, 1, "Is it still free?"), []),
        ([*FREE, *came_in(2, "Hello?", 25)], (20, 2, "Hello?"), []),
        ([*FREE, event(sms(1), DELIVERED, 30)], None, minutes(10)),
        ([*FREE, *came_in(2, "Hello?", 25), event(sms(1), DELIVERED, 30)], None, minutes(10)),
        ([*FREE, event(sms(1), DELIVERED, 30), event(sms(2), DELIVERED, 40)], None, minutes(10)),
        ([*FREE, event(sms(1), DELIVERED, 30), *came_in(2, "And?", 35)], (35, 1, "And?"), minutes(10)),
        ([event(sms(1), DELIVERED, 20), *FREE], (20, 1, "Is it still free?"), []),
        ([*FREE, event(mail(2, Origin.MANUAL), DELIVERED, 80)], None, minutes(60)),
        ([*FREE, event(mail(2, Origin.BULK), DELIVERED, 80)], (20, 1, "Is it still free?"), []),
        ([*FREE, event(sms(1, Origin.CAMPAIGN), DELIVERED, 30)], (20, 1, "Is it still free?"), []),
        ([*FREE, event(sms(1), EventType.UNDELIVERED, 30)], (20, 1, "Is it still free?"), []),
        (came_in(1, "Please stop texting me", 20), None, []),
        ([*FREE, *came_in(2, "STOP", 25, Keyword.OPT_OUT)], None, []),
        (came_in(1, "Liked “Open house Sunday”", 20), None, []),
        (came_in(1, "Auto-reply: I am out of the office until Monday", 20), None, []),
        (came_in(1, "HELP", 20, Keyword.HELP), None, []),
    ],
)
def test_what_waits_and_what_answers_it(
    sqlite_store: Engine, records: list[Record], waits: tuple[int, int, str] | None, taken: list[timedelta]
) -> None:
    prepare(sqlite_store, ZONE.key)
    take_in(sqlite_store, [JANE, JOE, *records])
    with sqlite_store.connect() as connection:
        found = waiting_for_answer(View(connection, TODAY))
    asked_at = event(sms(9), DELIVERED, 0).at
    shown = [((one.since - asked_at).total_seconds() / 60, one.times, one.about) for one in found.waiting]
    assert shown == ([] if waits is None else [waits])
    assert found.overall.waiting == len(shown)
    assert (found.overall.answered, found.overall.median) == (len(taken), median(taken) if taken else None)


def test_a_request_that_is_a_reply_waits_and_what_is_said_of_them_holds(sqlite_store: Engine) -> None:
    prepare(sqlite_store, ZONE.key)
    take_in(sqlite_store, [JANE, JOE, *came_in(1, "Please stop texting me", 20)])
    with sqlite_store.connect() as connection:
        jane = connection.execute(select(contacts.c.contact_id).where(contacts.c.name == JANE.name)).scalar_one()

    def waiting(by: str = "") -> list[int]:
        with sqlite_store.connect() as connection:
            return [one.contact_id for one in waiting_for_answer(View(connection, TODAY), by=by).waiting]

    assert waiting() == []
    decide(sqlite_store, jane, Code.REPLY, "Dana")
    assert waiting() == [jane]
    dispose(sqlite_store, jane, Disposition.NOT_MINE, "Dana", today=TODAY.today)
    assert (waiting(), waiting("dana"), waiting("Ann")) == ([jane], [], [jane])
    dispose(sqlite_store, jane, Disposition.LATER, "Ann", today=TODAY.today, until=TODAY.today + timedelta(1))
    assert waiting() == []


@pytest.mark.parametrize("seed", range(4))
def test_who_waits_agrees_with_the_oracle(seed: int, store: Engine) -> None:
    world = make_world(seed)
    prepare(store, world.zone.key)
    take_in(store, world.records, batch_size=world.batch_size)
    dice = random.Random(seed)
    everyone = world.viewpoint(EVERYONE)
    with store.connect() as connection:
        ids = whose(connection, everyone)
    moments = [record.at for record in world.records if isinstance(record, EventRecord)]
    said = say(store, ids, moments, everyone.today, dice)
    known = people(world.records)
    for viewpoint, by in ((everyone, ""), (world.viewpoint(random_scope(dice)), "Ann")):
        waits: dict[int, tuple[datetime, int]] = {}
        taken: list[timedelta] = []
        for person in (one for one in known if in_scope(one, viewpoint)):
            took, still = answered(person, viewpoint, left_of(said.get(person.who, ()), by))
            taken += took
            if still and person.opt_out(Channel.TEXT) is None:
                waits[ids[person.who]] = (min(still), len(still))
        with store.connect() as connection:
            view = View(connection, viewpoint)
            found = waiting_for_answer(view, by=by)
            assert {one.contact_id: (one.since, one.times) for one in found.waiting} == waits
            assert [one.since for one in found.waiting] == sorted(one.since for one in found.waiting)
            assert (found.overall.answered, found.overall.median) == (len(taken), median(taken) if taken else None)
            assert sum(one.answered for one in found.by_owner.values()) == len(taken)
            assert sum(one.waiting for one in found.by_owner.values()) == len(waits) == found.overall.waiting
            pages = [waiting_for_answer(view, by=by, page=page, size=2).waiting for page in (1, 2)]
            assert [one for page in pages for one in page] == list(found.waiting)[:4]
            for owner, time in list(found.by_owner.items())[:2]:
                assert waiting_for_answer(view, owner=owner, by=by).overall == time


def answered(person: Person, viewpoint: Viewpoint, rest: Rest) -> tuple[list[timedelta], list[datetime]]:
    """How long each answer took, and the texts that nobody answered or saw to."""
    first = viewpoint.today - timedelta(WAITING - 1)

    def lately(moments: Iterable[datetime]) -> list[datetime]:
        return sorted({at for at in moments if first <= day_of(at, viewpoint.zone) <= viewpoint.today})

    texts = [at for at in person.replies() if at in lately([at])]
    wrote = lately(one.sent_at for one in person.messages if is_by_hand(one) and one.sent_at)
    took = []
    for at in wrote:
        asked = [text for text in texts if text < at and not any(text < other < at for other in wrote)]
        took += [at - min(asked)] if asked else []
    still = [text for text in texts if not any(text < at for at in wrote) and not (rest.done and text <= rest.done)]
    later = rest.later
    ahead = later is not None and later.until is not None and later.until > viewpoint.today
    put_off = ahead and not any(later is not None and text > later.at for text in still)
    return took, [] if put_off or rest.is_not_mine else still
