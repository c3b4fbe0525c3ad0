"""What a later record adds to a message on file is kept, whichever way its row is written."""

from typing import Any

import pytest
import sqlalchemy as sa

from engagement.domain.records import AttributedBy, Attribution, Clock, EventRecord, MessageFacts
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword, Origin
from engagement.ingest import take_in
from engagement.store.schema import messages
from tests.ingest.making import CELL, NOON, OURS, at, check_sets, rows

BULK = Attribution(AttributedBy.IMPLIED, Origin.BULK)
NAMED = Attribution(AttributedBy.IMPLIED, Origin.CAMPAIGN, "Spring")
ADDED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    # what the later record says beside the first, and the columns that change
    ({"our_address": OURS}, {"our_address": OURS}),
    ({"subject": "Open house"}, {"subject": "Open house"}),
    ({"text": "Are you free? Tomorrow"}, {"text": "Are you free? Tomorrow"}),
    ({"media": ("https://example.com/a.png",)}, {"media": '["https://example.com/a.png"]'}),
    ({"media_count": 2}, {"media_count": 2}),
    ({"direction": Direction.INBOUND, "keyword": Keyword.HELP}, {"direction": "inbound", "keyword": "help"}),
    ({"attribution": BULK}, {"origin": Origin.BULK.value, "attributed_by": AttributedBy.IMPLIED.value}),
    ({"attribution": NAMED}, {"origin": Origin.CAMPAIGN.value, "attributed_by": AttributedBy.IMPLIED.value}),
    ({"sent_at": NOON}, {"stated_sent_at": NOON, "sent_at": NOON}),
    ({"sent_at": at(-5)}, {"stated_sent_at": at(-5), "sent_at": at(-5)}),
]


def said(**facts: Any) -> EventRecord:
    whole = {"direction": Direction.OUTBOUND, "text": "Are you free?", **facts}
    message = MessageFacts(Channel.TEXT, "SM1", address=CELL, **whole)
    return EventRecord(message, EventType.DELIVERED, NOON, Clock.EVENT, "delivered")


@pytest.mark.parametrize(("later", "changed"), ADDED, ids=[" ".join(later) for later, _ in ADDED])
def test_what_a_later_record_adds_is_kept(store: sa.Engine, later: dict[str, Any], changed: dict[str, Any]) -> None:
    take_in(store, [said()])
    with store.connect() as connection:
        before = dict(connection.execute(sa.select(messages)).mappings().one())
    take_in(store, [said(**later)])
    with store.connect() as connection:
        after = dict(connection.execute(sa.select(messages)).mappings().one())
    differs = {name for name, value in after.items() if value != before[name]}
    assert {name: after[name] for name in changed} == changed
    assert differs - {"campaign_id", "is_reply"} <= set(changed), "and nothing else did"
    check_sets(store)


def test_a_status_and_a_fuller_text_in_one_record_are_both_kept(store: sa.Engine) -> None:
    take_in(store, [said()])
    fuller = said(text="Are you free? Tomorrow")
    refused = EventRecord(fuller.message, EventType.UNDELIVERED, at(1), Clock.EVENT, "undelivered")
    take_in(store, [refused])
    assert rows(store, messages, "text", "status") == [("Are you free? Tomorrow", EventType.UNDELIVERED.value)]
    check_sets(store)
