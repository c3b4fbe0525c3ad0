"""The order of the list is the same by whichever way members are found: looked up, walked to, or both in turn."""

import pytest
from sqlalchemy import Engine

from engagement.ingest import take_in
from engagement.ingest.index import prepare
from engagement.query import contacts
from engagement.query.contacts import Sort, all_contacts, list_contacts
from engagement.query.filter import EVERYONE, EngagementFilter
from engagement.records import AddressRecord, ContactRecord
from engagement.vocabulary import Channel
from tests.query.worlds import make_world

SIZE = 5


@pytest.mark.parametrize(
    ("few", "farthest"),
    [
        pytest.param(10_000, 20_000, id="walked when members stand close"),
        pytest.param(10_000, 2, id="a walk given up after three contacts"),
        pytest.param(0, 20_000, id="always walked"),
    ],
)
def test_pages_in_every_order(few: int, farthest: int, store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(1)
    prepare(store, world.zone.key)
    take_in(store, world.records)
    viewpoint = world.viewpoint(EVERYONE)
    with store.connect() as connection:
        for without_machines in (False, True):
            asked = EngagementFilter(without_machines=without_machines)
            looked_up = {sort: list(all_contacts(connection, asked, viewpoint, sort=sort)) for sort in Sort}
            with monkeypatch.context() as patched:
                patched.setattr(contacts, "_FEW", few)
                patched.setattr(contacts, "_FARTHEST", farthest)
                for sort, expected in looked_up.items():
                    pages = range(1, len(expected) // SIZE + 3)
                    listed = [
                        row
                        for page in pages
                        for row in list_contacts(connection, asked, viewpoint, sort=sort, page=page, size=SIZE)
                    ]
                    assert listed == expected, (sort, without_machines)


def test_pages_by_name_follow_a_change_of_nothing_but_a_name(store: Engine) -> None:
    world = make_world(1)
    prepare(store, world.zone.key)
    take_in(store, world.records)
    viewpoint = world.viewpoint(EVERYONE)
    with store.connect() as connection:
        everybody = list(all_contacts(connection, EngagementFilter(), viewpoint))
    named = next(row for row in everybody if row.name and row.emails)
    for name in (named.name, "\u00c5 first of all", "zz last of all"):
        renamed = ContactRecord(name, named.kind, addresses=(AddressRecord(Channel.EMAIL, named.emails[0], ""),))
        take_in(store, [renamed])
        with store.connect() as connection:
            for owner in sorted({row.owner for row in everybody}):
                asked = EngagementFilter(owners=frozenset({owner}))
                expected = list(all_contacts(connection, asked, viewpoint, sort=Sort.NAME))
                for page in range(1, len(expected) // SIZE + 3):
                    first = (page - 1) * SIZE
                    listed = list_contacts(connection, asked, viewpoint, sort=Sort.NAME, page=page, size=SIZE)
                    assert listed == expected[first : first + SIZE], (name, owner, page)
