"""What the columns of lists are, said by `engagement import --columns FILE`, and kept as the page keeps it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from engagement.cli.commands import app
from engagement.store.account import remembered_columns
from engagement.store.engine import open_store

LIST = "Wer,Wo,Makler,Land\nAnn Lee,ann@example.com,Dana,DE\nBob Ray,bob@example.com,Dana,FR\n"
HEADINGS = ("Wer", "Wo", "Makler", "Land")


class Called:
    """An empty account, to which lists are imported."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    def write(self, name: str, content: str) -> Path:
        file = self.folder / name
        file.write_text(content, encoding="utf-8")
        return file

    def call(self, *words: str | Path) -> Result:
        return CliRunner().invoke(app, [*map(str, words)], env={"ENGAGEMENT_DATABASE_URL": self.url, "COLUMNS": "500"})

    def kept(self) -> list[str] | None:
        engine = open_store(self.url)
        with engine.connect() as connection:
            words = remembered_columns(connection, HEADINGS)
        engine.dispose()
        return words

    def people(self) -> dict[str, tuple[str, list[str]]]:
        found = json.loads(self.call("contacts", "--format", "json").stdout)
        return {one["name"]: (one["owner"], one["emails"]) for one in found}


@pytest.fixture
def account(sqlite_url: str, tmp_path: Path) -> Called:
    return Called(sqlite_url, tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("columns.json", '{"Wer": "name", "wo ": "Email", "Makler": "owner", "Land": null}'),
        ("columns.csv", "heading,field\nWer,name\nWo,email\nMakler,owner\n"),
        ("columns.txt", "\ufeffWer;name\nWo;email\nMakler;owner\nLand;not read\n"),
    ],
)
def test_what_is_said_is_read_and_kept_for_the_next_list(account: Called, name: str, content: str) -> None:
    done = account.call("import", account.write("list.csv", LIST), "--columns", account.write(name, content))
    assert done.exit_code == 0, done.output
    assert account.people() == {"Ann Lee": ("Dana", ["ann@example.com"]), "Bob Ray": ("Dana", ["bob@example.com"])}
    assert account.kept() == ["name", "email", "owner", ""]
    later = account.write("later.csv", "Wer,Wo,Makler,Land\nCy Roe,cy@example.com,Sam,ES\n")
    again = account.call("import", "--json", later)
    assert again.stderr == "later.csv: its columns are read as you said last time.\n"
    assert json.loads(again.stdout)["files"][0]["file"].endswith("later.csv")
    assert account.people()["Cy Roe"] == ("Sam", ["cy@example.com"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"Wer": "name", "Wohnt": "email"}', "No list has a column Wohnt: the headings are Wer, Wo, Makler, Land."),
        ('{"Wer": "name", "Wo": "adress"}', "'adress', of the column Wo, is no field: use one of not read, name,"),
        ("Wer,name\nWer,email\n", "columns.txt says two things of the column Wer: leave one of them out."),
        ("Wer\nWo\n", 'columns.txt does not say what the columns are: write it as JSON, {"Wo": "email"}, or as CSV'),
        ('{"Wer": ["name"]}', "columns.txt does not say what the columns are"),
        ('{"Wer": "name"', "columns.txt does not say what the columns are"),
        ("", "columns.txt says nothing of any column"),
        ("Wer,name\nMakler,name\nWo,email\n", "list.csv: Two columns are read as name"),
        ("Makler,owner\n", "list.csv: No two columns are about a person"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_imported(account: Called, content: str, sentence: str) -> None:
    said = account.write("columns.txt", content)
    done = account.call("import", account.write("list.csv", LIST), "--columns", said)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert account.kept() is None
    assert account.people() == {}


def test_of_several_files_it_is_said_of_the_lists_that_have_the_columns(account: Called) -> None:
    folder = account.folder / "lists"
    folder.mkdir()
    account.write("lists/one.csv", LIST)
    account.write("lists/two.csv", "Name,Email\nDi Fox,di@example.com\n")
    said = account.write("columns.csv", "Wer,name\nWo,email\n")
    assert account.call("import", folder, "--columns", said).exit_code == 0
    assert account.people().keys() == {"Ann Lee", "Bob Ray", "Di Fox"}


def test_a_column_that_is_left_out_is_not_read_for_what_it_holds(account: Called) -> None:
    said = account.write("columns.csv", "Wer,name\nWo,\nLand,source\n")
    done = account.call("import", account.write("list.csv", LIST), "--columns", said)
    assert done.exit_code == 0, done.output
    assert account.people() == {"Ann Lee": ("", []), "Bob Ray": ("", [])}
