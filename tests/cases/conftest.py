"""What the cases stand on: an account of its own for each."""

import shutil
from pathlib import Path

import pytest

from engagement.lib import moments
from tests.cases.account import DAY, Account


@pytest.fixture
def account(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    """An empty account, on the day after the cases; screens show it too."""
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'account.db')}"
    monkeypatch.setenv("ENGAGEMENT_DATABASE_URL", url)
    monkeypatch.setenv("ENGAGEMENT_TIMEZONE", "America/New_York")
    monkeypatch.setattr(moments, "clock", lambda: DAY)
    return Account(tmp_path, url)
