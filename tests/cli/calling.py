"""The command line as a person or a script calls it: in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import reduction
from pathlib import Path
from typing import Any

from engagement.cli import main
from engagement.settings import PROJECT
from tests.forks import FORKS
from tests.moment import HOLD, hold

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
    """Run `engagement` with `words`, in a terminal 200 columns wide that nobody watches.

    The process is forked from one that has the product's modules loaded, since a call spends most of its time on that.
    """
    argv = ["engagement", *map(str, words)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        streams = (reduction.DupFd(out.fileno()), reduction.DupFd(err.fileno()))
        called = FORKS.Process(target=_main, args=(argv, environment(database, **settings), *streams))
        called.start()
        called.join(timeout=120)
        if called.exitcode is None:
            called.kill()
            raise subprocess.TimeoutExpired(argv, 120)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(argv, called.exitcode, out.read(), err.read())


def _main(argv: list[str], environment: dict[str, str], *streams: reduction.DupFd) -> None:
    """The forked process: with those words, that environment, and its output going to `streams`."""
    for number, stream in zip((1, 2), streams, strict=True):
        os.dup2(stream.detach(), number)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(PROJECT)
    sys.argv = argv
    hold()
    main()


def json_of(*words: str | Path, status: int = 0, **settings: str) -> Any:
    """The document that a call prints, which ends with the exit status `status`."""
    done = call(*words, **settings)
    assert (done.returncode, done.stderr) == (status, ""), done
    return json.loads(done.stdout)
