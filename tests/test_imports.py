"""Data goes one way: the import directions of pyproject.toml hold, and a breach of each is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engagement.settings import PROJECT

LINTER = Path(sys.executable).parent / "lint-imports"

BREACHES = [
    ("engagement/providers/base.py", "import sqlalchemy", "Readers know no database"),
    ("engagement/formats/__init__.py", "import sqlalchemy", "Readers know no database"),
    ("engagement/query/question/rows.py", "import streamlit", "Only the screens know Streamlit and Plotly"),
    ("engagement/ingest/__init__.py", "import plotly", "Only the screens know Streamlit and Plotly"),
    ("engagement/domain/vocabulary.py", "import engagement.store.schema", "Data goes one way"),
    ("engagement/store/schema.py", "import engagement.query.question.rows", "Data goes one way"),
    ("engagement/query/question/rows.py", "import engagement.ingest", "Data goes one way"),
    ("engagement/ui/__init__.py", "import engagement.cli", "Data goes one way"),
    ("engagement/lib/text.py", "import engagement.domain.records", "Data goes one way"),
    (
        "engagement/query/matching/terms.py",
        "import engagement.query.contacts.export",
        "Queries stand on one another one way",
    ),
    ("engagement/ui/parts/badge.py", "import engagement.ui.frame.screens", "Screens stand on what they share"),
    ("engagement/ingest/sets/levels.py", "import engagement.ingest.write.fold", "Ingest goes one way"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True)


def test_the_product_imports_one_way_only() -> None:
    found = lint(PROJECT)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(("file", "line", "contract"), BREACHES)
def test_a_breach_is_found(file: str, line: str, contract: str, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    shutil.copytree(PROJECT / "engagement", tmp_path / "engagement", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    found = lint(tmp_path)
    assert found.returncode == 1, found.stdout + found.stderr
    assert f"{contract} BROKEN" in found.stdout
