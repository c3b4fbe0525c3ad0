"""Measures how soon each screen is seen and how much it moves while it comes, in Chromium, on the demo account.

`python -m scripts.paint` serves the account that docs.pictures makes and opens each screen `--times` over at a
`--width`, with Streamlit's files in the browser's cache, as who opens the dashboard daily finds them. It prints the
medians of

- first and largest: the first and the largest contentful paint, as the browser tells them, in ms;
- heading: when the screen's own heading is seen, in ms: the screen itself, not only its frame;
- shift: the sum of the layout shifts that no key or click caused; 0.1 is where Web Vitals ends "good".

Then the same for a script of one line in Streamlit alone: what is as slow there is none of ours. Milliseconds are
those of the machine and hour, ratios to that line are not. `--why` says what moved. It ends with 1 when a screen shifts
by more than 0.05 or has its first paint after 0.8 s.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import BrowserContext, expect, sync_playwright
from rich.console import Console
from rich.table import Column, Table

from docs.pictures import HEIGHT, PATIENCE, fill, serving, settle
from scripts.need import REMEDY, find_chromium
from scripts.sheet import PANEL, addresses

MOST_SHIFT = 0.05
MOST_FIRST = 800  # ms
BARE = "import streamlit as st\nst.html('<h1>Bare</h1>')\n"
WATCH = Path(__file__).with_name("paint.js").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Look:
    """One opening of a screen: times in ms since it was asked for, the sum of its shifts, and what moved."""

    first: float
    largest: float
    heading: float
    shift: float
    moved: tuple[str, ...] = ()


def look(context: BrowserContext, address: str) -> Look:
    """Opens `address` in a tab of its own, until its pictures are drawn."""
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    settle(page)
    seen: dict[str, Any] = page.evaluate("() => window.paintSeen()")
    page.close()
    return Look(seen["first"], seen["largest"], seen["heading"], seen["shift"], tuple(seen["moved"]))


def middle(looks: Iterable[Look]) -> Look:
    """The medians of several looks, and what moved in the one that moved most."""
    shown = list(looks)
    moved = max(shown, key=lambda one: one.shift).moved
    first, largest, heading, shift = (
        median(getattr(one, name) for one in shown) for name in ("first", "largest", "heading", "shift")
    )
    return Look(first, largest, heading, shift, moved)


def measured(context: BrowserContext, places: dict[str, str], times: int) -> Iterator[tuple[str, Look]]:
    """Each of the `places` by its name, with its medians. The first opening fills the caches and is left out."""
    for name, address in places.items():
        look(context, address)
        yield name, middle(look(context, address) for _ in range(times))


def shown(looks: list[tuple[str, Look]]) -> Table:
    """The table of `looks`, the last of which is Streamlit alone, with what each time is to that one's."""
    base = looks[-1][1]
    made = Table(
        "screen", *(Column(word, justify="right") for word in ("first", "largest", "heading", "of bare", "shift"))
    )
    for name, one in looks:
        times = [f"{each:,.0f}" for each in (one.first, one.largest, one.heading)]
        made.add_row(name, *times, f"{one.heading / base.heading:.2f}", f"{one.shift:.3f}")
    return made


def main() -> int:
    """Measures and prints; the number of the process's end."""
    parser = argparse.ArgumentParser(prog="python -m scripts.paint", description="How soon screens are seen.")
    parser.add_argument("screens", nargs="*", help="which; all when none is named")
    parser.add_argument("--times", type=int, default=3, help="how often each is opened")
    parser.add_argument("--width", type=int, default=1400, help="of the window, in pixels")
    parser.add_argument("--why", action="store_true", help="say what moved")
    asked = parser.parse_args()
    chromium = find_chromium()
    if not chromium:
        sys.exit(REMEDY)
    expect.set_options(timeout=PATIENCE * 1000)
    window = {"width": asked.width, "height": HEIGHT}
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        url = fill(Path(place))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        places = {name: path for name, path in addresses(url).items() if not name.endswith(PANEL)}
        places = {name: path for name, path in places.items() if name in (asked.screens or places)}
        bare = Path(place) / "bare.py"
        bare.write_text(BARE)
        with browser.new_context(viewport=window) as context:  # type: ignore[arg-type]
            with serving(url, bare) as server:
                base = next(measured(context, {"bare": server}, asked.times))
            with serving(url) as server:
                places = {name: f"{server}{path}" for name, path in places.items()}
                looks = dict(measured(context, places, asked.times))
        browser.close()
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(shown([*looks.items(), base]))
    if asked.why:
        for name, one in looks.items():
            console.print(name, *one.moved, sep="\n  ", markup=False)
    return 1 if any(one.shift > MOST_SHIFT or one.first > MOST_FIRST for one in looks.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
