"""Scope: whoever is limited to some owners' contacts is answered as if nobody else's were on file."""

import ast
import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import engagement.query
from engagement.query.matching.view import View
from engagement.query.question.scope import Scope
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from tests.postgres import Databases
from tests.query.scope_askers import ASKERS, OF_FILES, OF_UNKNOWN, SAME
from tests.query.scope_world import DANA, DANA_AND_NOBODY, Pair, pair_of

QUERY = PROJECT / "engagement" / "query"
BARE = {
    "matching/snapshot.py": "what View itself is made of",
}


def takes_bare_connection(tree: ast.Module) -> list[str]:
    """The public functions and methods that take a Connection by itself."""
    found = []
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
        for one in inside:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and not one.name.startswith("_"):
                held = [*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs]
                words = [ast.unparse(each.annotation) for each in held if each.annotation]
                found += [one.name for word in words if "Connection" in word]
    return found


def test_no_public_query_takes_a_bare_connection() -> None:
    for file in sorted(QUERY.rglob("*.py")):
        found = takes_bare_connection(ast.parse(file.read_text()))
        assert bool(found) == (file.relative_to(QUERY).as_posix() in BARE), (file, found)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def one(connection: Connection): ...", ["one"]),
        ("def one(*, connection: sa.Connection | None): ...", ["one"]),
        ("def one(read: Callable[[Connection], int]): ...", ["one"]),
        ("class Some:\n    def one(self, connection: Connection): ...", ["one"]),
        ("def _one(connection: Connection): ...", []),
        ("def one(view: View): ...", []),
    ],
)
def test_a_bare_connection_is_seen(code: str, found: list[str]) -> None:
    assert takes_bare_connection(ast.parse(code)) == found


def functions_of_a_view() -> Iterator[str]:
    """Every public function, and method of a public class, of engagement/query that is asked of a View."""
    for info in pkgutil.walk_packages(engagement.query.__path__, "engagement.query."):
        module = importlib.import_module(info.name)
        own = info.name.removeprefix("engagement.query.")
        for name, thing in vars(module).items():
            if name.startswith("_") or getattr(thing, "__module__", None) != info.name or thing is View:
                continue
            if inspect.isfunction(thing) and takes_view(thing):
                yield f"{own}.{name}"
            if inspect.isclass(thing):
                has_view = View in getattr(thing, "__annotations__", {}).values()
                for inner, method in vars(thing).items():
                    work = getattr(method, "func", None) or getattr(method, "fget", None) or method
                    is_work = inspect.isfunction(work) and not inner.startswith("_")
                    if is_work and (has_view or takes_view(work)):
                        yield f"{own}.{name}.{inner}"


def takes_view(work: Any) -> bool:
    return any(one.annotation is View for one in inspect.signature(work).parameters.values())


# Who shares an address is told to be somebody even out of scope, unnamed: tests/query/contact/test_sharing.py asks.
# Merges and duplicates need people who are on file twice: test_merged.py and contacts/test_duplicates.py ask.
ELSEWHERE = {
    "contact.sharing.sharers",
    "contact.merged.merges_of",
    "contact.merged.leads_to",
    "contacts.duplicates.duplicates",
}


def test_every_query_has_an_asker() -> None:
    assert sorted({*ASKERS, *ELSEWHERE}) == sorted(functions_of_a_view())
    assert {*OF_FILES, *SAME} <= set(ASKERS)


@contextmanager
def sqlite_pair(template: Path, folder: Path, scope: Scope) -> Iterator[Pair]:
    """A pair of stores in two files."""
    urls = [f"sqlite:///{shutil.copy(template, folder / name)}" for name in ("full.db", "small.db")]
    with opened(urls[0], urls[1], scope) as pair:
        yield pair


@contextmanager
def opened(full_url: str, small_url: str, scope: Scope) -> Iterator[Pair]:
    """A pair of stores at two addresses, filled."""
    full, small = open_store(full_url), open_store(small_url)
    with full.connect() as one, small.connect() as other:
        yield pair_of(full, small, scope, one, other)
    full.dispose()
    small.dispose()


@pytest.fixture(scope="module", params=["sqlite", "sqlite-dana", "postgresql"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both stores, on both databases, for one scope with unknown contacts and one without."""
    if request.param != "postgresql":
        scope = DANA if request.param == "sqlite-dana" else DANA_AND_NOBODY
        with sqlite_pair(request.getfixturevalue("sqlite_template"), tmp_path_factory.mktemp("pair"), scope) as found:
            yield found
        return
    databases: Databases = request.getfixturevalue("postgres")
    template = request.getfixturevalue("postgres_template")
    with databases.as_fresh(template) as one, databases.as_fresh(template) as other:
        urls = [url.render_as_string(hide_password=False) for url in (one, other)]
        with opened(urls[0], urls[1], DANA_AND_NOBODY) as found:
            yield found


@pytest.mark.parametrize("name", ASKERS)
def test_a_limited_viewer_is_answered_as_if_nobody_else_were_on_file(name: str, pair: Pair) -> None:
    ask = ASKERS[name]
    pair.everyone.snapshot.forget()
    whole = ask(pair.everyone, pair)
    limited = ask(pair.limited, pair)
    assert ask(pair.everyone, pair) == whole, "what is kept for one viewer is given to another"
    if name == "intake.imports.shows_rejects":
        assert (whole, limited) == (True, False)
        return
    if name == "intake.imports.rejects":
        assert whole
    assert limited == (whole if name in OF_FILES else ask(pair.alone, pair))
    is_alike = name in OF_FILES or name in SAME or (name in OF_UNKNOWN and pair.limited.scope.sees(""))
    assert (limited == whole) == is_alike, "the world must tell them apart"
