"""Who may be written to: what whole conversations come to in the store."""

import itertools
from dataclasses import replace

import pytest
import sqlalchemy as sa

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.records import Clock, ConsentRecord, EventRecord
from engagement.domain.vocabulary import EventType
from engagement.ingest import take_in
from engagement.store.schema import contact_addresses, contacts, ledger, messages
from tests.ingest.conftest import Fresh
from tests.ingest.making import CELL, JANE, at, contact, email, reply, rows, text

STOPPED = "sent a stop word"
REFUSAL = "a text was refused because they had opted out"
LINK = "used the unsubscribe link of an email"
SPAM = "reported an email as spam"
HELD_BACK = "an email was held back because of an earlier unsubscribe or complaint"
OTHER_ADDRESS = "jane.park@office.example"


@pytest.mark.parametrize(
    ("events", "email_out", "text_out", "replies"),
    [
        ([email(EventType.DELIVERED)], None, None, 0),
        ([email(EventType.FAILED, reason="bounce")], None, None, 0),  # a bounce is no opt-out
        ([email(EventType.UNSUBSCRIBED, 5)], (5, LINK), None, 0),
        ([email(EventType.UNSUBSCRIBED, 5), email(EventType.OPENED, 9)], (5, LINK), None, 0),  # reached is enough
        ([email(EventType.COMPLAINED, 5)], (5, SPAM), None, 0),
        ([email(EventType.COMPLAINED, 7), email(EventType.UNSUBSCRIBED, 5)], (5, LINK), None, 0),  # since the first
        ([email(EventType.FAILED, 3, suppressed=True)], (3, HELD_BACK), None, 0),
        ([email(EventType.REJECTED, 3, suppressed=True)], (3, HELD_BACK), None, 0),
        ([email(EventType.UNSUBSCRIBED, 5), email(EventType.COMPLAINED, 3, to=OTHER_ADDRESS)], (3, SPAM), None, 0),
        (reply("stop ", 4), None, (4, STOPPED), 0),
        (reply("Stop calling me please", 4), None, None, 1),
        ([*reply("STOP", 4), *reply("start", 6, key="SM10")], None, None, 0),
        ([*reply("START", 4), *reply("STOP", 6, key="SM10")], None, (6, STOPPED), 0),
        (reply("Yes", 4), None, None, 1),
        ([*reply("STOP", 3), *reply("Yes", 4, key="SM10")], None, None, 0),
        ([*reply("STOP", 3), *reply("Yes", 4, key="SM10"), *reply("yes", 5, key="SM11")], None, None, 1),
        (reply("help", 4), None, None, 0),
        ([text(EventType.UNSUBSCRIBED, 4, code="21610")], None, (4, REFUSAL), 0),
        ([text(EventType.UNSUBSCRIBED, 4, code="21610"), *reply("UNSTOP", 6)], None, None, 0),
        ([text(EventType.UNSUBSCRIBED, 8, code="21610"), *reply("STOP", 3)], None, (3, STOPPED), 0),
        ([text(EventType.FAILED, 4, code="30006")], None, None, 0),
        ([*reply("STOP", 4), *reply("Hello?", 9, key="SM10")], None, (4, STOPPED), 1),  # a reply opts nobody in
        (
            [*reply("STOP", 4), email(EventType.DELIVERED, 6)],
            None,
            (4, STOPPED),
            0,
        ),  # one channel says nothing of the other
    ],
)
def test_what_a_conversation_comes_to(
    store: sa.Engine,
    events: list[EventRecord],
    email_out: tuple[int, str] | None,
    text_out: tuple[int, str] | None,
    replies: int,
) -> None:
    jane = contact("Jane Park", JANE, OTHER_ADDRESS, CELL)
    take_in(store, [*reversed(events), jane], batch_size=1)  # the last comes first, so every state is passed through
    out = [(value and (at(value[0]), value[1])) or (None, None) for value in (email_out, text_out)]
    wanted = ("do_not_email_at", "do_not_email_reason", "do_not_text_at", "do_not_text_reason", "replies")
    assert rows(store, contacts, *wanted) == [(*out[0], *out[1], replies)]


def test_an_opt_out_is_of_one_address_and_names_the_message_it_came_with(store: sa.Engine) -> None:
    take_in(store, [contact("Jane Park", JANE, OTHER_ADDRESS), email(EventType.UNSUBSCRIBED, 5, to=OTHER_ADDRESS)])
    (message,) = rows(store, messages, "message_id")
    wanted = ("address", "opted_out_at", "opted_out_reason", "opted_out_message_id")
    assert rows(store, contact_addresses, *wanted) == [
        (OTHER_ADDRESS, at(5), LINK, message),
        (JANE, None, None, None),
    ]


def test_events_without_a_message_that_share_an_id_but_not_their_kind_are_several(store: sa.Engine) -> None:
    said = ConsentRecord(
        ConsentChannel.EMAIL, JANE, What.OUT, at(5), Clock.EVENT, Source.EVENT, Code.UNSUBSCRIBED, "same-id"
    )
    again = replace(said, what=What.IN, code=Code.RESUBSCRIBED)
    take_in(store, [again, said, replace(said, code=Code.COMPLAINED), said])
    assert rows(store, ledger, "code") == ["complained", "resubscribed", "unsubscribed"]


def test_from_one_email_somebody_may_unsubscribe_come_back_and_unsubscribe_again(store: sa.Engine) -> None:
    first, again = (email(EventType.UNSUBSCRIBED, minutes, provider="sendgrid") for minutes in (1, 5))
    said = (What.IN, at(3), Clock.EVENT, Source.EVENT, Code.RESUBSCRIBED, "back")
    take_in(store, [contact("Jane Park", JANE), again])
    take_in(store, [ConsentRecord(ConsentChannel.EMAIL, JANE, *said), first])
    assert rows(store, contact_addresses, "opted_out_at") == [at(5)]
    assert len(rows(store, ledger, "entry_id", what=What.OUT.value)) == 2


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("cut", ["Yes", "START"])
def test_a_request_is_held_though_one_copy_of_its_text_is_cut_to_an_opt_in_word(
    store: sa.Engine, cut: str, turned: bool
) -> None:
    copies = [reply(cut, 5), reply(f"{cut} please stop texting me", 5)]
    take_in(store, [contact("Jane Park", CELL), *reply("STOP", 1, key="SM1")])
    for copy in reversed(copies) if turned else copies:
        take_in(store, copy)
    kept = rows(store, contact_addresses, "opted_out_at", "asked_to_stop_at")
    assert kept == [(at(1), at(5))]


def test_a_stop_of_an_event_that_shares_its_id_is_one_entry_in_any_order(fresh: Fresh) -> None:
    """Mailgun's test hooks give an open, a click and an unsubscribe one id; each may be the one that keeps it."""
    hooks = [email(kind, 5, dedupe="same-id") for kind in (EventType.OPENED, EventType.CLICKED, EventType.UNSUBSCRIBED)]
    for told in itertools.permutations(hooks):
        with fresh() as store:
            for event in told:
                take_in(store, [event])
            assert rows(store, ledger, "code") == ["unsubscribed"]
            assert rows(store, contacts, "do_not_email_at") == [at(5)]


def test_a_stop_is_of_the_moment_it_was_sent_where_one_report_tells_it(store: sa.Engine) -> None:
    late = [replace(event, at=at(500), clock=Clock.ARRIVAL) for event in reply("STOP", 4)]
    take_in(store, late)
    assert rows(store, contacts, "do_not_text_at") == [at(4)]
