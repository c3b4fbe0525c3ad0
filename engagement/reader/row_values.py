"""What one record says of a message and an event, as the values that are written.

All that needs no database is worked out here: ids, texts that every database can keep, times as numbers. So it can be
done in another process (ingest/ahead), and what goes from one to the other is plain tuples, which cost a sixth
of the records themselves to send.
"""

from typing import Any, NamedTuple

import orjson

from engagement.domain.records import EventRecord, MessageFacts, MessageRecord
from engagement.lib.ids import stable_id
from engagement.lib.moments import to_micros
from engagement.lib.text import storable

Values = tuple[Any, ...]

MESSAGE_COLUMNS = (
    "provider_key",
    "channel",
    "direction",
    "address",
    "our_address",
    "origin",
    "attributed_by",
    "subject",
    "text",
    "media",
    "media_count",
    "keyword",
    "stated_sent_at",
)
"""The columns of `messages` that one record can say by itself."""

EVENT_COLUMNS = (
    "event_id",
    "channel",
    "type",
    "at",
    "clock",
    "machine",
    "suppressed",
    "reason",
    "code",
    "detail",
    "url",
    "raw",
    "provider",
)
"""The columns of `events` that one record can say by itself."""


class RowValues(NamedTuple):
    """One record about a message. Whose it is depends on who has the address, which only the database knows."""

    channel: str
    address: str
    message_id: int
    campaign: str | None  # its name
    message: Values  # of MESSAGE_COLUMNS
    event: Values | None  # of EVENT_COLUMNS


def values_of(record: EventRecord | MessageRecord) -> RowValues:
    """What `record` says."""
    facts = record.message
    channel = facts.channel._value_  # `.value` is looked up by a function, which shows in the millions
    # One Message-ID can go to several recipients, so a message is the pair. A sid should name one text, but should
    # two records differ in its number, each stays with its own, even when one contact comes to have both.
    message_id = stable_id(channel, facts.key, facts.address)
    event = _event(record, channel) if isinstance(record, EventRecord) else None
    campaign = facts.attribution.campaign if facts.attribution else None
    return RowValues(channel, facts.address, message_id, campaign or None, _message(facts, channel), event)


def _message(facts: MessageFacts, channel: str) -> Values:
    said = facts.attribution
    return (
        storable(facts.key),
        channel,
        facts.direction._value_,
        facts.address,
        _kept(facts.our_address),
        None if said is None else said.origin._value_,
        None if said is None else said.by._value_,
        _kept(facts.subject),
        _kept(facts.text),
        orjson.dumps(facts.media).decode() if facts.media else None,
        facts.media_count,
        None if facts.keyword is None else facts.keyword._value_,
        None if facts.sent_at is None else to_micros(facts.sent_at),
    )


def _event(record: EventRecord, channel: str) -> Values:
    return (
        stable_id(record.dedupe_key),
        channel,
        record.type._value_,
        to_micros(record.at),
        record.clock._value_,
        record.machine,
        record.suppressed,
        _kept(record.reason),
        _kept(record.code),
        _kept(record.detail),
        _kept(record.url),
        storable(record.raw),
        record.provider,
    )


def _kept(text: str | None) -> str | None:
    return None if text is None else storable(text)
