"""Texts made comparable, storable, and short enough to be shown."""

import unicodedata


def folded(text: str) -> str:
    """`text` for searching and sorting: without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    # Again without case: "™" has none, but is made of two capitals.
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def storable(text: str) -> str:
    """`text` as every database can keep it: PostgreSQL takes no NUL in a text, and none takes half a character."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def cut_short(text: str, most: int) -> str:
    """`text`, or its beginning and "…" where it has more than `most` characters; the "…" is one of them.

    What a reader sees as one letter stays whole or is left out: an accent is not taken from its letter, nor a flag or a
    family of emoji taken apart.
    """
    if len(text) <= most:
        return text
    end = most - 1
    while end > 0 and _belongs_to_what_is_before(text, end):
        end -= 1
    return text[:end].rstrip() + "…"


def excerpt(text: str, most: int) -> str:
    """`text` on one line, each run of spaces and line ends as one space, cut short as `cut_short` does."""
    words = text.split(None, most)  # so many are longer than `most`: the rest of a long text is not gone through
    return cut_short(" ".join(words), most)


_JOINER = "\N{ZERO WIDTH JOINER}"


def _belongs_to_what_is_before(text: str, at: int) -> bool:
    """Whether the character at `at` is part of the letter, emoji or flag that the one before it is of."""
    before, here = text[at - 1], text[at]
    if here.isascii():
        return False
    if _is_flag_letter(here) and _is_flag_letter(before):  # two make a flag: an odd number before it is one begun
        start = at
        while start > 0 and _is_flag_letter(text[start - 1]):
            start -= 1
        return (at - start) % 2 == 1
    return (
        before == _JOINER
        or here == _JOINER
        or unicodedata.category(here).startswith("M")  # accents, vowel signs, variation selectors
        or "\N{EMOJI MODIFIER FITZPATRICK TYPE-1-2}" <= here <= "\N{EMOJI MODIFIER FITZPATRICK TYPE-6}"
        or "\N{TAG SPACE}" <= here <= "\N{CANCEL TAG}"
        or "\N{HANGUL JUNGSEONG FILLER}" <= here <= "\N{HANGUL JONGSEONG SSANGNIEUN}"
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= here <= "\udfff")  # the halves of a character
    )


def _is_flag_letter(letter: str) -> bool:
    return "\N{REGIONAL INDICATOR SYMBOL LETTER A}" <= letter <= "\N{REGIONAL INDICATOR SYMBOL LETTER Z}"
