"""What an inbound text is, and which of its words say so."""

import re
from dataclasses import dataclass
from enum import StrEnum

from engagement.domain.texts.complaints import COMPLAINTS
from engagement.domain.texts.harmless import HARMLESS
from engagement.domain.texts.letters import as_written, plain_letters
from engagement.domain.texts.machines import automatic, notice, reaction
from engagement.domain.texts.requests import REQUESTS
from engagement.domain.texts.rules import Rule, compiled
from engagement.domain.texts.spanish import HARMLESS_SPANISH, SPANISH
from engagement.domain.texts.stop_words import KeywordSet
from engagement.domain.texts.wording import Wording, typed_as
from engagement.domain.texts.wrong_numbers import WRONG_NUMBERS
from engagement.domain.vocabulary import Keyword


class TextKind(StrEnum):
    """What an inbound text is."""

    STOP_WORD = "stop word"  # an opt-out at once
    OPT_IN_WORD = "opt-in word"
    YES = "yes"  # an opt-in where the number stood opted out; else the best reply there is
    HELP = "help"
    ASKS_TO_STOP = "asks to stop"  # held until a person decides
    REACTION = "reaction"
    AUTOMATIC = "automatic answer"  # of a phone, an office, a carrier or a short code
    OURS = "our own number"  # one of our numbers to another: whatever it says, nobody asks for anything
    REPLY = "reply"


NO_REPLIES = frozenset(
    (TextKind.STOP_WORD.value, TextKind.REACTION.value, TextKind.AUTOMATIC.value, TextKind.OURS.value)
)
"""What an inbound text is, beside the provider's keywords, when it is no reply."""

_OF_KEYWORD = {
    Keyword.OPT_OUT: TextKind.STOP_WORD,
    Keyword.OPT_IN: TextKind.OPT_IN_WORD,
    Keyword.YES: TextKind.YES,
    Keyword.HELP: TextKind.HELP,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text is, by which `rule` (its name), and the `words` of the text that decided; both "" for a reply."""

    kind: TextKind
    words: str = ""
    rule: str = ""


_REPLY = Reading(TextKind.REPLY)
_ELSEWHERE = Rule(
    "a stop word elsewhere",
    "Closes a number at another provider (AWS: ARRET, REMOVE, TD; Twilio: STOPALL; courts: EXIT), so the person "
    "means it.",
    frozenset({"arret", "arreter", "td", "stopall", "desist", "halt", "exit"}),
    compiled(r"<start>(?:arret|arreter|td|stopall|desist|halt|exit)<end>"),
)
RULES: tuple[Rule, ...] = (*REQUESTS, *WRONG_NUMBERS, *COMPLAINTS, *SPANISH, _ELSEWHERE)
"""The rules of requests in plain words, in the order in which they are tried."""

_TELLING = frozenset[str]().union(*(each.needs for each in RULES))
_TELLING_TYPED = typed_as(_TELLING)
_RULES_OF = {word: [place for place, each in enumerate(RULES) if word in each.needs] for word in _TELLING}
_LETTER = re.compile(r"\S")
_STOP_SIGN = Rule(
    "a stop sign",
    "A sign that says stop, and no word: people send one where they would send STOP. It is no word of a provider, so "
    "nothing is closed.",
    frozenset(),
    re.compile(r"(?=.*[🛑⛔🚫])[\s\ufe0f.,!🛑⛔🚫]+", re.DOTALL),
)


def read_text(body: str, keywords: KeywordSet) -> Reading:
    """What `body`, a text somebody sent to a number of ours with these `keywords`, is.

    The question it answers is not asked about: a STOP said to "Should we stop or go on?" is a stop, for the law knows
    no such question, and the carrier has closed the number.
    """
    keyword = keywords.keyword_of(body)
    if keyword is not None:
        return Reading(_OF_KEYWORD[keyword], body.strip(), "keyword")
    plain = plain_letters(body)
    if reaction(plain):
        return Reading(TextKind.REACTION, body.strip(), "reaction")
    noticed = notice(plain)
    if noticed:
        return Reading(TextKind.AUTOMATIC, as_written(body, plain, noticed), "notice")
    asked = request_in(body, plain)
    if asked:
        return asked
    answered = automatic(plain)
    if answered:
        return Reading(TextKind.AUTOMATIC, as_written(body, plain, answered), "automatic answer")
    return _REPLY


def request_in(body: str, plain: str = "") -> Reading | None:
    """The request to be left alone that `body` makes in plain words; None when it makes none.

    `plain`: its plain letters, where they are known already.
    """
    if not body.isascii() and _STOP_SIGN.pattern.fullmatch(body):
        return Reading(TextKind.ASKS_TO_STOP, body.strip(), _STOP_SIGN.name)
    wording = Wording(body, plain)
    if not wording.has_any(_TELLING_TYPED):
        return None
    line = wording.line()
    places = {place for word in _TELLING.intersection(line.split()) for place in _RULES_OF[word]}
    rules = [RULES[place] for place in sorted(places)]
    # Most texts fit no rule at all, so what is harmless is covered up only where one fits.
    if not any(each.pattern.search(line) for each in rules):
        return None
    for harmless in (HARMLESS, HARMLESS_SPANISH):
        line = harmless.sub(_covered, line)
    for each in rules:
        found = each.pattern.search(line)
        if found:
            return Reading(TextKind.ASKS_TO_STOP, wording.written(found.start(), found.end()), each.name)
    return None


def _covered(found: re.Match[str]) -> str:
    return _LETTER.sub("~", found[0])
