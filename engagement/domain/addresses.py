"""How email addresses and phone numbers are compared: one spelling for each, whatever way it was written."""

import re
from functools import lru_cache

import phonenumbers

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
# Words behind a number, with no digit in them: what may be another number is left to be refused.
_WORDS_BEHIND = re.compile(r"(?P<number>[^a-zA-Z]*\d)[\s(\[]+[^\W\d_]\D*", re.DOTALL)
_NORTH_AMERICA, _LOCAL = 1, 7  # its country code, and how many digits a number there has without its area code


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

    Words behind a whole number ("415-555-0142 Ann", "(cell)") are no part of it. To phonenumbers letters are digits, as
    in 1-800-FLOWERS, so a name would lose the number, and "415-5550 Ann" would be a stranger's: that is refused.
    """
    text = text.strip()
    if _E164.fullmatch(text):
        return text
    noted = _WORDS_BEHIND.fullmatch(text)
    alone = _parsed(noted["number"], region) if noted else None
    if alone is not None:
        if _is_whole(alone) and (alone.country_code == _NORTH_AMERICA or phonenumbers.is_valid_number(alone)):
            return phonenumbers.format_number(alone, phonenumbers.PhoneNumberFormat.E164)
        if alone.country_code == _NORTH_AMERICA and len(str(alone.national_number).lstrip("1")) == _LOCAL:
            return None
    number = _parsed(text, region)
    if number is None or not _is_whole(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    # Not is_possible_number: that lets a number without its area code through, which nobody can be called on.
    whole: bool = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    return whole


def shown_phone(number: str) -> str:
    """An E.164 number as people write it, country code kept: "+1 415-555-0100"."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
