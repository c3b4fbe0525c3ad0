"""The benchmark of one size, from the provider files to the page of results."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import URL, Engine, make_url

from benchmarks import export, results
from benchmarks.compare import compare
from benchmarks.generate import generate
from benchmarks.imports import rows_held
from benchmarks.peers.base import Peer
from benchmarks.results import Row
from benchmarks.sizes import SIZES, Size
from benchmarks.startup import seconds_to_answer

_EVENTS_A_SECOND = {"sqlite": 40_000, "postgresql": 25_000}
_MEMORY, _GROWTH = 300e6, 50e6
_PEERS = ("exists", "frames", "duckdb", "datasette")
_DONE = ".written"  # marks a folder whose provider files are all there


def main() -> None:
    """Measure what is asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the product at one size.")
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("--only", default="", help="of Q1 to Q6, I1, I2, E1, U2, with commas: only these")
    parser.add_argument("--databases", default="sqlite,postgresql", help="with a comma; both when left out")
    parser.add_argument(
        "--keep", type=Path, help="a folder to keep the files and the SQLite database in, and use again"
    )
    parser.add_argument("--peers", default=",".join(_PEERS), help="of these, with commas; none when empty")
    parser.add_argument("--results", type=Path, default=results.HERE, help="the folder that RESULTS.md is written to")
    called = parser.parse_args()
    only, peers = (tuple(filter(None, words.split(","))) for words in (called.only, called.peers))
    with ExitStack() as stack:
        folder = called.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="engagement-bench-")))
        run(SIZES[called.size], folder, called.databases.split(","), only, peers, called.results)


def run(
    size: Size, folder: Path, databases: Sequence[str], only: Sequence[str], peers: Sequence[str], into: Path
) -> None:
    """Measure `size` on each of `databases`, and write what came of it after each."""
    about = results.machine()
    console = Console(stderr=True)
    with _progress(console) as progress:
        bench = _Bench(size, folder.resolve(), only, peers, progress)
        bench.write_files()
        for database in databases:
            rows = bench.on_sqlite() if database == "sqlite" else bench.on_postgresql()
            results.save(
                size.name,
                about | {"held": {database: bench.held} if bench.held else {}},
                rows,
                into / "results",
                into / "RESULTS.md",
            )
    console.print(f"Written to {into / 'RESULTS.md'}.")


def _progress(console: Console) -> Progress:
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console)


class _Bench:
    """The steps of a run, each shown while it lasts."""

    def __init__(self, size: Size, folder: Path, only: Sequence[str], peers: Sequence[str], progress: Progress) -> None:
        self.size = size
        self.folder = folder
        self.files = folder / f"{size.name}-files"
        self.only = only
        self.peers = peers
        self.progress = progress
        self.held: dict[str, int] = {}  # rows of each table that the questions were asked of

    def wanted(self, *names: str) -> bool:
        """Whether one of `names` is to be measured."""
        return not self.only or not set(self.only).isdisjoint(names)

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Say what is being done; where nothing can move, in a line."""
        task = self.progress.add_task(f"{self.size.name}: {words}", total=1)
        self.say(words)
        yield
        self.progress.update(task, completed=1)

    def say(self, words: str) -> None:
        """A line for a log, where the display is none."""
        if not self.progress.console.is_terminal:
            self.progress.console.print(f"{datetime.now():%H:%M:%S} {self.size.name}: {words}")

    def write_files(self) -> None:
        """Make the provider files, unless they were kept."""
        if (self.files / _DONE).exists():
            return
        with self.step("writing provider files"):
            generate(self.size, self.files, processes=1 if self.size.slices < 4 else 2)
        (self.files / _DONE).touch()

    def on_sqlite(self) -> list[Row]:
        """Everything on SQLite."""
        file = self.folder / f"{self.size.name}.db"
        url = f"sqlite:///{file}"
        marked = file.with_suffix(".imported")
        rows = []
        if self.wanted("I1", "I2") or not marked.exists():
            for old in self.folder.glob(f"{self.size.name}.db*"):
                old.unlink()
            with tempfile.TemporaryDirectory(dir=self.folder) as bare:
                rows += self.imports(url, f"sqlite:///{bare}/bare.db")
            marked.touch()
        rows += self.asked(url, file)
        if self.wanted("U2"):
            with self.step("U2, the dashboard's start"):
                rows.append(_startup(url))
        return rows

    def on_postgresql(self) -> list[Row]:
        """Everything on PostgreSQL, on a server that lives as long."""
        from tests.postgres import Databases, running_server  # its programs are needed here only

        with running_server() as server, Databases(server).fresh() as url, Databases(server).fresh() as bare:
            rows = self.imports(_text(url), _text(bare))
            return rows + self.asked(_text(url), None)

    def imports(self, url: str, bare: str) -> list[Row]:
        """I1 and I2; the store is full afterwards."""
        database = make_url(url).get_backend_name()
        with self.step(f"I1, import into {database}"):
            cold = _called("benchmarks.imports", "import", url, str(self.files))
        rows = []
        if self.wanted("I1"):
            with self.step(f"I1, bare executemany into {database}"):
                copied = _called("benchmarks.imports", "bare", url, bare)
            rows.append(_cold(database, cold, copied))
        if self.wanted("I2"):
            with self.step(f"I2, the same import again into {database}"):
                again = _called("benchmarks.imports", "import", url, str(self.files))
            rows.append(_again(database, cold, again))
        return rows

    def asked(self, url: str, file: Path | None) -> list[Row]:
        """Q1 to Q6 and E1 on a full store."""
        rows = []
        self.held = rows_held(url)
        if self.wanted("Q1", "Q2", "Q3", "Q4", "Q5", "Q6"):
            with self.step("questions"):
                task = self.progress.task_ids[-1]

                def tell(words: str) -> None:
                    self.progress.update(task, description=f"{self.size.name}: {words}")
                    self.say(words)

                rows += compare(url, self.size.contacts, lambda engine: self.peers_of(engine, file), self.only, tell)
        if self.wanted("E1"):
            with self.step("E1, export"):
                rows += _export(url, self.folder)
        return rows

    def peers_of(self, engine: Engine, file: Path | None) -> Iterator[Peer]:
        """The peers on one database, each made when its turn comes."""
        wanted = set(self.peers)
        if wanted.isdisjoint(("exists", "datasette")):
            yield from _in_memory(file, wanted)
            return
        from benchmarks.peers import orm_exists

        with orm_exists.indexes(engine):  # for both, whose planner wants them
            if "exists" in wanted:
                yield orm_exists.peer(engine)
            yield from _in_memory(file, wanted)
            if file is not None and "datasette" in wanted:
                from benchmarks.peers import datasette_facets

                yield datasette_facets.peer(file)


def _in_memory(file: Path | None, wanted: Set[str]) -> Iterator[Peer]:
    """The peers that read a database of SQLite into memory."""
    if file is None or wanted.isdisjoint(("frames", "duckdb")):
        return
    from benchmarks.peers import duck, frames  # packages of the benchmark only

    held = frames.Frames(file)
    if "frames" in wanted:
        yield frames.peer(held)
    if "duckdb" in wanted:
        yield duck.peer(held)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _called(module: str, *words: str) -> dict[str, Any]:
    """What a module says, as JSON on its last line, in a process of its own: so that its memory is its own."""
    done = subprocess.run([sys.executable, "-m", module, *words], stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _cold(database: str, cold: dict[str, Any], copied: dict[str, Any]) -> Row:
    rate, guide = cold["held"]["events"] / cold["seconds"], _EVENTS_A_SECOND[database]
    ratio = cold["seconds"] / copied["seconds"]
    short = [
        words
        for words, holds in (
            ("the rate", rate >= guide),
            ("the memory", cold["peak"] <= _MEMORY),
            ("the ratio", ratio <= 4),
        )
        if not holds
    ]
    return Row(
        "I1",
        database,
        f"{rate:,.0f} events/s ({cold['seconds']:,.0f} s), peak {cold['peak'] / 1e6:,.0f} MB",
        f"{guide:,} events/s, {_MEMORY / 1e6:.0f} MB at medium",
        f"{ratio:,.1f}x of 4x or less",
        not short,
        f"{cold['read']:,} records read, {cold['duplicate']:,} of them duplicates, {cold['rejected']:,} rejected; bare "
        f"executemany of {copied['rows']:,} rows took {copied['seconds']:,.1f} s"
        + (f"; short: {', '.join(short)}" if short else ""),
        {"cold": cold, "bare": copied, "rate": rate, "ratio": ratio},
    )


def _again(database: str, cold: dict[str, Any], again: dict[str, Any]) -> Row:
    return Row(
        "I2",
        database,
        f"{again['seconds']:,.0f} s, {again['read'] / again['seconds']:,.0f} records/s, {again['new']:,} new",
        "faster than I1",
        f"{cold['seconds'] / again['seconds']:,.1f}x as fast",
        again["seconds"] < cold["seconds"] and again["new"] == 0,
        "",
        {"again": again},
    )


def _export(url: str, folder: Path) -> list[Row]:
    database = make_url(url).get_backend_name()
    with tempfile.TemporaryDirectory(dir=folder) as place:
        ours = _called("benchmarks.export", url, str(Path(place) / "ours.csv"))
        book = _called("benchmarks.export", url, str(Path(place) / "ours.xlsx"))
        try:
            way, native = export.run_native(url, Path(place) / "native.csv")
        except FileNotFoundError as error:
            way, native = str(error), None
    ratio = ours["seconds"] / native if native else None
    csv = Row(
        "E1 CSV",
        database,
        f"{ours['rows']:,} rows in {ours['seconds']:,.1f} s, memory grew by {ours['growth'] / 1e6:,.0f} MB",
        "memory grows by 50 MB or less",
        f"{ratio:,.1f}x of 3x or less" if ratio else "3x or less",
        ours["growth"] <= _GROWTH and (ratio is not None and ratio <= 3),
        f"{way}: {native:,.1f} s" if native else way,
        {"ours": ours, "native": native, "ratio": ratio},
    )
    excel = Row(
        "E1 XLSX",
        database,
        f"{book['rows']:,} rows in {book['seconds']:,.1f} s, memory grew by {book['growth'] / 1e6:,.0f} MB",
        "memory grows by 50 MB or less",
        "",
        book["growth"] <= _GROWTH,
        "",
        {"ours": book},
    )
    return [csv, excel]


def _startup(url: str) -> Row:
    seconds = sorted(seconds_to_answer(url))
    middle = seconds[len(seconds) // 2]
    figure = f"{middle:.1f} s, the median of {len(seconds)} (longest {seconds[-1]:.1f} s)"
    return Row("U2", "sqlite", figure, "3 s", "", middle <= 3, "", {"seconds": seconds})
