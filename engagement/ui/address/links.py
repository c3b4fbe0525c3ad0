"""Links between screens: real addresses, so they can be copied and opened in a new tab."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.ui.address.contact_params import params_of
from engagement.ui.address.message_params import message_params
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, attribute, text

Params = Mapping[str, str | Iterable[str]]


def address(screen: Screen, params: Params) -> str:
    """The address of `screen` with `params`, relative to any other screen's."""
    plain = {name: value if isinstance(value, str) else list(value) for name, value in params.items()}
    query = urlencode(plain, doseq=True)
    path = "./" if screen is Screen.CONTACTS else str(screen)
    return f"{path}?{query}" if query else path


def messages_address(asked: MessageFilter) -> str:
    """The address of the list of messages that `asked` asks for, relative to any screen's."""
    return address(Screen.MESSAGES, message_params(asked))


def contacts_address(asked: EngagementFilter, today: date) -> str:
    """The address of the list of the contacts that `asked` means on the day `today`, relative to any other screen's."""
    return address(Screen.CONTACTS, params_of(asked, today))


def link(label: str, screen: Screen, params: Params) -> Html:
    """A link to `screen` that reads `label`. links.js opens it in place, and any click in its table row."""
    return Html(f'<a data-screen="{screen}" href="{attribute(address(screen, params))}">{text(label)}</a>')


def opening(label: str, screen: Screen, place: str, words: str = "") -> Html:
    """A link to `place`, an address of `screen`. `words` are read aloud in place of a `label` that says little."""
    spoken = f' aria-label="{attribute(words)}"' if words else ""
    return Html(f'<a data-screen="{screen}" href="{attribute(place)}"{spoken}>{text(label)}</a>')
