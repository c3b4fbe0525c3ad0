"""The account on screen: its database, time zone and what the viewer may see, opened in this one place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from engagement.days import today_in
from engagement.errors import EngagementError
from engagement.query.filter import EVERYONE
from engagement.query.viewpoint import Viewpoint
from engagement.settings import load_settings
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


@st.cache_resource(show_spinner=False)
def _engine(url: str) -> Engine:
    return open_store(url)


@contextmanager
def connected() -> Iterator[Account]:
    """The account, for reading. EngagementError and the database's own errors come out as they are."""
    settings = load_settings()
    with _engine(settings.database_url).connect() as connection:
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
        _engine.clear()
        cause = str(getattr(error, "orig", None) or error).strip().split("\n")[0].rstrip(".")
        problem(f"The database did not answer ({cause}): check ENGAGEMENT_DATABASE_URL, then load this page again.")
