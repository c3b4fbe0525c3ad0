"""Photographs every screen at four widths, light and dark, and lays the pictures out on one sheet for each.

`python -m scripts.sheet FOLDER` writes FOLDER/WIDTH-SCHEME/SCREEN.png, whole pages, and FOLDER/WIDTH-SCHEME.png, the
sheet. `--width 390 --scheme dark SCREEN...` takes some of them. The account is the demo account, made anew as for
docs.pictures.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from docs.pictures import HEIGHT, PATIENCE, examples, fill, serving, settle
from engagement.ui.frame.screens import Screen
from scripts.need import REMEDY, find_chromium

WIDTHS = (390, 700, 1400, 2200)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST = 4000  # pixels of a page; what is further down is more of the same
TILE = {390: 390, 700: 420, 1400: 700, 2200: 880}  # pixels that a picture is wide on its sheet
PANEL = "-panel"
"""At the end of a name: with the side panel open."""


def addresses(url: str) -> dict[str, str]:
    """The address of each screen, by its name, with something on it; a few screens in more states than one."""
    contact, person, campaign = examples(url)
    found = {screen.value: f"/{screen}" for screen in Screen} | {
        "contacts": "/?email-opens=true",
        "contacts-panel": "/?email-opens=true",
        "everybody": "/",
        "nobody": "/?search=nobody+at+all",
        "contact": f"/contact?id={contact}",
        "campaign": f"/campaign?id={campaign}",
        "messages": f"/messages?find={quote(person)}",
        "messages-panel": "/messages",
        "every-message": "/messages",
        "history": f"/consent?who={contact}",
    }
    return found


def shoot(page: Page, name: str) -> Image.Image:
    """The page that is open, down to its end."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    if name.endswith(PANEL) and page.get_by_test_id("stExpandSidebarButton").is_visible():
        page.get_by_test_id("stExpandSidebarButton").click()
    part = "stSidebarContent" if name.endswith(PANEL) and width < 768 else "stMain"
    tall = page.get_by_test_id(part).evaluate("part => part.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(HEIGHT, min(TALLEST, tall))})
    settle(page)
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return taken


def sheet(pictures: list[Image.Image], width: int) -> Image.Image:
    """The pictures of one width and scheme, beside each other."""
    tile = TILE[width]
    small = [one.resize((tile, round(one.height * tile / one.width)), Image.Resampling.LANCZOS) for one in pictures]
    laid = Image.new("RGB", ((tile + 12) * len(small), max(one.height for one in small)), "#808080")
    for place, one in enumerate(small):
        laid.paste(one, (place * (tile + 12), 0))
    return laid


def wanted(names: list[str], places: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The screens to take, with their addresses."""
    return ((name, address) for name, address in places.items() if not names or name in names)


def main() -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(prog="python -m scripts.sheet", description="Photograph every screen.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("names", nargs="*", help="screens; without any, all")
    parser.add_argument("--width", type=int, choices=WIDTHS, action="append", help="a width; without any, all")
    parser.add_argument("--scheme", choices=SCHEMES, action="append", help="a scheme; without any, both")
    asked = parser.parse_args()
    take_all(asked.folder, asked.names, asked.width or WIDTHS, asked.scheme or SCHEMES)


def take_all(folder: Path, names: list[str], widths: Sequence[int], schemes: Sequence[str]) -> None:
    """Takes the pictures of the screens of these `names`, or of all when there are none."""
    chromium = find_chromium()
    if not chromium:
        sys.exit(REMEDY)
    expect.set_options(timeout=PATIENCE * 1000)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        url = fill(Path(place))
        places = addresses(url)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        with serving(url) as server:
            for width, scheme in product(widths, schemes):
                into = folder / f"{width}-{scheme}"
                into.mkdir(parents=True, exist_ok=True)
                taken = []
                window = {"width": width, "height": HEIGHT}
                with browser.new_context(viewport=window, color_scheme=scheme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
                    page = context.new_page()
                    for name, address in wanted(names, places):
                        page.goto(f"{server}{address}")
                        settle(page)
                        taken.append(shoot(page, name))
                        taken[-1].save(into / f"{name}.png")
                        page.evaluate("localStorage.clear()")  # where Streamlit keeps whether the panel is open
                sheet(taken, width).save(folder / f"{width}-{scheme}.png", optimize=True)
                print(into, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
