"""Messages and entries of consent taken away alone, and what other imports said of the same taken in again.

Their contacts stay, but for unknown ones of whom no other import told anything; what is kept of them, and of their
other messages, is worked out anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from engagement.domain.consent import Source, held_as
from engagement.domain.marks import marks_of, reply_marks
from engagement.domain.vocabulary import ContactKind
from engagement.ingest.people.holders import owners_of
from engagement.ingest.people.move_histories import remove_contacts
from engagement.ingest.people.subjects import Subject
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.taken_back.sorting import Sorting
from engagement.ingest.taken_back.told import Journal
from engagement.ingest.write.answered_texts import refresh_answers
from engagement.ingest.write.batch import AT_ONCE, take_batch
from engagement.ingest.write.consent import refresh_consent
from engagement.ingest.write.journal import CONSENT, MESSAGE, Told, consent_of, message_of
from engagement.ingest.write.ledger import entry_of_record
from engagement.ingest.write.load import known_events, whole_messages
from engagement.ingest.write.summaries import refresh_contacts
from engagement.store.schema import contacts, events, ledger, messages, plain_time
from engagement.store.sql import among, delete_rows, fetch, in_parts

Row = dict[str, Any]
_ENTRY_KEY = tuple(column.name for column in ledger.primary_key)
_MESSAGE_KEY = ("contact_id", "message_id")


class MessagesAlone:
    """What of an import is taken away alone: of `sorting`, all but what `besides` says is taken away whole."""

    def __init__(self, connection: Connection, journal: Journal, sorting: Sorting, besides: set[Subject]) -> None:
        self.connection = connection
        self.journal = journal
        named = ((message_id, sorting.messages[message_id]) for message_id in sorting.unsaid.values())
        self.messages: Mapping[int, Subject] = {one: subject for one, subject in named if subject not in besides}
        self.entries = {one for one in sorting.consents.values() if one[0] not in besides}
        self.subjects = {*self.messages.values(), *(subject for subject, _ in self.entries)}
        self.owners = owners_of(connection, self.subjects)
        self.steps = journal.others(self.subjects)
        self.there = frozenset(self.owners.values())
        self._gone = self._unknown({self.owners[one] for one in self.subjects - sorting.told})

    def _unknown(self, contact_ids: set[int]) -> set[int]:
        c = contacts.c
        unknown = select(c.contact_id).where(
            among(self.connection, c.contact_id, sorted(contact_ids)), c.kind == ContactKind.UNKNOWN.value
        )
        return {contact_id for (contact_id,) in fetch(self.connection, unknown)}

    def take_away(self, sets: SetWriter) -> None:
        """Take them away, in a transaction after `sets.begin`; `sets.write` ends it."""
        remove_contacts(self.connection, sets, self._gone)
        held = ((self.owners[subject], message_id) for message_id, subject in self.messages.items())
        for some in in_parts(sorted(one for one in held if one[0] not in self._gone), AT_ONCE):
            on_file = whole_messages(self.connection, some)
            its_events = known_events(self.connection, some)
            for identity, row in on_file.items():
                marks = marks_of(row, its_events.get(identity, {}).values())
                sets.counts.change(identity[0], row, marks, None, ())
                marks += reply_marks(row["is_reply"], row["sent_at"])
                sets.change_marks(identity[0], marks, ())
            rows = [dict(zip(_MESSAGE_KEY, identity, strict=True)) for identity in on_file]
            delete_rows(self.connection, events, _MESSAGE_KEY, rows)
            delete_rows(self.connection, messages, _MESSAGE_KEY, rows)

    def take_entries(self) -> list[Row]:
        """Take away what the ledger has of these messages, and what the import said of consent; gives the rows."""
        columns = [plain_time(column) for column in ledger.c]
        names = [column.name for column in ledger.c]
        taken: list[Row] = []
        for some in in_parts(sorted({address for _, address in self.subjects}), AT_ONCE):
            its = (among(self.connection, ledger.c.address, some), ledger.c.source != Source.HAND.value)
            kept = (dict(zip(names, row, strict=True)) for row in fetch(self.connection, select(*columns).where(*its)))
            gone = [row for row in kept if self._is_its(row)]
            delete_rows(self.connection, ledger, _ENTRY_KEY, gone)
            taken += gone
        return taken

    def _is_its(self, row: Row) -> bool:
        subject = held_as(row["channel"]), row["address"]
        if self.owners.get(subject) in self._gone:
            return True
        return (subject, row["entry_id"]) in self.entries or self.messages.get(row["message_id"]) == subject

    def take_in(self, sets: SetWriter, version: int) -> None:
        """Take in again what the other imports said of them, and bring up to date all that depends on them."""
        for records in self.journal.raw(self.steps):
            for some in in_parts(self._ours(records), AT_ONCE):
                take_batch(self.connection, sets, version, some)
        left = sorted((self.owners[one], *one) for one in self.subjects if self.owners[one] not in self._gone)
        for part in in_parts(left, AT_ONCE):
            its_contacts = {contact_id for contact_id, _, _ in part}
            its_contacts |= refresh_consent(self.connection, sets, (), part)
            refresh_contacts(self.connection, sets, its_contacts)
            refresh_answers(self.connection, sets.counts, (), its_contacts)

    def _ours(self, records: Sequence[tuple[str, Any]]) -> Iterator[Told]:
        """Those of some records that are about the same."""
        for kind, fields in records:
            if kind == MESSAGE:
                if fields[1] and fields[2] in self.messages:
                    yield message_of(fields)
            elif kind == CONSENT:
                record = consent_of(fields)
                subject = held_as(record.channel), record.address
                if (subject, entry_of_record(record)["entry_id"]) in self.entries:
                    yield record
