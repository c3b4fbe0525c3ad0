"""Which texts of ours were answered: those right after which, among all texts with that number, a reply came.

Texts with a number stand in the order of their times; at one moment ours stand before theirs, and then by message id.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from engagement.domain.vocabulary import Channel, Direction
from engagement.ingest.sets.count_writer import CountWriter
from engagement.ingest.write.merge import Change
from engagement.store.schema import contacts, messages, plain_time
from engagement.store.sql import among, update_rows

_OUTBOUND, _TEXT = Direction.OUTBOUND.value, Channel.TEXT.value


def refresh_answers(
    connection: Connection, counts: CountWriter, changes: Iterable[Change], unsettled: set[int]
) -> None:
    """Settle anew which texts were answered, for the contacts where `changes` may bear on it.

    `unsettled` are the contacts whose replies may have changed. The replies of contacts must be counted by now: for
    who never replied and whose replies did not change, there is nothing to settle.
    """
    moved = {
        after["contact_id"]
        for before, after, _ in changes
        if after["channel"] == _TEXT
        and (before is None or before["sent_at"] != after["sent_at"] or before["direction"] != after["direction"])
    }
    asked = sorted(moved - unsettled)
    with_replies = select(contacts.c.contact_id).where(
        among(connection, contacts.c.contact_id, asked), contacts.c.replies > 0
    )
    wanted = unsettled.union(connection.execute(with_replies).scalars() if asked else ())
    if not wanted:
        return
    settled = []
    for text, answered_at in _answers(connection, wanted):
        if text.answered_at != answered_at:
            settled.append({"contact_id": text.contact_id, "message_id": text.message_id, "answered_at": answered_at})
            if text.direction == _OUTBOUND:
                counts.change_answer(text.contact_id, dict(text._mapping), text.answered_at, answered_at)
    update_rows(connection, messages, ("contact_id", "message_id"), settled)


_COLUMNS = [
    plain_time(messages.c[name])
    for name in (
        "contact_id",
        "address",
        "sent_at",
        "direction",
        "message_id",
        "channel",
        "campaign_id",
        "is_reply",
        "answered_at",
    )
]


def _answers(connection: Connection, contact_ids: Iterable[int]) -> Iterator[tuple[Row[Any], int | None]]:
    """The texts of contacts, each with the moment it was answered, None for those that were not."""
    m = messages.c
    statement = select(*_COLUMNS).where(among(connection, m.contact_id, sorted(contact_ids)), m.channel == _TEXT)
    texts = connection.execute(statement).all()
    timed = sorted(
        (text for text in texts if text.sent_at is not None),
        key=lambda text: (text.contact_id, text.address, text.sent_at, text.direction != _OUTBOUND, text.message_id),
    )
    for _, conversation in groupby(timed, key=lambda text: (text.contact_id, text.address)):
        talk = list(conversation)
        for text, following in zip(talk, [*talk[1:], None], strict=True):
            is_answered = text.direction == _OUTBOUND and following is not None and following.is_reply
            yield text, following.sent_at if is_answered and following is not None else None
    yield from ((text, None) for text in texts if text.sent_at is None)
