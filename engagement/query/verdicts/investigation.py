"""What there is to say of the messages to one person: what went wrong last, what was sent last, and why nothing was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engagement.domain.vocabulary import Channel
from engagement.query.contact.timeline import contact_addresses
from engagement.query.messages.message_list import latest_message, message_events, opt_out_message
from engagement.query.question.rows import ContactRow, MessageRow, TimelineEvent
from engagement.query.question.viewpoint import Viewpoint
from engagement.query.verdicts.why import Verdict, why
from engagement.query.verdicts.why_never import why_never, why_no_more


@dataclass(frozen=True, slots=True)
class Answer:
    """One verdict; with the message it is about and its events, if it is about one."""

    verdict: Verdict
    message: MessageRow | None = None
    events: Sequence[TimelineEvent] = ()


def answer_about(connection: Connection, message: MessageRow, viewpoint: Viewpoint, now: datetime) -> Answer:
    """What became of one message."""
    events = message_events(connection, message)
    return Answer(why(message, events, viewpoint, now), message, events)


def investigate(
    connection: Connection, contact: ContactRow, channel: Channel | None, viewpoint: Viewpoint, now: datetime
) -> list[Answer]:
    """All there is to say of what was sent to `contact`, on one channel or both, what matters most first.

    That is the latest message that did not arrive, or else the latest one; then the latest one on each channel; then
    what keeps any from being sent.
    """
    channels = tuple(Channel) if channel is None else (channel,)
    latest = [latest_message(connection, contact.id, one, viewpoint) for one in channels]
    failed = [
        message and latest_message(connection, contact.id, one, viewpoint, trouble=True)
        for one, message in zip(channels, latest, strict=True)
    ]
    found = [*_newest_first(failed), *_newest_first(latest)]
    told = {message.id: message for message in found}  # each once, where it comes first
    answers = [answer_about(connection, message, viewpoint, now) for message in told.values()]
    return [*answers, *_nothing(connection, contact, dict(zip(channels, latest, strict=True)), viewpoint)]


def _newest_first(messages: Sequence[MessageRow | None]) -> list[MessageRow]:
    known = [message for message in messages if message is not None]
    return sorted(known, key=lambda message: message.sent_at.timestamp() if message.sent_at else 0, reverse=True)


def _nothing(
    connection: Connection, contact: ContactRow, latest: dict[Channel, MessageRow | None], viewpoint: Viewpoint
) -> Iterator[Answer]:
    """Why nothing was sent on a channel, or may not be any more."""
    addresses = contact_addresses(connection, contact.id, viewpoint)
    for channel, message in latest.items():
        stop = opt_out_message(connection, contact.id, channel, viewpoint)
        if message is None:
            yield Answer(why_never(contact, addresses, channel, viewpoint, stop))
        elif (stopped := why_no_more(contact, channel, viewpoint, stop)) is not None:
            yield Answer(stopped)
