"""The command line as a person or a script calls it: in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from engagement.settings import PROJECT
from tests.moment import HOLD

COMMAND = (
    sys.executable,
    "-c",
    f"{HOLD}; import sys; sys.argv[0] = 'engagement'; from engagement.cli import main; main()",
)


def environment(database: str | None = None, **settings: str) -> dict[str, str]:
    """The environment of a call: ours, with only those settings of the product that are given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGEMENT_")}
    given = {f"ENGAGEMENT_{name.upper()}": value for name, value in settings.items()}
    if database is not None:
        given["ENGAGEMENT_DATABASE_URL"] = database
    return {**kept, **given, "COLUMNS": "200", "TZ": "UTC"}


def call(*words: str | Path, database: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `engagement` with `words`, in a terminal 200 columns wide that nobody watches."""
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=PROJECT,
        env=environment(database, **settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def json_of(*words: str | Path, status: int = 0, **settings: str) -> Any:
    """The document that a call prints, which ends with the exit status `status`."""
    done = call(*words, **settings)
    assert (done.returncode, done.stderr) == (status, ""), done
    return json.loads(done.stdout)
