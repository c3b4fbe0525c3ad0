"""An import that is killed at any moment leaves sets that agree with the tables, and run again it ends as ever.

The moments are random parts, the same in every run, of the time that an undisturbed import takes. After every kill the
sets are verified; after one of five the import is run again to its end.
"""

import multiprocessing.process
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.ingest import import_files
from engagement.ingest.sets.rebuild import verify
from engagement.store.engine import open_store
from engagement.store.schema import imports
from tests.digest import difference, digest_of
from tests.forks import FORKS
from tests.ingest.making import rows
from tests.postgres import Databases

KILLS, CHUNKS = 20, 4  # on SQLite, spread over tests that run beside one another
POSTGRES_KILLS = 3
BATCH = 200
Fresh = Callable[[], AbstractContextManager[str]]  # the address of an empty store, gone after the block


def import_all(said: Pipe, url: str, files: list[Path], read_ahead: int) -> None:
    """What the process does. It says when it begins, so that the moments are those of the import, and when it ends."""
    store = open_store(url)
    said.send("begun")
    import_files(store, files, batch_size=BATCH, read_ahead=read_ahead)
    said.send("done")


@contextmanager
def importing(
    url: str, files: list[Path], read_ahead: int
) -> Iterator[tuple[multiprocessing.process.BaseProcess, Pipe]]:
    """A process that has just begun to import; it is gone after the block."""
    hears, says = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=import_all, args=(says, url, files, read_ahead))
    process.start()
    says.close()  # ours; when the process ends, nobody holds the other end
    try:
        assert hears.recv() == "begun"
        yield process, hears
    finally:
        process.kill()
        process.join()
        hears.close()


def run_time(url: str, files: list[Path], read_ahead: int) -> float:
    """How many seconds an undisturbed import takes, here and now."""
    with importing(url, files, read_ahead) as (_, hears):
        start = time.monotonic()
        assert hears.recv() == "done"
        return time.monotonic() - start


def kill_import(fresh: Fresh, files: list[Path], read_ahead: int, after: float) -> tuple[str, ExitStack]:
    """Import and kill it `after` so many seconds, sooner where it was done by then. Gives what it leaves behind."""
    while True:
        keeping = ExitStack()
        url = keeping.enter_context(fresh())
        with importing(url, files, read_ahead) as (process, _):
            time.sleep(after)
            process.kill()
            process.join()
            if process.exitcode == -signal.SIGKILL:
                return url, keeping
        keeping.close()
        after *= 0.8


def check_after_kill(url: str, files: list[Path], plain: sa.Engine, wanted: str, *, again: bool) -> int:
    """The sets agree, and an import run again ends with the same tables; gives the records that had been read."""
    store = open_store(url)
    with store.connect() as connection:
        assert verify(connection) == []
    read = sum(rows(store, imports, "read"))
    if again:
        import_files(store, files)
        with store.connect() as connection:
            assert verify(connection) == []
        assert digest_of(store) == wanted, difference(plain, store)
    store.dispose()
    return read


def check_kills(
    fresh: Fresh, files: list[Path], plain: sa.Engine, wanted: str, dice: random.Random, kills: int
) -> None:
    """One kill in each part of the time, so that none of the import is left out by chance."""
    read_ahead = dice.choice((0, sys.maxsize))  # in rounds, or one file after another
    with fresh() as url:
        whole = run_time(url, files, read_ahead)
    run_again = dice.randrange(kills)
    reached = set()
    for kill in range(kills):
        url, keeping = kill_import(fresh, files, read_ahead, (kill + dice.random()) / kills * whole)
        with keeping:
            reached.add(check_after_kill(url, files, plain, wanted, again=kill == run_again))
    assert len(reached) > kills // 2, "most kills came at one moment"


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_killed_at_any_moment(
    chunk: int, tmp_path: Path, sqlite_template: Path, demo_files: list[Path], plain: sa.Engine, wanted: str
) -> None:
    numbers = count()

    @contextmanager
    def fresh() -> Iterator[str]:
        yield f"sqlite:///{shutil.copy(sqlite_template, tmp_path / f'{next(numbers)}.db')}"

    check_kills(fresh, demo_files, plain, wanted, random.Random(chunk), KILLS // CHUNKS)


def test_killed_at_any_moment_on_postgresql(
    postgres: Databases, postgres_template: str, demo_files: list[Path], plain: sa.Engine, wanted: str
) -> None:
    @contextmanager
    def fresh() -> Iterator[str]:
        with postgres.as_fresh(postgres_template) as url:
            yield url.render_as_string(hide_password=False)

    check_kills(fresh, demo_files, plain, wanted, random.Random(CHUNKS), POSTGRES_KILLS)
