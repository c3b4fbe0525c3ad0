"""The demo account in a SQLite file, made once in a test process, for tests of the screens."""

import functools
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.demo import FEWEST_CONTACTS, write_demo
from engagement.ingest import import_files
from engagement.ingest.sets import rebuild
from engagement.query.question.viewpoint import Viewpoint, viewpoint_of
from engagement.store.account import AccountSettings
from engagement.store.engine import open_store
from tests.moment import NOW

TIMEZONE = "America/New_York"


def demo_url(factory: pytest.TempPathFactory) -> str:
    """The address of a database with the demo account in it. Nobody writes to it."""
    return fill(factory.getbasetemp() / "demo-account")


@functools.cache
def fill(folder: Path) -> str:
    """The address of such a database, made in the `folder`, which is not there yet."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'engagement.db'}"
    files = write_demo(folder / "files", now=NOW, contacts=FEWEST_CONTACTS)
    engine = open_store(url)
    rebuild.prepare(engine, TIMEZONE)
    import_files(engine, files)
    engine.dispose()
    return url


def demo_viewpoint() -> Viewpoint:
    """What a screen sees the account from."""
    return viewpoint_of(AccountSettings(timezone=TIMEZONE))


def opened(url: str) -> sa.Connection:
    """A connection to read from."""
    return open_store(url).connect()
