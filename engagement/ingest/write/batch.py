"""One batch of records into the tables, within one transaction.

Rows are found, merged with what is stored, folded and written back in bulk: a handful of statements a batch, whatever
its size.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from engagement.domain.campaign_names import campaign_id, shown_name
from engagement.domain.holding import Holding
from engagement.domain.marks import Mark, marks_of
from engagement.domain.records import ConsentRecord, ContactRecord
from engagement.ingest.people.contact_rows import write_contacts
from engagement.ingest.people.holders import owners_of, standings_of
from engagement.ingest.people.new_contacts import make_unknown_contacts
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.answered_texts import refresh_answers
from engagement.ingest.write.bursts import JUDGED, judge_bursts
from engagement.ingest.write.consent import refresh_consent, standing_of, take_consents
from engagement.ingest.write.fold import FOLDED, SETTLED, fold_message
from engagement.ingest.write.load import MessageId, known_events, whole_events, whole_messages
from engagement.ingest.write.merge import (
    Change,
    Row,
    another_kind_id,
    event_row,
    merge_event,
    merge_message,
    message_row,
)
from engagement.ingest.write.on_file import whole_records
from engagement.ingest.write.summaries import refresh_contacts, update_contacts
from engagement.lib.text import storable
from engagement.reader.row_values import EVENT_COLUMNS, RowValues, Values
from engagement.store.schema import campaigns, events, messages
from engagement.store.sql import among, fetch, in_parts, indexed_columns, update_rows, upsert

AT_ONCE = 5_000
"""Records taken in together: few enough to hold in memory and for any database's parameters, enough to spread what a
statement costs, and a part of the longest round."""


class Outcome(NamedTuple):
    """What became of one record: whether it said anything new, and what of it, or that all of it, was not taken in."""

    is_new: bool
    problems: Sequence[str] = ()
    is_taken: bool = True


_EVENT_ID, _TYPE = EVENT_COLUMNS.index("event_id"), EVENT_COLUMNS.index("type")
_NEW, _KNOWN = Outcome(True), Outcome(False)


def _outcome(is_new: bool) -> Outcome:
    return _NEW if is_new else _KNOWN


def write_batch(
    connection: Connection, sets: SetWriter, records: Sequence[RowValues | ContactRecord | ConsentRecord]
) -> list[Outcome]:
    """Take `records` in, as all of the connection's transaction; gives one outcome each, in their order.

    The contact sets are brought up to date in the same transaction.
    """
    version = sets.begin(connection)
    outcomes = [
        outcome for part in in_parts(records, AT_ONCE) for outcome in take_batch(connection, sets, version, part)
    ]
    sets.write(connection)
    return outcomes


def take_batch(
    connection: Connection, sets: SetWriter, version: int, records: Sequence[RowValues | ContactRecord | ConsentRecord]
) -> list[Outcome]:
    """Take `records`, AT_ONCE at most, in a transaction after `sets.begin`, which gave `version`; `sets.write` ends it.

    Contacts come first, so that messages find whose addresses are whose.
    """
    people = [record for record in records if isinstance(record, ContactRecord)]
    consents = [record for record in records if isinstance(record, ConsentRecord)]
    sent = [record for record in records if isinstance(record, RowValues)]
    taken, grown = write_contacts(connection, sets, version, people) if people else ([], set())
    if people:
        listed = standing_of(connection, ((one.channel, one.value) for record in people for one in record.addresses))
        grown |= refresh_consent(connection, sets, (), listed)
    refresh_contacts(connection, sets, grown)
    whole = whole_records(connection, sent)
    new = iter(_write_sent(connection, sets, version, [said for said in whole if isinstance(said, RowValues)]))
    said, settled = take_consents(connection, sets, version, consents) if consents else ([], set[int]())
    refresh_contacts(connection, sets, settled)
    outcomes: Mapping[type, Iterator[Outcome]] = {
        ContactRecord: map(_outcome, taken),
        ConsentRecord: map(_outcome, said),
        RowValues: (
            _outcome(next(new)) if isinstance(said, RowValues) else Outcome(False, (said,), is_taken=False)
            for said in whole
        ),
    }
    return [next(outcomes[type(record)]) for record in records]


def _write_sent(connection: Connection, sets: SetWriter, version: int, records: Sequence[RowValues]) -> list[bool]:
    """Messages and their events; gives whether each record said anything new."""
    if not records:
        return []
    batch = _MessageBatch(connection, sets, version, records)
    new = [batch.take(said, identity) for said, identity in zip(records, batch.identities, strict=True)]
    batch.write()
    return new


class _MessageBatch:
    """The messages some records are about, with all of their events, stored and new."""

    def __init__(self, connection: Connection, sets: SetWriter, version: int, records: Sequence[RowValues]) -> None:
        self.connection = connection
        self.sets = sets
        self.campaigns = _campaign_ids(connection, records)
        self.identities, self.made = _identities(connection, sets, version, records)
        wanted = dict.fromkeys(self.identities)
        self.messages = whole_messages(connection, wanted)
        self.stored = {identity: dict(row) for identity, row in self.messages.items()}
        # Of most stored events only what the fold needs is read; the rest too where one of them comes again.
        self.events = known_events(connection, self.messages) if self.messages else {}
        again = {
            identity
            for said, identity in zip(records, self.identities, strict=True)
            if said.event is not None and said.event[0] in self.events.get(identity, ())
        }
        for identity, row in whole_events(connection, again) if again else ():
            self.events[identity][row["event_id"]] = row
        # What the stored messages put into the contact sets so far.
        self.marks = {
            identity: marks_of(row, self.events.get(identity, {}).values()) for identity, row in self.stored.items()
        }
        self.heard: dict[MessageId, tuple[str | None, Values]] = {}  # what a record last said of a message
        self.restated: dict[MessageId, None] = {}  # new, or more than the derived columns changed
        self.changed_messages: dict[MessageId, None] = {}
        self.changed_events: dict[tuple[MessageId, int], Row] = {}

    def take(self, said: RowValues, identity: MessageId) -> bool:
        """Merge what one record said in; whether it was anything new."""
        words = said.campaign, said.message
        if self.heard.get(identity) == words:  # the events of a message mostly say the same of it
            changed = is_new = False
        else:
            self.heard[identity] = words
            row = message_row(said, identity[0], self.campaigns[said.campaign] if said.campaign else None)
            known = self.messages.get(identity)
            is_new = known is None
            if known is None:
                self.messages[identity] = row
                changed = True
            else:
                changed = merge_message(known, row)
        if said.event is not None:
            is_new = self._take_event(said.event, identity)
        elif changed:
            is_new = True
        if changed:
            self.changed_messages[identity] = self.restated[identity] = None
        return is_new

    def _take_event(self, said: Values, identity: MessageId) -> bool:
        """Merge what a record says of an event in; whether that was anything new."""
        known = self.events.setdefault(identity, {})
        stored = known.get(said[_EVENT_ID])
        if stored is None:
            return self._keep_event(event_row(said, identity))
        if stored["type"] == said[_TYPE]:
            return self._merge_event(stored, said)
        return self._take_another_kind(said, stored, known)

    def _take_another_kind(self, said: Values, stored: Row, known: dict[int, Row]) -> bool:
        """Take in an event whose id, as providers give it, is that of `stored`, of another kind: a test hook's.

        The kind that sorts first has the id as it came, every other one of its own made from it: whatever came first.
        """
        row = event_row(said, (stored["contact_id"], stored["message_id"]))
        if row["type"] < stored["type"]:
            self._keep_event(stored | {"event_id": another_kind_id(stored)})
            return self._keep_event(row)  # in its place
        row["event_id"] = another_kind_id(row)
        already = known.get(row["event_id"])
        return self._keep_event(row) if already is None else self._merge_event(already, said)

    def _keep_event(self, row: Row) -> bool:
        identity = row["contact_id"], row["message_id"]
        self.events[identity][row["event_id"]] = self.changed_events[identity, row["event_id"]] = row
        self.changed_messages[identity] = None
        return True

    def _merge_event(self, stored: Row, said: Values) -> bool:
        """Merge what is said in; it is no new event."""
        identity = stored["contact_id"], stored["message_id"]
        if merge_event(stored, event_row(said, identity)):
            self.changed_events[identity, stored["event_id"]] = stored
            self.changed_messages[identity] = None
        return False

    def write(self) -> None:
        """Fold and write what changed, and bring up to date what is kept of the addresses and contacts it is about."""
        if self.changed_messages:  # with every changed event
            self.sets.touch()
        changes, whole, unindexed, derived, judged = [], [], [], [], []
        for identity in sorted(self.changed_messages):  # in the order of the key: neighbours are written together
            row, its_events = self.messages[identity], self.events.get(identity, {}).values()
            judged += judge_bursts(its_events)
            folded = fold_message(row, its_events)
            row.update(folded)
            stored = self.stored.get(identity)
            change = Change(stored, row, its_events)
            tell_sets(self.sets, change, self.marks.get(identity, ()))
            changes.append(change)
            if stored is None or any(stored[name] != row[name] for name in _INDEXED):
                whole.append(row)
            elif identity in self.restated:
                unindexed.append(row)
            elif not folded.items() <= stored.items():
                derived.append(row)
        upsert(self.connection, messages, whole, _MESSAGE_COLUMNS)
        # Where no column of an index changed, none is written: half the cost of a whole row.
        update_rows(self.connection, messages, _MESSAGE_KEY, unindexed, _UNINDEXED_COLUMNS)
        update_rows(self.connection, messages, _MESSAGE_KEY, derived, _FOLDED_COLUMNS)
        upsert(self.connection, events, [self.changed_events[key] for key in sorted(self.changed_events)])
        update_rows(self.connection, events, _EVENT_KEY, judged, JUDGED)
        unsettled = refresh_consent(self.connection, self.sets, changes, standing_of(self.connection, self.made))
        update_contacts(self.connection, self.sets, changes, unsettled)
        refresh_answers(self.connection, self.sets.counts, changes, unsettled)


def tell_sets(sets: SetWriter, change: Change, marks_before: Iterable[Mark]) -> None:
    """Tell the contact sets and counts what became of a message that had `marks_before`, but for replies."""
    before, after, its_events = change
    contact_id, marks_after = after["contact_id"], marks_of(after, its_events)
    sets.change_marks(contact_id, marks_before, marks_after)
    sets.counts.change(contact_id, before, marks_before, after, marks_after)


_EVENT_KEY = ("contact_id", "message_id", "event_id")
_MESSAGE_KEY = ("contact_id", "message_id")
_MESSAGE_COLUMNS = [column.name for column in messages.c if column.name not in SETTLED]
_INDEXED = [name for name in _MESSAGE_COLUMNS if name in indexed_columns(messages)]
_UNINDEXED_COLUMNS = [name for name in _MESSAGE_COLUMNS if name not in (*_MESSAGE_KEY, *_INDEXED)]
_FOLDED_COLUMNS = [name for name in FOLDED if name not in _INDEXED]


def _identities(
    connection: Connection, sets: SetWriter, version: int, records: Sequence[RowValues]
) -> tuple[list[MessageId], list[tuple[str, str]]]:
    """Contact and message of each record, and the addresses nobody had, for which unknown contacts were made."""
    addresses = dict.fromkeys((said.channel, said.address) for said in records)
    owners = owners_of(connection, addresses)
    missing = [address for address in addresses if address not in owners]
    if missing:
        owners |= make_unknown_contacts(connection, sets, version, missing)
    found = [(owners[said.channel, said.address], said.message_id) for said in records]
    stays = _with_former_owners(connection, records, owners)
    return [stays.get(identity, identity) for identity in found] if stays else found, missing


def _with_former_owners(
    connection: Connection, records: Sequence[RowValues], owners: Mapping[tuple[str, str], int]
) -> dict[MessageId, MessageId]:
    """The messages that are on file with whoever had their address when they came: they stay there, by new identity.

    From what each would be as a message of the address's owner of today.
    """
    former = {
        address: [contact_id for contact_id, how in its.items() if how is Holding.FORMER]
        for address, its in standings_of(connection, owners).items()
    }
    asked = {
        (contact_id, said.message_id): (owners[said.channel, said.address], said.message_id)
        for said in records
        for contact_id in former.get((said.channel, said.address), ())
    }
    return {asked[identity]: identity for identity in whole_messages(connection, asked)} if asked else {}


def _campaign_ids(connection: Connection, records: Sequence[RowValues]) -> dict[str, int]:
    """The ids of the campaigns that `records` name, which are made where they are not there yet."""
    ids = {name: campaign_id(name) for name in dict.fromkeys(said.campaign for said in records if said.campaign)}
    c = campaigns.c
    found = select(c.campaign_id, c.name).where(among(connection, c.campaign_id, set(ids.values())))
    stored: dict[int, str] = dict(fetch(connection, found)) if ids else {}
    spelled = {its_id: [name] for its_id, name in stored.items()}
    for name, its_id in ids.items():
        spelled.setdefault(its_id, []).append(storable(name))
    shown = {its_id: shown_name(names) for its_id, names in sorted(spelled.items())}
    rows = [{"campaign_id": one, "name": name} for one, name in shown.items() if stored.get(one) != name]
    upsert(connection, campaigns, rows)
    return ids
