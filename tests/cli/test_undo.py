"""An import is taken back by its id, which --list tells."""

from pathlib import Path

import pytest

from tests.cli.calling import call, json_of

LIST = "Name,Email,Email Opt Out\nJane Park,jane@example.com,yes\nJohn Doe,john@example.com,\n"


@pytest.fixture
def listed(sqlite_url: str, tmp_path: Path) -> str:
    """The id of an import of two people, of whom one opted out."""
    (tmp_path / "people.csv").write_text(LIST)
    call("import", tmp_path / "people.csv", database=sqlite_url)
    line = call("import", "--list", database=sqlite_url).stdout.splitlines()[1]
    assert "people.csv" in line
    return line.split()[0]


def test_what_it_brought_is_gone_but_for_opt_outs(sqlite_url: str, listed: str) -> None:
    undone = call("import", "--undo", listed, database=sqlite_url)
    assert undone.returncode == 0
    assert undone.stdout == "people.csv was taken back. Gone: 1 contact, 0 messages, 0 events. 1 opt-out stays.\n"
    assert [one["emails"] for one in json_of("contacts", "--format", "json", database=sqlite_url)] == [
        ["jane@example.com"]  # unknown: somebody must have the address that may not be written to
    ]
    again = call("import", "--undo", listed, database=sqlite_url)
    assert again.returncode == 1
    assert again.stderr == "engagement: The import of people.csv was taken back already: nothing was changed.\n"


def test_opt_outs_go_when_it_is_said(sqlite_url: str, listed: str) -> None:
    undone = call("import", "--undo", listed, "--with-opt-outs", database=sqlite_url)
    assert undone.stdout == "people.csv was taken back. Gone: 2 contacts, 0 messages, 0 events.\n"
    assert json_of("contacts", "--format", "json", database=sqlite_url) == []


def test_a_wrong_call_is_one_sentence(sqlite_url: str, tmp_path: Path) -> None:
    assert "There is no import with that id" in call("import", "--undo", "7", database=sqlite_url).stderr
    assert call("import", database=sqlite_url).returncode == 2
    assert call("import", tmp_path, "--undo", "7", database=sqlite_url).returncode == 2
