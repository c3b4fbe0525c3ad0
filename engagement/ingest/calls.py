"""What people say here of somebody on Who to call: done, later, or not for me; and the way back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select, update

from engagement.domain.calls import Disposition, caller_key
from engagement.errors import CallError
from engagement.ingest.named import named
from engagement.lib import moments
from engagement.lib.text import storable
from engagement.store.dispositions import dispositions
from engagement.store.engine import writing
from engagement.store.schema import contacts

LONGEST_NAME = 80  # characters
_D = dispositions.c
_UNDONE = "That was taken back already: nothing was changed."


@dataclass(frozen=True, slots=True)
class Disposed:
    """What was said of somebody, or taken back."""

    disposition_id: int
    contact_id: int
    name: str  # "" for a contact without one
    what: Disposition
    until: date | None  # of LATER


def dispose(
    engine: Engine, contact_id: int, what: Disposition, by: str, *, today: date, until: date | None = None
) -> Disposed:
    """Say of a contact that they are done, not before the day `until`, or not for `by`; `today` is the account's.

    CallError, and nothing is changed, when nobody is named, the contact is not there, or LATER is not after today.
    """
    name = caller(by)
    if (what is Disposition.LATER) != (until is not None):
        raise CallError("Say until which day: only “later” has one.")
    if until is not None and until <= today:
        raise CallError("“Later” needs a day after today: choose one.")
    with writing(engine) as connection:
        found = connection.execute(select(contacts.c.name).where(contacts.c.contact_id == contact_id)).first()
        if found is None:
            raise CallError("That contact is not there any more: load the page again.")
        row: dict[str, Any] = {
            "disposition_id": (connection.execute(select(func.max(_D.disposition_id))).scalar() or 0) + 1,
            "contact_id": contact_id,
            "said_of": contact_id,
            "what": what.value,
            "until": None if until is None else until.toordinal(),
            "at": moments.to_micros(moments.now()),
            "by": name,
            "by_key": caller_key(name),
        }
        connection.execute(dispositions.insert().values(**row))
        return Disposed(row["disposition_id"], contact_id, found.name, what, until)


def undo_disposition(engine: Engine, disposition_id: int, by: str) -> Disposed:
    """Take back what was said. CallError, and nothing is changed, when nobody is named or it does not stand."""
    name = caller(by)
    with writing(engine) as connection:
        row = connection.execute(select(dispositions).where(_D.disposition_id == disposition_id)).first()
        if row is None:
            raise CallError("Nothing with that id was said: see it on the page Who to call.")
        if row.undone_at is not None:
            raise CallError(_UNDONE)
        return _take_back(connection, row, name)


def undo_last(engine: Engine, contact_id: int, by: str) -> Disposed:
    """Take back the last that was said of a contact and stands. CallError when there is none."""
    name = caller(by)
    with writing(engine) as connection:
        its = (_D.contact_id == contact_id, _D.undone_at.is_(None))
        latest = select(dispositions).where(*its).order_by(_D.disposition_id.desc()).limit(1)
        row = connection.execute(latest).first()
        if row is None:
            raise CallError("Nothing was said of them that could be taken back.")
        return _take_back(connection, row, name)


def _take_back(connection: Connection, row: Row[Any], name: str) -> Disposed:
    told = {"undone_at": moments.to_micros(moments.now()), "undone_by": name}
    its_row = _D.disposition_id == row.disposition_id
    connection.execute(update(dispositions).where(its_row).values(**told))
    whose = select(contacts.c.name).where(contacts.c.contact_id == row.contact_id)
    until = None if row.until is None else date.fromordinal(row.until)
    name_of = connection.execute(whose).scalar() or ""
    return Disposed(row.disposition_id, row.contact_id, name_of, Disposition(row.what), until)


def caller(by: str) -> str:
    """A person's name as it is kept. CallError for none, and for one that is too long."""
    name = named(storable(by), "what you say of a call", CallError)
    if len(name) > LONGEST_NAME:
        raise CallError(f"The name is longer than {LONGEST_NAME} characters: shorten it.")
    return name
