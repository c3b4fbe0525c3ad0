"""On the real page two contacts are merged, the address of the one leads to the other, and both are two again."""

from playwright.sync_api import expect

from engagement.domain.vocabulary import ContactKind, EventType
from engagement.ingest import take_in
from engagement.ingest.sets import rebuild
from engagement.store.engine import open_store
from engagement.store.schema import contacts
from tests.browser.conftest import Open, leave, serving, settled
from tests.demo_store import TIMEZONE
from tests.digest import digest_of
from tests.ingest.making import CELL, JANE, contact, email, rows, text


def test_two_are_merged_and_made_two_again(visit: Open, sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    rebuild.prepare(store, TIMEZONE)
    people = [
        contact("Jane Doe", JANE, kind=ContactKind.LEAD, owner="Dana", stage="New"),
        contact("Jane Doe", CELL, kind=ContactKind.LEAD, owner="Dana"),
    ]
    take_in(store, [*people, email(EventType.OPENED, 1), text(EventType.DELIVERED, 2)])
    before = digest_of(store)
    (with_phone,) = rows(store, contacts, "contact_id", stage="")
    with serving(sqlite_url) as address:
        page = visit("/duplicates", at=address)
        expect(page.locator("h1")).to_have_text("1 possible duplicate")
        page.get_by_label("Your name").fill("Dana")
        page.get_by_label("Your name").press("Enter")
        settled(page)
        page.get_by_role("button", name="Merge into this one").first.click()
        expect(page.get_by_role("status").first).to_contain_text("Jane Doe is merged into Jane Doe.")
        expect(page.locator("h1")).to_have_text("0 possible duplicates")
        page = visit(f"/contact?id={with_phone}", at=address)
        expect(page.get_by_text("Merged with Jane Doe on")).to_contain_text("by Dana")
        expect(page.get_by_text("2 messages, newest first")).to_be_visible()
        page.get_by_role("button", name="Undo").first.click()
        expect(page.get_by_role("status").first).to_contain_text("are two contacts again")
        leave(page)
    assert digest_of(store) == before
