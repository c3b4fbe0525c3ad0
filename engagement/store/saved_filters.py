"""Keeping filters: saved, renamed and deleted, each by who may.

A private filter is its visitor's alone: nobody else can see, change or overwrite it. A shared one is everybody's. Two
filters of one visitor, or two shared ones, never have the same name, whatever its case.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, or_, select

from engagement.errors import SavedFilterError
from engagement.lib.ids import stable_id
from engagement.lib.moments import to_micros
from engagement.lib.text import identifying, storable
from engagement.store.schema import saved_filters
from engagement.store.sql import upsert

SHARED = ""
"""The visitor of a filter that everybody sees."""

LONGEST_NAME = 80  # characters
MOST_FILTERS = 200  # of one visitor, and as many shared ones
_LONGEST_PARAMS = 4_000  # characters


def seen_by(visitor: str) -> ColumnElement[bool]:
    """Which saved filters `visitor` may see and change, as a condition on `saved_filters`."""
    return or_(saved_filters.c.visitor == SHARED, saved_filters.c.visitor == visitor)


def save_filter(connection: Connection, visitor: str, name: str, params: str, now: datetime) -> bool:
    """Keep `params` as `name` for `visitor` (SHARED: for everybody), over what they kept under that name before.

    Gives whether it is a new one. SavedFilterError when the name or the filter is too long or there are too many.
    """
    name = _named(name)
    if len(params) > _LONGEST_PARAMS:
        raise SavedFilterError("This filter is too long to be saved: choose fewer owners, sources or labels.")
    filter_id = _id(visitor, name)
    kept = select(saved_filters.c.filter_id).where(saved_filters.c.filter_id == filter_id)
    is_new = connection.execute(kept).first() is None
    count = select(func.count()).select_from(saved_filters).where(saved_filters.c.visitor == visitor)
    if is_new and connection.execute(count).scalar_one() >= MOST_FILTERS:
        raise SavedFilterError(f"There are {MOST_FILTERS} saved filters already: delete one you no longer use.")
    row = {"filter_id": filter_id, "visitor": visitor, "name": name, "params": params, "saved_at": to_micros(now)}
    upsert(connection, saved_filters, [row])
    return is_new


def rename_filter(connection: Connection, filter_id: int, visitor: str, name: str) -> None:
    """Call a filter `name`. SavedFilterError when it is not there for `visitor`, or another one has that name."""
    name = _named(name)
    found = connection.execute(_one(filter_id, visitor)).first()
    if found is None:
        raise SavedFilterError("That saved filter is no longer there: somebody deleted or renamed it.")
    new_id = _id(found.visitor, name)
    if new_id != filter_id and connection.execute(_one(new_id, visitor)).first():
        raise SavedFilterError(f"There is a saved filter called “{name}” already: choose another name.")
    delete_filter(connection, filter_id, visitor)
    row = {**found._mapping, "filter_id": new_id, "name": name, "saved_at": to_micros(found.saved_at)}
    upsert(connection, saved_filters, [row])


def delete_filter(connection: Connection, filter_id: int, visitor: str) -> bool:
    """Delete a filter that `visitor` may see; whether it was there."""
    gone = delete(saved_filters).where(saved_filters.c.filter_id == filter_id, seen_by(visitor))
    return bool(connection.execute(gone).rowcount)


def _one(filter_id: int, visitor: str) -> Select[Any]:
    return select(saved_filters).where(saved_filters.c.filter_id == filter_id, seen_by(visitor))


def _id(visitor: str, name: str) -> int:
    return stable_id("saved filter", visitor, identifying(name))


def _named(name: str) -> str:
    name = " ".join(storable(name).split())
    if not name:
        raise SavedFilterError("A saved filter needs a name: say in a few words whom it finds.")
    if len(name) > LONGEST_NAME:
        raise SavedFilterError(f"The name is longer than {LONGEST_NAME} characters: shorten it.")
    return name
