"""Who was merged into a contact by hand, and whom a contact that went leads to."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from engagement.query.matching.view import View
from engagement.store.merges import merges
from engagement.store.sql import fetch

MOST_SHOWN = 50
"""Merges of one contact on its screen."""


class MergeRow(NamedTuple):
    """A merge that stands."""

    merge_id: int
    name: str  # of the contact that went
    at: datetime
    by: str


def merges_of(view: View, contact_id: int) -> list[MergeRow]:
    """The merges into a contact that stand, the latest first."""
    if not view.sees(contact_id):
        return []
    c = merges.c
    its = (c.kept_id == contact_id, c.leads_to == contact_id, c.undone_at.is_(None))
    rows = select(c.merge_id, c.gone_name, c.at, c.by).where(*its).order_by(c.merge_id.desc()).limit(MOST_SHOWN)
    return [MergeRow(row.merge_id, row.gone_name, row.at, row.by) for row in view.connection.execute(rows)]


def leads_to(view: View, contact_id: int) -> Sequence[int]:
    """Whom a contact was merged into, if it was and they are in scope."""
    c = merges.c
    rows = fetch(view.connection, select(c.leads_to).where(c.gone_id == contact_id, c.undone_at.is_(None)))
    return [kept for (kept,) in rows if view.sees(kept)]
