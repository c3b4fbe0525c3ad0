"""A format of the contact list is one entry: added to FORMATS alone, a command writes it and prints it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer

from engagement.cli.export import format_name, output_file, printed, write_list
from engagement.query.contacts import formats
from engagement.query.contacts.formats import Format, format_of_name, text_writer
from engagement.query.question.rows import ContactRow
from tests.query.contacts.test_export import JANE, NO_EMAIL

UTC = ZoneInfo("UTC")


def names_only(rows: Iterable[ContactRow], _: ZoneInfo, *, include_opted_out: bool) -> Iterator[str]:
    return (f"{row.name}: {', '.join(row.emails) if include_opted_out else ''}\n" for row in rows)


NAMES = Format("names", text_writer(names_only), names_only, ".names", "text/plain", "Names")


def test_a_format_is_one_entry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match=r"\.csv or \.xlsx\."):
        output_file("list.names")
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, NAMES))
    file = tmp_path / "list.NAMES"
    assert output_file(str(file)) == file
    write_list(file, [JANE, NO_EMAIL], UTC, [], include_opted_out=True)
    assert file.read_text("utf-8") == "Jane Doe: jane@office.example, jane@home.example\n" * 2
    assert format_name("names") == "names"
    assert list(printed()["names"]([JANE], UTC, include_opted_out=False)) == ["Jane Doe: \n"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("list.csv", "csv"),
        ("LIST.CSV", "csv"),
        ("a.b.xlsx", "xlsx"),
        ("list.json", None),  # it is printed, and nowhere a file
        ("csv", None),
        ("list", None),
        ("list.csv.gz", None),
    ],
)
def test_a_file_is_of_the_format_that_its_name_ends_in(name: str, key: str | None) -> None:
    found = format_of_name(name)
    assert (found.key if found else None) == key


@pytest.mark.parametrize("key", ["table", "csv", "json"])
def test_formats_that_are_printed(key: str) -> None:
    assert format_name(key) == key


@pytest.mark.parametrize("text", ["xlsx", "CSV", ""])
def test_formats_that_are_not_printed(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="'table', 'csv', 'json'"):
        format_name(text)


def test_each_is_told_apart() -> None:
    for words in ([one.key for one in formats.FORMATS], [one.suffix for one in formats.FORMATS if one.suffix]):
        assert len(words) == len(set(words))
    assert all(one.suffix for one in formats.FORMATS if one.label), "what has a button is a file"


def test_a_csv_file_opens_in_excel_with_its_accents(tmp_path: Path) -> None:
    """Excel takes a file for UTF-8 by its first three bytes alone; what is printed goes to programs, without them."""
    file = tmp_path / "list.csv"
    write_list(file, [replace(JANE, name="Zoë Núñez")], UTC, [], include_opted_out=False)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid,name,")
    assert "Zoë Núñez" in file.read_text("utf-8-sig")
    assert "".join(printed()["csv"]([JANE], UTC, include_opted_out=False)).startswith("id,name,")
