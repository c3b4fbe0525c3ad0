"""Files into the store: what is counted, what is kept of the rejected, imports that are cut short or run at once."""

import gzip
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.ingest import Counts, Progress, import_files
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from engagement.store.schema import contacts, events, imports, rejects
from tests.cli.calling import COMMAND, environment
from tests.digest import difference, digest_of
from tests.ingest.making import at, check_sets, json_lines, mailgun_event, rows
from tests.moment import HOLD, NOW

KINDS = ("delivered", "opened", "clicked")


def check_end(store: sa.Engine, whole: sa.Engine) -> None:
    """The tables are those of an undisturbed import, and the contact sets agree with them."""
    assert digest_of(store) == digest_of(whole), difference(whole, store)
    check_sets(store)


def write(file: Path, content: bytes | str) -> Path:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def many_events(number: int) -> bytes:
    return json_lines([mailgun_event(n, KINDS[n % 3]) for n in range(number)])


MIXED = b"".join(
    [
        json_lines([mailgun_event(1), mailgun_event(2, "opened")]),
        b'{"event": "delivered", "id": }\n',  # broken
        json_lines([mailgun_event(1)]),  # a duplicate
        json_lines([mailgun_event(3, "stored")]),  # not about delivery
        json_lines([mailgun_event(4, "teleported"), mailgun_event(5, timestamp="yesterday")]),
        json_lines([mailgun_event(6, "failed", severity="permanent")]),
    ]
)


def test_every_record_is_counted_once(store: sa.Engine, tmp_path: Path) -> None:
    (result,) = import_files(store, [write(tmp_path / "mixed", MIXED)])
    note = "Skipped 1: A message that Mailgun stored, not one that was sent."
    assert (result.provider, result.note) == ("Mailgun", note)
    assert result.counts == Counts(read=8, new=3, duplicate=1, skipped=1, rejected=3)
    (row,) = rows(store, imports, "file", "provider", "read", "new", "duplicate", "skipped", "rejected", "note")
    assert row == ("mixed", "Mailgun", 8, 3, 1, 1, 3, note)
    assert rows(store, imports, "earliest_at", "latest_at") == [(at(1), at(6))]
    (finished,) = rows(store, imports, "finished_at")
    assert finished == NOW
    assert len(rows(store, events, "event_id")) == 3
    check_sets(store)


@pytest.mark.parametrize("batch_size", [1, 3, 5000])
def test_what_is_rejected_is_kept_with_its_place_reason_and_text(
    store: sa.Engine, tmp_path: Path, batch_size: int
) -> None:
    import_files(store, [write(tmp_path / "mixed", MIXED)], batch_size=batch_size)
    found = rows(store, rejects, "number", "place", "reason", "raw")
    assert [(number, place) for number, place, _, _ in found] == [(1, "line 3"), (2, "line 6"), (3, "line 7")]
    for (_, _, reason, raw), words, text in zip(
        found, ("not valid JSON", "teleported", "yesterday"), ('"delivered"', "event4", "event5"), strict=True
    ):
        assert words in reason
        assert text in raw


def test_one_contact_with_one_bad_address_is_taken_in_and_told(store: sa.Engine, tmp_path: Path) -> None:
    people = "Name,Email,Phone\nJane Park,jane@example.com,12\nJohn Doe,nowhere,\n,nowhere,\n"
    (result,) = import_files(store, [write(tmp_path / "people", people)])
    # Only the last row is rejected whole, so the counts of records add up without the two parts.
    assert result.counts == Counts(read=3, new=2, rejected=3)
    assert [place for place, _ in rows(store, rejects, "place", "reason")] == ["line 2", "line 3", "line 4"]
    assert rows(store, contacts, "name") == ["Jane Park", "John Doe"]


def test_a_folder_is_all_of_its_files(store: sa.Engine, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    (folder / "older").mkdir(parents=True)
    write(folder / "b", json_lines([mailgun_event(1)]))
    write(folder / "a.gz", gzip.compress(json_lines([mailgun_event(2)])))
    write(folder / "older" / "c", json_lines([mailgun_event(3), mailgun_event(1)]))
    write(folder / ".hidden", json_lines([mailgun_event(4)]))
    results = import_files(store, [folder])
    assert [(one.file.name, one.counts.new, one.counts.duplicate) for one in results] == [
        ("a.gz", 1, 0),
        ("b", 1, 0),
        ("c", 1, 1),
    ]


def test_progress_is_told_after_every_batch(store: sa.Engine, tmp_path: Path) -> None:
    file = write(tmp_path / "many", many_events(25))
    told: list[tuple[int, int, int]] = []
    import_files(store, [file], batch_size=10, progress=lambda p: told.append((p.counts.read, p.done, p.total)))
    assert [read for read, _, _ in told] == [10, 20, 25]
    assert told[-1][1:] == (file.stat().st_size, file.stat().st_size)


class Stopped(Exception):
    """Somebody pressed Ctrl-C, say."""


@contextmanager
def undisturbed(template: Path, folder: Path, *files: Path) -> Iterator[sa.Engine]:
    """An SQLite store that took `files` in without an interruption."""
    engine = open_store(f"sqlite:///{write(folder / 'undisturbed.db', template.read_bytes())}")
    import_files(engine, files)
    yield engine
    engine.dispose()


def test_an_import_that_stops_keeps_what_it_had_and_is_run_again(
    store: sa.Engine, tmp_path: Path, sqlite_template: Path
) -> None:
    file = write(tmp_path / "many", many_events(95))

    def stop(progress: Progress) -> None:
        if progress.counts.read == 30:
            raise Stopped

    with pytest.raises(Stopped):
        import_files(store, [file], batch_size=10, progress=stop)
    assert rows(store, imports, "read", "new", "finished_at") == [(30, 30, None)]
    assert len(rows(store, events, "event_id")) == 30
    check_sets(store)
    (again,) = import_files(store, [file], batch_size=10)
    assert again.counts == Counts(read=95, new=65, duplicate=30)
    assert len(rows(store, imports, "import_id", finished_at=None)) == 1
    with undisturbed(sqlite_template, tmp_path, file) as whole:
        check_end(store, whole)


SLOWLY = f"""
{HOLD}
import sys
from pathlib import Path
from engagement.ingest import import_files
from engagement.store.engine import open_store
store, file = open_store(sys.argv[1]), Path(sys.argv[2])
import_files(store, [file], batch_size=50, progress=lambda p: print(p.counts.read, flush=True))
"""


def test_an_import_that_is_killed_is_run_again(store_url: str, tmp_path: Path, sqlite_template: Path) -> None:
    file = write(tmp_path / "many", many_events(6000))
    importing = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, store_url, file], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert importing.stdout is not None
    for line in importing.stdout:
        if int(line) >= 500:
            break
    importing.kill()
    importing.communicate()
    assert importing.returncode == -signal.SIGKILL, "it was done before it was killed"
    store = open_store(store_url)
    (interrupted,) = rows(store, imports, "read", "new", "finished_at")
    kept = len(rows(store, events, "event_id"))
    assert 500 <= kept < 6000
    check_sets(store)
    assert interrupted == (kept, kept, None)
    (again,) = import_files(store, [file])
    assert again.counts == Counts(read=6000, new=6000 - kept, duplicate=kept)
    with undisturbed(sqlite_template, tmp_path, file) as whole:
        check_end(store, whole)
    store.dispose()


def test_two_imports_at_once_into_an_empty_database(empty_url: str, tmp_path: Path, sqlite_template: Path) -> None:
    """Each makes the tables if it comes first, and both take in the same people's emails, half of them the same."""
    lines = many_events(3000).splitlines(keepends=True)
    parts = [write(tmp_path / "one", b"".join(lines[:2000])), write(tmp_path / "two", b"".join(lines[:999:-1]))]
    calls = [
        subprocess.Popen(
            [*COMMAND, "import", part],
            cwd=PROJECT,
            env=environment(empty_url),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for part in parts
    ]
    for one in calls:
        output, errors = one.communicate(timeout=120)
        assert (one.returncode, errors) == (0, ""), output
    store = open_store(empty_url)
    counts = rows(store, imports, "read", "new", "duplicate")
    assert [read for read, _, _ in counts] == [2000, 2000]
    assert sum(new for _, new, _ in counts) == 3000
    with undisturbed(sqlite_template, tmp_path, *parts) as whole:
        check_end(store, whole)
    store.dispose()
