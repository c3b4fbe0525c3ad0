"""A page says something before Streamlit's program runs, and what it shows stays where it is (scripts/paint.py)."""

from playwright.sync_api import BrowserContext, expect

from scripts.paint import MOST_SHIFT, WATCH
from tests.browser.conftest import settled


def test_a_word_is_there_before_the_program(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    page.route("**/static/js/*.js", lambda route: route.abort())
    page.goto(f"{server}/overview")
    expect(page.get_by_text("Opening the dashboard")).to_be_visible()
    page.close()


def test_the_side_panel_moves_nothing(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{server}/messages")
    settled(page)
    expect(page.get_by_text("Opening the dashboard")).to_be_hidden()
    seen = page.evaluate("() => window.paintSeen()")
    page.close()
    assert seen["first"] < seen["heading"]
    assert seen["shift"] <= MOST_SHIFT, seen["moved"]
