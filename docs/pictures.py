"""Photographs every screen of the dashboard on the demo account, for the pages of this folder.

`python -m docs.pictures` writes docs/pictures/, and `make pictures` does so after making what it needs. The account is
made anew in a temporary folder, so nobody's own is touched; its days end today, so pictures of another day differ.
"""

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from engagement.cli.demo_by_hand import say_by_hand
from engagement.demo import write_demo
from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, EventType, FilterOption
from engagement.ingest import import_files
from engagement.ingest.sets import rebuild as index
from engagement.query.contacts.contact_list import list_contacts
from engagement.query.matching.view import View
from engagement.query.messages.message_list import list_messages
from engagement.query.numbers.campaigns import campaign_table
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.viewpoint import viewpoint_of
from engagement.settings import PROJECT
from engagement.store.account import AccountSettings, write_account
from engagement.store.engine import open_store
from engagement.ui.campaigns.campaign_table import harm
from scripts.need import find_chromium

PICTURES = PROJECT / "docs" / "pictures"
ACCOUNT = AccountSettings(name="Whitlock Realty", timezone="America/New_York")
COLOURS = 128  # enough for a page of text, a third of the bytes
HEIGHT = 900
WIDE, NARROW = 1400, 700
PATIENCE = 60  # seconds for the server to answer
Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the address it is of, what is done there first, and the window it is taken in (width in pixels)."""

    name: str
    address: str
    act: Act | None = None
    width: int = WIDE
    scheme: Literal["light", "dark"] = "light"


def fill(folder: Path) -> str:
    """The address of a database in `folder` with the demo account in it."""
    url = f"sqlite:///{folder / 'engagement.db'}"
    engine = open_store(url)
    write_account(engine, ACCOUNT)
    index.prepare(engine, ACCOUNT.timezone)
    import_files(engine, write_demo(folder / "files", now=datetime.now(UTC)))
    say_by_hand(engine, ACCOUNT)
    engine.dispose()
    return url


def pictures(url: str, files: Path) -> list[Picture]:
    """Every picture there is, of people, messages and a campaign that the account at `url` has."""
    contact, person, campaign = examples(url)
    contact_page = f"/contact?id={contact}"
    messages = f"/messages?find={quote(person)}"
    return [
        Picture("overview", "/overview"),
        Picture("overview-dark", "/overview", scheme="dark"),
        Picture("contacts", "/?email-opens=true"),
        Picture("contacts-dark", "/?email-opens=true", scheme="dark"),
        Picture("contacts-narrow", "/?email-opens=true", width=NARROW),
        Picture("opt-outs", "/", _ask("Phone opted out of texts")),
        Picture("saved-filters", "/?email-clicks=true", _save),
        Picture("contact", contact_page),
        Picture("contact-narrow", contact_page, width=NARROW),
        Picture("messages", messages),
        Picture("messages-narrow", messages, width=NARROW),
        Picture("unknown", "/unknown", _choose_unknown),
        Picture("consent", "/consent"),
        Picture("campaigns", "/campaigns?campaigns-sent=Last+30+days"),
        Picture("campaign", f"/campaign?id={campaign}"),
        Picture("imports", "/imports"),
        Picture("import-columns", "/imports", _drop(files / "contacts-leads.csv")),
        Picture("coverage", "/coverage"),
        Picture("settings", "/settings"),
        Picture("glossary", "/glossary"),
    ]


def examples(url: str) -> tuple[int, str, int]:
    """The id of somebody who does a lot, the name of somebody whose text failed, the id of the worst campaign."""
    engine = open_store(url)
    viewpoint = viewpoint_of(ACCOUNT)
    with engine.connect() as connection:
        busy = EngagementFilter(options=frozenset({FilterOption.TEXT_REPLIES}))
        people = list_contacts(View(connection, viewpoint), busy)
        landline = MessageFilter(channel=Channel.TEXT, status=EventType.UNDELIVERED, code="30006")
        person = next(row.contact for row in list_messages(View(connection, viewpoint), landline) if row.contact)
        campaigns = [
            row for row in campaign_table(View(connection, viewpoint)) if row.messages[Measure.OPENED_BY_PERSON]
        ]
    engine.dispose()
    return max(people, key=lambda row: row.clicks).id, person, max(campaigns, key=harm).id


def _ask(question: str) -> Act:
    return lambda page: page.get_by_role("link", name=question).click()


def _save(page: Page) -> None:
    """Saves the list for everybody and leaves the saved ones open."""
    page.get_by_role("button", name="Saved filters").click()
    body = page.get_by_test_id("stPopoverBody")
    body.get_by_label("Save this list as").fill("Clicked a link")
    body.get_by_label("Save this list as").press("Tab")
    settle(page)
    body.locator("label").filter(has_text="Everybody").click()
    settle(page)
    body.get_by_role("button", name="Save", exact=True).click()
    expect(body.get_by_role("status")).to_be_visible()


def _choose_unknown(page: Page) -> None:
    page.locator("tbody a").first.click()


def _drop(file: Path) -> Act:
    return lambda page: page.locator("input[type=file]").set_input_files(file)


@contextmanager
def serving(url: str) -> Iterator[str]:
    """The dashboard over the database at `url`, served until the end; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGEMENT_")}
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, env=own | {"ENGAGEMENT_DATABASE_URL": url}) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/_stcore/health", server)
            yield address
        finally:
            server.terminate()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    sys.exit("The dashboard did not start: run `engagement serve` and read what it says.")


def settle(page: Page) -> None:
    """Waits until the page has its content, its pictures are drawn, and the script behind it has ended."""
    expect(page.locator(".stHtml h1").first).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    charts = page.get_by_test_id("stPlotlyChart").count()
    expect(page.locator(".js-plotly-plot .main-svg:first-child")).to_have_count(charts)


def take(browser: Browser, server: str, picture: Picture) -> bytes:
    """The picture as a PNG."""
    window = {"width": picture.width, "height": HEIGHT}
    with browser.new_context(viewport=window, color_scheme=picture.scheme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{server}{picture.address}")
        settle(page)
        if picture.act:
            picture.act(page)
            settle(page)
        return page.screenshot(animations="disabled")


def write(shot: bytes, path: Path) -> None:
    """Writes the picture with few colours, which is all that a page of text has."""
    with Image.open(io.BytesIO(shot)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def main(names: list[str]) -> None:
    """Takes the pictures of these `names`, or all when there are none."""
    chromium = find_chromium()
    if not chromium:
        sys.exit("Install Chromium, or name its program in ENGAGEMENT_TEST_CHROMIUM.")
    expect.set_options(timeout=PATIENCE * 1000)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        url = fill(Path(place))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        with serving(url) as server:
            for picture in pictures(url, Path(place) / "files"):
                if not names or picture.name in names:
                    path = PICTURES / f"{picture.name}.png"
                    write(take(browser, server, picture), path)
                    print(f"{path.relative_to(PROJECT)}: {path.stat().st_size:,} bytes", flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
