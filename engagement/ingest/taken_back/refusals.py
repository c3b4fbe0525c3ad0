"""When an import cannot be taken back: what it brought is tied to what no step tells of, or to a merge by hand."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, func, select

from engagement.errors import UndoError
from engagement.ingest.people.subjects import KEY, Subject
from engagement.ingest.taken_back.messages_alone import MessagesAlone
from engagement.ingest.taken_back.told import Journal
from engagement.ingest.taken_back.whole_contacts import WholeContacts
from engagement.ingest.write.batch import AT_ONCE
from engagement.ingest.write.journal import MESSAGE
from engagement.ingest.write.merge import another_kind_id
from engagement.reader.row_values import EVENT_COLUMNS
from engagement.store.journal import journal_start
from engagement.store.merges import merges
from engagement.store.schema import contacts, events, messages
from engagement.store.sql import among, fetch, in_parts


def refuse(connection: Connection, journal: Journal, whole: WholeContacts, alone: MessagesAlone, file: str) -> None:
    """UndoError where what was on file before there was a journal, or a merge by hand, is in the way."""
    _refuse_older(connection, journal, whole, alone, file)
    _refuse_merged(connection, whole.there | alone.there, whole.subjects, file)


def _refuse_older(
    connection: Connection, journal: Journal, whole: WholeContacts, alone: MessagesAlone, file: str
) -> None:
    """What was on file before there was a journal could not be taken in again.

    Such are contacts with a lower number, and messages and events that no step tells of: a later list may have
    claimed the history of an older contact.
    """
    start = connection.execute(select(journal_start.c.number)).scalar()
    there = whole.there | alone.there
    if start is None or not there:
        return
    c = contacts.c
    older = select(func.count()).where(among(connection, c.contact_id, sorted(there)), c.number < start)
    count = connection.execute(older).scalar_one()
    if not count:
        told = _told(journal, journal.by_any(whole.subjects | alone.subjects))
        count = len(_untold_of_contacts(connection, whole.there, told) | _untold(connection, alone, told))
    if count:
        raise UndoError(
            f"{file} cannot be taken back: it is about {count:,} contacts that were on file before it was "
            "kept what an import brings. Import a corrected list over it instead."
        )


_EVENT_ID, _TYPE = EVENT_COLUMNS.index("event_id"), EVENT_COLUMNS.index("type")
_Told = Mapping[str, set[int]]  # "message" and "event": the ids that steps tell of


def _told(journal: Journal, steps: Iterable[int]) -> _Told:
    found: dict[str, set[int]] = {"message": set(), "event": set()}
    for records in journal.raw(steps):
        for kind, fields in records:
            if kind != MESSAGE:
                continue
            found["message"].add(fields[2])
            if (event := fields[5]) is not None:
                row = {"event_id": event[_EVENT_ID], "type": event[_TYPE]}
                found["event"] |= {row["event_id"], another_kind_id(row)}
    return found


def _untold_of_contacts(connection: Connection, contact_ids: Collection[int], told: _Told) -> set[int]:
    """Those of some contacts who have a message or an event that no step tells of."""
    found = set[int]()
    for some in in_parts(sorted(contact_ids), AT_ONCE):
        for table, kind in ((messages, "message"), (events, "event")):
            held = select(table.c.contact_id, table.c[f"{kind}_id"]).where(among(connection, table.c.contact_id, some))
            found |= {contact_id for contact_id, one in fetch(connection, held) if one not in told[kind]}
    return found


def _untold(connection: Connection, alone: MessagesAlone, told: _Told) -> set[int]:
    """Those who have one of some messages with an event that no step tells of."""
    found = set[int]()
    e = events.c
    for some in in_parts(sorted(alone.there), AT_ONCE):
        held = select(e.contact_id, e.message_id, e.event_id).where(among(connection, e.contact_id, some))
        for contact_id, message_id, event_id in fetch(connection, held):
            if message_id in alone.messages and event_id not in told["event"]:
                found.add(contact_id)
    return found


def _refuse_merged(
    connection: Connection, contact_ids: Collection[int], subjects: Collection[Subject], file: str
) -> None:
    """Where one of `contact_ids` was merged by hand, the error names the merge: that is undone first."""
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
