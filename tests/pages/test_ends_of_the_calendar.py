"""Events of the first and the last days that there are are refused with a reason, and fail no page and no export.

In New York the first day's small hours are a day before the calendar, and in Auckland the last evening is one after it.
"""

import json

import pytest

from engagement.ingest import import_files
from engagement.ingest.sets import rebuild
from engagement.query.contacts.contact_list import list_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.store.engine import open_store
from tests.demo_store import TIMEZONE, demo_viewpoint
from tests.moment import NOW
from tests.pages.conftest import Show, shown

PAGES = ("overview", "campaigns", "imports", "coverage", "messages", "contacts", "contact")
FIRST, GOOD, LAST = -62_135_596_800, NOW.timestamp() - 60, 253_402_300_799  # seconds since 1970


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an account to which such events were given beside a good one."""
    folder = tmp_path_factory.mktemp("ends")
    file = folder / "events.jsonl"
    headers = {"message-id": "m@example.com", "to": "jane@example.com", "from": "us@example.com", "subject": "Hello"}
    file.write_text(
        "".join(
            json.dumps(
                {"event": "opened", "id": f"e{at}", "timestamp": at, "recipient": "jane@example.com"}
                | {"message": {"headers": headers}, "log-level": "info"}
            )
            + "\n"
            for at in (FIRST, GOOD, LAST)
        )
    )
    engine = open_store(f"sqlite:///{folder / 'engagement.db'}")
    rebuild.prepare(engine, TIMEZONE)
    (result,) = import_files(engine, [file], now=NOW)
    assert (result.counts.new, result.counts.rejected) == (1, 2)
    url = str(engine.url)
    engine.dispose()
    return url


@pytest.mark.parametrize("page", PAGES)
def test_no_page_fails(show: Show, account: str, page: str) -> None:
    params = {}
    if page == "contact":
        with open_store(account).connect() as connection:
            rows = list_contacts(View(connection, demo_viewpoint()), EngagementFilter(), size=1)
        params = {"id": str(rows[0].id)}
    assert 'role="alert"' not in shown(show(page, account, **params))
