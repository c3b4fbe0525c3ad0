"""Files made for the tests of the formats, and what is read of them in a form that a table can hold."""

import io
from collections.abc import Iterator

from engagement.domain.records import RawRecord
from engagement.formats import raw_records


class Bits(io.RawIOBase):
    """A stream that gives a file a few bytes at a time, so that every boundary falls somewhere awkward."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = io.BytesIO(data)
        self._size = size

    def read(self, size: int = -1) -> bytes:
        return self._data.read(self._size)


class Made(io.RawIOBase):
    """A stream of pieces that are made as they are read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:
        return next(self._pieces, b"")


def read(data: bytes, size: int = 1 << 20) -> list[tuple[str, object]]:
    """Each record's place, with its fields or the beginning of the sentence about it."""
    return [
        (item.place, item.fields if isinstance(item, RawRecord) else item.reason)
        for item in raw_records(Bits(data, size))
    ]


def matches(found: list[tuple[str, object]], expected: list[tuple[str, object]]) -> bool:
    """Whether places and fields are as expected; of a sentence, its beginning is."""
    return len(found) == len(expected) and all(
        place == wanted_place and (str(what).startswith(wanted) if isinstance(wanted, str) else what == wanted)
        for (place, what), (wanted_place, wanted) in zip(found, expected, strict=True)
    )
