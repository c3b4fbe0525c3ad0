"""Contacts taken away with all that is theirs, and what other imports brought about them taken in again.

The records of the other imports about the same are taken in in the order they came, by the way that every import takes.
So no rule of ingest has a second, reversed form here.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from engagement.errors import AttachError
from engagement.ingest.attach import attach_within
from engagement.ingest.people.move_histories import remove_contacts
from engagement.ingest.people.subjects import Subject, contacts_of_subjects, subjects_of_contacts
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.taken_back.told import Journal
from engagement.ingest.write.batch import AT_ONCE, take_batch
from engagement.ingest.write.journal import MESSAGE, Attachment, Step, Told, read_raw, subjects_of
from engagement.reader.row_values import RowValues, key_of
from engagement.store.sql import in_parts


class WholeContacts:
    """The contacts that some subjects of an import lead to, and all that is tied to them."""

    def __init__(self, connection: Connection, journal: Journal, about: Iterable[Subject]) -> None:
        self.connection = connection
        self.journal = journal
        self.subjects: set[Subject] = set()  # what is taken away and taken in again
        self._bare: dict[Subject, set[Subject]] = {}  # of records that leave out their address: by their text's id
        self._gather(set(about))
        self.steps = journal.others(self.subjects)
        self.there = contacts_of_subjects(connection, self.subjects)

    def _gather(self, new: set[Subject]) -> None:
        """Find all that is tied to them, by other records, the import's own among them, or on file."""
        while new:
            self.subjects |= new
            found = subjects_of_contacts(self.connection, contacts_of_subjects(self.connection, new))
            for records in self.journal.raw(self.journal.by_any(new)):
                for kind, fields in records:
                    if kind == MESSAGE and fields[1]:  # it is about one address and ties nothing to it
                        continue
                    about = self._about(read_raw(kind, fields))
                    if not about.isdisjoint(new):
                        found |= about
            new = found - self.subjects

    def _about(self, record: Step) -> set[Subject]:
        """What a record is about; of one that leaves out its address, what it was before anything was taken away."""
        if not isinstance(record, RowValues) or record.address:
            return subjects_of(self.connection, record)
        text = record.channel, key_of(record)
        if text not in self._bare:
            self._bare[text] = subjects_of(self.connection, record)
        return self._bare[text]

    def _ours(self, records: Iterable[tuple[str, Any]]) -> Iterator[Step]:
        """Those of some records that are about them."""
        for kind, fields in records:
            if kind == MESSAGE and fields[1]:
                if (fields[0], fields[1]) in self.subjects:
                    yield read_raw(kind, fields)
            elif not self._about(record := read_raw(kind, fields)).isdisjoint(self.subjects):
                yield record

    def take_away(self, sets: SetWriter) -> None:
        """Take the contacts away, in a transaction after `sets.begin`; `sets.write` ends it."""
        remove_contacts(self.connection, sets, self.there)

    def take_in(self, sets: SetWriter, version: int) -> None:
        """Take the other imports' records about all this in again, step by step as they came."""
        for records in self.journal.raw(self.steps):
            ours = list(self._ours(records))
            for attachment in [one for one in ours if isinstance(one, Attachment)]:
                self._attach(sets, version, attachment)
            told: list[Told] = [one for one in ours if not isinstance(one, Attachment)]
            for some in in_parts(told, AT_ONCE):
                take_batch(self.connection, sets, version, some)

    def _attach(self, sets: SetWriter, version: int, told: Attachment) -> None:
        """Attach again what a person attached, to whoever the contact is by now; not where nobody or another has it."""
        whose = sorted(contacts_of_subjects(self.connection, told.theirs))
        for contact_id in [told.contact_id] if told.contact_id in whose else whose[:1]:
            try:
                attach_within(self.connection, sets, version, told.addresses, contact_id)
            except AttachError:  # then they are unknown again, on the page where they can be attached anew
                continue
