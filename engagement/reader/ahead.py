"""Files read ahead of the writer, in a process of its own: reading costs about as much as writing, on another core.

The reader (reader/__main__.py) is asked for one file after another on its standard input, and sends what it read in
pickled chunks over its standard output; a thread takes them up while the writer is busy. It ends by itself when the
writer goes away, since nobody asks it, or reads what it writes, then.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from typing import IO, Any

from engagement.errors import ReaderStopped, UnreadableFile
from engagement.providers.base import ReadContext
from engagement.reader.here import Entry
from engagement.reader.said import Said

CHUNK = 2_500  # records sent at once
_AHEAD = 4  # chunks kept for the writer
_ROOT = str(Path(__file__).resolve().parents[2])  # not from the settings, which load far more
_LAST = frozenset({"end", "unreadable", "stopped"})  # words after which nothing of a file comes
_Frames = Queue[tuple[str, Any]]


class Ahead:
    """Reads files as reader.here.Here does, but ahead of whoever takes the chunks. To be closed when done with."""

    def __init__(self) -> None:
        self.provider: str | None = None
        self.note: str | None = None
        self.done = 0
        path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "engagement.reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # an interrupt at the keyboard is the writer's to handle
        )
        self._frames: _Frames = Queue(_AHEAD)
        self._closed = Event()
        self._thread = Thread(target=_take_up, args=(self._process.stdout, self._frames, self._closed), daemon=True)
        self._thread.start()

    def chunks(self, file: Path, context: ReadContext, size: int) -> Generator[list[Entry], None, None]:
        """The file's records, at most `size` at a time; to be taken to the end, or the reader closed.

        Raises UnreadableFile when no format is recognised in it, ReaderStopped when the reader ended before the file.
        """
        self.provider, self.note, self.done = None, None, 0
        self._ask((file.absolute(), context, min(size, CHUNK)))
        chunk: list[Entry] = []
        word = ""
        while word not in _LAST:
            word, content = self._next()
            if word == "entries":
                self.provider, self.done, entries = content
                chunk += entries
            elif word == "end":
                self.provider, self.done, self.note = content
            elif word == "unreadable":
                raise UnreadableFile(content)
            elif word == "stopped":
                raise ReaderStopped(
                    f"Reading {file.name} stopped part way (exit status {self._process.wait()}): "
                    "what was read before is kept; import the file again."
                )
            while len(chunk) >= size or (chunk and word == "end"):
                yield chunk[:size]
                chunk = chunk[size:]

    def _next(self) -> tuple[str, Any]:
        while True:
            try:
                return self._frames.get(timeout=1.0 if self._thread.is_alive() else 0.0)
            except Empty:
                if not self._thread.is_alive() and self._frames.empty():  # it was gone before it was asked
                    return "stopped", None

    def _ask(self, question: Any) -> None:
        assert self._process.stdin is not None, "it is a pipe"
        try:
            pickle.dump(question, self._process.stdin)
            self._process.stdin.flush()
        except BrokenPipeError:  # it is gone; the thread has said so, or will
            pass

    def close(self) -> None:
        """End the reader, whatever it is doing."""
        self._closed.set()
        self._process.kill()
        while self._thread.is_alive():  # it may wait for room
            try:
                self._frames.get(timeout=0.01)
            except Empty:
                continue
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None, "it is a pipe"
            try:
                pipe.close()
            except BrokenPipeError:  # what was not read any more
                continue


def _take_up(stream: IO[bytes], frames: _Frames, closed: Event) -> None:
    """Put what the reader sends where the writer takes it, until the end of it."""
    word = ""
    while word != "stopped" and not closed.is_set():
        try:
            word, content = pickle.load(stream)
        except (EOFError, pickle.UnpicklingError):
            word, content = "stopped", None
        if word == "entries":
            provider, done, sent = content
            content = provider, done, [Entry(place, raw, tuple(map(_unpacked, items))) for place, raw, items in sent]
        frames.put((word, content))


def packed(entry: Entry) -> tuple[Any, ...]:
    """`entry` in plain tuples, which are sent at a fraction of the cost of named ones."""
    return entry.place, entry.raw, tuple(tuple(item) if isinstance(item, Said) else item for item in entry.items)


def _unpacked(item: Any) -> Any:
    return Said._make(item) if type(item) is tuple else item
