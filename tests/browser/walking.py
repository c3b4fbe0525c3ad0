"""Random walks over the screens, as people click, each step held against its address opened afresh in another tab.

Two tabs walk in turns, so that one may disturb the other; the third opens afresh what they came to. What would change
the data is never clicked. A walk is repeated by its seed and its number.
"""

import difflib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from engagement.ui.frame.screens import Screen
from tests.browser.conftest import settled

SHOWN = Path(__file__).with_name("shown.js").read_text("utf-8")
DRAWN = """() => document.querySelectorAll("[data-testid=stPlotlyChart]").length ===
    document.querySelectorAll(".js-plotly-plot .main-svg:first-child").length"""
LINKS = "a[data-screen], a[data-testid=stTopNavLink], a[data-testid=stSidebarNavLink]"
TICKS = "[data-testid=stSidebar] :is([data-testid=stCheckbox] label, [data-testid=stRadio] [role=radiogroup] label)"
BUTTONS = re.compile(
    "^(Clear the filter|All events|Clear|Any time|Show all messages|Both directions|Any .*|At any time)$"
)
WORDS = ("jane", "maria", "gmail", "555", "o'brien", "nobody at all", "")
STARTS = (*(f"/{screen}" for screen in Screen), "/", "/?email-opens=true", "/messages?find=jane")
WIDTH, HEIGHT = 1400, 900
STEPS = (1, 3)  # at least and at most
PATIENCE = 2_500  # milliseconds for a run to begin, and for a page that is behind to come up to date
SHOWN_LINES = 12  # of a difference


@dataclass
class Tab:
    """A tab and the runs of its session that have ended."""

    page: Page
    runs: int = 0
    sockets: list[WebSocket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        self.page.on("websocket", self._hear)

    def _hear(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)

    def _count(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and ForwardMsg.FromString(frame).HasField("script_finished"):
            self.runs += 1

    def after(self, move: Callable[[], object]) -> None:
        """Make a move and wait until what it started has ended; a move may start nothing."""
        before = self.runs
        move()
        waited = 0
        while self.runs == before and waited < PATIENCE:
            self.page.wait_for_timeout(25)
            waited += 25
        settled(self.page)
        self.page.wait_for_function(DRAWN)

    def open(self, address: str) -> None:
        """Open an address in a session of its own."""
        self.page.bring_to_front()
        self.after(lambda: self.page.goto(address))

    def shows(self) -> list[str]:
        """What it shows now."""
        found: list[str] = self.page.evaluate(SHOWN)
        return found


@dataclass(frozen=True)
class Stray:
    """A walk that came to a screen which is not that of its address: the moves, and what differs."""

    walk: int
    moves: Sequence[str]
    address: str
    differs: Sequence[str]

    def __str__(self) -> str:
        moves = "".join(f"\n    {move}" for move in self.moves)
        return f"walk {self.walk} at {self.address}{moves}" + "".join(f"\n        {line}" for line in self.differs)


class Walker:
    """Somebody in one tab."""

    def __init__(self, tab: Tab, walk: int, seed: int, server: str) -> None:
        self.tab, self.walk, self.server = tab, walk, server
        self.random = Random(f"{seed}/{walk}")
        self.moves: list[str] = []
        self.steps = self.random.randint(*STEPS)
        self.depth = 0  # how far Back goes
        self.is_new = True

    @property
    def page(self) -> Page:
        """The tab's page."""
        return self.tab.page

    def step(self) -> None:
        """The next move, one that the screen offers."""
        self.page.bring_to_front()
        if self.is_new:
            self.is_new = False
            start = self.random.choice(STARTS)
            self.moves.append(f"open {start}")
            self.tab.open(f"{self.server}{start}")
            return
        self.steps -= 1
        kinds = [self._link] * 5 + [self._tick] * 3 + [self._choose] * 2
        kinds += [self._type, self._button, self._turn, self._why, self._back, self._back, self._reload]
        self.random.shuffle(kinds)
        for kind in kinds:
            if (said := kind()) is not None:
                self.moves.append(said)
                return

    def _one(self, found: Locator) -> Locator | None:
        """One of those that can be seen."""
        seen = [one for one in found.all() if one.is_visible()]
        return self.random.choice(seen) if seen else None

    def _link(self) -> str | None:
        link = self._one(self.page.locator(LINKS))
        if link is None:
            return None
        words = f"{link.inner_text()} ({link.get_attribute('href')})"
        before = self.page.url
        self.tab.after(link.click)
        self.depth += self.page.url != before
        return f"click {words!r}"

    @property
    def _is_form(self) -> bool:
        """Whether the screen is a form, whose unsaved choices are no part of its address."""
        return urlsplit(self.page.url).path == f"/{Screen.SETTINGS}"

    def _tick(self) -> str | None:
        if self._is_form:
            return None
        box = self._one(self.page.locator(TICKS))
        if box is None:
            return None
        words = box.inner_text()
        self.tab.after(lambda: box.click(position={"x": 8, "y": 10}))
        return f"tick {words!r}"

    def _choose(self) -> str | None:
        if self._is_form:
            return None
        field = self._one(self.page.get_by_role("combobox"))
        if field is None:
            return None
        name = field.get_attribute("aria-label")
        field.scroll_into_view_if_needed()
        settled(self.page)
        field.press("ArrowDown")
        options = self.page.get_by_role("option")
        try:
            options.first.wait_for(timeout=PATIENCE)
        except TimeoutError:
            self.page.keyboard.press("Escape")
            return f"open the empty menu {name!r}"
        option = self._one(options)
        assert option is not None
        words = option.inner_text()
        self.tab.after(option.click)
        self.page.keyboard.press(
            "Tab"
        )  # which closes the menu of a field that takes several; Escape would empty the field
        return f"choose {words!r} of {name!r}"

    def _type(self) -> str | None:
        if self._is_form:
            return None
        box = self._one(self.page.locator("[data-testid=stTextInput] input"))
        if box is None or box.get_attribute("aria-label") == "Your name":
            return None
        words = self.random.choice(WORDS)
        box.fill(words)
        self.tab.after(lambda: box.press("Enter"))
        box.blur()
        return f"type {words!r}"

    def _button(self) -> str | None:
        button = self._one(self.page.get_by_role("button", name=BUTTONS))
        if button is None:
            return None
        words = button.inner_text()
        self.tab.after(button.click)
        return f"press {words!r}"

    def _turn(self) -> str | None:
        page = self._one(self.page.locator("[data-testid=stPagination] button:enabled"))
        if page is None:
            return None
        words = page.inner_text() or page.get_attribute("aria-label")
        self.tab.after(page.click)
        return f"turn to {words!r}"

    def _why(self) -> str | None:
        """What a row says when asked is no part of the address, so it is asked and closed again, or left behind."""
        button = self._one(self.page.locator("button[data-why][aria-expanded=false]"))
        if button is None:
            return None
        self.tab.after(button.click)
        self.tab.after(self.page.locator("button[data-why][aria-expanded=true]").first.click)
        return "ask why and close"

    def _back(self) -> str | None:
        if not self.depth:
            return None
        self.tab.after(self.page.go_back)
        self.depth -= 1
        return "go back"

    def _reload(self) -> str | None:
        self.tab.after(self.page.reload)
        return "reload"


class Walks:
    """Walks in the tabs of one browser, of the screens that `server` serves."""

    def __init__(self, context: BrowserContext, server: str, seed: int, until: float = float("inf")) -> None:
        self.server, self.seed, self.until = server, seed, until  # seconds of the monotonic clock
        self.tabs = [Tab(context.new_page()) for _ in range(2)]
        self.fresh = Tab(context.new_page())
        self.known: dict[str, list[str]] = {}
        self.compared = 0
        self.walked = 0

    def close(self) -> None:
        """Close the tabs."""
        for tab in (*self.tabs, self.fresh):
            tab.page.close()

    def walk(self, numbers: Sequence[int]) -> Iterator[Stray]:
        """Walk these walks, two at a time in turns; gives those that strayed."""
        for first in range(0, len(numbers), 2):
            if time.monotonic() > self.until:
                return
            walkers = [
                Walker(tab, number, self.seed, self.server)
                for tab, number in zip(self.tabs, numbers[first : first + 2], strict=False)
            ]
            while walkers:
                for walker in list(walkers):
                    walker.step()
                    differs = self._difference(walker)
                    if differs:
                        yield Stray(walker.walk, walker.moves, walker.page.url, differs)
                    if differs or not walker.steps:
                        walkers.remove(walker)
                        self.walked += 1

    def _difference(self, walker: Walker) -> list[str]:
        """How what is shown differs from what its address shows afresh, after a while to come up to date."""
        address = walker.page.url
        shown, expected = walker.tab.shows(), self._afresh(address)
        self.compared += 1
        waited = 0
        while shown != expected and waited < PATIENCE:
            walker.page.bring_to_front()
            walker.page.wait_for_timeout(250)
            waited += 250
            shown = walker.tab.shows()
        if shown == expected:
            return []
        lines = difflib.unified_diff(expected, shown, "afresh", "shown", lineterm="", n=0)
        return [line[:200] for line in lines if not line.startswith(("---", "+++", "@@"))][:SHOWN_LINES]

    def _afresh(self, address: str) -> list[str]:
        key = urlsplit(address)._replace(fragment="").geturl()
        if key not in self.known:
            self.fresh.open(address)
            self.known[key] = self.fresh.shows()
            if self.fresh.page.url != address:
                self.known[key].insert(0, f"address: {self.fresh.page.url}")
        return self.known[key]
