"""Whom an unknown contact may belong to: the clues as a table, and that nothing else is suggested."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
import sqlalchemy as sa

from engagement.domain.records import Record
from engagement.domain.vocabulary import ContactKind, EventType
from engagement.ingest import take_in
from engagement.ingest.attach import attach
from engagement.query.contacts.unknown import (
    ADDRESSED,
    INITIAL_IN_ADDRESS,
    NAME_IN_ADDRESS,
    NAMED,
    NUMBER,
    SAME_MAILBOX,
    count_unknown,
    list_unknown,
    unknown_contact,
)
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import contacts
from tests.ingest.making import contact, email, reply, rows, text

VIEW = Viewpoint(EVERYONE, ZoneInfo("UTC"), date(2026, 11, 24))
PEOPLE: list[Record] = [
    contact("Jane Park", "jp@office.example", "+14155550142", kind=ContactKind.LEAD, owner="Dana"),
    contact("José Q. Núñez", "jose@home.example", kind=ContactKind.AGENT, owner="Lee"),
    contact("Info Desk", "info@office.example", kind=ContactKind.LEAD),
    *(contact(f"Ann {n} Common", f"ann{n}@home.example", kind=ContactKind.LEAD) for n in range(9)),
    contact("", "a.b@home.example", "+442079460018", kind=ContactKind.LEAD),
]
JANE, JOSE, NAMELESS = "Jane Park", "José Q. Núñez", "a.b@home.example"


def to(address: str, header: str | None, **nested: Any) -> Record:
    """An email's event whose record says whom it was addressed to."""
    body: dict[str, Any] = {"message": {"headers": {"to": header}}}
    return email(EventType.OPENED, 1, to=address, raw=orjson.dumps({"event-data": body} if nested else body).decode())


CLUES: list[tuple[Record, list[tuple[str, tuple[str, ...]]]]] = [
    # what came, whom it may belong to and why
    (email(EventType.OPENED, to="jane.park@new.example"), [(JANE, (NAME_IN_ADDRESS,))]),
    (email(EventType.OPENED, to="park_jane7@new.example"), [(JANE, (NAME_IN_ADDRESS,))]),
    (email(EventType.OPENED, to="janepark@new.example"), [(JANE, (NAME_IN_ADDRESS,))]),
    (email(EventType.OPENED, to="jpark+homes@new.example"), [(JANE, (INITIAL_IN_ADDRESS,))]),
    (email(EventType.OPENED, to="j.park@new.example"), [(JANE, (INITIAL_IN_ADDRESS,))]),
    (email(EventType.OPENED, to="jose.nunez@new.example"), [(JOSE, (NAME_IN_ADDRESS,))]),
    (email(EventType.OPENED, to="jose@new.example"), [(JOSE, (SAME_MAILBOX,))]),
    (email(EventType.OPENED, to="jose+x@new.example"), [(JOSE, (SAME_MAILBOX,))]),
    (email(EventType.OPENED, to="a.b@new.example"), [(NAMELESS, (SAME_MAILBOX,))]),
    (to("x1@new.example", "Jane Park <x1@new.example>"), [(JANE, (NAMED,))]),
    (to("x1@new.example", '"Park, Jane" <x1@new.example>'), []),
    (to("x1@new.example", "jp@office.example", nested=True), [(JANE, (ADDRESSED,))]),
    (to("jane.park@new.example", "Jane <jp@office.example>"), [(JANE, (ADDRESSED, NAME_IN_ADDRESS))]),
    (to("x1@new.example", "jp@office.example, jose@home.example"), []),  # which of the two, nobody knows
    (text(EventType.DELIVERED, to="+4155550142"), [(JANE, (NUMBER,))]),  # Swiss, for want of a +1
    (text(EventType.DELIVERED, to="+12079460018"), [(NAMELESS, (NUMBER,))]),
    # Nothing to go by.
    (email(EventType.OPENED, to="info@new.example"), []),
    (email(EventType.OPENED, to="ann.common@new.example"), []),  # fits nine
    (email(EventType.OPENED, to="jan.park@new.example"), []),
    (email(EventType.OPENED, to="park@new.example"), []),
    (email(EventType.OPENED, to="(.*)|^@new.example"), []),
    (text(EventType.DELIVERED, to="+14155550199"), []),
    (to("x1@new.example", None), []),
    (email(EventType.OPENED, to="x1@new.example", raw="not JSON"), []),
    (email(EventType.OPENED, to="x1@new.example", raw="[1]"), []),
]


def likely(store: sa.Engine, viewpoint: Viewpoint = VIEW) -> list[tuple[str, tuple[str, ...]]]:
    with store.connect() as connection:
        (row,) = list_unknown(View(connection, viewpoint))
    return [(one.contact.title, one.reasons) for one in row.suggestions]


def test_whom_they_may_belong_to(store: sa.Engine) -> None:
    take_in(store, PEOPLE)
    take_in(store, [record for record, _ in CLUES if not getattr(record, "raw", "")])
    with store.connect() as connection:
        found = {row.contact.title: row for row in list_unknown(View(connection, VIEW))}
    for record, expected in CLUES:
        if not getattr(record, "raw", ""):
            address = record.message.address  # type: ignore[union-attr]
            told = [(one.contact.title, one.reasons) for one in found[address].suggestions]
            assert told == expected, address


@pytest.mark.parametrize(("record", "expected"), [clue for clue in CLUES if getattr(clue[0], "raw", "")])
def test_whom_an_email_was_addressed_to(
    store: sa.Engine, record: Record, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    take_in(store, [*PEOPLE, record])
    assert likely(store) == expected


def test_nobody_out_of_scope_is_suggested(store: sa.Engine) -> None:
    """An unknown contact has no owner, so a scope that shows it holds the empty one."""
    take_in(store, [*PEOPLE, to("jane.park@new.example", "jp@office.example")])
    assert likely(store, Viewpoint(Scope(frozenset({"", "Lee"})), VIEW.zone, VIEW.today)) == []
    with store.connect() as connection:
        assert count_unknown(View(connection, Viewpoint(Scope(frozenset({"Lee"})), VIEW.zone, VIEW.today))) == 0


def test_pages_search_and_one_alone(store: sa.Engine) -> None:
    take_in(store, [*PEOPLE, *(email(EventType.OPENED, n, to=f"u{n}@new.example") for n in range(30))])
    take_in(store, reply("Is it sold?", 50, number="+14155550188"))
    with store.connect() as connection:
        assert count_unknown(View(connection, VIEW)) == 31
        pages = [[row.contact.title for row in list_unknown(View(connection, VIEW), page=page)] for page in (1, 2, 3)]
        assert [len(page) for page in pages] == [25, 6, 0]
        assert pages[0][:2] == ["+14155550188", "u29@new.example"]
        assert [row.contact.title for row in list_unknown(View(connection, VIEW), search="u7")] == ["u7@new.example"]
        first = list_unknown(View(connection, VIEW), size=1)[0]
        assert (first.messages, first.last_text, first.contact.replies) == (1, "Is it sold?", 1)
        assert first.addresses == [("text", "+14155550188")]
        assert unknown_contact(View(connection, VIEW), first.contact.id) == first
        (jane,) = rows(store, contacts, "contact_id", name=JANE)
        assert unknown_contact(View(connection, VIEW), jane) is None
        assert unknown_contact(View(connection, VIEW), 1) is None
    attach(store, first.addresses, jane)
    with store.connect() as connection:
        assert count_unknown(View(connection, VIEW)) == 30
        assert unknown_contact(View(connection, VIEW), first.contact.id) is None
