"""Holds two checkouts of this product against one another: do they give the same answers on the demo account?

    python scripts/compare_builds.py BEFORE AFTER

Both get the same demo files, written once by BEFORE, and import them into a database of their own by their own command
line. Then each is asked for its contact lists, timelines and every page, at one and the same frozen moment, and every
answer that differs is shown. Each checkout needs its environment (`make env`), and the machine needs `faketime`.
Exits with 1 when anything differs.
"""

import argparse
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

AT = "2026-11-24 15:30:00"  # UTC
OPTIONS = (
    "Email Opens",
    "Email Clicks",
    "Text Replies",
    "Opens Clicks Replies last 30 Days",
    "Email Unsubscribes",
    "Email Bounces",
    "Email Spam Complaints",
    "Texts Unsubscribes",
)
LISTS = (
    [],
    ["--format", "csv"],
    *(["--option", option, "--format", "json"] for option in OPTIONS),
    ["--option", "Email Opens", "--option", "Email Clicks", "--match", "all", "--without-machines", "--format", "json"],
    ["--option", "Email Opens", "--at-least", "3", "--last", "90", "--format", "json"],
    ["--did", "Email Clicks last 30", "--did-not", "Text Replies last 30", "--format", "json"],
)
TIMELINES = 60
SHOWN, WIDEST = 40, 300  # lines of a difference, characters of each

WRITE_DEMO = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from engagement.demo import write_demo
write_demo(Path(sys.argv[1]), now=datetime.fromisoformat(sys.argv[2]).replace(tzinfo=UTC))
"""

# Every element of every page, as what is sent to the browser, without the ids that Streamlit makes of a script's place.
# A frozen clock ends no sleep, so waiting is done by select.
DRAW_PAGES = """
import json, re, select, sys, time
from pathlib import Path
time.sleep = lambda seconds: select.select([], [], [], seconds)
from streamlit.testing.v1 import AppTest
contacts, here = json.loads(sys.argv[1]), str(Path.cwd())
asked = [(page.stem, {}) for page in sorted(Path("pages").glob("*.py"))]
asked += [("contact", {"id": str(one)}) for one in contacts] + [("campaign", {"id": str(one)}) for one in range(1, 6)]
asked += [("messages", {"status": status}) for status in ("Failed", "Undelivered", "Unsubscribed", "Rejected")]
asked += [("contacts", {"email-opens": "true"}), ("messages", {"search": "jane"}), ("messages", {"search": "555"})]
for page, params in asked:
    app = AppTest.from_file("dashboard.py", default_timeout=120).run()
    app.switch_page(f"pages/{page}.py")
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    print(f"=== {page} {params}")
    for block in (app.sidebar, app.main):
        for element in block:
            text = re.sub(r"[0-9a-f]{32,}", "#", str(getattr(element, "proto", element)).replace(here, ""))
            print(re.sub(r"(?m)^ *(id|form_id|page_script_hash|element_id): .*$", "", text))
"""


class Build:
    """A checkout with its environment, a database of its own, and the frozen moment it is asked at."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.folder = folder
        self._environment = os.environ | {
            "ENGAGEMENT_DATABASE_URL": f"sqlite:///{database}",
            "ENGAGEMENT_TIMEZONE": "America/New_York",
            "DONT_FAKE_MONOTONIC": "1",
            "TZ": "UTC",
            "PYTHONPATH": str(folder),
            "PYTHONHASHSEED": "0",
            "COLUMNS": "200",
        }

    def answer(self, *words: str, code: tuple[int, ...] = (0,)) -> str:
        """What a program of its environment prints; SystemExit when it ends with none of `code`."""
        program, *rest = words
        command = ["faketime", "-f", AT, str(self.folder / ".venv" / "bin" / program), *rest]
        done = subprocess.run(command, cwd=self.folder, env=self._environment, capture_output=True, text=True)
        if done.returncode not in code:
            raise SystemExit(f"{self.folder}: {' '.join(words)[:200]} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def answers(self, files: list[str]) -> dict[str, str]:
        """Everything that is compared, by what was asked."""
        found = {"import": self.answer("engagement", "import", *files, code=(0, 3))}
        for words in LISTS:
            found[f"contacts {' '.join(words)}"] = self.answer("engagement", "contacts", *words)
        ids = [row["id"] for row in json.loads(self.answer("engagement", "contacts", "--format", "json"))]
        for one in ids[:: max(1, len(ids) // TIMELINES)]:
            for form in ("json", "table"):
                found[f"timeline {one} {form}"] = self.answer("engagement", "timeline", str(one), "--format", form)
        pages = self.answer("python", "-c", DRAW_PAGES, json.dumps(ids[:: max(1, len(ids) // 20)]))
        for page in pages.split("=== ")[1:]:
            name, _, drawn = page.partition("\n")
            # All files come in at the one moment, and what stands after is the order of ids, which are drawn by lot.
            rows = re.sub(r"(?=<tr|</tbody)", "\n", re.sub(r"import=\d+", "import=#", _plain(drawn))).split("\n")
            found[f"page {name}"] = "\n".join(sorted(rows) if name.startswith("imports ") else rows)
        return found


def _plain(drawn: str) -> str:
    """HTML as a browser takes it: an element's attributes in one order, each in quotes, and none that is empty."""

    def tag(found: re.Match[str]) -> str:
        pairs = re.findall(r' ([\w-]+)=(?:\\"(.*?)\\"|([\w-]+))', found[2])
        kept = sorted((name, quoted or bare) for name, quoted, bare in pairs if quoted or bare)
        flags = sorted(set(re.sub(r' [\w-]+=(?:\\".*?\\"|[\w-]+)', "", found[2]).split()))
        return f"<{' '.join([found[1], *flags, *(f'{name}={value!r}' for name, value in kept)])}>"

    return re.sub(r"<(\w+)((?:\\\".*?\\\"|[^<>])*)>", tag, drawn)


def main() -> int:
    """Compare, tell, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    asked = parser.parse_args()
    if shutil.which("faketime") is None:
        raise SystemExit("Both builds are asked at one moment, by `faketime`: install it (Debian's package faketime).")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, other = (Build(build.resolve(), folder / f"{n}.db") for n, build in enumerate((asked.before, asked.after)))
        one.answer("python", "-c", WRITE_DEMO, str(folder / "files"), AT)
        files = sorted(map(str, (folder / "files").iterdir()))
        before, after = one.answers(files), other.answers(files)
    differing = [what for what in before | after if before.get(what) != after.get(what)]
    for what in differing:
        lines = difflib.unified_diff(
            before.get(what, "").split("\n"), after.get(what, "").split("\n"), lineterm="", n=0
        )
        print(f"DIFFERS: {what}", *(line[:WIDEST] for line in list(lines)[2 : 2 + SHOWN]), sep="\n    ")
    print(f"{len(before | after)} answers compared, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
