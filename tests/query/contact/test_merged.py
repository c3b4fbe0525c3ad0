"""A contact that was merged into another leads to it, within the viewer's scope, until that is taken back."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from engagement.domain.vocabulary import ContactKind
from engagement.errors import ContactNotFound
from engagement.ingest import take_in
from engagement.ingest.merges import merge, undo_merge
from engagement.query.contact.merged import leads_to, merges_of
from engagement.query.contact.timeline import find_contact
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import contacts
from tests.ingest.making import CELL, JANE, contact, rows


def view(connection: sa.Connection, scope: Scope = EVERYONE) -> View:
    return View(connection, Viewpoint(scope, ZoneInfo("UTC"), date(2026, 11, 24)))


def test_the_one_that_went_leads_to_the_kept_one(store: sa.Engine) -> None:
    take_in(store, [contact("A", JANE, kind=ContactKind.LEAD, owner="Dana"), contact("B", CELL), contact("C")])
    a, b, c = (rows(store, contacts, "contact_id", name=name)[0] for name in "ABC")
    first = merge(store, b, c, "Ann")
    second = merge(store, a, b, "Ann")
    with store.connect() as connection:
        for gone in (b, c):
            assert find_contact(view(connection), str(gone)).name == "A"
            assert leads_to(view(connection), gone) == [a]
        (line,) = merges_of(view(connection), a)
        assert (line.merge_id, line.name, line.by) == (second.merge_id, "B", "Ann")
        emile = view(connection, Scope(frozenset({"Émile"})))
        assert (leads_to(emile, b), merges_of(emile, a)) == ([], [])
        with pytest.raises(ContactNotFound):
            find_contact(emile, str(b))
    undo_merge(store, second.merge_id, "Ann")
    with store.connect() as connection:
        assert [find_contact(view(connection), str(one)).name for one in (a, b, c)] == ["A", "B", "B"]
        assert [one.merge_id for one in merges_of(view(connection), b)] == [first.merge_id]
