"""Why a message did not arrive, as this product tells it: a closed list of causes, each with its words, once.

Providers name causes in codes and reasons of their own, and each provider's module says which of ours each of them is
(providers/base.py); providers/told.py reads an event by them. What no table has is shown as it came, never left out.
query/verdicts/why.py tells a message's whole story with these words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Who(StrEnum):
    """Who can mend it."""

    YOU = "you"
    CONTACT = "the contact"
    OPERATIONS = "whoever runs your sending account"
    NOBODY = "nobody needs to"


@dataclass(frozen=True, slots=True)
class Words:
    """Why a message did not arrive. `happened` reads after a colon: "the mailbox is full"."""

    happened: str
    meaning: str
    remedy: str
    who: Who


class Cause(StrEnum):
    """What kept a message from arriving. The words of each are in CAUSE_WORDS."""

    # Not attempted, because of what the address did before.
    HELD_BACK_BOUNCE = "held back after a bounce"
    HELD_BACK_UNSUBSCRIBE = "held back after an unsubscribe"
    HELD_BACK_COMPLAINT = "held back after a complaint"
    # Of an email.
    MAILBOX_FULL = "mailbox full"
    NO_MAILBOX = "no such mailbox"
    NO_DOMAIN = "no such mail domain"
    MAILBOX_CLOSED = "mailbox closed"
    ADDRESS_REFUSED = "address refused"
    INVALID_ADDRESS = "no valid email address"
    EMAIL_TOO_BIG = "email too big"
    SERVER_BUSY = "mail server busy"
    SERVER_UNREACHABLE = "mail server unreachable for too long"
    GREYLISTED = "asked to try again later"
    POLICY = "blocked by the mail provider"
    BLOCKED_SENDER = "sending address on a block list"
    REFUSED_THIS_TIME = "refused this time"
    # Of a text.
    INVALID_NUMBER = "no valid phone number"
    NUMBER_GONE = "number unknown or out of service"
    LANDLINE = "landline"
    PHONE_UNREACHABLE = "phone unreachable"
    BLOCKED_BY_PERSON = "blocked by the carrier or the person"
    CARRIER_FILTERED = "filtered by the carrier"
    CARRIER_BLOCKS_NUMBER = "sending number blocked by the carrier"
    CARRIER_SILENT = "no cause given by the carrier"
    CARRIER_DOWN = "carrier down"
    UNREGISTERED_SENDER = "sending number not registered"
    OPTED_OUT = "opted out"
    # Of either.
    CONTENT_REFUSED = "content refused"
    EXPIRED = "not delivered in time"
    TOO_MANY = "too many at once"
    ACCOUNT_LIMIT = "sending account over its limit"
    MALFORMED = "malformed by the sending program"
    # Nothing that is known.
    NOT_GIVEN = "no cause given"
    UNKNOWN = "cause unknown here"


class Finer(StrEnum):
    """What a provider says more finely than a status does."""

    SCHEDULED = "scheduled"  # accepted, to be sent later
    CANCELED = "canceled"  # failed, because it was taken back
    IN_PART = "in part"  # undelivered, though some of its parts arrived
    READ = "read"  # delivered, and opened on the phone
    UNCONFIRMED = "unconfirmed"  # pending, and nobody will ever say more
    ONE_LIST = "of one list"  # unsubscribed, from one of several lists and not from all mail


HELD_BACK = frozenset((Cause.HELD_BACK_BOUNCE, Cause.HELD_BACK_UNSUBSCRIBE, Cause.HELD_BACK_COMPLAINT))
"""The message was never attempted, because of what the address did before."""

OPT_OUTS = frozenset((Cause.HELD_BACK_UNSUBSCRIBE, Cause.HELD_BACK_COMPLAINT))
"""Held back because the person wants none: what EventRecord.suppressed says. An earlier bounce is no opt-out."""

ADDRESS_IS_WRONG = frozenset(
    (
        *(Cause.NO_MAILBOX, Cause.NO_DOMAIN, Cause.MAILBOX_CLOSED, Cause.ADDRESS_REFUSED, Cause.INVALID_ADDRESS),
        *(Cause.INVALID_NUMBER, Cause.NUMBER_GONE, Cause.LANDLINE),
    )
)
"""Nothing sent to the address will arrive."""

ADDRESS_MAY_BE_RIGHT = frozenset(
    (
        *(Cause.REFUSED_THIS_TIME, Cause.CONTENT_REFUSED, Cause.EXPIRED, Cause.TOO_MANY),
        *(Cause.ACCOUNT_LIMIT, Cause.MALFORMED),
    )
)
"""This message failed for good, and it says nothing against the address."""

BLOCKS_US = frozenset((Cause.POLICY, Cause.BLOCKED_SENDER))
"""Our server, or our sending address, was refused, whoever the email was to: the address may be right."""

_WAIT = "Wait: it is tried again by itself. Should it fail in the end, this page says so."
_CALL = "Call them, or write to another address of theirs."
_ASK_NUMBER = "Ask them for their cell phone number, and correct it on the contact list."
_ASK_EMAIL = "Ask them for their right email address, and correct it on the contact list."
_ONCE_MORE = "Send it once more; if it fails again, call."

CAUSE_WORDS: Mapping[Cause, Words] = MappingProxyType(
    {
        Cause.HELD_BACK_BOUNCE: Words(
            "held back: an earlier email to this address bounced",
            "The provider no longer sends to an address that bounced, to keep your good name.",
            f"{_ASK_EMAIL} If the address is right, have it taken off the provider's list of bounces.",
            Who.OPERATIONS,
        ),
        Cause.HELD_BACK_UNSUBSCRIBE: Words(
            "held back: this address has unsubscribed",
            "They asked for no more emails, so it was never sent.",
            "Do not email them until they subscribe again; call instead.",
            Who.CONTACT,
        ),
        Cause.HELD_BACK_COMPLAINT: Words(
            "held back: this address reported an earlier email as spam",
            "They told their mail provider that your email is spam, so it was never sent.",
            "Do not email them; call if you know them.",
            Who.CONTACT,
        ),
        Cause.MAILBOX_FULL: Words(
            "the mailbox is full",
            "The address is right, and takes no more email until something is deleted from it.",
            "Call, and tell them that their mailbox is full; send it again afterwards.",
            Who.CONTACT,
        ),
        Cause.NO_MAILBOX: Words(
            "there is no such mailbox",
            "The part of the address before the @ is wrong, or the mailbox was closed.",
            _ASK_EMAIL,
            Who.YOU,
        ),
        Cause.NO_DOMAIN: Words(
            "there is no such mail domain",
            "The part of the address after the @ is wrong, or no longer takes email.",
            _ASK_EMAIL,
            Who.YOU,
        ),
        Cause.MAILBOX_CLOSED: Words(
            "the mailbox is closed or disabled",
            "The address was right once, and is not in use now.",
            _ASK_EMAIL,
            Who.YOU,
        ),
        Cause.ADDRESS_REFUSED: Words(
            "the recipient's mail server refused the address",
            "Most often the address is wrong or was closed.",
            _ASK_EMAIL,
            Who.YOU,
        ),
        Cause.INVALID_ADDRESS: Words(
            "the address is not a valid email address",
            "It was turned away before it was sent: no mailbox can have this address.",
            _ASK_EMAIL,
            Who.YOU,
        ),
        Cause.EMAIL_TOO_BIG: Words(
            "the email is too big for the recipient",
            "Their server does not take an email of this size.",
            "Send it again with fewer or smaller pictures and files, or with links in place of them.",
            Who.YOU,
        ),
        Cause.SERVER_BUSY: Words(
            "the recipient's mail server is busy or cannot be reached",
            "It has nothing to do with the address, nor with the email.",
            "Send it again later; should it fail again, call.",
            Who.YOU,
        ),
        Cause.SERVER_UNREACHABLE: Words(
            "the recipient's mail server could not be reached for too long",
            "It was tried for as long as the provider tries, and then given up. "
            "The server may be down, or its name wrong.",
            "Check the part of the address after the @, then send it again, or call.",
            Who.YOU,
        ),
        Cause.GREYLISTED: Words(
            "the recipient's mail server asked us to try again later",
            "Many servers do so with senders they do not know yet. It costs some minutes, most often.",
            _WAIT,
            Who.NOBODY,
        ),
        Cause.POLICY: Words(
            "the recipient's mail provider blocked the email",
            "Their server took the email, or your sending domain, for unwanted. Others there may not get it either.",
            f"{_CALL} It is ours to mend: have the sending domain and server looked into. The address may be right.",
            Who.OPERATIONS,
        ),
        Cause.BLOCKED_SENDER: Words(
            "the recipient's mail server does not take mail from your sending address",
            "Your sending address is on a list of senders of spam that their server goes by.",
            f"{_CALL} It is ours to mend: have the sending address taken off the list. Theirs may be right.",
            Who.OPERATIONS,
        ),
        Cause.REFUSED_THIS_TIME: Words(
            "the recipient's mail server refused this email, this time",
            "It says nothing against the address: the next email to it may well arrive.",
            "Send it again later, in other words; should it be refused again, call.",
            Who.YOU,
        ),
        Cause.INVALID_NUMBER: Words(
            "the number is not a valid phone number",
            "It was turned away before it was sent: no phone can have this number.",
            _ASK_NUMBER,
            Who.YOU,
        ),
        Cause.NUMBER_GONE: Words(
            "the number is unknown or no longer in service",
            "No phone has this number now. It will not arrive however often it is sent.",
            _ASK_NUMBER,
            Who.YOU,
        ),
        Cause.LANDLINE: Words(
            "the number is a landline, or its carrier cannot be reached",
            "A landline cannot take texts.",
            f"Call this number instead. {_ASK_NUMBER}",
            Who.YOU,
        ),
        Cause.PHONE_UNREACHABLE: Words(
            "the phone could not be reached (switched off, or out of coverage)",
            "It does not answer for now. The number itself may well be right.",
            "Send it again tomorrow, or call.",
            Who.YOU,
        ),
        Cause.BLOCKED_BY_PERSON: Words(
            "the text was blocked by the carrier or by the person",
            "The phone does not take texts from your number: it was blocked there, or by the carrier.",
            "Call them and ask whether they blocked your number; they can unblock it on their phone.",
            Who.CONTACT,
        ),
        Cause.CARRIER_FILTERED: Words(
            "the carrier filtered the text as unwanted",
            "The carrier took the wording, a link, or the number of texts sent for spam.",
            "Send it in other words and without short links. If it happens often, have the sending number looked into.",
            Who.OPERATIONS,
        ),
        Cause.CARRIER_BLOCKS_NUMBER: Words(
            "the carrier blocks the number it was sent from",
            "The carrier has closed its network to your sending number, whoever the text is for.",
            "Have the sending number looked into; until then send from another one, or call.",
            Who.OPERATIONS,
        ),
        Cause.CARRIER_SILENT: Words(
            "the carrier gave no cause",
            "The carrier reported a failure and did not say why.",
            _ONCE_MORE,
            Who.YOU,
        ),
        Cause.CARRIER_DOWN: Words(
            "the carrier could not take texts",
            "It has nothing to do with the number, nor with the text.",
            "Send it again later; should it fail again, call.",
            Who.YOU,
        ),
        Cause.UNREGISTERED_SENDER: Words(
            "the number it was sent from is not registered with the carriers",
            "Carriers refuse businesses' texts from numbers that are not registered, whoever they are for.",
            "Have the sending number registered; until then send from another one, or call.",
            Who.OPERATIONS,
        ),
        Cause.OPTED_OUT: Words(
            "the person has opted out of texts from this number",
            "They once sent a stop word, and no text may be sent to them until they undo it.",
            "Do not text them. They can text START to your number; until then, call or email.",
            Who.CONTACT,
        ),
        Cause.CONTENT_REFUSED: Words(
            "what it says was refused",
            "Its words, links or pictures were taken for unwanted. It says nothing against the address.",
            "Send it again in other words, and without short links.",
            Who.YOU,
        ),
        Cause.EXPIRED: Words(
            "it could not be delivered in the time it was given",
            "It waited for so long that it was given up.",
            "Send it again if it is still of use, or call.",
            Who.YOU,
        ),
        Cause.TOO_MANY: Words(
            "too many were sent at once",
            "More were sent than may be in so short a time; it has nothing to do with the address.",
            "Send it again later. If it happens often, have your sending spread out.",
            Who.OPERATIONS,
        ),
        Cause.ACCOUNT_LIMIT: Words(
            "your sending account has used up what it may send",
            "Nothing is sent until the limit is raised or its time is over.",
            "Have the account's limit looked into, then send it again.",
            Who.OPERATIONS,
        ),
        Cause.MALFORMED: Words(
            "the sending program handed it over in a form that cannot be sent",
            "It has nothing to do with the address.",
            "Have the sending program looked into, then send it again.",
            Who.OPERATIONS,
        ),
        Cause.NOT_GIVEN: Words(
            "no cause was given",
            "The report says that it failed, and not why.",
            _ONCE_MORE,
            Who.YOU,
        ),
        Cause.UNKNOWN: Words(
            "the cause has a code that this product does not know",
            "This product does not know that code or answer; it is told as it came.",
            "Look it up at the provider that gave it, or call.",
            Who.OPERATIONS,
        ),
    }
)
