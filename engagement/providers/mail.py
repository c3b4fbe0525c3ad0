"""What the readers of email providers share: ids and addresses as emails write them."""

from datetime import datetime
from email.utils import getaddresses
from functools import lru_cache

from engagement.domain.addresses import normal_email
from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.records import Clock, ConsentRecord
from engagement.domain.vocabulary import EventType
from engagement.providers.base import RejectedRecord
from engagement.providers.fields import plain, short

_normal_sender = lru_cache(maxsize=10_000)(normal_email)  # a brokerage writes from few addresses


def message_id_of(written: object) -> str:
    """A Message-ID without its brackets; "" when there is none."""
    return (plain(written) or "").removeprefix("<").removesuffix(">").strip()


def key_of_event(event_id: str) -> str:
    """The key of a message of which nothing is known but one event: of a late bounce that names no message."""
    return f"event {event_id}"


def recipient_of(stated: object, label: str) -> str:
    """The address an event of the provider called `label` is about. RejectedRecord when it is missing or is none."""
    if not stated:
        raise RejectedRecord(f"The {label} event does not say whom it was sent to; export it again with its recipient.")
    address = normal_email(plain(stated) or "")
    if address is None:
        raise RejectedRecord(f'The {label} event was sent to "{short(stated)}", which is not an email address.')
    return address


def said_without_message(
    kind: EventType, address: str, at: datetime, event_id: str, *, word: str, label: str, ours: str | None
) -> ConsentRecord | None:
    """The opt-out that an event without its message is: it needs an address only. None for an event of another kind.

    `word` is the event's own, `label` the provider's; `ours` the domain or list of ours, where the event says it.
    """
    code = {EventType.UNSUBSCRIBED: Code.UNSUBSCRIBED, EventType.COMPLAINED: Code.COMPLAINED}.get(kind)
    if code is None:
        return None
    return consent_event(What.OUT, code, address, at, event_id, word=word, label=label, ours=ours)


def consent_event(
    what: What, code: Code, address: str, at: datetime, event_id: str, *, word: str, label: str, ours: str | None
) -> ConsentRecord:
    """What an event of the provider called `label` says of an email address, and of no message."""
    return ConsentRecord(
        ConsentChannel.EMAIL,
        address,
        what,
        at,
        Clock.EVENT,
        Source.EVENT,
        code,
        dedupe_key=event_id,
        ours=ours,
        words=word,
        place=f"{label}'s events",
    )


def first_address(stated: object) -> str | None:
    """The first address of a "to" header or of a list of recipients, or its text when no address is in it."""
    if isinstance(stated, list):
        stated = ", ".join(entry for entry in stated if isinstance(entry, str))
    if not isinstance(stated, str) or not stated.strip():
        return None
    addresses = (address for _, address in getaddresses([stated]) if normal_email(address))
    return next(addresses, stated)


def sender_of(*stated: object) -> str | None:
    """The first of these that is an email address."""
    for one in stated:
        if (text := plain(one)) and (address := _normal_sender(text)):
            return address
    return None
