"""The guards of the scope in engagement/query, each of which can be taken out of the running code and put back.

A guard is a use of `.scope` or of a parameter `scope`, a call of `View.sees`, or a viewpoint in the key of something
that is kept. It is taken away by compiling its module with that one expression replaced, and giving the function the
code that comes of it.
"""

import ast
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

from engagement.settings import PROJECT

QUERY = PROJECT / "engagement" / "query"
SCOPES_OWN = frozenset({"question/scope.py", "question/viewpoint.py", "matching/view.py"})
# The replacements name nothing that a module might not have imported.
_EVERYONE = "__import__('engagement.query.question.scope', fromlist=['EVERYONE']).EVERYONE"
_KEPT_FOR_ALL = f"__import__('dataclasses').replace({{}}, scope={_EVERYONE})"
_SEEN = "True"


@dataclass(frozen=True)
class Guard:
    """One expression that limits what a viewer is told."""

    module: str  # "contact.lanes"
    function: str  # "lane_marks", "MessageList.count"
    line: int
    column: int
    instead: str  # the expression that takes it away
    text: str

    @property
    def name(self) -> str:
        """Where it is, for the name of a test."""
        return f"{self.module.replace('.', '/')}.py:{self.line}:{self.column} {self.text}"


# As test_scope.ELSEWHERE says: who shares an address, merges and duplicates are asked in tests of their own.
ELSEWHERE = {QUERY / name for name in ("contact/sharing.py", "contact/merged.py", "contacts/duplicates.py")}


def guards() -> list[Guard]:
    """All guards there are."""
    found: list[Guard] = []
    for file in sorted(set(QUERY.rglob("*.py")) - ELSEWHERE):
        name = file.relative_to(QUERY).as_posix()
        if name not in SCOPES_OWN:
            module = name.removesuffix(".py").replace("/", ".")
            found += guards_in(module, ast.parse(file.read_text()))
    return found


def guards_in(module: str, tree: ast.Module) -> Iterator[Guard]:
    """The guards of one module."""
    for function, node in _functions(tree):
        keys = {
            id(part)
            for key in ast.walk(node)
            if isinstance(key, ast.Tuple) and key.elts and isinstance(key.elts[0], ast.Constant)
            for part in key.elts
        }
        for part in ast.walk(node):
            instead = _instead(part, in_key=id(part) in keys)
            if instead is not None and isinstance(part, ast.expr):
                yield Guard(module, function, part.lineno, part.col_offset, instead, ast.unparse(part))


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef))


def _instead(part: ast.AST, *, in_key: bool) -> str | None:
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == "sees":
        # `view.scope.sees(...)` is the guard `view.scope`.
        return None if isinstance(part.func.value, ast.Attribute) else _SEEN
    if isinstance(part, ast.Attribute) and part.attr == "scope":
        return _EVERYONE
    if isinstance(part, ast.Name) and part.id == "scope" and isinstance(part.ctx, ast.Load):
        return _EVERYONE
    if isinstance(part, ast.Attribute) and part.attr == "viewpoint" and in_key:
        return _KEPT_FOR_ALL.format(ast.unparse(part))
    return None


class _Without(ast.NodeTransformer):
    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self.times = 0

    def visit(self, node: ast.AST) -> Any:
        guard = self._guard
        if (
            isinstance(node, ast.expr)
            and (node.lineno, node.col_offset) == (guard.line, guard.column)
            and ast.unparse(node) == guard.text
        ):
            self.times += 1
            return ast.copy_location(ast.parse(guard.instead, mode="eval").body, node)
        return self.generic_visit(node)


@contextmanager
def without(*some: Guard) -> Iterator[None]:
    """The product without some guards, all of different functions, for as long as the block lasts."""
    held = [(function_of(guard), _code_without(guard)) for guard in some]
    before = [function.__code__ for function, _ in held]
    for function, code in held:
        function.__code__ = code
    try:
        yield
    finally:
        for (function, _), code in zip(held, before, strict=True):
            function.__code__ = code


def function_of(guard: Guard) -> FunctionType:
    """The running function that a guard is in."""
    found: Any = importlib.import_module(f"engagement.query.{guard.module}")
    owner, _, method = guard.function.rpartition(".")
    found = vars(getattr(found, owner))[method] if owner else getattr(found, method)
    found = getattr(found, "func", None) or getattr(found, "fget", None) or found
    assert isinstance(found, FunctionType)
    return found


def _code_without(guard: Guard) -> CodeType:
    file = QUERY / f"{guard.module.replace('.', '/')}.py"
    transformer = _Without(guard)
    tree = ast.fix_missing_locations(transformer.visit(ast.parse(file.read_text())))
    assert transformer.times == 1, guard
    code = compile(tree, str(file), "exec", dont_inherit=True)
    for name in guard.function.split("."):
        code = next(one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == name)
    assert code != function_of(guard).__code__
    return code
