"""The account on screen: its database, time zone and what the viewer may see, opened in this one place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engagement.errors import EngagementError, StoreError
from engagement.ingest.refold import bring_up_to_date
from engagement.lib import moments
from engagement.query.matching.view import View
from engagement.query.question.viewpoint import Viewpoint, viewpoint_of
from engagement.settings import load_settings
from engagement.store.account import AccountSettings, read_account
from engagement.store.engine import open_store, require_file
from engagement.ui.frame.screens import name_page, require_dashboard
from engagement.ui.parts.notice import problem


@dataclass(frozen=True, slots=True)
class Account:
    """What a screen reads from, for one run of it."""

    view: View
    settings: AccountSettings
    now: datetime  # UTC

    @property
    def engine(self) -> Engine:
        """The database, for what a person changes."""
        return self.view.connection.engine

    @property
    def viewpoint(self) -> Viewpoint:
        """Who is looking."""
        return self.view.viewpoint

    @property
    def zone(self) -> ZoneInfo:
        """The account's time zone."""
        return self.view.zone


@dataclass(slots=True)
class _Store:
    """An open database, and the time zone whose days its sets were last seen to count."""

    engine: Engine
    lock: Lock = field(default_factory=Lock)
    prepared_for: str | None = None


@st.cache_resource(show_spinner=False)
def _store(url: str) -> _Store:
    return _Store(open_store(url))


def _prepare(store: _Store, timezone: str) -> None:
    """Fold messages anew where the rules have changed, and make the contact sets anew where they count the days of
    another time zone. It shows how far it is."""
    place = st.empty()

    def progress(what: str, done: int, of: int) -> None:
        place.progress(done / of if of else 1.0, f"{what}, once: {done:,} of {of:,}")

    with store.lock:
        bring_up_to_date(store.engine, timezone, progress)
        store.prepared_for = timezone
    place.empty()


@contextmanager
def connected() -> Iterator[Account]:
    """The account, for reading. EngagementError and the database's own errors come out as they are."""
    settings = load_settings()
    store = _store(settings.database_url)
    try:
        require_file(store.engine)
    except StoreError:
        _store.clear()  # the next run opens what is there by then
        store.engine.dispose()
        raise
    with store.engine.connect() as connection:
        account = read_account(connection, settings)
        if store.prepared_for != account.timezone:
            connection.rollback()  # what is read from here on must see the sets as they are made now
            _prepare(store, account.timezone)
        yield Account(View(connection, viewpoint_of(account)), account, moments.now())


def show(draw: Callable[[Account], None]) -> None:
    """Draw a screen of the account. What goes wrong is told in one sentence, and the next run tries anew."""
    require_dashboard()
    try:
        with connected() as account:
            name_page(account.settings.name)
            draw(account)
    except EngagementError as error:
        problem(str(error))
    except SQLAlchemyError as error:
        _store.clear()
        cause = str(getattr(error, "orig", None) or error).strip().split("\n")[0].rstrip(".")
        problem(f"The database did not answer ({cause}): check ENGAGEMENT_DATABASE_URL, then load this page again.")
