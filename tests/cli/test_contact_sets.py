"""The command line over contact sets: conditions with their own period, and the check and remaking of the sets."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.domain.vocabulary import EventType
from engagement.ingest import take_in
from engagement.store.engine import open_store
from tests.cli.calling import call, json_of
from tests.ingest.making import CELL, JANE, at, contact, email, reply, text
from tests.moment import NOW

JOHN, ANN = "john@example.com", "ann@example.com"


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> str:
    """Jane opened three times and replied; John got an email a moment ago and did nothing; Ann's mailbox was full."""
    file = tmp_path / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    since = (NOW - at(0)) / timedelta(minutes=1)  # so many minutes after the tests' noon it is now
    full = email(EventType.FAILED, key="m3", to=ANN, reason="bounce", code="552", detail="5.2.2 mailbox full")
    engine = open_store(f"sqlite:///{file}")
    take_in(
        engine,
        [
            contact("Jane Park", JANE, CELL, owner="Dana"),
            contact("John Doe", JOHN, owner="Lee"),
            contact("Ann Lee", ANN, owner="Lee"),
            email(EventType.DELIVERED, 0),
            *(email(EventType.OPENED, minutes) for minutes in (1, 2)),
            email(EventType.OPENED, 3, machine=True),
            text(EventType.DELIVERED, 4),
            *reply("Tuesday works!", 5),
            email(EventType.DELIVERED, since, key="m2", to=JOHN),
            *(email(EventType.TEMPORARY_FAILURE, minutes, key="m2", to=JOHN) for minutes in (1, 2)),
            full,
        ],
    )
    engine.dispose()
    return f"sqlite:///{file}"


QUESTIONS = [
    (["--option", "Email Opens", "--at-least", "3"], ["Jane Park"]),
    (["--option", "Email Opens", "--at-least", "4"], []),
    (["--option", "Email Opens", "--at-least", "3", "--without-machines"], []),
    (["--did", "Email Opens x2"], ["Jane Park"]),
    (["--did", "Email Opens x2 2026-11-02..2026-11-02"], ["Jane Park"]),
    (["--did", "email opens 2026-11-03.."], []),
    (["--did-not", "Email Clicks"], ["Jane Park", "John Doe"]),
    (["--did-not", "Email Opens"], ["John Doe"]),
    (["--did-not", "Email Opens last 2"], ["John Doe"]),
    (["--did-not", "Text Replies"], []),
    (["--did", "Text Replies", "--did-not", "Email Clicks"], ["Jane Park"]),
    (["--did", "Text Replies", "--did", "Email Clicks"], []),
    (["--owner", "Lee", "--did-not", "Email Clicks"], ["John Doe"]),
    (["--bounced-because", "Mailbox full"], ["Ann Lee"]),
    (["--bounced-because", "mailbox full", "--bounced-because", "no such mailbox"], ["Ann Lee"]),
    (["--bounced-because", "no such mailbox"], []),
    (["--soft-bounces", "2"], ["John Doe"]),
    (["--soft-bounces", "3"], []),
    (["--soft-bounces", "1", "--bounced-because", "mailbox full"], []),
]


def test_how_often_and_what_else(database: str) -> None:
    for words, expected in QUESTIONS:
        found = json_of("contacts", *words, "--format", "json", database=database)
        assert sorted(row["name"] for row in found) == expected, words


def test_the_heading_says_what_is_asked(database: str) -> None:
    words = ["--option", "Email Opens", "--at-least", "2", "--did-not", "Email Clicks 2026-11-02..2026-11-02"]
    heading = call("contacts", *words, database=database).stdout.splitlines()[0]
    assert "opened an email at least 2 times" in heading
    assert "got an email but did not click a link in an email on 2 Nov 2026" in heading


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["--did", "Carrier Pigeons"], "use one of Email Opens"),
        (["--did-not", "Email Opens 2026-02-30.."], "write it like"),
        (["--did", ""], "write it like"),
        (["--did", "Email Opens x0"], "ask for 1 or more"),
        (["--option", "Email Opens", "--at-least", "0"], "--at-least"),
        (["--bounced-because", "bad luck"], "mailbox full"),
        (["--soft-bounces", "-1"], "--soft-bounces"),
    ],
)
def test_what_asks_nothing_is_told_without_a_traceback(database: str, words: list[str], remedy: str) -> None:
    done = call("contacts", *words, database=database)
    assert (done.returncode, done.stdout) == (2, "")
    assert remedy in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_and_rebuild(database: str) -> None:
    done = call("index", "verify", database=database)
    assert (done.returncode, done.stdout) == (0, "The contact sets agree with the tables.\n")
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE contacts SET owner = 'Lee' WHERE name = 'Jane Park'"))
        connection.execute(sa.text("DELETE FROM field_sets WHERE field = 'kind'"))
    engine.dispose()
    done = call("index", "verify", database=database)
    assert done.returncode == 4
    assert done.stdout.splitlines() == [
        "kind lead: 3 contacts missing, 0 too many",
        "owner Dana: 0 contacts missing, 1 too many",
        "owner Lee: 1 contacts missing, 0 too many",
        "3 sets differ from the tables: run `engagement index rebuild`.",
    ]
    done = call("index", "rebuild", database=database, timezone="Asia/Tokyo")
    assert (done.returncode, done.stdout) == (0, "The contact sets were made anew, for the days of Asia/Tokyo.\n")
    assert call("index", "verify", database=database).returncode == 0
    lee = json_of("contacts", "--owner", "Lee", "--format", "json", database=database, timezone="Asia/Tokyo")
    assert sorted(row["name"] for row in lee) == ["Ann Lee", "Jane Park", "John Doe"]


def test_refold(database: str) -> None:
    done = call("refold", database=database)
    assert (done.returncode, done.stdout) == (0, "5 messages were folded anew: 0 changed.\n")
    _spoil(database, "UPDATE messages SET status = 'Accepted', opens = 9 WHERE provider_key IN ('m1', 'm2')")
    told = call("index", "verify", database=database)
    assert told.returncode == 4
    assert "opens of messages: of 2 it is otherwise" in told.stdout.splitlines()
    assert told.stdout.splitlines()[-1].endswith(" columns differ from the events: run `engagement refold`.")
    done = call("refold", database=database)
    assert (done.returncode, done.stdout, done.stderr) == (0, "5 messages were folded anew: 2 changed.\n", "")
    assert call("index", "verify", database=database).returncode == 0


def test_what_was_folded_by_earlier_rules_is_folded_anew_by_the_next_command(database: str) -> None:
    _spoil(database, "UPDATE contacts SET opens = 9", "UPDATE fold_state SET version = 0")
    asked = ("contacts", "--option", "Email Opens", "--format", "json")
    assert [row["opens"] for row in json_of(*asked, database=database)] == [3]
    _spoil(database, "UPDATE fold_state SET version = 999")
    done = call(*asked, database=database)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("engagement: The messages were folded by a newer version of this product")


def _spoil(database: str, *statements: str) -> None:
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def test_another_time_zone_is_another_day(database: str) -> None:
    """Noon in UTC is the next day on Kiritimati, fourteen hours ahead; a call with another zone makes the sets anew."""
    words = ("contacts", "--did", "Email Opens 2026-11-03..", "--format", "json")
    assert json_of(*words, database=database, timezone="UTC") == []
    (jane,) = json_of(*words, database=database, timezone="Pacific/Kiritimati")
    assert jane["name"] == "Jane Park"
    assert json_of(*words, database=database, timezone="UTC") == []
    assert call("index", "verify", database=database).returncode == 0
