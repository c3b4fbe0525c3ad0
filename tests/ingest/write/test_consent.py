"""Who may be written to: the fold of one address's signs, and what whole conversations come to in the store."""

import itertools
import random

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import given

from engagement.domain.records import EventRecord
from engagement.domain.vocabulary import EventType, Keyword
from engagement.ingest import take_in
from engagement.ingest.write.fold import ConsentSign, fold_consent
from engagement.store.schema import contact_addresses, contacts, messages
from tests.ingest.making import CELL, JANE, at, contact, email, reply, rows, sign, text

STOP = sign(10, closes=True, message=1, reason="stop", keyword=Keyword.OPT_OUT)
REFUSED = sign(12, closes=True, message=2, reason="refused")
START = sign(20, closes=False, message=3, keyword=Keyword.OPT_IN)
EARLY_YES = sign(5, closes=False, message=4, keyword=Keyword.YES)
LATE_YES = sign(20, closes=False, message=5, keyword=Keyword.YES)
LATER_YES = sign(30, closes=False, message=6, keyword=Keyword.YES)
STOP_AGAIN = sign(40, closes=True, message=7, reason="stop again", keyword=Keyword.OPT_OUT)


@pytest.mark.parametrize(
    ("signs", "since", "reason", "replies"),
    [
        ([], None, None, set()),
        ([STOP], 10, "stop", set()),
        ([STOP, REFUSED], 10, "stop", set()),  # since the first sign of it
        ([STOP, START], None, None, set()),
        ([STOP, START, STOP_AGAIN], 40, "stop again", set()),
        ([START], None, None, set()),
        ([EARLY_YES], None, None, {4}),  # the best reply there is
        ([EARLY_YES, STOP], 10, "stop", {4}),
        ([STOP, LATE_YES], None, None, set()),  # an opt-in, since the number was opted out
        ([STOP, LATE_YES, LATER_YES], None, None, {6}),  # opted in again, so the next one is a reply
        ([REFUSED, LATE_YES], None, None, set()),
        (
            [sign(20, closes=True, message=8, reason="stop"), START],
            20,
            "stop",
            set(),
        ),  # at one moment, the opt-out stands
        ([sign(20, closes=True, message=8, reason="stop"), LATE_YES], 20, "stop", {5}),
    ],
)
def test_consent_is_walked_through_time(
    signs: list[ConsentSign], since: int | None, reason: str | None, replies: set[int]
) -> None:
    for told in itertools.islice(itertools.permutations(signs), 24):
        consent = fold_consent(told)
        assert (consent.opted_out_at, consent.reason, set(consent.replies)) == (since, reason, replies)


@given(
    signs=st.lists(
        st.builds(
            ConsentSign,
            st.integers(0, 4),
            st.booleans(),
            st.integers(1, 6),
            st.sampled_from(["a", "b"]),
            st.none() | st.sampled_from(["opt-in", "yes"]),
        ).filter(lambda one: one.closes or one.keyword is not None),
        unique_by=lambda one: (one.message_id, one.closes),
        max_size=7,
    ),
    rng=st.randoms(use_true_random=False),
)
def test_the_order_of_signs_does_not_matter(signs: list[ConsentSign], rng: random.Random) -> None:
    assert fold_consent(rng.sample(signs, len(signs))) == fold_consent(signs)


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
