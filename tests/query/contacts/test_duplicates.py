"""Who may be one person: what is proposed with which words, what never is, and within the viewer's scope."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from engagement.domain.records import Record
from engagement.domain.vocabulary import ContactKind
from engagement.ingest import take_in
from engagement.ingest.merges import keep_apart, undo_keep_apart
from engagement.query.contacts.duplicates import MOST_SHARING, Proposal, duplicates
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.engine import open_store
from tests.ingest.making import CELL, contact

LEAD = ContactKind.LEAD
UTC_ZONE = ZoneInfo("UTC")


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty store in a file."""
    engine = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}")
    yield engine
    engine.dispose()


def proposed(store: sa.Engine, scope: Scope = EVERYONE) -> list[Proposal]:
    with store.connect() as connection:
        return duplicates(View(connection, Viewpoint(scope, UTC_ZONE, date(2026, 11, 24))))


def person(name: str, *addresses: str, **rest: str) -> Record:
    return contact(name, *addresses, kind=LEAD, **rest)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            person("Jane Doe", CELL, external_id="1"),
            person("Jane M. Doe", CELL, external_id="2"),
            "same phone (+1 415-555-0142), the names are alike",
        ),
        (
            person("Jane Doe", "j@x.example", CELL, external_id="1"),
            person("Jane Roe", CELL),
            "same phone (+1 415-555-0142) and first name",
        ),
        (
            person("Jane Doe", "jane@x.example", owner="Dana"),
            person("Jane Doe", CELL, owner="Dana"),
            "same name, same owner (Dana), one has only a phone and the other only an email",
        ),
        (
            person("Jane Doe", "jane.doe@x.example"),
            person("Jane Doe", "janedoe+homes@x.example"),
            "same name, emails differ by a dot or plus sign (jane.doe@x.example / janedoe+homes@x.example)",
        ),
        (
            person("Jane Doe", "j.doe@gmail.com"),
            person("Jane M. Doe", "jdoe@gmail.com"),
            "emails differ by a dot or plus sign (j.doe@gmail.com / jdoe@gmail.com)",
        ),
        (
            person("Jane Doe", "doe@x.example"),
            person("Jane M. Doe", "doe+a@x.example"),
            "emails differ by a dot or plus sign (doe+a@x.example / doe@x.example)",
        ),
        (
            person("Jane Doe", "jane.doe@gmail.com"),
            person("Jane Doe", "janedoe@yahoo.com"),
            "same name and emails of one person at two providers (jane.doe@gmail.com / janedoe@yahoo.com)",
        ),
        (person("Jane Doe", CELL), person("John Doe", CELL), None),
        (person("Jane Doe", "jane@x.example", owner="Dana"), person("Jane Doe", CELL, owner="Émile"), None),
        (person("Jane Doe", "jane@x.example", owner="Dana"), person("Jane Roe", CELL, owner="Dana"), None),
        (person("Jane Doe", "info@x.example"), person("Jane Doe", "info@y.example"), None),
        (person("John Doe Jr.", CELL, external_id="1"), person("John Doe Sr.", CELL, external_id="2"), None),
        (person("Ann", "a.b@x.example"), person("Bob", "a.b+c@x.example"), None),
    ],
)
def test_what_is_proposed_and_why(sqlite_store: sa.Engine, one: Record, other: Record, reason: str | None) -> None:
    take_in(sqlite_store, [one, other])
    found = proposed(sqlite_store)
    assert [each.reasons for each in found] == ([] if reason is None else [(reason,)])
    assert [each.is_weak for each in found] == ([] if reason is None else [reason.endswith("first name")])


def test_an_office_is_no_person(sqlite_store: sa.Engine) -> None:
    people = [person("Jane Doe", CELL, external_id=str(n)) for n in range(MOST_SHARING + 1)]
    take_in(sqlite_store, people[:-1])
    assert len(proposed(sqlite_store)) == MOST_SHARING * (MOST_SHARING - 1) // 2
    take_in(sqlite_store, people[-1:])
    assert proposed(sqlite_store) == []


def test_within_the_scope_and_not_again_when_put_aside(store: sa.Engine) -> None:
    take_in(
        store,
        [
            person("Jane Doe", "jane.doe@x.example", owner="Dana"),
            person("Jane Doe", "janedoe@x.example", owner="Émile"),
            person("Jane Doe", "jane+doe@y.example", owner="Dana"),
            person("Jane Doe", "jane@y.example", owner="Dana"),
        ],
    )
    assert len(proposed(store)) == 2
    (only,) = proposed(store, Scope(frozenset({"Dana"})))
    assert {only.one.contact.owner, only.other.contact.owner} == {"Dana"}
    ids = only.other.contact.id, only.one.contact.id
    keep_apart(store, *ids, "Dana")
    assert len(proposed(store)) == 1
    undo_keep_apart(store, *ids)
    assert len(proposed(store)) == 2
