"""What was written back to texts of ours: which were answered, and which one each stop belongs to.

Texts with a number stand in the order of their times, but for those canceled before they were sent; at one moment ours
stand before theirs, and then by message id. A text of ours was answered where the very next one is a reply. A stop
belongs to our last text before it: from the same number of ours, if that one ever wrote to them before it, and else
from any. A stop is a stop word, or a request that a person decided to be one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, or_, select

from engagement.domain.consent import Code, What
from engagement.domain.consent_fold import standing_decisions
from engagement.domain.measures import Measure
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import Channel, Direction, Keyword
from engagement.ingest.sets.count_writer import CountWriter
from engagement.ingest.write.merge import Change
from engagement.store.schema import contacts, ledger, messages, plain_time
from engagement.store.sql import among, fetch, update_rows

_OUTBOUND, _INBOUND, _TEXT = Direction.OUTBOUND.value, Direction.INBOUND.value, Channel.TEXT.value
_OPT_OUT, _STOP_WORD = Keyword.OPT_OUT.value, TextKind.STOP_WORD.value
_REQUEST = TextKind.ASKS_TO_STOP.value
_MEASURES = {"answered_at": Measure.REPLIED, "stopped_at": Measure.UNSUBSCRIBED}
_BEARING = ("sent_at", "direction", "our_address", "keyword", "reading", "canceled")
_Moments = dict[str, int | None]  # of _MEASURES


def refresh_answers(
    connection: Connection, counts: CountWriter, changes: Iterable[Change], unsettled: set[int]
) -> None:
    """Settle anew which texts were answered and which were stopped, for the contacts where `changes` may bear on it.

    `unsettled` are the contacts whose replies or consent may have changed: after a person decided on a request, its
    contact. The replies of contacts must be counted by now, and decisions in the ledger: for who never replied nor
    stopped, and whose replies did not change, there is nothing to settle.
    """
    moved = {
        after["contact_id"]
        for before, after, _ in changes
        if after["channel"] == _TEXT
        and (before is None or any(before.get(name) != after.get(name) for name in _BEARING))
    }
    asked = sorted(moved - unsettled)
    m, c = messages.c, contacts.c
    bears = or_(m.keyword == _OPT_OUT, m.reading.is_not(None))
    stopped = exists().where(m.contact_id == c.contact_id, m.direction == _INBOUND, bears)
    talking = select(c.contact_id).where(among(connection, c.contact_id, asked), or_(c.replies > 0, stopped))
    wanted = unsettled.union(connection.execute(talking).scalars() if asked else ())
    if not wanted:
        return
    settled = []
    for text, moments in _settled(connection, wanted):
        kept = text._mapping
        if any(kept[name] != at for name, at in moments.items()):
            settled.append({"contact_id": text.contact_id, "message_id": text.message_id, **moments})
            if text.direction == _OUTBOUND:
                for name, measure in _MEASURES.items():
                    counts.change_moment(text.contact_id, dict(kept), measure, kept[name], moments[name])
    update_rows(connection, messages, ("contact_id", "message_id"), settled)


_COLUMNS = [
    plain_time(messages.c[name])
    for name in (
        *("contact_id", "address", "sent_at", "direction", "message_id", "channel", "campaign_id"),
        *("our_address", "keyword", "reading", "is_reply", "answered_at", "stopped_at", "canceled"),
    )
]


def _settled(connection: Connection, contact_ids: Iterable[int]) -> Iterator[tuple[Row[Any], _Moments]]:
    """The texts of contacts, each with the moments it was answered and stopped, None for those that were not."""
    m = messages.c
    statement = select(*_COLUMNS).where(among(connection, m.contact_id, sorted(contact_ids)), m.channel == _TEXT)
    texts = connection.execute(statement).all()
    timed = sorted(
        (text for text in texts if text.sent_at is not None and not text.canceled),
        key=lambda text: (text.contact_id, text.address, text.sent_at, text.direction != _OUTBOUND, text.message_id),
    )
    decided = stops_decided(connection, (text.message_id for text in timed if text.reading == _REQUEST))
    for _, conversation in groupby(timed, key=lambda text: (text.contact_id, text.address)):
        talk = list(conversation)
        stopped = _stopped(talk, decided)
        for text, following in zip(talk, [*talk[1:], None], strict=True):
            is_answered = text.direction == _OUTBOUND and following is not None and following.is_reply
            answered_at = following.sent_at if is_answered and following is not None else None
            yield text, {"answered_at": answered_at, "stopped_at": stopped.get(text.message_id)}
    yield from ((text, dict.fromkeys(_MEASURES)) for text in texts if text.sent_at is None or text.canceled)


def _stopped(talk: Sequence[Row[Any]], decided: frozenset[int]) -> dict[int, int]:
    """The texts of ours that stops of a conversation belong to, by message id, and when the first of those came."""
    last: dict[str | None, Row[Any]] = {}  # by our number
    latest: Row[Any] | None = None
    found: dict[int, int] = {}
    for text in talk:
        if text.direction == _OUTBOUND:
            last[text.our_address] = latest = text
        elif text.keyword == _OPT_OUT or text.reading == _STOP_WORD or text.message_id in decided:
            its_own = last.get(text.our_address) if text.our_address is not None else None
            if (answered := its_own or latest) is not None:
                found.setdefault(answered.message_id, text.sent_at)
    return found


def stops_decided(connection: Connection, requests: Iterable[int]) -> frozenset[int]:
    """Those of some messages, requests in plain words, that a person decided to be a stop."""
    requests = list(requests)
    if not requests:
        return frozenset()
    d = ledger.c
    said = and_(d.what == What.DECIDED.value, d.channel == _TEXT, among(connection, d.message_id, requests))
    decided = fetch(connection, select(d.message_id, plain_time(d.at), d.code).where(said))
    standing = standing_decisions((message_id, at, code) for message_id, at, code in decided)
    return frozenset(one for one, code in standing.items() if one is not None and code == Code.STOP)
