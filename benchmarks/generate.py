"""Writes the provider files of one size: `python -m benchmarks.generate medium FOLDER`.

The same size gives the same records at every run. What is held in memory is one slice and a number a message: a slice
is a part of the three years (a month at medium, ten days at large), and every file holds one slice in no order, opens
and clicks of weeks later among them. A message's events are spread over three files, in three of Mailgun's shapes, and
2 % of all records come twice, in the same file or in another. Files are read in the order of their names, so by shape
and not by time.
"""

import argparse
import gzip
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from benchmarks import mail, texts
from benchmarks.people import messages_of, write_contacts
from benchmarks.plan import plan
from benchmarks.sizes import SIZES, Ints, Size

Progress = Callable[[int, int], None]  # slices written, slices there are


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    records: int
    characters: int  # before compression


def generate(
    size: Size, folder: Path, *, processes: int = 2, mixed: bool = False, progress: Progress | None = None
) -> Written:
    """Write all files into `folder`, which is made. `mixed`: every file holds all of the three years."""
    folder.mkdir(parents=True, exist_ok=True)
    write_contacts(size, folder / "contacts.csv")
    jobs = [(size.name, number, folder, mixed) for number in range(size.slices)]
    records = characters = 0
    if processes == 1 or size.slices == 1:
        _tell(progress, 0, len(jobs))
        results: Iterable[Written] = map(_slice, jobs)
        for done, written in enumerate(results, 1):
            records, characters = records + written.records, characters + written.characters
            _tell(progress, done, len(jobs))
    else:
        with get_context("spawn").Pool(processes) as pool:
            for done, written in enumerate(pool.imap_unordered(_slice, jobs), 1):
                records, characters = records + written.records, characters + written.characters
                _tell(progress, done, len(jobs))
    return Written(records, characters)


def _tell(progress: Progress | None, done: int, of: int) -> None:
    if progress is not None:
        progress(done, of)


@cache
def _contact_of(size: Size) -> Ints:
    return messages_of(size)


def _slice(job: tuple[str, int, Path, bool]) -> Written:
    """Write the files of one slice."""
    name, number, folder, mixed = job
    size = SIZES[name]
    planned = plan(size, number, _contact_of(size), mixed=mixed)
    emails, messages = mail.records(planned.mail, number), texts.records(planned.texts, number)
    files = (
        ("mailgun-events", "json", mail.as_pages(emails[mail.PAGES])),
        ("mailgun-lines", "jsonl", mail.as_lines(emails[mail.LINES])),
        ("mailgun-logs", "json", mail.as_logs(emails[mail.LOGS])),
        ("twilio-export", "jsonl", mail.as_lines(messages[texts.EXPORT])),
        ("twilio-list", "json", texts.as_pages(messages[texts.REST])),
    )
    characters = 0
    for shape, ending, parts in files:
        path = folder / f"{shape}-{number:03d}.{ending}"
        characters += _write(path.with_suffix(f".{ending}.gz") if size.gzipped else path, parts)
    return Written(sum(map(len, (*emails.values(), *messages.values()))), characters)


def _write(path: Path, parts: Iterable[str]) -> int:
    characters = 0
    with gzip.open(path, "wb", 1) if path.suffix == ".gz" else path.open("wb") as stream:
        for part in parts:
            stream.write(part.encode())
            characters += len(part)
    return characters


def main() -> None:
    """Write one size, and say how fast."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mixed", action="store_true", help="every file holds all of the three years")
    parser.add_argument("--processes", type=int, default=2)
    called = parser.parse_args()
    began = time.perf_counter()
    written = generate(SIZES[called.size], called.folder, processes=called.processes, mixed=called.mixed)
    seconds = time.perf_counter() - began
    on_disk = sum(file.stat().st_size for file in called.folder.iterdir())
    print(
        f"{written.records:,} records of {written.characters / written.records:.0f} bytes in {seconds:.1f} s "
        f"({written.records / seconds:,.0f} a second), {on_disk / 1e6:,.0f} MB on disk"
    )


if __name__ == "__main__":
    main()
