"""Ingest: canonical records into the store. The only writer of contacts, messages and events."""

from collections.abc import Iterable

from sqlalchemy import Engine

from engagement.domain.records import EventRecord, MessageRecord, Reject
from engagement.ingest.file_import import Counts, FileResult
from engagement.ingest.files import BATCH_SIZE, Progress, import_files
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.batch import write_batch
from engagement.providers.base import Item, is_record
from engagement.reader.row_values import values_of
from engagement.store.engine import writing
from engagement.store.sql import in_parts

Sent = EventRecord | MessageRecord

__all__ = ["Counts", "FileResult", "Progress", "import_files", "take_in"]


def take_in(engine: Engine, items: Iterable[Item], *, batch_size: int = BATCH_SIZE) -> Counts:
    """Take records straight in, without a file; the counts of what came of them."""
    counts = Counts()
    sets = SetWriter()
    for batch in in_parts(items, batch_size):
        records = [values_of(item) if isinstance(item, Sent) else item for item in batch if is_record(item)]
        rejected = sum(isinstance(item, Reject) for item in batch)
        with writing(engine) as connection:
            outcomes = write_batch(connection, sets, records)
        new = sum(outcome.is_new for outcome in outcomes)
        counts.read += len(batch)
        counts.new += new
        counts.duplicate += sum(outcome.is_taken for outcome in outcomes) - new
        counts.skipped += len(batch) - len(records) - rejected
        counts.rejected += rejected + sum(len(outcome.problems) for outcome in outcomes)
    return counts
