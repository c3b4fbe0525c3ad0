"""Paths that are no files, and a database that stops in the middle: each is one sentence."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from engagement.errors import UnreadableFile
from engagement.ingest import import_files
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
    with pytest.raises(UnreadableFile, match="is no file .*save what it gives to a file"):
        import_files(engine, [path])
    engine.dispose()
