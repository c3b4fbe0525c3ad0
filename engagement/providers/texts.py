"""What the readers of text providers share: the contact's number, our own, and the second event of a stop word."""

from dataclasses import replace

from engagement.domain.records import EventRecord
from engagement.domain.vocabulary import EventType
from engagement.providers.base import RejectedRecord
from engagement.providers.fields import quoted, read_number


def contact_number(written: str, region: str, *, inbound: bool) -> str:
    """The contact's end of a text. RejectedRecord when it is missing, or neither a phone number nor a short code."""
    number = read_number(written, region)
    if number is None:
        raise RejectedRecord(
            f"{quoted(written)}, which the text {'came from' if inbound else 'was sent to'}, is not a phone number."
            if written
            else f"The record does not say which number the text {'came from' if inbound else 'was sent to'}."
        )
    return number


def our_number(written: str, region: str) -> str | None:
    """Our end of a text: a number, or what stands there for one, such as the name of a service."""
    return (read_number(written, region) or written) or None


def opted_out_by(text: EventRecord) -> EventRecord:
    """The event that a stop word is, beside having come in (`text`).

    The seed shows such a contact by a text with the status Unsubscribed, and this text is the one they sent.
    """
    return replace(text, type=EventType.UNSUBSCRIBED, dedupe_key="keyword|opt-out", code=None, detail=text.message.text)
