"""What many places need is written in one: percentages, days, texts cut short, a channel's signs, the greatest id."""

import ast
import re
from collections.abc import Iterator

import pytest

from engagement.settings import PROJECT

SOURCES = [*sorted(PROJECT.glob("engagement/**/*.py")), *sorted(PROJECT.glob("pages/*.py")), PROJECT / "dashboard.py"]
PLACES = {  # what only one module writes: (where, what a literal of it looks like)
    "a percentage": ("engagement/lib/percent.py", r"\u00a0|^ %|\d %"),
    "a day in words": ("engagement/lib/moments.py", r"^%[ab]( |$)|^%b %Y|^%a %"),
    "a text cut short": ("engagement/lib/text.py", r"…$|^\.\.\.$"),
    "a sign of a channel": ("engagement/domain/vocabulary.py", r"^(mail|sms)$"),
}
WRITTEN_ELSEWHERE = {
    ("engagement/domain/texts/letters.py", "a text cut short"),  # a sign that people write, as it is read
    # as what others write: their columns, and the names of mailboxes that nobody is
    ("engagement/providers/columns.py", "a sign of a channel"),
    ("engagement/providers/consent_columns.py", "a day in words"),
    ("engagement/providers/list_times.py", "a day in words"),
    ("engagement/providers/consent_headings.py", "a sign of a channel"),
    ("engagement/providers/send_list.py", "a sign of a channel"),
    ("engagement/query/contacts/unknown.py", "a sign of a channel"),
}
OTHER_NUMBERS = {  # how many times, in how many days, which page
    "engagement/ui/contacts/sidebar.py",
    "engagement/ui/address/contact_params.py",
    "engagement/cli/calls.py",
    "pages/calls.py",
}


def literals(source: str) -> Iterator[tuple[int, str]]:
    """The texts written in a source file, docstrings left out, each with its line; those of an f-string in parts."""
    tree = ast.parse(source)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def found(what: str, source: str) -> list[int]:
    """The lines on which `source` writes what only one place may."""
    return [line for line, text in literals(source) if re.search(PLACES[what][1], text)]


@pytest.mark.parametrize("what", PLACES)
def test_one_module_writes(what: str) -> None:
    names = {path.relative_to(PROJECT).as_posix(): path.read_text("utf-8") for path in SOURCES}
    place = PLACES[what][0]
    assert found(what, names[place])
    others = {name: lines for name, source in names.items() if (lines := found(what, source)) and name != place}
    assert {name: lines for name, lines in others.items() if (name, what) not in WRITTEN_ELSEWHERE} == {}


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("a percentage", 'x = f"{share:.0f}\u00a0%"'),
        ("a day in words", 'x = f"{day.day} {day:%b %Y}"'),
        ("a day in words", 'x = f"{day:%a}"'),
        ("a text cut short", 'x = f"{text[:59]}…"'),
        ("a text cut short", 'x = text[:57] + "..."'),
        ("a sign of a channel", 'x = icon("sms")'),
    ],
)
def test_another_place_would_be_noticed(what: str, source: str) -> None:
    assert found(what, source) == [1]


def reads_an_id(node: ast.AST) -> bool:
    """Whether a part of a source file looks into the digits of a number, or writes out what a database can hold."""
    if isinstance(node, ast.Attribute):
        return node.attr == "isdigit"
    if isinstance(node, ast.BinOp):
        return ast.unparse(node) in ("2 ** 63", "1 << 63", "10 ** 18", "10 ** 19")
    return isinstance(node, ast.Constant) and node.value in (2**63, 2**63 - 1)


@pytest.mark.parametrize("source", ["text.isdigit()", "x = 2**63 - 1", "x = 9223372036854775807"])
def test_reading_an_id_by_hand_would_be_noticed(source: str) -> None:
    assert any(map(reads_an_id, ast.walk(ast.parse(source))))


def test_ids_are_read_in_one_place() -> None:
    rooms = ("engagement/query/", "engagement/ui/", "engagement/cli/", "pages/")
    again = {
        name
        for path in SOURCES
        if (name := path.relative_to(PROJECT).as_posix()).startswith(rooms)
        and any(map(reads_an_id, ast.walk(ast.parse(path.read_text("utf-8")))))
    }
    assert again == OTHER_NUMBERS
