"""Read damaged records by the hundred thousand; exit status 1 when one beside them is lost, altered, or a reader fails.

`python -m benchmarks.fuzz --records 200000 --seed 1 [--shape "JSON list"]`
"""

import argparse
import resource
import sys
from pathlib import Path
from random import Random
from time import process_time

from benchmarks.fuzz.judge import Tally, judge
from benchmarks.fuzz.shapes import SHAPES, Case, broken_gzip, packed

PARTS = {"Excel": 0.03, "broken gzip": 0.02}  # of the records, for shapes that cost more than others to read
NAMES = (*(shape.name for shape in SHAPES), "any of these, in gzip", "broken gzip")
_PEAK = Path("/proc/self/clear_refs")  # on Linux


def made(name: str, dice: Random) -> Case:
    """A damaged file of a shape."""
    if name == "broken gzip":
        return broken_gzip(dice)
    if name == "any of these, in gzip":
        return packed(dice.choice([shape for shape in SHAPES if shape.name != "Excel"]).case(dice))
    return next(shape for shape in SHAPES if shape.name == name).case(dice)


def run(name: str, records: int, seed: int) -> Tally:
    """What came of `records` damaged records in files of a shape."""
    dice, tally = Random(f"{seed} {name}"), Tally()
    while tally.records < records:
        judge(made(name, dice), tally)
    return tally


def share(name: str, records: int) -> int:
    """How many of all the damaged records are of a shape."""
    rest = (1 - sum(PARTS.values())) / (len(NAMES) - len(PARTS))
    return max(round(records * PARTS.get(name, rest)), 1)


def peak_megabytes() -> float:
    """The most memory held since the last call, or, where that is not told, since the process began."""
    try:
        status = Path("/proc/self/status").read_text()
        _PEAK.write_text("5")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print a line a shape."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shape", choices=NAMES)
    asked = parser.parse_args()
    print(
        f"{'shape':22} {'damaged':>8} {'files':>7} {'neighbours':>10} {'lost':>5} {'altered':>7} {'wrong':>5}"
        f" {'reading':>9} {'slowest':>8} {'all CPU':>8} {'peak':>7}"
    )
    total = wrong = 0
    for name in NAMES if asked.shape is None else [asked.shape]:
        start = process_time()
        tally = run(name, asked.records if asked.shape else share(name, asked.records), asked.seed)
        others = tally.wrong.total() - tally.wrong["lost"] - tally.wrong["altered"]
        print(
            f"{name:22} {tally.records:8,} {tally.files:7,} {tally.neighbours:10,} {tally.wrong['lost']:5}"
            f" {tally.wrong['altered']:7} {others:5} {tally.seconds:7.1f} s {tally.slowest * 1000:5.0f} ms"
            f" {process_time() - start:6.1f} s {peak_megabytes():4.0f} MB",
            flush=True,
        )
        for line in tally.shown:
            print(line, file=sys.stderr)
        total, wrong = total + tally.records, wrong + tally.wrong.total()
    print(f"{total:,} damaged records; {wrong:,} went wrong.")
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    main()
