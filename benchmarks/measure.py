"""How something is timed: warm runs until there are enough or too much time has gone."""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")

RUNS = 20  # at least, where the budget allows
BUDGET = 20.0  # seconds after which no further run begins


@dataclass(frozen=True, slots=True)
class Timing:
    """What the runs took, in milliseconds."""

    p50: float
    p95: float
    runs: int


def timing(milliseconds: Sequence[float]) -> Timing:
    """The median and the 95th percentile (the smallest time that 95 % of the runs do not exceed)."""
    ordered = sorted(milliseconds)
    place = max(0, -(-95 * len(ordered) // 100) - 1)
    return Timing(median(ordered), ordered[place], len(ordered))


def measured(run: Callable[[A], R], asks: Sequence[A], budget: float = BUDGET) -> tuple[Timing, list[R]]:
    """Run each of `asks`, the first one to warm up and not counted, unless it alone spends half of the budget.

    Gives the timing, and the answers to the asks that were run, in their order.
    """
    began = time.perf_counter()
    answers = [run(asks[0])]
    warming = time.perf_counter() - began
    if warming > budget / 2:
        return timing([warming * 1000]), answers
    times = []
    for ask in asks[1:]:
        start = time.perf_counter()
        answers.append(run(ask))
        times.append((time.perf_counter() - start) * 1000)
        if time.perf_counter() - began > budget:
            break
    return timing(times), answers


def peak_memory() -> int:
    """The most memory this process, and the largest of those it started and that ended, have held so far, in bytes."""
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return peak if sys.platform == "darwin" else peak * 1024
