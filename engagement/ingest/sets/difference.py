"""What differs between what is kept and what the tables say it should be."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pyroaring import BitMap

Progress = Callable[[str, int, int], None]  # what is being done, how much of how much of it is done
Key = TypeVar("Key", bound=tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Difference:
    """A set, a count or a column that is not what the tables say it should be."""

    name: str
    missing: int  # those that should be in it and are not
    surplus: int  # those that are in it and should not be
    of: str = "contacts"
    otherwise: int = 0  # those of which a column is kept otherwise: a refold mends it, no rebuild


def differences(
    expected: Mapping[Key, BitMap], stored: Mapping[Key, BitMap], name: Callable[[Key], str]
) -> Iterator[Difference]:
    """The sets that differ."""
    empty = BitMap()
    for key in expected.keys() | stored.keys():
        should, does = expected.get(key, empty), stored.get(key, empty)
        if should != does:
            yield Difference(name(key), len(should - does), len(does - should))


def count_differences(
    expected: Mapping[Key, int], stored: Mapping[Key, int], name: Callable[[Key], str]
) -> Iterator[Difference]:
    """The counts of messages that differ."""
    for key in expected.keys() | stored.keys():
        more = expected.get(key, 0) - stored.get(key, 0)
        if more:
            yield Difference(name(key), max(more, 0), max(-more, 0), "messages")
