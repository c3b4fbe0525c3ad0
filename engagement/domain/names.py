"""Whether two names may be one person's, written in two ways.

Asked where a phone or an email is all that two rows of a contact list have in common: couples, families and offices
share them. Two people taken for one lose a name and an owner unseen; one taken for two is seen, and mended by hand. So
what is not surely the same name is another's: Bob is not Robert here.
"""

import re
from functools import lru_cache

from engagement.lib.text import folded

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_WORDS = re.compile(r"[^\W_]+")
_TWO_PEOPLE = re.compile(r"[&+]|\b(?:and|und|et|y)\b")
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "sr", "sra", "mme", "esq", "phd"))
_GENERATIONS = frozenset(("jr", "junior", "senior", "ii", "iii", "iv"))  # and "sr" behind a name


@lru_cache(maxsize=100_000)
def names_agree(one: str, other: str) -> bool:
    """Whether both names may be one person's: the same words in any order, or one of them says less of the same.

    Case, accents, signs and titles do not count. "J. Doe" and "Jane" say less than "Jane Ann Doe". A father and a son
    (Jr., Sr., III) are two, and so are a couple and one of the two. False where one of them has no name at all.
    """
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs or _of_two(one) != _of_two(other) or _generation(one) != _generation(other):
        return False
    fewer, more = sorted((mine, theirs), key=lambda words: (len(words), words))
    if _of_two(one):
        return sorted(fewer) == sorted(more)
    left = list(more)
    for word in sorted(fewer, key=len, reverse=True):  # whole words first, so that an initial takes what is left
        found = next((i for i, its in enumerate(left) if its == word), None)
        if found is None:
            found = next((i for i, its in enumerate(left) if _is_initial(word, its) or _is_initial(its, word)), None)
        if found is None:
            return False
        del left[found]
    return True


def same_first_name(one: str, other: str) -> bool:
    """Whether two names that may differ in the rest, as after a marriage, have the same first name."""
    first, second = _given(one), _given(other)
    return len(first) > 1 and first == second and not (_of_two(one) or _of_two(other))


def same_generation(one: str, other: str) -> bool:
    """Whether nothing in two names says that they are a father's and a son's."""
    return _generation(one) == _generation(other)


def _is_initial(short: str, word: str) -> bool:
    return len(short) == 1 and word.startswith(short)


def _folded(name: str) -> str:
    return _APOSTROPHES.sub("", folded(name))


def _words(name: str) -> list[str]:
    """The words that tell who it is; titles alone, if there is nothing else."""
    words = _WORDS.findall(_TWO_PEOPLE.sub(" ", _folded(name)))
    return [word for word in words if word not in _TITLES and word not in _GENERATIONS] or words


def _generation(name: str) -> str | None:
    words = _WORDS.findall(_folded(name))
    found = next((word for word in words[1:] if word in _GENERATIONS), None)
    if found is None and len(words) > 1 and words[-1] == "sr":
        found = "senior"
    return {"jr": "junior"}.get(found, found) if found else None


def _of_two(name: str) -> bool:
    return _TWO_PEOPLE.search(_folded(name)) is not None


def _given(name: str) -> str:
    behind = name.rpartition(",")[2] if "," in name else name  # "Doe, Jane"
    return next(iter(_words(behind)), "")
