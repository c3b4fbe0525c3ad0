"""How memory is looked after: what the search for cycles of objects is spared."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@contextmanager
def no_cycles() -> Iterator[None]:
    """Leave out the search for cycles of objects, for work that makes hundreds of thousands of objects and few cycles.

    Each object still goes with its last reference. The search would walk all rows of a batch again and again: an eighth
    of the time of an import. Work that goes on for long calls `drop_cycles` between its batches.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def drop_cycles() -> None:
    """Let go of the cycles among what was made since the last time.

    SQLAlchemy's statements are some, each with its parameters, the thousands of ids of a batch: 2 MB for every 5,000
    records of an import.
    """
    gc.collect(0)


@dataclass(slots=True)
class _Settled:
    modules: int = 0


_settled = _Settled()


def settle_modules() -> None:
    """Take what the modules loaded so far hold out of the search for cycles, once for each set of them.

    Streamlit searches all of memory after every run of a script. Modules stay until the process ends, and they were
    nine tenths of what it walked: 95 of the 135 ms that a click cost the server.
    """
    if _settled.modules != (loaded := len(sys.modules)):
        gc.collect()
        gc.freeze()
        _settled.modules = loaded
