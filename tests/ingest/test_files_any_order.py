"""The demo account's files in any order, twice, or in pieces: the same tables."""

import random
import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.ingest import import_files
from tests.digest import difference, digest_of
from tests.ingest.conftest import Fresh


def is_contact_list(file: Path) -> bool:
    return file.name.startswith("contacts-")


@pytest.mark.parametrize("seed", range(6))
def test_files_in_any_order(
    seed: int, fresh: Fresh, plain: sa.Engine, wanted: str, demo_files: list[Path], now: datetime
) -> None:
    rng = random.Random(seed)
    others = [file for file in demo_files if not is_contact_list(file)]
    rng.shuffle(others)
    order = list(others)
    places = sorted(rng.randrange(len(order) + 1) for file in demo_files if is_contact_list(file))
    for shift, (place, file) in enumerate(zip(places, filter(is_contact_list, demo_files), strict=True)):
        order.insert(place + shift, file)
    with fresh() as engine:
        batch_size, read_ahead = rng.choice((100, 700, 5000)), rng.choice((0, sys.maxsize))
        import_files(engine, order, now=now, batch_size=batch_size, read_ahead=read_ahead)
        assert digest_of(engine) == wanted, f"seed {seed}:\n{difference(plain, engine)}"


@pytest.mark.parametrize("read_ahead", [0, sys.maxsize])
def test_each_file_twice(
    read_ahead: int, fresh: Fresh, plain: sa.Engine, wanted: str, demo_files: list[Path], now: datetime
) -> None:
    twice = [again for file in demo_files for again in (file, file)]
    with fresh() as engine:
        results = import_files(engine, twice, now=now, batch_size=2000, read_ahead=read_ahead)
        assert digest_of(engine) == wanted, difference(plain, engine)
    for first, second in zip(results[::2], results[1::2], strict=True):
        counts = first.counts
        assert counts.new or counts.duplicate, first.file
        assert (second.counts.new, second.counts.duplicate) == (0, counts.new + counts.duplicate), first.file
        assert (second.counts.skipped, second.counts.rejected) == (counts.skipped, counts.rejected), first.file


def test_a_file_split_in_two(
    fresh: Fresh, plain: sa.Engine, wanted: str, demo_files: list[Path], now: datetime, tmp_path: Path
) -> None:
    rng = random.Random(1)
    parts: list[Path] = []
    for file in demo_files:
        content = file.read_bytes()
        if file.suffix not in (".jsonl", ".txt"):
            parts.append(file)
            continue
        lines = content.splitlines(keepends=True)
        cut = rng.randrange(1, len(lines))
        for number, piece in enumerate((lines[cut:], lines[:cut])):
            part = tmp_path / f"{file.stem}-{number}"
            part.write_bytes(b"".join(piece))
            shutil.copystat(file, part)
            parts.append(part)
    assert len(parts) > len(demo_files) + 5
    with fresh() as engine:
        import_files(engine, parts, now=now)
        assert digest_of(engine) == wanted, difference(plain, engine)
