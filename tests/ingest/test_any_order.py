"""Any order, any repetition, any split into batches gives the same tables: on the records of the demo account.

One thing depends on order by what it means: of two contact lists about one contact the later one speaks, for a list is
the state of the CRM that wrote it. So the rows of contact lists keep their order among themselves, and a repeated one
follows itself. They may stand anywhere among the events and send lists: before, between or after.
"""

import random
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.demo import write_demo
from engagement.domain.records import ContactRecord, Record
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import verify
from engagement.store.engine import open_store
from tests.digest import difference, digest_of
from tests.ingest.conftest import Fresh, records_of
from tests.postgres import Databases

SHUFFLES, CHUNKS = 28, 4  # shuffles in all, spread over tests so that the one that fails is soon found again
POSTGRES_SHUFFLES = 3


def shuffled(records: Sequence[Record], rng: random.Random) -> list[Record]:
    """`records` in another order, some of them several times; rows of contact lists in theirs."""
    contacts = [record for record in records if isinstance(record, ContactRecord)]
    told = [record for record in records if not isinstance(record, ContactRecord)]
    told += rng.choices(told, k=rng.randrange(len(told) // 3))
    rng.shuffle(told)
    contacts = [again for record in contacts for again in [record] * rng.choice((1, 1, 1, 2))]
    if rng.random() < 0.2:  # all lists first, or all last, as well as anywhere between
        return [*contacts, *told] if rng.random() < 0.5 else [*told, *contacts]
    places = sorted(rng.choices(range(len(told) + 1), k=len(contacts)))
    mixed: list[Record] = []
    start = 0
    for place, contact in zip(places, contacts, strict=True):
        mixed += [*told[start:place], contact]
        start = place
    return [*mixed, *told[start:]]


def take_in_randomly(engine: sa.Engine, records: Sequence[Record], rng: random.Random) -> None:
    """Takes `records` in in batches of ever other sizes, single records among them."""
    start = 0
    while start < len(records):
        size = rng.choice((1, rng.randrange(2, 50), rng.randrange(50, 1000), rng.randrange(1000, 5000)))
        take_in(engine, records[start : start + size], batch_size=size)
        start += size


def check_shuffle(engine: sa.Engine, plain: sa.Engine, wanted: str, records: Sequence[Record], seed: int) -> None:
    rng = random.Random(seed)
    take_in_randomly(engine, shuffled(records, rng), rng)
    if digest_of(engine) != wanted:
        pytest.fail(f"shuffled with the seed {seed}, the tables differ:\n{difference(plain, engine)}")
    with engine.connect() as connection:
        assert verify(connection) == [], f"shuffled with the seed {seed}"


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_any_order_gives_the_same_tables(
    chunk: int, fresh: Fresh, plain: sa.Engine, wanted: str, demo_records: list[Record]
) -> None:
    for seed in range(chunk, SHUFFLES, CHUNKS):
        with fresh() as engine:
            check_shuffle(engine, plain, wanted, demo_records, seed)


@pytest.mark.parametrize("seed", range(SHUFFLES, SHUFFLES + POSTGRES_SHUFFLES))
def test_any_order_gives_the_same_tables_on_postgresql(
    seed: int, postgres: Databases, postgres_template: str, plain: sa.Engine, wanted: str, demo_records: list[Record]
) -> None:
    with postgres.as_fresh(postgres_template) as url:
        engine = open_store(url.render_as_string(hide_password=False))
        check_shuffle(engine, plain, wanted, demo_records, seed)
        engine.dispose()


def test_any_order_of_a_whole_account(fresh: Fresh, tmp_path: Path, now: datetime) -> None:
    records = records_of(write_demo(tmp_path / "demo", now=now, seed=7))
    with fresh() as plain, fresh() as engine:
        take_in(plain, records)
        check_shuffle(engine, plain, digest_of(plain), records, 7)


def test_the_digest_tells_of_one_value(fresh: Fresh, plain: sa.Engine, wanted: str, demo_records: list[Record]) -> None:
    with fresh() as engine:
        take_in(engine, demo_records)
        assert digest_of(engine) == wanted
        assert difference(plain, engine) == ""
        with engine.begin() as connection:
            connection.execute(
                sa.text(
                    "UPDATE messages SET opens = opens + 1 WHERE message_id = (SELECT max(message_id) FROM messages)"
                )
            )
        assert digest_of(engine) != wanted
        assert "'opens'" in difference(plain, engine)
