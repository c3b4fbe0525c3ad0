"""Rows are read by name: a column put into a query, or taken out, cannot move a value into its neighbour's place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engagement.settings import PROJECT

ROOM = PROJECT / "engagement" / "query"
ANSWERS = {"execute", "rows", "walk"}  # the calls that give rows
AGAIN = {"sorted", "list", "reversed"}  # and these the same rows
MOST = 2  # values that are told apart at a glance
BY_PLACE = {  # where names would cost too much
    "contacts/contact_rows.py",  # an export reads a million, by the one list of columns that it selects
}


def gives_rows(node: ast.AST, known: set[str]) -> bool:
    """Whether an expression stands for the rows of a query."""
    if isinstance(node, ast.Name):
        return node.id in known
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Slice) and gives_rows(node.value, known)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("all", "fetchall", "partitions"):
            return gives_rows(node.func.value, known)
        return node.func.attr in ANSWERS
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("sorted", "list", "reversed")
    ):
        return any(gives_rows(one, known) for one in node.args)
    return False


def loops(function: ast.AST) -> Iterator[tuple[ast.AST, ast.expr, ast.expr]]:
    """Each loop and comprehension, with what it goes through and what it calls each."""
    for node in ast.walk(function):
        if isinstance(node, ast.For):
            yield node, node.iter, node.target
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            for part in node.generators:
                yield node, part.iter, part.target


def by_place(source: str) -> list[int]:
    """The lines on which a row of a query is taken apart by the places of its values."""
    lines = []
    for function in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)):
        known = {
            target.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and gives_rows(node.value, set())
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for loop, through, target in loops(function):
            if not gives_rows(through, known):
                continue
            if isinstance(target, ast.Tuple):
                if len(target.elts) > MOST:
                    lines.append(target.lineno)
            elif isinstance(target, ast.Name):
                lines += [node.lineno for node in ast.walk(loop) if takes_apart(node, target.id)]
    return sorted(set(lines))


def takes_apart(node: ast.AST, row: str) -> bool:
    """Whether a part of a loop spreads `row` over the places of a call or a target, or takes a value by its place."""
    if isinstance(node, ast.Call):
        return any(isinstance(one, ast.Starred) and ast.unparse(one.value) == row for one in node.args)
    if isinstance(node, ast.Subscript):
        return (
            ast.unparse(node.value) == row
            and isinstance(node.slice, ast.Constant)
            and node.slice.value.__class__ is int
        )
    return isinstance(node, ast.Assign) and ast.unparse(node.value) == row and isinstance(node.targets[0], ast.Tuple)


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: path.relative_to(ROOM).as_posix())
def test_rows_are_read_by_name(path: Path) -> None:
    assert by_place(path.read_text("utf-8")) == [] or path.relative_to(ROOM).as_posix() in BY_PLACE


@pytest.mark.parametrize(
    ("body", "is_noticed"),
    [
        ("return [Line(*row) for row in connection.execute(statement)]", True),
        ("return [Line(*row) for row in connection.execute(statement).all()]", True),
        ("return {a: (b, c) for a, b, c in connection.execute(statement)}", True),
        ("rows = connection.execute(statement)\n    return [Line(*row) for row in rows]", True),
        ("rows = connection.execute(statement).all()\n    return {a: c for a, _, c in rows[:9]}", True),
        ("for row in PLAIN.rows(connection):\n        found[row[0]] = row[3]", True),
        ("for row in PLAIN.rows(connection):\n        a, b, c = row", True),
        ("for a, *rest in connection.execute(statement):\n        found[a] = rest", False),
        ("for a, b, *rest in connection.execute(statement):\n        found[a] = rest", True),
        ("return dict((a, b) for a, b in connection.execute(statement))", False),
        ("return [Line(row.name, row.size) for row in connection.execute(statement)]", False),
        ("return [Line(**row) for row in connection.execute(statement).mappings()]", False),
        ("for row in connection.execute(statement).mappings():\n        found[row['day']] = 1", False),
        ("return list(map(_Line._make, PLAIN.rows(connection)))", False),
        ("return [Line(*pair) for pair in pairs]", False),
    ],
)
def test_a_row_by_place_would_be_noticed(body: str, is_noticed: bool) -> None:
    assert bool(by_place(f"def read():\n    {body}\n")) == is_noticed
