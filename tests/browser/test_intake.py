"""Files dropped on the real page come in as on the command line; an unknown contact is attached with two clicks."""

import csv
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from engagement.domain.vocabulary import ContactKind, EventType
from engagement.ingest import import_files, take_in
from engagement.ingest.sets import rebuild
from engagement.query.contacts.unknown import count_unknown
from engagement.query.intake.imports import recent_imports, rejects
from engagement.query.matching.view import View
from engagement.store.engine import open_store
from engagement.store.schema import contacts
from tests.browser.conftest import Open, leave, serving, settled
from tests.demo_store import TIMEZONE, demo_viewpoint
from tests.digest import difference
from tests.ingest.making import contact, email, rows

MARKDOWN = "Jane Park *J* _D_ `c` [x](https://a.example) :red[h] $5 $6 # <b>&amp;</b> a -> b :streamlit: www.b.example"


@pytest.fixture
def damaged(account: sa.Connection, account_url: str) -> Path:
    """The file of the demo account of which most could not be read."""
    most = max(recent_imports(View(account, demo_viewpoint())), key=lambda row: row.rejected)
    assert most.rejected
    return Path(account_url.removeprefix("sqlite:///")).parent / "files" / most.file


def test_a_dropped_file_comes_in_as_on_the_command_line(
    visit: Open, damaged: Path, sqlite_url: str, tmp_path: Path
) -> None:
    by_command = open_store(f"sqlite:///{tmp_path / 'command.db'}")
    rebuild.prepare(by_command, TIMEZONE)  # the page's: what is counted by day is compared below
    (expected,) = import_files(by_command, [damaged])
    counts = expected.counts
    with serving(sqlite_url) as address:
        page = visit("/imports", at=address)
        page.locator("input[type=file]").set_input_files(damaged)
        page.get_by_role("button", name="Import 1 file").click()
        expect(page.get_by_role("status").first).to_have_text(
            re.compile(f"1 file imported: {counts.read:,} records? read, {counts.new:,} new")
        )
        row = page.get_by_role("region", name="Imports").first.locator("tbody tr")
        expect(row).to_have_count(1)
        expect(row).to_contain_text(damaged.name)
        expect(row.locator(".eg-bad")).to_have_text(f"{counts.rejected:,}")
        settled(page)
        with page.expect_download() as download:
            page.get_by_role("button", name=re.compile(r"Download .* rejects? as CSV")).click()
        with open(download.value.path(), encoding="utf-8", newline="") as file:
            told = [(line["file"], line["place"], line["reason"]) for line in csv.DictReader(file)]
        leave(page)
    with by_command.connect() as connection:
        refused = rejects(View(connection, demo_viewpoint()), expected.import_id, limit=None)
    assert told == [(damaged.name, one.place, one.reason) for one in refused]
    store = open_store(sqlite_url)
    assert difference(by_command, store) == ""
    with store.connect() as connection:
        assert rebuild.verify(connection) == []


def test_an_unknown_contact_is_attached_with_two_clicks(visit: Open, sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    jane = contact(MARKDOWN, "jane.park@office.example", kind=ContactKind.LEAD)
    take_in(store, [jane, email(EventType.OPENED, to="jane.park@new.example")])
    with serving(sqlite_url) as address:
        page = visit("/unknown", at=address)
        expect(page.locator("h1")).to_have_text("1 unknown contact")
        page.get_by_role("link", name="jane.park@new.example").click()
        attach = page.get_by_role("button", name="Attach to Jane Park")
        shown = attach.get_by_test_id("stMarkdownContainer").inner_text()
        assert shown.replace("\N{WORD JOINER}", "") == f"Attach to {MARKDOWN}"
        assert attach.locator("em, strong, code, a, .katex").count() == 0
        attach.click()
        expect(page.locator("h1")).to_have_text("0 unknown contacts")
        page.get_by_role("status").get_by_role("link", name="Jane Park").click()
        settled(page)
        expect(page.locator("h1")).to_have_text(MARKDOWN)
        leave(page)
    assert rows(store, contacts, "name", "opens") == [(MARKDOWN, 1)]
    with store.connect() as connection:
        assert count_unknown(View(connection, demo_viewpoint())) == 0
        assert rebuild.verify(connection) == []


def test_the_account_says_its_name(visit: Open, sqlite_url: str) -> None:
    with serving(sqlite_url) as address:
        page = visit("/settings", at=address)
        page.get_by_label("Account name").fill("Whitlock Realty")
        page.get_by_label("Account name").press("Enter")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".eg-account")).to_have_text("Whitlock Realty")
        expect(page).to_have_title("Settings · Whitlock Realty")
        expect(page.get_by_text("It is fixed by the environment: ENGAGEMENT_TIMEZONE is set")).to_be_visible()
        leave(page)


def test_an_import_is_taken_back_after_it_is_said_what_would_go(visit: Open, sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    rebuild.prepare(store, TIMEZONE)
    for name, line in (("wrong.csv", "Jane Park,jane@example.com,yes"), ("right.csv", "Ann Lee,ann@example.com,")):
        (tmp_path / name).write_text(f"Name,Email,Email Opt Out\n{line}\nJohn Doe,john@example.com,\n")
        import_files(store, [tmp_path / name])
    with serving(sqlite_url) as address:
        page = visit("/imports", at=address)
        page.get_by_role("region", name="Imports").get_by_role("link", name="wrong.csv").click()
        page.get_by_role("button", name="Undo this import").click()
        would_go = page.get_by_text("This would go:")
        expect(would_go).to_have_text("This would go: 0 contacts, 0 messages, 0 events. 1 opt-out stays.")
        page.get_by_text("Take away the opt-outs too").click()
        expect(would_go).to_have_text("This would go: 1 contact, 0 messages, 0 events.")
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_role("status").first).to_have_text(
            re.compile("wrong.csv was taken back. Gone: 1 contact, 0 messages, 0 events.$")
        )
        row = page.get_by_role("region", name="Imports").locator("tbody tr").filter(has_text="wrong.csv")
        expect(row).to_contain_text("taken back")
        expect(page.get_by_role("button", name="Undo this import")).to_have_count(0)
        leave(page)
    assert sorted(rows(store, contacts, "name")) == ["Ann Lee", "John Doe"]
    with store.connect() as connection:
        assert rebuild.verify(connection) == []
