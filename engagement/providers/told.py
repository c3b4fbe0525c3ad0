"""What a provider said of an event, as we tell it: the cause, its words, and what the provider says more finely.

An event keeps whose it is, so a code is read by the table of the provider that gave it. What is in no table is told as
it came, never left out. All that asks about an event asks here, and knows causes only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import getaddresses
from typing import Any, NamedTuple

import orjson

from engagement.domain.addresses import normal_email
from engagement.domain.causes import (
    ADDRESS_IS_WRONG,
    ADDRESS_MAY_BE_RIGHT,
    BLOCKS_US,
    CAUSE_WORDS,
    HELD_BACK,
    Cause,
    Finer,
    Words,
)
from engagement.domain.vocabulary import Channel, Keyword
from engagement.providers import provider_named, providers
from engagement.providers.base import Codes, Own
from engagement.providers.mail_answers import bare_answer, exact_answer

_FINER_WORDS: Mapping[Finer | None, str] = {Finer.CANCELED: "It was canceled before it was sent."}
_SURE = HELD_BACK | {Cause.GREYLISTED}  # a provider that gives one of these as its reason knows better than any answer


class Said(NamedTuple):
    """What is stored of an event by which its cause is told."""

    channel: Channel
    provider: str | None  # its name
    reason: str | None
    code: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of an event, as we tell it."""

    cause: Cause
    words: Words
    finer: Finer | None
    spares_address: bool  # it failed for good, and that says nothing against the address

    @property
    def is_held_back(self) -> bool:
        """Whether the message was never attempted, because of what the address did before."""
        return self.cause in HELD_BACK

    @property
    def is_known(self) -> bool:
        """Whether a cause was given that a table has."""
        return self.cause not in (Cause.NOT_GIVEN, Cause.UNKNOWN)

    @property
    def blocks_us(self) -> bool:
        """Whether it was we who were refused, and not the address."""
        return self.cause in BLOCKS_US

    @property
    def address_is_wrong(self) -> bool:
        """Whether nothing sent to the address will arrive."""
        return self.cause in ADDRESS_IS_WRONG and not self.spares_address


def told(said: Said) -> Told:
    """Why a message failed or was put off, from what was said of it. What is not known is told as it came."""
    reason = _own(_table(said, of_codes=False), said.reason)
    found = _found(said, reason)
    spares = any(one is not None and one.cause in ADDRESS_MAY_BE_RIGHT for one in (found, reason))
    if found is not None:
        return Told(found.cause, found.words, _finer(said), spares)
    words = in_words(said) or said.detail
    if not words:
        return Told(Cause.NOT_GIVEN, CAUSE_WORDS[Cause.NOT_GIVEN], _finer(said), spares)
    other = CAUSE_WORDS[Cause.UNKNOWN]
    as_it_came = Words(words[0].lower() + words[1:].removesuffix("."), other.meaning, other.remedy, other.who)
    return Told(Cause.UNKNOWN, as_it_came, _finer(said), spares)


def in_words(said: Said) -> str | None:
    """What happened in one line; None when nothing was said of it.

    An unknown code or reason is shown as it came, never left out. What the recipient's server answered is quoted after.
    """
    reason = _own(_table(said, of_codes=False), said.reason)
    found = _found(said, reason)
    words = None if found is None else f"{found.words.happened[0].upper()}{found.words.happened[1:]}."
    if said.channel is Channel.TEXT:
        return words or _carriers_own(said) or _FINER_WORDS.get(_finer(said)) or None
    if words is None and said.reason and reason is None:
        words = f"The mail provider's reason is “{said.reason}”."
    answer = " ".join(part for part in (said.code, said.detail) if part)
    if answer and (found is None or found.cause not in HELD_BACK):
        quoted = f"The answer was “{answer}”."
        words = f"{words} {quoted}" if words else quoted
    return words


def _carriers_own(said: Said) -> str | None:
    """A text's code that no table has: with the provider's own words for it, or else bare."""
    _, _, rest = (said.detail or "").partition(":")
    own = (rest if _finer(said) is not None else said.detail or "").strip().removesuffix(".")
    if not said.code:
        return said.reason or None
    return f"The provider says “{own}”, code {said.code}." if own else f"The carrier's code is {said.code}."


def is_canceled(provider: str | None, detail: str | None) -> bool:
    """Whether a failure was that the message was taken back before it was sent, by whose event it is and its detail."""
    its_provider = provider_named(provider)
    return its_provider is not None and its_provider.finer.get((detail or "").partition(":")[0]) is Finer.CANCELED


def canceled_words() -> Sequence[tuple[str, str]]:
    """The provider and the word, alone or before a colon, of every detail that is_canceled holds of."""
    return [
        (provider.name, word)
        for provider in providers()
        for word, finer in provider.finer.items()
        if finer is Finer.CANCELED
    ]


def gives_up_after(provider: str | None) -> timedelta | None:
    """How long an email is tried again, by what its provider says; None where that is not known."""
    its_provider = provider_named(provider)
    hours = its_provider.tries_hours if its_provider else None
    return None if hours is None else timedelta(hours=hours)


def list_of(provider: str | None, detail: str | None) -> str | None:
    """The one list, or group, of ours that an unsubscribe was said to ("group 10"); None where it was said to all."""
    its_provider = provider_named(provider)
    word, _, rest = (detail or "").partition(":")
    finer = its_provider.finer.get(word) if its_provider else None
    return rest.strip() or None if finer is Finer.ONE_LIST else None


def ways_back(provider: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words by which somebody who opted out of texts opts in again, and those that are such a word only then."""
    its_provider = provider_named(provider)
    keywords = its_provider.keywords if its_provider else None
    return (keywords.of(Keyword.OPT_IN), keywords.of(Keyword.YES)) if keywords else (("START",), ())


def addressed_to(provider: str | None, raw: str) -> list[tuple[str, str]]:
    """The names and addresses in the To of an email, from the record of one of its events as it was kept."""
    its_provider = provider_named(provider)
    if its_provider is None or its_provider.addressed_to is None:
        return []
    try:
        record: Any = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return []
    header = its_provider.addressed_to(record) if isinstance(record, dict) else None
    pairs = ((name, normal_email(address)) for name, address in getaddresses([header] if header else []))
    return [(name, address) for name, address in pairs if address]


def _table(said: Said, *, of_codes: bool) -> Codes:
    provider = provider_named(said.provider)
    if provider is None:
        return {}
    return provider.codes if of_codes else provider.reasons


def _own(table: Codes, word: str | None) -> Own | None:
    """What a code or reason means by a provider's `table`, with its words; None for one that is not in it."""
    found = table.get(word or "")
    return Own(found, CAUSE_WORDS[found]) if isinstance(found, Cause) else found


def _found(said: Said, reason: Own | None) -> Own | None:
    """What says most first: the provider's code, that it was held back, the answer in full, its reason, a bare code."""
    code = _own(_table(said, of_codes=True), said.code)
    if code is not None or (reason is not None and reason.cause in _SURE):
        return code or reason
    answers = said.channel is Channel.EMAIL
    exact = exact_answer(said.code, said.detail) if answers else None
    if exact is not None:
        return Own(exact, CAUSE_WORDS[exact])
    if reason is not None and reason.cause is not Cause.NOT_GIVEN:
        return reason
    bare = bare_answer(said.code) if answers else None
    return None if bare is None else Own(bare, CAUSE_WORDS[bare])


def _finer(said: Said) -> Finer | None:
    provider = provider_named(said.provider)
    return None if provider is None else provider.finer.get((said.detail or "").partition(":")[0])
