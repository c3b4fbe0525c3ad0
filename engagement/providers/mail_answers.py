"""What the answers of mail servers mean, as RFC 3463 and RFC 5321 number them: the same whichever provider passes one
on, so no provider has them in a table of its own.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from engagement.domain.causes import Cause

# Enhanced status codes (RFC 3463), without their first digit, which says for good (5) or for now (4).
ENHANCED: Mapping[str, Cause] = MappingProxyType(
    {
        "1.1": Cause.NO_MAILBOX,
        "1.2": Cause.NO_DOMAIN,
        "1.3": Cause.NO_MAILBOX,
        "1.6": Cause.MAILBOX_CLOSED,
        "1.10": Cause.NO_DOMAIN,
        "2.0": Cause.MAILBOX_CLOSED,
        "2.1": Cause.MAILBOX_CLOSED,
        "2.2": Cause.MAILBOX_FULL,
        "2.3": Cause.EMAIL_TOO_BIG,
        "3.1": Cause.SERVER_BUSY,
        "3.2": Cause.SERVER_BUSY,
        "3.4": Cause.EMAIL_TOO_BIG,
        "4.1": Cause.SERVER_BUSY,
        "4.2": Cause.SERVER_BUSY,
        "4.4": Cause.SERVER_BUSY,
        "4.7": Cause.SERVER_UNREACHABLE,
        "7.0": Cause.POLICY,
        "7.1": Cause.POLICY,
        "7.23": Cause.POLICY,
        "7.25": Cause.POLICY,
        "7.26": Cause.POLICY,
    }
)

# Reply codes (RFC 5321).
REPLIES: Mapping[str, Cause] = MappingProxyType(
    {
        "421": Cause.SERVER_BUSY,
        "450": Cause.SERVER_BUSY,
        "451": Cause.SERVER_BUSY,
        "452": Cause.MAILBOX_FULL,
        "550": Cause.ADDRESS_REFUSED,
        "551": Cause.NO_MAILBOX,
        "552": Cause.MAILBOX_FULL,
        "553": Cause.NO_MAILBOX,
        "554": Cause.POLICY,
    }
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
    return ENHANCED.get(status[1]) if status else None


def bare_answer(code: str | None) -> Cause | None:
    """What a reply code says by itself: less than a provider's own reason does."""
    return REPLIES.get(code or "")
