"""Badges: a status as icon, word and colour, the same on every screen, with its definition on hover, focus and touch.

A badge is a button: what the keyboard stops at and what a finger may touch. actions.js shows the definition.
"""

from engagement.domain.vocabulary import TONE_COLOURS, Channel, EventType, Tone, meaning_of
from engagement.ui.parts.markup import Html, attribute, icon


def badge(channel: Channel, event: EventType) -> Html:
    """The badge of `event` on `channel`; KeyError for a pair that cannot happen."""
    meaning = meaning_of(channel, event)
    return toned(event.value, meaning.tone, meaning.icon, meaning.definition)


def toned(word: str, tone: Tone, symbol: str, definition: str) -> Html:
    """A badge that reads `word`. The page's colour scheme picks the colour for a light or a dark ground."""
    light, dark = TONE_COLOURS[tone]
    return Html(
        f'<button type="button" class="eg-badge" style="color: light-dark({light}, {dark})" '
        f'title="{attribute(definition)}">'
        f"{icon(symbol)}{attribute(word)}</button>"
    )
