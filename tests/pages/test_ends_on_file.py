"""Rows of the years 1 and 9999 that a database has from before such times were refused at import.

No page and no command fails over them, whether the account's clock is behind UTC or ahead of it: by such a clock the
first moment there is falls before the calendar, and the last one after it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engagement.domain.campaign_names import campaign_id
from engagement.domain.records import AttributedBy, Attribution, Clock, EventRecord, MessageFacts
from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, ContactKind, Direction, EventType, Keyword, Origin
from engagement.ingest import take_in
from engagement.ingest.sets import rebuild
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from engagement.store.schema import events
from tests.cli.calling import call
from tests.ingest.making import contact, rows
from tests.moment import NOW
from tests.pages.conftest import Show, shown

BEHIND, AHEAD = "Pacific/Pago_Pago", "Pacific/Kiritimati"  # 11 hours, and 14
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
SECOND, LAST_BUT_ONE = FIRST + timedelta(hours=20), LAST - timedelta(hours=20)
MOMENTS = (FIRST, SECOND, NOW - timedelta(days=3), LAST_BUT_ONE, LAST)
PAGES = sorted(file.stem for file in (PROJECT / "pages").glob("*.py"))
EMAIL, CELL, OURS = "jane@example.com", "+14155550142", "+14155550100"
OUTBOUND = [pair for pair in EVENT_MEANINGS if pair[1] not in (EventType.RECEIVING, EventType.RECEIVED)]
BODIES = (("Yes", None), ("please stop texting me", None), ("STOP", Keyword.OPT_OUT))


def records() -> Iterator[EventRecord]:
    """Emails and texts, each with all that can become of it, at each of the moments; texts back, and a stop."""
    spring = Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, "Spring")
    for place, at in enumerate(MOMENTS):
        for channel, kind in OUTBOUND:
            to, ours = (EMAIL, "us@example.com") if channel is Channel.EMAIL else (CELL, OURS)
            key = f"{channel.value}-{place}"
            facts = MessageFacts(
                channel, key, Direction.OUTBOUND, to, ours, at, "Hello", text="Hello", attribution=spring
            )
            url = "https://example.com" if kind is EventType.CLICKED else None
            yield EventRecord(facts, kind, at, Clock.EVENT, kind.value, url=url, code="30003", provider="twilio")
        for number, (body, keyword) in enumerate(BODIES):
            said = MessageFacts(
                Channel.TEXT, f"SR{place}{number}", Direction.INBOUND, CELL, OURS, at, text=body, keyword=keyword
            )
            yield EventRecord(said, EventType.RECEIVED, at, Clock.EVENT, "r", provider="twilio")


def fill(url: str, timezone: str) -> str:
    """The store at `url`, with such rows in it."""
    engine = open_store(url)
    rebuild.prepare(engine, timezone)
    take_in(engine, [contact("Jane Park", EMAIL, CELL, kind=ContactKind.LEAD), *records()])
    assert {row for row in rows(engine, events, "at")} >= {FIRST, LAST}
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def at_the_ends(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> dict[str, str]:
    """The address of such an account, by its time zone."""
    folder = tmp_path_factory.mktemp("ends")
    return {zone: fill(f"sqlite:///{folder / zone[8:]}.db", zone) for zone in (BEHIND, AHEAD)}


def params(page: str) -> dict[str, str]:
    if page == "contact":
        return {"id": EMAIL}
    return {"id": str(campaign_id("Spring"))} if page == "campaign" else {}


@pytest.mark.parametrize("timezone", [BEHIND, AHEAD])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_fails(show: Show, at_the_ends: dict[str, str], page: str, timezone: str) -> None:
    found = shown(show(page, at_the_ends[timezone], timezone=timezone, **params(page)))
    assert 'role="alert"' not in found
    assert "<h1" in found


COMMANDS = (
    ("contacts",),
    ("contacts", "--option", "Email Opens", "--from", "1990-01-01", "--format", "csv"),
    ("contacts", "--did", "Email Clicks last 30", "--format", "json"),
    ("timeline", EMAIL),
    ("timeline", EMAIL, "--format", "json"),
    ("calls", "--format", "json"),
    ("consent", EMAIL),
    ("consent", CELL, "--format", "json"),
    ("consent", "held", "--format", "csv"),
    ("consent", "after-stop"),
    ("duplicates",),
    ("import", "--list"),
    ("index", "verify"),
    ("refold",),
    ("index", "rebuild"),
    ("index", "verify"),
)


def test_no_command_fails(store_url: str, backend: str, tmp_path: Path) -> None:
    timezone = {"sqlite": AHEAD, "postgresql": BEHIND}[backend]
    fill(store_url, timezone)
    asked = [*COMMANDS, ("contacts", "--output", str(tmp_path / "list.xlsx"))]
    for command in asked if backend == "sqlite" else COMMANDS[-5:]:
        done = call(*command, database=store_url, timezone=timezone)
        assert (done.returncode, done.stderr) == (0, ""), command
