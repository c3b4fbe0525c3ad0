"""Texts made comparable, storable, and short enough to be shown."""

import unicodedata

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bb\u02bc\u02b9\u00b4\u2032\uff07", "'"),  # as typed, printed and spaced
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        # Letters of their own that no rule of Unicode takes apart, as keyboards without them write them.
        **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"},
    }
)


def folded(text: str) -> str:
    """`text` for searching and sorting: without case, accents and what nobody sees; each apostrophe and dash as typed.

    Stored in contacts.name_folded: a change here is a migration there (0013 is one).
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    # Again without case: "™" has none, but is made of two capitals. Again in plain letters: "ǿ" was one with an accent.
    seen = (letter for letter in decomposed if not unicodedata.combining(letter) and not _is_unseen(letter))
    return "".join(seen).casefold().translate(_PLAIN)


def has_words(text: str, search: str) -> bool:
    """Whether `text` has every word of `search` in it, as a word or a part of one; without case and accents."""
    there = folded(text)
    return all(word in there for word in folded(search).split())


def _is_unseen(letter: str) -> bool:
    return not letter.isascii() and unicodedata.category(letter) == "Cf"


def identifying(text: str) -> str:
    """`text` without case and accents, as ids are made from it: never to change, since the ids are on file."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
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
