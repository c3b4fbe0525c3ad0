"""What many tests stand on: one moment (tests/moment.py), stores on both databases, a clean environment, the browser.

`empty_url`   a database with nothing in it, once as SQLite and once as PostgreSQL
`store_url`   the same with the product's tables in it
`store`       the engine of `open_store(store_url)`, disposed after the test
`sqlite_url`, `postgres_url`   an empty database of that one kind
`chromium`    the path of the browser
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa

from engagement.store.engine import open_store
from scripts.need import find_chromium
from tests.moment import hold
from tests.postgres import Databases, running_server

hold()  # for fixtures of every scope, which a fixture could not

# On a busy machine of two cores a slow example says nothing about the code. Under CI Hypothesis repeats itself exactly.
hypothesis.settings.register_profile("engagement", deadline=None)
hypothesis.settings.load_profile("engagement")


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of whoever runs it."""
    for name in ("ENGAGEMENT_DATABASE_URL", "ENGAGEMENT_TIMEZONE", "ENGAGEMENT_REGION"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Databases]:
    """The server: the one that ENGAGEMENT_TEST_POSTGRES_URL names, else one of our own."""
    named = os.environ.get("ENGAGEMENT_TEST_POSTGRES_URL")
    if named:
        databases = Databases(sa.make_url(named).set(drivername="postgresql+psycopg"))
        yield databases
        databases.close()
        return
    with running_server() as url:
        yield Databases(url)


@pytest.fixture(scope="session")
def postgres_template(postgres: Databases) -> Iterator[str]:
    """The name of a PostgreSQL database with the product's tables, to copy; nothing may stay connected to it."""
    with postgres.fresh() as url:
        open_store(_text(url)).dispose()
        assert url.database
        yield url.database


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the product's tables, to copy."""
    file = tmp_path_factory.mktemp("template") / "engagement.db"
    open_store(f"sqlite:///{file}").dispose()
    assert [path.name for path in file.parent.iterdir()] == [file.name], "a write-ahead log would be missed by a copy"
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on; a test that asks for it, or for a store, runs on each."""
    return str(request.param)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def postgres_url(postgres: Databases) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with postgres.fresh() as url:
        yield _text(url)


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    return str(request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[backend]))


@pytest.fixture
def store_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with the product's tables and no rows."""
    if backend == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), tmp_path / 'store.db')}"
        return
    databases: Databases = request.getfixturevalue("postgres")
    with databases.as_fresh(request.getfixturevalue("postgres_template")) as url:
        yield _text(url)


@pytest.fixture
def store(store_url: str) -> Iterator[sa.Engine]:
    """An open store with no rows."""
    engine = open_store(store_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser; the test fails, rather than being left out, where there is none."""
    found = find_chromium()
    assert found, "Install Chromium (on Debian: apt-get install chromium) or name it in ENGAGEMENT_TEST_CHROMIUM."
    return found


def _text(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)
