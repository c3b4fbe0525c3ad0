"""What people said about being written to, in the words of the ledger. Meanings: shared design, "Consent".

Two facts are kept apart: that a provider closed an address, and that a person asked us to stop.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ConsentChannel(StrEnum):
    """What somebody may ask us not to do. The first two are the channels of messages, by the same words."""

    EMAIL = "email"
    TEXT = "text"
    CALL = "call"  # of a phone number: only a person's hand, or a list, says so


def held_as(channel: str) -> str:
    """The channel of messages whose address an entry is about: who is not to be called has that number for texts."""
    return (ConsentChannel.TEXT if channel == ConsentChannel.CALL else ConsentChannel(channel)).value


class What(StrEnum):
    """What an entry of the ledger says."""

    OUT = "out"
    IN = "in"
    ASKED = "asked"  # a stop request in plain words: held until a person decides
    DECIDED = "decided"  # a person's decision on a request; which one is the entry's code


class Source(StrEnum):
    """Where an entry is from."""

    TEXT = "text"  # the person's own text
    EVENT = "event"  # a provider's report
    LIST = "list"  # a contact list or a suppression list: it can add an opt-out, and never lifts one
    HAND = "hand"  # a person here, with a reason


class Code(StrEnum):
    """What kind of sign an entry is."""

    # Texts
    STOP_WORD = "stop word"
    OPT_IN_WORD = "opt-in word"
    YES = "yes"  # an opt-in only where the number stood opted out there; else a reply, and then not shown
    REQUEST = "request"
    # Events
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"
    REFUSED = "refused"  # a message of ours that was held back over an earlier opt-out
    RESUBSCRIBED = "resubscribed"
    # Lists
    LISTED = "listed"  # a contact list's column says so
    SUPPRESSED = "suppressed"  # a provider's list of unsubscribes
    SUPPRESSED_COMPLAINT = "suppressed complaint"
    SUPPRESSED_BOUNCE = "suppressed bounce"  # the address is known to bounce
    # Decisions on a request, and what a person sets
    STOP = "stop"
    REPLY = "reply"
    UNDECIDED = "undecided"  # a decision taken back
    BY_HAND = "by hand"


REASONS: Mapping[Code, str] = MappingProxyType(
    {
        Code.STOP_WORD: "sent a stop word",
        Code.STOP: "asked in their own words to stop",
        Code.UNSUBSCRIBED: "used the unsubscribe link of an email",
        Code.COMPLAINED: "reported an email as spam",
        Code.LISTED: "a contact list says so",
        Code.SUPPRESSED: "is on a provider's list of unsubscribes",
        Code.SUPPRESSED_COMPLAINT: "is on a provider's list of complaints",
        Code.SUPPRESSED_BOUNCE: "is on a provider's list of addresses that bounce",
        Code.BY_HAND: "set by hand",
    }
)
"""Why an address is closed, in words that stand after "because they" or alone, for the codes that close one."""


CONSENT_DEFINITIONS: Mapping[str, str] = MappingProxyType(
    {
        "Stop word": "A text that is a word that closes a number (STOP, QUIT, END, CANCEL, UNSUBSCRIBE, one of yours) "
        "and nothing else, whatever its case, spaces and signs. It opts the number out at once.",
        "Asked to stop": "A text of theirs asks in its own words to be left alone, and nobody decided yet. Until then "
        "they are off Who to call and their numbers are left out of files.",
        "Stop": "A person's decision that such a text is an opt-out, from the moment it came.",
        "It is a reply": "A person's decision that such a text asks for nothing of the kind.",
        "No email, No texts": "They opted out, or a list or a person here says so, on the day and for the reason told.",
        "Do not call": "A person here, or a list, says that they are not to be called.",
        "Reaction": "A text that a phone wrote for a tap on one of yours (“Liked …”). It is no reply.",
        "Automatic answer": "A text that a phone, an office or a carrier wrote by itself. It is no reply.",
        "Text after a stop": "A text of yours to a number that had opted out by then, and that was not refused.",
        "Consent history": "Every opt-in, opt-out, request and decision of an address. Nothing is taken out of it.",
    }
)
"""What the words of consent mean, as people read them on screens."""


class Closes(StrEnum):
    """What an opt-out closes, by the account's setting."""

    ALL = "all"  # all of ours: the default, and the law of the United States from 31 January 2027
    SAME = "same"  # only the number, domain or group of ours it was said to


def reason_of(code: str, channel: str) -> str:
    """Why an address of `channel` is closed, in words, by the code of the entry that closes it."""
    if code == Code.REFUSED:
        return _REFUSED[ConsentChannel(channel)]
    return REASONS[Code(code)]


_REFUSED = {
    ConsentChannel.EMAIL: "an email was held back because of an earlier unsubscribe or complaint",
    ConsentChannel.TEXT: "a text was refused because they had opted out",
    ConsentChannel.CALL: "asked not to be called",
}
