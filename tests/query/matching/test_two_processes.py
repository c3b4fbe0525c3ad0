"""One process imports while another filters: what the second shows is always a state that the first committed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from engagement.demo import FEWEST_CONTACTS, write_demo
from engagement.domain.vocabulary import FilterOption
from engagement.ingest.sets.rebuild import prepare
from engagement.query.contacts.contact_list import Sort, count_contacts, list_contacts
from engagement.query.matching.membership import facets
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from engagement.store.schema import contacts
from tests.moment import NOW

SEEN = Viewpoint(EVERYONE, ZoneInfo("America/New_York"), date(2026, 11, 24))
OPENED = EngagementFilter(frozenset({FilterOption.EMAIL_OPENS}))
ASKED = (
    EngagementFilter(),
    OPENED,
    EngagementFilter(frozenset({FilterOption.EMAIL_OPENS}), at_least=3, without_machines=True),
    EngagementFilter(conditions=(Condition(FilterOption.EMAIL_CLICKS, did=False),)),
    EngagementFilter(search="an"),
)
PAGE = 20

# After every batch, which is one transaction, it writes down what the state it committed answers.
IMPORTING = """
import json, sys
from pathlib import Path
from engagement.ingest import import_files
from engagement.ingest.sets.rebuild import prepare
from engagement.store.engine import open_store
from tests.query.matching.test_two_processes import SEEN, answers
store = open_store(sys.argv[1])
prepare(store, SEEN.zone.key)
with open(sys.argv[2], "w") as log:
    def write_down(_progress=None):
        with store.connect() as connection:
            print(json.dumps(answers(connection)), file=log, flush=True)
    write_down()
    import_files(store, [Path(name) for name in sys.argv[3:]], batch_size=100, progress=write_down)
    write_down()
"""


def answers(connection: sa.Connection) -> list[Any]:
    """The counts of every question, and those beside every choice, in one transaction."""
    found: list[Any] = [count_contacts(View(connection, SEEN), asked) for asked in ASKED]
    for asked in ASKED[:2]:
        beside = facets(View(connection, SEEN), asked)
        found.append([beside.total, *(beside.options[option] for option in FilterOption)])
        found.append([sorted(beside.fields[field].items()) for field in sorted(beside.fields)])
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def look(store: sa.Engine) -> list[Any]:
    """What a screen shows in one transaction; its rows and its counts must be of one state."""
    with store.connect() as connection:
        found = answers(connection)
        everybody, opened = found[:2]
        rows = list_contacts(View(connection, SEEN), OPENED, sort=Sort.OPENS, size=PAGE)
        assert len(rows) == min(opened, PAGE)
        assert all(row.opens for row in rows)
        counted = sa.select(sa.func.count(), sa.func.count().filter(contacts.c.opens > 0)).select_from(contacts)
        assert tuple(connection.execute(counted).one()) == (everybody, opened), "the sets and the tables differ"
        full = opened // PAGE  # pages; the one after them has the rest
        assert len(list_contacts(View(connection, SEEN), OPENED, page=full + 1, size=PAGE)) == opened % PAGE
        assert answers(connection) == found, "one transaction saw two states"
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_demo(tmp_path_factory.mktemp("demo"), now=NOW, contacts=FEWEST_CONTACTS)


@pytest.fixture
def reader(store_url: str) -> Iterator[sa.Engine]:
    store = open_store(store_url)
    prepare(store, SEEN.zone.key)
    yield store
    store.dispose()


def test_every_count_is_one_that_was_committed(
    reader: sa.Engine, store_url: str, tmp_path: Path, files: list[Path]
) -> None:
    log = tmp_path / "committed"
    seen = [look(reader)]
    with subprocess.Popen([sys.executable, "-c", IMPORTING, store_url, log, *files], cwd=PROJECT) as importing:
        while importing.poll() is None:
            seen.append(look(reader))
    assert importing.returncode == 0
    last = look(reader)
    committed = [json.loads(line) for line in log.read_text().splitlines()]
    assert last == committed[-1], "one look after the end shows the end"
    assert last[0] >= FEWEST_CONTACTS / 2
    places = [committed.index(one) for one in seen]  # ValueError for one that was never committed
    assert places == sorted(places), "it went back"
    assert len(set(places)) > 5, "it saw too little of the import to say anything"
