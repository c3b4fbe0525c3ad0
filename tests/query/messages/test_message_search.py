"""Messages are found by what people type of them."""

from dataclasses import replace

from sqlalchemy import Engine

from engagement.domain.vocabulary import EventType
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.query.matching.view import View
from engagement.query.messages.message_list import list_messages
from engagement.query.question.message_filter import MessageFilter
from tests.query.jane import TEXT, VIEWPOINT, event


def test_messages_are_found_by_the_other_spelling_of_a_cell_phone(store: Engine) -> None:
    take_in(store, [event(replace(TEXT, address="+525512345678"), EventType.DELIVERED)])
    take_in(store, [event(replace(TEXT, key="SM2"), EventType.DELIVERED)])
    prepare(store, VIEWPOINT.zone.key)
    with store.connect() as connection:
        for search in ("+52 1 55 1234 5678", "5215512345678", "+52 55 1234 5678"):
            (row,) = list_messages(View(connection, VIEWPOINT), MessageFilter(search=search))
            assert row.provider_key == TEXT.key
