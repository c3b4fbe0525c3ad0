"""Who to call in the hand: at 390 px calling the first takes one press, and so does saying that it is done."""

import re

from playwright.sync_api import expect

from engagement.domain.records import Clock, EventRecord, MessageFacts
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.ingest import take_in
from engagement.ingest.sets import rebuild
from engagement.store.dispositions import dispositions
from engagement.store.engine import open_store
from tests.browser.conftest import Open, leave, serving, settled
from tests.demo_store import TIMEZONE
from tests.ingest.making import contact, rows
from tests.moment import NOW
from tests.query.jane import CELL, EMAIL

THUMB = 44  # pixels


def test_one_press_calls_and_one_says_done(visit: Open, sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    rebuild.prepare(store, TIMEZONE)
    facts = MessageFacts(Channel.TEXT, "SM1", Direction.INBOUND, CELL, text="Is it still free?", sent_at=NOW)
    take_in(store, [contact("Jane Doe", CELL, EMAIL), EventRecord(facts, EventType.RECEIVED, NOW, Clock.EVENT, "in")])
    with serving(sqlite_url) as address:
        page = visit("/calls", at=address, width=390)
        call = page.get_by_role("link", name=re.compile("^Call Jane Doe")).first
        expect(call).to_be_in_viewport()
        expect(call).to_have_attribute("href", f"tel:{CELL}")
        for one in (call, page.get_by_role("button", name="Done").first):
            box = one.bounding_box()
            assert box is not None
            assert min(box["height"], box["width"]) >= THUMB
        page.locator(".eg-touches button").first.click()
        expect(page.get_by_role("tooltip").first).to_contain_text("Is it still free?")
        page.mouse.move(0, 899)  # they are over the buttons while the pointer is on the sign
        page.get_by_label("Your name").fill("Dana")
        page.get_by_label("Your name").press("Enter")
        settled(page)
        page.get_by_role("button", name="Done").first.click()
        expect(page.get_by_role("status").first).to_contain_text("Jane Doe: done.")
        expect(page.get_by_text("Everybody who engaged in the last 7 days has been answered.")).to_be_visible()
        page.get_by_role("button", name="Undo").first.click()
        expect(page.get_by_role("status").first).to_contain_text("Jane Doe is as before.")
        page.get_by_role("button", name="Later").first.click()
        page.get_by_text("Tomorrow, Wed 25 Nov").click()
        expect(page.get_by_role("status").first).to_contain_text("Jane Doe: later, until Wed 25 Nov 2026.")
        leave(page)
    assert rows(store, dispositions, "what", "by", "undone_by") == [("done", "Dana", "Dana"), ("later", "Dana", None)]
