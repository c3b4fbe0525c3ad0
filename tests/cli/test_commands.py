"""The words and shapes of the command line that scripts rely on."""

import csv
import re
import subprocess
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from engagement import __version__
from engagement.domain.vocabulary import ContactKind, EventType, FilterOption
from engagement.ingest import take_in
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from tests.cli.calling import COMMAND, call, environment, json_of
from tests.ingest.making import CELL, JANE, contact, email, json_lines, mailgun_event, reply, text
from tests.query.contacts.test_spreadsheet import sheets

CONTACT_KEYS = {
    *("id", "name", "kind", "owner", "emails", "phones", "last_status", "last_engaged_at"),
    *("opens", "clicks", "replies", "do_not_email", "do_not_text", "do_not_call", "asked_to_stop_at"),
}
MESSAGE_KEYS = {
    *("channel", "direction", "origin", "campaign", "subject", "text", "sent_at", "status", "status_at", "tracked"),
    *("opens", "clicks", "machine_opens", "reason", "events"),
}
COUNTS = {"read", "new", "duplicate", "skipped", "rejected"}
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
JOHN = "john@example.com"


@pytest.fixture(scope="module")
def database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Jane, who opened, replied and opted out; John, an agent whose email bounced; and somebody unknown who clicked."""
    file = tmp_path_factory.mktemp("account") / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_store(f"sqlite:///{file}")
    take_in(
        engine,
        [
            contact("Jane Park", JANE, CELL, owner="Dana Reyes", stage="Hot", source="Web", labels=("vip",)),
            contact('John, "Jack" Doe', JOHN, kind=ContactKind.AGENT, owner="Lee Chen"),
            email(EventType.DELIVERED, 1),
            email(EventType.OPENED, 2, machine=True),
            email(EventType.OPENED, 3),
            text(EventType.DELIVERED, 4),
            *reply("Tuesday works!", 5, key="SM8"),
            *reply("STOP", 6),
            email(EventType.FAILED, 1, key="m2", to=JOHN, code="550", reason="bounce", detail="No such user"),
            email(EventType.CLICKED, 7, key="m3", to="who@example.com"),
        ],
    )
    engine.dispose()
    return f"sqlite:///{file}"


def names(database: str, *words: str) -> list[str]:
    return [found["name"] for found in json_of("contacts", *words, "--format", "json", database=database)]


def test_a_contact_has_the_keys_that_scripts_know(database: str) -> None:
    found = json_of("contacts", "--format", "json", database=database)
    assert len(found) == 3
    for one in found:
        assert one.keys() >= CONTACT_KEYS
        assert isinstance(one["id"], int)
    jane = next(one for one in found if one["name"] == "Jane Park")
    assert {name: jane[name] for name in CONTACT_KEYS - {"id", "last_engaged_at"}} == {
        "name": "Jane Park",
        "kind": "lead",
        "owner": "Dana Reyes",
        "emails": [JANE],
        "phones": [CELL],
        "last_status": "Unsubscribed",
        "opens": 2,
        "clicks": 0,
        "replies": 1,
        "do_not_email": False,
        "do_not_text": True,
        "do_not_call": False,
        "asked_to_stop_at": None,
    }
    assert UTC_TIME.fullmatch(jane["last_engaged_at"])
    assert datetime.fromisoformat(jane["last_engaged_at"]) == datetime(2026, 11, 2, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--option", "Email Opens"], ["Jane Park"]),
        (["--option", "email opens"], ["Jane Park"]),
        (["--option", "EMAIL CLICKS"], [""]),
        (["--option", "Email Opens", "--option", "Email Clicks"], ["", "Jane Park"]),
        (["--option", "Email Opens", "--option", "Text Replies", "--match", "all"], ["Jane Park"]),
        (["--option", "Email Opens", "--option", "Email Clicks", "--match", "none"], ['John, "Jack" Doe']),
        (["--option", "Email Bounces"], ['John, "Jack" Doe']),
        (["--option", "Email Unsubscribes"], []),
        (["--option", "Texts Unsubscribes", "--current-status"], ["Jane Park"]),
        (["--option", "Email Opens", "--from", "2026-11-02", "--to", "2026-11-02"], ["Jane Park"]),
        (["--option", "Email Opens", "--from", "2026-11-03"], []),
        (["--option", "Email Opens", "--to", "2026-11-01"], []),
        (["--option", "Email Opens", "--last", "99999999"], ["Jane Park"]),
        (["--kind", "agent"], ['John, "Jack" Doe']),
        (["--kind", "agent", "--kind", "unknown"], ["", 'John, "Jack" Doe']),
        (["--owner", "Dana Reyes"], ["Jane Park"]),
        (["--stage", "Hot", "--source", "Web", "--label", "vip"], ["Jane Park"]),
        (["--search", "jack"], ['John, "Jack" Doe']),
        (["--search", "who@"], [""]),
        (["--search", "nobody"], []),
    ],
)
def test_the_words_of_the_filter(database: str, words: list[str], expected: list[str]) -> None:
    assert sorted(names(database, *words)) == sorted(expected)


@pytest.mark.parametrize("option", FilterOption)
def test_every_option_is_known_by_its_name(database: str, option: FilterOption) -> None:
    assert call("contacts", "--option", option.value, "--format", "json", database=database).returncode == 0


def test_without_machines_leaves_their_opens_out(database: str) -> None:
    (jane,) = json_of("contacts", "--owner", "Dana Reyes", "--without-machines", "--format", "json", database=database)
    assert jane["opens"] == 1


def test_the_csv_has_the_rows_of_the_list(database: str) -> None:
    listed = json_of("contacts", "--format", "json", database=database)
    done = call("contacts", "--format", "csv", database=database)
    assert (done.returncode, done.stderr) == (0, "")
    table = list(csv.DictReader(StringIO(done.stdout, newline="")))
    assert [row["name"] for row in table] == [one["name"] for one in listed]
    assert [int(row["opens"]) for row in table] == [one["opens"] for one in listed]
    jane = next(row for row in table if row["name"] == "Jane Park")
    assert JANE in jane.values()
    assert CELL not in " ".join(jane.values()), "she asked not to be texted"
    asked = call("contacts", "--format", "csv", "--include-opted-out", database=database)
    assert CELL in asked.stdout


@pytest.mark.parametrize("ending", ["csv", "CSV"])
def test_a_file_that_ends_in_csv_is_what_the_csv_says(database: str, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"list.{ending}"
    done = call("contacts", "--option", "Email Opens", "--output", file, database=database)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    printed = call("contacts", "--option", "Email Opens", "--format", "csv", database=database).stdout
    assert file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n") == printed


def test_a_file_that_ends_in_xlsx_is_a_workbook_of_the_list(database: str, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    done = call("contacts", "--option", "Email Opens", "--output", file, database=database)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    found = sheets(file.read_bytes())
    listed = json_of("contacts", "--option", "Email Opens", "--format", "json", database=database)
    assert [row[1] for row in found["Contacts"][1:]] == [one["name"] for one in listed]
    assert any("opened an email" in str(row[1]) for row in found["About this list"])


def test_the_table_says_which_filter_made_it(database: str) -> None:
    done = call("contacts", "--option", "Email Opens", "--owner", "Dana Reyes", database=database)
    assert done.returncode == 0
    assert "Jane Park" in done.stdout
    assert "Dana Reyes" in done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    "who", [JANE, "JANE@Example.com", " jane@example.com ", CELL, "(415) 555-0142", "415.555.0142", "1-415-555-0142"]
)
def test_a_timeline_is_found_by_address_and_number(database: str, who: str) -> None:
    assert json_of("timeline", who, "--format", "json", database=database)["contact"]["name"] == "Jane Park"


def test_a_timeline_is_found_by_id(database: str) -> None:
    for one in json_of("contacts", "--format", "json", database=database):
        found = json_of("timeline", str(one["id"]), "--format", "json", database=database)
        assert found["contact"] == one


def test_a_national_number_is_read_in_the_region_of_the_settings(tmp_path: Path, sqlite_template: Path) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    (tmp_path / "people").write_text("Name,Phone\nHarriet,020 7946 0958\n")
    settings: dict[str, Any] = {"database": f"sqlite:///{file}", "region": "gb"}
    assert json_of("import", tmp_path / "people", "--json", **settings)["new"] == 1
    found = json_of("timeline", "(020) 7946 0958", "--format", "json", **settings)
    assert found["contact"]["phones"] == ["+442079460958"]


def test_a_message_has_the_keys_that_scripts_know(database: str) -> None:
    document = json_of("timeline", JANE, "--format", "json", database=database)
    assert document["contact"].keys() >= CONTACT_KEYS
    assert len(document["messages"]) == 4
    for message in document["messages"]:
        assert message.keys() >= MESSAGE_KEYS
        assert UTC_TIME.fullmatch(message["sent_at"])
        assert UTC_TIME.fullmatch(message["status_at"])
        for event in message["events"]:
            assert event.keys() >= {"type", "at"}
            assert UTC_TIME.fullmatch(event["at"])
    (mail,) = (message for message in document["messages"] if message["channel"] == "email")
    assert (mail["status"], mail["opens"], mail["machine_opens"], mail["clicks"]) == ("Opened", 2, 1, 0)
    assert (mail["origin"], mail["tracked"], mail["subject"]) == ("bulk", True, "Open house")
    assert [event["type"] for event in mail["events"]] == ["Delivered", "Opened", "Opened"]
    stop = document["messages"][0]  # the latest first
    assert (stop["direction"], stop["text"], stop["status"]) == ("inbound", "STOP", "Unsubscribed")
    (bounce,) = json_of("timeline", JOHN, "--format", "json", database=database)["messages"]
    assert bounce["status"] == "Failed"
    assert bounce["reason"]


def test_the_table_of_a_timeline(database: str) -> None:
    done = call("timeline", JANE, database=database)
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("Jane Park", "Tuesday works!", "Open house", "Do not text", "Opened"):
        assert words in done.stdout


@pytest.mark.parametrize(("broken", "status"), [(b"", 0), (b'{"event": "teleported", "timestamp": 1}\n', 3)])
def test_an_import_says_what_came_of_each_file(
    tmp_path: Path, sqlite_template: Path, broken: bytes, status: int
) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "events").write_bytes(
        json_lines([mailgun_event(1), mailgun_event(1), mailgun_event(2, "stored")]) + broken
    )
    (folder / "people").write_text("Name,Email\nJane Park,jane@example.com\n")
    document = json_of("import", folder, "--json", status=status, database=f"sqlite:///{file}")
    rejected = int(bool(broken))
    assert {name: document[name] for name in COUNTS} == {
        "read": 4 + rejected,
        "new": 2,
        "duplicate": 1,
        "skipped": 1,
        "rejected": rejected,
    }
    assert [one["provider"] for one in document["files"]] == ["Mailgun", "Contact list"]
    for one in document["files"]:
        assert one.keys() >= COUNTS | {"file", "provider", "note"}
    done = call("import", folder, database=f"sqlite:///{file}")
    assert (done.returncode, done.stderr) == (status, "")
    assert ("rejected is listed" in done.stdout) == bool(broken)


def test_the_version(tmp_path: Path) -> None:
    done = call("--version", database=f"sqlite:///{tmp_path / 'none.db'}")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"engagement {__version__}\n", "")
    assert not (tmp_path / "none.db").exists()


def test_help_names_every_command(tmp_path: Path) -> None:
    done = call("--help")
    assert done.returncode == 0
    for command in ("demo", "import", "contacts", "timeline", "calls", "consent", "serve"):
        assert re.search(rf"^ *{command}\b", done.stdout, re.M)


def test_whoever_reads_may_stop_reading(database: str) -> None:
    calling = subprocess.Popen(
        [*COMMAND, "contacts", "--format", "csv"],
        cwd=PROJECT,
        env=environment(database),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert calling.stdout is not None
    assert calling.stderr is not None
    calling.stdout.close()
    assert b"Traceback" not in calling.stderr.read()
    calling.stderr.close()
    calling.wait(timeout=60)
