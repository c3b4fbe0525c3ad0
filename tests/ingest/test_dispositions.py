"""What is said of people on Who to call goes wherever their histories go, on both databases, and can be taken back."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.domain.calls import Disposition
from engagement.domain.vocabulary import ContactKind, EventType
from engagement.errors import CallError
from engagement.ingest import take_in
from engagement.ingest.attach import attach
from engagement.ingest.calls import dispose, undo_disposition, undo_last
from engagement.ingest.merges import merge, undo_merge
from engagement.ingest.undo import undo_import
from engagement.store.dispositions import dispositions
from engagement.store.schema import address_owners, contacts
from tests.ingest.making import CELL, JANE, contact, email, rows
from tests.ingest.test_undo import mail_to, take

TODAY = date(2026, 11, 24)
DONE, LATER, NOT_MINE = Disposition


def owner(store: sa.Engine, address: str) -> int:
    (found,) = rows(store, address_owners, "contact_id", address=address)
    return int(found)


def said(store: sa.Engine) -> list[tuple[int, int]]:
    """Each thing that was said, and of whom it is now."""
    return sorted(rows(store, dispositions, "disposition_id", "contact_id"))


def test_it_goes_along_with_a_merge_and_comes_back(store: sa.Engine) -> None:
    people = (contact("Jane Doe", JANE), contact("Jane M. Doe", CELL), contact("J. Doe", "j@example.com"))
    take_in(store, [*people])
    jane, cell, third = owner(store, JANE), owner(store, CELL), owner(store, "j@example.com")
    dispose(store, jane, DONE, "Dana", today=TODAY)
    dispose(store, cell, NOT_MINE, "Dana", today=TODAY)
    first = merge(store, jane, cell, "Dana")
    assert said(store) == [(1, jane), (2, jane)]
    dispose(store, jane, DONE, "Dana", today=TODAY)
    second = merge(store, third, jane, "Dana")
    assert said(store) == [(1, third), (2, third), (3, third)]
    undo_merge(store, second.merge_id, "Dana")
    undo_merge(store, first.merge_id, "Dana")
    assert said(store) == [(1, jane), (2, cell), (3, jane)]  # what was said since stays with the kept one


def test_a_claim_and_the_undo_of_its_import_carry_it(store: sa.Engine, tmp_path: Path) -> None:
    take(store, tmp_path, "mail.jsonl", mail_to(JANE))
    by_email = owner(store, JANE)
    dispose(store, by_email, DONE, "Dana", today=TODAY)
    list_id = take(store, tmp_path, "people.csv", f"Name,Email,Phone\nJane Doe,{JANE},{CELL}\n".encode())
    listed = owner(store, JANE)
    assert said(store) == [(1, listed)]
    dispose(store, listed, NOT_MINE, "Dana", today=TODAY)
    undo_import(store, list_id)
    assert owner(store, JANE) == by_email != listed
    assert said(store) == [(1, by_email), (2, by_email)]  # what was said of the list's own: to whoever has an address
    take(store, tmp_path, "people.csv", f"Name,Email,Phone\nJane Doe,{JANE},{CELL}\n".encode())
    assert said(store) == [(1, listed), (2, listed)]


def test_it_waits_for_who_is_gone_and_follows_an_attached_history(store: sa.Engine, tmp_path: Path) -> None:
    list_id = take(store, tmp_path, "people.csv", b"Name,Email\nJoe Roe,joe@example.com\n")
    joe = owner(store, "joe@example.com")
    dispose(store, joe, DONE, "Dana", today=TODAY)
    undo_import(store, list_id)
    assert rows(store, contacts, "contact_id") == []
    assert said(store) == [(1, joe)]
    take(store, tmp_path, "people.csv", b"Name,Email\nJoe Roe,joe@example.com\n")
    assert (owner(store, "joe@example.com"), said(store)) == (joe, [(1, joe)])
    take_in(store, [email(EventType.OPENED, 1)])
    dispose(store, owner(store, JANE), DONE, "Dana", today=TODAY)
    attach(store, [("email", JANE)], joe)
    assert said(store) == [(1, joe), (2, joe)]


def test_what_cannot_be_said_is_refused_and_all_can_be_taken_back(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Doe", JANE, kind=ContactKind.LEAD)])
    jane, tomorrow = owner(store, JANE), TODAY + timedelta(1)
    for what, by, until, words in (
        (DONE, " ", None, "who you are"),
        (DONE, "x" * 99, None, "shorten"),
        (LATER, "Dana", None, "which day"),
        (DONE, "Dana", tomorrow, "which day"),
        (LATER, "Dana", TODAY, "after today"),
    ):
        with pytest.raises(CallError, match=words):
            dispose(store, jane, what, by, today=TODAY, until=until)
    with pytest.raises(CallError, match="not there"):
        dispose(store, 7, DONE, "Dana", today=TODAY)
    with pytest.raises(CallError, match="Nothing was said"):
        undo_last(store, jane, "Dana")
    made = dispose(store, jane, LATER, " Dana  W ", today=TODAY, until=tomorrow)
    assert (made.name, made.until) == ("Jane Doe", tomorrow)
    dispose(store, jane, DONE, "Ann", today=TODAY)
    assert undo_last(store, jane, "Bob").what is DONE
    assert undo_disposition(store, made.disposition_id, "Bob").until == tomorrow
    with pytest.raises(CallError, match="already"):
        undo_disposition(store, made.disposition_id, "Bob")
    with pytest.raises(CallError, match="Nothing with that id"):
        undo_disposition(store, 99, "Bob")
    assert rows(store, dispositions, "what", "by", "undone_by") == [("done", "Ann", "Bob"), ("later", "Dana W", "Bob")]
