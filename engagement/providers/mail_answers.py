"""What the answers of mail servers mean, as RFC 3463 and RFC 5321 number them: the same whichever provider passes one
on, so no provider has them in a table of its own.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from engagement.domain.causes import Cause

# Enhanced status codes (RFC 3463, and the IANA registry "SMTP Enhanced Status Codes"), without their first digit, which
# says for good (5) or for now (4). Left out: those that say nothing (0.0), tell of a success (1.5, 1.9, 3.6, 6.4, 6.6,
# 6.8, 6.10) or of a question nobody of ours asks (7.19).
ENHANCED: Mapping[str, Cause] = MappingProxyType(
    {
        "1.0": Cause.ADDRESS_REFUSED,
        "1.1": Cause.NO_MAILBOX,
        "1.2": Cause.NO_DOMAIN,
        "1.3": Cause.NO_MAILBOX,
        "1.4": Cause.ADDRESS_REFUSED,
        "1.6": Cause.MAILBOX_CLOSED,
        "1.7": Cause.MALFORMED,  # our own address
        "1.8": Cause.POLICY,  # our own domain
        "1.10": Cause.NO_DOMAIN,
        "2.0": Cause.MAILBOX_CLOSED,
        "2.1": Cause.MAILBOX_CLOSED,
        "2.2": Cause.MAILBOX_FULL,
        "2.3": Cause.EMAIL_TOO_BIG,
        "2.4": Cause.ADDRESS_REFUSED,  # a mailing list whose members cannot be found
        **dict.fromkeys(("3.0", "3.1", "3.2", "3.5"), Cause.SERVER_BUSY),
        "3.3": Cause.MALFORMED,
        "3.4": Cause.EMAIL_TOO_BIG,
        **dict.fromkeys((f"4.{detail}" for detail in range(7)), Cause.SERVER_BUSY),
        "4.7": Cause.SERVER_UNREACHABLE,
        **dict.fromkeys((f"5.{detail}" for detail in (0, 1, 2, 4, 5, 6)), Cause.MALFORMED),
        "5.3": Cause.TOO_MANY,  # recipients of one email
        **dict.fromkeys(("6.0", "6.1", "6.2", "6.3", "6.5"), Cause.CONTENT_REFUSED),
        **dict.fromkeys(("6.7", "6.9"), Cause.MALFORMED),  # letters that their server cannot take
        **dict.fromkeys((f"7.{detail}" for detail in (0, 1, 2, 3, 4, 5, 6, 7)), Cause.POLICY),
        **dict.fromkeys((f"7.{detail}" for detail in (8, 9, 10, 11, 12, 14)), Cause.MALFORMED),  # our own signing in
        **dict.fromkeys(("7.13", "7.17", "7.18"), Cause.MAILBOX_CLOSED),  # or somebody else's by now
        "7.15": Cause.REFUSED_THIS_TIME,
        "7.16": Cause.EMAIL_TOO_BIG,
        # Our server's name, our domain and what vouches for them: SPF, DKIM, DMARC, ARC, TLS.
        **dict.fromkeys((f"7.{detail}" for detail in (20, 21, 22, 23, 24, 25, 26, 27, 29, 30)), Cause.POLICY),
        "7.28": Cause.TOO_MANY,
    }
)

# Reply codes (RFC 5321, RFC 7504).
REPLIES: Mapping[str, Cause] = MappingProxyType(
    {
        "421": Cause.SERVER_BUSY,
        "450": Cause.SERVER_BUSY,
        "451": Cause.SERVER_BUSY,
        "452": Cause.MAILBOX_FULL,
        "454": Cause.SERVER_BUSY,
        "455": Cause.SERVER_BUSY,
        **dict.fromkeys(("500", "501", "502", "503", "504", "530", "535", "555"), Cause.MALFORMED),
        "521": Cause.NO_DOMAIN,
        "550": Cause.ADDRESS_REFUSED,
        "551": Cause.NO_MAILBOX,
        "552": Cause.MAILBOX_FULL,
        "553": Cause.NO_MAILBOX,
        "554": Cause.POLICY,
        "556": Cause.NO_DOMAIN,
    }
)

# Words of servers that refuse us and not the address, where no code of theirs says so: lists of senders of spam, and
# what Microsoft, Barracuda, Cisco and others write behind a bare 550.
_OF_BLOCK_LISTS = re.compile(
    r"(?:block|black|deny)[ -]?list|\bRBL\b|\bDNSBL\b|spamhaus|spamcop|barracuda|banned (?:sending )?ip"
    r"|(?:client host|sending ip|server ip|your ip|ip address)\b.{0,60}\b(?:blocked|banned|denied|refused)"
    r"|(?:poor|bad|low) (?:\w+ )?reputation|reputation (?:is|of)\b|too many (?:spam )?complaints",
    re.I,
)
_OF_SPAM = re.compile(
    r"(?:probability|likelihood) of (?:being )?spam|(?:spam|unsolicited|bulk)(?: (?:mail|email|message|content))? "
    r"(?:is |was )?(?:detected|rejected|refused|blocked|not accepted)|(?:detected|classified|considered|identified"
    r"|marked|tagged|rejected|blocked|looks|appears)(?: (?:as|like|to be))? (?:\w+ )?(?:spam|unsolicited|junk)",
    re.I,
)

_STATUS = re.compile(r"(?<![\d.])[45]\.(\d{1,3}\.\d{1,3})(?![\d.])")
_FULL = re.compile(r"mailbox (?:is )?full|(?:over|exceed\w*|out of) (?:\w+ )?(?:quota|storage)|quota exceeded", re.I)

# Exchange says 5.1.10, which RFC 7505 has for a domain that takes no mail, of a mailbox that it does not have.
_NO_RECIPIENT = re.compile(r"recipient ?not ?found", re.I)


def exact_answer(code: str | None, answer: str | None) -> Cause | None:
    """What a server's `answer`, or its `code` where that is an enhanced status code, says in full."""
    if answer and _FULL.search(answer):
        return Cause.MAILBOX_FULL
    if answer and _NO_RECIPIENT.search(answer):
        return Cause.NO_MAILBOX
    status = _STATUS.search(answer or "") or _STATUS.search(code or "")
    cause = ENHANCED.get(status[1]) if status else None
    if cause is None and answer:
        if _OF_BLOCK_LISTS.search(answer):
            return Cause.POLICY
        if _OF_SPAM.search(answer):
            return Cause.CONTENT_REFUSED
    return cause


def bare_answer(code: str | None) -> Cause | None:
    """What a reply code says by itself: less than a provider's own reason does."""
    return REPLIES.get(code or "")
