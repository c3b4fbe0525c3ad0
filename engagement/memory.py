"""How memory is looked after while much of it is used for a short time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_cycles() -> Iterator[None]:
    """Leave out the search for cycles of objects, for work that makes hundreds of thousands of objects and no cycle.

    Each object still goes with its last reference. The search would walk all rows of a batch again and again: an eighth
    of the time of an import.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
