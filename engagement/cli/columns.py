"""What the columns of contact lists are, said on the command line: by a file, and kept as the page Imports keeps it."""

import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from sqlalchemy import Engine

from engagement.domain.vocabulary import Channel
from engagement.errors import ColumnError, UnreadableFile
from engagement.formats.headings import table_head, with_headings
from engagement.ingest.files import files_in
from engagement.providers import contact_list, providers, recognises
from engagement.providers.columns import NOT_READ, WORDS, headings_for, told_of, words_of
from engagement.store.account import remember_columns, remembered_columns, remembers_columns

_LEFT_OUT = frozenset(("", "not read", "-"))
_HOW = 'write it as JSON, {"Wo": "email"}, or as CSV with a heading and a word in each row'

Said = Mapping[str, str]  # from the heading, as it is compared, to one of WORDS


@dataclass(frozen=True, slots=True)
class _List:
    """A contact list among the files to import, or a table that nobody knows."""

    file: Path
    headings: tuple[str, ...]
    own: list[str]  # what its columns are read as without anybody saying so
    told: Mapping[str, Channel]  # those of them that their values tell


def columns_said(file: Path) -> dict[str, str]:
    """What a file says the columns are, from the heading to one of the words of the page Imports.

    BadParameter, with what to do, when the file cannot be understood or has a word that is none of these.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        pairs = _of_json(json.loads(text)) if text.lstrip()[:1] == "{" else _of_csv(text)
    except (OSError, ValueError, csv.Error) as error:
        raise typer.BadParameter(f"{file.name} does not say what the columns are: {_HOW}.") from error
    said: dict[str, str] = {}
    for heading, word in pairs:
        known = " ".join(word.split()).casefold()
        known = NOT_READ if known in _LEFT_OUT else known
        if known not in WORDS:
            words = ", ".join(word or "not read" for word in WORDS)
            raise typer.BadParameter(f"{word!r}, of the column {heading}, is no field: use one of {words}.")
        if said.setdefault(heading, known) != known:
            raise typer.BadParameter(f"{file.name} says two things of the column {heading}: leave one of them out.")
    if not said:
        raise typer.BadParameter(f"{file.name} says nothing of any column: {_HOW}.")
    return said


@contextmanager
def with_columns(
    engine: Engine, paths: Sequence[Path], said: Said | None, region: str, sheet: str | None = None
) -> Iterator[list[Path]]:
    """The files of `paths` to import, each list among them with the headings that what is `said` of its columns needs.

    What is said is kept for the next file with the same headings; what was kept is said of lists of which nothing else
    is. Of workbooks it is `sheet`, or the first that shows a table. The files written anew are gone afterwards.

    BadParameter when no list has a heading that is named.
    """
    with engine.connect() as connection:
        if said is None and not remembers_columns(connection):
            yield list(paths)
            return
    files = list(files_in(paths))
    lists = [found for file in files if (found := _list_of(file, region, sheet))]
    if said is not None:
        _all_there(said, lists)
    with TemporaryDirectory(prefix="engagement-") as folder:
        anew: dict[Path, Path] = {}
        words_of_lists = [(one, words) for one in lists if (words := _words(engine, one, said)) is not None]
        for number, (one, words) in enumerate(words_of_lists):
            try:
                headings = headings_for(one.headings, words, one.told)
                anew[one.file] = _written(one.file, headings, Path(folder) / str(number), sheet)
            except (ColumnError, UnreadableFile) as error:
                raise typer.BadParameter(f"{one.file.name}: {error}") from error
        for one, words in words_of_lists:
            if said is None:
                typer.echo(f"{one.file.name}: its columns are read as you said last time.", err=True)
            else:
                remember_columns(engine, one.headings, words)
        yield [anew.get(file, file) for file in files]


def _words(engine: Engine, one: _List, said: Said | None) -> list[str] | None:
    """What the columns of a list are; None where nobody says anything of them."""
    if said is None:
        with engine.connect() as connection:
            return remembered_columns(connection, one.headings)
    named = {_compared(heading): word for heading, word in said.items()}
    if named.keys().isdisjoint(map(_compared, one.headings)):
        return None
    return [named.get(_compared(heading), word) for heading, word in zip(one.headings, one.own, strict=True)]


def _list_of(file: Path, region: str, sheet: str | None) -> _List | None:
    if not file.is_file():
        return None
    with file.open("rb") as stream:
        head = table_head(stream, sheet=sheet)
    if head is None:
        return None
    known_by = [provider for provider in providers() if recognises(provider, head.rows[0].fields)]
    if known_by and known_by[0] is not contact_list.PROVIDER:
        return None
    told = told_of(head.headings, head.rows, region)
    return _List(file, head.headings, words_of(head.headings, told), told)


def _all_there(said: Said, lists: Sequence[_List]) -> None:
    there = {_compared(heading): heading for one in lists for heading in one.headings}
    lacking = [heading for heading in said if _compared(heading) not in there]
    if lacking:
        has = f"the headings are {', '.join(there.values())}" if there else "none of the files is a list"
        raise typer.BadParameter(f"No list has a column {', '.join(lacking)}: {has}.")


def _written(file: Path, headings: Sequence[str], folder: Path, sheet: str | None) -> Path:
    """The list under other headings and its own name, as old as it is."""
    folder.mkdir()
    path = folder / file.name
    with file.open("rb") as stream, path.open("wb") as target:
        target.writelines(with_headings(stream, headings, sheet=sheet))
    times = file.stat()
    os.utime(path, (times.st_atime, times.st_mtime))
    return path


def _compared(heading: str) -> str:
    return heading.strip().casefold()


def _of_json(document: object) -> list[tuple[str, str]]:
    """ValueError when it is no object of texts."""
    if not isinstance(document, dict) or not all(isinstance(word, str | None) for word in document.values()):
        raise ValueError("no object of texts")
    return [(heading.strip(), word or NOT_READ) for heading, word in document.items()]


def _of_csv(text: str) -> list[tuple[str, str]]:
    """ValueError when a row has not two cells."""
    sign = max(",;\t", key=text.count)
    rows = [row for row in csv.reader(text.splitlines(), delimiter=sign, strict=True) if any(map(str.strip, row))]
    if any(len(row) != 2 for row in rows):
        raise ValueError("not two cells")
    if rows and rows[0][0].strip().casefold() in ("heading", "column") and _compared(rows[0][1]) not in WORDS:
        rows = rows[1:]
    return [(heading.strip(), word) for heading, word in rows]
