"""One batch of records into the tables, within one transaction.

Rows are found, merged with what is stored, folded and written back in bulk: a handful of statements a batch, whatever
its size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from engagement.ingest.answers import refresh_answers
from engagement.ingest.consent import refresh_consent
from engagement.ingest.contacts import make_unknown_contacts, owners_of, write_contacts
from engagement.ingest.fold import fold_message
from engagement.ingest.merge import Change, Row, event_row, merge_event, merge_message, message_row
from engagement.ingest.sets import SetWriter
from engagement.ingest.stored import MessageId, known_events, whole_events, whole_messages
from engagement.ingest.summaries import refresh_contacts, update_contacts
from engagement.marks import marks_of
from engagement.records import ContactRecord, EventRecord, MessageRecord, Record
from engagement.store.ids import stable_id
from engagement.store.schema import campaigns, events, messages
from engagement.store.sql import insert_missing, upsert
from engagement.text import storable

Sent = EventRecord | MessageRecord


@dataclass(slots=True)
class Outcome:
    """What became of one record: whether it said anything new, and what of it could not be taken in."""

    is_new: bool
    problems: list[str] = field(default_factory=list)


def write_batch(connection: Connection, sets: SetWriter, records: Sequence[Record]) -> list[Outcome]:
    """Take `records` in, in the connection's transaction; gives one outcome each, in their order.

    Contacts come first, so that messages find whose addresses are whose. The contact sets are brought up to date in the
    same transaction.
    """
    version = sets.begin(connection)
    people = [record for record in records if isinstance(record, ContactRecord)]
    sent = [record for record in records if not isinstance(record, ContactRecord)]
    taken, grown = write_contacts(connection, sets, version, people) if people else ([], set())
    refresh_contacts(connection, sets, grown)
    new = _write_sent(connection, sets, version, sent) if sent else []
    sets.write(connection)
    contact_outcomes, sent_outcomes = iter(taken), iter(new)
    return [
        Outcome((outcome := next(contact_outcomes)).changed, outcome.problems)
        if isinstance(record, ContactRecord)
        else Outcome(next(sent_outcomes))
        for record in records
    ]


def _write_sent(connection: Connection, sets: SetWriter, version: int, records: Sequence[Sent]) -> list[bool]:
    """Messages and their events; gives whether each record said anything new."""
    batch = _MessageBatch(connection, sets, version, records)
    new = [batch.take(record, identity) for record, identity in zip(records, batch.identities, strict=True)]
    batch.write()
    return new


class _MessageBatch:
    """The messages some records are about, with all of their events, stored and new."""

    def __init__(self, connection: Connection, sets: SetWriter, version: int, records: Sequence[Sent]) -> None:
        self.connection = connection
        self.sets = sets
        self.campaigns = _campaign_ids(connection, records)
        self.identities = _identities(connection, sets, version, records)
        wanted = dict.fromkeys(self.identities)
        self.messages = whole_messages(connection, wanted)
        self.stored = {identity: dict(row) for identity, row in self.messages.items()}
        # Of most stored events only what the fold needs is read; the rest too where one of them comes again.
        self.events = known_events(connection, wanted) if self.messages else {}
        again = {
            identity
            for record, identity in zip(records, self.identities, strict=True)
            if isinstance(record, EventRecord) and stable_id(record.dedupe_key) in self.events.get(identity, ())
        }
        for identity, row in whole_events(connection, again) if again else ():
            self.events[identity][row["event_id"]] = row
        # What the stored messages put into the contact sets so far.
        self.marks = {
            identity: marks_of(row, self.events.get(identity, {}).values()) for identity, row in self.stored.items()
        }
        self.changed_messages: dict[MessageId, None] = {}
        self.changed_events: dict[tuple[MessageId, int], Row] = {}

    def take(self, record: Sent, identity: MessageId) -> bool:
        """Merge one record in; whether it said anything new."""
        attribution = record.message.attribution
        campaign = attribution.campaign if attribution else None
        said = message_row(record.message, *identity, self.campaigns[campaign] if campaign else None)
        known = self.messages.get(identity)
        if known is None:
            self.messages[identity] = said
            changed = is_new = True
        else:
            changed, is_new = merge_message(known, said), False
        if isinstance(record, EventRecord):
            is_new = self._take_event(record, identity)
        elif changed:
            is_new = True
        if changed:
            self.changed_messages[identity] = None
        return is_new

    def _take_event(self, record: EventRecord, identity: MessageId) -> bool:
        event_id = stable_id(record.dedupe_key)
        said = event_row(record, *identity, event_id)
        known = self.events.setdefault(identity, {})
        stored = known.get(event_id)
        if stored is None:
            known[event_id] = stored = said
            is_new = True
        elif merge_event(stored, said):
            is_new = False
        else:
            return False
        self.changed_events[identity, event_id] = stored
        self.changed_messages[identity] = None
        return is_new

    def write(self) -> None:
        """Fold and write what changed, and bring up to date what is kept of the addresses and contacts it is about."""
        changes = []
        for identity in sorted(
            self.changed_messages
        ):  # in the order of the key, so that neighbours are written together
            row, its_events = self.messages[identity], self.events.get(identity, {}).values()
            row.update(fold_message(row, its_events))
            stored, old, new = self.stored.get(identity), self.marks.get(identity, ()), marks_of(row, its_events)
            self.sets.change_marks(identity[0], old, new)
            self.sets.counts.change(identity[0], stored, old, row, new)
            changes.append(Change(stored, row, its_events))
        upsert(self.connection, messages, [change.after for change in changes], _MESSAGE_COLUMNS)
        upsert(self.connection, events, [self.changed_events[key] for key in sorted(self.changed_events)])
        unsettled = refresh_consent(self.connection, self.sets, changes)
        update_contacts(self.connection, self.sets, changes, unsettled)
        refresh_answers(self.connection, self.sets.counts, changes, unsettled)


# These depend on the other texts of the number; refresh_consent and refresh_answers write them.
_MESSAGE_COLUMNS = [column.name for column in messages.c if column.name not in ("is_reply", "answered_at")]


def _identities(connection: Connection, sets: SetWriter, version: int, records: Sequence[Sent]) -> list[MessageId]:
    """Contact and message of each record; an unknown contact is made for an address nobody has."""
    addresses = dict.fromkeys((record.message.channel.value, record.message.address) for record in records)
    owners = owners_of(connection, addresses)
    missing = [address for address in addresses if address not in owners]
    if missing:
        owners |= make_unknown_contacts(connection, sets, version, missing)
    identities = []
    for record in records:
        facts = record.message
        # One Message-ID can go to several recipients, so a message is the pair. A sid should name one text, but should
        # two records differ in its number, each stays with its own, even when one contact comes to have both.
        message_id = stable_id(facts.channel.value, facts.key, facts.address)
        identities.append((owners[facts.channel.value, facts.address], message_id))
    return identities


def _campaign_ids(connection: Connection, records: Sequence[Sent]) -> dict[str, int]:
    """The ids of the campaigns that `records` name, which are made where they are not there yet."""
    said = (record.message.attribution for record in records)
    names = dict.fromkeys(attribution.campaign for attribution in said if attribution and attribution.campaign)
    ids = {name: stable_id("campaign", name) for name in names}
    insert_missing(connection, campaigns, [{"campaign_id": ids[name], "name": storable(name)} for name in ids])
    return ids
