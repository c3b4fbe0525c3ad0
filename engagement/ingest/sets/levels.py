"""Levels: sets that count. Who has n of something is in the levels 1 to n of its sets."""

from typing import TypeVar

from pyroaring import BitMap

A = TypeVar("A")
B = TypeVar("B")


def move(
    sets: dict[tuple[A, B, int], BitMap], of: tuple[A, B], number: int, more: int
) -> dict[tuple[A, B, int], BitMap]:
    """Take a contact so many levels up, or down, in the sets `of` something; gives those that changed."""
    held = 0
    while number in sets.get((*of, held + 1), ()):
        held += 1
    changed = {}
    low, high = sorted((held, held + more))
    for level in range(low + 1, high + 1):
        key = (*of, level)
        members = sets.setdefault(key, BitMap())
        members.add(number) if more > 0 else members.discard(number)
        changed[key] = members
    return changed
