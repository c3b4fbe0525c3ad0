"""What is counted of messages: the numbers of a campaign, a trend, an overview. One word, one meaning, everywhere.

A measure counts a message once, however often its event came, and a person once, however many messages they had.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


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
    BOUNCED = "bounced"
    COMPLAINED = "complained"


MEASURE_DEFINITIONS: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.SENT: "Messages to contacts that are on file, whatever became of them.",
        Measure.DELIVERED: "Messages with a delivery reported, even if an error came after.",
        Measure.OPENED: "Emails with an open, by people or machines.",
        Measure.OPENED_BY_PERSON: "Emails with an open that no machine is said to have made.",
        Measure.CLICKED: "Emails with a click on a link, by people or machines.",
        Measure.CLICKED_BY_PERSON: "Emails with a click that no machine is said to have made.",
        Measure.REPLIED: "Texts answered: the next text from that number is a reply and this the last one before it.",
        Measure.UNSUBSCRIBED: "Messages that reached Unsubscribed: an email's link, or a text refused over an opt-out.",
        Measure.BOUNCED: "Emails that failed for good. A temporary failure is none, nor is a send suppressed.",
        Measure.COMPLAINED: "Emails reported as spam.",
    }
)
