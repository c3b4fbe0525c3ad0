"""The live counts: each is what the list has once its choice is made, and they follow a click at once."""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from engagement.domain.vocabulary import ContactKind, FilterOption, Match
from engagement.query.matching.membership import facets
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.store.sets import Field
from engagement.ui.address.contact_params import OPTION_KEYS
from tests.browser.conftest import Open, one_run, open_menu, settled
from tests.demo_store import demo_viewpoint

VIEW = demo_viewpoint()


def box(page: Page, option: FilterOption) -> Locator:
    return page.locator(f".st-key-{OPTION_KEYS[option]} label")


def toggle(page: Page, option: FilterOption) -> None:
    """Click on the tick itself: in the middle of some lines stands the help, which ticks nothing."""
    box(page, option).click(position={"x": 8, "y": 10})


def count_beside(page: Page, option: FilterOption) -> str:
    """The count that stands at the end of the option's line."""
    content: str = box(page, option).evaluate("label => getComputedStyle(label, '::after').content")
    return content.strip('"')


def counts(page: Page) -> dict[FilterOption, str]:
    settled(page)
    return {option: count_beside(page, option) for option in FilterOption}


def contacts_listed(page: Page, count: str) -> None:
    expect(page.locator("h1")).to_have_text(re.compile(f"^{re.escape(count)} contacts?$"))


def expected(account: sa.Connection, asked: EngagementFilter) -> dict[FilterOption, str]:
    return {option: f"{count:,}" for option, count in facets(View(account, VIEW), asked).options.items()}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kind=lead&period=Last+90+days&at-least=2",
        "without-machines=true&did=Email+Opens+last+60",
        "current-status=true&didnot=Text+Replies",
    ],
)
def test_a_count_is_how_many_the_list_has_once_its_option_is_ticked(visit: Open, query: str) -> None:
    page = visit(f"/?{query}")
    for option, count in counts(page).items():
        with one_run(page):
            toggle(page, option)
        contacts_listed(page, count)
        assert count_beside(page, option) == count
        with one_run(page):
            toggle(page, option)
        expect(box(page, option).get_by_role("checkbox")).not_to_be_checked()


def test_with_all_a_count_is_of_those_who_match_the_ticked_ones_too(visit: Open) -> None:
    page = visit("/?match=all&email-opens=true")
    count = counts(page)[FilterOption.TEXT_REPLIES]
    toggle(page, FilterOption.TEXT_REPLIES)
    contacts_listed(page, count)


def test_counts_follow_a_click_at_once(visit: Open, account: sa.Connection) -> None:
    page = visit("/?match=all")
    assert counts(page) == expected(account, EngagementFilter(match=Match.ALL))
    with one_run(page):
        toggle(page, FilterOption.EMAIL_CLICKS)
    asked = EngagementFilter(options=frozenset({FilterOption.EMAIL_CLICKS}), match=Match.ALL)
    contacts_listed(page, f"{facets(View(account, VIEW), asked).total:,}")
    assert counts(page) == expected(account, asked)


def test_owners_carry_the_count_of_the_list_they_give(visit: Open, account: sa.Connection) -> None:
    page = visit("/?email-opens=true&kind=lead")
    asked = EngagementFilter(options=frozenset({FilterOption.EMAIL_OPENS}), kinds=frozenset({ContactKind.LEAD}))
    there = facets(View(account, VIEW), asked).fields[Field.OWNER]
    assert there
    open_menu(page, "Owner")
    for owner, count in list(there.items())[:3]:
        line = page.get_by_role("option").filter(has_text=owner)
        expect(line).to_have_attribute("data-count", f"{count:,}")
        assert line.evaluate("line => getComputedStyle(line, '::after').content") != "none"
    owner, count = next(iter(there.items()))
    with one_run(page):
        page.get_by_role("option").filter(has_text=owner).click()
    contacts_listed(page, f"{count:,}")
    expect(page).to_have_url(re.compile(f"owner={owner.replace(' ', '[+]')}(&|$)"))  # the name alone


def test_a_nothing_stays_in_sight(visit: Open) -> None:
    page = visit("/?search=nobody+has+this+name")
    assert set(counts(page).values()) == {"0"}
    expect(page.get_by_role("status").filter(has_text="numbers beside the choices")).to_be_visible()


def test_counts_move_nothing(visit: Open) -> None:
    page = visit("/")
    before = [box(page, option).bounding_box() for option in FilterOption]
    with one_run(page):
        toggle(page, FilterOption.EMAIL_SPAM_COMPLAINTS)
    expect(page.locator(".eg-sentence")).to_contain_text("spam")
    assert [box(page, option).bounding_box() for option in FilterOption] == before
