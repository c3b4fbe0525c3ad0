"""A question about messages in words: what a list shows, as its heading says it."""

from collections.abc import Mapping
from types import MappingProxyType

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import CHANNEL_WORDS, Direction
from engagement.query.question.engaged_hour import engaged_in_words
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME
from engagement.query.question.wording import days

_DIRECTIONS = {Direction.OUTBOUND: " that you sent", Direction.INBOUND: " that contacts sent", None: ""}
_CAME_TO: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.SENT: "you sent",
        Measure.DELIVERED: "were delivered",
        Measure.OPENED: "were opened, by people or machines",
        Measure.OPENED_BY_PERSON: "were opened by people",
        Measure.CLICKED: "were clicked, by people or machines",
        Measure.CLICKED_BY_PERSON: "were clicked by people",
        Measure.REPLIED: "were answered",
        Measure.UNSUBSCRIBED: "led to an opt-out",
        Measure.REFUSED: "were refused over an earlier opt-out",
        Measure.BOUNCED: "bounced",
        Measure.COMPLAINED: "were reported as spam",
    }
)


def describe_messages(asked: MessageFilter, campaign: str | None = None, contact: str | None = None) -> str:
    """What `asked` means: "Emails of the campaign “Spring” that bounced since 1 Nov 2026, found by “jane”".

    `campaign` and `contact` are the names of those asked for; None when nobody has that id.
    """
    origin = f"{asked.origin} " if asked.origin else ""
    messages = CHANNEL_WORDS[asked.channel].messages if asked.channel else "messages"
    parts = [f"{origin}{messages}{_DIRECTIONS[asked.direction]}"]
    if asked.contact is not None:
        parts.append(f"to and from {contact or 'a contact that is not on file'}")
    if asked.campaign is not None:
        parts.append(f"of the campaign “{campaign}”" if campaign else "of a campaign that is not on file")
    if asked.sent != ANY_TIME:
        parts.append(f"sent {days(asked.sent)}")
    if asked.measure is not None:
        first = f" first {days(asked.measured)}" if asked.measured != ANY_TIME else ""
        parts.append(f"that {_CAME_TO[asked.measure]}{first}")
    if asked.engaged is not None:
        parts.append(f"that people opened, clicked or wrote in reply {engaged_in_words(asked.engaged)}")
    clauses = [f"whose last status is {asked.status}"] if asked.status is not None else []
    for words, value in (
        ("from", asked.sender),
        ("to addresses at", asked.domain),
        ("with the code", asked.code),
    ):
        if value:
            clauses.append(f"{words} {value}")
    if asked.search.strip():
        clauses.append(f"found by “{asked.search.strip()}”")
    sentence = ", ".join([" ".join(parts), *clauses])
    return sentence[0].upper() + sentence[1:]
