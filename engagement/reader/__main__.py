"""The reader's process: reads the files it is asked for on its standard input and sends what it read (see ahead.py)."""

import os
import pickle
import sys
from typing import Any

from engagement.errors import UnreadableFile
from engagement.memory import no_cycles
from engagement.reader.ahead import packed
from engagement.reader.here import Here


def _send(word: str, content: Any) -> None:
    pickle.dump((word, content), sys.stdout.buffer, protocol=5)
    sys.stdout.buffer.flush()


def main() -> None:
    """Read file after file, until no more are asked for."""
    reading = Here()
    while True:
        try:
            file, context, size = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            for chunk in reading.chunks(file, context, size):
                _send("entries", (reading.provider, reading.done, list(map(packed, chunk))))
            _send("end", (reading.provider, reading.done, reading.note))
        except UnreadableFile as error:
            _send("unreadable", str(error))


if __name__ == "__main__":
    try:
        with no_cycles():
            main()
    except BrokenPipeError:  # the writer is gone, and nobody wants the rest
        os._exit(1)
