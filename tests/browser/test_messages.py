"""Messages: why somebody's text did not arrive in two interactions, and the list with its filters and answers."""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.query.matching.view import View
from engagement.query.messages.message_list import campaign_names, count_messages, list_messages
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import Period
from engagement.query.question.rows import MessageRow
from engagement.ui.address.links import messages_address
from engagement.ui.parts.markup import counted
from tests.browser.conftest import Open, one_run
from tests.demo_store import demo_viewpoint

VIEW = demo_viewpoint()
BOX = "A name, an address, a number, a subject, an id or words"


def shows(page: Page, account: sa.Connection, asked: MessageFilter, *, page_number: int = 1) -> None:
    """The page says how many messages `asked` means, and lists those that the query gives, in its order."""
    expect(page.locator("h1")).to_have_text(counted(count_messages(View(account, VIEW), asked), "message"))
    rows = list_messages(View(account, VIEW), asked, page=page_number)
    links = page.locator("tbody .eg-time a")
    expect(links).to_have_count(len(rows))
    listed = [re.search(r"message=(\d+-\d+)", address) for address in hrefs(page)]
    assert [found and found[1] for found in listed] == [f"{row.contact_id}-{row.id}" for row in rows]


def hrefs(page: Page) -> list[str]:
    found: list[str] = page.locator("tbody .eg-time a").evaluate_all("links => links.map(link => link.href)")
    return found


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_test_id("stSidebar").get_by_label(label, exact=True).click()
    with one_run(page):
        page.get_by_role("option", name=option, exact=True).click()


def undelivered(account: sa.Connection) -> MessageRow:
    """A text that did not arrive, to somebody with a name."""
    asked = MessageFilter(channel=Channel.TEXT, status=EventType.UNDELIVERED, code="30006")
    return next(row for row in list_messages(View(account, VIEW), asked) if row.contact)


def test_why_a_text_did_not_arrive_takes_two_interactions(visit: Open, account: sa.Connection) -> None:
    row = undelivered(account)
    page = visit("/")
    interactions = 0

    page.get_by_role("link", name="Messages").click()
    interactions += 1
    box = page.get_by_label(BOX)
    box.fill(row.contact)
    box.press("Enter")
    interactions += 1

    answer = page.locator(".eg-answer").first
    expect(answer.locator(".eg-said")).to_contain_text(f"{row.contact}'s text of")
    expect(answer.locator(".eg-said")).to_contain_text("did not arrive: the number is a landline")
    for part in ("code 30006", "A landline cannot take texts.", "Call this number instead.", "Who can do it"):
        expect(answer).to_contain_text(part)
    assert interactions <= 2


def test_the_same_by_keyboard_alone(visit: Open, account: sa.Connection) -> None:
    row = undelivered(account)
    page = visit("/messages")
    page.get_by_label(BOX).focus()
    page.keyboard.type(row.address)
    page.keyboard.press("Enter")
    expect(page.locator(".eg-said").first).to_contain_text("did not arrive")
    expect(page).to_have_url(re.compile("find="))
    events = page.locator(".eg-all-events summary").first
    events.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".eg-events").first).to_be_visible()


def test_a_row_opens_its_own_answer_and_back_closes_it(visit: Open, account: sa.Connection) -> None:
    asked = MessageFilter(channel=Channel.EMAIL, status=EventType.FAILED)
    page = visit(f"/{messages_address(asked)}")
    shows(page, account, asked)
    row = list_messages(View(account, VIEW), asked)[1]
    page.locator("tbody tr").nth(1).locator(".eg-excerpt").click()
    expect(page.locator(".eg-said")).to_contain_text(f"{row.contact}'s email of" if row.contact else row.address)
    expect(page).to_have_url(re.compile(f"message={row.contact_id}-{row.id}"))
    expect(page.locator("tbody tr[aria-current=true]")).to_have_count(1)
    shows(page, account, asked)
    page.go_back()
    expect(page.locator(".eg-answer")).to_have_count(0)
    shows(page, account, asked)


def test_another_question_closes_the_answer(visit: Open, account: sa.Connection) -> None:
    page = visit("/messages?status=Failed")
    page.locator("tbody tr").first.locator(".eg-excerpt").click()
    expect(page.locator(".eg-answer")).to_have_count(1)
    choose(page, "Channel", "Text")
    expect(page.locator(".eg-answer")).to_have_count(0)
    shows(page, account, MessageFilter(channel=Channel.TEXT, status=EventType.FAILED))
    assert "message=" not in page.url


def test_the_filters_answer_and_the_address_holds_them(visit: Open, account: sa.Connection) -> None:
    page = visit("/messages")
    shows(page, account, MessageFilter())
    campaign, name = next(iter(campaign_names(View(account, VIEW)).items()))
    choose(page, "Channel", "Email")
    choose(page, "Came to", "Opened by people")
    choose(page, "Campaign", name)
    choose(page, "Sent", "Last 90 days")
    asked = MessageFilter(
        channel=Channel.EMAIL,
        measure=Measure.OPENED_BY_PERSON,
        campaign=campaign,
        sent=Period.last_days(90, VIEW.today),
    )
    shows(page, account, asked)
    expect(page.locator(".eg-sentence")).to_contain_text(f"Emails of the campaign “{name}” sent between")
    again = visit(page.url.removeprefix(page.evaluate("location.origin")))
    shows(again, account, asked)
    again.get_by_test_id("stSidebar").get_by_role("button", name="Clear the filter").click()
    shows(again, account, MessageFilter())
    expect(again).to_have_url(re.compile("/messages$"))


DAYS = Period(VIEW.today.replace(day=1), VIEW.today)


@pytest.mark.parametrize(
    "asked",
    [
        *(MessageFilter(measure=measure, measured=DAYS) for measure in Measure),
        MessageFilter(origin=Origin.MANUAL, direction=Direction.OUTBOUND),
        MessageFilter(code="550", domain="example.com"),
        MessageFilter(search="time?", sent=DAYS),
    ],
)
def test_a_number_opens_the_list_of_its_length(visit: Open, account: sa.Connection, asked: MessageFilter) -> None:
    shows(visit(f"/{messages_address(asked)}"), account, asked)


def test_what_has_no_widget_is_shown_and_can_be_taken_off(visit: Open, account: sa.Connection) -> None:
    page = visit(f"/{messages_address(MessageFilter(code='30006', channel=Channel.TEXT))}")
    expect(page.locator(".eg-label")).to_have_text("Code: 30006")
    page.get_by_role("button", name="Any code").click()
    shows(page, account, MessageFilter(channel=Channel.TEXT))
    assert "code=" not in page.url


def test_pages_turn_and_start_over_with_another_question(visit: Open, account: sa.Connection) -> None:
    page = visit("/messages")
    with one_run(page):
        page.get_by_test_id("stPagination").get_by_role("button", name="2").first.click()
    expect(page).to_have_url(re.compile("messages-page=2"))
    shows(page, account, MessageFilter(), page_number=2)
    choose(page, "Channel", "Email")
    shows(page, account, MessageFilter(channel=Channel.EMAIL))


@pytest.mark.parametrize("words", ["<script>document.title='owned'</script>", "**bold**", ":red[x]", "\u202eevil"])
def test_words_searched_for_are_shown_as_text(visit: Open, words: str) -> None:
    page = visit("/messages")
    page.get_by_label(BOX).fill(words)
    page.get_by_label(BOX).press("Enter")
    expect(page.locator(".eg-sentence")).to_contain_text(f"found by “{words}”")
    expect(page.locator("h1")).to_have_text("0 messages")
    assert page.title() != "owned"


@pytest.mark.parametrize("width", [700, 1400])
def test_the_page_is_never_wider_than_the_window(visit: Open, account: sa.Connection, width: int) -> None:
    page = visit(f"/{messages_address(MessageFilter(search=undelivered(account).contact))}", width=width)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
