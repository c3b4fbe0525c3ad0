"""Rounds: what a process reads ahead comes back whole, parted by contact, and the process says when it cannot go on."""

import gzip
import os
import resource
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.records import ContactRecord
from engagement.domain.vocabulary import Keyword
from engagement.errors import ReaderStopped, SpoolFull, UnreadableFile
from engagement.ingest import import_files
from engagement.ingest.ahead.process import Ahead
from engagement.ingest.ahead.protocol import Block, Round
from engagement.ingest.ahead.spool import Filed
from engagement.ingest.files import _batches, _transactions
from engagement.providers.base import ReadContext
from engagement.reader.file_reader import Entry, FileReader
from engagement.reader.row_values import RowValues
from engagement.store.engine import open_store
from engagement.store.schema import contacts, imports
from tests.ingest.conftest import Fresh
from tests.ingest.making import check_sets, rows
from tests.moment import NOW
from tests.providers.twilio_records import REST

CONTEXT = ReadContext(NOW, not_after=NOW)
Gathered = tuple[list[Round], list[Filed], list[list[Filed]]]  # rounds, people, and the rest in parts


def many_events(folder: Path, count: int) -> Path:
    file = folder / "many.jsonl"
    lines = (
        f'{{"event":"opened","id":"id{n}","timestamp":1700000000.5,"recipient":"jane{n}@example.com",'
        f'"message":{{"headers":{{"message-id":"m{n}"}}}}}}\n'
        for n in range(count)
    )
    file.write_text("".join(lines))
    return file


def ahead_of(store: sa.Engine, files: Sequence[Path], batch_size: int = 10_000) -> closing[Ahead]:
    return closing(Ahead(store, [(file, CONTEXT) for file in files], batch_size))


def gathered(store: sa.Engine, files: Sequence[Path], batch_size: int) -> Gathered:
    """All that is told of some files."""
    rounds: list[Round] = []
    people: list[Filed] = []
    parts: list[list[Filed]] = []
    with ahead_of(store, files, batch_size) as ahead:
        for told in ahead.told():
            if isinstance(told, Round):
                rounds.append(told)
                people += [filed for block in told.people for filed in ahead.entries(told, block)]
                parts += [[filed for block in part for filed in ahead.entries(told, block)] for part in told.parts]
    return rounds, people, parts


@pytest.mark.parametrize("batch_size", [1, 150, 10_000])
def test_reads_what_is_read_here(store: sa.Engine, tmp_path: Path, demo_files: list[Path], batch_size: int) -> None:
    picture, broken = tmp_path / "picture.png", tmp_path / "broken.jsonl.gz"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    broken.write_bytes(gzip.compress(b'{"event": "opened"}\nnot json\n')[:-9])
    files = [*(demo_files if batch_size > 1 else demo_files[-2:]), picture, broken]
    rounds, people, parts = gathered(store, files, batch_size)
    ends = {span.file: span for told in rounds for span in told.spans if span.is_whole}
    assert sorted(ends) == list(range(len(files))), "every file ends once"
    reader = FileReader()
    for number, file in enumerate(files):
        expected: list[Entry] = []
        unreadable = None
        try:
            expected = [entry for chunk in reader.chunks(file, CONTEXT, 100) for entry in chunk]
        except UnreadableFile as error:
            unreadable = str(error)
        end = ends[number]
        assert (end.provider, end.note, end.end, end.unreadable) == (
            reader.provider,
            reader.note,
            reader.done,
            unreadable,
        )
        is_list = [any(isinstance(item, ContactRecord) for item in entry.items) for entry in expected]
        assert [entry for found, entry in people if found == number] == [
            entry for entry, listed in zip(expected, is_list, strict=True) if listed
        ], "rows of contact lists stay in their order"
        found = [entry for part in parts for of, entry in part if of == number]
        sent = [entry for entry, listed in zip(expected, is_list, strict=True) if not listed]
        assert sorted(found, key=repr) == sorted(sent, key=repr), file.name


def test_parts_are_in_the_order_of_contacts(store: sa.Engine, tmp_path: Path, demo_files: list[Path]) -> None:
    import_files(store, demo_files)
    owners = {
        (channel, address): contact_id
        for channel, address, contact_id in store.connect().exec_driver_sql("SELECT * FROM address_owners")
    }
    rounds, _, parts = gathered(store, [file for file in demo_files if "contacts" not in file.name], 1_000_000)
    assert len(rounds) == 1
    walked = [
        [owners[item.channel, item.address] for _, entry in part for item in entry.items if isinstance(item, RowValues)]
        for part in parts
    ]
    filled = [part for part in walked if part]
    assert len(filled) > 50
    for before, after in pairwise(filled):
        assert max(before) < min(after)


def test_the_people_of_a_list_are_there_before_the_next_file_is_parted(
    store: sa.Engine, demo_files: list[Path]
) -> None:
    """Else what follows a list would lie where the unknown contacts lie who are not made any more."""
    with ahead_of(store, demo_files) as ahead:
        for told in ahead.told():
            if isinstance(told, Round) and told.people:
                assert told.spans[-1].is_whole, "a list ends its round"
                assert told.spans[-1].file < len(demo_files) - 1, "another file follows, and would be told at once"
                words, _, _ = select.select([ahead._process.stdout], [], [], 0.5)
                assert not words, "it waits to hear that they are written"
                return
    pytest.fail("no list came")


def test_a_process_that_is_killed_is_told(store: sa.Engine, tmp_path: Path) -> None:
    with ahead_of(store, [many_events(tmp_path, 40_000)], 1_000) as ahead:
        told = ahead.told()
        assert not isinstance(next(told), Round)
        os.kill(ahead._process.pid, signal.SIGKILL)
        with pytest.raises(ReaderStopped, match=r"many\.jsonl stopped part way \(exit status -9\).*import the file ag"):
            list(told)


def test_closing_ends_a_process_in_the_middle_of_a_file(store: sa.Engine, tmp_path: Path) -> None:
    with ahead_of(store, [many_events(tmp_path, 40_000)], 1_000) as ahead:
        next(ahead.told())
    assert ahead._process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("events", [500, 40_000])
def test_no_room_is_said_with_the_remedy(store: sa.Engine, tmp_path: Path, events: int) -> None:
    file = many_events(tmp_path, events)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))  # the process inherits it
    try:
        ahead = ahead_of(store, [file])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with ahead as reading, pytest.raises(SpoolFull, match=r"make room for 2 GB .* or set TMPDIR .* import again"):
        list(reading.told())


def test_an_import_in_rounds_counts_what_one_file_after_another_counts(
    store: sa.Engine, tmp_path: Path, fresh: Fresh, demo_files: list[Path]
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    files = [*demo_files, picture]
    by_rounds = import_files(store, files, now=NOW, batch_size=500, read_ahead=0)
    check_sets(store)
    names = ("file", "provider", "read", "new", "duplicate", "skipped", "rejected", "earliest_at", "latest_at", "note")
    with fresh() as plain:
        one_by_one = import_files(plain, files, now=NOW, read_ahead=sys.maxsize)
        assert sorted(rows(store, imports, *names)) == sorted(rows(plain, imports, *names))
        assert len(rows(store, contacts, "key")) == len(rows(plain, contacts, "key"))
    assert [(one.provider, one.counts, one.note) for one in by_rounds] == [
        (one.provider, one.counts, one.note) for one in one_by_one
    ]
    assert rows(store, imports, "finished_at", finished_at=None) == []


def test_a_database_in_memory_which_no_other_process_sees_takes_files_too(demo_files: list[Path]) -> None:
    store = open_store("sqlite://")
    results = import_files(store, demo_files, now=NOW, read_ahead=0)
    assert sum(one.counts.new for one in results) > 1000
    check_sets(store)
    store.dispose()


def test_progress_goes_up_to_the_whole_of_each_file(store: sa.Engine, tmp_path: Path, demo_files: list[Path]) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    files = [*demo_files, picture, many_events(tmp_path, 3_000)]
    told: dict[Path, list[tuple[int, int, int]]] = {}
    import_files(
        store,
        files,
        batch_size=300,
        read_ahead=0,
        progress=lambda p: told.setdefault(p.file, []).append((p.done, p.total, p.counts.read)),
    )
    for file in files:
        states = told[file]
        assert states == sorted(states), file.name
        assert states[0][0] == 0
        assert {total for _, total, _ in states} == {file.stat().st_size}
        assert states[-1][0] == file.stat().st_size, file.name


blocks = st.integers(1, 200).map(lambda entries: Block(0, 0, entries))


@given(st.lists(blocks, max_size=5), st.lists(st.lists(blocks, max_size=6), max_size=12), st.integers(1, 500))
def test_batches_hold_everything_in_order_and_no_more_than_they_may(
    people: list[Block], parts: list[list[Block]], size: int
) -> None:
    told = Round(0, [], people, parts)
    batches = list(_batches(told, size))
    assert [block for batch in batches for block in batch] == [*people, *(block for part in parts for block in part)]
    assert all(len(batch) == 1 or entries(batch) <= size for batch in batches)
    transactions = list(_transactions(batches, 2 * size))
    assert [batch for transaction in transactions for batch in transaction] == batches
    assert all(
        len(one) == 1 or entries([block for batch in one for block in batch]) <= 2 * size for one in transactions
    )
    whole = [part for part in parts if part and entries(part) <= size]
    for part in whole:
        assert any(all(any(block is one for one in batch) for block in part) for batch in batches), "a part is cut"


def entries(of: Sequence[Block]) -> int:
    return sum(block.entries for block in of)


def test_the_process_loads_no_more_than_it_uses() -> None:
    """Each of these would take 10 to 40 MB, in a process that lives as long as an import."""
    words = "import sys, engagement.ingest.ahead.__main__; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True).stdout.split()
    assert {"alembic", "numpy", "pandas", "pyarrow", "streamlit"}.isdisjoint(loaded)
    assert "engagement.ingest.ahead.partition" in loaded


def test_the_accounts_own_words_are_known_there_too(store: sa.Engine, tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes(orjson.dumps(REST | {"direction": "inbound", "status": "received", "body": "Basta"}))
    known = replace(CONTEXT, own_words={"basta": Keyword.OPT_OUT}, own_numbers=frozenset({"+12025550100"}))
    for context, events in ((CONTEXT, 1), (known, 2)):
        with closing(Ahead(store, [(file, context)], 100)) as ahead:
            found = [
                entry
                for told in ahead.told()
                if isinstance(told, Round)
                for part in told.parts
                for block in part
                for _, entry in ahead.entries(told, block)
            ]
        assert [len(entry.items) for entry in found] == [events]
