"""I1 and I2: what import does in a process of its own, and what bare executemany of the same rows takes.

`python -m benchmarks.imports import URL FOLDER` imports a folder and prints one line of JSON; with `bare URL TARGET`,
all rows of the store at URL go into a new store at TARGET: the same tables, indexes and pragmas, as many rows in a
transaction as a batch of import has records, in the order the first store has them, and only the writing is timed.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, select

import engagement.cli.commands  # noqa: F401 - what the command that imports holds beside: it counts as memory
from benchmarks.measure import peak_memory
from benchmarks.sizes import END_AT
from engagement.ingest import import_files
from engagement.ingest.files import BATCH_SIZE as BATCH
from engagement.store import schema
from engagement.store.engine import open_store, writing

_TABLES = (
    schema.contacts,
    schema.contact_labels,
    schema.contact_addresses,
    schema.address_owners,
    schema.external_ids,
    schema.campaigns,
    schema.messages,
    schema.events,
    schema.day_sets,
    schema.field_sets,
    schema.campaign_sets,
    schema.campaign_days,
    schema.day_counts,
)


def run_import(url: str, folder: Path) -> dict[str, Any]:
    """Import a folder into the store at `url`: seconds, counts, peak memory in bytes."""
    engine = open_store(url)
    start = time.perf_counter()
    results = import_files(engine, [folder], now=END_AT + timedelta(days=1))
    seconds = time.perf_counter() - start
    engine.dispose()
    held = rows_held(url)
    names = ("read", "new", "duplicate", "skipped", "rejected")
    counts = {name: sum(getattr(result.counts, name) for result in results) for name in names}
    return {"seconds": seconds, "peak": peak_memory(), "held": held, **counts}


def rows_held(url: str) -> dict[str, int]:
    """How many rows each table of the store at `url` has."""
    engine = open_store(url)
    with engine.connect() as connection:
        held = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in _TABLES
        }
    engine.dispose()
    return held


def run_bare(source: str, target: str) -> dict[str, Any]:
    """Copy all rows with executemany; the seconds that writing took."""
    seconds, rows = 0.0, 0
    from_engine, to_engine = open_store(source), open_store(target)
    for table in _TABLES:
        for batch in _batches(from_engine, table):
            start = time.perf_counter()
            _write(to_engine, table, batch)
            seconds += time.perf_counter() - start
            rows += len(batch)
    from_engine.dispose()
    to_engine.dispose()
    return {"seconds": seconds, "rows": rows}


def _batches(engine: Engine, table: Table) -> Iterator[Sequence[tuple[Any, ...]]]:
    names = ", ".join(f'"{column.name}"' for column in table.c)
    has_places = engine.dialect.name == "sqlite" and table.dialect_options["sqlite"]["with_rowid"]
    order = " ORDER BY rowid" if has_places else ""
    with engine.connect().execution_options(stream_results=True, max_row_buffer=BATCH) as connection:
        result = connection.exec_driver_sql(f"SELECT {names} FROM {table.name}{order}")
        while rows := result.fetchmany(BATCH):
            yield [tuple(row) for row in rows]


def _write(engine: Engine, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    place = "?" if engine.dialect.name == "sqlite" else "%s"
    names = ", ".join(f'"{column.name}"' for column in table.c)
    places = ", ".join([place] * len(table.c))
    with writing(engine) as connection:
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({places})", list(rows))


def main() -> None:
    """Do what is asked and print it as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("what", choices=("import", "bare"))
    parser.add_argument("url")
    parser.add_argument("other")
    called = parser.parse_args()
    done = run_import(called.url, Path(called.other)) if called.what == "import" else run_bare(called.url, called.other)
    print(json.dumps(done))


if __name__ == "__main__":
    main()
