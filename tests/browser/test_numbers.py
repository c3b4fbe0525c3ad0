"""Numbers on a screen open a list that is just as long.

tests/pages opens every one of them (test_overview_page.py, test_campaigns.py); here some of each screen are opened for
real, spread over all of it, since each is a whole load of the application.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from engagement.query.contacts.contact_list import PAGE_SIZE
from engagement.ui.frame.screens import Screen
from tests.browser.conftest import Open

SCREENS = (Screen.OVERVIEW, Screen.CAMPAIGNS)
FEWEST = {
    Screen.OVERVIEW: 60,
    Screen.CAMPAIGNS: 60,
}  # numbers that the demo account has on the screen; fewer would say that links are gone
OPENED = 12  # of the numbers of a screen
_NUMBER = re.compile(r"([\d,]+)( person| people)?")
# The middle of the mark of the first line that lies farthest from the marks of the others, which would be hit as well.
_LONE_MARK = """picture => {
  const middles = trace => [...trace.querySelectorAll("path.point")].map(point => {
    const box = point.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  });
  const [first, ...others] = [...picture.querySelectorAll(".scatterlayer .trace")].map(middles);
  const away = ([x, y]) => Math.min(...others.flat().map(([other_x, other_y]) => Math.hypot(x - other_x, y - other_y)));
  return first.reduce((best, point) => away(point) > away(best) ? point : best);
}"""
_NUMBERS = """links => links.map(link => [link.textContent.trim(), link.href])"""


def numbers(page: Page) -> dict[str, int]:
    """The addresses behind the numbers of the page, each with its number."""
    found: dict[str, int] = {}
    for shown, address in page.locator("[data-testid=stMain] a[data-screen]").evaluate_all(_NUMBERS):
        if number := _NUMBER.fullmatch(shown):
            count = int(number[1].replace(",", ""))
            assert found.setdefault(address, count) == count, f"{address} stands behind {found[address]} and {count}"
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_a_number_is_the_length_of_its_list(visit: Open, screen: Screen) -> None:
    page = visit(f"/{screen}")
    expect(page.locator(".stHtml table").last).to_be_visible()
    found = numbers(page)
    assert len(found) >= FEWEST[screen]
    wrong = []
    for address, count in list(found.items())[:: len(found) // OPENED]:
        page.goto(address)
        heading = page.locator(".stHtml h1")
        expect(heading).to_have_text(re.compile(r"^[\d,]+ (contact|message)s?$"))
        expect(heading).to_be_visible()  # before that it has no inner text
        listed = int(heading.inner_text().split()[0].replace(",", ""))
        if listed != count:
            wrong.append((address, count, listed))
        elif count <= PAGE_SIZE:
            expect(page.locator("table.eg-rows tbody > tr:has(> .eg-name, > .eg-time)")).to_have_count(count)
    assert wrong == []


def test_who_to_call_today_takes_one_click(visit: Open) -> None:
    page = visit("/")
    page.get_by_role("link", name="Overview").click()
    table = page.get_by_role("region", name="Who to call")
    first = table.locator("tbody tr").first
    expect(first).to_contain_text("Replied")
    expect(first).to_contain_text("not answered")
    expect(first.locator("a[href^='tel:'], a[href^='sms:'], a[href^='mailto:']").first).to_be_visible()
    name = first.locator(".eg-name a").first.inner_text()
    first.locator(".eg-name a").first.click()
    expect(page.locator("h1")).to_have_text(name)


def test_a_mark_in_the_picture_opens_the_list_of_its_day(visit: Open) -> None:
    page = visit("/overview")
    picture = page.locator("[data-testid=stPlotlyChart]").first
    expect(picture.locator(".scatterlayer .trace").first.locator("path.point").first).to_be_visible()
    picture.scroll_into_view_if_needed()
    x, y = picture.evaluate(_LONE_MARK)
    page.mouse.click(x, y)
    expect(page.locator("h1")).to_have_text(re.compile(r"^[\d,]+ contacts?$"))
    expect(page.locator(".eg-sentence").first).to_contain_text("Contacts who opened an email on")
