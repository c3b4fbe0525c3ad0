"""The process that reads files ahead of the writer. It hears a job on its standard input and tells rounds on its
standard output."""

import os
import pickle
import sys

from sqlalchemy.exc import InterfaceError, OperationalError

from engagement.errors import EngagementError, UnreadableFile
from engagement.ingest.ahead.partition import Gatherer
from engagement.ingest.ahead.protocol import End, Failed, Job
from engagement.lib.memory import drop_cycles, no_cycles
from engagement.reader.file_reader import FileReader
from engagement.store.engine import SMALL_CACHE, reopen_store, stopped


def main() -> None:
    """Read file after file, until there are no more."""
    to_writer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # should anything print, it is no word
    job: Job = pickle.load(sys.stdin.buffer)
    engine = reopen_store(job.url, cache=SMALL_CACHE)
    gatherer = Gatherer(engine, job, to_writer, sys.stdin.buffer)
    reader = FileReader()
    try:
        for number, (file, context) in enumerate(job.files):
            gatherer.begin_file(number)
            try:
                for chunk in reader.chunks(file, context, min(CHUNK, job.batch_size)):
                    gatherer.take(reader, chunk)
                    drop_cycles()
                gatherer.end_file(reader)
            except UnreadableFile as error:
                gatherer.end_file(reader, str(error))
        gatherer.end()
        gatherer.send(End())
    except EngagementError as error:
        gatherer.send(Failed(error))
    except (OperationalError, InterfaceError) as error:
        gatherer.send(Failed(stopped(error)))
    engine.dispose()


CHUNK = 2_500  # entries read at once

if __name__ == "__main__":
    try:
        with no_cycles():
            main()
    except (BrokenPipeError, EOFError):  # the writer is gone, and nobody wants the rest
        os._exit(1)
