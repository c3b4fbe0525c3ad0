"""docs/dev/words.md: every word once, in order, and every name it gives is there."""

import ast
import re
from pathlib import Path

import pytest

from engagement.settings import PROJECT

PAGE = PROJECT / "docs" / "dev" / "words.md"
ROWS = re.findall(r"^\| ([a-z ]+) \| (.+) \| (`.+`) \|$", PAGE.read_text("utf-8"), re.M)
PLACES = sorted({place for _, _, places in ROWS for place in re.findall(r"`([^`]+)`", places)})
MUST = ("mark", "level", "measure", "set", "snapshot", "view", "viewpoint", "scope", "fold", "round", "spool", "claim")


def defined(file: Path) -> set[str]:
    """The names that a module defines at its top: classes, functions and values."""
    names: set[str] = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def test_the_words_stand_in_order_and_each_once() -> None:
    words = [word for word, _, _ in ROWS]
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert len(words) == len(lines) - 2, "a line of the table has another form"
    assert words == sorted(set(words))
    assert set(MUST) <= set(words)


@pytest.mark.parametrize("place", PLACES)
def test_a_word_lives_where_it_says(place: str) -> None:
    path, _, name = place.partition(":")
    assert (PROJECT / path).is_file()
    assert not name or name in defined(PROJECT / path)


def test_a_name_that_is_not_there_is_seen() -> None:
    assert "View" in defined(PROJECT / "engagement" / "query" / "matching" / "view.py")
    assert "Vista" not in defined(PROJECT / "engagement" / "query" / "matching" / "view.py")
