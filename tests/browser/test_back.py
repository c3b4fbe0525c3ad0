"""Back brings a screen back as it was left: its filter, in the address, in the widgets and in the answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, one_run, open_screen, settled

FILTERED = "/?email-clicks=true&kind=lead"


def back(page: Page, left: str, heading: str) -> None:
    """Go back, and find the screen as it was."""
    with one_run(page):
        page.go_back()
    assert page.url == left
    expect(page.locator("h1")).to_have_text(heading)


@pytest.mark.parametrize("screen", ["Overview", "Messages", "Consent", "Imports", "Settings"])
def test_a_filter_is_there_again_after_another_screen(visit: Open, screen: str) -> None:
    page = visit("/")
    with one_run(page):
        page.locator(".st-key-email-clicks label").click(position={"x": 8, "y": 10})
    left, heading = page.url, page.locator("h1").inner_text()
    assert "email-clicks=true" in left
    open_screen(page, screen)
    expect(page).to_have_url(re.compile(f"/{screen.lower()}$"))
    back(page, left, heading)
    expect(page.get_by_role("checkbox", name="Email Clicks")).to_be_checked()
    with one_run(page):
        page.go_forward()
    expect(page).to_have_url(re.compile(f"/{screen.lower()}$"))
    back(page, left, heading)


def test_the_filter_is_there_again_after_a_contact_and_a_reload(visit: Open) -> None:
    page = visit(FILTERED)
    left, heading = page.url, page.locator("h1").inner_text()
    with one_run(page):
        page.locator("a[data-screen=contact]").first.click()
    back(page, left, heading)
    page.reload()
    settled(page)
    assert page.url == left
    expect(page.locator("h1")).to_have_text(heading)


def test_what_messages_asked_is_there_again(visit: Open) -> None:
    page = visit("/messages?status=Bounced&channel=email")
    left, heading = page.url, page.locator("h1").inner_text()
    with one_run(page):
        page.get_by_role("link", name="Campaigns", exact=True).click()
    back(page, left, heading)


def test_what_messages_asked_is_there_again_after_a_contact_whose_messages_are_all_there(visit: Open) -> None:
    page = visit("/messages?channel=Text&status=Delivered")
    left, heading = page.url, page.locator("h1").inner_text()
    with one_run(page):
        page.locator("a[data-screen=contact]").first.click()
    expect(page.locator("h2").first).to_have_text(re.compile("^[0-9,]+ messages?, newest first$"))  # not "0 of 9"
    expect(page.get_by_test_id("stSidebarContent")).not_to_be_visible()
    back(page, left, heading)
    expect(page).to_have_title("Messages")  # no more the contact's name


def test_no_note_of_the_question_before_is_left(visit: Open) -> None:
    page = visit("/?didnot=Text+Replies")
    expect(page.locator(".eg-coverage")).to_contain_text("“Did not” goes by what is on file")
    with one_run(page):
        page.evaluate(
            "history.pushState({}, '', '/?email-spam-complaints=true'); dispatchEvent(new PopStateEvent('popstate'))"
        )
    expect(page.locator(".eg-sentence")).to_have_text("Contacts who reported an email as spam")
    expect(page.locator(".eg-coverage")).to_have_count(0)


@pytest.mark.parametrize(("width", "opens"), [(1400, "stTopNavSection"), (390, "stExpandSidebarButton")])
def test_screens_behind_a_mark_are_left_the_same_way(visit: Open, width: int, opens: str) -> None:
    page = visit(FILTERED, width=width)
    left, heading = page.url, page.locator("h1").inner_text()
    page.get_by_test_id(opens).last.click()
    with one_run(page):
        page.get_by_role("link", name="Settings").or_(page.get_by_role("menuitem", name="Settings")).click()
    expect(page).to_have_url(re.compile("/settings$"))
    expect(page.get_by_role("menuitem", name="Settings")).to_have_count(0)  # the menu is closed
    back(page, left, heading)
