"""The vocabulary as tables."""

from collections.abc import Iterable, Mapping, Sequence

from engagement.domain.consent import CONSENT_DEFINITIONS
from engagement.domain.vocabulary import (
    EVENT_MEANINGS,
    NOT_TRACKED,
    OPTION_DEFINITIONS,
    ORIGIN_DEFINITIONS,
    Channel,
    EventMeaning,
    EventType,
)
from engagement.query.question.message_filter import MessageFilter
from engagement.ui.address.contact_params import OPTION_KEYS
from engagement.ui.address.links import link, messages_address, opening
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.badge import badge
from engagement.ui.parts.markup import Html, number, text
from engagement.ui.parts.table import NUMBER, Head, table

_COUNT = "Messages now"
_SENTENCES = ("Meaning", "Who it finds")


def status_table(channel: Channel, counts: Mapping[tuple[Channel, EventType], int]) -> Html:
    """The events of `channel` in the order of its life cycle, with how many messages have each as their status."""
    meanings = [meaning for meaning in EVENT_MEANINGS.values() if meaning.channel is channel]
    return _table(("Status", "Meaning", _COUNT), (_status(meaning, counts) for meaning in meanings))


def option_table() -> Html:
    """The filter's options; each opens its list."""
    return _table(
        ("Option", "Who it finds"),
        (
            (link(option, Screen.CONTACTS, {OPTION_KEYS[option]: "true"}), text(meaning))
            for option, meaning in OPTION_DEFINITIONS.items()
        ),
    )


def origin_table() -> Html:
    """The origins of messages."""
    rows = [(text(origin.capitalize()), text(meaning)) for origin, meaning in ORIGIN_DEFINITIONS.items()]
    return _table(("Origin", "Meaning"), [*rows, (text("Not tracked"), text(NOT_TRACKED))])


def consent_table() -> Html:
    """The words of consent."""
    return _table(("Word", "Meaning"), ((text(word), text(meaning)) for word, meaning in CONSENT_DEFINITIONS.items()))


def _status(meaning: EventMeaning, counts: Mapping[tuple[Channel, EventType], int]) -> tuple[Html, ...]:
    count = counts.get((meaning.channel, meaning.type), 0)
    shown = text("never a status") if not meaning.is_status else Html(number(count))
    if count:
        asked = MessageFilter(channel=meaning.channel, status=meaning.type)
        shown = opening(number(count), Screen.MESSAGES, messages_address(asked))
    return badge(meaning.channel, meaning.type), text(meaning.definition), shown


def _table(heads: Iterable[str], rows: Iterable[Sequence[Html]]) -> Html:
    shown = [Head(head, NUMBER if head == _COUNT else "", is_long=head in _SENTENCES) for head in heads]
    return table(shown, rows, kind="eg-glossary")
