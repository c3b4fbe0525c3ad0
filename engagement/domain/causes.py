"""What a provider's code means to the people here: what happened, what it means, what to do, and who can do it.

One row for each code and reason that the providers' public documents name, and for the answers of mail servers as
RFC 3463 and RFC 5321 number them. What is not in the tables is shown as it came, never left out.
query/verdicts/why.py tells a message's whole story with them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from engagement.domain.vocabulary import Channel


class Who(StrEnum):
    """Who can mend it."""

    YOU = "you"
    CONTACT = "the contact"
    OPERATIONS = "whoever runs your sending account"
    NOBODY = "nobody needs to"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a message did not arrive. `happened` reads after a colon: "the mailbox is full"."""

    happened: str
    meaning: str
    remedy: str
    who: Who


_WAIT = "Wait: it is tried again by itself. Should it fail in the end, this page says so."
_CALL = "Call them, or write to another address of theirs."
_ASK_NUMBER = "Ask them for their cell phone number, and correct it on the contact list."
_ASK_EMAIL = "Ask them for their right email address, and correct it on the contact list."

_TEXT_CODES: Mapping[str, Cause] = MappingProxyType(
    {
        "21211": Cause(
            "the number is not a valid phone number",
            "It was turned away before it was sent: no phone can have this number.",
            _ASK_NUMBER,
            Who.YOU,
        ),
        "21610": Cause(
            "the person has opted out of texts from this number",
            "They once sent a stop word, and no text may be sent to them until they undo it.",
            "Do not text them. They can text START to your number; until then, call or email.",
            Who.CONTACT,
        ),
        "30003": Cause(
            "the phone could not be reached (switched off, or out of coverage)",
            "It does not answer for now. The number itself may well be right.",
            "Send it again tomorrow, or call.",
            Who.YOU,
        ),
        "30004": Cause(
            "the text was blocked by the carrier or by the person",
            "The phone does not take texts from your number: it was blocked there, or by the carrier.",
            "Call them and ask whether they blocked your number; they can unblock it on their phone.",
            Who.CONTACT,
        ),
        "30005": Cause(
            "the number is unknown or no longer in service",
            "No phone has this number now. It will not arrive however often it is sent.",
            _ASK_NUMBER,
            Who.YOU,
        ),
        "30006": Cause(
            "the number is a landline, or its carrier cannot be reached",
            "A landline cannot take texts.",
            f"Call this number instead. {_ASK_NUMBER}",
            Who.YOU,
        ),
        "30007": Cause(
            "the carrier filtered the text as unwanted",
            "The carrier took the wording, a link, or the number of texts sent for spam.",
            "Send it in other words and without short links. If it happens often, have the sending number looked into.",
            Who.OPERATIONS,
        ),
        "30008": Cause(
            "the carrier gave no cause",
            "The carrier reported a failure and did not say why.",
            "Send it once more; if it fails again, call.",
            Who.YOU,
        ),
        "30034": Cause(
            "the number it was sent from is not registered with the carriers",
            "Carriers refuse businesses' texts from numbers that are not registered, whoever they are for.",
            "Have the sending number registered; until then send from another one, or call.",
            Who.OPERATIONS,
        ),
    }
)

_SUPPRESSED_BOUNCE = Cause(
    "held back: an earlier email to this address bounced",
    "The provider no longer sends to an address that bounced, to keep your good name.",
    f"{_ASK_EMAIL} If the address is right, have it taken off the provider's list of bounces.",
    Who.OPERATIONS,
)
_SUPPRESSED_UNSUBSCRIBE = Cause(
    "held back: this address has unsubscribed",
    "They asked for no more emails, so it was never sent.",
    "Do not email them until they subscribe again; call instead.",
    Who.CONTACT,
)
_SUPPRESSED_COMPLAINT = Cause(
    "held back: this address reported an earlier email as spam",
    "They told their mail provider that your email is spam, so it was never sent.",
    "Do not email them; call if you know them.",
    Who.CONTACT,
)
_TOO_OLD = Cause(
    "the recipient's mail server could not be reached for too long",
    "It was tried for as long as the provider tries, and then given up. The server may be down, or its name wrong.",
    "Check the part of the address after the @, then send it again, or call.",
    Who.YOU,
)

# The provider's own codes.
_EMAIL_CODES: Mapping[str, Cause] = MappingProxyType(
    {
        "602": _TOO_OLD,
        "605": _SUPPRESSED_BOUNCE,
        "606": _SUPPRESSED_UNSUBSCRIBE,
        "607": _SUPPRESSED_COMPLAINT,
    }
)

_MAILBOX_FULL = Cause(
    "the mailbox is full",
    "The address is right, and takes no more email until something is deleted from it.",
    "Call, and tell them that their mailbox is full; send it again afterwards.",
    Who.CONTACT,
)
_NO_MAILBOX = Cause(
    "there is no such mailbox",
    "The part of the address before the @ is wrong, or the mailbox was closed.",
    _ASK_EMAIL,
    Who.YOU,
)
_NO_DOMAIN = Cause(
    "there is no such mail domain",
    "The part of the address after the @ is wrong, or no longer takes email.",
    _ASK_EMAIL,
    Who.YOU,
)
_CLOSED = Cause(
    "the mailbox is closed or disabled",
    "The address was right once, and is not in use now.",
    _ASK_EMAIL,
    Who.YOU,
)
_TOO_BIG = Cause(
    "the email is too big for the recipient",
    "Their server does not take an email of this size.",
    "Send it again with fewer or smaller pictures and files, or with links in place of them.",
    Who.YOU,
)
_BUSY = Cause(
    "the recipient's mail server is busy or cannot be reached",
    "It has nothing to do with the address, nor with the email.",
    "Send it again later; should it fail again, call.",
    Who.YOU,
)
_POLICY = Cause(
    "the recipient's mail provider blocked the email",
    "Their server took the email, or your sending domain, for unwanted. Others there may not get it either.",
    f"{_CALL} If it happens often, have the sending domain looked into.",
    Who.OPERATIONS,
)
_BOUNCE = Cause(
    "the recipient's mail server refused the address",
    "Most often the address is wrong or was closed.",
    _ASK_EMAIL,
    Who.YOU,
)

# Enhanced status codes (RFC 3463), without their first digit, which says for good (5) or for now (4).
_ENHANCED: Mapping[str, Cause] = MappingProxyType(
    {
        "1.1": _NO_MAILBOX,
        "1.2": _NO_DOMAIN,
        "1.3": _NO_MAILBOX,
        "1.6": _CLOSED,
        "1.10": _NO_DOMAIN,
        "2.0": _CLOSED,
        "2.1": _CLOSED,
        "2.2": _MAILBOX_FULL,
        "2.3": _TOO_BIG,
        "3.1": _BUSY,
        "3.2": _BUSY,
        "3.4": _TOO_BIG,
        "4.1": _BUSY,
        "4.2": _BUSY,
        "4.4": _BUSY,
        "4.7": _TOO_OLD,
        "7.0": _POLICY,
        "7.1": _POLICY,
        "7.23": _POLICY,
        "7.25": _POLICY,
        "7.26": _POLICY,
    }
)

# Reply codes of a mail server (RFC 5321).
_REPLIES: Mapping[str, Cause] = MappingProxyType(
    {
        "421": _BUSY,
        "450": _BUSY,
        "451": _BUSY,
        "452": _MAILBOX_FULL,
        "550": _BOUNCE,
        "551": _NO_MAILBOX,
        "552": _MAILBOX_FULL,
        "553": _NO_MAILBOX,
        "554": _POLICY,
    }
)

_GREYLISTED = Cause(
    "the recipient's mail server asked us to try again later",
    "Many servers do so with senders they do not know yet. It costs some minutes, most often.",
    _WAIT,
    Who.NOBODY,
)

# The provider's reasons of a failure.
_EMAIL_REASONS: Mapping[str, Cause] = MappingProxyType(
    {
        "bounce": _BOUNCE,
        "hardfail": _BOUNCE,
        "espblock": _POLICY,
        "greylisted": _GREYLISTED,
        "blacklisted": Cause(
            "the recipient's mail server does not take mail from your sending address",
            "Your sending address is on a list of senders of spam that their server goes by.",
            f"{_CALL} Have the sending address taken off the list.",
            Who.OPERATIONS,
        ),
        "suppress-bounce": _SUPPRESSED_BOUNCE,
        "suppress-unsubscribe": _SUPPRESSED_UNSUBSCRIBE,
        "suppress-complaint": _SUPPRESSED_COMPLAINT,
        "old": _TOO_OLD,
    }
)
_HELD_BACK = frozenset((_SUPPRESSED_BOUNCE, _SUPPRESSED_UNSUBSCRIBE, _SUPPRESSED_COMPLAINT))

_STATUS_IN_ANSWER = re.compile(r"(?<![\d.])[45]\.(\d{1,3}\.\d{1,3})(?![\d.])")
_FULL = re.compile(r"mailbox (?:is )?full|(?:over|exceed\w*|out of) (?:\w+ )?(?:quota|storage)|quota exceeded", re.I)


NO_CAUSE = Cause(
    "no cause was given",
    "The report says that it failed, and not why.",
    "Send it once more; if it fails again, call.",
    Who.YOU,
)


def known_cause(channel: Channel, reason: str | None, code: str | None, detail: str | None) -> Cause | None:
    """The row of the tables for what a provider said; None when there is none."""
    return _TEXT_CODES.get(code or "") if channel is Channel.TEXT else _email_cause(reason, code, detail or "")


def cause_of(channel: Channel, reason: str | None, code: str | None, detail: str | None) -> Cause:
    """Why a message failed or was put off, from what the provider said of it. What is not known is told as it came."""
    found = known_cause(channel, reason, code, detail)
    if found is not None:
        return found
    said = reason_in_words(channel, reason, code, detail) or detail
    if not said:
        return NO_CAUSE
    return Cause(
        said[0].lower() + said[1:].removesuffix("."),
        "This product does not know that code or answer; it is told as it came.",
        "Look it up at the provider that gave it, or call.",
        Who.OPERATIONS,
    )


def reason_in_words(channel: Channel, reason: str | None, code: str | None, detail: str | None) -> str | None:
    """What happened in one line, from what the provider said; None when it said nothing.

    An unknown code or reason is shown as it came, never left out. What the recipient's server answered is quoted after.
    """
    cause = known_cause(channel, reason, code, detail)
    words = None if cause is None else f"{cause.happened[0].upper()}{cause.happened[1:]}."
    if channel is Channel.TEXT:
        return words or (f"The carrier's code is {code}." if code else reason) or None
    if words is None and reason and reason != "generic":
        words = f"The mail provider's reason is “{reason}”."
    answer = " ".join(part for part in (code, detail) if part)
    if answer and (cause is None or not is_held_back(cause)):
        quoted = f"The answer was “{answer}”."
        words = f"{words} {quoted}" if words else quoted
    return words


def is_held_back(cause: Cause) -> bool:
    """Whether the message was never attempted, because of what the address did before."""
    return cause in _HELD_BACK


def _email_cause(reason: str | None, code: str | None, detail: str) -> Cause | None:
    """What says most first: that it was held back, the server's answer in full, the provider's reason, a bare code."""
    own = _EMAIL_CODES.get(code or "")
    if own is not None:
        return own
    known = _EMAIL_REASONS.get(reason or "")
    if known is not None and (known in _HELD_BACK or known is _GREYLISTED):
        return known
    if _FULL.search(detail):
        return _MAILBOX_FULL
    status = _STATUS_IN_ANSWER.search(detail) or _STATUS_IN_ANSWER.search(code or "")
    exact = _ENHANCED.get(status[1]) if status else None
    return exact or known or _REPLIES.get(code or "")
