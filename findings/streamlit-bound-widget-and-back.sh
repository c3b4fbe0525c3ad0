#!/usr/bin/env bash
# streamlit 1.67.0: leaving a page by the navigation leaves an address without its parameters behind, and Back goes there.
#
# A widget with bind="query-params" keeps its value in the address, so one expects Back to bring a page back as it was
# left. But when a person goes to another page of st.navigation by its own links, the page's parameters are taken off
# first, and that is an entry of the history of its own: "/?tick=true", "/", "/two". The first Back shows the page with
# its widgets at their defaults; only a second one brings the tick back. Where the address itself is changed and
# "popstate" told, as if by Back, no such entry comes. Needs Chromium. Seen on 28 November 2026.
#
# So: our script follows the navigation's links itself (engagement/ui/frame/links.js), as it does those between screens.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
server=0
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check streamlit==1.67.0 playwright==1.65.2
cat >"$folder/app.py" <<'PYTHON'
import streamlit as st


def one():
    st.checkbox("Tick", key="tick", bind="query-params")


def two():
    st.write("The other page")


st.navigation([st.Page(one, title="One", default=True), st.Page(two, title="Two")]).run()
PYTHON
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/python" -m streamlit run "$folder/app.py" --server.headless true --server.address 127.0.0.1 \
	--server.port "$port" --browser.gatherUsageStats false >"$folder/log" 2>&1 &
server=$!
"$folder/venv/bin/python" - "$port" "$(command -v chromium)" >"$folder/seen" <<'PYTHON'
import sys
import time
import urllib.request
from urllib.error import URLError

from playwright.sync_api import expect, sync_playwright

address = f"http://127.0.0.1:{sys.argv[1]}"
for _ in range(100):
    try:
        urllib.request.urlopen(f"{address}/_stcore/health")
        break
    except URLError:
        time.sleep(0.2)
with sync_playwright() as playwright:
    page = playwright.chromium.launch(executable_path=sys.argv[2], args=["--no-sandbox"]).new_page()

    def tell(what):
        ticked = page.get_by_role("checkbox", name="Tick").is_checked()
        print(f"{what}: {page.url.removeprefix(address)} {'ticked' if ticked else 'not ticked'}")

    page.goto(address)
    page.get_by_text("Tick").click()
    page.wait_for_url("**/?tick=true")
    tell("ticked by hand")
    page.get_by_role("link", name="Two").click()
    expect(page.get_by_text("The other page")).to_be_visible()
    for what in ("one step back", "two steps back"):
        page.go_back()
        expect(page.get_by_text("Tick")).to_be_visible()
        page.wait_for_timeout(1_500)
        tell(what)
PYTHON
diff - "$folder/seen" <<'SEEN'
ticked by hand: /?tick=true ticked
one step back: / not ticked
two steps back: /?tick=true ticked
SEEN
