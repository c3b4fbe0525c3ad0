"""Gathering a round: entries put on a spool, each in the part of its contact."""

import pickle
from collections.abc import Sequence
from typing import IO

from sqlalchemy import Connection, Engine

from engagement.domain.consent import held_as
from engagement.domain.records import ConsentRecord, ContactRecord
from engagement.ingest.ahead.protocol import Job, ReadTo, Round, Span, Taken
from engagement.ingest.ahead.spool import Filed, Spool
from engagement.ingest.people.holders import Address, owners_of
from engagement.ingest.people.new_contacts import unknown_id
from engagement.lib.ids import CONTACT_BITS
from engagement.reader.file_reader import Entry, FileReader
from engagement.reader.row_values import RowValues

_FIRST_ROUND, _LONGEST_ROUND = 1, 25  # transactions; each has twice as many as the last, so the writer soon has work
_ROUND_BYTES = 1 << 30
_PART_BITS = 8  # of a contact's id, the highest: of a million entries, each of 256 parts is taken in at once
_PARTS = 1 << _PART_BITS
_LAST = _PARTS  # one part more, written after all others: reports that leave out whose message they are about
_BLOCK = 50  # entries kept at once
_TOLD = 20_000  # entries after which it is said how far a file is read


class Gatherer:
    """Takes up what is read and sends it, round after round, in two spools that take turns."""

    def __init__(self, engine: Engine, job: Job, to_writer: IO[bytes], from_writer: IO[bytes]) -> None:
        self._engine = engine
        self._batch_size = job.batch_size
        self._spools = [Spool(descriptor) for descriptor in job.spools]
        self._to_writer = to_writer
        self._from_writer = from_writer
        self._sent = 0  # rounds
        self._taken = 0
        self._transactions = _FIRST_ROUND
        self._untold = 0
        self._begin_round()

    def _begin_round(self) -> None:
        self._round = Round(self._sent % len(self._spools), parts=[[] for _ in range(_PARTS + 1)])
        self._spool = self._spools[self._round.spool]
        self._spool.clear()
        self._waiting: list[list[Filed]] = [[] for _ in range(_PARTS + 1)]
        self._people: list[Filed] = []
        self._entries = 0
        self._room = self._batch_size * self._transactions

    def begin_file(self, file: int) -> None:
        """What comes is of this file, from its beginning."""
        self._round.spans.append(Span(file, 0))
        self.send(ReadTo(file, 0))

    def take(self, reader: FileReader, chunk: Sequence[Entry]) -> None:
        """Take up some entries of the file, which has been read so far."""
        span = self._round.spans[-1]
        span.provider, span.end = reader.provider, reader.done
        sent = []
        for entry in chunk:
            if any(isinstance(item, ContactRecord) for item in entry.items):
                self._add_person(span.file, entry)
            else:
                sent.append(entry)
        self._place(span.file, sent)
        self._entries += len(chunk)
        self._untold += len(chunk)
        if self._untold >= _TOLD:
            self._untold = 0
            self.send(ReadTo(span.file, reader.done))
        if self._entries >= self._room or self._spool.size >= _ROUND_BYTES:
            self.end_round()
            self._round.spans.append(Span(span.file, reader.done, provider=span.provider))

    def end_file(self, reader: FileReader, unreadable: str | None = None) -> None:
        """The file has been read, or else could not be, for the reason given."""
        span = self._round.spans[-1]
        span.provider, span.end, span.note = reader.provider, reader.done, reader.note
        span.is_whole, span.unreadable = True, unreadable
        if self._people or self._round.people:
            # Whose the addresses of the next files are is known when these people have been written.
            self.end_round(wait_for_all=True)

    def end_round(self, *, wait_for_all: bool = False) -> None:
        """Send what was gathered, and wait until there is room for the next round, or until all has been written."""
        self._keep_people()
        for part in range(_PARTS + 1):
            self._keep(part)
        self._spool.flush()
        self.send(self._round)
        self._sent += 1
        # The writer has nothing to do while all is waited for: it soon needs something then.
        self._transactions = _FIRST_ROUND if wait_for_all else min(2 * self._transactions, _LONGEST_ROUND)
        while self._sent - self._taken > (0 if wait_for_all else len(self._spools) - 1):
            assert isinstance(pickle.load(self._from_writer), Taken), "the writer says nothing else"
            self._taken += 1
        self._begin_round()

    def end(self) -> None:
        """All files have been read."""
        if self._round.spans:
            self.end_round(wait_for_all=True)

    def send(self, word: object) -> None:
        """Tell the writer something."""
        pickle.dump(word, self._to_writer, protocol=5)
        self._to_writer.flush()

    def _add_person(self, file: int, entry: Entry) -> None:
        self._people.append((file, entry))
        if len(self._people) >= _BLOCK:
            self._keep_people()

    def _keep_people(self) -> None:
        if self._people:
            self._round.people.append(self._spool.append(self._people))
            self._people = []

    def _place(self, file: int, entries: Sequence[Entry]) -> None:
        addresses = [_address(entry) for entry in entries]
        with self._engine.connect() as connection:
            parts = _parts(connection, {address for address in addresses if address})
        for entry, address in zip(entries, addresses, strict=True):
            part = parts[address] if address else 0
            waiting = self._waiting[part]
            waiting.append((file, entry))
            if len(waiting) >= _BLOCK:
                self._keep(part)

    def _keep(self, part: int) -> None:
        if waiting := self._waiting[part]:
            self._round.parts[part].append(self._spool.append(waiting))
            self._waiting[part] = []


def _address(entry: Entry) -> Address | None:
    """Whose message an entry is about, as an address; None for one that is about no message."""
    for item in entry.items:
        if isinstance(item, RowValues):
            return item.channel, item.address
        if isinstance(item, ConsentRecord):
            return held_as(item.channel), item.address
    return None


def _parts(connection: Connection, addresses: set[Address]) -> dict[Address, int]:
    """The part of each address: of the contact who has it, or else of the one that will be made for it.

    Contacts' ids are as good as random, so parts are of about one size. Should an address be somebody else's by the
    time its entry is written, then the entry lies with others than it might: that costs time and nothing else.
    """
    owners = owners_of(connection, addresses)
    shift = CONTACT_BITS - _PART_BITS
    parts = {}
    for address in addresses:
        if not address[1]:
            parts[address] = _LAST
            continue
        contact_id = owners.get(address)
        parts[address] = min((unknown_id(address) if contact_id is None else contact_id) >> shift, _PARTS - 1)
    return parts
