"""Makes sure that the browser the tests drive is there, or says in one line what to install.

Run by `make test`. Only root on a machine with apt-get gets it installed; nobody else's machine is changed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = "The tests need Chromium: install it, or name its program in ENGAGEMENT_TEST_CHROMIUM."


def find_chromium() -> Path | None:
    """The browser that ENGAGEMENT_TEST_CHROMIUM names, else the first known one on the path; None without one."""
    names = [os.environ["ENGAGEMENT_TEST_CHROMIUM"]] if os.environ.get("ENGAGEMENT_TEST_CHROMIUM") else NAMES
    return next((Path(found) for found in map(shutil.which, names) if found), None)


def install_chromium() -> None:
    """Installs the browser with apt-get; CalledProcessError when that fails."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(
            ["apt-get", "-qq", *words], check=True, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )


def main() -> None:
    """Returns with the browser in place, or exits with the remedy."""
    if find_chromium():
        return
    if os.environ.get("ENGAGEMENT_TEST_CHROMIUM") or os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(REMEDY)
    print("Installing Chromium with apt-get, once.", flush=True)
    try:
        install_chromium()
    except subprocess.CalledProcessError as error:
        sys.exit(f"{REMEDY} (apt-get ended with {error.returncode})")
    if not find_chromium():
        sys.exit(REMEDY)


if __name__ == "__main__":
    main()
