"""The contact sets agree with the tables whatever happens; `verify` sees where they do not, and `rebuild` mends it."""

import random
from collections.abc import Callable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from pyroaring import BitMap

from engagement.domain.marks import Kind
from engagement.domain.records import Record
from engagement.domain.vocabulary import EventType, FilterOption
from engagement.errors import StoreError
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import Difference, prepare, rebuild, verify
from engagement.query.contacts.contact_list import all_contacts
from engagement.query.matching.membership import facets, members
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.engine import open_store, writing
from engagement.store.migrate import migrate
from engagement.store.schema import contacts, day_sets, field_sets
from engagement.store.sets import pack, read_state, unpack
from tests.ingest.making import CELL, JANE, NOON, contact, email, reply, rows, text
from tests.oracle_people import people
from tests.query.matching.test_filter_oracle import check_facets, check_members, who
from tests.query.worlds import condition_filters, edge_filters, make_world, random_filter, random_scope

DAY = NOON.date()
JOHN = "john@example.com"
ACCOUNT: tuple[Record, ...] = (
    contact("Jane Park", JANE, CELL, owner="Dana", labels=("vip",)),
    contact("John Doe", JOHN, owner="Lee"),
    email(EventType.DELIVERED, 0),
    email(EventType.OPENED, 1),
    email(EventType.OPENED, 2, machine=True),
    email(EventType.CLICKED, 3, key="m2", to=JOHN),
    text(EventType.DELIVERED, 4),
    *reply("Tuesday works!", 5),
)
OPENED = frozenset({FilterOption.EMAIL_OPENS})


def differences(store: sa.Engine) -> list[Difference]:
    with store.connect() as connection:
        return verify(connection)


# One step after another; after each the sets must agree with the tables.
STEPS: dict[str, Sequence[Record]] = {
    "unknown contacts": [email(EventType.OPENED, 1), text(EventType.DELIVERED, 2), *reply("Hello", 3)],
    "more of the same day": [email(EventType.OPENED, 4), email(EventType.CLICKED, 5, machine=True)],
    "one claims an address": [contact("Jane Park", JANE, owner="Dana", stage="New", labels=("vip", "buyer"))],
    "and then the other": [contact("Jane Park", JANE, CELL)],
    "another owner": [contact("Jane Park", JANE, owner="Lee")],
    "another stage and no label": [contact("Jane Park", JANE, stage="", labels=())],
    "another label": [contact("Jane Park", JANE, labels=("Seller",))],
    "a stop word": reply("STOP", 6, key="SM10"),
    "a start word": reply("START", 7, key="SM11"),
    "yes, which is a reply": reply("YES", 8, key="SM12"),
    "an earlier stop, so that it was none": reply("STOP", 7.5, key="SM13"),
    "it bounced": [email(EventType.FAILED, 8, key="m2")],
    "and was opened after all": [email(EventType.OPENED, 9, key="m2", machine=True)],
    "a machine's open, told again": [email(EventType.OPENED, 1, machine=True)],
    "unsubscribed": [email(EventType.UNSUBSCRIBED, 10)],
}


def test_the_sets_agree_after_every_step(store: sa.Engine) -> None:
    for name, records in STEPS.items():
        take_in(store, records)
        assert differences(store) == [], name
    with store.connect() as connection:
        assert read_state(connection).version > len(STEPS)


def test_a_contact_made_with_the_number_of_one_claimed_in_the_same_transaction(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE)])
    take_in(store, [email(EventType.OPENED, 1, key="m1", to="jane@home.example")])  # has the highest number
    claim = contact("Jane Park", JANE, "jane@home.example")
    take_in(store, [claim, email(EventType.OPENED, 1, key="m2", to="somebody@new.example")])
    assert rows(store, contacts, "number") == [0, 1]
    assert differences(store) == []


@pytest.mark.parametrize("seed", range(100, 106))
def test_the_sets_agree_after_every_batch_in_any_order(seed: int, store: sa.Engine) -> None:
    world = make_world(seed)
    prepare(store, world.zone.key)
    records = list(world.records)
    random.Random(seed).shuffle(records)  # rows of contact lists too: they claim, and change owners and labels, anew
    for start in range(0, len(records), 40):
        take_in(store, records[start : start + 40], batch_size=7)
        assert differences(store) == [], (seed, start)


def _remove_member(connection: sa.Connection) -> None:
    here = (day_sets.c.kind == Kind.OPEN, day_sets.c.day == DAY.toordinal(), day_sets.c.level == 2)
    held = unpack(connection.execute(sa.select(day_sets.c.members).where(*here)).scalar_one())
    held.pop()
    connection.execute(day_sets.update().where(*here).values(members=pack(held)))


def _add_member(connection: sa.Connection) -> None:
    here = (field_sets.c.field == "owner", field_sets.c.value == "Lee")
    held = unpack(connection.execute(sa.select(field_sets.c.members).where(*here)).scalar_one())
    connection.execute(field_sets.update().where(*here).values(members=pack(held | BitMap([77, 78]))))


def _add_day(connection: sa.Connection) -> None:
    day = date(2026, 1, 2).toordinal()
    row = {"kind": Kind.CLICK, "day": day, "level": 1, "version": 1, "members": pack(BitMap([0]))}
    connection.execute(day_sets.insert().values(row))


def _delete_row(connection: sa.Connection) -> None:
    connection.execute(day_sets.delete().where(day_sets.c.kind == Kind.REPLY))


def _delete_field(connection: sa.Connection) -> None:
    connection.execute(field_sets.delete().where(field_sets.c.field == "label"))


def _change_owner(connection: sa.Connection) -> None:
    connection.execute(contacts.update().where(contacts.c.name == "John Doe").values(owner="Dana"))


def _turn_into_a_machine(connection: sa.Connection) -> None:
    """With what a fold makes of it, but in no set."""
    connection.execute(sa.text("UPDATE events SET machine = true WHERE type = 'Opened'"))
    connection.execute(
        sa.text(
            "UPDATE messages SET machine_opens = opens, human_status = 'Delivered', human_engaged_at = NULL,"
            " human_status_at = sent_at WHERE machine_opens > 0"
        )
    )
    connection.execute(sa.text("UPDATE contacts SET machine_opens = opens"))


TAMPERINGS: list[tuple[Callable[[sa.Connection], None], list[Difference]]] = [
    (_remove_member, [Difference("open on 2026-11-02, 2 or more", 1, 0)]),
    (_add_member, [Difference("owner Lee", 0, 2)]),
    (_add_day, [Difference("click on 2026-01-02, 1 or more", 0, 1)]),
    (_delete_row, [Difference("reply on 2026-11-02, 1 or more", 1, 0)]),
    (_delete_field, [Difference("label vip", 1, 0)]),
    (_change_owner, [Difference("owner Dana", 1, 0), Difference("owner Lee", 0, 1)]),
    (
        _turn_into_a_machine,
        [
            Difference("email: opened by people on 2026-11-02", 0, 1, "messages"),
            Difference("open by person on 2026-11-02, 1 or more", 0, 1),
        ],
    ),
]


@pytest.mark.parametrize(("tamper", "expected"), TAMPERINGS, ids=lambda value: getattr(value, "__name__", ""))
def test_verify_names_what_differs_and_rebuild_mends_it(
    store: sa.Engine, tamper: Callable[[sa.Connection], None], expected: list[Difference]
) -> None:
    take_in(store, ACCOUNT)
    assert differences(store) == []
    with writing(store) as connection:
        tamper(connection)
    assert differences(store) == expected
    with writing(store) as connection:
        rebuild(connection, "UTC")
    assert differences(store) == []


def test_what_is_read_after_a_rebuild_is_what_was_rebuilt(store: sa.Engine) -> None:
    """A reader that knows the earlier sets must not keep those that are no more."""
    take_in(store, ACCOUNT)
    seen = Viewpoint(EVERYONE, ZoneInfo("UTC"), DAY)
    with store.connect() as connection:
        before = facets(View(connection, seen), EngagementFilter())
    with writing(store) as connection:
        _add_day(connection)
        _add_member(connection)
        rebuild(connection, "UTC")
    with store.connect() as connection:
        assert facets(View(connection, seen), EngagementFilter()) == before
        assert before.options[FilterOption.EMAIL_OPENS] == before.options[FilterOption.EMAIL_CLICKS] == 1


@pytest.mark.parametrize("seed", range(200, 204))
def test_another_time_zone_makes_the_sets_anew(seed: int, store: sa.Engine) -> None:
    """The same moments fall on other days; the oracle, asked in the new zone, agrees again."""
    world = make_world(seed)
    take_in(store, world.records)
    known = people(world.records)
    steps: list[tuple[str, int, int]] = []
    prepare(store, world.zone.key, lambda *step: steps.append(step))
    assert differences(store) == []
    if world.zone.key == "UTC":
        assert steps == []
    else:
        assert steps[0][1] == 0
        for name in ("Counting days", "Counting messages"):
            its = [step for step in steps if step[0] == name]
            assert its[-1][1] == its[-1][2] == len(its) - 1
    dice = random.Random(seed)
    with store.connect() as connection:
        assert read_state(connection).timezone == world.zone.key
        everybody = world.viewpoint(EVERYONE)
        rows = {who(row): row.id for row in all_contacts(View(connection, everybody), EngagementFilter())}
        whose = {rows[person.who]: person for person in known}
        for asked in (*edge_filters(world), *condition_filters(world)):
            check_members(connection, whose, asked, everybody)
        for _ in range(10):
            asked, viewpoint = random_filter(dice, world), world.viewpoint(random_scope(dice))
            check_facets(connection, known, asked, viewpoint)


def test_a_time_zone_whose_days_are_not_counted_gets_no_answer(store: sa.Engine) -> None:
    """Not even from a process that still has the sets of the earlier zone."""
    take_in(store, [contact("Jane", JANE), email(EventType.OPENED, -11 * 60)])  # at one, the evening before in New York
    new_york, utc = (Viewpoint(EVERYONE, ZoneInfo(zone), DAY) for zone in ("America/New_York", "UTC"))
    today = EngagementFilter(OPENED, period=Period(DAY, DAY))
    for zone, asking, other, expected in (("UTC", utc, new_york, 1), ("America/New_York", new_york, utc, 0)) * 2:
        prepare(store, zone)
        with store.connect() as connection:
            assert len(members(View(connection, asking), today)) == expected
            for question in (members, facets):
                with pytest.raises(StoreError, match=f"{zone}.* not of .*{other.zone.key}.*engagement index rebuild"):
                    question(View(connection, other), today)
        assert differences(store) == []


def test_preparing_for_the_same_time_zone_changes_nothing(store: sa.Engine) -> None:
    take_in(store, ACCOUNT)
    with store.connect() as connection:
        before = read_state(connection)
    prepare(store, before.timezone, lambda *_: pytest.fail("nothing is to be made anew"))
    with store.connect() as connection:
        assert read_state(connection) == before


def _first_light(url: str) -> None:
    """A database as the first version made it: two contacts with labels, emails and a reply."""
    engine = sa.create_engine(url)
    noon = int(NOON.timestamp()) * 1_000_000
    with engine.begin() as connection:
        migrate(connection, to="0001")
        for statement in (
            "INSERT INTO contacts (contact_id, key, kind, name, name_folded, owner, do_not_text_at)"
            " VALUES (900, 'a', 'lead', 'Jane', 'jane', 'Dana', NULL), (70, 'b', 'agent', 'Zoe', 'zoe', 'Lee', 5)",
            "INSERT INTO contact_labels (contact_id, label) VALUES (900, 'vip'), (70, 'vip'), (70, 'new')",
            "INSERT INTO messages (contact_id, message_id, provider_key, channel, direction, address, status,"
            " human_status, sent_at, is_reply)"
            " VALUES (900, 1, 'm1', 'email', 'outbound', 'j@x.org', 'Opened', 'Delivered', :at, false),"
            " (70, 2, 'm1', 'email', 'outbound', 'z@x.org', 'Failed', 'Failed', :at, false),"
            " (70, 3, 'SM1', 'text', 'inbound', '+14155550142', 'Received', 'Received', :at, true)",
            "INSERT INTO events (contact_id, message_id, event_id, channel, type, at, clock, machine, raw)"
            " VALUES (900, 1, 1, 'email', 'Delivered', :at, 0, false, ''),"
            " (900, 1, 2, 'email', 'Opened', :at, 0, true, ''), (900, 1, 3, 'email', 'Opened', :at, 0, true, ''),"
            " (70, 2, 4, 'email', 'Failed', :at, 0, false, ''), (70, 3, 5, 'text', 'Received', :at, 0, false, '')",
        ):
            connection.execute(sa.text(statement), {"at": noon} if ":at" in statement else {})
    engine.dispose()


MIGRATED: list[tuple[EngagementFilter, list[str]]] = [
    (EngagementFilter(), ["Jane", "Zoe"]),
    (EngagementFilter(OPENED), ["Jane"]),
    (EngagementFilter(OPENED, at_least=2, period=Period(DAY, DAY)), ["Jane"]),
    (EngagementFilter(OPENED, at_least=3), []),
    (EngagementFilter(OPENED, without_machines=True), []),
    (EngagementFilter(frozenset({FilterOption.EMAIL_BOUNCES}), current_status_only=True), ["Zoe"]),
    (EngagementFilter(frozenset({FilterOption.TEXT_REPLIES}), period=Period(None, DAY)), ["Zoe"]),
    (EngagementFilter(frozenset({FilterOption.TEXT_REPLIES}), period=Period(None, date(2026, 11, 1))), []),
    (EngagementFilter(conditions=(Condition(FilterOption.EMAIL_CLICKS, did=False),)), ["Jane"]),
    (EngagementFilter(labels=frozenset({"vip"}), owners=frozenset({"Lee"})), ["Zoe"]),
]


def test_a_database_of_the_first_version_gets_its_sets(empty_url: str) -> None:
    _first_light(empty_url)
    seen = Viewpoint(EVERYONE, ZoneInfo("America/New_York"), DAY)
    migrated = open_store(empty_url)
    with migrated.connect() as connection:
        numbers = sorted(connection.execute(sa.select(contacts.c.number)).scalars())
        assert numbers == [0, 1]
        with pytest.raises(StoreError, match="no time zone"):
            members(View(connection, seen), EngagementFilter())
    migrated.dispose()
    store = open_store(empty_url)
    prepare(store, seen.zone.key)
    assert [one for one in differences(store) if not one.otherwise] == []  # a refold does the rest
    with store.connect() as connection:
        for asked, expected in MIGRATED:
            assert sorted(row.name for row in all_contacts(View(connection, seen), asked)) == expected, asked
    take_in(
        store,
        [contact("Ann", "ann@example.com", owner="Lee"), email(EventType.OPENED, key="new", to="ann@example.com")],
    )
    assert [one for one in differences(store) if not one.otherwise] == []
    with store.connect() as connection:
        assert len(members(View(connection, seen), EngagementFilter(OPENED))) == 2
    store.dispose()
