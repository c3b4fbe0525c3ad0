"""Bad input through the real command line: a clear sentence each, never a traceback, and nothing lost."""

import codecs
import gzip
import socket
import struct
import subprocess
import sys
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engagement.settings import PROJECT
from engagement.store.engine import open_store
from engagement.store.schema import contacts, events, imports, rejects
from tests.cli.calling import call, environment, json_of
from tests.ingest.making import json_lines, mailgun_event, rows
from tests.moment import NOW

GOOD = json_lines([mailgun_event(n) for n in range(40)])
PEOPLE = "Name,Email,Owner\nJosé Núñez,jose@example.com,Zoë\n" + "".join(
    f"Person {number},person{number}@example.com,Zoë\n" for number in range(1, 20)
)


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> str:
    file = tmp_path / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{file}"


def stored(database: str, table: sa.Table, *columns: str) -> list[Any]:
    engine = open_store(database)
    found = rows(engine, table, *columns)
    engine.dispose()
    return found


def picture() -> bytes:
    """A small PNG: four red points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    points = zlib.compress(b"".join(b"\0" + b"\xff\0\0" * 2 for _ in range(2)))
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty: export it again, and import the new copy."),
        (b" \n\n", "This file is empty: export it again, and import the new copy."),
        (gzip.compress(b""), "This file is empty: export it again, and import the new copy."),
        (picture(), "This is a picture (PNG), not a provider's file: choose an export in JSON or CSV instead."),
        (b"Dear Dana, here is the list you asked for.\nBest, Lee\n", "This is a text without a table or records in it"),
        (b'{"cats": 3, "dogs": 2}', "Nothing in this file is a record that can be read"),
    ],
    ids=["empty", "white", "gzip of nothing", "picture", "prose", "other records"],
)
def test_a_file_that_is_no_export_is_named_and_listed(
    database: str, tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "wrong").write_bytes(content)
    (tmp_path / "right").write_bytes(GOOD)
    done = call("import", tmp_path / "wrong", tmp_path / "right", database=database)
    assert (done.returncode, done.stderr) == (3, "")
    assert "Traceback" not in done.stdout
    assert f"wrong: {sentence}" in done.stdout
    assert len(stored(database, events, "event_id")) == 40
    (reason, _raw) = stored(database, rejects, "reason", "raw")[0]
    assert reason
    assert stored(database, imports, "file", "rejected") == [("right", 0), ("wrong", 1)]


def test_a_column_that_speaks_of_consent_and_is_not_read_is_named(database: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Name,Email,GDPR,Email Opt Out\nAnn,ann@example.com,no,yes\n")
    done = call("import", tmp_path / "list.csv", database=database)
    assert (done.returncode, done.stderr) == (0, "")
    assert "list.csv: The column GDPR speaks of consent" in done.stdout
    (document,) = json_of("import", "--json", tmp_path / "list.csv", database=database)["files"]
    assert document["note"].startswith("The column GDPR speaks of consent")
    assert stored(database, contacts, "do_not_email_reason") != [None]


def test_an_opt_out_that_is_unclear_is_a_reject_and_the_person_comes_in(database: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Name,Email,Email Opt Out\nAnn,ann@example.com,ask Dana\n")
    done = call("import", tmp_path / "list.csv", database=database)
    assert done.returncode == 3
    assert stored(database, contacts, "name", "do_not_email_at") == [("Ann", None)]
    (reason,) = stored(database, rejects, "reason")
    assert "write yes or no" in reason


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b'{"items": [], "paging": {"next": ""}}', "This page has no items, so there was nothing to import."),
        (b'{"messages": [], "page": 0}', "This page has no messages, so there was nothing to import."),
        (b"[]", "This list is empty, so there was nothing to import."),
        (b"Name,Email\n", "This table has a header and no rows, so there was nothing to import."),
    ],
)
def test_a_page_without_items_is_read_and_said_to_be_empty(
    database: str, tmp_path: Path, content: bytes, note: str
) -> None:
    (tmp_path / "page").write_bytes(content)
    done = call("import", tmp_path / "page", database=database)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"page: {note}" in done.stdout
    assert stored(database, imports, "read", "rejected", "note") == [(0, 0, note)]


def test_a_gzip_that_is_cut_short_gives_what_was_before_the_cut(database: str, tmp_path: Path) -> None:
    whole = gzip.compress(GOOD, compresslevel=0)
    (tmp_path / "cut.gz").write_bytes(whole[: len(whole) // 2])
    document = json_of("import", tmp_path / "cut.gz", "--json", status=3, database=database)
    assert 15 <= document["new"] <= 20
    assert len(stored(database, events, "event_id")) == document["new"]
    assert document["rejected"] == 1
    assert stored(database, rejects, "reason") == [
        "The compressed file is cut short: download it again, and import the new copy."
    ]


@pytest.mark.parametrize("before", [b"", GOOD])
def test_a_line_of_100_mb_is_not_held(database: str, tmp_path: Path, before: bytes) -> None:
    """The line stands between good ones; what is held at once stays far below its length."""
    file = tmp_path / "long"
    with file.open("wb") as stream:
        stream.write(before)
        stream.write(b'{"event": "opened", "id": "')
        for _ in range(100):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"}\n')
        stream.write(json_lines([mailgun_event(99)]))
    measured = (
        "import atexit, re; from engagement.cli import main;"
        "atexit.register(lambda: print(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1])); main()"
    )
    words = [sys.executable, "-c", measured, "import", str(file)]
    done = subprocess.run(words, cwd=PROJECT, env=environment(database), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "")
    assert int(done.stdout.split()[-1]) / 1024 < 300  # MB
    assert len(stored(database, events, "event_id")) == len(before.splitlines()) + 1
    ((reason, raw),) = stored(database, rejects, "reason", "raw")
    assert "100.0 MB long" in reason
    assert raw.startswith('{"event": "opened"')
    assert len(raw) < 100_000


@pytest.mark.parametrize(
    "content",
    [
        PEOPLE.encode(),
        codecs.BOM_UTF8 + PEOPLE.encode(),
        PEOPLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + PEOPLE.encode("utf-16-be"),
        PEOPLE.encode("utf-16-le"),
        PEOPLE.encode("windows-1252"),
        PEOPLE.replace(",", ";").replace("\n", "\r\n").encode("windows-1252"),
        gzip.compress(PEOPLE.encode("utf-16")),
    ],
    ids=["utf-8", "utf-8 marked", "utf-16", "utf-16 be", "utf-16 bare", "windows-1252", "semicolons", "gzip"],
)
def test_a_table_in_any_usual_encoding(database: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "people").write_bytes(content)
    document = json_of("import", tmp_path / "people", "--json", database=database)
    assert (document["read"], document["new"], document["rejected"]) == (20, 20, 0)
    assert ("José Núñez", "Zoë") in stored(database, contacts, "name", "owner")


def test_events_in_the_future_are_rejected_with_a_reason(database: str, tmp_path: Path) -> None:
    days = {"past": -3, "skewed": 0.01, "future": 3}
    lines = [
        mailgun_event(1, id=name, timestamp=(NOW + timedelta(days=away)).timestamp()) for name, away in days.items()
    ]
    (tmp_path / "events").write_bytes(json_lines(lines))
    document = json_of("import", tmp_path / "events", "--json", status=3, database=database)
    assert (document["new"], document["rejected"]) == (2, 1)
    ((place, reason, raw),) = stored(database, rejects, "place", "reason", "raw")
    assert place == "line 3"
    assert reason.startswith(f"Its time, {NOW + timedelta(days=3):%Y-%m-%d}")
    assert "lies in the future" in reason
    assert '"future"' in raw


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize(
    ("settings", "status", "words"),
    [
        ({"timezone": "Mars/Olympus"}, 2, ["ENGAGEMENT_TIMEZONE", "'Mars/Olympus'", "America/New_York"]),
        ({"timezone": ""}, 2, ["ENGAGEMENT_TIMEZONE", "America/New_York"]),
        ({"timezone": "../etc/passwd"}, 2, ["ENGAGEMENT_TIMEZONE", "unknown"]),
        ({"region": "Atlantis"}, 2, ["ENGAGEMENT_REGION", "'Atlantis'", "US or GB"]),
        ({"database_url": "the usual one"}, 2, ["ENGAGEMENT_DATABASE_URL", "sqlite:///data/engagement.db"]),
        ({"database_url": "mysql://root@localhost/x"}, 2, ["ENGAGEMENT_DATABASE_URL", "'mysql'", "postgresql"]),
        ({"database_url": "sqlite:///{folder}"}, 1, ["cannot be opened", "check ENGAGEMENT_DATABASE_URL"]),
        ({"database_url": "sqlite:///{text}"}, 1, ["not a database", "check ENGAGEMENT_DATABASE_URL"]),
        ({"database_url": "sqlite:///{text}/engagement.db"}, 1, ["cannot be opened", "check ENGAGEMENT_DATABASE_URL"]),
        (
            {"database_url": "postgresql://dana:secret@127.0.0.1:{port}/x"},
            1,
            ["cannot be opened", "refused", "check ENGAGEMENT_DATABASE_URL"],
        ),
    ],
)
@pytest.mark.parametrize("command", [("contacts",), ("import", "{text}")])
def test_a_setting_that_cannot_be_used(
    tmp_path: Path, settings: dict[str, str], status: int, words: list[str], command: tuple[str, ...]
) -> None:
    (tmp_path / "text").write_text("No database at all, and longer than a header of one would be.\n" * 40)
    places = {"folder": str(tmp_path), "text": str(tmp_path / "text"), "port": str(closed_port())}
    done = call(
        *(word.format(**places) for word in command),
        **{name: value.format(**places) for name, value in settings.items()},
    )
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith("engagement: ")
    assert done.stderr.count("\n") == 1, "it is one sentence on one line"
    for word in words:
        assert word in done.stderr
    assert "secret" not in done.stderr
    assert (tmp_path / "text").read_text().startswith("No database at all")


@pytest.mark.parametrize(
    ("command", "status", "words"),
    [
        (["import", "nowhere.json"], 2, ["nowhere.json", "does not exist"]),
        (["import"], 2, ["PATH"]),
        (["import", "--jsn", "."], 2, ["--jsn"]),
        (["export"], 2, ["export"]),
        (["contacts", "--option", "Email Opened"], 2, ["Email Opened", "Email Opens, Email Clicks"]),
        (["contacts", "--match", "some"], 2, ["some", "any"]),
        (["contacts", "--kind", "customer"], 2, ["customer", "lead"]),
        (["contacts", "--from", "24 Nov"], 2, ["24 Nov", "2026-11-24"]),
        (["contacts", "--from", "2026-11-24", "--to", "2026-11-01"], 2, ["2026-11-24", "2026-11-01"]),
        (["contacts", "--last", "0"], 2, ["engagement: "]),
        (["contacts", "--last", "-3"], 2, ["engagement: "]),
        (["contacts", "--last", "7", "--from", "2026-11-01"], 2, ["--last", "--from"]),
        (["contacts", "--format", "xml"], 2, ["xml", "csv"]),
        (["contacts", "--output", "list.doc"], 2, ["list.doc", ".csv or .xlsx"]),
        (["contacts", "--output", "nowhere/list.csv"], 1, ["nowhere/list.csv", "name another file"]),
        (["timeline"], 2, ["WHO"]),
        (["timeline", "nobody@example.com"], 1, ["nobody@example.com", "check the spelling"]),
        (["timeline", "999999999999999999999999999999"], 1, ["check the spelling"]),
        (["timeline", "²"], 1, ["check the spelling"]),
        (["serve", "--port", "70000"], 2, ["--port", "65535"]),
    ],
)
def test_a_wrong_call(database: str, command: list[str], status: int, words: list[str]) -> None:
    done = call(*command, database=database)
    assert (done.returncode, done.stdout) == (status, ""), done
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
