"""Paths that are no files, and a database that stops in the middle: each is one sentence."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.errors import StoreError, UnreadableFile
from engagement.ingest import Progress, import_files
from engagement.ingest.sets.rebuild import verify
from engagement.store.engine import open_store
from engagement.store.schema import contacts
from tests.cli.calling import call
from tests.digest import difference, digest_of
from tests.postgres import Server, own_server


def _fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _socket(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))
    return path


def _device(_path: Path) -> Path:
    return Path(os.devnull)


@pytest.mark.parametrize("make", [_fifo, _socket, _device])
def test_what_is_no_file_is_refused_and_not_waited_for(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Path]
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path has 107 bytes at most
    path = make(Path("no-file"))
    engine = open_store(sqlite_url)
    with pytest.raises(UnreadableFile, match=r"is no file .*save what it gives to a file"):
        import_files(engine, [path])
    engine.dispose()


@pytest.mark.parametrize("read_ahead", [0, 1 << 40])
def test_a_database_that_stops_is_one_sentence_and_the_import_is_resumed(
    postgres_url: str, tmp_path: Path, read_ahead: int
) -> None:
    file = tmp_path / "people.csv"
    rows = "".join(f"Person {n},person{n}@example.com,+1415555{n:04}\n" for n in range(600))
    file.write_text(f"Name,Email,Phone\n{rows}")
    engine = open_store(postgres_url)
    admin = sa.create_engine(postgres_url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    end_all = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    def stop(progress: Progress) -> None:
        if progress.counts.new:
            with admin.connect() as connection:
                connection.execute(end_all)

    with pytest.raises(StoreError, match=r"The database stopped answering \(.*then do this again"):
        import_files(engine, [file], batch_size=100, read_ahead=read_ahead, progress=stop)
    engine.dispose()
    (result,) = import_files(engine, [file], read_ahead=read_ahead)
    assert result.counts.duplicate > 0
    assert result.counts.new + result.counts.duplicate == 600
    engine.dispose()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL server of these tests' own, for one that others use must not be stopped."""
    with own_server("synchronous_commit=on") as one:  # else what was last committed would be lost with the server
        yield one


@pytest.fixture
def stopping_url(server: Server) -> Iterator[str]:
    """The address of an empty store on that server, which is left running."""
    url = server.url.render_as_string(hide_password=False)
    open_store(url).dispose()
    yield url
    server.start()
    admin = sa.create_engine(url, poolclass=sa.NullPool)
    with admin.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))


def people(folder: Path, files: int, rows: int) -> list[Path]:
    """Contact lists, each with people of its own."""
    made = []
    for number in range(files):
        made.append(folder / f"people-{number}.csv")
        lines = (f"Person {number}-{n},p{number}.{n}@example.com,+1415556{number * rows + n:04}\n" for n in range(rows))
        made[-1].write_text("Name,Email,Phone\n" + "".join(lines))
    return made


def check_same(url: str, files: list[Path], undisturbed: str) -> None:
    """The store at `url` is as that of an import of `files` that nothing disturbed, and its sets agree."""
    plain, found = open_store(undisturbed), open_store(url)
    import_files(plain, files)
    with found.connect() as connection:
        assert verify(connection) == []
    assert digest_of(found) == digest_of(plain), difference(plain, found)
    plain.dispose()
    found.dispose()


@pytest.mark.parametrize("read_ahead", [0, 1 << 40])
def test_a_server_that_stops_during_an_import(
    server: Server, stopping_url: str, sqlite_url: str, tmp_path: Path, read_ahead: int
) -> None:
    files = people(tmp_path, 3, 200)
    engine = open_store(stopping_url)

    def stop(progress: Progress) -> None:
        if progress.counts.new:
            server.stop()

    with pytest.raises(StoreError, match=r"The database stopped answering \(.*then do this again"):
        import_files(engine, files, batch_size=100, read_ahead=read_ahead, progress=stop)
    engine.dispose()
    server.start()
    engine = open_store(stopping_url)
    results = import_files(engine, files, read_ahead=read_ahead)
    assert sum(one.counts.duplicate for one in results) > 0, "nothing was in when the server stopped"
    assert sum(one.counts.new + one.counts.duplicate for one in results) == 600
    engine.dispose()
    check_same(stopping_url, files, sqlite_url)


def test_the_command_says_that_the_server_stopped_and_ends_the_same_when_called_again(
    server: Server, stopping_url: str, sqlite_url: str, tmp_path: Path
) -> None:
    files = people(tmp_path, 40, 100)
    looking = sa.create_engine(stopping_url)
    there = sa.select(sa.func.count()).select_from(contacts)
    with ThreadPoolExecutor() as beside:
        called = beside.submit(call, "import", tmp_path, database=stopping_url)
        with looking.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while not connection.execute(there).scalar_one():
                assert not called.done(), called.result()
                time.sleep(0.005)
        looking.dispose()
        server.stop()
        done = called.result()
    assert done.returncode == 1
    assert done.stderr.startswith("engagement: The database stopped answering (")
    assert done.stderr.count("\n") == 1, "it is one sentence on one line"
    away = call("contacts", database=stopping_url)
    assert (away.returncode, away.stderr.count("\n")) == (1, 1)
    server.start()
    again = call("import", tmp_path, database=stopping_url)
    assert (again.returncode, again.stderr) == (0, ""), again.stdout
    check_same(stopping_url, files, sqlite_url)
