"""Taking an import back: afterwards the tables are those of a database that never had it, and what came after stays.

What of the import asks for nothing, for some messages or for whole contacts is sorted first (taken_back/sorting.py).
That is taken away, and what the other imports said of the same is taken in again, by the way that every import takes.
What people said by hand stays: decisions and consent set by hand are in the ledger, attached histories are steps of the
journal like any other, and what was said of somebody on Who to call goes to whoever has their addresses.

Opt-outs and requests to stop that only this import brought stay in the ledger, unless they are to go too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, delete, func, select, update

from engagement.domain.consent import Source, What, held_as
from engagement.errors import UndoError
from engagement.ingest.people.dispositions import said_of, settle_dispositions
from engagement.ingest.people.holders import owners_of
from engagement.ingest.people.new_contacts import make_unknown_contacts
from engagement.ingest.people.subjects import contacts_of_subjects
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.taken_back.campaign_names import drop_campaigns
from engagement.ingest.taken_back.messages_alone import MessagesAlone
from engagement.ingest.taken_back.refusals import refuse
from engagement.ingest.taken_back.sorting import NO_ADDRESSES, Sorting
from engagement.ingest.taken_back.told import Journal
from engagement.ingest.taken_back.whole_contacts import WholeContacts
from engagement.ingest.write.batch import AT_ONCE
from engagement.ingest.write.consent import refresh_consent, standing_of
from engagement.ingest.write.summaries import refresh_contacts
from engagement.lib import moments
from engagement.lib.memory import no_cycles
from engagement.store.engine import writing
from engagement.store.journal import journal
from engagement.store.schema import contacts, events, imports, ledger, messages, plain_time
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


class Outlook(NamedTuple):
    """What taking an import back would come to, by what becomes of the opt-outs that only it brought."""

    opt_outs_stay: Undone
    opt_outs_go: Undone


def undo_import(engine: Engine, import_id: int, *, with_opt_outs: bool = False) -> Undone:
    """Take an import back whole, in one transaction; `with_opt_outs` those opt-outs too that only it brought.

    UndoError, and nothing is changed, where there is no such import, where it was taken back already, and where what it
    brought is tied to contacts that were on file before there was a journal.
    """
    with no_cycles(), writing(engine) as connection:
        undo = _Undo(connection, import_id)
        undone = undo.run()
        if not with_opt_outs:
            undone = undo.keep_opt_outs()
        undo.end()
        return undone


def would_be_undone(engine: Engine, import_id: int) -> Outlook:
    """What undo_import would come to, or its UndoError: it is done and not kept, so that both say the same."""
    with no_cycles(), writing(engine) as connection:
        nested = connection.begin_nested()
        try:
            undo = _Undo(connection, import_id)
            gone = undo.run()
            return Outlook(undo.keep_opt_outs(), gone)
        finally:
            nested.rollback()


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

    def __init__(self, connection: Connection, import_id: int) -> None:
        self.connection = connection
        self.import_id = import_id
        self.file = _file(connection, import_id)
        self.journal = Journal(connection, import_id)
        self.sorting = Sorting(connection, self.journal)
        self.sorting.run()
        self.whole = WholeContacts(connection, self.journal, self.sorting.whole)
        self.alone = MessagesAlone(connection, self.journal, self.sorting, self.whole.subjects)
        refuse(connection, self.journal, self.whole, self.alone, self.file)
        self.before = _counted(connection, self.whole.there | self.alone.there)
        self.on_calls = said_of(connection, self.whole.there | self.alone.there)
        self.sets = SetWriter()
        self.said: list[Row] = []  # entries of the ledger that were taken away

    def run(self) -> Undone:
        """Take away what it brought, opt-outs too, and in again what others said of the same."""
        sets, connection, parts = self.sets, self.connection, (self.whole, self.alone)
        sets.begin(connection)
        for part in parts:
            part.take_away(sets)
        sets.touch()
        sets.write(connection)
        self.said = [*self._take_entries(), *self.alone.take_entries()]
        version = sets.begin(connection)
        for part in parts:
            part.take_in(sets, version)
        sets.write(connection)
        return self._undone(0)

    def keep_opt_outs(self) -> Undone:
        """Put back the opt-outs and requests to stop that nobody else brought."""
        connection, sets = self.connection, self.sets
        version = sets.begin(connection)
        closing = [row for row in self.said if row["what"] in _CLOSING]
        there = self._entry_ids(closing)
        kept = [row for row in closing if row["entry_id"] not in there]
        upsert(connection, ledger, kept)
        held = {(held_as(row["channel"]), row["address"]) for row in kept}
        owners = owners_of(connection, held)
        unknown = [one for one in held if one not in owners]
        if unknown:  # an opt-out needs somebody who has the address, or no list would show it
            make_unknown_contacts(connection, sets, version, sorted(unknown))
        refresh_contacts(connection, sets, refresh_consent(connection, sets, (), standing_of(connection, held)))
        sets.write(connection)
        return self._undone(len(kept))

    def end(self) -> None:
        """Forget the import itself, but for its row."""
        connection = self.connection
        settle_dispositions(connection, self.on_calls)
        drop_campaigns(connection, self.journal, self.sorting.campaigns)
        connection.execute(delete(journal).where(journal.c.import_id == self.import_id))
        its_row = imports.c.import_id == self.import_id
        connection.execute(update(imports).where(its_row).values(undone_at=moments.now()))

    def _undone(self, kept: int) -> Undone:
        """What it comes to by now, with so many opt-outs that stay."""
        there = contacts_of_subjects(self.connection, self.whole.subjects) | self._back()
        after = _counted(self.connection, there | self.alone.there)
        fewer = [was - now for was, now in zip(self.before, after, strict=True)]
        return Undone(self.file, contacts=fewer[0], messages=fewer[1], events=fewer[2], opt_outs_kept=kept)

    def _back(self) -> set[int]:
        """Who has the addresses of the messages by now: unknown contacts who went may be there again."""
        return set(owners_of(self.connection, self.alone.subjects).values())

    def _take_entries(self) -> list[Row]:
        """Take what the ledger has of whole contacts away, but for what people said by hand; gives the rows."""
        addresses = sorted({value for kind, value in self.whole.subjects if kind not in NO_ADDRESSES})
        by_others = ledger.c.source != Source.HAND.value
        columns = [plain_time(column) for column in ledger.c]
        names = [column.name for column in ledger.c]
        rows: list[Row] = []
        for some in in_parts(addresses, AT_ONCE):
            its = (among(self.connection, ledger.c.address, some), by_others)
            rows += (dict(zip(names, row, strict=True)) for row in fetch(self.connection, select(*columns).where(*its)))
            self.connection.execute(delete(ledger).where(*its))
        return rows

    def _entry_ids(self, rows: Sequence[Row]) -> set[int]:
        ids = {row["entry_id"] for row in rows}
        addresses = sorted({row["address"] for row in rows})
        its = select(ledger.c.entry_id).where(among(self.connection, ledger.c.address, addresses))
        return ids & {entry_id for (entry_id,) in fetch(self.connection, its)}


def _counted(connection: Connection, contact_ids: Collection[int]) -> tuple[int, int, int]:
    """How many of some contacts are there, and how many messages and events they have."""
    counts = [0, 0, 0]
    for some in in_parts(sorted(contact_ids), AT_ONCE):
        for place, table in enumerate((contacts, messages, events)):
            count = select(func.count()).where(among(connection, table.c.contact_id, some))
            counts[place] += connection.execute(count).scalar_one()
    return counts[0], counts[1], counts[2]
