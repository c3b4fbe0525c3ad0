"""Files read in this process, record by record."""

from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from engagement.domain.records import ConsentRecord, ContactRecord, EventRecord, MessageRecord, Reject
from engagement.providers.base import Item, ReadContext
from engagement.providers.reading import Reading, read_file
from engagement.reader.row_values import RowValues, values_of


class Entry(NamedTuple):
    """One record of a file: where it was, its text where a reject may need it, and what it holds.

    A record with no items is well formed but not about delivery.
    """

    place: str
    raw: str
    items: tuple[RowValues | ContactRecord | ConsentRecord | Reject, ...]


class FileReader:
    """Reads files one after another; what it tells is of the latest."""

    def __init__(self) -> None:
        self.provider: str | None = None  # its label, from the first chunk on
        self.note: str | None = None  # a sentence about the whole file, after the last chunk
        self.done = 0  # bytes read of the file as it lies on the disk

    def chunks(self, file: Path, context: ReadContext, size: int) -> Generator[list[Entry], None, None]:
        """The file's records, at most `size` at a time. Raises UnreadableFile when no format is recognised in it."""
        self.provider, self.note, self.done = None, None, 0
        with file.open("rb") as stream:
            reading = read_file(stream, context)
            chunk: list[Entry] = []
            for record in reading.records():
                chunk.append(_entry(record.place, record.raw, record.items))
                if len(chunk) == size:
                    self._tell(reading, stream)
                    yield chunk
                    chunk = []
            self._tell(reading, stream)
            self.note = reading.note
            if chunk:
                yield chunk

    def _tell(self, reading: Reading, stream: BinaryIO) -> None:
        self.provider = reading.provider.label if reading.provider else None
        self.done = stream.tell()


def _entry(place: str, raw: str, items: tuple[Item, ...]) -> Entry:
    taken: list[RowValues | ContactRecord | ConsentRecord | Reject] = []
    for item in items:
        if isinstance(item, ContactRecord | ConsentRecord | Reject):
            taken.append(item)
        elif isinstance(item, EventRecord | MessageRecord):
            taken.append(values_of(item))
    # Only a row of a contact list, and a report that leaves out whose it is, may be told later that it was not taken.
    may_fail = any(
        isinstance(item, ContactRecord) or (isinstance(item, RowValues) and not item.address) for item in taken
    )
    return Entry(place, raw if may_fail else "", tuple(taken))
