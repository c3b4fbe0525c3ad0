"""U1 and the screens: from a click until the answer is painted, in real Chromium.

`python -m benchmarks.screens URL` serves the dashboard on the database at URL and prints, in milliseconds, what a
click on a filter option takes until the new count is painted; the same on a Streamlit page that only prints a number;
and what a click on each screen's link takes until its heading, and until all of it, is painted. The first visit of each
screen is told apart: what is worked out once is worked out then. An account is wanted that is busy now, since a screen
of empty days is no work.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.measure import Timing, timing
from engagement.settings import PROJECT

CLICKS = 30  # on the option, and on the plain page's
QUIET = 500  # milliseconds without a change: the screen is whole
VISITS = 5  # of each screen, after the first
SCREENS = ("Overview", "Contacts", "Messages", "Campaigns", "Unknown contacts", "Imports", "Coverage", "Glossary")
Visits = list[tuple[float, float]]  # until the heading is painted, and until the whole screen is
PLAIN = """import streamlit as st
chosen = st.checkbox("Email Opens")
st.html(f"<h1>{int(chosen)}</h1>")
"""
_UNTIL_DRAWN = """async ([began, quiet]) => {
  const app = document.querySelector("[data-testid=stApp]");
  let last = performance.now();
  const changes = new MutationObserver(() => { last = performance.now(); });
  const screen = document.querySelector("[data-testid=stMain]");
  changes.observe(screen, { childList: true, characterData: true, subtree: true });
  while (app.dataset.testScriptState !== "notRunning" || performance.now() - last < quiet) {
    if (performance.now() - began > 120000) return -1;
    await new Promise(requestAnimationFrame);
  }
  changes.disconnect();
  return last - began;
}"""
_CLICK_UNTIL = """async ([label, watched]) => {
  const read = () => [...document.querySelectorAll(watched)].map(one => one.textContent).join("|");
  const before = read();
  const began = performance.now();
  const found = [...document.querySelectorAll("label, a")].find(one => one.textContent.includes(label));
  (found.querySelector("input") ?? found).click();
  while (read() === before || read() === "") {
    if (performance.now() - began > 120000) return -1;
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""


@contextmanager
def served(script: Path, url: str) -> Iterator[str]:
    """A Streamlit script on a free port of loopback, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    words += ["--server.headless", "true", "--server.fileWatcherType", "none", "--server.address", "127.0.0.1"]
    environment = {**os.environ, "ENGAGEMENT_DATABASE_URL": url}
    process = subprocess.Popen(words, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address, timeout=1).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def option_clicks(*pages: Page) -> list[Timing]:
    """A click on an option until the count in the heading changes, on each of `pages` in turn.

    In turn, so that a machine that is slow for a while is slow for all of them.
    """
    times: list[list[float]] = [[] for _ in pages]
    for _ in range(CLICKS + 1):
        for page, its_times in zip(pages, times, strict=True):
            page.bring_to_front()
            its_times.append(float(page.evaluate(_CLICK_UNTIL, ["Email Opens", "h1"])))
            page.wait_for_timeout(QUIET)
    return [timing(one[1:]) for one in times]


def screen_visits(page: Page) -> Iterator[tuple[str, Visits]]:
    """For each screen its visits, the first one first, in milliseconds from a click on its link."""
    visits: dict[str, Visits] = {name: [] for name in SCREENS}
    for turn in range(VISITS + 1):
        for name in SCREENS[1:] + SCREENS[:1]:
            if turn == 0 and name == "Contacts":
                page.get_by_role("link", name="Settings").click()  # it is open from the start
                page.wait_for_timeout(1500)
            began = float(page.evaluate("performance.now()"))
            heading = float(page.evaluate(_CLICK_UNTIL, [name, "[data-testid=stMain] h1"]))
            visits[name].append((heading, float(page.evaluate(_UNTIL_DRAWN, [began, QUIET]))))
    yield from visits.items()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("url")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    called = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        plain_script = Path(folder) / "plain.py"
        plain_script.write_text(PLAIN)
        browser = playwright.chromium.launch(executable_path=called.chromium, args=["--no-sandbox"])
        plain_page, page = browser.new_page(), browser.new_page()
        with served(plain_script, called.url) as plain_address, served(PROJECT / "dashboard.py", called.url) as address:
            plain_page.goto(plain_address)
            plain_page.wait_for_selector("h1")
            page.goto(address)
            page.wait_for_selector("[data-testid=stMain] h1", timeout=300_000)
            page.wait_for_timeout(2000)
            plain, ours = option_clicks(plain_page, page)
            print(f"U1 a click on an option: p50 {ours.p50:.0f}, p95 {ours.p95:.0f} ms")
            print(f"U1 the plain page:       p50 {plain.p50:.0f}, p95 {plain.p95:.0f} ms")
            print(f"U1 ratio: {ours.p50 / plain.p50:.1f}x of 1.2x or less")
            print("milliseconds until the heading, and until all of it, is painted")
            for name, (first, *later) in screen_visits(page):
                heading, whole = (timing(list(times)) for times in zip(*later, strict=True))
                print(f"{name:<17} first {first[0]:5.0f} {first[1]:6.0f}  then p50 {heading.p50:5.0f} {whole.p50:6.0f}")
        browser.close()


if __name__ == "__main__":
    main()
