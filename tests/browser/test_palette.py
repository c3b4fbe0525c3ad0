"""The palette: a person is found from any screen in two interactions, by keys at a desk and by taps on a phone."""

import re

import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from engagement.query.contacts.contact_list import Sort, list_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.rows import ContactRow
from engagement.ui.frame.screens import NAVIGATION
from tests.browser.conftest import Open, one_run, settled
from tests.demo_store import demo_viewpoint


def somebody(account: sa.Connection) -> tuple[ContactRow, str]:
    """A contact who is found by an address that nobody else has, and that address."""
    view = View(account, demo_viewpoint())
    rows = list_contacts(view, EngagementFilter(search="a"), sort=Sort.NAME)
    return next(
        (row, row.emails[0])
        for row in rows
        if row.emails and len(list_contacts(view, EngagementFilter(search=row.emails[0]))) == 1
    )


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Find a person")


def type_and_wait(page: Page, words: str) -> None:
    with one_run(page):
        page.keyboard.type(words)


def chosen(page: Page) -> Locator:
    """The option that Enter opens, as screen readers are told it."""
    return page.locator(f"[role=option]#{field(page).get_attribute('aria-activedescendant')}")


def test_at_a_desk_a_person_is_found_by_two_keys(visit: Open, account: sa.Connection) -> None:
    row, address = somebody(account)
    screens = sum(map(len, NAVIGATION.values()))
    page = visit("/overview")
    with one_run(page):
        page.keyboard.press("Control+k")  # one
    expect(field(page)).to_be_focused()
    expect(page.get_by_role("group", name="Screens").get_by_role("option")).to_have_count(screens)
    type_and_wait(page, address)
    expect(chosen(page)).to_contain_text(row.title)
    expect(page.locator(".eg-palette [role=status]")).to_have_text("1 person")
    with one_run(page):
        page.keyboard.press("Enter")  # two
    expect(page).to_have_url(re.compile(f"/contact\\?id={row.id}$"))
    expect(page.locator("h1")).to_have_text(row.title)
    expect(page.get_by_role("dialog")).to_have_count(0)
    with one_run(page):
        page.go_back()
    expect(page.locator("h1")).to_have_text("Overview")


def test_on_a_phone_a_person_is_found_by_two_taps(visit: Open, account: sa.Connection) -> None:
    row, address = somebody(account)
    page = visit("/glossary", width=390)
    with one_run(page):
        page.get_by_role("button", name="Find a person").click()  # one
    type_and_wait(page, address)
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    with one_run(page):
        page.get_by_role("option", name=row.title).click()  # two
    expect(page.locator("h1")).to_have_text(row.title)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_choose_close_and_stay_out_of_text_fields(visit: Open) -> None:
    page = visit("/")
    search = page.get_by_label("Search", exact=True)
    page.keyboard.press("/")  # the screen's own search
    expect(search).to_be_focused()
    page.keyboard.type("a/b")
    page.keyboard.press("Control+k")
    expect(search).to_have_value("a/b")
    expect(page.get_by_role("dialog")).to_have_count(0)
    search.fill("")
    page.locator("h1").click()
    settled(page)
    button = page.get_by_role("button", name="Find a person")
    button.focus()
    with one_run(page):
        page.keyboard.press("Control+k")
    last = page.get_by_role("option").count() - 1
    expect(chosen(page)).to_have_attribute("id", "eg-found-0")
    page.keyboard.press("ArrowUp")  # round the end
    expect(chosen(page)).to_have_attribute("id", f"eg-found-{last}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_have_attribute("id", "eg-found-1")
    page.keyboard.press("Escape")
    expect(page.locator(".eg-palette")).to_have_count(0)  # gone, or its list would be taken for a field's
    expect(button).to_be_focused()
    with one_run(page):
        page.keyboard.press("Control+k")
    with one_run(page):
        page.keyboard.type("consent")
        page.keyboard.press("Enter")  # before the answer, for which it waits
    expect(page).to_have_url(re.compile("/consent$"))
    page.get_by_test_id("stMain").press("/")  # no search on this screen
    expect(field(page)).to_be_focused()
