"""Paths that are no files, and a database that stops in the middle: each is one sentence."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.errors import StoreError, UnreadableFile
from engagement.ingest import Progress, import_files
from engagement.store.engine import open_store


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
