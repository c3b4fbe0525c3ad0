"""What holds for every file of the project, and for what it depends on."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engagement.settings import PROJECT

LONGEST = 400  # lines that a person can still hold in mind
WRITTEN = {".py", ".md", ".toml", ".css", ".sh", ""}  # by hand: "" is the Makefile, .ci/run, LICENSE

# Where packages come from and where this was written are nobody's business but the installer's and the writer's.
FOREIGN = {
    "a registry's address": re.compile(
        rb"https?://[\w.-]*(pypi|pythonhosted|npmjs|debian|ubuntu|crates|rubygems|golang)\.(org|com|io)"
        rb"|file:/{2}|-{2}(extra-)?index-url|-{2}find-links"
    ),
    "a path of one machine": re.compile(rb"(?<![\w./~-])/(work|tmp|root|opt|home/\w+)/[\w.]"),
}


def kept_files() -> list[Path]:
    """The files that are committed or would be."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(words, cwd=PROJECT, check=True, capture_output=True).stdout.decode()
    return sorted(path for name in listed.split("\0") if name and (path := PROJECT / name).is_file())


def requirements() -> dict[str, Requirement]:
    """What pyproject.toml asks for, to build, to run and to develop."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
    ]
    return {canonicalize_name(one.name): one for one in map(Requirement, asked)}


def pins() -> dict[str, str]:
    """The version that requirements.lock has of each package."""
    lines = (PROJECT / "requirements.lock").read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


def test_no_file_is_longer_than_a_person_can_hold_in_mind() -> None:
    written = [path for path in kept_files() if path.suffix in WRITTEN]
    assert PROJECT / "Makefile" in written
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in written}
    assert [f"{path.relative_to(PROJECT)}: {length}" for path, length in lengths.items() if length > LONGEST] == []


def test_every_folder_of_modules_is_a_package() -> None:
    """import-linter leaves a folder without __init__.py out, and keeps every contract about it (see findings)."""
    by_alembic = {PROJECT / "engagement" / "store" / "migrations" / name for name in ("", "versions")}
    folders = {path.parent for path in (PROJECT / "engagement").rglob("*.py")} - by_alembic
    assert len(folders) > 20
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names(what: str) -> None:
    found = [
        f"{path.relative_to(PROJECT)}: {match.group().decode()}"
        for path in kept_files()
        for match in FOREIGN[what].finditer(path.read_bytes())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "text", "is_one"),
    [
        ("a registry's address", "https://files.{}.org/x".format("pythonhosted"), True),
        ("a registry's address", "--extra-{}-url x".format("index"), True),
        ("a registry's address", "https://example.com/pypi.org", False),
        ("a path of one machine", "/{}/main/x".format("work"), True),
        ("a path of one machine", '"/{}/x"'.format("tmp"), True),
        ("a path of one machine", "https://example.com/{}/main".format("work"), False),
        ("a path of one machine", "home/{}/main".format("work"), False),
    ],
)
def test_the_search_tells_them_apart(what: str, text: str, is_one: bool) -> None:
    assert bool(FOREIGN[what].search(text.encode())) == is_one


@pytest.mark.parametrize("name", requirements())
def test_the_lock_has_a_version_that_is_asked_for(name: str) -> None:
    assert requirements()[name].specifier.contains(pins()[name])


def test_the_lock_is_nothing_but_versions() -> None:
    lines = (PROJECT / "requirements.lock").read_text("utf-8").splitlines()[1:]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[\w.]+", line)] == []
    assert len(lines) == len(pins())


def test_every_dependency_says_what_it_earns_its_place_with() -> None:
    rows = re.findall(r"^\| `([\w.-]+)` \| (.+) \|$", (PROJECT / "docs" / "dependencies.md").read_text("utf-8"), re.M)
    assert sorted(name for name, _ in rows) == sorted(requirements())
    assert [name for name, reason in rows if len(reason.split()) < 4] == []
