"""Addresses that people type open what they mean, with nothing over it."""

from playwright.sync_api import expect

from tests.browser.conftest import Open, settled


def test_contacts_is_an_address(visit: Open) -> None:
    page = visit("/contacts?email-clicks=true")
    expect(page.get_by_role("checkbox", name="Email Clicks")).to_be_checked()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url.endswith("/?email-clicks=true")
    page.goto(page.url.replace("/?", "/Campaigns/?"))
    settled(page)
    expect(page.locator("h1")).to_contain_text("campaigns")
    expect(page.get_by_role("dialog")).to_have_count(0)
