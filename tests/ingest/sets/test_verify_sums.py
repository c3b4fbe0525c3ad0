"""What is kept of messages and contacts otherwise than the events say is told by name, and a refold mends it."""

import pytest
import sqlalchemy as sa

from engagement.domain.vocabulary import EventType
from engagement.ingest import take_in
from engagement.ingest.refold import refold
from engagement.ingest.sets.difference import Difference
from engagement.ingest.sets.verify_sums import verify_sums
from engagement.store.schema import contacts, messages
from tests.ingest.making import CELL, JANE, check_sets, contact, email, reply, text

ACCOUNT = (
    contact("Jane Park", JANE, CELL),
    email(EventType.DELIVERED, 0),
    email(EventType.OPENED, 1),
    email(EventType.OPENED, 2, machine=True),
    email(EventType.CLICKED, 2),  # at one moment with an open: the one further along stands
    email(EventType.TEMPORARY_FAILURE, -1),
    text(EventType.SENDING, 4),
    text(EventType.DELIVERED, 3),  # callbacks come in any order
    *reply("Tuesday works!", 5),
)
COLUMNS = {
    messages: {
        **dict.fromkeys(("opens", "machine_opens", "clicks", "machine_clicks", "temporary_failures"), 7),
        **dict.fromkeys(("engaged_at", "human_engaged_at", "sent_at"), sa.literal(77, sa.BigInteger)),
        **dict.fromkeys(("status", "human_status"), "Accepted"),
        **dict.fromkeys(("status_at", "human_status_at"), sa.literal(77, sa.BigInteger)),
    },
    contacts: dict.fromkeys(("opens", "machine_opens", "clicks", "machine_clicks", "replies"), 7),
}
# An email's status and its moment are compared as one; a text's moment as that of the status it has.
ALSO = {
    ("status_at", "email"): {"status"},
    ("human_status_at", "email"): {"human_status"},
    ("status", "text"): {"status", "status_at"},
    ("human_status", "text"): {"human_status", "human_status_at"},
}


def found(store: sa.Engine) -> dict[str, int]:
    with store.connect() as connection:
        return {one.name: one.otherwise for one in verify_sums(connection)}


@pytest.mark.parametrize("channel", ["email", "text"])
@pytest.mark.parametrize("name", list(COLUMNS[messages]))
def test_a_column_of_a_message_that_its_events_do_not_say(store: sa.Engine, name: str, channel: str) -> None:
    take_in(store, ACCOUNT)
    assert found(store) == {}
    wrong = messages.update().where(messages.c.channel == channel, messages.c.direction == "outbound")
    with store.begin() as connection:
        connection.execute(wrong.values({name: COLUMNS[messages][name]}))
    told = found(store)
    named = ALSO.get((name, channel), {name})
    assert {column for column in told if column.endswith("of messages")} == {f"{one} of messages" for one in named}
    assert {told[f"{one} of messages"] for one in named} == {1}
    refold(store, "UTC")
    assert found(store) == {}
    check_sets(store)


@pytest.mark.parametrize("name", list(COLUMNS[contacts]))
def test_a_count_of_a_contact_that_its_messages_do_not_add_up_to(store: sa.Engine, name: str) -> None:
    take_in(store, ACCOUNT)
    with store.begin() as connection:
        connection.execute(contacts.update().values({name: COLUMNS[contacts][name]}))
        assert list(verify_sums(connection)) == [Difference(f"{name} of contacts", 0, 0, "contacts", 1)]
    refold(store, "UTC")
    check_sets(store)


def test_a_contact_and_a_message_of_which_nothing_happened(store: sa.Engine) -> None:
    take_in(store, [contact("John Doe", "john@example.com")])
    assert found(store) == {}
    with store.begin() as connection:
        connection.execute(contacts.update().values(replies=1))
    assert found(store) == {"replies of contacts": 1}


def test_what_the_check_does_is_told(store: sa.Engine) -> None:
    steps: list[tuple[str, int, int]] = []
    with store.connect() as connection:
        assert list(verify_sums(connection, lambda *step: steps.append(step))) == []
    assert steps == [("Adding up", 0, 2), ("Adding up", 1, 2), ("Adding up", 2, 2)]
