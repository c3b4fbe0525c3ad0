"""Each screen run by itself, without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engagement.settings import PROJECT
from tests.demo_store import TIMEZONE, demo_url

Show = Callable[..., AppTest]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Show:
    """Shows a screen of the account at `url`, the demo account when none is named, by the days of `timezone`."""

    def run(screen: str, url: str | None = None, *, timezone: str = TIMEZONE, **params: str) -> AppTest:
        monkeypatch.setenv("ENGAGEMENT_DATABASE_URL", url or demo_url(tmp_path_factory))
        monkeypatch.setenv("ENGAGEMENT_TIMEZONE", timezone)
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
        app.switch_page(f"pages/{screen}.py")
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return run


@pytest.fixture
def broken_url(tmp_path: Path) -> str:
    """The address of a file that is no database."""
    file = tmp_path / "broken.db"
    file.write_bytes(b"This is not a database." * 100)
    return f"sqlite:///{file}"


def shown(app: AppTest) -> str:
    """All the HTML of a screen, style and sidebar left out; fails when the screen raised."""
    assert [error.value for error in app.exception] == []
    return "\n".join(part.value for part in app.main.get("html"))
