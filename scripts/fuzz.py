"""Reads damaged records by the thousand: `python scripts/fuzz.py --records 200000 --seed 1`.

Each file has twenty good records and one damaged by grammar, as JSON lines, a JSON list or a table. Reading must
not raise. The rule for neighbours is what a byte-exact reader keeps: each line of JSON that is whole by itself is read,
whatever stands on the lines beside it. Of lists and tables, where a stray quote or bracket moves what
follows, the share that was read is printed and not judged.
"""

import argparse
import json
import random
import resource
from io import BytesIO
from time import process_time

from engagement.domain.records import RawRecord
from engagement.errors import UnreadableFile
from engagement.formats import raw_records

AROUND = 20  # good records in a file
STRAY = ['"', "{", "}", "[", "]", ",", "\\", "\t", "\x00", "\u00a0", "9" * 400, "null", '""', "'", ":"]


def record(number: int) -> dict[str, object]:
    """A good record."""
    return {"event": "opened", "id": f"e{number}", "recipient": "jane@example.com", "tags": ["a"], "n": {"b": 1.5}}


def mutated(text: str, chance: random.Random) -> str:
    """`text` with one thing dropped, doubled, nested, cut off, or put in where it does not belong."""
    at, end = sorted((chance.randrange(len(text)), chance.randrange(len(text))))
    return chance.choice(
        (
            text[:at] + text[end:],
            text[:end] + text[at:],
            text[:at] + '{"a":' * chance.randrange(1, 600) + text[at:],
            text[:at],
            text[:at] + chance.choice(STRAY) + text[at:],
        )
    )


def written(shape: str, texts: list[str]) -> bytes:
    """A file of `texts`."""
    if shape == "list":
        return ("[" + ",\n".join(texts) + "]").encode()
    return (("event,id,recipient,tags,n\n" if shape == "table" else "") + "\n".join(texts) + "\n").encode()


def read(data: bytes) -> set[object]:
    """The ids of the records read."""
    try:
        return {str(item.fields.get("id")) for item in raw_records(BytesIO(data)) if isinstance(item, RawRecord)}
    except UnreadableFile:
        return set()


def main() -> None:
    """Print what came of it; exit status 1 when a neighbour was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance, start = random.Random(asked.seed), process_time()
    kept = dict.fromkeys(("lines", "list", "table"), 0)
    of = dict(kept)
    lost = 0
    for number in range(asked.records):
        shape = chance.choice(list(kept))
        good = [record(place) for place in range(AROUND)]
        texts = [
            ",".join(map(str, (*list(one.values())[:3], "a", 1))) if shape == "table" else json.dumps(one)
            for one in good
        ]
        place = chance.randrange(1, AROUND)
        texts.insert(place, mutated(texts[place].replace(f"e{place}", "damaged"), chance))
        found = read(written(shape, texts))
        missed = AROUND - len({f"e{at}" for at in range(AROUND)} & found)
        of[shape] += AROUND
        kept[shape] += AROUND - missed
        if shape == "lines" and missed:
            lost += 1
            print(f"lost {missed} beside {texts[place][:200]!r}")
        if number % 10_000 == 9_999:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{number + 1:,} files, {process_time() - start:.0f} s, at most {peak} MB", flush=True)
    print(", ".join(f"{shape}: {kept[shape]:,} of {of[shape]:,} neighbours read" for shape in kept))
    raise SystemExit(lost > 0)


if __name__ == "__main__":
    main()
