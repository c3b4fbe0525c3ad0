"""What of an import asks for what when it is taken back: nothing, some messages, or contacts with all that is theirs.

A record that another import said too, in every field, leaves nothing to do: how often and in which order messages are
told of changes nothing (write/merge.py). A message that nobody else told of all the same is taken away and in again
alone. Both only hold while nothing that depends on the order came in between:

- an address never went from one contact to another, for what was sent to it stays with who had it (Holding.FORMER);
- nobody attached it by hand, for that asks for an unknown contact who has it;
- our own export said nothing of its contact's consent, for that is passed over where it is closed already;
- no report on it left out its address, for such a report asks for the text on file.

A row of a contact list leaves nothing to do where the same row came right before or after it, of all rows about its
contact, and nobody shares an address with them: a row that is said twice says nothing the second time. For all else
contacts are taken away whole (whole_contacts.py).
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from engagement.domain.consent import held_as
from engagement.domain.holding import Holding
from engagement.domain.records import ConsentRecord, ContactRecord
from engagement.ingest.people.holders import owners_of, standings_of
from engagement.ingest.people.subjects import (
    CONTACT,
    EXTERNAL_ID,
    KEY,
    Subject,
    contacts_of_subjects,
    leading_to,
    subjects_of_person,
)
from engagement.ingest.taken_back.told import Journal
from engagement.ingest.write.journal import (
    ATTACHMENT,
    CONSENT,
    CONTACT_ROW,
    MESSAGE,
    Step,
    attachment_of,
    consent_of,
    contact_of,
    name_of,
    read_raw,
    subjects_of,
)
from engagement.ingest.write.ledger import entry_of_record
from engagement.ingest.write.on_file import with_keys

NO_ADDRESSES = frozenset((EXTERNAL_ID, KEY, CONTACT))
"""The kinds of subjects that are no addresses."""


class Sorting:
    """What an import's records are about, by what taking them back asks for; see `run`."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self.connection = connection
        self.journal = journal
        self.campaigns: set[str] = set()  # that the import named
        self.whole: set[Subject] = set()  # what asks for whole contacts
        self.messages: dict[int, Subject] = {}  # that the import told of, and to which address
        self.unsaid: dict[bytes, int] = {}  # its records of messages that nobody else said the same, by name
        self.consents: dict[
            bytes, tuple[Subject, int]
        ] = {}  # likewise what it said of consent: the entry's address, id
        self.told: set[Subject] = set()  # the addresses that others told something of as well
        self._listed: set[Subject] = set()  # what its rows of contact lists are about
        self._own: set[Subject] = set()  # addresses of its messages and consents
        self._whose: dict[Subject, set[int]] = {}
        self._rows: dict[int, list[tuple[bytes, bool]]] = {}  # all rows about a contact: which, and whether its own
        self._bare: set[str] = set()  # providers' ids in others' reports that leave out their address

    def run(self) -> None:
        """Find out all of the above."""
        self._read_own()
        contact_ids = contacts_of_subjects(self.connection, self._listed | self._own)
        for contact_id, subject in leading_to(self.connection, contact_ids):
            self._whose.setdefault(subject, set()).add(contact_id)
        self._see_holders()
        self._compare()
        if self._bare:
            self.whole |= with_keys(self.connection, self._bare) & self._own
        for contact_id, rows in self._rows.items():
            if _one_after_another(name for name, _ in rows) != _one_after_another(
                name for name, own in rows if not own
            ):
                self.whole.add((CONTACT, str(contact_id)))

    def _read_own(self) -> None:
        """What the import said."""
        addresses: dict[Subject, Subject] = {}  # each once in memory
        for records in self.journal.raw(self.journal.own):
            for kind, fields in records:
                if kind == MESSAGE:
                    channel, address, message_id, campaign = fields[:4]
                    if campaign:
                        self.campaigns.add(campaign)
                    if not address:
                        self.whole |= subjects_of(self.connection, read_raw(kind, fields))
                        continue
                    subject = addresses.setdefault((channel, address), (channel, address))
                    self.messages[message_id] = subject
                    self.unsaid[name_of(fields)] = message_id
                else:
                    self._read_own_row(read_raw(kind, fields), name_of(fields))
        self._own.update(addresses)

    def _read_own_row(self, record: Step, name: bytes) -> None:
        if isinstance(record, ConsentRecord):
            subject = held_as(record.channel), record.address
            self._own.add(subject)
            self.consents[name] = subject, entry_of_record(record)["entry_id"]
        elif isinstance(record, ContactRecord):
            self._listed |= subjects_of_person(record)

    def _see_holders(self) -> None:
        """Whole contacts where an address of these had another owner, or has none; and where a list's is shared."""
        owned = owners_of(self.connection, self._own)
        self.whole |= self._own - owned.keys()
        addresses = self._own | {one for one in self._whose if one[0] not in NO_ADDRESSES}
        its_contacts = {one for subject in self._listed for one in self._whose.get(subject, ())}
        for address, standings in standings_of(self.connection, addresses).items():
            is_listed = not its_contacts.isdisjoint(self._whose.get(address, ()))
            if Holding.FORMER in standings.values() or (is_listed and Holding.SHARES in standings.values()):
                self.whole.add(address)

    def _compare(self) -> None:
        """Strike out what others said too, and see what of theirs asks for whole contacts."""
        around = self._own | self._listed | self._whose.keys()
        steps = self.journal.by_any(around)
        for step, records in zip(steps, self.journal.raw(steps), strict=True):
            is_own = self.journal.is_own(step)
            for kind, fields in records:
                if kind == MESSAGE:
                    if not is_own:
                        self._see_message(fields)
                elif kind == CONSENT:
                    self._see_consent(fields, is_own=is_own)
                elif kind == CONTACT_ROW:
                    self._see_row(fields, is_own=is_own)
                elif kind == ATTACHMENT:
                    attached = attachment_of(fields)
                    self.whole |= {*attached.addresses, *attached.theirs} & around

    def _see_message(self, fields: Any) -> None:
        subject = fields[0], fields[1]
        if not fields[1]:
            self._bare.add(fields[4][0])
        elif subject in self._own:
            self.told.add(subject)
            if fields[2] in self.messages:
                self.unsaid.pop(name_of(fields), None)

    def _see_consent(self, fields: Any, *, is_own: bool) -> None:
        record = consent_of(fields)
        subject = held_as(record.channel), record.address
        if record.is_ours and (subject in self._own or subject in self._whose):
            self.whole.add(subject)
        if not is_own and subject in self._own:
            self.told.add(subject)
            self.consents.pop(name_of(fields), None)

    def _see_row(self, fields: Any, *, is_own: bool) -> None:
        record = contact_of(fields)
        about = subjects_of_person(record)
        whose = {contact_id for one in about for contact_id in self._whose.get(one, ())}
        if not whose and not is_own:
            return
        if len(whose) == 1 and all(one in self._whose for one in about if one[0] != KEY):
            self._rows.setdefault(whose.pop(), []).append((name_of(fields), is_own))
        else:
            self.whole |= about


def _one_after_another(names: Iterable[bytes]) -> list[bytes]:
    """Each of `names`, those left out that are the same as the one before."""
    return [name for name, _ in groupby(names)]
