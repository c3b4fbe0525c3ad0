"""What is counted of messages: the numbers of a campaign, a trend, an overview. One word, one meaning, everywhere.

A measure counts a message once, however often its event came, and a person once, however many messages they had.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from engagement.domain.marks import Kind, Mark
from engagement.domain.vocabulary import Direction

Row = Mapping[str, Any]


class Measure(StrEnum):
    """Something a message can have come to; its value is what addresses and tables call it."""

    SENT = "sent"
    DELIVERED = "delivered"
    OPENED = "opened"
    OPENED_BY_PERSON = "opened by people"
    CLICKED = "clicked"
    CLICKED_BY_PERSON = "clicked by people"
    REPLIED = "replied"
    UNSUBSCRIBED = "unsubscribed"
    REFUSED = "refused"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


MEASURE_DEFINITIONS: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.SENT: "Messages to contacts on file, whatever became of them; no text canceled before it was sent.",
        Measure.DELIVERED: "Messages with a delivery reported, even if an error came after.",
        Measure.OPENED: "Emails with an open, by people or machines.",
        Measure.OPENED_BY_PERSON: "Emails with an open that no machine is said to have made.",
        Measure.CLICKED: "Emails with a click on a link, by people or machines.",
        Measure.CLICKED_BY_PERSON: "Emails with a click that no machine is said to have made.",
        Measure.REPLIED: "Texts answered: the next text from that number is a reply and this the last one before it.",
        Measure.UNSUBSCRIBED: "Emails unsubscribed from, and texts answered by a stop: the last of ours before it.",
        Measure.REFUSED: "Texts refused because the number had opted out before: no further unsubscribes.",
        Measure.BOUNCED: "Emails that failed for good. A temporary failure is none, nor is a send suppressed.",
        Measure.COMPLAINED: "Emails reported as spam.",
    }
)

MEASURE_LEFT_OUT: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.SENT: "What contacts wrote to you.",
        Measure.DELIVERED: "Messages whose provider reported no delivery.",
        Measure.OPENED: "Texts, and emails written by hand: nobody tracks them.",
        Measure.OPENED_BY_PERSON: "Opens that a provider says a machine made. Texts and emails by hand have none.",
        Measure.CLICKED: "Texts, and emails written by hand: nobody tracks them.",
        Measure.CLICKED_BY_PERSON: "Clicks of machines, as a provider says or a burst on several links shows.",
        Measure.REPLIED: "Stop, start and help words, reactions, automatic answers; answers to emails.",
        Measure.UNSUBSCRIBED: "Refusals over an earlier opt-out, and requests in plain words that nobody decided on.",
        Measure.REFUSED: "Emails held back over an earlier opt-out.",
        Measure.BOUNCED: "Emails put off for a while, sends held back over an earlier opt-out, and texts.",
        Measure.COMPLAINED: "Reports that mailbox providers keep to themselves, as Gmail does; and texts.",
    }
)
"""What one might look for in each measure, and is not counted there."""

# Plain values: what follows runs once for every message that an import touches.
_OUTBOUND = Direction.OUTBOUND.value
_SENT, _REPLIED, _UNSUBSCRIBED = Measure.SENT.value, Measure.REPLIED.value, Measure.UNSUBSCRIBED.value
_OF_MARKS: Mapping[int, str] = {
    kind.value: measure.value
    for kind, measure in {
        Kind.EMAIL_DELIVERED: Measure.DELIVERED,
        Kind.TEXT_DELIVERED: Measure.DELIVERED,
        Kind.OPEN: Measure.OPENED,
        Kind.OPEN_BY_PERSON: Measure.OPENED_BY_PERSON,
        Kind.CLICK: Measure.CLICKED,
        Kind.CLICK_BY_PERSON: Measure.CLICKED_BY_PERSON,
        Kind.EMAIL_UNSUBSCRIBE: Measure.UNSUBSCRIBED,
        Kind.TEXT_UNSUBSCRIBE: Measure.REFUSED,
        Kind.EMAIL_BOUNCE: Measure.BOUNCED,
        Kind.EMAIL_COMPLAINT: Measure.COMPLAINED,
    }.items()
}


def measured(message: Row, marks: Iterable[Mark]) -> dict[str, int | None]:
    """What a message has come to, and when first, from its folded row and its marks (marks.marks_of).

    Measures by their values; moments in microseconds since 1970, None where it is not known when a message was sent.
    Nothing for what a contact wrote, nor for what was canceled before it was sent: only messages of ours are counted.
    """
    if message["direction"] != _OUTBOUND or message["canceled"]:
        return {}
    first: dict[str, int | None] = {_SENT: message["sent_at"]}
    for kind, at in marks:
        measure = _OF_MARKS.get(kind)
        if measure is not None:
            known = first.get(measure)
            if known is None or at < known:
                first[measure] = at
    answered = message.get("answered_at")
    if answered is not None:
        first[_REPLIED] = answered
    stopped = message.get("stopped_at")
    if stopped is not None:
        first[_UNSUBSCRIBED] = stopped
    return first
