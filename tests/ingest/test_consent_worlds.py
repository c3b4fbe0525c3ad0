"""Worlds of texts, lists, events and decisions: whatever the order, the state is that of a slow, obvious account."""

import random

import pytest
import sqlalchemy as sa

from engagement.domain import rules
from engagement.ingest.refold import refold
from engagement.ingest.sets.rebuild import rebuild, verify
from engagement.store.engine import writing
from tests.consent_world import account, make_world, stands, tell
from tests.digest import difference, digest_of
from tests.ingest.conftest import Fresh

ORDERS, CHUNKS = 200, 8


@pytest.mark.parametrize("seed", range(3))
def test_the_state_is_what_an_obvious_account_says(store: sa.Engine, seed: int) -> None:
    world = make_world(seed, people=40, sayings=320)
    tell(store, world, random.Random(seed))
    assert dict(stands(store)) == account(world)
    with store.connect() as connection:
        assert verify(connection) == []


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_any_order_gives_one_ledger(fresh: Fresh, chunk: int) -> None:
    world = make_world(7, people=3, sayings=20)
    with fresh() as plain:
        tell(plain, world, random.Random(0))
        wanted = digest_of(plain)
        assert dict(stands(plain)) == account(world)
        for seed in range(chunk + 1, ORDERS + 1, CHUNKS):
            with fresh() as engine:
                tell(engine, world, random.Random(seed))
                assert digest_of(engine) == wanted, f"seed {seed}: {difference(plain, engine)}"


def test_a_refold_and_a_rebuild_change_nothing_in_it(store: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(8, people=20, sayings=160)
    tell(store, world, random.Random(8))
    before = digest_of(store)
    with writing(store) as connection:
        rebuild(connection, "UTC")
    assert digest_of(store) == before
    with writing(store) as connection:
        connection.execute(sa.text("UPDATE fold_state SET version = :earlier"), {"earlier": rules.FOLD_VERSION - 1})
    assert refold(store, "UTC").changed == 0
    assert digest_of(store) == before
