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
from tests.demo_store import demo_url, demo_viewpoint, opened
from tests.web.sessions import drawn

SCREENS = ("overview", "campaigns", "messages")
AT_ONCE, SERVERS = 20, 5


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


def test_a_screen_loads_nothing_more(tmp_path_factory: pytest.TempPathFactory) -> None:
    words = """
import sys
from pathlib import Path
from engagement.web.preload import load_screens
load_screens(Path("pages"))
print("pandas" in sys.modules, "plotly.graph_objects" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", words], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n"
