"""Search among contacts with nothing sent to them, so that a million are there in minutes.

`python -m benchmarks.search FOLDER` makes them in FOLDER, once, and prints what a Contacts screen takes that is asked a
search: some that match nobody or a few, some that match hundreds of thousands.
"""

import argparse
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from benchmarks.measure import RUNS, measured
from benchmarks.people import LAST, email, name, other_email, owner_name, phone
from benchmarks.questions import ZONE, ListAnswer, ListAsk, answer
from benchmarks.sizes import END, OWNERS
from engagement.ingest.sets.rebuild import rebuild
from engagement.lib.text import folded
from engagement.query.matching.snapshot import current
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store import schema
from engagement.store.engine import open_store, writing
from engagement.store.sql import upsert

_BATCH = 20_000
SEARCHES = (
    ("nobody, rare letters", "qqzzxx"),
    ("nobody, common letters", "nameleare"),
    ("nobody's number", "999-9999"),
    ("one by address", f"{LAST[7].lower()}.7"),
    ("a whole number", "(201) 220-0100"),
    ("part of a number", "220-01"),
    ("a family name", LAST[5].lower()),
    ("a provider's domain", "@inbox"),
    ("another domain", "example.org"),
    ("three in ten, scattered", "om"),
    ("nearly all", "example"),
    ("one letter", "e"),
)


def made(folder: Path, contacts: int) -> Engine:
    """The store of that many contacts, made when it is not there. Rows are written as they are: import has its own."""
    folder.mkdir(parents=True, exist_ok=True)
    file, done = folder / f"search-{contacts}.db", folder / f"search-{contacts}.done"
    engine = open_store(f"sqlite:///{file}")
    if not done.exists():
        for first in range(0, contacts, _BATCH):
            numbers = range(first, min(first + _BATCH, contacts))
            with writing(engine) as connection:
                upsert(connection, schema.contacts, [_contact(number) for number in numbers])
                upsert(connection, schema.contact_addresses, [row for number in numbers for row in _addresses(number)])
        with writing(engine) as connection:
            rebuild(connection, ZONE.key)
        done.touch()
    return engine


def _contact(number: int) -> dict[str, Any]:
    full = " ".join(name(number))
    owner = owner_name(number % OWNERS)
    own = {"contact_id": number + 1, "key": str(number), "number": number, "version": 1, "kind": "lead"}
    return own | {"name": full, "name_folded": folded(full), "owner": owner}


def _addresses(number: int) -> list[dict[str, Any]]:
    emails = [email(number)] if number % 5 else [email(number), other_email(number)]
    held = [("email", address) for address in emails] + [("text", phone(number))]
    return [{"contact_id": number + 1, "channel": channel, "address": address} for channel, address in held]


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
