"""Taking an import back: afterwards the tables are those of a database that never had it, and what came after stays.

Whatever the import's records are about is taken away, with all that is tied to it by other records or on file, and the
records of the other imports about the same are taken in again, in the order they came, by the way that every import
takes. So no rule of ingest has a second, reversed form here. What people said by hand stays: decisions and consent set
by hand are in the ledger, attached histories are steps of the journal like any other, and what was said of somebody on
Who to call goes to whoever has their addresses (people/dispositions.py).

Opt-outs and requests to stop that only this import brought stay in the ledger, unless they are to go too.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, update

from engagement.domain.campaign_names import campaign_id, shown_name
from engagement.domain.consent import Source, What, held_as
from engagement.errors import AttachError, UndoError
from engagement.ingest.attach import attach_within
from engagement.ingest.people.dispositions import said_of, settle_dispositions
from engagement.ingest.people.holders import owners_of
from engagement.ingest.people.move_histories import remove_contacts
from engagement.ingest.people.new_contacts import make_unknown_contacts
from engagement.ingest.people.subjects import (
    CONTACT,
    EXTERNAL_ID,
    KEY,
    Subject,
    contacts_of_subjects,
    subjects_of_contacts,
)
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.batch import AT_ONCE, take_batch
from engagement.ingest.write.consent import refresh_consent, standing_of
from engagement.ingest.write.journal import Attachment, Step, Told, digests, records_of, subjects_of, touched_by
from engagement.ingest.write.merge import another_kind_id
from engagement.ingest.write.summaries import refresh_contacts
from engagement.lib import moments
from engagement.lib.memory import no_cycles
from engagement.lib.text import storable
from engagement.reader.row_values import EVENT_COLUMNS, RowValues, key_of
from engagement.store.engine import writing
from engagement.store.journal import journal, journal_start
from engagement.store.merges import merges
from engagement.store.schema import campaigns, contacts, events, imports, ledger, messages, plain_time
from engagement.store.sql import among, fetch, in_parts, upsert

_CLOSING = (What.OUT.value, What.ASKED.value)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back came to: how many of each are no longer there, and how many opt-outs stay."""

    file: str
    contacts: int
    messages: int
    events: int
    opt_outs_kept: int

    @property
    def gone(self) -> str:
        """What is no longer there, in words."""
        return f"{_many(self.contacts, 'contact')}, {_many(self.messages, 'message')}, {_many(self.events, 'event')}"

    @property
    def rest(self) -> str:
        """In a sentence, or none, what is there for all that: opt-outs, and who becomes unknown again."""
        told = [f"{_many(-self.contacts, 'unknown contact')} come back"] if self.contacts < 0 else []
        if self.opt_outs_kept:
            told.append(f"{_many(self.opt_outs_kept, 'opt-out')} stay{'s' if self.opt_outs_kept == 1 else ''}")
        return f" {', '.join(told)}." if told else ""


def _many(number: int, thing: str) -> str:
    return f"{max(number, 0):,} {thing}{'' if number == 1 else 's'}"


def undo_import(engine: Engine, import_id: int, *, with_opt_outs: bool = False) -> Undone:
    """Take an import back whole, in one transaction; `with_opt_outs` those opt-outs too that only it brought.

    UndoError, and nothing is changed, where there is no such import, where it was taken back already, and where what it
    brought is tied to contacts that were on file before there was a journal.
    """
    with no_cycles(), writing(engine) as connection:
        return _undone(connection, import_id, with_opt_outs=with_opt_outs)


def would_be_undone(engine: Engine, import_id: int, *, with_opt_outs: bool = False) -> Undone:
    """What undo_import would come to, or its UndoError: it is done and not kept, so that both say the same."""
    with no_cycles(), writing(engine) as connection:
        nested = connection.begin_nested()
        try:
            return _undone(connection, import_id, with_opt_outs=with_opt_outs)
        finally:
            nested.rollback()


def _undone(connection: Connection, import_id: int, *, with_opt_outs: bool) -> Undone:
    return _Undo(connection, import_id, _file(connection, import_id)).run(with_opt_outs=with_opt_outs)


def _file(connection: Connection, import_id: int) -> str:
    """The name of the import's file."""
    row = connection.execute(select(imports).where(imports.c.import_id == import_id)).first()
    if row is None:
        raise UndoError("There is no import with that id: see engagement import --list, or the page Imports.")
    if row.undone_at is not None:
        raise UndoError(f"The import of {row.file} was taken back already: nothing was changed.")
    is_journaled = connection.execute(select(journal.c.step).where(journal.c.import_id == import_id).limit(1)).first()
    if is_journaled is None and row.new + row.duplicate:
        raise UndoError(
            f"{row.file} was imported before it was kept what an import brings, so it cannot be taken back: "
            "import into an empty database whatever else is wanted."
        )
    return str(row.file)


class _Undo:
    """One import being taken back, within a transaction."""

    def __init__(self, connection: Connection, import_id: int, file: str) -> None:
        self.connection = connection
        self.import_id = import_id
        self.file = file
        self.subjects: set[Subject] = set()  # what is taken away and taken in again
        self.steps: list[int] = []  # of other imports, that bear on them
        self.campaigns: set[str] = set()  # that this import named
        self.bare: dict[Subject, set[Subject]] = {}  # of records that leave out their address: by their text's id

    def run(self, *, with_opt_outs: bool) -> Undone:
        """Take it back."""
        connection = self.connection
        self._gather()
        there = contacts_of_subjects(connection, self.subjects)
        self._refuse_older(there)
        refuse_merged(connection, there, self.subjects, self.file)
        before = _counted(connection, there)
        on_calls = said_of(connection, there)
        sets = SetWriter()
        sets.begin(connection)
        remove_contacts(connection, sets, there)
        sets.touch()
        sets.write(connection)
        said = self._take_entries()
        self._replay(sets)
        kept = 0 if with_opt_outs else self._keep_opt_outs(sets, said)
        settle_dispositions(connection, on_calls)
        self._drop_campaigns()
        connection.execute(delete(journal).where(journal.c.import_id == self.import_id))
        its_row = imports.c.import_id == self.import_id
        connection.execute(update(imports).where(its_row).values(undone_at=moments.now()))
        after = _counted(connection, contacts_of_subjects(connection, self.subjects))
        fewer = [was - now for was, now in zip(before, after, strict=True)]
        return Undone(self.file, contacts=fewer[0], messages=fewer[1], events=fewer[2], opt_outs_kept=kept)

    def _gather(self) -> None:
        """Find all that the import's records are about, and all that is tied to it, by other records or on file."""
        new: set[Subject] = set()
        for records in self._told(self._its_steps()):
            for record in records:
                new |= self._about(record)
                if isinstance(record, RowValues) and record.campaign:
                    self.campaigns.add(record.campaign)
        others = _Touched(self.connection, self.import_id)
        while new:
            self.subjects |= new
            found = subjects_of_contacts(self.connection, contacts_of_subjects(self.connection, new))
            for records in self._told(others.by_any(new)):
                for record in records:
                    about = self._about(record)
                    if not about.isdisjoint(new):
                        found |= about
            new = found - self.subjects
        self.steps = others.by_any(self.subjects)

    def _its_steps(self) -> Sequence[int]:
        its = select(journal.c.step).where(journal.c.import_id == self.import_id).order_by(journal.c.step)
        return self.connection.execute(its).scalars().all()

    def _told(self, steps: Iterable[int]) -> Iterator[list[Step]]:
        """The records of some steps, one step in memory at a time."""
        for step in steps:
            kept = self.connection.execute(select(journal.c.records).where(journal.c.step == step)).scalar_one()
            yield list(records_of(kept))

    def _about(self, record: Step) -> set[Subject]:
        """What a record is about; of one that leaves out its address, what it was before anything was taken away."""
        if not isinstance(record, RowValues) or record.address:
            return subjects_of(self.connection, record)
        text = record.channel, key_of(record)
        if text not in self.bare:
            self.bare[text] = subjects_of(self.connection, record)
        return self.bare[text]

    def _refuse_older(self, there: Collection[int]) -> None:
        """What was on file before there was a journal could not be taken in again.

        Such are contacts with a lower number, and messages and events that no step tells of: a later list may have
        claimed the history of an older contact.
        """
        start = self.connection.execute(select(journal_start.c.number)).scalar()
        if start is None or not there:
            return
        c = contacts.c
        older = select(func.count()).where(among(self.connection, c.contact_id, there), c.number < start)
        count = self.connection.execute(older).scalar_one() or len(self._holders_of_untold(there))
        if count:
            raise UndoError(
                f"{self.file} cannot be taken back: it is about {count:,} contacts that were on file before it was "
                "kept what an import brings. Import a corrected list over it instead."
            )

    def _holders_of_untold(self, contact_ids: Collection[int]) -> set[int]:
        """Those of some contacts who have a message or an event that no step tells of."""
        told_messages, told_events = set[int](), set[int]()
        for records in self._told([*self._its_steps(), *self.steps]):
            for one in records:
                if isinstance(one, RowValues):
                    told_messages.add(one.message_id)
                    if one.event is not None:
                        event = dict(zip(EVENT_COLUMNS, one.event, strict=True))
                        told_events |= {event["event_id"], another_kind_id(event)}
        m, e, found = messages.c, events.c, set[int]()
        for some in in_parts(sorted(contact_ids), AT_ONCE):
            for columns, told in (
                ((m.contact_id, m.message_id), told_messages),
                ((e.contact_id, e.event_id), told_events),
            ):
                held = select(*columns).where(among(self.connection, columns[0], some))
                found |= {contact_id for contact_id, one in fetch(self.connection, held) if one not in told}
        return found

    def _take_entries(self) -> list[Row]:
        """Take what the ledger has of the addresses away, but for what people said by hand; gives the rows."""
        addresses = sorted({value for kind, value in self.subjects if kind not in (EXTERNAL_ID, KEY, CONTACT)})
        by_others = ledger.c.source != Source.HAND.value
        columns = [plain_time(column) for column in ledger.c]
        names = [column.name for column in ledger.c]
        rows: list[Row] = []
        for some in in_parts(addresses, AT_ONCE):
            its = (among(self.connection, ledger.c.address, some), by_others)
            rows += (dict(zip(names, row, strict=True)) for row in fetch(self.connection, select(*columns).where(*its)))
            self.connection.execute(delete(ledger).where(*its))
        return rows

    def _replay(self, sets: SetWriter) -> None:
        """Take the other imports' records about all this in again, step by step as they came."""
        connection = self.connection
        version = sets.begin(connection)
        for records in self._told(self.steps):
            ours = [one for one in records if not self._about(one).isdisjoint(self.subjects)]
            for attachment in [one for one in ours if isinstance(one, Attachment)]:
                self._attach(sets, version, attachment)
            told: list[Told] = [one for one in ours if not isinstance(one, Attachment)]
            for some in in_parts(told, AT_ONCE):
                take_batch(connection, sets, version, some)
        sets.write(connection)

    def _attach(self, sets: SetWriter, version: int, told: Attachment) -> None:
        """Attach again what a person attached, to whoever the contact is by now; not where nobody or another has it."""
        whose = sorted(contacts_of_subjects(self.connection, told.theirs))
        for contact_id in [told.contact_id] if told.contact_id in whose else whose[:1]:
            try:
                attach_within(self.connection, sets, version, told.addresses, contact_id)
            except AttachError:  # then they are unknown again, on the page where they can be attached anew
                continue

    def _keep_opt_outs(self, sets: SetWriter, said: Sequence[Row]) -> int:
        """Put back the opt-outs and requests to stop that nobody else brought; gives how many."""
        connection = self.connection
        version = sets.begin(connection)
        closing = [row for row in said if row["what"] in _CLOSING]
        there = self._entry_ids(closing)
        kept = [row for row in closing if row["entry_id"] not in there]
        upsert(connection, ledger, kept)
        held = {(held_as(row["channel"]), row["address"]) for row in kept}
        unknown = [one for one in held if one not in owners_of(connection, held)]
        if unknown:  # an opt-out needs somebody who has the address, or no list would show it
            make_unknown_contacts(connection, sets, version, sorted(unknown))
        refresh_contacts(connection, sets, refresh_consent(connection, sets, (), standing_of(connection, held)))
        sets.write(connection)
        return len(kept)

    def _entry_ids(self, rows: Sequence[Row]) -> set[int]:
        ids = sorted({row["entry_id"] for row in rows})
        addresses = sorted({row["address"] for row in rows})
        its = select(ledger.c.entry_id).where(among(self.connection, ledger.c.address, addresses))
        return set(ids) & {entry_id for (entry_id,) in fetch(self.connection, its)}

    def _drop_campaigns(self) -> None:
        """Take away the campaigns that it named and no message is left of; the rest are called as others call them."""
        spelled: dict[int, set[str]] = {}
        for name in self.campaigns:
            spelled.setdefault(campaign_id(name), set()).add(name)
        left = select(messages.c.contact_id).where(messages.c.campaign_id == campaigns.c.campaign_id).exists()
        doubtful: dict[int, str] = {}
        for some in in_parts(sorted(spelled), AT_ONCE):
            its = among(self.connection, campaigns.c.campaign_id, some)
            self.connection.execute(delete(campaigns).where(its, ~left))
            named = fetch(self.connection, select(campaigns.c.campaign_id, campaigns.c.name).where(its))
            doubtful |= {one: name for one, name in named if name == shown_name(spelled[one])}
        self._spell(doubtful)

    def _spell(self, doubtful: dict[int, str]) -> None:
        """Call campaigns that are called as this import called them by the names that other imports say."""
        found: dict[int, set[str]] = {}
        steps = select(journal.c.step).where(journal.c.import_id != self.import_id).order_by(journal.c.step)
        for records in self._told(self.connection.execute(steps).scalars().all()) if doubtful else ():
            for name in {one.campaign for one in records if isinstance(one, RowValues) and one.campaign}:
                found.setdefault(campaign_id(name), set()).add(shown_name([name]))
            for one in [one for one, name in doubtful.items() if name in found.get(one, ())]:
                del doubtful[one]
            if not doubtful:
                return
        for one in doubtful.keys() & found.keys():
            renamed = update(campaigns).where(campaigns.c.campaign_id == one)
            self.connection.execute(renamed.values(name=storable(shown_name(found[one]))))


def refuse_merged(
    connection: Connection, contact_ids: Collection[int], subjects: Collection[Subject], file: str
) -> None:
    """UndoError, naming the merge, where one of `contact_ids` was merged by hand: that is undone first."""
    keys = [value for kind, value in subjects if kind == KEY]
    for column, values in ((merges.c.leads_to, sorted(contact_ids)), (merges.c.gone_key, sorted(keys))):
        standing = select(merges.c.merge_id, merges.c.gone_name).where(
            merges.c.undone_at.is_(None), among(connection, column, values)
        )
        found = connection.execute(standing.order_by(merges.c.merge_id.desc()).limit(1)).first()
        if found is not None:
            raise UndoError(
                f"{file} is about a contact that {found.gone_name or 'another'} was merged into: undo that merge first "
                f"(engagement merge --undo {found.merge_id}), then the import."
            )


class _Touched:
    """What each step of the other imports is about, by digest: eight bytes for each subject of each step."""

    def __init__(self, connection: Connection, import_id: int) -> None:
        rows = fetch(connection, select(journal.c.step, journal.c.touched).where(journal.c.import_id != import_id))
        self._steps = {step: touched_by(kept) for step, kept in sorted(rows)}

    def by_any(self, subjects: Iterable[Subject]) -> list[int]:
        """The steps that any of `subjects` is in, in their order."""
        wanted = digests(subjects)
        return [step for step, touched in self._steps.items() if not wanted.isdisjoint(touched)]


def _counted(connection: Connection, contact_ids: Collection[int]) -> tuple[int, int, int]:
    """How many of some contacts are there, and how many messages and events they have."""
    counts = [0, 0, 0]
    for some in in_parts(sorted(contact_ids), AT_ONCE):
        for place, table in enumerate((contacts, messages, events)):
            count = select(func.count()).where(among(connection, table.c.contact_id, some))
            counts[place] += connection.execute(count).scalar_one()
    return counts[0], counts[1], counts[2]
