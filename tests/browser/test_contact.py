"""From the list to one contact and back: a row opens the timeline, its address is a link, its events open."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from engagement.domain.vocabulary import Channel, meaning_of
from engagement.query.contact.timeline import contact_addresses, count_messages, timeline
from engagement.query.contacts.contact_list import all_contacts, list_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.rows import ContactRow, TimelineMessage
from tests.browser.conftest import Open, leave, serving
from tests.demo_store import demo_viewpoint

VIEW = demo_viewpoint()


def everybody(account: sa.Connection) -> list[ContactRow]:
    return list(all_contacts(View(account, VIEW), EngagementFilter()))


def busiest(account: sa.Connection) -> ContactRow:
    return max(everybody(account), key=lambda row: count_messages(View(account, VIEW), row.id))


def test_a_click_on_a_row_opens_that_contact_and_back_keeps_the_filter(visit: Open, account: sa.Connection) -> None:
    page = visit("/?email-opens=true&kind=lead&sort=name")
    list_heading = page.locator("h1").inner_text()
    row = page.locator("tbody tr").nth(4)
    name = row.locator(".eg-name").inner_text()
    number = row.locator("a").get_attribute("href")
    row.locator("td").nth(6).click()  # a cell without a link
    expect(page.locator("h1")).to_have_text(name)
    expect(page).to_have_url(re.compile(re.escape(f"/{number}") + "$"))
    contact = int((number or "").rpartition("=")[2])
    count = count_messages(View(account, VIEW), contact)
    expect(page.locator("h2")).to_contain_text(f"{count:,} message")
    page.locator(".eg-back a").click()
    expect(page.locator("h1")).to_have_text(list_heading)
    expect(page).to_have_url(re.compile("email-opens=true"))
    expect(page.locator("tbody .eg-name").nth(4)).to_have_text(name)
    page.go_back()
    expect(page.locator("h1")).to_have_text(name)
    page.go_back()
    expect(page.locator("h1")).to_have_text(list_heading)


def test_a_name_is_a_link_that_can_be_sent(visit: Open, account: sa.Connection) -> None:
    first = list_contacts(View(account, VIEW), EngagementFilter())[0]
    link = visit().locator("tbody a").first
    expect(link).to_have_attribute("href", f"contact?id={first.id}")
    page = visit(f"/contact?id={first.id}")
    expect(page.locator("h1")).to_have_text(first.title)
    expect(page).to_have_title(first.title)


def test_the_first_visit_of_all_can_be_to_a_contact(visit: Open, account: sa.Connection, account_url: str) -> None:
    first = list_contacts(View(account, VIEW), EngagementFilter())[0]
    with serving(account_url) as address:
        page = visit(f"/contact?id={first.id}", at=address)
        expect(page.locator("h1")).to_have_text(first.title)
        expect(page.get_by_role("link", name="Campaigns")).to_be_visible()
        expect(page.get_by_role("link", name="dashboard")).to_have_count(0)  # there when a script of pages/ runs alone
        leave(page)


def test_every_address_is_whole(visit: Open, account: sa.Connection) -> None:
    row = next(
        row
        for row in everybody(account)
        if len((*row.emails, *row.phones)) > 2 and (row.do_not_email or row.do_not_text)
    )
    page = visit(f"/contact?id={row.id}")
    for address in contact_addresses(View(account, VIEW), row.id):
        if address.channel is Channel.EMAIL:
            expect(page.locator(".eg-addresses")).to_contain_text(address.address)
        if address.opt_out:
            expect(page.locator(".eg-addresses")).to_contain_text(address.opt_out.reason)


def test_the_timeline_is_newest_first_a_page_at_a_time(visit: Open, account: sa.Connection) -> None:
    row = busiest(account)
    page = visit(f"/contact?id={row.id}")
    assert count_messages(View(account, VIEW), row.id) > 50
    expect(page.locator(".eg-message")).to_have_count(50)
    page.get_by_test_id("stPagination").get_by_role("button", name="2").first.click()
    second = timeline(View(account, VIEW), row.id, limit=50, offset=50)
    expect(page.locator(".eg-message")).to_have_count(len(second))
    expect(page.locator(".eg-message").first).to_contain_text(second[0].subject or second[0].text or "")


def test_events_open(visit: Open, account: sa.Connection) -> None:
    row, place, message = some_message(account, lambda message: bool(message.machine_opens))
    shown = visit(f"/contact?id={row.id}").locator(".eg-message").nth(place)
    expect(shown.locator(".eg-events")).not_to_be_visible()
    shown.locator("summary").click()
    expect(shown.locator(".eg-events")).to_be_visible()
    expect(shown.locator(".eg-events tbody tr")).to_have_count(len(message.events))
    expect(shown.locator(".eg-events .eg-badge")).to_have_text(
        [re.compile(f"{re.escape(event.type)}$") for event in message.events]
    )
    expect(shown).to_contain_text(f"{message.opens}, {message.machine_opens} by machines")
    assert message.status
    definition = meaning_of(message.channel, message.status).definition
    expect(shown.locator(".eg-head .eg-badge")).to_have_attribute("title", definition)


def test_mail_sent_by_hand_is_not_tracked(visit: Open, account: sa.Connection) -> None:
    row, place, _ = some_message(account, lambda message: not message.tracked)
    shown = visit(f"/contact?id={row.id}").locator(".eg-message").nth(place)
    expect(shown).to_contain_text("not tracked")
    expect(shown).not_to_contain_text("Opens 0")


def test_why_it_failed_is_said(visit: Open, account: sa.Connection) -> None:
    row, place, message = some_message(account, lambda message: bool(message.reason))
    shown = visit(f"/contact?id={row.id}").locator(".eg-message").nth(place)
    expect(shown.locator(".eg-reason")).to_contain_text(message.reason or "")


def test_what_people_wrote_is_shown_as_text(visit: Open, account: sa.Connection) -> None:
    row = next(row for row in everybody(account) if "<" in row.name)
    page = visit(f"/contact?id={row.id}")
    expect(page.locator("h1")).to_have_text(row.name)
    assert page.locator("h1 script, h1 b").count() == 0
    page = visit(f"/?search={row.emails[0] if row.emails else row.phones[0]}")
    expect(page.locator("tbody .eg-name").first).to_have_text(row.name)


@pytest.mark.parametrize(
    "query", ["", "?id=", "?id=0", "?id=nobody@example.com", "?id=<script>", "?id=1&id=2&messages=9"]
)
def test_an_unknown_contact_is_one_sentence_and_a_way_back(visit: Open, query: str) -> None:
    page = visit(f"/contact{query}")
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator(".eg-back a").click()
    expect(page.locator("h1")).to_contain_text("contacts")


def some_message(
    account: sa.Connection, wanted: Callable[[TimelineMessage], bool]
) -> tuple[ContactRow, int, TimelineMessage]:
    """A message that is as `wanted`, among the first ten of its contact's, with the contact and its place."""
    for row in everybody(account):
        for place, message in enumerate(timeline(View(account, VIEW), row.id, limit=10)):
            if wanted(message):
                return row, place, message
    raise AssertionError("The demo account has no such message.")
