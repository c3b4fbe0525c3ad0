"""The commands about consent, and Who to call: the words and shapes that scripts rely on."""

import csv
import getpass
import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from engagement.ingest import take_in
from engagement.store.engine import open_store
from tests.cli.calling import call, json_of
from tests.moment import NOW
from tests.query.consent.told import A, came, sent, stop
from tests.query.jane import CELL, EMAIL, JANE, JOE

OFFICE = "+442079460018"  # Joe's
ASKS = "Please stop texting me"
HISTORY = ["channel", "address", "ours", "what", "at", "source", "code", "words", "place", "by", "message_id"]
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> str:
    """Jane, who sent a stop word and was written to after it; and Joe, who asked to stop in words of his own."""
    file = tmp_path / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_store(f"sqlite:///{file}")
    told = [sent(1, number=OFFICE), came(5, ASKS, number=OFFICE), stop(7), sent(97, "=1+1, a house")]
    take_in(engine, [JANE, JOE, *(one for some in told for one in some)])
    engine.dispose()
    return f"sqlite:///{file}"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_the_ledger_of_somebody(database: str) -> None:
    found = json_of("consent", CELL, "--format", "json", database=database)
    assert [list(one) for one in found] == [HISTORY]
    expected = {"channel": "text", "address": CELL, "ours": A, "what": "out", "at": "2026-11-02T15:07:00Z"}
    expected |= {"source": "text", "words": "STOP", "by": None}
    assert {name: found[0][name] for name in expected} == expected
    (contact,) = json_of("contacts", "--search", "Jane", "--format", "json", database=database)
    for who in ("(415) 555-0142", "crm-7", str(contact["id"])):
        assert json_of("consent", who, "--format", "json", database=database) == found
        assert json_of("consent", "--format", "json", who, database=database) == found
    done = call("consent", CELL, "--format", "csv", database=database)
    (row,) = rows(done.stdout)
    assert list(row) == HISTORY
    assert row == {name: value or "" for name, value in found[0].items()}
    done = call("consent", CELL, database=database)
    assert (done.returncode, done.stderr) == (0, "")
    assert "stop word" in done.stdout


def test_of_whom_nothing_was_said_there_is_nothing(database: str) -> None:
    assert json_of("consent", EMAIL, "--format", "json", database=database) == []
    done = call("consent", EMAIL, database=database)
    assert (done.returncode, done.stdout) == (0, "Nothing is on file: they neither opted in nor out.\n")


def test_what_waits(database: str) -> None:
    (one,) = json_of("consent", "held", "--format", "json", database=database)
    expected: dict[str, Any] = {"name": "Joe Roe", "address": OFFICE, "ours": A, "at": "2026-11-02T15:05:00Z"}
    expected |= {"words": ASKS, "answers": "A house", "answers_sent_at": "2026-11-02T15:01:00Z"}
    assert {name: one[name] for name in expected} == expected
    assert one["telling"] in ASKS
    done = call("consent", "held", "--format", "csv", database=database)
    assert [row["words"] for row in rows(done.stdout)] == [ASKS]
    assert ASKS in call("consent", "held", database=database).stdout


@pytest.mark.parametrize(("decision", "is_out"), [("stop", True), ("reply", False)])
def test_a_decision(database: str, decision: str, is_out: bool) -> None:
    (joe,) = json_of("contacts", "--search", "Joe", "--format", "json", database=database)
    assert joe["asked_to_stop_at"] == "2026-11-02T15:05:00Z"
    done = call("consent", "decide", OFFICE, decision, "--by", "Ann", database=database)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Decided: 1 text of Joe Roe ")
    assert json_of("consent", "held", "--format", "json", database=database) == []
    (joe,) = json_of("contacts", "--search", "Joe", "--format", "json", database=database)
    assert (joe["asked_to_stop_at"], joe["do_not_text"]) == (None, is_out)
    asked, decided = json_of("consent", OFFICE, "--format", "json", database=database)
    assert (asked["what"], asked["words"]) == ("asked", ASKS)
    assert (decided["what"], decided["code"], decided["by"]) == ("decided", decision, "Ann")
    assert datetime.fromisoformat(decided["at"]) == NOW
    assert UTC_TIME.fullmatch(decided["at"])


def test_whoever_decides_is_whom_the_machine_knows(database: str) -> None:
    assert call("consent", "decide", OFFICE, "stop", database=database).returncode == 0
    assert json_of("consent", OFFICE, "--format", "json", database=database)[-1]["by"] == getpass.getuser()


def test_what_was_sent_after_a_stop(database: str) -> None:
    (one,) = json_of("consent", "after-stop", "--format", "json", database=database)
    expected = {"name": "Jane Doe", "address": CELL, "ours": A, "text": "=1+1, a house", "hours": 1.5}
    expected |= {"sent_at": "2026-11-02T16:37:00Z", "stopped_at": "2026-11-02T15:07:00Z", "status": "Delivered"}
    assert {name: one[name] for name in expected} == expected
    (row,) = rows(call("consent", "after-stop", "--format", "csv", database=database).stdout)
    assert row["text"] == "'=1+1, a house", "no spreadsheet runs it"
    assert "1.5" in call("consent", "after-stop", database=database).stdout


def test_lists_that_are_empty_say_so(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    for words, said in (
        (("consent", "held"), "No text waits for a decision."),
        (("consent", "after-stop"), "No text was sent to anybody after they opted out."),
        (("calls",), "Nobody waits for a call."),
    ):
        done = call(*words, database=f"sqlite:///{file}")
        assert (done.returncode, done.stdout.strip()) == (0, said)
        assert json_of(*words, "--format", "json", database=f"sqlite:///{file}") == []


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("consent", "+14155559999"), 1, "engagement: Nobody has the id, email address or phone number"),
        (("consent", "decide", "nobody@example.com", "stop"), 1, "engagement: Nobody has the id"),
        (("consent", "decide", CELL, "stop"), 1, "engagement: None of their texts asks to stop"),
        (("consent", "decide", CELL, "maybe"), 2, "'maybe' is not one of 'stop', 'reply'"),
        (("consent", "decide", CELL), 2, "Missing argument"),
        (("consent", "held", "--format", "xml"), 2, "'xml' is not one of"),
        (("calls", "--format", "csv"), 2, "'csv' is not one of"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    database: str, words: tuple[str, ...], status: int, said: str
) -> None:
    done = call(*words, database=database)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_who_to_call(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_store(f"sqlite:///{file}")
    days = 21 * 24 * 60  # since then; NOW is a day later
    asked = came(days, ASKS, number=OFFICE)
    take_in(engine, [JANE, JOE, *came(days, "Is it still free?"), *asked])
    engine.dispose()
    found = json_of("calls", "--format", "json", database=f"sqlite:///{file}")
    at = datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert found == [
        {
            "id": found[0]["id"],
            "name": "Jane Doe",
            "emails": [EMAIL, "strasse@home.example"],
            "phones": [CELL],
            "sign": "replied",
            "at": "2026-11-23T15:00:00Z",
            "times": 1,
            "about": "Is it still free?",
            "channels": ["email", "text"],
            "back": None,
            "reason": f"Replied “Is it still free?” on Mon 23 Nov 2026, {at:%H:%M} UTC, and nobody answered.",
        }
    ]
    assert "Is it still free?" in call("calls", database=f"sqlite:///{file}").stdout


def test_what_is_said_of_a_call(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    database = f"sqlite:///{file}"
    engine = open_store(database)
    take_in(engine, [JANE, JOE, *came(21 * 24 * 60, "Is it still free?")])
    engine.dispose()
    (waits,) = json_of("calls", "waiting", "--format", "json", database=database)["waiting"]  # type: ignore[call-overload]
    assert (waits["name"], waits["last"]) == ("Jane Doe", "Is it still free?")
    later = call("calls", "later", CELL, "--until", "2", "--by", "Ann", database=database)
    assert later.stdout.startswith("Jane Doe: later until")
    assert json_of("calls", "--format", "json", database=database) == []
    assert "is as before “later”" in call("calls", "undo", CELL, database=database).stdout
    assert call("calls", "not-mine", CELL, "--by", "Ann", database=database).returncode == 0
    assert json_of("calls", "--for", "ann", "--format", "json", database=database) == []
    assert len(json_of("calls", "--format", "json", database=database)) == 1
