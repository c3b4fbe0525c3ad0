"""Texts of ours that were sent after a stop, which is a list that is empty when all is well."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Row, and_, exists, or_, select

from engagement.domain.consent import Closes, Code, ConsentChannel, Source, What
from engagement.domain.consent_fold import Entry, fold_entries
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.lib.moments import from_micros, to_micros
from engagement.lib.text import folded
from engagement.query.consent.entries import entries_where, owners_of, rows_of
from engagement.query.contacts.contact_rows import rows_of_ids
from engagement.query.matching.view import View
from engagement.store.account import read_closes
from engagement.store.schema import events, ledger, messages
from engagement.store.sql import in_parts, pairs

_AT_ONCE = 5_000  # contacts
_TEXT = ConsentChannel.TEXT.value
_CONFIRMED_WITHIN = timedelta(minutes=1)
_CONFIRMS = re.compile(
    r"unsubscri|opt(?:ed)?[ -]?out|no (?:more|further)|(?:not|no longer) (?:receive|get|be|hear)|suscri|cancelad"
)


@dataclass(frozen=True, slots=True)
class AfterStop:
    """A text of ours that was sent though its number had opted out."""

    contact_id: int
    title: str  # what the contact is called on screen
    address: str
    message_id: int
    ours: str | None  # our number that it was sent from
    text: str
    sent_at: datetime  # UTC
    stopped_at: datetime  # UTC: when the opt-out came that stood then
    status: EventType | None

    @property
    def hours(self) -> float:
        """How long after the opt-out it was sent."""
        return (self.sent_at - self.stopped_at) / timedelta(hours=1)


def texts_after_stop(view: View) -> list[AfterStop]:
    """Texts that were sent to a number while it was opted out, by the account's setting of what an opt-out closes; the
    latest first.

    A request in plain words that was decided to be a stop counts from when it came; a text that was sent before the
    decision is among these. Left out are texts that were refused, for they reached nobody, and a provider's own
    confirmation of a stop word ("You have successfully been unsubscribed ..."), within a minute of it: the law allows
    one such text, and it is no text of ours.
    """
    closes = read_closes(view.connection)
    key = ("after stop", view.scope, closes)  # Overview asks on every visit
    return view.snapshot.once(key, lambda: _after_stop_of(view, closes))


def _after_stop_of(view: View, closes: Closes) -> list[AfterStop]:
    entries = _entries(view)
    owners = owners_of(view, entries)
    first: dict[int, int] = {}
    for number, contact_id in owners.items():
        stopped = min(one.at for one in entries[number] if one.what in (What.OUT, What.ASKED))
        first[contact_id] = min(first.get(contact_id, stopped), stopped)
    found = []
    for some in in_parts(sorted(first.items()), _AT_ONCE):
        for text in _sent(view, some):
            its = entries.get(text.address, ()) if owners.get(text.address) == text.contact_id else ()
            stop = _stop_before(its, text, closes)
            if stop is not None and not _confirms(text, its):
                found.append((text, stop))
    ids = sorted({text.contact_id for text, _ in found})
    titles = {row.id: row.title for row in rows_of_ids(view, ids)}
    told = [_after_stop(text, stop, titles[text.contact_id]) for text, stop in found]
    return sorted(told, key=lambda one: (one.sent_at, one.message_id), reverse=True)


def after_stop_by_number(found: Iterable[AfterStop]) -> Mapping[str | None, int]:
    """How many of `found` were sent from each of our numbers, the most first; None is where nobody said which."""
    counts = Counter(one.ours for one in found)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] or "")))


def _entries(view: View) -> dict[str, list[Entry]]:
    """The ledger of the phone numbers that ever opted out, ready to fold: they are few beside the contacts."""
    closed = select(ledger.c.address).where(
        ledger.c.channel == _TEXT, or_(ledger.c.what == What.OUT, ledger.c.code == Code.STOP)
    )
    found: dict[str, list[Entry]] = {}
    its = entries_where(ledger.c.channel == _TEXT, ledger.c.address.in_(closed))
    for row in rows_of(view.connection.execute(its)):
        found.setdefault(row.address, []).append(row.entry())
    return found


def _sent(view: View, first: Iterable[tuple[int, int]]) -> Iterable[Row[Any]]:
    """Our texts to some contacts after a moment of each (microseconds since 1970), but refused and canceled ones."""
    since = pairs(view.connection, first, contact_id=BigInteger, at=BigInteger)
    m, e = messages.c, events.c
    held_back = exists().where(
        e.contact_id == m.contact_id, e.message_id == m.message_id, or_(e.suppressed, e.type == EventType.UNSUBSCRIBED)
    )
    wanted = (m.contact_id, m.message_id, m.address, m.our_address, m.text, m.sent_at, m.status)
    return view.connection.execute(
        select(*wanted)
        .join_from(since, messages, and_(m.contact_id == since.c.contact_id, m.sent_at > since.c.at))
        .where(m.channel == Channel.TEXT, m.direction == Direction.OUTBOUND, m.canceled.is_(False), ~held_back)
    )


def _stop_before(entries: Iterable[Entry], text: Row[Any], closes: Closes) -> Entry | None:
    """The opt-out that stood when a text was sent; None when its number could be written to.

    Decisions are heard whenever they were made, since the request itself tells when the person asked.
    """
    at = to_micros(text.sent_at)
    heard = [one for one in entries if one.at < at or one.what == What.DECIDED]
    if closes is Closes.SAME:
        heard = [one for one in heard if one.ours in (None, text.our_address)]
    return fold_entries(heard).closed


def _confirms(text: Row[Any], entries: Iterable[Entry]) -> bool:
    """Whether a text confirms a stop word that came just before it."""
    words = folded(text.text or "")
    if not _CONFIRMS.search(words):
        return False
    return any(
        one.what == What.OUT
        and one.source == Source.TEXT
        and timedelta(0) <= text.sent_at - from_micros(one.at) <= _CONFIRMED_WITHIN
        for one in entries
    )


def _after_stop(text: Row[Any], stop: Entry, title: str) -> AfterStop:
    return AfterStop(
        contact_id=text.contact_id,
        title=title,
        address=text.address,
        message_id=text.message_id,
        ours=text.our_address,
        text=text.text or "",
        sent_at=text.sent_at,
        stopped_at=from_micros(stop.at),
        status=EventType(text.status) if text.status else None,
    )
