"""A refold that is killed at any moment goes on where it was; and it may run beside an import, or another refold."""

import multiprocessing.process
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.domain.records import Record
from engagement.ingest import import_files, refold, take_in
from engagement.ingest.sets.rebuild import verify
from engagement.store.engine import open_store
from engagement.store.fold_state import read_fold_state
from engagement.store.schema import messages
from tests.digest import difference, digest_of
from tests.forks import FORKS
from tests.ingest.making import rows
from tests.ingest.test_kill import Fresh
from tests.ingest.test_refold import other_ranks
from tests.postgres import Databases

KILLS, POSTGRES_KILLS = 8, 3
BATCH = 40  # messages: some fifty transactions
Job = Callable[[Pipe, str, list[Path]], None]


def refold_all(said: Pipe, url: str, _files: list[Path]) -> None:
    """What a process does. It takes no pauses, so that the moments are those of the work."""
    store = open_store(url)
    refold._TURN = 0.0
    said.send("begun")
    refold.bring_up_to_date(store, "UTC") if _is_under_way(store) else refold.refold(store, "UTC", batch_size=BATCH)
    said.send("done")


def refold_politely(said: Pipe, url: str, _files: list[Path]) -> None:
    """A refold as everybody does it, but in smaller transactions."""
    store = open_store(url)
    said.send("begun")
    refold.refold(store, "UTC", batch_size=BATCH)
    said.send(time.monotonic())


def import_all(said: Pipe, url: str, files: list[Path]) -> None:
    """An import in small transactions."""
    store = open_store(url)
    said.send("begun")
    import_files(store, files, batch_size=BATCH)
    said.send(time.monotonic())


def _is_under_way(store: sa.Engine) -> bool:
    with store.connect() as connection:
        return read_fold_state(connection).target is not None


@contextmanager
def running(job: Job, url: str, files: list[Path]) -> Iterator[tuple[multiprocessing.process.BaseProcess, Pipe]]:
    """A process that has just begun its work; it is gone after the block."""
    hears, says = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=job, args=(says, url, files))
    process.start()
    says.close()
    try:
        assert hears.recv() == "begun"
        yield process, hears
    finally:
        process.kill()
        process.join()
        hears.close()


def kill(fresh: Fresh, after: float) -> Iterator[str]:
    """A store whose refold was killed `after` so many seconds, sooner where it was done by then."""
    while True:
        with fresh() as url:
            with running(refold_all, url, []) as (process, _):
                time.sleep(after)
                process.kill()
                process.join()
            if process.exitcode == -signal.SIGKILL:
                yield url
                return
        after *= 0.8


def check_kills(fresh: Fresh, plain: sa.Engine, wanted: str, kills: int) -> None:
    """One kill in each part of the time that an undisturbed refold takes; each is taken up, and ends as it should."""
    dice = random.Random(kills)
    with fresh() as url, running(refold_all, url, []) as (_, hears):
        start = time.monotonic()
        assert hears.recv() == "done"
        whole = time.monotonic() - start
    reached = set()
    for number in range(kills):
        for url in kill(fresh, (number + dice.random()) / kills * whole):
            reached.add(check_after_kill(url, plain, wanted))
    assert len(reached) > kills // 2, "most kills came at one moment"


def check_after_kill(url: str, plain: sa.Engine, wanted: str) -> int:
    """The sets agree at once, and the next start ends the refold; gives how many messages had been folded."""
    store = open_store(url)
    with store.connect() as connection:
        state = read_fold_state(connection)
        has_begun = state.target is not None or state.messages > 0
        # Before it begins the columns are still of other rules, under which this store says it is of today's.
        assert [found for found in verify(connection) if has_begun or not found.name.endswith("of messages")] == []
    if state.target is None and not state.messages:  # killed before it had begun
        refold.refold(store, "UTC")
    refold.bring_up_to_date(store, "UTC")
    with store.connect() as connection:
        assert verify(connection) == []
        end = read_fold_state(connection)
    assert digest_of(store) == wanted, difference(plain, store)
    assert (end.target, end.messages) == (None, len(rows(store, messages, "message_id"))), "each message once"
    assert end.changed > 100
    store.dispose()
    return state.messages


def test_killed_at_any_moment(
    tmp_path: Path, sqlite_template: Path, demo_records: list[Record], plain: sa.Engine, wanted: str
) -> None:
    earlier = tmp_path / "earlier.db"
    shutil.copy(sqlite_template, earlier)
    fill(f"sqlite:///{earlier}", demo_records)
    numbers = count()

    @contextmanager
    def fresh() -> Iterator[str]:
        yield f"sqlite:///{shutil.copy(earlier, tmp_path / f'{next(numbers)}.db')}"

    check_kills(fresh, plain, wanted, KILLS)


def test_killed_at_any_moment_on_postgresql(
    postgres: Databases, postgres_template: str, demo_records: list[Record], plain: sa.Engine, wanted: str
) -> None:
    with postgres.fresh(postgres_template) as earlier:
        fill(earlier.render_as_string(hide_password=False), demo_records)

        @contextmanager
        def fresh() -> Iterator[str]:
            with postgres.fresh(earlier.database) as url:
                yield url.render_as_string(hide_password=False)

        check_kills(fresh, plain, wanted, POSTGRES_KILLS)


def fill(url: str, records: list[Record]) -> None:
    """An account folded by other ranks."""
    store = open_store(url)
    with other_ranks():
        take_in(store, records)
    store.dispose()


@pytest.mark.parametrize("other", [import_all, refold_politely])
def test_beside_another_writer(
    other: Job, store_url: str, demo_files: list[Path], demo_records: list[Record], plain: sa.Engine, wanted: str
) -> None:
    """Half an account is on file, without its contact lists: so the import claims histories while they are folded."""
    fill(store_url, [record for record in demo_records if not hasattr(record, "addresses")][::2])
    with running(refold_politely, store_url, demo_files) as (_, refolds):
        start = time.monotonic()
        with running(other, store_url, demo_files) as (_, others):
            ends = refolds.recv(), others.recv()
    assert min(ends) - start > 0.05, "they did run beside one another"
    store = open_store(store_url)
    if other is not import_all:
        import_files(store, demo_files)
    with store.connect() as connection:
        assert verify(connection) == []
    assert digest_of(store) == wanted, difference(plain, store)
    store.dispose()
