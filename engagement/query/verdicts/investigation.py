"""What there is to say of the messages to one person: what went wrong last, what was sent last, and why nothing was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from engagement.domain.vocabulary import Channel
from engagement.query.contact.timeline import contact_addresses
from engagement.query.matching.view import View
from engagement.query.messages.message_list import latest_message, message_events, opt_out_message
from engagement.query.question.rows import ContactRow, MessageRow, TimelineEvent
from engagement.query.verdicts.why import Verdict, why
from engagement.query.verdicts.why_never import why_never, why_no_more


@dataclass(frozen=True, slots=True)
class Answer:
    """One verdict; with the message it is about and its events, if it is about one."""

    verdict: Verdict
    message: MessageRow | None = None
    events: Sequence[TimelineEvent] = ()


def answer_about(view: View, message: MessageRow, now: datetime) -> Answer:
    """What became of one message."""
    events = message_events(view, message)
    return Answer(why(message, events, view.viewpoint, now), message, events)


def investigate(view: View, contact: ContactRow, channel: Channel | None, now: datetime) -> list[Answer]:
    """All there is to say of what was sent to `contact`, on one channel or both, what matters most first.

    That is the latest message that did not arrive, or else the latest one; then the latest one on each channel; then
    what keeps any from being sent.
    """
    channels = tuple(Channel) if channel is None else (channel,)
    latest = [latest_message(view, contact.id, one) for one in channels]
    failed = [
        message and latest_message(view, contact.id, one, trouble=True)
        for one, message in zip(channels, latest, strict=True)
    ]
    found = [*_newest_first(failed), *_newest_first(latest)]
    told = {message.id: message for message in found}  # each once, where it comes first
    answers = [answer_about(view, message, now) for message in told.values()]
    return [*answers, *_nothing(view, contact, dict(zip(channels, latest, strict=True)))]


def _newest_first(messages: Sequence[MessageRow | None]) -> list[MessageRow]:
    known = [message for message in messages if message is not None]
    return sorted(known, key=lambda message: message.sent_at.timestamp() if message.sent_at else 0, reverse=True)


def _nothing(view: View, contact: ContactRow, latest: dict[Channel, MessageRow | None]) -> Iterator[Answer]:
    """Why nothing was sent on a channel, or may not be any more."""
    addresses = contact_addresses(view, contact.id)
    for channel, message in latest.items():
        stop = opt_out_message(view, contact.id, channel)
        if message is None:
            yield Answer(why_never(contact, addresses, channel, view.viewpoint, stop))
        elif (stopped := why_no_more(contact, channel, view.viewpoint, stop)) is not None:
            yield Answer(stopped)
