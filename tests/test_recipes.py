"""The recipes of docs/dev: each names files that are there, a test that proves it, and is listed."""

import re
from pathlib import Path

import pytest

from engagement.settings import PROJECT

DEV = PROJECT / "docs" / "dev"
RECIPES = sorted((DEV / "recipes").glob("*.md"))
PAGES = [*sorted(DEV.glob("*.md")), *(PROJECT / name for name in ("CONTRIBUTING.md", "findings/README.md"))]
_NAMED = re.compile(r"`([\w./-]+(?:/|\.(?:py|md|toml|lock)))`( \(new\))?")


def part(recipe: Path, heading: str) -> str:
    """What stands under a heading of a recipe; "" without the heading."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", recipe.read_text("utf-8"), re.M | re.S)
    return found[1] if found else ""


def named(text: str) -> list[str]:
    """The paths that a text names and that should be there; of a new one, with a NAME in it, the folder."""
    return [path.rpartition("/")[0] if new else path for path, new in _NAMED.findall(text)]


def missing(text: str) -> list[str]:
    """The paths that a text names, from the top or from `engagement`, and that are not there. A bare `x.py` is none."""
    shown = (re.sub(r"/[\w-]*(NAME|NNNN).*$", "", path) for path in named(text))
    tops = (PROJECT, PROJECT / "engagement")
    return [
        path
        for path in shown
        if ("/" in path or not path.endswith(".py")) and not any((top / path).exists() for top in tops)
    ]


def test_there_are_recipes_and_all_are_listed() -> None:
    listed = re.findall(r"\(recipes/([\w-]+\.md)\)", (DEV / "README.md").read_text("utf-8"))
    assert sorted(listed) == [recipe.name for recipe in RECIPES]
    assert len(RECIPES) >= 10
    assert "docs/dev/README.md" in (PROJECT / "CONTRIBUTING.md").read_text("utf-8")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.stem)
def test_a_recipe_names_files_that_are_there(recipe: Path) -> None:
    assert missing(recipe.read_text("utf-8")) == []
    assert len(named(part(recipe, "Files"))) >= 2


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.stem)
def test_a_recipe_says_what_proves_it(recipe: Path) -> None:
    proof = named(part(recipe, "Proof"))
    assert proof
    assert [path for path in proof if not path.startswith("tests/") or not (PROJECT / path).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_a_page_names_and_links_what_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    assert missing(text) == []
    links = [link for link in re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", text) if not (page.parent / link).exists()]
    assert links == []


def test_a_file_that_is_not_there_is_seen() -> None:
    assert missing("- `engagement/query/nowhere.py`: a column.") == ["engagement/query/nowhere.py"]
    assert missing("- `engagement/nowhere/NAME.py` (new): a module.") == ["engagement/nowhere"]
    assert missing("- `pages/NAME.py` (new), `pages/` and `CHANGELOG.md`") == []
