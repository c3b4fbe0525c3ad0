"""The dashboard served for real over the demo account, driven in Chromium.

A test waits on what the page shows, never on a time. Every page is checked at its end: no exception was on it, and
nothing was asked of any other machine.
"""

import os
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket, expect, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from engagement.settings import PROJECT
from engagement.ui.frame.screens import NAVIGATION
from tests.demo_store import TIMEZONE, demo_url, opened
from tests.moment import STREAMLIT

Open = Callable[..., Page]
BLANK = "about:blank"

expect.set_options(timeout=30_000)  # milliseconds: a busy machine is slow, and that is no fault of the page's


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test here whose page was not ready in its time is tried once more, and the summary names it.

    On two busy cores one of some 150 tests met a menu that closed under it, one run in three, never the same one twice.
    What is wrong with a page is wrong the second time too.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError", "AssertionError"]))


@contextmanager
def serving(database_url: str) -> Iterator[str]:
    """The dashboard over `database_url`, served until the end; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"ENGAGEMENT_DATABASE_URL": database_url, "ENGAGEMENT_TIMEZONE": TIMEZONE}
    command = [*STREAMLIT, "run", "dashboard.py", "--server.port", str(port)]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/_stcore/health", server)
            yield address
        finally:
            server.terminate()
            server.communicate()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(address) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            continue
    raise AssertionError(f"The server ended: {server.stdout.read().decode() if server.stdout else ''}")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def account_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the demo account's database."""
    return demo_url(tmp_path_factory)


@pytest.fixture
def account(account_url: str) -> Iterator[sa.Connection]:
    """A connection to the demo account, to ask what the page should show."""
    with opened(account_url) as connection:
        yield connection


@pytest.fixture(scope="session")
def server(account_url: str) -> Iterator[str]:
    """The address of the dashboard over the demo account."""
    with serving(account_url) as address:
        yield address


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One cache of Streamlit's own files for all pages. Each page is a session of its own all the same."""
    with browser.new_context() as context:
        yield context


@pytest.fixture(scope="session")
def tabs(context: BrowserContext) -> list[Page]:
    """The tabs there are. A blank one is used again: it has Streamlit's program compiled, and takes half the work."""
    return []


@pytest.fixture
def visit(context: BrowserContext, tabs: list[Page], server: str) -> Iterator[Open]:
    """Opens an address of the dashboard in a session of its own; `at` names another server than the demo account's."""
    pages: list[Page] = []
    outside: list[str] = []

    def watch(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            outside.append(request.url)

    def open_page(
        path: str = "/", *, at: str = server, width: int = 1400, scheme: Literal["light", "dark"] = "light"
    ) -> Page:
        page = next((tab for tab in tabs if tab.url == BLANK), None)
        if page is None:
            page = context.new_page()
            tabs.append(page)
            _keep_socket(page)
        page.bring_to_front()  # one behind another paints late or never
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if page not in pages:
            page.on("request", watch)
            pages.append(page)
        page.goto(f"{at}{path}")
        settled(page)
        return page

    yield open_page
    for page in pages:
        page.remove_listener("request", watch)
        if page.url != BLANK:
            leave(page)
    assert outside == []


def leave(page: Page) -> None:
    """End the page's session, in which nothing may have been raised. To be called before its server ends."""
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.goto(BLANK)


_sockets: WeakKeyDictionary[Page, WebSocket] = WeakKeyDictionary()  # each tab's connection to the server


def _keep_socket(page: Page) -> None:
    page.on("websocket", lambda socket: _sockets.update({page: socket}))


def _ends_run(frame: str | bytes) -> bool:
    return isinstance(frame, bytes) and bool(ForwardMsg.FromString(frame).HasField("script_finished"))


@contextmanager
def one_run(page: Page) -> Iterator[None]:
    """Wait until the run that the block starts has ended.

    Right after a click the run has not begun yet, and a page looks settled; and a run may be so short that the page
    never says it was running. A download asked for too early is lost, since Streamlit gives the button's file another
    id with each run.
    """
    with _sockets[page].expect_event("framereceived", _ends_run):
        yield
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page has its content, the script behind it has ended, and what it said is drawn."""
    expect(page.locator(".stHtml h1, .eg-notice").first).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestIdleCallback(drawn)))")


def open_menu(page: Page, name: str) -> None:
    """Open the menu of a field of the side panel, brought into view first: a menu closes when what it is in scrolls."""
    field = page.get_by_role("combobox", name=name)
    field.scroll_into_view_if_needed()
    settled(page)
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()


def open_screen(page: Page, title: str) -> None:
    """Go to a screen by the navigation of a wide window, where some screens stand behind a mark."""
    if page.get_by_role("link", name=title, exact=True).count() == 0:
        heading = next(heading for heading, entries in NAVIGATION.items() if title in [one.title for one in entries])
        page.get_by_test_id("stTopNavSection").filter(has_text=heading).click()
    with one_run(page):
        page.get_by_role("link", name=title, exact=True).or_(page.get_by_role("menuitem", name=title)).click()
