"""What the writer and the process that reads ahead of it tell one another, pickled, over a pipe."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from engagement.errors import EngagementError
from engagement.providers.base import ReadContext


class Block(NamedTuple):
    """Entries that lie on a spool, one after the other."""

    offset: int  # in bytes
    size: int
    entries: int


@dataclass(frozen=True, slots=True)
class Job:
    """What the process is asked to do, as the first word it hears."""

    url: str  # of the database, where it looks up whose the addresses are
    files: tuple[tuple[Path, ReadContext], ...]
    batch_size: int  # entries of a transaction
    spools: tuple[int, ...]  # descriptors of files it may fill in turn


@dataclass(frozen=True, slots=True)
class ReadTo:
    """How far a file has been read; the first word about each file."""

    file: int  # its place in the job
    done: int  # bytes of the file as it lies on the disk


@dataclass(slots=True)
class Span:
    """What a round holds of one file: from one byte of it, as it lies on the disk, to another."""

    file: int
    start: int
    end: int = 0
    provider: str | None = None  # its label
    is_whole: bool = False  # nothing more of the file comes
    note: str | None = None  # a sentence about the whole file
    unreadable: str | None = None  # why nothing could be read of it


@dataclass(slots=True)
class Round:
    """Entries ready to be written. The process goes on with the next round and waits, before the one after that, until
    it hears Taken; after a list of contacts, and at the end, until all rounds are taken."""

    spool: int  # which of the job's
    spans: list[Span] = field(default_factory=list)
    people: list[Block] = field(default_factory=list)  # rows of contact lists, in their order; to be written first
    parts: list[list[Block]] = field(default_factory=list)  # the rest, in the order of contacts

    def entries(self) -> int:
        """How many entries it holds."""
        return sum(block.entries for blocks in (self.people, *self.parts) for block in blocks)


@dataclass(frozen=True, slots=True)
class Failed:
    """The process cannot go on."""

    why: EngagementError


class Taken:
    """A round has been written, and its spool may be filled anew."""


class End:
    """All files have been read."""
