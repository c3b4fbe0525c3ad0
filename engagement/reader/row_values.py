"""What one record says of a message and an event, as the values that are written.

All that needs no database is worked out here: ids, texts that every database can keep, times as numbers. So it can be
done in another process (ingest/ahead), and what goes from one to the other is plain tuples, which cost a sixth
of the records themselves to send.
"""

from typing import Any, NamedTuple

import orjson

from engagement.domain.records import EventRecord, MessageFacts, MessageRecord
from engagement.domain.texts.reading import TextKind, read_text
from engagement.domain.texts.stop_words import is_short_code, keyword_set
from engagement.domain.vocabulary import Channel, Direction, Keyword
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
    "reading",
    "reading_words",
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
    address: str  # "" where the record leaves it out: ingest gives it that of the text on file with its key
    message_id: int
    campaign: str | None  # its name
    message: Values  # of MESSAGE_COLUMNS
    event: Values | None  # of EVENT_COLUMNS


_KEY, _ADDRESS = MESSAGE_COLUMNS.index("provider_key"), MESSAGE_COLUMNS.index("address")


def key_of(said: RowValues) -> str:
    """The provider's id of the message that a record is about."""
    return str(said.message[_KEY])


def with_address(said: RowValues, address: str) -> RowValues:
    """What a record says that left out the contact's address, which is this one."""
    message = (*said.message[:_ADDRESS], address, *said.message[_ADDRESS + 1 :])
    message_id = stable_id(said.channel, key_of(said), address)
    return said._replace(address=address, message_id=message_id, message=message)


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
        *_reading(facts, channel),
        None if facts.sent_at is None else to_micros(facts.sent_at),
    )


def _reading(facts: MessageFacts, channel: str) -> tuple[str | None, str | None]:
    """What an inbound text that is no keyword is, and which words of it say so; nothing for a reply."""
    if facts.direction is not Direction.INBOUND or channel != _TEXT:
        return None, None
    if facts.is_from_us:
        return TextKind.OURS.value, None
    return read_inbound(facts.text, facts.address, None if facts.keyword is None else facts.keyword._value_)


def read_inbound(text: str | None, address: str, keyword: str | None) -> tuple[str | None, str | None]:
    """What an inbound text from `address` is beside a keyword (TextKind), and the words that decided.

    Nothing for a reply, and for a text that is a keyword already. A short code is a machine's, whatever it writes.
    """
    if keyword is not None and not (keyword == Keyword.YES._value_ and is_short_code(address)):
        return None, None
    if is_short_code(address):
        return TextKind.AUTOMATIC.value, None
    if not text:
        return None, None
    reading = read_text(text, _LAW)
    return (None, None) if reading.kind in _TALK else (reading.kind.value, storable(reading.words))


# The provider's own words were looked for by its reader; those of the law count wherever a text comes from.
_LAW = keyword_set({})
_TALK = frozenset((TextKind.REPLY, TextKind.YES, TextKind.HELP, TextKind.OPT_IN_WORD))
_TEXT = Channel.TEXT.value


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
