"""Files into the store: read as streams, written in batches that each commit, so an interrupted import is run again."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from engagement.errors import UnreadableFile
from engagement.ingest.batch import Outcome, write_batch
from engagement.ingest.sets import SetWriter
from engagement.memory import no_cycles
from engagement.providers.base import ReadContext
from engagement.reader.ahead import Ahead
from engagement.reader.here import Entry, Here
from engagement.reader.said import EVENT_SAID, Said
from engagement.records import Reject
from engagement.store.engine import writing
from engagement.store.schema import imports, rejects
from engagement.text import storable

BATCH_SIZE = 10_000  # records a transaction: enough to spread its cost, few enough to hold in memory
READ_AHEAD = 2 * 1024 * 1024  # bytes from which a reader of its own is worth its start
_UNPACKED = 8  # bytes that one of a packed file becomes, about
FUTURE = timedelta(days=1)  # how far ahead of ours a provider's clock may be
_AT = EVENT_SAID.index("at")


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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the import of one file has come, in bytes of the file as it lies on the disk."""

    file: Path
    done: int
    total: int
    counts: Counts


@dataclass(slots=True)
class FileResult:
    """What came of one file. `note` is a sentence about the whole of it, such as why nothing could be read."""

    file: Path
    import_id: int = 0  # its row in `imports`
    provider: str | None = None  # its label
    counts: Counts = field(default_factory=Counts)
    note: str | None = None


def import_files(
    engine: Engine,
    paths: Sequence[Path],
    *,
    region: str = "US",
    now: datetime | None = None,
    batch_size: int = BATCH_SIZE,
    progress: Callable[[Progress], None] | None = None,
) -> list[FileResult]:
    """Import `paths`, and the files in those of them that are folders, one after another.

    What cannot be read is kept as a reject and never stops the rest. `progress` is called after every batch. Reports
    that carry no time get the file's time of modification: the closest to when they came that a saved file knows.
    """
    sets = SetWriter()
    now = now or datetime.now(UTC)
    files = list(_files(paths))
    with no_cycles(), closing(_reader(files)) as reader:
        return [_FileImport(engine, sets, file, region, now, progress).run(reader, batch_size) for file in files]


def _reader(files: Sequence[Path]) -> Here | Ahead:
    """The reader for `files`: one ahead of the writer where there is enough to read."""
    there = (file for file in files if file.is_file())
    size = sum(file.stat().st_size * (_UNPACKED if file.suffix == ".gz" else 1) for file in there)
    return Ahead() if size >= READ_AHEAD else Here()


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        else:
            yield path


class _FileImport:
    """The import of one file, and its row in `imports`, which each batch brings up to date."""

    def __init__(
        self,
        engine: Engine,
        sets: SetWriter,
        file: Path,
        region: str,
        now: datetime,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.engine = engine
        self.sets = sets
        self.file = file
        self.region = region
        self.now = now
        self.progress = progress
        self.id = uuid.uuid4().int >> 65  # a positive 63-bit number, unlike any other's
        self.result = FileResult(file, self.id)
        self.rejects = 0  # rows written to `rejects`
        self.earliest: int | None = None  # microseconds since 1970
        self.latest: int | None = None

    def run(self, reader: Here | Ahead, batch_size: int) -> FileResult:
        """Read and write all of the file."""
        with writing(self.engine) as connection:
            connection.execute(
                imports.insert().values(import_id=self.id, file=self.file.name, started_at=datetime.now(UTC))
            )
        size = self.file.stat()
        arrived_at = min(datetime.fromtimestamp(size.st_mtime, UTC), self.now)
        context = ReadContext(arrived_at, self.region, not_after=self.now + FUTURE)
        try:
            for chunk in reader.chunks(self.file, context, batch_size):
                self.result.provider = reader.provider
                self._write(chunk)
                self._tell(reader.done, size.st_size)
            self.result.note = reader.note
        except UnreadableFile as error:
            self.result.note = str(error)
            self._write([Entry("file", "", (Reject("file", str(error), ""),))])
        with writing(self.engine) as connection:
            self._record(connection, finished_at=datetime.now(UTC))
        return self.result

    def _write(self, batch: Sequence[Entry]) -> None:
        """One transaction: the records of `batch`, what of them was rejected, and how far the import has come."""
        with writing(self.engine) as connection:
            outcomes = iter(
                write_batch(
                    connection,
                    self.sets,
                    [item for read in batch for item in read.items if not isinstance(item, Reject)],
                )
            )
            for read in batch:
                taken = [next(outcomes) for item in read.items if not isinstance(item, Reject)]
                refused = [item for item in read.items if isinstance(item, Reject)]
                refused += [Reject(read.place, words, read.raw) for outcome in taken for words in outcome.problems]
                self._count(read, taken, refused)
                self._keep(connection, refused)
            self._record(connection)

    def _count(self, read: Entry, taken: Sequence[Outcome], refused: Sequence[Reject]) -> None:
        counts = self.result.counts
        counts.read += 1
        counts.rejected += len(refused)
        if any(outcome.is_new for outcome in taken):
            counts.new += 1
        elif taken:
            counts.duplicate += 1
        elif not refused:
            counts.skipped += 1
        for item in read.items:
            if isinstance(item, Said) and item.event is not None:
                at = item.event[_AT]
                self.earliest = at if self.earliest is None or at < self.earliest else self.earliest
                self.latest = at if self.latest is None or at > self.latest else self.latest

    def _keep(self, connection: Connection, refused: Sequence[Reject]) -> None:
        first = self.rejects + 1
        self.rejects += len(refused)
        if refused:
            connection.execute(
                rejects.insert(),
                [
                    {
                        "import_id": self.id,
                        "number": number,
                        "place": reject.place,
                        "reason": reject.reason,
                        "raw": storable(reject.raw),
                    }
                    for number, reject in enumerate(refused, first)
                ],
            )

    def _record(self, connection: Connection, finished_at: datetime | None = None) -> None:
        connection.execute(
            imports.update()
            .where(imports.c.import_id == self.id)
            .values(
                provider=self.result.provider,
                note=self.result.note,
                finished_at=finished_at,
                earliest_at=self.earliest,
                latest_at=self.latest,
                **asdict(self.result.counts),
            )
        )

    def _tell(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(Progress(self.file, done, total, self.result.counts))
