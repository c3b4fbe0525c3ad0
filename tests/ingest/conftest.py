"""The demo account for the tests of this folder: its files, and the records its readers make of them."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.demo import FEWEST_CONTACTS, write_demo
from engagement.domain.records import Record
from engagement.ingest import take_in
from engagement.providers.base import ReadContext, is_record
from engagement.providers.reading import read_file
from engagement.store.engine import open_store
from tests.digest import digest_of
from tests.moment import NOW

Fresh = Callable[[], AbstractContextManager[sa.Engine]]


@pytest.fixture(scope="session")
def now() -> datetime:
    """The moment that the demo account is told at."""
    return NOW


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The smallest demo account that has every hard case in it."""
    return write_demo(tmp_path_factory.mktemp("demo"), now=NOW, contacts=FEWEST_CONTACTS)


@pytest.fixture(scope="session")
def demo_records(demo_files: list[Path]) -> list[Record]:
    """Its records, in the order a person would import them."""
    return records_of(demo_files)


def records_of(files: list[Path]) -> list[Record]:
    """What is read from `files`, reports without a time dated by the file, as an import does."""
    records: list[Record] = []
    for file in files:
        with file.open("rb") as stream:
            context = ReadContext(datetime.fromtimestamp(file.stat().st_mtime, UTC))
            for read in read_file(stream, context).records():
                records += filter(is_record, read.items)
    return records


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

    return make


@pytest.fixture(scope="session")
def plain(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, demo_records: list[Record]
) -> Iterator[sa.Engine]:
    """The store that the records make in the order they come in, once each."""
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("plain") / "store.db")
    engine = open_store(f"sqlite:///{file}")
    take_in(engine, demo_records)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def wanted(plain: sa.Engine) -> str:
    """The digest of `plain`."""
    return digest_of(plain)
