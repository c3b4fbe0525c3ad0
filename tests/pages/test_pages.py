"""Every screen over a full, an empty and a broken account, and with bad settings: a sentence, no exception."""

from dataclasses import replace
from html import escape

import pytest

from engagement.domain.vocabulary import EVENT_MEANINGS, OPTION_DEFINITIONS, EventType
from engagement.ingest import take_in
from engagement.ingest.sets import rebuild
from engagement.query.contacts.contact_list import count_contacts, list_contacts
from engagement.query.intake.imports import recent_imports, rejects
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.scope import Scope
from engagement.store.engine import open_store
from engagement.store.sets import read_state
from tests.demo_store import demo_url, demo_viewpoint, opened
from tests.ingest.making import email
from tests.pages.conftest import Show, shown

SCREENS = (
    *("contacts", "contact", "messages", "campaigns", "campaign", "unknown"),
    *("imports", "coverage", "settings", "glossary"),
)


def test_contacts_shows_how_many_there_are(show: Show, tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(demo_url(tmp_path_factory)) as connection:
        count = count_contacts(View(connection, demo_viewpoint()), EngagementFilter())
        first = list_contacts(View(connection, demo_viewpoint()), EngagementFilter())[0]
    page = shown(show("contacts"))
    assert f"{count:,} contacts" in page
    assert f"contact?id={first.id}" in page


def test_contact_shows_who_they_are(show: Show, tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(demo_url(tmp_path_factory)) as connection:
        row = list_contacts(View(connection, demo_viewpoint()), EngagementFilter())[0]
    page = shown(show("contact", id=str(row.id)))
    assert row.name in page
    assert all(email in page for email in row.emails)
    assert "newest first" in page


def test_glossary_has_every_word(show: Show) -> None:
    page = shown(show("glossary"))
    for meaning in EVENT_MEANINGS.values():
        assert meaning.definition in page.replace("&#x27;", "'")
    for option, definition in OPTION_DEFINITIONS.items():
        assert option in page
        assert definition in page


def test_imports_shows_files_and_the_rejects_of_one(show: Show) -> None:
    page = shown(show("imports"))
    assert "contacts-leads.csv" in page
    assert "Choose a file" in page


def test_imports_shows_no_reject_to_whoever_sees_some_contacts_only(
    show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    url = demo_url(tmp_path_factory)
    with opened(url) as connection:
        view = View(connection, demo_viewpoint())
        damaged = max(recent_imports(view), key=lambda row: row.rejected)
        raw = rejects(view, damaged.id)[0].raw
    sentence = "only who may see every contact is shown them"
    params = {"import": str(damaged.id)}
    whole = show("imports", url, **params)
    assert escape(raw) in shown(whole)
    assert sentence not in shown(whole)
    limited = replace(demo_viewpoint(), scope=Scope(frozenset({"Dana"})))
    monkeypatch.setattr("engagement.ui.frame.account.viewpoint_of", lambda _: limited)
    part = show("imports", url, **params)
    assert sentence in shown(part)
    assert escape(raw) not in shown(part)
    assert damaged.file in shown(part)
    assert f"{damaged.rejected:,} reject" in shown(part)
    assert len(part.get("download_button")) < len(whole.get("download_button"))


@pytest.mark.parametrize(
    ("screen", "sentence"),
    [
        ("contacts", "There are no contacts yet"),
        ("contact", "The address names no contact"),
        ("messages", "There are no messages yet"),
        ("campaigns", "No campaign has sent anything yet"),
        ("campaign", "The address names no campaign"),
        ("glossary", "Email statuses"),
        ("imports", "Nothing has been imported yet"),
        ("unknown", "Everybody who wrote or was written to is on a contact list"),
        ("coverage", "Nothing is on file yet"),
        ("settings", "Send windows"),
    ],
)
def test_empty_account(show: Show, sqlite_url: str, screen: str, sentence: str) -> None:
    assert sentence in shown(show(screen, sqlite_url))


@pytest.mark.parametrize("screen", SCREENS)
def test_broken_database_is_one_sentence(show: Show, broken_url: str, screen: str) -> None:
    page = shown(show(screen, broken_url))
    assert "cannot be opened" in page
    assert "ENGAGEMENT_DATABASE_URL" in page


def test_a_mended_database_is_found_again(show: Show, broken_url: str) -> None:
    app = show("imports", broken_url)
    assert "cannot be opened" in shown(app)
    with open(broken_url.removeprefix("sqlite:///"), "wb"):
        pass  # an empty file is an empty database
    assert "Nothing has been imported yet" in shown(app.run())


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ENGAGEMENT_TIMEZONE", "Mars/Base", "the time zone"),
        ("ENGAGEMENT_REGION", "ZZZ", "the region"),
        ("ENGAGEMENT_DATABASE_URL", "mysql://localhost/x", "use a sqlite or a postgresql address"),
    ],
)
def test_bad_setting_is_one_sentence(
    show: Show, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    app = show("imports")
    monkeypatch.setenv(name, value)
    assert sentence in shown(app.run())


@pytest.mark.parametrize("who", ["0", "-1", "nobody@example.com", "9" * 30, "9" * 5000, "<b>x</b>", "'; --", "١٢", "²"])
def test_unknown_contact_is_one_sentence(show: Show, who: str) -> None:
    page = shown(show("contact", id=who))
    assert 'role="alert"' in page
    assert "<b>x" not in page


@pytest.fixture
def small_url(sqlite_url: str) -> str:
    """The address of an account with one contact, who opened one email."""
    engine = open_store(sqlite_url)
    take_in(engine, [email(EventType.OPENED)])
    engine.dispose()
    return sqlite_url


def test_another_time_zone_is_counted_before_anything_is_shown(
    show: Show, monkeypatch: pytest.MonkeyPatch, small_url: str
) -> None:
    app = show("contacts", small_url)
    assert "1 contact" in shown(app)
    monkeypatch.setenv("ENGAGEMENT_TIMEZONE", "Asia/Tokyo")
    assert "1 contact" in shown(app.run())
    with opened(small_url) as connection:
        assert read_state(connection).timezone == "Asia/Tokyo"


def test_sets_that_another_process_counts_otherwise_are_one_sentence(show: Show, small_url: str) -> None:
    app = show("contacts", small_url)
    assert "1 contact" in shown(app)
    engine = open_store(small_url)
    rebuild.prepare(engine, "Asia/Tokyo")
    engine.dispose()
    assert "count the days of Asia/Tokyo" in shown(app.run())
