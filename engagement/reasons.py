"""Why a message failed, in words: a table of the providers' codes and reasons. Others are shown as they came."""

from collections.abc import Mapping
from types import MappingProxyType

from engagement.vocabulary import Channel

# Twilio's error codes.
_TEXT_CODES: Mapping[str, str] = MappingProxyType(
    {
        "21211": "The number is not a valid phone number.",
        "21610": "The person has opted out of texts from this number.",
        "30003": "The phone could not be reached: it is switched off or out of coverage.",
        "30004": "The text was blocked by the carrier or by the person.",
        "30005": "The number is unknown or no longer in service.",
        "30006": "The number is a landline, or its carrier cannot be reached.",
        "30007": "The carrier filtered the text as unwanted.",
        "30008": "The carrier gave no cause.",
        "30034": "The number it was sent from is not registered with the carriers.",
    }
)

# Mailgun's codes for a send it held back.
_EMAIL_CODES: Mapping[str, str] = MappingProxyType(
    {
        "605": "Held back: an earlier email to this address bounced.",
        "606": "Held back: this address has unsubscribed.",
        "607": "Held back: this address reported an earlier email as spam.",
    }
)

# Mailgun's reasons of a failure.
_EMAIL_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "bounce": "The recipient's mail server refused the address.",
        "hardfail": "The recipient's mail server refused the address for good.",
        "espblock": "The recipient's mail provider blocked the email.",
        "greylisted": "The recipient's mail server asked us to try again later.",
        "blacklisted": "The recipient's mail server does not take mail from our sending address.",
        "suppress-bounce": _EMAIL_CODES["605"],
        "suppress-unsubscribe": _EMAIL_CODES["606"],
        "suppress-complaint": _EMAIL_CODES["607"],
        "old": "The recipient's mail server could not be reached for too long.",
    }
)


def reason_in_words(channel: Channel, reason: str | None, code: str | None, detail: str | None) -> str | None:
    """What happened, from what the provider said; None when it said nothing.

    An unknown code or reason is shown as it came, never left out. What the recipient's server answered is quoted after.
    """
    if channel is Channel.TEXT:
        words = _TEXT_CODES.get(code or "") or (f"The carrier's code is {code}." if code else reason)
        return words or None
    words = _EMAIL_CODES.get(code or "") or _EMAIL_REASONS.get(reason or "")
    if words is None and reason and reason != "generic":
        words = f"The mail provider's reason is “{reason}”."
    answer = " ".join(part for part in (code, detail) if part)
    if answer and code not in _EMAIL_CODES:
        quoted = f"The answer was “{answer}”."
        words = f"{words} {quoted}" if words else quoted
    return words
