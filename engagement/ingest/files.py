"""Files into the store, in transactions that each commit, so an interrupted import is run again.

Small ones are read here, one after another. Where there is much to read, a process reads ahead (ingest/ahead).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from engagement.domain.records import Reject
from engagement.domain.vocabulary import Keyword
from engagement.errors import UnreadableFile
from engagement.ingest.ahead.process import Ahead
from engagement.ingest.ahead.protocol import Block, Round, Span
from engagement.ingest.file_import import Counts, FileImport, FileResult
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.batch import AT_ONCE, take_batch
from engagement.ingest.write.journal import Told, add_steps
from engagement.lib import moments
from engagement.lib.memory import drop_cycles, no_cycles
from engagement.providers.base import ReadContext
from engagement.reader.file_reader import Entry, FileReader
from engagement.store.engine import can_reopen, stopped, writing
from engagement.store.sql import in_parts

BATCH_SIZE = 40_000  # records a transaction: the sets of all days and campaigns they are about are written at its end
READ_AHEAD = 2 * 1024 * 1024  # bytes from which a process that reads ahead is worth its start
FUTURE = timedelta(days=1)  # how far ahead of ours a provider's clock may be
_UNPACKED = 8  # bytes that one of a packed file becomes, about

T = TypeVar("T")
_Taken = tuple[FileImport, Entry]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the import of one file has come, in bytes of the file as it lies on the disk.

    Of a file that is read ahead, half of a byte is done when it has been read, and the rest when it is written.
    """

    file: Path
    done: int
    total: int
    counts: Counts

    @property
    def words(self) -> str:
        """What has come of it so far."""
        return f"{self.counts.read:,} records" if self.counts.read else "reading"


def import_files(
    engine: Engine,
    paths: Sequence[Path],
    *,
    region: str = "US",
    zone: tzinfo = UTC,
    own_words: Mapping[str, Keyword] | None = None,
    own_numbers: Iterable[str] = (),
    blanks_empty: bool = False,
    sheet: str | Mapping[Path, str | None] | None = None,
    now: datetime | None = None,
    batch_size: int = BATCH_SIZE,
    read_ahead: int = READ_AHEAD,
    progress: Callable[[Progress], None] | None = None,
) -> list[FileResult]:
    """Import `paths`, and the files in those of them that are folders, in their order.

    `region`, `zone`, `own_words` and `own_numbers` are the account's, for its readers, and `blanks_empty` is what blank
    cells of contact lists do (ReadContext says what they are). `sheet` is which sheet of workbooks is read, of all of
    them or of each of `paths`; without it the first that shows a table.

    What cannot be read is kept as a reject and never stops the rest; but before anything is read, UnreadableFile is
    raised for a path that is a pipe, a socket or a device, which could be waited for without end. StoreError when the
    database stops part way: what was written is kept, and importing the files again writes the rest. From `read_ahead`
    bytes on, files are read ahead. A transaction has about `batch_size` records; `progress` is called for each of its
    files after it, and, of files that are read ahead, as they are read. Reports that carry no time get the file's time
    of modification: the closest to when they came that a saved file knows.
    """
    now = now or moments.now()
    files = list(files_in(paths))
    account = ReadContext(now, region, now + FUTURE, zone, dict(own_words or {}), frozenset(own_numbers), blanks_empty)
    sheets = sheet if isinstance(sheet, Mapping) else dict.fromkeys(files, sheet)
    contexts = [replace(account, arrived_at=_arrived_at(file, now), sheet=sheets.get(file)) for file in files]
    writing_files = _Import(engine, files, batch_size, progress)
    try:
        with no_cycles():
            if _size(files) >= read_ahead and can_reopen(engine):
                writing_files.run_ahead(contexts)
            else:
                writing_files.run(contexts)
    except (OperationalError, InterfaceError) as error:
        raise stopped(error) from error
    return [file.result for file in writing_files.files]


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The files of `paths`, and those in the folders among them, in the order they are imported in."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        elif path.exists() and not path.is_file():
            raise UnreadableFile(
                f"{str(path)!r} is no file (a pipe, a socket or a device): "
                "save what it gives to a file, and import that."
            )
        else:
            yield path


def _arrived_at(file: Path, now: datetime) -> datetime:
    return min(datetime.fromtimestamp(file.stat().st_mtime, UTC), now)


def _size(files: Sequence[Path]) -> int:
    return sum(file.stat().st_size * (_UNPACKED if file.suffix == ".gz" else 1) for file in files)


class _Import:
    """The import of some files, which are written in transactions that may hold records of several."""

    def __init__(
        self, engine: Engine, files: Sequence[Path], batch_size: int, progress: Callable[[Progress], None] | None
    ) -> None:
        self.engine = engine
        self.files = [FileImport(file, file.stat().st_size) for file in files]
        self.batch_size = batch_size
        self.progress = progress
        self.sets = SetWriter()

    def run(self, contexts: Sequence[ReadContext]) -> None:
        """Read and write the files one after another."""
        reader = FileReader()
        for file, context in zip(self.files, contexts, strict=True):
            self._begin(file)
            try:
                for chunk in reader.chunks(file.file, context, self.batch_size):
                    file.result.provider = reader.provider
                    self._write(in_parts(((file, entry) for entry in chunk), AT_ONCE))
                    file.read_to = file.written_to = reader.done
                    self._tell(file)
                self._finish(file, reader.note)
            except UnreadableFile as error:
                self._refuse(file, str(error))

    def run_ahead(self, contexts: Sequence[ReadContext]) -> None:
        """Write the files in rounds, while a process reads on."""
        asked = [(file.file, context) for file, context in zip(self.files, contexts, strict=True)]
        with closing(Ahead(self.engine, asked, self.batch_size)) as ahead:
            for told in ahead.told():
                if isinstance(told, Round):
                    self._write_round(ahead, told)
                else:
                    file = self.files[told.file]
                    self._begin(file)
                    file.read_to = told.done
                    self._tell(file)

    def _write_round(self, ahead: Ahead, told: Round) -> None:
        for span in told.spans:
            file = self.files[span.file]
            self._begin(file)
            file.result.provider = span.provider
            file.read_to = span.end
        written, whole = 0, told.entries()
        for transaction in _transactions(_batches(told, min(AT_ONCE, self.batch_size)), self.batch_size):
            changed = self._write(
                [(self.files[number], entry) for block in batch for number, entry in ahead.entries(told, block)]
                for batch in transaction
            )
            written += sum(map(_entries, transaction))
            for span in told.spans:
                file = self.files[span.file]
                file.written_to = span.start + round((span.end - span.start) * written / whole)
                if file in changed:
                    self._tell(file)
        for span in told.spans:
            if span.is_whole:
                self._end_ahead(self.files[span.file], span)

    def _end_ahead(self, file: FileImport, span: Span) -> None:
        if span.unreadable is not None:
            self._refuse(file, span.unreadable)
        else:
            self._finish(file, span.note)
        file.read_to = file.written_to = file.size
        self._tell(file)

    def _begin(self, file: FileImport) -> None:
        if not file.has_begun:
            with writing(self.engine) as connection:
                file.begin(connection)

    def _write(self, batches: Iterable[Sequence[_Taken]]) -> Set[FileImport]:
        """One transaction: the records of `batches`, what of them was rejected, and how far their files have come.

        Gives those files.
        """
        with writing(self.engine) as connection:
            version = self.sets.begin(connection)
            files: dict[FileImport, None] = {}
            for batch in batches:
                records = [item for _, read in batch for item in read.items if not isinstance(item, Reject)]
                outcomes = iter(take_batch(connection, self.sets, version, records))
                told: dict[FileImport, list[Told]] = {}
                for file, read in batch:
                    items = [item for item in read.items if not isinstance(item, Reject)]
                    file.take(read, [next(outcomes) for _ in items])
                    told.setdefault(file, []).extend(items)
                    files[file] = None
                add_steps(connection, {file.result.import_id: items for file, items in told.items()})
                del batch, records, outcomes, told  # before the next are made: most of the memory an import takes
                drop_cycles()
            self.sets.write(connection)
            for file in files:
                file.record(connection)
        return files.keys()

    def _refuse(self, file: FileImport, why: str) -> None:
        """Nothing could be read of the file."""
        self._write([[(file, Entry("file", "", (Reject("file", why, ""),)))]])
        self._finish(file, why)

    def _finish(self, file: FileImport, note: str | None) -> None:
        file.result.note = note
        with writing(self.engine) as connection:
            file.record(connection, finished_at=moments.now())

    def _tell(self, file: FileImport) -> None:
        if self.progress is not None:
            done = (file.read_to + file.written_to) // 2
            self.progress(Progress(file.file, done, file.size, file.result.counts))


def _batches(told: Round, size: int) -> Iterator[list[Block]]:
    """The blocks of a round in batches of at most `size` entries, or of one block; a part stays whole where it can."""
    units = [*([block] for block in told.people), *told.parts]
    pieces = (piece for unit in units for piece in _grouped(unit, size, lambda block: block.entries))
    for some in _grouped(pieces, size, _entries):
        yield [block for piece in some for block in piece]


def _transactions(batches: Iterable[list[Block]], size: int) -> Iterator[list[list[Block]]]:
    """Batches put together until they are of at most `size` entries, or of one batch."""
    return _grouped(batches, size, _entries)


def _grouped(items: Iterable[T], size: int, entries: Callable[[T], int]) -> Iterator[list[T]]:
    """Items put together until they are of at most `size` entries, or one item."""
    group: list[T] = []
    room = size
    for item in items:
        if group and entries(item) > room:
            yield group
            group, room = [], size
        group.append(item)
        room -= entries(item)
    if group:
        yield group


def _entries(blocks: Iterable[Block]) -> int:
    return sum(block.entries for block in blocks)
