"""A spool: a temporary file of what was read and is still to be written, in blocks of entries.

One process fills it and another reads it back. It has no name, so nothing is left behind whatever ends either of them.
"""

import os
import pickle
from collections.abc import Iterator, Sequence
from typing import Any

from engagement.errors import SpoolFull
from engagement.ingest.ahead.protocol import Block
from engagement.reader.file_reader import Entry
from engagement.reader.row_values import RowValues

Filed = tuple[int, Entry]  # the place of a file in the job, and an entry of it


class Spool:
    """The end that fills a spool."""

    def __init__(self, descriptor: int) -> None:
        self._file = os.fdopen(descriptor, "wb")
        self.size = 0

    def clear(self) -> None:
        """Begin anew."""
        self._file.seek(0)
        self._file.truncate()
        self.size = 0

    def append(self, entries: Sequence[Filed]) -> Block:
        """Keep `entries`. SpoolFull when there is no room for them."""
        # Plain tuples are kept at a fraction of the cost of named ones.
        data = pickle.dumps([(file, *_packed(entry)) for file, entry in entries], protocol=5)
        try:
            self._file.write(data)
        except OSError as error:
            raise _full(error) from error
        block = Block(self.size, len(data), len(entries))
        self.size += len(data)
        return block

    def flush(self) -> None:
        """Make all that was kept there for the other end. SpoolFull when there is no room."""
        try:
            self._file.flush()
        except OSError as error:
            raise _full(error) from error


def read_block(descriptor: int, block: Block) -> Iterator[Filed]:
    """The entries of a block, from the other end."""
    data = os.pread(descriptor, block.size, block.offset)
    for file, place, raw, items in pickle.loads(data):
        yield file, Entry(place, raw, tuple(map(_unpacked, items)))


def _packed(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.place,
        entry.raw,
        tuple(tuple(item) if isinstance(item, RowValues) else item for item in entry.items),
    )


def _unpacked(item: Any) -> Any:
    return RowValues._make(item) if type(item) is tuple else item


def _full(error: OSError) -> SpoolFull:
    return SpoolFull(
        f"What is read cannot be kept until it is written ({error.strerror}): "
        "make room for 2 GB where temporary files go, or set TMPDIR to a folder that has it, and import again."
    )
