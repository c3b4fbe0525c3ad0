"""Time to read damaged files by their size: `python -m benchmarks.damaged` prints it at one size and four times that.

A ratio near 4 says that time grows by size. Shapes are those that a parser may try again and again.
"""

import sys
from io import BytesIO
from time import process_time

from engagement.formats import raw_records

GOOD = '{"event": "opened", "id": "a", "recipient": "jane@example.com", "tags": ["a", "b"]}'
SIZE = 200_000  # characters

# What comes before, and what is repeated after it.
SHAPES = {
    "unfinished text, lines": (GOOD + "\n", '{"event": "opened, "id": "x"}\n'),
    "unfinished text, list": ("[" + GOOD, ',{"event": "opened, "id": "x"}'),
    "unfinished text, spread": ("[\n", '{\n "event": "opened,\n "tags": ["a"]\n},\n'),
    "wrong bracket, lines": (GOOD + "\n", '{"event": "opened", "tags": ["a"}}\n'),
    "wrong bracket, list": ("[" + GOOD, ',{"event": "opened", "tags": ["a"}}'),
    "wrong bracket, page": ('{"items": [' + GOOD, ',\n{"event": "opened", "tags": {"a"]}'),
    "open objects": ("", '{"a":'),
    "open objects, lines": ("", '{"a":\n'),
    "open lists": ("", "["),
    "braces alone": ("", "{\n"),
    "broken pages": ("", '{"items":[{"a":1}\n'),
    "brackets in texts": ('[{"a": "}{", "b": ["', '}, {"a": "'),
    "tabs in texts": ("[" + GOOD, ',{"event": "a\t"}'),
    "blank lines": ("[" + GOOD + ",{x", "\n"),
    "quotes and tabs, table": ("a\tb\tc\td\te\n", 'a\t"b\tc\td\te\n'),
    "open quote, table": ('a,b,c,d,e\na,"b,c,d,e\n', "a,b,c,d,e\n"),
}


def damaged(shape: str, size: int) -> bytes:
    """A file of about `size` characters."""
    before, repeated = SHAPES[shape]
    return (before + repeated * (size // len(repeated))).encode()


def seconds(data: bytes) -> float:
    """The processor time it takes to read `data` through."""
    start = process_time()
    for _ in raw_records(BytesIO(data)):
        pass
    return process_time() - start


def main(size: int = SIZE) -> None:
    """Print a line a shape."""
    for shape in SHAPES:
        once, fourfold = seconds(damaged(shape, size)), seconds(damaged(shape, 4 * size))
        print(f"{shape:26} {once:7.3f} s {fourfold:7.3f} s   x{fourfold / max(once, 1e-6):.1f}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
