"""The glossary has every word with its count, and Imports shows what came in and what did not."""

import csv
import re

import sqlalchemy as sa
from playwright.sync_api import expect

from engagement.domain.vocabulary import EVENT_MEANINGS, OPTION_DEFINITIONS, Channel, FilterOption
from engagement.query.contacts.contact_list import count_contacts
from engagement.query.intake.imports import recent_imports, rejects
from engagement.query.matching.view import View
from engagement.query.numbers.status_counts import status_counts
from engagement.query.question.contact_filter import EngagementFilter
from tests.browser.conftest import Open, leave, serving, settled
from tests.demo_store import demo_viewpoint

VIEW = demo_viewpoint()


def test_glossary_counts(visit: Open, account: sa.Connection) -> None:
    page = visit("/glossary")
    counts = status_counts(View(account, VIEW))
    for table, channel in enumerate(Channel):
        rows = page.locator(".eg-glossary").nth(table).locator("tbody tr")
        meanings = [meaning for meaning in EVENT_MEANINGS.values() if meaning.channel is channel]
        expect(rows).to_have_count(len(meanings))
        for place, meaning in enumerate(meanings):
            count = f"{counts.get((channel, meaning.type), 0):,}" if meaning.is_status else "never a status"
            expect(rows.nth(place)).to_contain_text(meaning.definition)
            expect(rows.nth(place).locator(".eg-number")).to_have_text(count)


def test_an_option_of_the_glossary_opens_its_list(visit: Open, account: sa.Connection) -> None:
    page = visit("/glossary")
    expect(page.locator(".eg-glossary").nth(2).locator("tbody tr")).to_have_count(len(OPTION_DEFINITIONS))
    page.get_by_role("link", name="Email Bounces").click()
    asked = EngagementFilter(options=frozenset({FilterOption.EMAIL_BOUNCES}))
    expect(page.locator("h1")).to_have_text(f"{count_contacts(View(account, VIEW), asked)} contacts")


def test_a_file_shows_its_rejects(visit: Open, account: sa.Connection) -> None:
    imports = recent_imports(View(account, VIEW))
    damaged = next(row for row in imports if row.rejected)
    expected = rejects(View(account, VIEW), damaged.id)
    page = visit("/imports")
    expect(page.locator("tbody tr")).to_have_count(len(imports))
    row = page.locator("tbody tr").filter(has_text=damaged.file)
    expect(row).to_contain_text(f"{damaged.read:,}")
    row.locator("td").nth(2).click()
    expect(page.locator("h2").first).to_have_text(f"{damaged.file}: {damaged.rejected} rejects")
    shown = page.get_by_role("region", name="Rejects").locator("tbody tr")
    expect(shown).to_have_count(len(expected))
    expect(shown.first).to_contain_text(expected[0].reason)
    expect(shown.first.locator("code")).to_have_text(expected[0].raw)
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the rejects as CSV").click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["place"], row["reason"], row["record"]) for row in rows] == [
        (reject.place, reject.reason, reject.raw) for reject in expected
    ]


def test_an_import_that_is_not_there_is_left_out(visit: Open) -> None:
    for query in ("?import=0", "?import=<b>", "?import="):
        expect(visit(f"/imports{query}").locator(".eg-quiet").first).to_contain_text("Choose a file")


def test_an_empty_account_says_how_to_fill_it(visit: Open, sqlite_url: str) -> None:
    with serving(sqlite_url) as address:
        for path in ("/", "/imports"):
            page = visit(path, at=address)
            expect(page.get_by_role("status").filter(has_text="engagement import PATH")).to_be_visible()
            expect(page.get_by_role("status").filter(has_text=re.compile("engagement demo"))).to_be_visible()
            leave(page)
