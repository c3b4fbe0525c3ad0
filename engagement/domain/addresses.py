"""How email addresses and phone numbers are compared: one spelling for each, whatever way it was written."""

import re
from functools import lru_cache

import phonenumbers

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_LONGEST = 250  # characters; phonenumbers takes no more for a number either
# A word behind a number, and not a part of it: at least seven digits come before it, a leading 1 not counted.
_WORD_BEHIND = re.compile(r"(?P<number>\+?1?+(?:\D*\d){7,}\W*?)[\s(\[]+[^\W\d_].*", re.DOTALL)


def normal_email(text: str) -> str | None:
    """`text` as a case-folded email address, or None when it is not one. "Jane <j@x.com>" is read as j@x.com."""
    text = text.strip()
    if text.endswith(">") and "<" in text:
        text = text[text.rindex("<") + 1 : -1]
    text = text.removeprefix("mailto:").strip()
    return text.casefold() if _EMAIL.fullmatch(text) else None


@lru_cache(maxsize=100_000)
def normal_phone(text: str, region: str) -> str | None:
    """`text` as an E.164 number, or None when it is no phone number; `region` is where one without country code is.

    Words behind it ("415-555-0142 Ann", "(cell)") are no part of it. To phonenumbers they are digits, as those of
    1-800-FLOWERS are: "415-5550 Ann" would be a stranger's number, and a name behind a whole number would lose it.
    """
    text = text.strip()
    if _E164.fullmatch(text):
        return text
    if len(text) <= _LONGEST and (noted := _WORD_BEHIND.fullmatch(text)) is not None:
        text = noted["number"]
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    # Not is_possible_number: that lets a number without its area code through, which nobody can be called on.
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(number: str) -> str:
    """An E.164 number as people write it, country code kept: "+1 415-555-0100"."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
