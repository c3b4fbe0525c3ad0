"""No test depends on the moment it runs: tests and product ask the clock in the one place where tests hold it.

How long something took is another matter: time.monotonic and time.perf_counter may be asked anywhere.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engagement.settings import PROJECT

WHERE = ("engagement", "pages", "tests")
MAY = {"engagement/lib/moments.py", "tests/lib/test_moments.py"}  # the place, and what compares it with the machine's

CLOCKS = {
    *(f"datetime.{name}" for name in ("datetime.now", "datetime.utcnow", "datetime.today", "date.today")),
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime", "clock_gettime")),
    *(f"sqlalchemy.func.{name}" for name in ("now", "current_timestamp", "current_date", "current_time")),
    *(f"pandas.Timestamp.{name}" for name in ("now", "utcnow", "today")),
}


def reads_of_a_clock(source: str) -> Iterator[int]:
    """The lines of `source` that name a function which asks the clock, whatever it was imported as."""
    tree = ast.parse(source)
    known: dict[str, str] = {}  # a name in the file -> what it stands for
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}

    def full(node: ast.AST) -> str:
        if isinstance(node, ast.Name):
            return known.get(node.id, "")
        return f"{full(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""

    yield from sorted(
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute) and full(node) in CLOCKS
    )


def scripts() -> list[Path]:
    """The project's own modules."""
    return [PROJECT / "dashboard.py", *(path for folder in WHERE for path in sorted((PROJECT / folder).rglob("*.py")))]


def test_nobody_asks_the_clock_but_in_its_one_place() -> None:
    found = {str(path.relative_to(PROJECT)): list(reads_of_a_clock(path.read_text("utf-8"))) for path in scripts()}
    assert found.keys() >= MAY
    assert {name for name in MAY if not found[name]} == set(), "needs no leave any more"
    assert [
        f"{name}:{line}: take engagement.lib.moments.now(), in a test tests.moment.NOW"
        for name, lines in found.items()
        if name not in MAY
        for line in lines
    ] == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("from datetime import UTC, datetime\nNOW = datetime.now(UTC)", [2]),
        ("import datetime\n\nTODAY = datetime.date.today()", [3]),
        ("import datetime as dt\ndef f(now=dt.datetime.utcnow()): ...", [2]),
        ("from datetime import date as day\nclass A:\n    today = day.today()", [3]),
        ("from datetime import datetime\nfield(default_factory=datetime.now)", [2]),  # not even called here
        ("import time\nSEED = int(time.time())", [2]),
        ("from time import time as t, time_ns\nt(); time_ns()", [2, 2]),
        ("import sqlalchemy as sa\nsa.Column(server_default=sa.func.now())", [2]),
        ("from sqlalchemy import func\nfunc.current_timestamp()", [2]),
        ("def f():\n    from datetime import date\n    return date.today()", [3]),
        ("import time\ntime.monotonic() + time.perf_counter(); time.sleep(1)", []),
        ("from datetime import datetime\ndatetime(2026, 11, 24); datetime.fromisoformat('2026-11-24')", []),
        ("from engagement.lib import moments\nmoments.now(); account.now", []),
    ],
)
def test_the_scan_sees_it_however_it_is_written(source: str, lines: list[int]) -> None:
    assert list(reads_of_a_clock(source)) == lines
