"""A held request is decided and undone, and texts sent after a stop are seen: two interactions each, in Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from engagement.query.calls.who_to_call import who_to_call
from engagement.query.consent.after_stop import texts_after_stop
from engagement.query.consent.held import HeldRequest, held_requests
from engagement.query.contact.timeline import find_contact
from engagement.query.matching.view import View
from tests.browser.conftest import Open, leave, serving
from tests.demo_store import demo_viewpoint, opened

VIEW = demo_viewpoint()


@pytest.fixture
def own_url(account_url: str, tmp_path: Path) -> str:
    """A copy of the demo account, to write to."""
    return f"sqlite:///{copy(account_url.removeprefix('sqlite:///'), tmp_path / 'own.db')}"


@pytest.fixture
def own_server(own_url: str) -> Iterator[str]:
    with serving(own_url) as address:
        yield address


def waiting(url: str) -> list[HeldRequest]:
    with opened(url) as connection:
        return held_requests(View(connection, VIEW))


def say_who(page: Page) -> None:
    name = page.get_by_label("Your name")
    name.fill("Dana Whitlock")
    name.press("Enter")


def test_a_request_is_decided_and_undone(visit: Open, own_url: str, own_server: str) -> None:
    before = waiting(own_url)
    first = before[0]
    page = visit("/overview", at=own_server)
    page.get_by_role("link", name=re.compile(r"^\d+ (person|people) asked to stop: decide$")).click()  # one
    card = page.locator(f".st-key-held-{first.message_id}")
    expect(card).to_contain_text(first.title)
    expect(card.locator("mark")).to_have_text(first.telling)
    say_who(page)  # once: the browser remembers it
    card.get_by_role("button", name="Stop").click()  # two
    expect(page.locator(".eg-done")).to_contain_text(f"It is a stop: no texts to {first.title}")
    expect(card).to_have_count(0)
    expect(page.locator(".eg-decided").first).to_contain_text("decided by Dana Whitlock")
    assert [one.message_id for one in waiting(own_url)] == [one.message_id for one in before[1:]]
    with opened(own_url) as connection:
        contact = find_contact(View(connection, VIEW), str(first.contact_id))
        assert contact.do_not_text
        assert contact.do_not_text.reason == "asked in their own words to stop"
        assert first.contact_id not in {call.contact.id for call in who_to_call(View(connection, VIEW)).calls}
    page.get_by_role("button", name="Undo").first.click()
    expect(card).to_be_visible()
    assert waiting(own_url) == before
    leave(page)


def test_a_decision_needs_a_name(visit: Open, own_url: str, own_server: str) -> None:
    before = waiting(own_url)
    page = visit("/consent", at=own_server)
    page.context.clear_cookies(name="engagement-name")
    page.reload()
    page.get_by_role("button", name="It is a reply").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Say who you are")
    assert waiting(own_url) == before
    leave(page)


def test_it_is_decided_on_the_contact_too(visit: Open, own_url: str, own_server: str) -> None:
    first = waiting(own_url)[0]
    page = visit(f"/contact?id={first.contact_id}", at=own_server)
    may = page.locator(".eg-may")
    expect(may.locator("div", has_text="May I text?")).to_contain_text("Wait")
    expect(page.locator(".eg-line .eg-badge", has_text="Asked to stop")).to_be_visible()
    say_who(page)
    page.get_by_role("button", name="It is a reply").click()
    expect(may.locator("div", has_text="May I text?")).to_contain_text(re.compile("Yes|where they are"))
    expect(page.locator(".eg-asks")).to_contain_text("Decided: it is a reply.")
    page.get_by_role("button", name="Undo").first.click()
    expect(may.locator("div", has_text="May I text?")).to_contain_text("Wait")
    leave(page)


def test_do_not_email_by_hand_and_undone(visit: Open, own_url: str, own_server: str) -> None:
    with opened(own_url) as connection:
        rows = texts_after_stop(View(connection, VIEW))
    page = visit(f"/contact?id={rows[0].contact_id}", at=own_server)
    line = page.locator(".eg-may div", has_text="May I email?")
    expect(line).to_contain_text("Yes")
    page.get_by_role("button", name="Do not email, text or call").click()
    box = page.get_by_test_id("stPopoverBody")
    say_who(page)
    box.get_by_role("button", name="Do not email").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    box.get_by_label("Why").fill("Told us at the open house")
    box.get_by_label("Why").press("Enter")
    box.get_by_role("button", name="Do not email").click()
    expect(line).to_contain_text("set by hand by Dana Whitlock, “Told us at the open house”")
    expect(box.get_by_label("Why")).to_have_value("")  # the reason of one change is not the proof of the next
    box.get_by_label("Why").fill("Wrote that they want it again")
    box.get_by_label("Why").press("Enter")
    box.get_by_role("button", name="May be emailed again").click()
    expect(line).to_contain_text("Yes")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Consent history").click()
    expect(page.locator(".eg-history tbody tr").last).to_contain_text("by hand: Dana Whitlock")
    expect(page.locator(".eg-history tbody tr").last).to_contain_text("Wrote that they want it again")
    leave(page)


def test_texts_after_a_stop_are_one_click_from_overview(visit: Open, account: sa.Connection) -> None:
    found = texts_after_stop(View(account, VIEW))
    assert found
    page = visit("/overview")  # one
    page.get_by_role("link", name=re.compile("sent after a stop")).click()  # two
    # By its name: while Overview is still there, there are several headings, over which a bare "h2" fails at once.
    expect(page.get_by_role("heading", name=f"{len(found)} texts sent after a stop", exact=True)).to_be_visible()
    expect(page.locator(".eg-rows tbody tr")).to_have_count(len(found))
    expect(page.locator(".eg-rows tbody tr").first).to_contain_text(found[0].title)


def test_history_by_name_number_and_print(visit: Open, account: sa.Connection) -> None:
    one = texts_after_stop(View(account, VIEW))[0]
    page = visit("/consent")
    field = page.get_by_label("Consent history of")
    field.fill(one.title)
    field.press("Enter")
    page.get_by_role("link", name=one.title, exact=True).first.click()
    expect(page.locator(".eg-history tbody tr").first).to_contain_text("sent a stop word")
    expect(page).to_have_url(re.compile("who="))
    page = visit(f"/consent?who={one.address.replace('+', '%2B')}")
    expect(page.locator("h2")).to_have_text(f"Consent history of {one.title}")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert "stop word" in download.value.path().read_text()
    page.emulate_media(media="print")
    expect(page.locator(".eg-history")).to_be_visible()
    for hidden in ("h1", "button[data-print]", ".eg-back", "[data-testid=stHeader]"):
        expect(page.locator(hidden).first).not_to_be_visible()
    page.emulate_media(media="screen")
