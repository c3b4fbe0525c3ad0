"""Every command that the README shows works on the demo account."""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from engagement.demo import write_demo
from engagement.ingest import import_files
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from tests.moment import HOLD, NOW

README = (PROJECT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line.removeprefix("$ ") for block in BLOCKS for line in block.splitlines()]
KEPT = {
    "demo",
    "import",
    "contacts",
    "timeline",
    "calls",
    "consent",
    "duplicates",
    "index",
    "refold",
    "serve",
    "--version",
}  # the words that scripts rely on


@dataclass(frozen=True)
class Desk:
    """A folder with a demo account in it, as after `make run`, and a shell that has the `engagement` command."""

    folder: Path

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "ENGAGEMENT_DATABASE_URL": f"sqlite:///{self.folder / 'engagement.db'}",
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT),
            "COLUMNS": "160",
        }
        return subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=300
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    engine = open_store(f"sqlite:///{folder / 'engagement.db'}")
    import_files(engine, write_demo(folder / "data" / "demo", now=NOW))
    engine.dispose()
    script = folder / "bin" / "engagement"
    script.parent.mkdir()
    start = f"{HOLD}; import sys; sys.argv[0] = 'engagement'; from engagement.cli import main; main()"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{start}" "$@"\n')
    script.chmod(0o755)
    return Desk(folder)


def test_the_readme_shows_every_kept_command() -> None:
    shown = {shlex.split(command)[1] for command in COMMANDS}
    assert shown | {"serve"} == KEPT  # `serve` does not end by itself: the browser tests run it
    assert "engagement serve --address 127.0.0.1 --port 8501" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_works_as_shown(command: str, desk: Desk) -> None:
    done = desk.run(command)
    assert (done.returncode, done.stderr) == (0, "")
    written = re.search(r"> (\S+)$", command)
    output = (desk.folder / written[1]).read_text() if written else done.stdout
    assert len(output.strip()) > 0
    if re.search(r" consent \S*\d{5}| consent \S+@", command):
        assert " out: " in output or '"out"' in output, "the demo account has no opt-out for this example"
    if " contacts " in command or " timeline " in command:
        assert "example." in output, "the demo account has nobody for this example"


def test_a_command_that_fails_is_seen(desk: Desk) -> None:
    assert desk.run("engagement timeline nobody@example.com").returncode == 1
    assert desk.run("engagement contacts --option Loved").returncode == 2
    assert desk.run("engagement import nowhere.json").returncode == 2


@pytest.mark.parametrize("name", ["ENGAGEMENT_DATABASE_URL", "ENGAGEMENT_TIMEZONE", "ENGAGEMENT_REGION"])
def test_every_setting_is_explained(name: str) -> None:
    assert re.search(rf"^\| `{name}` \| ", README, re.MULTILINE)


def test_every_folder_of_the_table_is_there() -> None:
    named = re.findall(r"^\| (`[^|]+`) \| [^|]+ \|$", README.split("## Where things live")[1], re.MULTILINE)
    paths = [path for cell in named for path in re.findall(r"`([^`]+)`", cell)]
    assert len(paths) > 10
    assert [path for path in paths if not (PROJECT / path).exists()] == []
    here = {f"engagement/{one.name}" for one in (PROJECT / "engagement").iterdir() if (one / "__init__.py").exists()}
    assert here - set(paths) == set()
