"""Every file in pages/ on a full account, an empty one, one with a single contact, and a broken database.

A new page fails here until the table says what it promises in each case and how many SQL statements it may need.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from engagement.domain.records import AddressRecord, ContactRecord
from engagement.domain.vocabulary import Channel, ContactKind
from engagement.ingest import take_in
from engagement.ingest.sets import rebuild
from engagement.query.contacts.contact_list import list_contacts
from engagement.query.matching.view import View
from engagement.query.numbers.campaigns import campaign_table
from engagement.query.question.contact_filter import EngagementFilter
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from tests.demo_store import TIMEZONE, demo_url, demo_viewpoint, opened
from tests.pages.conftest import Show, shown

BROKEN = "cannot be opened: check ENGAGEMENT_DATABASE_URL"
ONLY = ContactRecord("Only One", ContactKind.LEAD, addresses=(AddressRecord(Channel.EMAIL, "only@example.org", ""),))


@dataclass(frozen=True)
class Promise:
    """What a page says on each account, and the most SQL statements it takes on the full one."""

    full: str
    empty: str
    one: str
    statements: int


PROMISED = {
    "calls": Promise("Replied “", "has been answered", "has been answered", 40),
    "campaign": Promise("Opens by hours", "names no campaign", "names no campaign", 14),
    "campaigns": Promise("That sent something", "No campaign has sent", "No campaign has sent", 8),
    "consent": Promise("requests to decide on", "No text waits", "No text waits", 20),
    "coverage": Promise("A day counts as missing", "Nothing is on file yet", "Nothing is on file yet", 6),
    "settings": Promise("Send windows", "Send windows", "Send windows", 3),
    "unknown": Promise("Choose one to attach it", "Everybody who wrote", "Everybody who wrote", 20),
    "contact": Promise("newest first", "The address names no contact", "Only One", 23),
    "contacts": Promise("Everybody", "There are no contacts yet", "1 contact", 16),
    "duplicates": Promise("may be one person on file twice", "Nobody seems to be", "Nobody seems to be", 20),
    "glossary": Promise("Email statuses", "Email statuses", "Email statuses", 3),
    "imports": Promise("contacts-leads.csv", "Nothing has been imported yet", "Nothing has been imported yet", 3),
    "messages": Promise("newest first", "There are no messages yet", "There are no messages yet", 6),
    "overview": Promise("Replied “", "There is nothing to look over yet", "has been answered", 36),
}
PAGES = sorted(file.stem for file in (PROJECT / "pages").glob("*.py"))


def test_every_page_has_its_promise() -> None:
    assert sorted(PROMISED) == PAGES


@pytest.fixture
def one_url(sqlite_url: str) -> str:
    """The address of an account with one contact, to whom nothing was ever sent."""
    engine = open_store(sqlite_url)
    rebuild.prepare(engine, TIMEZONE)
    take_in(engine, [ONLY])
    engine.dispose()
    return sqlite_url


def named(page: str, url: str) -> dict[str, str]:
    """The parameter of a page that shows one contact or campaign, where the account has one."""
    with opened(url) as connection:
        if page == "campaign":
            found = campaign_table(View(connection, demo_viewpoint()))
            return {"id": str(found[0].id)} if found else {}
        if page != "contact":
            return {}
        rows = list_contacts(View(connection, demo_viewpoint()), EngagementFilter(), size=1)
    return {"id": str(rows[0].id)}


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SELECT statements that SQLite is sent within the block, however they get there."""
    sent: list[str] = []

    def hear(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.set_trace_callback(lambda text: sent.append(text) if _SELECT.match(text) else None)

    def leave(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.set_trace_callback(None)

    sa.event.listen(sa.Pool, "checkout", hear)
    sa.event.listen(sa.Pool, "checkin", leave)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Pool, "checkout", hear)
        sa.event.remove(sa.Pool, "checkin", leave)


_SELECT = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)


@pytest.mark.parametrize("page", PAGES)
def test_full_account_within_its_budget(show: Show, tmp_path_factory: pytest.TempPathFactory, page: str) -> None:
    app = show(page, **named(page, demo_url(tmp_path_factory)))
    assert PROMISED[page].full in shown(app)
    with statements() as sent:
        assert PROMISED[page].full in shown(app.run())
    assert 0 < len(sent) <= PROMISED[page].statements, "\n".join((f"{len(sent)} statements:", *sent))


@pytest.mark.parametrize("page", PAGES)
def test_empty_account(show: Show, sqlite_url: str, page: str) -> None:
    assert PROMISED[page].empty in shown(show(page, sqlite_url))


@pytest.mark.parametrize("page", PAGES)
def test_one_contact_only(show: Show, one_url: str, page: str) -> None:
    assert PROMISED[page].one in shown(show(page, one_url, **named(page, one_url)))


@pytest.mark.parametrize("page", PAGES)
def test_broken_database_is_one_sentence(show: Show, broken_url: str, page: str) -> None:
    said = shown(show(page, broken_url))
    assert BROKEN.partition(":")[0] in said
    assert "ENGAGEMENT_DATABASE_URL" in said
    assert said.count('role="alert"') == 1
