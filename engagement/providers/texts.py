"""What the readers of text providers share: the contact's number, our own, and the second event of a stop word."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from engagement.domain.records import EventRecord
from engagement.domain.texts.stop_words import keyword_set
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.providers.base import Item, RejectedRecord
from engagement.providers.fields import quoted, read_number

_RCS = "rcs:"  # before an end of a text that went by RCS: the contact's number, or the name of an agent of ours


def contact_number(written: str, region: str, *, inbound: bool) -> str:
    """The contact's end of a text. RejectedRecord when it is missing, or neither a phone number nor a short code."""
    number = read_number(written[len(_RCS) :] if is_rcs(written) else written, region)
    if number is None:
        raise RejectedRecord(
            f"{quoted(written)}, which the text {'came from' if inbound else 'was sent to'}, is not a phone number."
            if written
            else f"The record does not say which number the text {'came from' if inbound else 'was sent to'}."
        )
    return number


def our_number(written: str, region: str) -> str | None:
    """Our end of a text: a number, or what stands there for one, such as the name of a service or of an RCS agent."""
    if is_rcs(written):
        return rcs_agent(written[len(_RCS) :])
    return (read_number(written, region) or written) or None


def is_rcs(written: str) -> bool:
    """Whether an end of a text is written as RCS writes it. Such a text is one like any other: STOP there is STOP."""
    return written[: len(_RCS)].lower() == _RCS


def rcs_agent(name: str) -> str:
    """Our end of a text by RCS, from the name of our agent."""
    return _RCS + name.strip()


def opted_out_by(text: EventRecord) -> EventRecord:
    """The event that a stop word is, beside having come in (`text`).

    The seed shows such a contact by a text with the status Unsubscribed, and this text is the one they sent.
    """
    return replace(text, type=EventType.UNSUBSCRIBED, dedupe_key="keyword|opt-out", code=None, detail=text.message.text)


def without_own_numbers(items: Iterable[Item], own: Collection[str]) -> Iterator[Item]:
    """What a record holds, where `own` are numbers of ours: what one of them texts to another asks for nothing."""
    for item in items:
        if not isinstance(item, EventRecord):
            yield item
            continue
        text = item.message
        if text.channel is Channel.TEXT and text.direction is Direction.INBOUND and text.address in own:
            text.keyword, text.is_from_us = None, True
            if item.type is EventType.UNSUBSCRIBED:
                continue
        yield item


def with_own_words(items: Iterable[Item], own: Mapping[str, Keyword]) -> Iterator[Item]:
    """What a record holds, where the account has stop words of its `own`: a text that is one opts out as STOP does.

    It does so whatever the provider took the text for, for the provider knows nothing of the account's words.
    """
    keywords = keyword_set({}, own)
    for item in items:
        yield item
        if not isinstance(item, EventRecord):
            continue
        text = item.message
        if text.channel is not Channel.TEXT or text.direction is not Direction.INBOUND or not text.text:
            continue
        if (
            not text.is_from_us
            and text.keyword is not Keyword.OPT_OUT
            and keywords.keyword_of(text.text) is Keyword.OPT_OUT
        ):
            text.keyword = Keyword.OPT_OUT
            yield opted_out_by(item)
