"""The order of the list is the same by whichever way members are found: looked up, walked to, or both in turn."""

import random
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from pyroaring import BitMap
from sqlalchemy import Engine

from engagement.domain.records import AddressRecord, ContactRecord
from engagement.domain.vocabulary import Channel
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.query.contacts import contact_list as contacts
from engagement.query.contacts.contact_list import Sort, all_contacts, first_by_name, list_contacts
from engagement.query.matching.name_order import Order, name_order
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.sets import read_state
from tests.query.worlds import make_world

SIZE = 5


@pytest.mark.parametrize(
    ("few", "farthest", "far"),
    [
        pytest.param(10_000, 20_000, 2_000, id="walked when members stand close"),
        pytest.param(10_000, 2, 2_000, id="a walk given up after three contacts"),
        pytest.param(0, 20_000, 2_000, id="always walked"),
        pytest.param(10_000, 20_000, 0, id="the order by name held in memory"),
    ],
)
def test_pages_in_every_order(
    few: int, farthest: int, far: int, store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(1)
    prepare(store, world.zone.key)
    take_in(store, world.records)
    viewpoint = world.viewpoint(EVERYONE)
    with store.connect() as connection:
        for without_machines in (False, True):
            asked = EngagementFilter(without_machines=without_machines)
            looked_up = {sort: list(all_contacts(View(connection, viewpoint), asked, sort=sort)) for sort in Sort}
            with monkeypatch.context() as patched:
                patched.setattr(contacts, "_FEW", few)
                patched.setattr(contacts, "_FARTHEST", farthest)
                patched.setattr(contacts, "_FAR", far)
                for sort, expected in looked_up.items():
                    pages = range(1, len(expected) // SIZE + 3)
                    listed = [
                        row
                        for page in pages
                        for row in list_contacts(View(connection, viewpoint), asked, sort=sort, page=page, size=SIZE)
                    ]
                    assert listed == expected, (sort, without_machines)
                first = first_by_name(View(connection, viewpoint), asked, SIZE)
                assert first == looked_up[Sort.NAME][:SIZE]


@pytest.mark.parametrize("far", [2_000, 0])
def test_pages_by_name_follow_a_change_of_nothing_but_a_name(
    far: int, store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "_FAR", far)  # 0: the order is held in memory
    world = make_world(1)
    prepare(store, world.zone.key)
    take_in(store, world.records)
    viewpoint = world.viewpoint(EVERYONE)
    with store.connect() as connection:
        everybody = list(all_contacts(View(connection, viewpoint), EngagementFilter()))
    named = next(row for row in everybody if row.name and row.emails)
    for name in (named.name, "\u00c5 first of all", "zz last of all"):
        renamed = ContactRecord(name, named.kind, addresses=(AddressRecord(Channel.EMAIL, named.emails[0], ""),))
        take_in(store, [renamed])
        with store.connect() as connection:
            for owner in sorted({row.owner for row in everybody}):
                asked = EngagementFilter(owners=frozenset({owner}))
                expected = list(all_contacts(View(connection, viewpoint), asked, sort=Sort.NAME))
                for page in range(1, len(expected) // SIZE + 3):
                    first = (page - 1) * SIZE
                    listed = list_contacts(View(connection, viewpoint), asked, sort=Sort.NAME, page=page, size=SIZE)
                    assert listed == expected[first : first + SIZE], (name, owner, page)


def test_an_order_sorts_a_few_and_many_and_gives_way_to_an_earlier_state(store: Engine) -> None:
    take_in(store, [ContactRecord(f"name {n * 7 % 50:02}", None, external_id=str(n)) for n in range(50)])
    with store.connect() as connection, store.connect() as another:
        zone = ZoneInfo(read_state(connection).timezone)
        earlier = View(connection, Viewpoint(EVERYONE, zone, date(2026, 11, 24)))
        assert earlier.snapshot is earlier.snapshot
        by_name = [
            number
            for (number,) in connection.exec_driver_sql("SELECT number FROM contacts ORDER BY name_folded, contact_id")
        ]

        def order(view: View) -> Order | None:
            return name_order(view, lambda _: by_name)

        assert order(earlier) is None, "asked for once"
        held = order(earlier)
        assert held is not None
        for size in (0, 1, 3, 40, 50):
            found = BitMap(random.Random(size).sample(by_name, size))
            assert held.of(found).tolist() == [number for number in by_name if number in found]
        take_in(store, [ContactRecord("somebody new", None, external_id="new")])
        later = replace(earlier, connection=another)
        assert order(later) is None, "a contact changed"
        assert order(earlier) is None, "a transaction that began before"
        assert order(later) is not None
