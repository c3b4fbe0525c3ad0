"""Pictures that answer: an hour of the week and a mark of the lanes open their lists; numbers say how they count."""

import re

import sqlalchemy as sa
from playwright.sync_api import Locator, expect

from engagement.query.contacts.contact_list import all_contacts
from engagement.query.matching.view import View
from engagement.query.messages.message_list import count_messages
from engagement.query.numbers.hours_of_week import hours_of_week
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.engaged_hour import EngagedHour, hour_in_words
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import Period
from tests.browser.conftest import Open, settled
from tests.demo_store import demo_viewpoint

VIEW = demo_viewpoint()
_MIDDLE = """(picture, place) => {
  const box = [...picture.querySelectorAll(".scatterlayer path.point")][place].getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


def middle(picture: Locator, place: int) -> tuple[float, float]:
    expect(picture.locator(".scatterlayer path.point").first).to_be_attached()
    picture.scroll_into_view_if_needed()
    x, y = picture.evaluate(_MIDDLE, place)
    return x, y


def test_an_hour_of_the_week_opens_its_list_and_back_leads_where_one_was(visit: Open, account: sa.Connection) -> None:
    heat = hours_of_week(View(account, VIEW), Period.last_days(7, VIEW.today))
    weekday, hour = max(((day, hour) for day in range(7) for hour in range(24)), key=heat.total)
    page = visit("/overview?days=Last+7+days")
    picture = page.locator("[data-testid=stPlotlyChart]").nth(1)
    x, y = middle(picture, weekday * 24 + hour)
    page.mouse.click(x + 7, y + 7)  # anywhere in the cell
    count = count_messages(View(account, VIEW), MessageFilter(engaged=EngagedHour(weekday, hour, heat.period)))
    expect(page.locator("h1")).to_have_text(f"{count} message{'' if count == 1 else 's'}")
    expect(page.locator(".eg-sentence").first).to_contain_text(hour_in_words(weekday, hour))
    settled(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Overview")
    assert page.url.endswith("/overview?days=Last+7+days")
    settled(page)
    numbers = page.locator("details.eg-numbers").nth(1)
    expect(numbers.locator("table")).not_to_be_visible()
    numbers.locator("summary").press("Enter")
    expect(numbers.get_by_role("link", name=hour_in_words(weekday, hour))).to_be_visible()
    how = page.locator("details", has_text="How is this counted? What changed")
    how.locator("summary").press("Enter")
    expect(how.get_by_text("Left out everywhere")).to_be_visible()
    expect(how).to_contain_text(re.compile(r"Mailgun \(\d+ files\)"))


def test_a_mark_of_the_lanes_opens_the_messages_of_its_day(visit: Open, account: sa.Connection) -> None:
    contact = next(
        row.id
        for row in all_contacts(View(account, VIEW), EngagementFilter())
        if 2 <= count_messages(View(account, VIEW), MessageFilter(contact=row.id)) <= 4
    )
    page = visit(f"/contact?id={contact}")
    picture = page.locator("[data-testid=stPlotlyChart]").first
    page.mouse.click(*middle(picture, 0))
    expect(page.locator("h1")).to_have_text(re.compile(r"^[1-4] messages?$"))
    expect(page.locator(".eg-sentence").first).to_contain_text(re.compile("^(Emails|Texts) that .+ sent on "))
    assert "channel=" in page.url
