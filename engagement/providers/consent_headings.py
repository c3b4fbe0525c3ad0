"""Which columns of a contact list speak of consent, by their headings: "Email Opt Out", DoNotCall, UNSUB_TIME.

A heading is read when it is made of nothing but the words here, in whatever case and with whatever signs between. One
that speaks of consent in other words is never guessed: `speaks_of_consent` finds it, and a person is asked.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from engagement.domain.consent import ConsentChannel
from engagement.lib.text import folded as without_accents
from engagement.providers.fields import folded

EMAIL, TEXT, CALL = ConsentChannel.EMAIL, ConsentChannel.TEXT, ConsentChannel.CALL


class Says(StrEnum):
    """What the cells of a column say."""

    OUT = "out"  # yes: they opted out
    IN = "in"  # no: they opted out; yes says nothing here, for a list never lifts
    STATUS = "status"  # a word: "unsubscribed", "bounced", "active"
    WHEN = "when"  # the date they opted out
    NOTHING = "nothing"  # about consent, and no opt-out: when they opted in, a postal address, a fax
    WHY = "why"  # tells more of an opt-out that another column says: its reason, campaign or source


@dataclass(frozen=True, slots=True)
class ConsentColumn:
    """A column that speaks of consent: what its cells say, and of which channels."""

    heading: str
    says: Says
    channels: frozenset[ConsentChannel]
    of_bounces: bool = False  # the address is left out because it bounces, not because they asked

    @property
    def words(self) -> str:
        """What it is called by us, on screens."""
        channels = " and ".join(channel.value for channel in ConsentChannel if channel in self.channels)
        return {
            Says.OUT: f"no {channels}",
            Says.IN: f"{channels} opt-in",
            Says.STATUS: f"{channels} status",
            Says.WHEN: f"{channels} opt-out date",
            Says.WHY: f"about the {channels} opt-out",
        }.get(self.says, "about consent")


class _Word(StrEnum):
    """What a word of a heading stands for."""

    FILLER = "filler"
    EMAIL = "email"
    TEXT = "text"
    CALL = "call"
    PHONE = "phone"
    MESSAGE = "message"
    MAIL = "mail"
    FAX = "fax"
    CONTACT = "contact"
    NOT = "not"
    NO = "no"
    SEND = "send"
    OPT = "opt"
    OUT = "out"
    IN = "in"
    UNSUBSCRIBED = "unsubscribed"
    SUBSCRIBED = "subscribed"
    BLOCKED = "blocked"
    CLEANED = "cleaned"
    NOT_CALL = "do not call"
    CONSENT = "consent"
    STATUS = "status"
    WHEN = "when"
    WHY = "why"
    OF = "of"
    DOUBLE = "double"
    NEWSLETTER = "newsletter"
    MARKETING = "marketing"
    SUBSCRIPTION = "subscription"


_W = _Word
_VOCABULARY: Mapping[str, _Word] = {
    word: meaning
    for meaning, words in {
        _W.FILLER: "is has have been from for the a to all any lead person client customer member user subscriber "
        "primary global bulk mass list flag via by hs c pc personal me de del electronico address "
        "bitte vom von der des per par por aux les",
        _W.EMAIL: "email emails emailing correo correos demail demails courriel courriels",
        _W.TEXT: "text texts texting sms mms texto textos textnachricht textnachrichten",
        _W.CALL: "call calls calling llamar llamadas anruf anrufe anrufen appeler appel appels dappel dappels",
        _W.PHONE: "phone phones telephone telefono telefon",
        _W.MESSAGE: "message messages messaging mensaje mensajes nachricht nachrichten",
        _W.MAIL: "mail mailing mailings postal",
        _W.FAX: "fax",
        _W.CONTACT: "contact contacts contactar kontakt kontaktieren contacter",
        _W.NOT: "donot dont never nicht kein keine nepas neplus pas",
        _W.NO: "no",
        _W.SEND: "send receive receives allow allows allowed accept accepts can ok okay wants enviar disturb "
        "storen deranger senden schicken envoyer recevoir",
        _W.OPT: "opt opted opts",
        _W.OUT: "out",
        _W.IN: "in",
        _W.UNSUBSCRIBED: "unsubscribed unsubscribe unsubscribes unsub unsubs dadodebaja desuscrito "
        "abgemeldet abmeldung abbestellt desabonne desabonnee desabonnement desinscrit desinscrite desinscription",
        _W.SUBSCRIBED: "subscribed suscrito angemeldet abonne abonnee inscrit",
        _W.BLOCKED: "blacklisted blocklisted suppressed blacklist blocklist",
        _W.CLEANED: "cleaned clean",
        _W.NOT_CALL: "dnc",
        _W.CONSENT: "consent permission einwilligung consentement consentimiento",
        _W.STATUS: "status statut estado",
        _W.WHEN: "date time at on when timestamp datetime since datum am seit le depuis fecha",
        _W.WHY: "reason source campaign title id ip method mode other notes",
        _W.OF: "of",
        _W.DOUBLE: "double",
        _W.NEWSLETTER: "newsletter newsletters",
        _W.MARKETING: "marketing",
        _W.SUBSCRIPTION: "subscription",
    }.items()
    for word in words.split()
}
_LONGEST_FIRST = sorted(_VOCABULARY, key=len, reverse=True)
_NUMBERS = re.compile(r"\d{1,2}(?!\d)")
_LONGEST = 80  # letters of a heading that is looked into

_SPEAKS = re.compile(
    r"opt(?:ed|s)?(?:in|out)|unsub|consent|donot|dont(?:call|text|email|contact|send|mail)|gdpr|tcpa|subscri|permission"
    r"|suppress|revoke|b(?:lack|lock)list|optedout|norobo|desuscri|dadodebaja|nomarketing|nosolicit|solicitation"
    r"|abgemeldet|abmeld|abbestell|werbesperre|werbeverbot|abonn|angemeldet|widerspruch|widerrufen|einwilligung|zustimmung|dsgvo|robinson"
    r"|keine(?:weiteren?)?(?:e?mail|sms|anruf|werb|kontakt|nachricht)"
    r"|desabonn|desinscri|nep(?:as|lus)|pasde?(?:e?mail|sms|appel|contact|courriel)|rgpd|bloctel"
    r"|no(?:llamar|enviar|contactar|molestar|escribir)"
    r"|ok(?:ay)?to(?:contact|call|text|e?mail|send)|can(?:contact|call|text|e?mail)|contactable|litigator|complained"
)
_SPEAKS_ALONE = re.compile(
    r"\b(?:opt|opted|dnc|dnd|baja|do not|don t|nicht|spam|bounced|wrong number)\b|^(?:stop|removed)$"
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def speaks_of_consent(heading: str) -> bool:
    """Whether a heading speaks of consent in whatever words, and so must not be left out in silence."""
    spaced = without_accents(_NOT_LETTERS.sub(" ", _CAMEL.sub(" ", heading)))
    return _SPEAKS.search(spaced.replace(" ", "")) is not None or _SPEAKS_ALONE.search(spaced) is not None


@lru_cache(maxsize=4096)
def consent_column(heading: str) -> ConsentColumn | None:
    """What the column under `heading` says of consent; None when it says nothing, or says it in words unknown here."""
    letters = _NUMBERS.sub("", folded(without_accents(heading)))
    words = _words(letters) if len(letters) <= _LONGEST else None
    if words is None:
        return None
    said = _said(words)
    if said is None:
        return None
    says, channels = said
    return ConsentColumn(heading, says, frozenset(channels), _Word.CLEANED in words)


def _words(letters: str) -> list[_Word] | None:
    """The words that `letters` is made of, the longest first where there is a choice; None when a part is no word."""
    ways: list[list[_Word] | None] = [None] * len(letters) + [[]]  # from each letter on to the end
    for at in range(len(letters) - 1, -1, -1):
        for word in _LONGEST_FIRST:
            rest = ways[at + len(word)] if letters.startswith(word, at) else None
            if rest is not None:
                ways[at] = [_VOCABULARY[word], *rest]
                break
    return ways[0]


def _said(words: list[_Word]) -> tuple[Says, Iterable[ConsentChannel]] | None:
    """What a heading of these words says, and of which channels."""
    found = set(words)
    refuses = _W.NOT in found or (words[:1] == [_W.NO] and _W.OF not in found)
    channels = _channels(found, refuses)
    opts_out = _opts_out(found) or (refuses and bool(channels or found & {_W.CONTACT, _W.MAIL, _W.FAX}))
    opts_in = {_W.OPT, _W.IN} <= found or _W.SUBSCRIBED in found
    if not channels and (opts_out or opts_in) and _is_on_paper(found):
        return Says.NOTHING, ()
    if (opts_in or _W.CONSENT in found) and (refuses or opts_out):
        return None  # "not opted in", "consent to unsubscribe": nobody can tell what yes is
    if opts_out:
        return _kind(found, Says.OUT), channels or _usual(found)
    if not opts_in:
        return _status(found, channels) if _W.STATUS in found else _may(found, channels)
    if _W.NEWSLETTER in found:
        return None  # who takes no newsletter may take any other email
    if found & {_W.DOUBLE, _W.WHEN, _W.WHY}:
        return Says.NOTHING, ()
    return _kind(found, Says.IN), channels or _usual(found)


def _opts_out(found: set[_Word]) -> bool:
    if {_W.OPT, _W.OUT} <= found or found & {_W.UNSUBSCRIBED, _W.BLOCKED, _W.NOT_CALL}:
        return True
    return _W.CLEANED in found and bool(found & {_W.WHEN, _W.WHY})


def _is_on_paper(found: set[_Word]) -> bool:
    """Whether a heading is about letters or faxes; "Unsubscribed from mailings" is about emails."""
    return _W.FAX in found or (_W.MAIL in found and not found & {_W.UNSUBSCRIBED, _W.OPT, _W.SUBSCRIBED})


def _status(found: set[_Word], channels: set[ConsentChannel]) -> tuple[Says, Iterable[ConsentChannel]] | None:
    """What a column called a status is: one of emails or of texts. A phone's status is that of the line."""
    if TEXT in channels and _W.PHONE not in found:
        return Says.STATUS, {TEXT}
    is_billing = {_W.CONTACT, _W.MARKETING} <= found  # "Marketing contact status": whether they are paid for
    if EMAIL in channels or (found & {_W.MARKETING, _W.SUBSCRIPTION} and not is_billing):
        return Says.STATUS, {EMAIL}
    return None


def _may(found: set[_Word], channels: set[ConsentChannel]) -> tuple[Says, Iterable[ConsentChannel]] | None:
    """What a heading says by which we may write: "Send SMS", "Accepts Marketing", "Text consent"."""
    if channels and found & {_W.CONSENT, _W.SEND}:
        return (Says.NOTHING, ()) if found & {_W.WHEN, _W.WHY} else (Says.IN, channels)
    return (Says.IN, {EMAIL}) if {_W.SEND, _W.MARKETING} <= found else None


def _channels(found: set[_Word], refuses: bool) -> set[ConsentChannel]:
    """The channels that a heading names. A phone is called and texted; a message is a text unless it is an email."""
    channels = {channel for word, channel in ((_W.EMAIL, EMAIL), (_W.TEXT, TEXT), (_W.CALL, CALL)) if word in found}
    if _W.NOT_CALL in found:
        channels |= {CALL}
    if _W.PHONE in found and not channels:
        channels = {CALL} if refuses else {TEXT, CALL}
    if _W.MESSAGE in found and not channels:
        channels = {TEXT}
    return channels


def _usual(found: set[_Word]) -> set[ConsentChannel]:
    """The channels of a heading that names none: to unsubscribe is said of email, to opt out of all that we write."""
    if found & {_W.UNSUBSCRIBED, _W.SUBSCRIBED, _W.BLOCKED, _W.CLEANED, _W.MARKETING, _W.NEWSLETTER, _W.MAIL}:
        return {EMAIL}
    return {EMAIL, TEXT, CALL} if _W.CONTACT in found and _W.OPT not in found else {EMAIL, TEXT}


def _kind(found: set[_Word], otherwise: Says) -> Says:
    if _W.WHY in found:
        return Says.WHY
    if _W.STATUS in found:
        return Says.STATUS
    return Says.WHEN if _W.WHEN in found and otherwise is Says.OUT else otherwise
