"""After merges by hand the filter agrees with the slow oracle, in which the kept person has all that the other had."""

import random

import pytest
from sqlalchemy import Engine

from engagement.domain.vocabulary import ContactKind
from engagement.ingest import take_in
from engagement.ingest.merges import merge
from engagement.ingest.sets.rebuild import prepare, verify
from engagement.query.question.scope import EVERYONE
from tests.oracle_people import Person, people
from tests.query.matching.test_filter_oracle import check_members, check_rows
from tests.query.worlds import edge_filters, make_world, random_filter, random_scope

MERGES, FILTERS = 6, 20


@pytest.mark.parametrize("seed", [3])
def test_the_filter_agrees_with_the_oracle_after_merges(seed: int, store: Engine) -> None:
    world, dice = make_world(seed), random.Random(seed)
    prepare(store, world.zone.key)
    take_in(store, world.records, batch_size=world.batch_size)
    known = people(world.records)
    with store.connect() as connection:
        whose = check_rows(connection, world, known)
    for _ in range(MERGES):
        listed = sorted(one for one, person in whose.items() if person.kind is not ContactKind.UNKNOWN)
        kept, gone = dice.sample(listed, 2)
        merge(store, kept, gone, "Dana")
        join(whose[kept], whose.pop(gone))
    known = list(whose.values())
    with store.connect() as connection:
        assert verify(connection) == []
        assert check_rows(connection, world, known).keys() == whose.keys()
        for asked in list(edge_filters(world))[::10]:
            check_members(connection, whose, asked, world.viewpoint(EVERYONE))
        for _ in range(FILTERS):
            check_members(connection, whose, random_filter(dice, world), world.viewpoint(random_scope(dice)))


def join(kept: Person, gone: Person) -> None:
    """Give the one all that is the other's."""
    kept.name = kept.name or gone.name
    kept.owner = kept.owner or gone.owner
    kept.stage = kept.stage or gone.stage
    kept.source = kept.source or gone.source
    kept.labels |= gone.labels
    mains = {channel for (channel, _), is_main in kept.addresses.items() if is_main}
    kept.addresses |= {address: is_main and address[0] not in mains for address, is_main in gone.addresses.items()}
    kept.messages += gone.messages
    kept.opted_out |= gone.opted_out
