"""A database file that is deleted under an open dashboard is said in one sentence."""

from pathlib import Path

from sqlalchemy.engine import make_url

from engagement.ingest.sets import rebuild
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from tests.demo_store import TIMEZONE
from tests.pages.conftest import Show, shown

PAGES = sorted(file.stem for file in (PROJECT / "pages").glob("*.py"))


def test_every_page_says_that_the_file_is_gone(show: Show, sqlite_url: str) -> None:
    engine = open_store(sqlite_url)
    rebuild.prepare(engine, TIMEZONE)
    engine.dispose()
    app = show("contacts", sqlite_url)
    for page in PAGES:
        app.switch_page(f"pages/{page}.py")
        app.run()
        Path(make_url(sqlite_url).database or "").unlink()
        said = shown(app.run())
        assert said.count('role="alert"') == 1, page
        assert "was deleted or moved while the dashboard was open" in said
        assert "was deleted or moved" not in shown(app.run()), page
