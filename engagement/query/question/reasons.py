"""Why a message has the status it has, told by its events: the same words on a timeline, in a list and in a file."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, EventType, Tone
from engagement.providers.told import Said, in_words

TROUBLE = frozenset(
    pair for pair, meaning in EVENT_MEANINGS.items() if meaning.tone in (Tone.FAILED, Tone.NOT_YET, Tone.STOP)
)
"""The events whose reason a message shows: those that tell of something going wrong, by channel and type."""


class Telling(Protocol):
    """What is read of an event to tell a reason by it."""

    @property
    def type(self) -> str:
        """What happened."""

    @property
    def provider(self) -> str | None:
        """Whose event it is."""

    @property
    def reason(self) -> str | None:
        """The provider's reason."""

    @property
    def code(self) -> str | None:
        """The provider's code."""

    @property
    def detail(self) -> str | None:
        """The provider's words."""


_Event = TypeVar("_Event", bound=Telling)


def deciding(channel: Channel, status: str | None, its_events: Sequence[_Event]) -> list[_Event]:
    """The events that say why a message has its status, when that is trouble; for one on its way, why it was put off.

    `its_events` are those of the message in their order, and so is the answer.
    """
    telling = [event for event in its_events if (channel, event.type) in TROUBLE]
    found = [event for event in telling if event.type == status]
    return found or [event for event in telling if event.type == EventType.TEMPORARY_FAILURE and not arrived(status)]


def reason_in_words(channel: Channel, events_that_decide: Sequence[Telling]) -> str | None:
    """What the last of them says that says anything; None when none does."""
    for event in reversed(events_that_decide):
        words = in_words(Said(channel, event.provider, event.reason, event.code, event.detail))
        if words is not None:
            return words
    return None


def arrived(status: str | None) -> bool:
    """Whether a message is on its way no more."""
    return status not in (None, EventType.ACCEPTED)
