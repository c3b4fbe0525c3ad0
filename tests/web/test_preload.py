"""What the screens need is loaded before the server answers: many first sessions at once see no half-loaded module."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engagement.query.contacts.contact_list import list_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.settings import PROJECT
from engagement.ui.parts.markup import text
from engagement.web.preload import load_screens
from tests.browser.conftest import serving
from tests.cli.calling import environment
from tests.demo_store import TIMEZONE, demo_url, demo_viewpoint, opened
from tests.moment import HOLD
from tests.web.sessions import drawn

SCREENS = ("overview", "campaigns", "messages")
AT_ONCE, SERVERS = 20, 3


@pytest.mark.parametrize("turn", range(SERVERS))
def test_first_sessions_at_once(turn: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Half of them on Contact, whose picture asks most of Plotly, while others load pandas: there it failed."""
    url = demo_url(tmp_path_factory)
    with opened(url) as connection:
        rows = list_contacts(View(connection, demo_viewpoint()), EngagementFilter(), size=AT_ONCE)
    with serving(url) as address, ThreadPoolExecutor(AT_ONCE) as sessions:
        asked = [("contact", f"id={row.id}") if n % 2 else (SCREENS[(turn + n) % 3], "") for n, row in enumerate(rows)]
        pages = list(sessions.map(lambda one: drawn(address, *one), asked))
    assert [page for page in pages if "EXCEPTION" in page] == []
    assert [one for one, page in zip(asked, pages, strict=True) if "<h1" not in page] == []
    assert all(text(row.title) in page for row, page in zip(rows[1::2], pages[1::2], strict=True))


def test_all_that_a_script_imports_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text(
        "import colorsys as c\nfrom wave import Error\ndef f():\n    import sndhdr_, this_\n"
    )
    with pytest.raises(ModuleNotFoundError):
        load_screens(tmp_path)
    (tmp_path / "page.py").write_text("import colorsys as c\ndef f():\n    from wave import Error\n")
    assert load_screens(tmp_path) == ["colorsys", "wave"]
    assert {"colorsys", "wave"} <= sys.modules.keys()


# Whose modules a session may not be the first to load: ours, and those that Plotly looks up among the loaded ones.
# Opening the database loads its migrations, under one lock.
LOADED = ("engagement.", "plotly.", "_plotly_utils.", "pandas.", "numpy.", "scipy.", "pyarrow.", "PIL.")
MAY = "engagement.store.migrat"

DRAW_ALL = f"""
{HOLD}
import asyncio, sys
from pathlib import Path
from streamlit.testing.v1 import AppTest
import dashboard
async def start():
    async with dashboard.ready(dashboard.app):
        return set(sys.modules)
loaded = asyncio.run(start())
for page in sorted(Path("pages").glob("*.py")):
    app = AppTest.from_file("dashboard.py", default_timeout=60).run()
    app.switch_page(str(page))
    app.query_params["id"] = sys.argv[1] if page.stem == "contact" else "1"
    app.run()
    assert not app.exception, page
    assert app.main.get("html"), page
print(*sorted(sys.modules.keys() - loaded))
"""


def test_a_screen_loads_nothing_more(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = demo_url(tmp_path_factory)
    with opened(url) as connection:
        (row,) = list_contacts(View(connection, demo_viewpoint()), EngagementFilter(), size=1)
    done = subprocess.run(
        [sys.executable, "-c", DRAW_ALL, str(row.id)],
        cwd=PROJECT,
        env=environment(url, timezone=TIMEZONE),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    later = done.stdout.split()
    assert "alembic" in later, "it has drawn nothing"
    assert [name for name in later if name.startswith(LOADED) and not name.startswith(MAY)] == []
