"""Which campaign hurt us last month: two interactions from any screen, in Chromium."""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from engagement.domain.measures import Measure
from engagement.query.matching.view import View
from engagement.query.numbers.campaigns import campaign_table
from engagement.query.question.period import Period
from engagement.ui.campaigns.campaign_table import harm, too_high
from tests.browser.conftest import Open
from tests.demo_store import demo_viewpoint

VIEW = demo_viewpoint()


@pytest.mark.parametrize("start", ["/", "/messages", "/imports", "/glossary"])
def test_which_campaign_hurt_us_in_the_last_30_days(visit: Open, account: sa.Connection, start: str) -> None:
    found = campaign_table(View(account, VIEW), Period.last_days(30, VIEW.today))
    worst = max(found, key=harm)
    assert too_high(worst)
    page = visit(start)
    page.get_by_role("link", name="Campaigns", exact=True).click()  # one
    page.get_by_role("radio", name="Last 30 days").click()  # two
    expect(page.locator("h1")).to_have_text(f"{len(found)} campaigns")
    first = page.locator(".eg-rows tbody tr").first
    expect(first).to_contain_text(worst.name)
    expect(first.locator(".eg-badge")).to_have_count(len(too_high(worst)))
    assert re.search(r"campaigns-sent=Last\+30\+days", page.url)


def test_its_numbers_open_their_lists(visit: Open, account: sa.Connection) -> None:
    row = max(campaign_table(View(account, VIEW)), key=harm)
    page = visit(f"/campaign?id={row.id}")
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    clicked = page.get_by_role("row", name=re.compile("^Clicked by people"))
    clicked.get_by_role("link").nth(1).click()
    people = row.people[Measure.CLICKED_BY_PERSON]
    expect(page.locator("h1")).to_have_text(f"{people} contact{'' if people == 1 else 's'}")
    expect(page.locator(".eg-sentence").first).to_contain_text(f"who clicked in “{row.name}” themselves")
    page.get_by_role("button", name="Any campaign").click()
    expect(page.locator(".eg-sentence").first).not_to_contain_text(row.name)
    page = visit(f"/campaign?id={row.id}")
    page.get_by_role("row", name=re.compile("^Clicked by people")).get_by_role("link").first.click()
    messages = row.messages[Measure.CLICKED_BY_PERSON]
    expect(page.locator("h1")).to_have_text(f"{messages} message{'' if messages == 1 else 's'}")
