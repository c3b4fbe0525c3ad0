"""What an inbound text is, from its reader to the store: held, told apart, or a reply."""

import pytest
import sqlalchemy as sa

from engagement.domain.texts.reading import TextKind
from engagement.ingest import take_in
from engagement.store.schema import contacts, messages
from tests.ingest.making import contact, reply, rows

OUT, ASKS, TALK = "opted out", TextKind.ASKS_TO_STOP, None
REACTION, AUTOMATIC = TextKind.REACTION, TextKind.AUTOMATIC


@pytest.mark.parametrize(
    ("body", "reading"),
    [
        ("Stop.", OUT),
        ("STOP!", OUT),
        ("STOP ALL", OUT),
        ("opt out", OUT),
        ("Opt-out", OUT),
        ("“End”", OUT),
        ("q u i t", OUT),
        ("Stop. Thank you", ASKS),
        ("Please stop texting me", ASKS),
        ("unsubscribe me", ASKS),
        ("ARRET", ASKS),
        ("numero equivocado", ASKS),
        ("lose my number", ASKS),
        ("Disliked “Open house Sunday 2pm” stop", ASKS),
        ("Liked “Open house Sunday 2pm”", REACTION),
        ("Disliked “Open house Sunday 2pm”", REACTION),
        ("\U0001f44d\u200b to “\u200aOpen house Sunday 2pm\u200a”", REACTION),
        ("Loved “STOP”", REACTION),
        (
            "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get where I'm "
            "going.",
            AUTOMATIC,
        ),
        ("Respuesta automática: estoy fuera de la oficina hasta el lunes", AUTOMATIC),
        ("Free Msg: Unable to send message - Message Blocking is active.", AUTOMATIC),
        ("Yes please, call me", TALK),
        ("We must stop by Sunday", TALK),
        ("I can't stop looking at that kitchen", TALK),
        ("Not interested in condos but houses yes", TALK),
        ("no deje de mandarme casas", TALK),
    ],
)
def test_a_text_is_stored_as_what_it_is(store: sa.Engine, body: str, reading: str | None) -> None:
    take_in(store, [*reply(body), contact("Jane Park", "+14155550142")])
    (kind, words), (replies, asked, out) = (
        rows(store, messages, "reading", "reading_words")[0],
        rows(store, contacts, "replies", "asked_to_stop_at", "do_not_text_at")[0],
    )
    assert kind == (None if reading == OUT else reading)
    assert (replies, asked is not None, out is not None) == (
        int(reading in (ASKS, TALK)),
        reading == ASKS,
        reading == OUT,
    )
    assert words is None or words in body


@pytest.mark.parametrize("body", ["STOP", "Yes", "Reply STOP to end", "How many bedrooms?", "Please stop texting me"])
def test_a_short_code_is_a_machine_whatever_it_writes(store: sa.Engine, body: str) -> None:
    take_in(store, reply(body, number="262966"))
    assert rows(store, contacts, "replies", "asked_to_stop_at") in ([(0, None)], [])
