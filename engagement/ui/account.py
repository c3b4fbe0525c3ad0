"""The account on screen: its database, time zone and what the viewer may see, opened in this one place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from engagement.days import today_in
from engagement.errors import EngagementError
from engagement.ingest import index
from engagement.query.filter import EVERYONE
from engagement.query.viewpoint import Viewpoint
from engagement.settings import Settings, load_settings
from engagement.store.engine import open_store
from engagement.ui.notice import problem
from engagement.ui.screens import require_dashboard


@dataclass(frozen=True, slots=True)
class Account:
    """What a screen reads from, for one run of it."""

    connection: Connection
    viewpoint: Viewpoint
    now: datetime  # UTC

    @property
    def zone(self) -> ZoneInfo:
        """The account's time zone."""
        return self.viewpoint.zone


@dataclass(slots=True)
class _Store:
    """An open database. Its sets are made to count the days of the time zone once, before anything is read."""

    engine: Engine
    lock: Lock = field(default_factory=Lock)
    is_prepared: bool = False


@st.cache_resource(show_spinner=False)
def _store(url: str, timezone: str) -> _Store:
    return _Store(open_store(url))


def _engine(settings: Settings) -> Engine:
    store = _store(settings.database_url, settings.timezone)
    with store.lock:
        if not store.is_prepared:
            _prepare(store.engine, settings.timezone)
            store.is_prepared = True
    return store.engine


def _prepare(engine: Engine, timezone: str) -> None:
    """Make the contact sets anew where they count the days of another time zone. It shows how far it is."""
    place = st.empty()

    def progress(what: str, done: int, of: int) -> None:
        place.progress(done / of if of else 1.0, f"{what} of {timezone}, once: {done} of {of}")

    index.prepare(engine, timezone, progress)
    place.empty()


@contextmanager
def connected() -> Iterator[Account]:
    """The account, for reading. EngagementError and the database's own errors come out as they are."""
    settings = load_settings()
    with _engine(settings).connect() as connection:
        viewpoint = Viewpoint(EVERYONE, settings.zone, today_in(settings.zone), settings.region)
        yield Account(connection, viewpoint, datetime.now(UTC))


def show(draw: Callable[[Account], None]) -> None:
    """Draw a screen of the account. What goes wrong is told in one sentence, and the next run tries anew."""
    require_dashboard()
    try:
        with connected() as account:
            draw(account)
    except EngagementError as error:
        problem(str(error))
    except SQLAlchemyError as error:
        _store.clear()
        cause = str(getattr(error, "orig", None) or error).strip().split("\n")[0].rstrip(".")
        problem(f"The database did not answer ({cause}): check ENGAGEMENT_DATABASE_URL, then load this page again.")
