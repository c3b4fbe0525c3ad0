"""The list of contacts: the filter answers, the address holds it, pages turn, the CSV has the rows of the list."""

import csv
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from engagement.domain.vocabulary import OPTION_DEFINITIONS, ContactKind, FilterOption, Match
from engagement.query.contacts.contact_list import Sort, all_contacts, count_contacts, list_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from tests.browser.conftest import Open, one_run, open_menu
from tests.demo_store import demo_viewpoint

VIEW = demo_viewpoint()
OPENS = EngagementFilter(options=frozenset({FilterOption.EMAIL_OPENS}))


def shows(page: Page, account: sa.Connection, asked: EngagementFilter, *, page_number: int = 1) -> None:
    """The page says how many match `asked`, and lists those that the query gives, in its order."""
    count = count_contacts(View(account, VIEW), asked)
    expect(page.locator("h1")).to_have_text(f"{count:,} contact{'' if count == 1 else 's'}")
    rows = list_contacts(View(account, VIEW), asked, page=page_number)
    expect(page.locator("tbody .eg-name")).to_have_text([row.title for row in rows])


def tick(page: Page, label: str) -> None:
    page.get_by_test_id("stSidebar").locator("label").filter(has_text=re.compile(f"^{label}$")).click()


@pytest.mark.parametrize("option", list(FilterOption))
def test_every_option_answers(visit: Open, account: sa.Connection, option: FilterOption) -> None:
    page = visit()
    shows(page, account, EngagementFilter())
    tick(page, option)
    shows(page, account, EngagementFilter(options=frozenset({option})))


@pytest.mark.parametrize("match", list(Match))
def test_all_events_at_one_click_and_each_way_to_combine(visit: Open, account: sa.Connection, match: Match) -> None:
    page = visit()
    page.get_by_role("button", name="All events").click()
    shows(page, account, EngagementFilter(options=frozenset(FilterOption)))
    if match is not Match.ANY:
        tick(page, match)
    count = count_contacts(View(account, VIEW), EngagementFilter(options=frozenset(FilterOption), match=match))
    expect(page.locator("h1")).to_have_text(f"{count:,} contact{'' if count == 1 else 's'}")
    page.get_by_role("button", name="Clear", exact=True).click()
    shows(page, account, EngagementFilter(match=match))


def test_the_address_holds_the_filter(visit: Open, account: sa.Connection) -> None:
    page = visit()
    tick(page, FilterOption.EMAIL_OPENS)
    tick(page, FilterOption.TEXT_REPLIES)
    tick(page, "Without machine opens and clicks")
    page.get_by_label("Search").fill("a")
    with one_run(page):
        page.get_by_label("Search").press("Enter")
    open_menu(page, "Kind")
    page.get_by_role("option", name="lead").click()
    asked = EngagementFilter(
        options=frozenset({FilterOption.EMAIL_OPENS, FilterOption.TEXT_REPLIES}),
        without_machines=True,
        kinds=frozenset({ContactKind.LEAD}),
        search="a",
    )
    shows(page, account, asked)
    expect(page).to_have_url(re.compile("email-opens=true"))
    shows(visit(page.url.removeprefix(page.evaluate("location.origin"))), account, asked)


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ("period=Last+30+days", Period.last_days(30, VIEW.today)),
        ("period=Today", Period.last_days(1, VIEW.today)),
        (f"period=Own+dates&to={VIEW.today - timedelta(days=40)}", Period(None, VIEW.today - timedelta(days=40))),
        (
            f"period=Own+dates&from={VIEW.today - timedelta(days=60)}&to={VIEW.today - timedelta(days=20)}",
            Period(VIEW.today - timedelta(days=60), VIEW.today - timedelta(days=20)),
        ),
    ],
)
def test_period(visit: Open, account: sa.Connection, query: str, period: Period) -> None:
    page = visit(f"/?email-opens=true&{query}")
    shows(page, account, EngagementFilter(options=OPENS.options, period=period))


def test_swapped_dates_are_one_sentence(visit: Open) -> None:
    page = visit("/?email-opens=true&period=Own+dates&from=2026-03-02&to=2026-03-01")
    expect(page.get_by_role("alert")).to_contain_text("swap the two dates")
    expect(page.get_by_label("Search")).to_be_visible()


@pytest.mark.parametrize(
    "query",
    [
        "email-opens=maybe",
        "email-opens=",
        "match=most",
        "match=&period=",
        "period=Next+year",
        "period=Own+dates&from=banana&to=99999-01-01",
        "kind=robot&owner=Nobody&stage=&source=%00&label=x",
        "page=999999",
        "page=-1",
        "page=1.5",
        "page=99999999999999999999999999",
        "sort=nothing",
        "opened-twice=true&id=3&__proto__=1",
        "embed=maybe",
    ],
)
def test_an_address_with_no_meaning_is_left_out(visit: Open, account: sa.Connection, query: str) -> None:
    shows(visit(f"/?{query}"), account, EngagementFilter())


@pytest.mark.parametrize(
    "words", ["<script>document.title='owned'</script>", "**bold**", ":red[x]", "$x$ %_", "\u202eevil"]
)
def test_words_searched_for_are_shown_as_text(visit: Open, account: sa.Connection, words: str) -> None:
    page = visit(f"/?search={quote(words)}")
    expect(page.locator(".eg-sentence")).to_contain_text(words)
    expect(page.locator("h1")).to_have_text(
        f"{count_contacts(View(account, VIEW), EngagementFilter(search=words))} contacts"
    )
    assert page.title() != "owned"


def test_pages_turn_and_start_over_with_another_filter(visit: Open, account: sa.Connection) -> None:
    page = visit()
    page.get_by_test_id("stPagination").get_by_role("button", name="2").first.click()
    shows(page, account, EngagementFilter(), page_number=2)
    expect(page).to_have_url(re.compile("page=2"))
    tick(page, FilterOption.EMAIL_OPENS)
    shows(page, account, OPENS)


def test_the_csv_has_the_rows_of_the_list(visit: Open, account: sa.Connection) -> None:
    page = visit("/?email-opens=true&sort=name")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = list(all_contacts(View(account, VIEW), OPENS, sort=Sort.NAME))
    assert [int(row["id"]) for row in rows] == [row.id for row in expected]
    assert len(rows) > 50  # more than the page shows
    assert all(not row["emails"] for row in rows if row["do_not_email"] == "yes")


def test_the_csv_has_opted_out_addresses_when_asked(visit: Open, account: sa.Connection) -> None:
    page = visit("/?email-unsubscribes=true")
    with one_run(page):
        page.locator("label").filter(has_text="Include opted-out addresses").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        emails = [row["emails"] for row in csv.DictReader(file) if row["do_not_email"] == "yes"]
    assert emails
    assert all(emails)


def test_nobody_says_what_to_do_next(visit: Open, account: sa.Connection) -> None:
    page = visit("/?search=nobody+has+this+name&period=Today&email-opens=true")
    expect(page.get_by_role("status").filter(has_text="widen the period")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Clear the filter").click()
    shows(page, account, EngagementFilter())
    expect(page).to_have_url(re.compile("/$"))


def test_definitions_are_on_hover(visit: Open) -> None:
    page = visit()
    option = page.get_by_test_id("stSidebar").get_by_test_id("stCheckbox").filter(has_text=FilterOption.EMAIL_BOUNCES)
    option.get_by_test_id("stTooltipIcon").hover()
    tooltip = page.get_by_test_id("stTooltipContent")
    expect(tooltip).to_have_text(OPTION_DEFINITIONS[FilterOption.EMAIL_BOUNCES])
    expect(page.locator("tbody .eg-badge").first).to_have_attribute("title", re.compile(r"\w+.*\.$"))


@pytest.mark.parametrize("width", [700, 1400])
def test_the_page_is_never_wider_than_the_window(visit: Open, width: int) -> None:
    page = visit(width=width)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")


def test_light_and_dark_follow_the_system(visit: Open) -> None:
    colours = {
        scheme: visit(scheme=scheme).locator("tbody .eg-badge").first.evaluate("badge => getComputedStyle(badge).color")
        for scheme in ("light", "dark")
    }
    assert colours["light"] != colours["dark"]
