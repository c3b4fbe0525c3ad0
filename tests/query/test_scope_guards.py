"""Each guard of the scope is taken away in turn: one of the askers must notice, or the guard guards nothing."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import SQLAlchemyError

from engagement.errors import EngagementError
from engagement.query.matching.membership import facets, members
from engagement.query.question.contact_filter import EngagementFilter
from tests.query.scope_askers import ASKERS, FILTERS, OF_FILES
from tests.query.scope_guards import Guard, guards, guards_in, without
from tests.query.scope_world import DANA_AND_NOBODY, Pair, ids_of
from tests.query.test_scope import sqlite_pair

GUARDS = guards()
# Not those of OF_FILES, which are the same whoever looks; nor the rule about rejects, which `rejects` is asked by.
COMPARED = [name for name in ASKERS if name not in {*OF_FILES, "intake.imports.shows_rejects"}]


@pytest.fixture(scope="module")
def pair(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both stores, on SQLite: what is in the functions is the same for the other database."""
    with sqlite_pair(sqlite_template, tmp_path_factory.mktemp("guards"), DANA_AND_NOBODY) as found:
        right.cache_clear()
        yield found


@cache
def right(name: str, pair: Pair) -> tuple[Any, Any]:
    """What the full store gives everybody and the limited viewer while every guard stands."""
    pair.everyone.snapshot.forget()
    return ASKERS[name](pair.everyone, pair), ASKERS[name](pair.alone, pair)


def notices(name: str, pair: Pair) -> bool:
    """Whether an asker sees that the product is not as it should be: by what it gives, or by its raising."""
    whole, limited = right(name, pair)
    pair.everyone.snapshot.forget()
    ask = ASKERS[name]
    try:
        ask(pair.everyone, pair)
        if ask(pair.limited, pair) != limited:
            return True
        if [ids_of(pair.everyone, members(pair.everyone, asked)) for asked in FILTERS] != _members(pair):
            return True  # what was kept of the limited viewer's is given to everybody
        return bool(ask(pair.everyone, pair) != whole)
    except (ArithmeticError, LookupError, TypeError, ValueError, SQLAlchemyError, EngagementError):
        return True


@cache
def _members(pair: Pair) -> list[list[int]]:
    pair.everyone.snapshot.forget()
    return [ids_of(pair.everyone, members(pair.everyone, asked)) for asked in FILTERS]


def askers_near(guard: Guard) -> list[str]:
    """The askers, those of the guard's own function, module and room first."""

    def distance(name: str) -> int:
        if name == f"{guard.module}.{guard.function}":
            return 0
        return 1 if name.startswith(f"{guard.module}.") else 2 + (name.split(".")[0] != guard.module.split(".")[0])

    return sorted(COMPARED, key=distance)


def test_nobody_notices_anything_while_every_guard_stands(pair: Pair) -> None:
    assert [name for name in COMPARED if notices(name, pair)] == []


@pytest.mark.filterwarnings("ignore:SELECT statement has a cartesian product")  # which is how it is noticed
@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_somebody_notices_that_a_guard_is_gone(guard: Guard, pair: Pair) -> None:
    near = askers_near(guard)
    _members(pair)
    for name in near:
        right(name, pair)
    with without(guard):
        assert any(notices(name, pair) for name in near), "nothing notices: the guard guards nothing, or is not tested"
    assert not notices(near[0], pair), "every guard stands again"


def test_what_facets_keeps_is_not_given_to_another(pair: Pair) -> None:
    whole = len(members(pair.everyone, EngagementFilter()))
    pair.everyone.snapshot.forget()
    assert facets(pair.limited, EngagementFilter()).total < whole
    assert len(members(pair.everyone, EngagementFilter())) == whole


def test_every_kind_of_guard_is_found() -> None:
    code = """
def one(view, contact_id):
    key = ("one", view.viewpoint)
    if not view.sees(contact_id) or view.scope.owners is None or view.scope.sees("Dana"):
        return visible(view.scope), in_scope(view.scope), say(view.viewpoint)

def three(scope):
    return scope.owners

class Some:
    def two(self):
        return lambda: self.view.scope
"""
    found = [(one.function, one.text) for one in guards_in("some", ast.parse(code))]
    assert sorted(found) == sorted(
        [
            ("one", "view.viewpoint"),
            ("one", "view.sees(contact_id)"),
            *[("one", "view.scope")] * 4,
            ("Some.two", "self.view.scope"),
            ("three", "scope"),
        ]
    )
    assert {one.module for one in GUARDS} >= {  # which no test held once
        "contact.lanes",
        "contact.clicked_links",
        "numbers.campaign_parts",
        "numbers.status_counts",
    }
