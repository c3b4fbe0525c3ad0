"""The import of one file: what came of its records, and its row in `imports`."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from engagement.domain.records import Reject
from engagement.errors import UndoError
from engagement.ingest.write.batch import Outcome
from engagement.lib import moments
from engagement.lib.text import storable
from engagement.reader.file_reader import Entry
from engagement.reader.row_values import EVENT_COLUMNS, RowValues
from engagement.store.schema import imports, rejects

_AT = EVENT_COLUMNS.index("at")


@dataclass(slots=True)
class Counts:
    """Records, each of them new, a duplicate, skipped or rejected.

    A contact whose row was taken in but for one address counts as new and, for that address, as rejected too.
    """

    read: int = 0
    new: int = 0
    duplicate: int = 0
    skipped: int = 0
    rejected: int = 0


@dataclass(slots=True)
class FileResult:
    """What came of one file. `note` is a sentence about the whole of it, such as why nothing could be read."""

    file: Path
    import_id: int = 0  # its row in `imports`
    provider: str | None = None  # its label
    counts: Counts = field(default_factory=Counts)
    note: str | None = None


class FileImport:
    """One file on its way in: `begin`, then `take` and `record` in each transaction, the last with when it finished."""

    def __init__(self, file: Path, size: int) -> None:
        self.file = file
        self.size = size  # bytes of the file as it lies on the disk
        self.result = FileResult(file, uuid.uuid4().int >> 65)  # a positive 63-bit number, unlike any other's
        self.read_to = self.written_to = 0  # how far it has come, in such bytes
        self.has_begun = False
        self._rejects = 0  # rows written to `rejects`
        self._refused: list[Reject] = []  # to be written there
        self._earliest: int | None = None  # microseconds since 1970
        self._latest: int | None = None

    def begin(self, connection: Connection) -> None:
        """Its row is there from now on."""
        self.has_begun = True
        connection.execute(
            imports.insert().values(import_id=self.result.import_id, file=self.file.name, started_at=moments.now())
        )

    def take(self, entry: Entry, outcomes: Sequence[Outcome]) -> None:
        """Count one of its records; `outcomes` are those of what in it was taken in."""
        refused: list[Reject] = []
        for item in entry.items:
            if isinstance(item, Reject):
                refused.append(item)
            elif isinstance(item, RowValues) and item.event is not None:
                at = item.event[_AT]
                self._earliest = at if self._earliest is None or at < self._earliest else self._earliest
                self._latest = at if self._latest is None or at > self._latest else self._latest
        refused += [Reject(entry.place, words, entry.raw) for outcome in outcomes for words in outcome.problems]
        self._refused += refused
        counts = self.result.counts
        counts.read += 1
        counts.rejected += len(refused)
        if any(outcome.is_new for outcome in outcomes):
            counts.new += 1
        elif any(outcome.is_taken for outcome in outcomes):
            counts.duplicate += 1
        elif not refused:
            counts.skipped += 1

    def record(self, connection: Connection, finished_at: datetime | None = None) -> None:
        """Write down how far it has come, and what was rejected since the last time.

        UndoError where somebody took it back meanwhile.
        """
        self._keep(connection)
        written = connection.execute(
            imports.update()
            .where(imports.c.import_id == self.result.import_id, imports.c.undone_at.is_(None))
            .values(
                provider=self.result.provider,
                note=self.result.note,
                finished_at=finished_at,
                earliest_at=self._earliest,
                latest_at=self._latest,
                **asdict(self.result.counts),
            )
        )
        if not written.rowcount:  # what it brings from here on, nobody would take back
            raise UndoError(f"{self.file.name} was taken back while it was imported: import it again if it is wanted.")

    def _keep(self, connection: Connection) -> None:
        refused, self._refused = self._refused, []
        first = self._rejects + 1
        self._rejects += len(refused)
        if refused:
            connection.execute(
                rejects.insert(),
                [
                    {
                        "import_id": self.result.import_id,
                        "number": number,
                        "place": reject.place,
                        "reason": reject.reason,
                        "raw": storable(reject.raw),
                    }
                    for number, reject in enumerate(refused, first)
                ],
            )
