"""The questions of every day in few interactions, and what can be done with a list and its rows without leaving it."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from engagement.domain.vocabulary import FilterOption, Match, meaning_of
from engagement.lib.moments import day_of, day_words
from engagement.query.contacts.contact_list import all_contacts, count_contacts, list_contacts
from engagement.query.contacts.explain import explain
from engagement.query.matching.membership import facets
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from engagement.ui.address.contact_params import OPTION_KEYS
from tests.browser.conftest import Open, leave, serving, settled
from tests.demo_store import demo_viewpoint

VIEW = demo_viewpoint()
OPENS = EngagementFilter(options=frozenset({FilterOption.EMAIL_OPENS}))


class Hands:
    """A person's hands: every click is counted, and there is nothing else they do."""

    def __init__(self) -> None:
        self.interactions = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.interactions += 1


def rows(page: Page) -> Locator:
    return page.locator("tbody tr:not(.eg-why-row)")


def test_who_clicked_this_week_and_did_not_reply_is_exported_in_two(visit: Open, account: sa.Connection) -> None:
    page, hands = visit(), Hands()
    hands.click(page.get_by_role("link", name="Clicked in the last 7 days and did not reply"))
    # Not the sentence itself: while the list is drawn anew, the one before is on the page too.
    expect(page.locator(".eg-sentence").filter(has_text="clicked a link in an email between")).to_be_visible()
    settled(page)
    with page.expect_download() as download:
        hands.click(page.get_by_role("button", name="Download as CSV"))
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        exported = [int(row["id"]) for row in csv.DictReader(file)]
    week = Period.last_days(7, VIEW.today)
    clicked = EngagementFilter(options=frozenset({FilterOption.EMAIL_CLICKS}), period=week)
    replied = EngagementFilter(options=frozenset({FilterOption.TEXT_REPLIES}), period=week)
    ids = [{row.id for row in all_contacts(View(account, VIEW), asked)} for asked in (clicked, replied)]
    assert ids[0] & ids[1], "somebody clicked and replied, to be left out"
    assert set(exported) == ids[0] - ids[1]
    assert len(exported) > 0
    assert hands.interactions <= 4


def test_every_phone_that_opted_out_is_listed_with_the_date_in_one(visit: Open, account: sa.Connection) -> None:
    page, hands = visit(), Hands()
    hands.click(page.get_by_role("link", name="Phone opted out of texts"))
    asked = EngagementFilter(options=frozenset({FilterOption.TEXTS_UNSUBSCRIBES}))
    expected = list_contacts(View(account, VIEW), asked)
    expect(rows(page)).to_have_count(len(expected))
    assert any(row.do_not_text for row in expected)
    for place, row in enumerate(expected):
        said = "Texts allowed again"
        if row.do_not_text:
            said = f"No texts since {day_words(day_of(row.do_not_text.at, VIEW.zone))}"
        expect(rows(page).nth(place)).to_contain_text(said)
    assert hands.interactions <= 2


def test_this_very_list_is_sent_to_a_colleague_in_one(visit: Open, context: BrowserContext) -> None:
    page, hands = visit("/?email-opens=true&kind=lead&sort=name&columns=Stage&columns=Opens"), Hands()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    hands.click(page.get_by_role("button", name="Copy link"))
    expect(page.locator(".eg-toast")).to_contain_text("Copied the link")
    sent: str = page.evaluate("navigator.clipboard.readText()")
    assert hands.interactions <= 1
    theirs = visit(sent.removeprefix(page.evaluate("location.origin")))
    for part in ("h1", ".eg-sentence", "thead th", "tbody td"):
        expect(theirs.locator(part)).to_have_text(page.locator(part).all_inner_texts(), use_inner_text=True)


def test_an_address_is_copied_without_leaving(visit: Open, account: sa.Connection, context: BrowserContext) -> None:
    row = next(row for row in list_contacts(View(account, VIEW), EngagementFilter()) if row.emails and row.phones)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit()
    for address in (row.emails[0], row.phones[0]):
        page.get_by_role("button", name=f"Copy {address}").first.press("Enter")
        expect(page.locator(".eg-toast")).to_have_text(f"Copied {address}")
        assert page.evaluate("navigator.clipboard.readText()") == address
    expect(page.locator("h1")).to_contain_text("contacts")


def test_why_a_row_is_here_opens_under_it_and_closes_by_keyboard(visit: Open, account: sa.Connection) -> None:
    page = visit("/?email-opens=true")
    row = list_contacts(View(account, VIEW), OPENS)[1]
    button = page.get_by_role("button", name=f"Why {row.title} is on this list")
    button.press("Enter")
    answer = page.locator("tbody tr").nth(2)
    expect(answer).to_have_class("eg-why-row")
    events = explain(View(account, VIEW), row.id, OPENS).events
    expect(answer.locator("tbody tr")).to_have_count(len(events))
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()
    button.press("Enter")
    expect(page.locator(".eg-why-row")).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("contacts")


def test_columns_are_chosen_kept_in_the_address_and_by_the_browser(browser: Browser, server: str) -> None:
    with browser.new_context(viewport={"width": 1400, "height": 900}) as theirs:
        page = theirs.new_page()
        page.goto(server)
        settled(page)
        expect(page.get_by_role("columnheader", name="Stage")).to_have_count(0)
        page.get_by_role("button", name="Columns").click()
        page.get_by_test_id("stPopoverBody").get_by_text("Stage", exact=True).click()
        expect(page.get_by_role("columnheader", name="Stage")).to_be_visible()
        expect(page).to_have_url(re.compile("columns=Stage"))
        settled(page)
        page.wait_for_function("document.cookie.includes('Stage')")
        again = theirs.new_page()
        again.goto(server)
        expect(again.get_by_role("columnheader", name="Stage")).to_be_visible()
        leave(again)
        leave(page)


@pytest.mark.parametrize("query", ["columns=nothing", "columns=", "columns=%3Cscript%3E&columns=Stage"])
def test_columns_that_are_none_are_left_out(visit: Open, query: str) -> None:
    expect(rows(visit(f"/?{query}")).first).to_be_visible()


@pytest.fixture
def own_server(account_url: str, tmp_path: Path) -> Iterator[str]:
    """The dashboard over a copy of the demo account, to write to."""
    copy = shutil.copy(account_url.removeprefix("sqlite:///"), tmp_path / "copy.db")
    with serving(f"sqlite:///{copy}") as address:
        yield address


def saved(page: Page) -> Locator:
    """The opened list of saved filters."""
    body = page.get_by_test_id("stPopoverBody")
    if not body.is_visible():
        page.get_by_role("button", name="Saved filters").click()
    expect(body.get_by_role("heading", name="Saved")).to_be_visible()
    return body


def save(page: Page, name: str, whom: str) -> None:
    body = saved(page)
    body.get_by_label("Save this list as").fill(name)
    body.get_by_label("Save this list as").press("Tab")
    settled(page)
    body.locator("label").filter(has_text=whom).click()
    settled(page)
    body.get_by_role("button", name="Save", exact=True).click()
    expect(body.get_by_role("status")).to_contain_text(f"Saved “{name}”")


def test_saved_filters_are_mine_or_everybodys(own_server: str, browser: Browser, account: sa.Connection) -> None:
    count = f"{count_contacts(View(account, VIEW), OPENS):,}"
    with browser.new_context() as mine, browser.new_context() as theirs:
        page = mine.new_page()
        page.goto(f"{own_server}/?email-opens=true&sort=name")
        settled(page)
        save(page, "Mine <b>alone</b>", "Only you")
        save(page, "For all", "Everybody")
        lines = saved(page).locator(".eg-questions").nth(1).locator("li")
        expect(lines).to_have_text([re.compile(f"Mine <b>alone</b>.*private.*{count}"), re.compile(f"shared.*{count}")])

        other = theirs.new_page()
        other.goto(own_server)
        settled(other)
        lines = saved(other).locator(".eg-questions").nth(1).locator("li")
        expect(lines).to_have_text([re.compile(f"For all.*{count}")])
        lines.get_by_role("link").click()
        expect(other.locator("h1")).to_have_text(f"{count} contacts")
        expect(other).to_have_url(re.compile("email-opens=true&sort=name"))
        leave(other)

        again = mine.new_page()  # a visit later: the browser is known
        again.goto(own_server)
        settled(again)
        body = saved(again)
        expect(body.locator(".eg-questions").nth(1).locator("li")).to_have_count(2)
        body.get_by_text("Rename or delete").click()
        body.get_by_label("New name").fill("Openers")
        body.get_by_label("New name").press("Tab")
        settled(again)
        body.get_by_role("button", name="Rename").click()
        expect(body.get_by_role("status")).to_contain_text("It is called “Openers” now.")
        settled(again)
        body.get_by_role("button", name="Delete").click()
        expect(body.get_by_role("status")).to_contain_text("Deleted “")
        expect(body.locator(".eg-questions").nth(1).locator("li")).to_have_count(1)
        leave(again)
        leave(page)


def test_counts_are_in_the_names_of_the_options(visit: Open, account: sa.Connection) -> None:
    page = visit("/?match=all&email-opens=true")
    counts = facets(View(account, VIEW), EngagementFilter(options=OPENS.options, match=Match.ALL)).options
    for option, count in counts.items():
        name = f"{option}, {count:,} contact{'' if count == 1 else 's'}"
        expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_attached()
    page.locator(f".st-key-{OPTION_KEYS[FilterOption.EMAIL_CLICKS]} label").click()
    both = frozenset({FilterOption.EMAIL_OPENS, FilterOption.EMAIL_CLICKS})
    count = count_contacts(View(account, VIEW), EngagementFilter(options=both, match=Match.ALL))
    expect(page.get_by_role("checkbox", name=f"Email Clicks, {count:,} contact")).to_be_checked()


def test_a_definition_shows_on_focus_and_on_touch(visit: Open, account: sa.Connection) -> None:
    row = next(row for row in list_contacts(View(account, VIEW), EngagementFilter()) if row.last_status)
    assert row.last_status_channel
    assert row.last_status
    page = visit()
    badge = page.locator("tbody .eg-badge").first
    badge.focus()
    expect(page.get_by_role("tooltip")).to_have_text(meaning_of(row.last_status_channel, row.last_status).definition)
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    badge.evaluate("badge => { badge.blur(); badge.click(); }")  # a finger's touch, which gives no focus in Safari
    expect(page.get_by_role("tooltip")).to_have_text(meaning_of(row.last_status_channel, row.last_status).definition)
    expect(page.locator("h1")).to_contain_text("contacts")  # and not the contact, as where the row is touched


@pytest.mark.parametrize(
    "path", ["/", "/?texts-unsubscribes=true&columns=Labels&columns=Email+and+phone&columns=Stage"]
)
def test_a_narrow_list_is_never_scrolled_sideways(visit: Open, path: str) -> None:
    page = visit(path, width=700)
    for part in (".eg-scroll", "[data-testid=stMain]"):
        assert page.locator(part).first.evaluate("part => part.scrollWidth <= part.clientWidth"), part
    expect(rows(page).first.locator(".eg-name")).to_be_visible()
