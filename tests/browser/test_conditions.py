"""More to ask: how often, and conditions with a period of their own; and why a contact is on the list."""

import re
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from engagement.domain.vocabulary import FilterOption
from engagement.query.contacts.contact_list import list_contacts
from engagement.query.contacts.explain import explain
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.period import Period
from tests.browser.conftest import Open, one_run
from tests.browser.test_contacts import shows
from tests.demo_store import demo_viewpoint

VIEW = demo_viewpoint()
OPENS = frozenset({FilterOption.EMAIL_OPENS})
NOT_CLICKED = Condition(FilterOption.EMAIL_CLICKS, did=False, period=Period.last_days(30, VIEW.today))


def sidebar(page: Page) -> Locator:
    return page.get_by_test_id("stSidebar")


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a list, opened anew when the sidebar, scrolled to reach it, closed it again."""
    line = page.get_by_role("option", name=option, exact=True)
    combobox = sidebar(page).get_by_role("combobox", name=label, exact=True)
    combobox.focus()
    for _ in range(20):
        if not line.is_visible():
            combobox.press("ArrowDown")
            page.wait_for_function("() => true", polling="raf")
    with one_run(page):
        line.click()
    expect(combobox).to_have_value(option)


def test_at_least(visit: Open, account: sa.Connection) -> None:
    page = visit("/?email-opens=true")
    often = sidebar(page).get_by_role("spinbutton", name="At least, times")
    often.fill("4")
    often.press("Enter")
    shows(page, account, EngagementFilter(options=OPENS, at_least=4))
    expect(page).to_have_url(re.compile("at-least=4"))
    shows(visit("/?email-opens=true&at-least=4"), account, EngagementFilter(options=OPENS, at_least=4))
    page.get_by_role("button", name="Clear the filter").click()
    expect(often).to_have_value("1")


def test_a_condition_is_added_kept_in_the_address_and_taken_away(visit: Open, account: sa.Connection) -> None:
    page = visit("/?email-opens=true")
    asked, without = EngagementFilter(options=OPENS, conditions=(NOT_CLICKED,)), EngagementFilter(options=OPENS)
    sidebar(page).get_by_text("And also").click()
    with one_run(page):
        sidebar(page).locator("label").filter(has_text=re.compile("^did not$")).click()
    choose(page, "Event", FilterOption.EMAIL_CLICKS)
    choose(page, "When", "Last days")
    sidebar(page).get_by_role("button", name="Add", exact=True).click()
    shows(page, account, asked)
    expect(page).to_have_url(re.compile(r"didnot=Email[+]Clicks[+]last[+]30"))
    shows(visit(page.url.removeprefix(page.evaluate("location.origin"))), account, asked)
    sidebar(page).get_by_role("button", name="Got an email but did not click").click()
    shows(page, account, without)
    expect(page).not_to_have_url(re.compile("didnot"))


@pytest.mark.parametrize(
    ("query", "conditions"),
    [
        (
            "did=Email+Clicks+x2+last+90",
            [Condition(FilterOption.EMAIL_CLICKS, True, 2, Period.last_days(90, VIEW.today))],
        ),
        (
            "did=text+replies&didnot=email+bounces",
            [(FilterOption.TEXT_REPLIES, True), (FilterOption.EMAIL_BOUNCES, False)],
        ),
        ("did=Text+Replies&did=Text+Replies&did=Nonsense", [(FilterOption.TEXT_REPLIES, True)]),
        ("did=&didnot=%00&did=Email+Opens+x0&did=Email+Opens+last+0", []),
        (f"did={'x' * 3000}&didnot=<script>&at-least=-1", []),
        ("did=Email+Opens+2026-02-30..&didnot=Email+Opens+2026-03-02..2026-03-01&at-least=many", []),
    ],
)
def test_conditions_of_an_address(
    visit: Open, account: sa.Connection, query: str, conditions: list[Condition | tuple[FilterOption, bool]]
) -> None:
    page = visit(f"/?{query}")
    asked = tuple(one if isinstance(one, Condition) else Condition(*one) for one in conditions)
    shows(page, account, EngagementFilter(conditions=asked))
    expect(sidebar(page).locator('[class*="st-key-condition-"]')).to_have_count(len(asked))


def test_why_a_contact_is_on_the_list(visit: Open, account: sa.Connection) -> None:
    asked = EngagementFilter(options=OPENS, conditions=(NOT_CLICKED,))
    page = visit("/?email-opens=true&didnot=Email+Clicks+last+30")
    row = list_contacts(View(account, VIEW), asked)[0]
    page.locator("tbody a").first.click()
    expect(page.locator("h1")).to_have_text(row.title)
    page.locator(".eg-why summary").click()
    events = explain(View(account, VIEW), row.id, asked).events
    expect(page.locator(".eg-why tbody tr")).to_have_count(len(events))
    expect(page.locator(".eg-why tbody tr").first).to_contain_text(events[0].about)
    again = visit(page.url.removeprefix(page.evaluate("location.origin")))  # sent to a colleague
    expect(again.locator(".eg-why")).to_contain_text("Why on this list")
    again.locator(".eg-back a").click()
    shows(again, account, asked)


def test_why_a_contact_is_not_on_the_list(visit: Open, account: sa.Connection) -> None:
    row = next(row for row in list_contacts(View(account, VIEW), EngagementFilter(options=OPENS)) if row.owner)
    page = visit(f"/contact?list={quote('email-opens=true&owner=Somebody+Else')}&id={row.id}")
    expect(page.locator(".eg-why")).to_contain_text(f"The owner is {row.owner}, not Somebody Else.")


@pytest.mark.parametrize("list_of", ["", "%00", "a=b&c", "period=Own+dates&from=x", "at-least=x&match=most", "&" * 500])
def test_a_list_with_no_meaning_explains_nothing(visit: Open, account: sa.Connection, list_of: str) -> None:
    row = list_contacts(View(account, VIEW), EngagementFilter())[0]
    page = visit(f"/contact?list={quote(list_of)}&id={row.id}")
    expect(page.locator("h1")).to_have_text(row.title)
    expect(page.locator(".eg-why")).to_have_count(0)
