"""Any order, any repetition, any split into batches gives the same tables: on the records of the demo account.

One thing depends on order by what it means: of two contact lists about one contact the later one speaks, for a list is the
state of the CRM that wrote it. So the rows of contact lists keep their order among themselves, and a repeated one follows
itself. They may stand anywhere among the events and send lists: before, between or after.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.demo import write_demo
from engagement.ingest import import_files, take_in
from engagement.records import ContactRecord, Record
from engagement.store.engine import open_store
from tests.digest import difference, digest_of
from tests.ingest.conftest import records_of
from tests.postgres import Databases

SHUFFLES, CHUNKS = 100, 10  # shuffles in all, spread over tests so that the one that fails is soon found again
POSTGRES_SHUFFLES = 4

Fresh = Callable[[], "contextmanager[sa.Engine]"]


@pytest.fixture
def fresh(sqlite_template: Path, tmp_path: Path) -> Fresh:
    """Makes an empty SQLite store, gone after the block."""

    @contextmanager
    def make() -> Iterator[sa.Engine]:
        file = Path(shutil.copy(sqlite_template, tmp_path / f"{random.getrandbits(64):x}.db"))
        engine = open_store(f"sqlite:///{file}")
        yield engine
        engine.dispose()
        file.unlink()

    return make  # type: ignore[return-value]


@pytest.fixture(scope="module")
def plain(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, demo_records: list[Record]) -> Iterator[sa.Engine]:
    """The store that the records make in the order they come in, once each."""
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("plain") / "store.db")
    engine = open_store(f"sqlite:///{file}")
    take_in(engine, demo_records)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def wanted(plain: sa.Engine) -> str:
    return digest_of(plain)


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
    with postgres.fresh(postgres_template) as url:
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
            connection.execute(sa.text("UPDATE messages SET opens = opens + 1 WHERE message_id = (SELECT max(message_id) FROM messages)"))
        assert digest_of(engine) != wanted
        assert "'opens'" in difference(plain, engine)


def is_contact_list(file: Path) -> bool:
    return file.name.startswith("contacts-")


@pytest.mark.parametrize("seed", range(6))
def test_files_in_any_order(
    seed: int, fresh: Fresh, plain: sa.Engine, wanted: str, demo_files: list[Path], now: datetime
) -> None:
    rng = random.Random(seed)
    others = [file for file in demo_files if not is_contact_list(file)]
    rng.shuffle(others)
    order = list(others)
    places = sorted(rng.randrange(len(order) + 1) for file in demo_files if is_contact_list(file))
    for shift, (place, file) in enumerate(zip(places, filter(is_contact_list, demo_files), strict=True)):
        order.insert(place + shift, file)
    with fresh() as engine:
        import_files(engine, order, now=now, batch_size=rng.choice((100, 700, 5000)))
        assert digest_of(engine) == wanted, f"seed {seed}:\n{difference(plain, engine)}"


def test_files_twice(fresh: Fresh, wanted: str, demo_files: list[Path], now: datetime) -> None:
    # The first list is left out: after the later ones it would speak again, which is a change and not a repetition.
    with fresh() as engine:
        first = import_files(engine, demo_files, now=now)
        again = import_files(engine, [file for file in demo_files if not is_contact_list(file)], now=now)
        assert digest_of(engine) == wanted
    assert sum(result.counts.new for result in first) > 1000
    assert {result.file.name: result.counts.new for result in again if result.counts.new} == {}
    for result in again:
        (before,) = [one for one in first if one.file == result.file]
        assert result.counts.read == before.counts.read
        assert result.counts.rejected == before.counts.rejected
        assert result.counts.duplicate == before.counts.new + before.counts.duplicate


def test_a_file_split_in_two(fresh: Fresh, plain: sa.Engine, wanted: str, demo_files: list[Path], now: datetime, tmp_path: Path) -> None:
    rng = random.Random(1)
    parts: list[Path] = []
    for file in demo_files:
        content = file.read_bytes()
        if file.suffix not in (".jsonl", ".txt"):
            parts.append(file)
            continue
        lines = content.splitlines(keepends=True)
        cut = rng.randrange(1, len(lines))
        for number, piece in enumerate((lines[cut:], lines[:cut])):
            part = tmp_path / f"{file.stem}-{number}"
            part.write_bytes(b"".join(piece))
            shutil.copystat(file, part)
            parts.append(part)
    assert len(parts) > len(demo_files) + 5
    with fresh() as engine:
        import_files(engine, parts, now=now)
        assert digest_of(engine) == wanted, difference(plain, engine)
