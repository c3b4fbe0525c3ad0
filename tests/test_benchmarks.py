"""The benchmark at its smallest: that its data is what it says, and that what it compares gives the same answers.

Nothing is timed here, and no peer is asked whose package only the benchmark needs.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from benchmarks import results
from benchmarks.compare import GUIDES, compare
from benchmarks.generate import generate
from benchmarks.imports import run_bare, run_import
from benchmarks.measure import timing
from benchmarks.peers import frames, orm_exists
from benchmarks.questions import answer, questions
from benchmarks.sizes import SIZES, heavy_tail
from engagement.ingest.sets.rebuild import verify
from engagement.store.engine import open_store
from engagement.store.schema import messages

SMALL = SIZES["small"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The SQLite file with the small size in it, and what its import said."""
    folder = tmp_path_factory.mktemp("bench")
    generate(SMALL, folder / "files", processes=1)
    file = folder / "small.db"
    return file, run_import(f"sqlite:///{file}", folder / "files")


@pytest.fixture(scope="module")
def engine(made: tuple[Path, dict[str, Any]]) -> Iterator[sa.Engine]:
    """The store with the small size in it."""
    engine = open_store(f"sqlite:///{made[0]}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("count", "total", "largest"),
    [(2_000, 20_000, 2_000), (100_000, 1_000_000, 2_000), (500, 2_000, 100), (500, 1_000_000, 50_000), (10, 30, 2)],
)
def test_a_heavy_tail_adds_up(count: int, total: int, largest: int) -> None:
    shares = heavy_tail(count, total, largest)
    assert (len(shares), shares.sum()) == (count, total)
    assert shares[0] == max(shares.max(), min(largest, total // count))
    assert shares.min() >= 0


@pytest.mark.parametrize(
    ("milliseconds", "p50", "p95"), [([5.0], 5, 5), ([1.0, 3.0], 2, 3), ([float(n) for n in range(1, 21)], 10.5, 19)]
)
def test_a_timing(milliseconds: list[float], p50: float, p95: float) -> None:
    assert timing(milliseconds) == timing(milliseconds[::-1])
    assert (timing(milliseconds).p50, timing(milliseconds).p95) == (p50, p95)


def test_the_store_holds_what_the_size_says(made: tuple[Path, dict[str, Any]], engine: sa.Engine) -> None:
    _, said = made
    held = said["held"]
    assert said["rejected"] == said["skipped"] == 0
    assert (held["contacts"], held["messages"], held["events"]) == (SMALL.contacts, SMALL.messages, SMALL.events)
    assert held["campaigns"] == 200
    with engine.connect() as connection:
        busiest = sa.select(sa.func.count(messages.c.message_id).label("n")).group_by(messages.c.contact_id).subquery()
        assert connection.execute(sa.select(sa.func.max(busiest.c.n))).scalar_one() == 2_000
        assert verify(connection) == []


def test_the_same_size_is_the_same_records_again(tmp_path: Path, made: tuple[Path, dict[str, Any]]) -> None:
    generate(SMALL, tmp_path, processes=1)
    first = made[0].parent / "files"
    names = sorted(file.name for file in first.iterdir())
    assert [name for name in names if (tmp_path / name).read_bytes() != (first / name).read_bytes()] == []
    assert sorted(file.name for file in tmp_path.iterdir()) == names


def test_peers_answer_as_the_product_does(made: tuple[Path, dict[str, Any]], engine: sa.Engine) -> None:
    peers = (orm_exists.peer(engine), frames.peer(frames.Frames(made[0])))
    with engine.connect() as connection:
        asks = questions(connection, SMALL.contacts)
    for name, every in asks.items():
        for ask in (every[0], every[-1]):
            assert {peer.name: peer.answer(ask) for peer in peers} == {
                peer.name: answer(engine, ask) for peer in peers
            }, name


def test_every_question_has_its_guide(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert questions(connection, SMALL.contacts).keys() == GUIDES.keys()


def test_results_of_one_run_stay_beside_those_of_another(engine: sa.Engine, tmp_path: Path) -> None:
    told: list[str] = []
    for only in (["Q1"], ["Q4", "Q6"]):
        rows = compare(str(engine.url), SMALL.contacts, lambda _: iter(()), only, told.append)
        results.save("small", results.machine(), rows, tmp_path / "results", tmp_path / "RESULTS.md")
    kept = json.loads((tmp_path / "results" / "small.json").read_text("utf-8"))["rows"]
    assert [row["question"] for row in kept] == ["Q1", "Q4", "Q6"]
    assert kept[0]["numbers"]["total"] > 0
    assert told == ["Q1, ours", "Q4, ours", "Q6, ours"]
    page = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| Q")] == ["| Q1", "| Q4", "| Q6"]


@pytest.mark.parametrize(("short", "says"), [(0, False), (1, True)])
def test_results_of_a_store_that_is_not_whole_say_so(tmp_path: Path, short: int, says: bool) -> None:
    held = {"contacts": SMALL.contacts, "messages": SMALL.messages, "events": SMALL.events - short}
    results.save(
        "small", results.machine() | {"held": {"sqlite": held}}, [], tmp_path / "results", tmp_path / "RESULTS.md"
    )
    page = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert (f"20,000 messages and {SMALL.events - 1:,} events" in page) is says
    assert ("In part on sqlite" in page) is says


def test_a_row_of_another_day_says_so_and_one_without_numbers_is_not_measured(tmp_path: Path) -> None:
    folder, page = tmp_path / "results", tmp_path / "RESULTS.md"
    some = {"p50": 1.0}
    early = [
        results.Row("Q1", "sqlite", "1 ms", numbers=some, remarks="alone"),
        results.Row("Q6", "sqlite", "not built", remarks="a later issue"),
    ]
    results.save("small", results.machine() | {"date": "2026-01-02 10:00 UTC"}, early, folder, page)
    late = [results.Row("Q2", "sqlite", "2 ms", numbers=some)]
    results.save("small", results.machine() | {"date": "2026-01-03 10:00 UTC"}, late, folder, page)
    rows = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| Q")]
    assert rows == [
        "| Q1 | sqlite | 1 ms |  |  | - | alone; measured on 2026-01-02 |",
        "| Q2 | sqlite | 2 ms |  |  | - |  |",
        "| Q6 | sqlite | not measured |  |  | - | not asked since 2026-01-02 |",
    ]


def test_bare_executemany_writes_the_same_rows(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    file, said = made
    copied = run_bare(f"sqlite:///{file}", f"sqlite:///{tmp_path / 'bare.db'}")
    assert copied["rows"] == sum(said["held"].values())
