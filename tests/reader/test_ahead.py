"""A reader in another process reads just what one in this process does, and says when it is gone."""

import gzip
import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engagement.demo import FEWEST_CONTACTS, write_demo
from engagement.errors import ReaderStopped, UnreadableFile
from engagement.providers.base import ReadContext
from engagement.reader.ahead import Ahead
from engagement.reader.here import Here

NOW = datetime(2026, 11, 24, 19, 40, tzinfo=UTC)
CONTEXT = ReadContext(NOW, not_after=NOW)


@pytest.fixture
def ahead() -> Iterator[Ahead]:
    with closing(Ahead()) as reader:
        yield reader


def many_events(folder: Path, count: int) -> Path:
    file = folder / "many.jsonl"
    lines = (
        f'{{"event":"opened","id":"id{n}","timestamp":1700000000.5,"recipient":"jane{n}@example.com",'
        f'"message":{{"headers":{{"message-id":"m{n}"}}}}}}\n'
        for n in range(count)
    )
    file.write_text("".join(lines))
    return file


@pytest.mark.parametrize("size", [1, 700, 10_000])
def test_reads_what_a_reader_here_reads(ahead: Ahead, tmp_path: Path, size: int) -> None:
    empty_page, broken = tmp_path / "empty.json", tmp_path / "broken.jsonl.gz"
    empty_page.write_text('{"items": [], "paging": {}}')
    broken.write_bytes(gzip.compress(b'{"event": "opened"}\nnot json\n')[:-9])
    files = [*write_demo(tmp_path / "demo", now=NOW, contacts=FEWEST_CONTACTS), empty_page, broken]
    here = Here()
    for file in files if size > 1 else files[-3:]:
        assert list(ahead.chunks(file, CONTEXT, size)) == list(here.chunks(file, CONTEXT, size)), file.name
        assert (ahead.provider, ahead.note, ahead.done) == (here.provider, here.note, here.done), file.name


def test_a_file_that_cannot_be_read_does_not_stop_the_next(ahead: Ahead, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(UnreadableFile):
        list(ahead.chunks(picture, CONTEXT, 10))
    assert len(list(ahead.chunks(many_events(tmp_path, 25), CONTEXT, 10))) == 3


def test_a_reader_that_is_killed_is_told(ahead: Ahead, tmp_path: Path) -> None:
    chunks = ahead.chunks(many_events(tmp_path, 40_000), CONTEXT, 1_000)
    assert len(next(chunks)) == 1_000
    os.kill(ahead._process.pid, signal.SIGKILL)
    with pytest.raises(ReaderStopped, match=r"many\.jsonl stopped part way \(exit status -9\).*import the file again"):
        list(chunks)
    with pytest.raises(ReaderStopped):
        list(ahead.chunks(tmp_path / "many.jsonl", CONTEXT, 1_000))


def test_closing_ends_a_reader_in_the_middle_of_a_file(tmp_path: Path) -> None:
    reader = Ahead()
    next(reader.chunks(many_events(tmp_path, 40_000), CONTEXT, 1_000))
    time.sleep(0.2)  # it has filled all the room there is, and waits
    reader.close()
    assert reader._process.returncode == -signal.SIGKILL
    assert not reader._thread.is_alive()
