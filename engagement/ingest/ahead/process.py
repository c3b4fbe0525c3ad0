"""The writer's end of the process that reads ahead (__main__.py)."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy import Engine

from engagement.errors import ReaderStopped
from engagement.ingest.ahead.protocol import Block, End, Failed, Job, ReadTo, Round, Taken
from engagement.ingest.ahead.spool import Filed, read_block
from engagement.providers.base import ReadContext

_SPOOLS = 2  # one is filled while the other is written
_ROOT = str(Path(__file__).resolve().parents[3])  # not from the settings, which load far more


class Ahead:
    """A process that reads `files`, each with what there is to know beside it. To be closed when done with.

    `batch_size` is how many entries are written in one transaction, of which a round has some. The process ends by
    itself when the writer goes away: nobody takes what it sends, or answers it, then.
    """

    def __init__(self, engine: Engine, files: Sequence[tuple[Path, ReadContext]], batch_size: int) -> None:
        self._files = [file for file, _ in files]
        self._spools = [TemporaryFile() for _ in range(_SPOOLS)]  # noqa: SIM115 - close() does
        spools = tuple(spool.fileno() for spool in self._spools)
        path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "engagement.ingest.ahead"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=spools,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # an interrupt at the keyboard is the writer's to handle
        )
        url = engine.url.render_as_string(hide_password=False)
        asked = tuple((file.absolute(), context) for file, context in files)
        self._send(Job(url, asked, batch_size, spools))

    def told(self) -> Iterator[ReadTo | Round]:
        """What the process tells, until all files are read. A round is to be written before the next word is taken.

        Raises ReaderStopped when the process ends before that, SpoolFull when it has no room for what it reads.
        """
        reading = 0
        while not isinstance(word := self._next(reading), End):
            yield word
            if isinstance(word, Round):
                self._send(Taken())
            else:
                reading = word.file

    def entries(self, told: Round, block: Block) -> Iterator[Filed]:
        """The entries of one of a round's blocks, each with the place of its file among those given."""
        return read_block(self._spools[told.spool].fileno(), block)

    def _next(self, reading: int) -> ReadTo | Round | End:
        assert self._process.stdout is not None, "it is a pipe"
        try:
            word: ReadTo | Round | End | Failed = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            raise ReaderStopped(
                f"Reading {self._files[reading].name} stopped part way (exit status {self._process.wait()}): "
                "what was written before is kept; import the file again."
            ) from error
        if isinstance(word, Failed):
            raise word.why
        return word

    def _send(self, word: Job | Taken) -> None:
        assert self._process.stdin is not None, "it is a pipe"
        try:
            pickle.dump(word, self._process.stdin)
            self._process.stdin.flush()
        except BrokenPipeError:  # it is gone, which _next will say
            pass

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None, "it is a pipe"
            try:
                pipe.close()
            except BrokenPipeError:  # what was not read any more
                continue
        for spool in self._spools:
            spool.close()
