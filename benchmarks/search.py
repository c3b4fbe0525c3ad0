"""Search among contacts with nothing sent to them, so that a million are there in minutes.

`python -m benchmarks.search FOLDER` makes them in FOLDER, once, and prints what a Contacts screen takes that is asked a
search: some that match nobody or a few, some that match hundreds of thousands.
"""

import argparse
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.measure import RUNS, measured
from benchmarks.people import LAST, write_contacts
from benchmarks.questions import ZONE, ListAnswer, ListAsk, answer
from benchmarks.sizes import END, END_AT, SIZES
from engagement.ingest import import_files
from engagement.query.filter import EVERYONE, EngagementFilter
from engagement.query.sets import current
from engagement.query.viewpoint import Viewpoint
from engagement.store.engine import open_store

SEARCHES = (
    ("nobody, rare letters", "qqzzxx"),
    ("nobody, common letters", "nameleare"),
    ("nobody's number", "999-9999"),
    ("one by address", f"{LAST[7].lower()}.7"),
    ("a whole number", "(201) 220-0100"),
    ("part of a number", "220-01"),
    ("a family name", LAST[5].lower()),
    ("a provider's domain", "@inbox"),
    ("two domains", "example.org"),
    ("nearly all", "example"),
    ("one letter", "e"),
)


def made(folder: Path, contacts: int) -> Engine:
    """The store of that many contacts, made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    file, done = folder / f"search-{contacts}.db", folder / f"search-{contacts}.done"
    engine = open_store(f"sqlite:///{file}")
    if not done.exists():
        people = folder / f"contacts-{contacts}.csv"
        write_contacts(replace(SIZES["large"], contacts=contacts), people)
        import_files(engine, [people], now=END_AT + timedelta(days=1))
        people.unlink()
        done.touch()
    return engine


def measure(engine: Engine) -> None:
    """Print a line for each search."""
    view = Viewpoint(EVERYONE, ZONE, END)

    def asked(typed: str) -> ListAnswer:
        with engine.connect() as connection:
            current(connection, ZONE).forget()  # or only the first run would search
        found = answer(engine, ListAsk(EngagementFilter(search=typed), view))
        assert isinstance(found, ListAnswer)
        return found

    start = time.perf_counter()
    asked("first")
    print(f"the first search, when all texts are read: {time.perf_counter() - start:.1f} s")
    for what, typed in SEARCHES:
        timing, answers = measured(asked, [typed] * (RUNS + 5))
        print(f"{what}, {typed!r}: {answers[0].total:,} found; p50 {timing.p50:.1f} ms, p95 {timing.p95:.1f} ms")


def main() -> None:
    """Make and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    called = parser.parse_args()
    engine = made(called.folder, called.contacts)
    measure(engine)
    engine.dispose()


if __name__ == "__main__":
    main()
