"""On a phone nothing is cut or broken after each word, and the side panel gives way; on a desk the room is used."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from engagement.query.matching.view import View
from engagement.query.numbers.campaigns import campaign_table
from engagement.ui.frame.screens import Screen
from tests.browser.axe import violations
from tests.browser.conftest import Open, one_run, settled
from tests.demo_store import demo_viewpoint

MISFITS = Path(__file__).with_name("misfits.js").read_text("utf-8")
GO = (
    "(place) => { history.pushState({}, '', place); dispatchEvent(new PopStateEvent('popstate')); }"  # as links.js does
)
PHONE, DESK, WALL = 390, 1400, 2200


def addresses(account: sa.Connection) -> list[str]:
    """Every screen, with something on it."""
    view = View(account, demo_viewpoint())
    campaign = campaign_table(view)[0].id
    person = account.execute(
        sa.text("SELECT contact_id FROM messages GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    ).scalar_one()
    found = {screen: f"/{screen}" for screen in Screen} | {
        Screen.CONTACTS: "/?email-opens=true",
        Screen.CONTACT: f"/contact?id={person}",
        Screen.CAMPAIGN: f"/campaign?id={campaign}",
    }
    return [*found.values(), "/", "/messages?find=jane", "/consent?who=" + str(person)]


def misfits(page: Page) -> list[str]:
    charts = page.get_by_test_id("stPlotlyChart").count()
    expect(page.locator(".js-plotly-plot .main-svg:first-child")).to_have_count(charts)
    found: list[str] = page.evaluate(MISFITS)
    return [f"{page.url}: {one}" for one in found]


def test_nothing_is_cut_or_broken_on_a_phone(visit: Open, account: sa.Connection) -> None:
    page, found = visit("/", width=PHONE), []
    home = page.url.rstrip("/")
    for address in addresses(account):
        with one_run(page):
            page.evaluate(GO, home + address)
        found += misfits(page) + violations(page)
        page.emulate_media(color_scheme="dark")
        found += [f"dark {words}" for words in violations(page, "color-contrast")]
        page.emulate_media(color_scheme="light")
    assert found == []


@pytest.mark.parametrize("width", [DESK, WALL])
def test_the_conversation_stands_beside_the_facts(visit: Open, account: sa.Connection, width: int) -> None:
    page = visit(addresses(account)[list(Screen).index(Screen.CONTACT)], width=width)
    facts, talk = page.locator(".eg-may").bounding_box(), page.locator(".eg-timeline").bounding_box()
    assert facts
    assert talk
    assert facts["x"] + facts["width"] <= talk["x"]
    assert talk["x"] + talk["width"] > width - 60
    assert misfits(page) == []


def panel(page: Page, *, is_open: bool) -> None:
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false" if is_open else "true")


def test_the_side_panel_gives_way_to_what_was_chosen(visit: Open) -> None:
    page = visit("/", width=PHONE)
    panel(page, is_open=False)
    page.get_by_test_id("stExpandSidebarButton").click()
    with one_run(page):
        page.locator(".st-key-email-clicks label").click(position={"x": 8, "y": 10})
    answer = page.locator("[data-shows-page]")
    count = page.locator("h1").inner_text()
    expect(answer).to_contain_text(f"{count}: show")
    expect(answer).to_be_in_viewport(ratio=1)
    panel(page, is_open=True)
    answer.click()
    panel(page, is_open=False)
    page.get_by_test_id("stExpandSidebarButton").click()
    panel(page, is_open=True)
    page.reload()
    settled(page)
    panel(page, is_open=False)
    page.get_by_test_id("stExpandSidebarButton").click()
    with one_run(page):
        page.get_by_test_id("stSidebarNavLink").filter(has_text="Messages").click()
    panel(page, is_open=False)
