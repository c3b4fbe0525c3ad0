"""Entries into the ledger: what texts and events on file say of consent, and what lists and people say.

An entry is never removed. Its id is made from what it tells of (a text, an event, a list's cell), so that the same said
again is the same entry; of its moment the better known one stands, the earlier where both are known as well.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from engagement.domain.consent import Code, Source, What
from engagement.domain.consent_fold import Entry, entry_of
from engagement.domain.records import Clock, ConsentRecord
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.ingest.write.load import known_events
from engagement.ingest.write.merge import Row, another_kind_id
from engagement.lib.ids import stable_id
from engagement.lib.moments import to_micros
from engagement.lib.text import storable
from engagement.providers.told import list_of
from engagement.store.erased import erased_names
from engagement.store.schema import events, ledger, messages, plain_time
from engagement.store.sql import among, fetch, upsert

Address = tuple[str, str]  # channel, address

_OF_KEYWORD: Mapping[str, tuple[What, Code]] = {
    Keyword.OPT_OUT.value: (What.OUT, Code.STOP_WORD),
    Keyword.OPT_IN.value: (What.IN, Code.OPT_IN_WORD),
    Keyword.YES.value: (What.IN, Code.YES),
}
_OF_READING: Mapping[str, tuple[What, Code]] = {
    TextKind.ASKS_TO_STOP.value: (What.ASKED, Code.REQUEST),
    TextKind.STOP_WORD.value: (What.OUT, Code.STOP_WORD),
}
BEARING = frozenset(_OF_READING)
"""What an inbound text is, beside a keyword, when it makes an entry."""

CLOSING = frozenset((EventType.UNSUBSCRIBED.value, EventType.COMPLAINED.value))
"""The kinds of events that make an entry; a send that was suppressed makes one too."""

_COLUMNS = tuple(column.name for column in ledger.c)
_TOLD = ("at", "entry_id", "what", "code", "source", "ours", "message_id")


def text_entry_id(message_id: int) -> int:
    """The id of the entry that an inbound text makes."""
    return stable_id("text", str(message_id))


def entries_from_messages(connection: Connection, contact_ids: Iterable[int]) -> list[Row]:
    """The entries that all messages of some contacts make, as rows of the ledger."""
    ids = sorted(set(contact_ids))
    if not ids:
        return []
    return [*_from_texts(connection, ids), *_from_events(connection, ids)]


def _from_texts(connection: Connection, contact_ids: Sequence[int]) -> Iterable[Row]:
    m, e = messages.c, events.c
    its_events = and_(e.contact_id == m.contact_id, e.message_id == m.message_id)
    wanted = ("message_id", "channel", "address", "our_address", "keyword", "reading", "text")
    # When the text was sent, where that is told; else the moment of the event that a stop word is (providers/texts.py),
    # which is only when its report reached us where no better one came.
    closed_at = func.min(e.at).filter(e.type == EventType.UNSUBSCRIBED.value)
    rows = connection.execute(
        select(
            *(m[name] for name in wanted),
            plain_time(func.coalesce(m.stated_sent_at, closed_at, m.sent_at)).label("at"),
            func.coalesce(func.min(e.clock), Clock.SENT.value).label("clock"),
            func.min(e.provider).label("provider"),
        )
        .select_from(messages.join(events, its_events, isouter=True))
        .where(
            among(connection, m.contact_id, contact_ids),
            m.direction == Direction.INBOUND.value,
            or_(m.keyword.in_(tuple(_OF_KEYWORD)), m.reading.in_(tuple(_OF_READING))),
        )
        .group_by(m.contact_id, *(m[name] for name in wanted), m.sent_at, m.stated_sent_at)
    ).mappings()
    for row in rows:
        if row["at"] is None:
            continue
        said = _said_in(row["keyword"], row["reading"])
        yield _row(
            row["channel"],
            row["address"],
            text_entry_id(row["message_id"]),
            said,
            Source.TEXT,
            at=int(row["at"]),
            clock=row["clock"],
            ours=ours_of(row["channel"], row["our_address"]),
            words=row["text"],
            message_id=row["message_id"],
            provider=row["provider"],
        )


def _said_in(keyword: str | None, reading: str | None) -> tuple[What, Code]:
    """What an inbound text says. One copy of it may be cut short: "Yes" of "Yes please, but stop texting me"."""
    if keyword != Keyword.OPT_OUT.value and reading is not None and reading in _OF_READING:
        return _OF_READING[reading]
    return _OF_KEYWORD[keyword or ""]


def _from_events(connection: Connection, contact_ids: Sequence[int]) -> Iterable[Row]:
    m, e = messages.c, events.c
    wanted = [
        m.contact_id,
        m.channel,
        m.address,
        m.our_address,
        m.message_id,
        e.event_id,
        e.type,
        e.suppressed,
        e.clock,
    ]
    rows = connection.execute(
        select(*wanted, plain_time(e.at).label("at"), e.detail, e.code, e.provider)
        .join_from(messages, events, and_(e.contact_id == m.contact_id, e.message_id == m.message_id))
        .where(
            among(connection, m.contact_id, contact_ids),
            m.direction == Direction.OUTBOUND.value,
            or_(e.type.in_(sorted(CLOSING)), e.suppressed),
        )
    )
    closing = rows.all()
    beside = known_events(connection, {(row.contact_id, row.message_id): None for row in closing}) if closing else {}
    found: dict[int, Row] = {}
    for row in closing:
        entry = _entry_of_event(row, _kind_id(row.event_id, row.type, beside[row.contact_id, row.message_id]))
        known = found.setdefault(entry["entry_id"], entry)
        found[entry["entry_id"]] = min(known, entry, key=_order)
    return found.values()


def _kind_id(event_id: int, kind: str, beside: Collection[int]) -> int:
    """The id of an event by its provider's id and its kind, whichever of the two it is kept by (merge.another_kind_id).

    `beside` are the ids of all events of its message: it is kept by both where one of them leads to its id.
    """
    if any(another_kind_id({"event_id": other, "type": kind}) == event_id for other in beside if other != event_id):
        return event_id
    return another_kind_id({"event_id": event_id, "type": kind})


def _entry_of_event(row: Any, named: int) -> Row:
    """The entry of an event, `named` by its provider's id and kind, however often it was reported.

    A message that was refused has one, whatever its events. From one email somebody may unsubscribe, come back, and
    unsubscribe again, from one list or from all.
    """
    is_text = row.channel == Channel.TEXT.value
    if row.type == EventType.COMPLAINED.value:
        code = Code.COMPLAINED
    elif row.suppressed or is_text or row.type not in CLOSING:
        code = Code.REFUSED
    else:
        code = Code.UNSUBSCRIBED
    own = [] if code is Code.REFUSED else [str(named)]
    return _row(
        row.channel,
        row.address,
        stable_id("event", str(row.message_id), code.value, *own),
        (What.OUT, code),
        Source.EVENT,
        at=row.at,
        clock=row.clock,
        ours=list_of(row.provider, row.detail) or ours_of(row.channel, row.our_address),
        words=row.code or row.type,
        message_id=row.message_id,
        provider=row.provider,
    )


def ours_of(channel: str, our_address: str | None) -> str | None:
    """Whom of ours a message was to or from: our number, or the domain of an email.

    An agent of RCS stands for all of our numbers: a stop said there closes SMS too.
    """
    if our_address is None or our_address.startswith("rcs:"):
        return None
    return our_address if channel == Channel.TEXT else our_address.rpartition("@")[2] or None


def entry_of_record(record: ConsentRecord) -> Row:
    """The row of what a list, or an event without its message, says."""
    return _row(
        record.channel.value,
        storable(record.address),
        # Of what and code as well: a provider's test hooks give events of several kinds one id.
        stable_id(record.source, record.channel, record.address, record.what, record.code, record.dedupe_key),
        (record.what, record.code),
        record.source,
        at=to_micros(record.at),
        clock=record.clock.value,
        ours=record.ours,
        words=record.words,
        place=record.place,
    )


def entry_by_hand(
    address: Address,
    said: tuple[What, Code],
    at: int,
    by: str,
    *,
    words: str,
    message_id: int | None = None,
    ours: str | None = None,
) -> Row:
    """The row of what a person here says of an address, with the reason as its words, or decides on a request."""
    what, code = said
    rest: dict[str, Any] = {
        "at": at,
        "clock": Clock.EVENT.value,
        "words": words,
        "message_id": message_id,
        "by": by,
        "ours": ours,
    }
    identity = stable_id("hand", *address, what.value, code.value, str(at), str(message_id or ""), by)
    return _row(*address, identity, said, Source.HAND, **rest)


def _row(channel: str, address: str, entry_id: int, said: tuple[What, Code], source: Source, **rest: Any) -> Row:
    what, code = said
    row: Row = dict.fromkeys(_COLUMNS)
    row |= {"channel": channel, "address": address, "entry_id": entry_id, "what": what.value, "code": code.value}
    row |= {"source": source.value, **rest}
    for name in ("ours", "words", "place", "by"):
        if row[name] is not None:
            row[name] = storable(row[name])
    return row


def add_entries(connection: Connection, rows: Iterable[Row]) -> frozenset[int]:
    """Write entries; gives the ids of those that were not there.

    Of one that was, only what is now better known is written: its moment, and what its text or event says by now.
    """
    wanted: dict[tuple[str, str, int], Row] = {}
    for row in rows:
        key = row["channel"], row["address"], row["entry_id"]
        wanted[key] = _better(wanted[key], row) if key in wanted else row
    if not wanted:
        return frozenset()
    known = {
        (row["channel"], row["address"], row["entry_id"]): row
        for row in _whole(connection, {(channel, address) for channel, address, _ in wanted})
    }
    changed = []
    for key, row in wanted.items():
        stored = known.get(key)
        row = row if stored is None else _better(stored, row)
        if row != stored:
            changed.append(row)
    upsert(connection, ledger, changed)
    return frozenset(key[2] for key in wanted if key not in known)


def _better(stored: Row, said: Row) -> Row:
    """Of two tellings of one entry. A text's or event's own row is made from all that is known: it stands as it is."""
    if said["source"] in (Source.TEXT.value, Source.EVENT.value) and said["message_id"] is not None:
        return said
    one, other = sorted((stored, said), key=_order)
    return {name: other[name] if one[name] is None else one[name] for name in one}


def _order(row: Row) -> tuple[int, int, str, str, str]:
    return row["clock"], row["at"], row["words"] or "", row["ours"] or "", row["place"] or ""


def entries_of(connection: Connection, addresses: Iterable[Address]) -> dict[Address, list[Entry]]:
    """What the ledger has of some addresses, ready to fold; an address without entries is absent."""
    found: dict[Address, list[Entry]] = {}
    for row in _whole(connection, addresses):
        found.setdefault((row["channel"], row["address"]), []).append(entry_of(*(row[name] for name in _TOLD)))
    return found


def with_entries(connection: Connection, addresses: Iterable[Address]) -> set[Address]:
    """Those of `addresses` that the ledger knows, erased ones among them."""
    addresses = set(addresses)
    names = erased_names(connection, addresses)
    found: set[Address] = set()
    for channel, some in _by_channel({*addresses, *names}).items():
        known = select(ledger.c.address).where(ledger.c.channel == channel, among(connection, ledger.c.address, some))
        found.update((channel, address) for (address,) in fetch(connection, known.distinct()))
    return {names.get(address, address) for address in found}


def _whole(connection: Connection, addresses: Iterable[Address]) -> list[Row]:
    """The rows of some addresses; those of an erased one come under its address again."""
    addresses = set(addresses)
    names = erased_names(connection, addresses)
    columns = [plain_time(column) for column in ledger.c]
    rows: list[Row] = []
    for channel, some in _by_channel({*addresses, *names}).items():
        its = select(*columns).where(ledger.c.channel == channel, among(connection, ledger.c.address, some))
        rows += (dict(zip(_COLUMNS, values, strict=True)) for values in fetch(connection, its))
    for row in rows:
        name = row["channel"], row["address"]
        row["address"] = names.get(name, name)[1]
    return rows


def _by_channel(addresses: Iterable[Address]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for channel, address in sorted(addresses):
        found.setdefault(channel, []).append(address)
    return found
