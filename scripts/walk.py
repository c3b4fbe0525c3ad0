"""Walks at random over all screens and holds each step against its address opened afresh (tests/browser/walking.py).

`python -m scripts.walk --paths 300 --seed 1` serves the tests' demo account, at the tests' moment, and says which walks
came to a screen that is not that of its address; it ends with 1 when one did. `--first 17 --paths 2` walks the walks
17 and 18, and `--minutes 10` ends after the walks that are under way by then.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from scripts.need import REMEDY, find_chromium
from tests.browser.conftest import serving
from tests.browser.walking import Walks
from tests.demo_store import fill
from tests.moment import hold

PATIENCE = 60_000  # milliseconds


def main() -> int:
    """Walks; the number of the process's end."""
    parser = argparse.ArgumentParser(prog="python -m scripts.walk", description="Walk at random over all screens.")
    parser.add_argument("--paths", type=int, default=300, help="how many walks")
    parser.add_argument("--seed", type=int, default=1, help="which walks: another seed, others")
    parser.add_argument("--first", type=int, default=1, help="the number of the first")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no walk later than that")
    asked = parser.parse_args()
    chromium = find_chromium()
    if not chromium:
        sys.exit(REMEDY)
    hold()
    expect.set_options(timeout=PATIENCE)
    began, strays = time.monotonic(), 0
    place = Path(tempfile.mkdtemp())
    try:
        with sync_playwright() as playwright, serving(fill(place / "account")) as server:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            walks = Walks(browser.new_context(), server, asked.seed, until=began + 60 * asked.minutes)
            for stray in walks.walk(range(asked.first, asked.first + asked.paths)):
                strays += 1
                print(stray, flush=True)
            browser.close()
    finally:
        shutil.rmtree(place)
    took = time.monotonic() - began
    print(f"{walks.walked} walks, {walks.compared} screens compared, {strays} strayed, {took:.0f} s")
    return 1 if strays else 0


if __name__ == "__main__":
    sys.exit(main())
