"""How email addresses and phone numbers are compared: one spelling for each, whatever way it was written."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_PLAIN_EMAIL = re.compile(r"[a-z0-9_%+.-]+@(?:[a-z0-9-]+\.)*[a-z0-9-]+")  # nothing about it: most of all that come
# Quotes and brackets around an address, and the end of a sentence. None of them begins or ends an address; within one
# ("o'brien@") they are letters like others.
_BEFORE = re.compile(r"[\s\"'`´‘’‚‛“”„‟«»‹›<>\[\](){}]+")
_BEHIND = re.compile(r"[\s\"'`´‘’‚‛“”„‟«»‹›<>\[\](){}.,;:]+$")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_ONE_SPELLING = re.compile(r"\+(?!5[245])[1-9]\d{6,14}")  # in a country where no number has two: most of all that come
# Words behind a number, with no digit in them: what may be another number is left to be refused.
_WORDS_BEHIND = re.compile(r"(?P<number>[^a-zA-Z]*\d)[\s(\[]+[^\W\d_]\D*", re.DOTALL)
# What a spreadsheet makes of a number: one with a fraction, in groups of three, and as a power of ten.
_FRACTION = re.compile(r"(?P<number>\+?\d{7,15})[.,]0+", re.ASCII)
_GROUPED = re.compile(r"\+?\d{1,3}(?:,\d{3}){2,4}(?:\.0+)?", re.ASCII)
_POWER = re.compile(r"(?P<first>\+?\d)(?:[.,](?P<rest>\d+))?[eE]\+?0*(?P<power>\d{1,2})", re.ASCII)
_NORTH_AMERICA, _LOCAL = 1, 7  # its country code, and how many digits a number there has without its area code

# Where one cell phone has been written in two ways, by country code: the other way, and the one it is kept in. Carriers
# and lists still send both, and a STOP under one must close the other. Kept is what a text is addressed to today; a
# fixed line keeps its digits.
_OTHER_SPELLINGS = {
    # Mexico: the 1 of cell phones, and what was dialled at home before any number (01, 044, 045), went in August 2019
    # (IFT, plan of numbers of 2018): phonenumbers calls a number with them none.
    52: (re.compile(r"(?:1|01|044|045)([2-9]\d{9})"), r"\1"),
    # Argentina: cell phones and fixed lines share one plan of ten digits (ENACOM). Calls from abroad put a 9 before
    # those of a cell phone, calls at home a 15 into them, texts neither. Nothing in the ten digits says which it is, so
    # a 9 put before all would make every fixed line a number that nobody has: it is dropped from all.
    54: (re.compile(r"9(\d{10})"), r"\1"),
    # Brazil: from 2012 to 2016 a 9 was put before the eight digits of every cell phone, which began with 6 to 9; those
    # of fixed lines begin with 2 to 5 (Anatel, resolution 553/2010). Radio phones alone kept eight, with a 7 in front,
    # which phonenumbers still knows; their network was closed in March 2018.
    55: (re.compile(r"([1-9]{2})([6-9]\d{7})"), r"\g<1>9\2"),
}
_ARGENTINA, _LONGEST_THERE = 54, 11  # its country code, and how many digits a number there has with the 9


def normal_email(text: str) -> str | None:
    """`text` as a case-folded email address, or None when it is not one. "Jane <j@x.com>" is read as j@x.com.

    Unseen characters, quotes and brackets around it and a last dot are no part of it, and full-width letters are the
    plain ones. Two addresses stay none.
    """
    if _PLAIN_EMAIL.fullmatch(text):
        return text
    text = _seen(text).rstrip(" .,;:")
    if text.endswith(">") and "<" in text:
        text = text[text.rindex("<") + 1 : -1]
    text = _bare(text)
    if text[:7].casefold() == "mailto:":
        text = _bare(text[7:].partition("?")[0])
    text = text.casefold()
    return text if _EMAIL.fullmatch(text) else None


def _bare(text: str) -> str:
    before = _BEFORE.match(text)
    return _BEHIND.sub("", text[before.end() :] if before else text)


def _seen(text: str) -> str:
    """`text` without what nobody sees: zero-width and direction marks, soft hyphens; and its letters in one width."""
    if not text.isascii():
        narrow = unicodedata.normalize("NFKC", text).replace("\N{IDEOGRAPHIC FULL STOP}", ".")
        text = "".join(letter for letter in narrow if unicodedata.category(letter) != "Cf")
    return text.strip()


@lru_cache(maxsize=100_000)
def normal_phone(text: str, region: str) -> str | None:
    """`text` as an E.164 number, or None when it is no phone number; `region` is where one without country code is.

    A cell phone that has two spellings (Mexico, Argentina, Brazil) has one here.
    Words behind a whole number ("415-555-0142 Ann", "(cell)") are no part of it. To phonenumbers letters are digits, as
    in 1-800-FLOWERS, so a name would lose the number, and "415-5550 Ann" would be a stranger's: that is refused.
    """
    text = from_spreadsheet(text.strip())
    if _ONE_SPELLING.fullmatch(text):
        return text
    if _POWER.fullmatch(text):
        return None  # to phonenumbers the E is a 3
    if _E164.fullmatch(text):
        known = _parsed(text, region)
        return _spelled(known) if known is not None and _is_whole(known) else text
    noted = _WORDS_BEHIND.fullmatch(text)
    alone = _parsed(noted["number"], region) if noted else None
    if alone is not None:
        if _is_whole(alone) and (alone.country_code == _NORTH_AMERICA or phonenumbers.is_valid_number(alone)):
            return _spelled(alone)
        if alone.country_code == _NORTH_AMERICA and len(str(alone.national_number).lstrip("1")) == _LOCAL:
            return None
    number = _parsed(text, region)
    if number is None or not _is_whole(number):
        return None
    return _spelled(number)


def from_spreadsheet(text: str) -> str:
    """`text`, or the number as it was before a spreadsheet took it for an amount, where no digit of it is lost."""
    if text.isdecimal():
        return text
    if found := _FRACTION.fullmatch(text):
        return found["number"]
    if _GROUPED.fullmatch(text):
        return text.partition(".")[0].replace(",", "")
    if found := _POWER.fullmatch(text):
        rest, power = found["rest"] or "", int(found["power"])
        if len(rest) >= power and not rest[power:].strip("0"):
            return found["first"] + rest[:power]
    return text


def lost_digits(text: str) -> bool:
    """Whether `text` is a number that a spreadsheet shortened to a power of ten, so that nobody knows it any more."""
    return _POWER.fullmatch(from_spreadsheet(text.strip())) is not None


def is_placeholder(number: str) -> bool:
    """Whether an E.164 number is one that people write where they have none: 000-000-0000, 123-456-7890, 555-5555.

    In North America neither an area nor an exchange begins with 0 or 1, and no area is 555. Numbers kept for fiction
    (415-555-01xx) are none of these.
    """
    if not number.startswith("+1"):
        digits = number[3:]  # of a country code, two digits at most are of no account
        return len(set(digits)) == 1 or digits in "012345678901234" or digits in "123456789012345"
    digits = number[2:]
    area, exchange, line = digits[:3], digits[3:6], digits[6:]
    return (
        len(set(digits)) == 1
        or min(area[:1], exchange[:1]) < "2"
        or area == "555"
        or exchange + line in ("5555555", "5551212", "9999999")
        or digits in ("9876543210", "2345678901")
    )


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    """The number that `text` is, in the spelling it is kept in."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    ways = _OTHER_SPELLINGS.get(number.country_code or 0)
    return _one_cell(number, *ways) if ways else number


def _one_cell(number: phonenumbers.PhoneNumber, other: re.Pattern[str], kept: str) -> phonenumbers.PhoneNumber:
    """`number`, of a country where cell phones have two spellings, in the one that is kept."""
    digits = phonenumbers.national_significant_number(number)
    if number.country_code == _ARGENTINA and digits.startswith("9") and len(digits) > _LONGEST_THERE:
        # Both the 9 and the 15. Where the area ends and the 15 stands phonenumbers knows, if there is no 9.
        digits = phonenumbers.national_significant_number(phonenumbers.parse(f"+{_ARGENTINA}{digits[1:]}", None))
    found = other.fullmatch(digits)
    if found is None:
        return number
    return phonenumbers.PhoneNumber(country_code=number.country_code, national_number=int(found.expand(kept)))


def _spelled(number: phonenumbers.PhoneNumber) -> str:
    spelled: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return spelled


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
