"""The texts of tests/domain/texts/rows, as rows."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "rows"
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\n")


class Sample(NamedTuple):
    reading: str
    way: str
    text: str


@cache
def samples(name: str) -> tuple[Sample, ...]:
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").split("\n")[1:-1]
    return tuple(Sample(*_ESCAPE.sub(_unescaped, line).split("\t")) for line in lines)


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else "\n"
