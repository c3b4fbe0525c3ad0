"""The saved filters a visitor may see."""

from dataclasses import dataclass

from sqlalchemy import select

from engagement.lib.text import folded
from engagement.query.matching.view import View
from engagement.store.saved_filters import SHARED, seen_by
from engagement.store.schema import saved_filters


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """One saved filter: what it asks, and how its list is shown, as the parameters of an address in one text."""

    id: int
    name: str
    params: str
    is_shared: bool


def list_saved(view: View, visitor: str) -> list[SavedFilter]:
    """The filters that `visitor` may see, the private ones first, each kind by name."""
    rows = view.connection.execute(select(saved_filters).where(seen_by(visitor)))
    found = [SavedFilter(row.filter_id, row.name, row.params, row.visitor == SHARED) for row in rows]
    return sorted(found, key=lambda one: (one.is_shared, folded(one.name), one.name))
