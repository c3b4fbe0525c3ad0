"""What the cells of a contact list hold where one says several things: names in parts, and labels."""

import csv
import re
from collections.abc import Iterator

import orjson

from engagement.lib.text import folded

NAME = ("name", "first name", "last name")
MORE_OF_NAME = ("middle name", "second last name", "suffix")
"""The fields of which a name is made: those of most lists, then the others, in the order that `name_of` takes them."""

_GENERATIONS = frozenset(("jr", "sr", "junior", "senior", "ii", "iii", "iv", "v"))
_WORDS = re.compile(r"[^\W_]+")
_BETWEEN_LABELS = re.compile(r"[;,|]")
_BEHIND_QUOTE = re.compile(r'"\s*([;,|])')
_GOOGLES_SIGN = ":::"
# Google's groups that every account has. They say nothing of a person but that somebody keeps them.
_SYSTEM_GROUPS = frozenset(
    ("* mycontacts", "* my contacts", "* starred", "* friends", "* family", "* coworkers", "* starred in android")
)


def name_of(
    whole: str | None,
    first: str | None,
    last: str | None,
    middle: str | None = None,
    second_last: str | None = None,
    suffix: str | None = None,
) -> str | None:
    """The name of a person; None where no column has one.

    The name in one piece is taken where it says no less than the parts. Where it lacks them it is another's, most often
    a company's, and the parts are the person's. A suffix counts where it tells a father from a son.
    """
    if not (first or last):
        return None if whole is None and first is None and last is None else _spaced(whole)
    if last and first and not last.isalpha() and _words(first) < _words(last):
        first = None  # "Name" beside "First Name" holds both in some lists, and the last name alone in others
    parts = f"{first} {last}" if first and last else first or last or ""
    if middle or second_last or suffix:
        generation = suffix if suffix and suffix.casefold().strip(" .") in _GENERATIONS else None
        parts = " ".join(filter(None, (first, middle, last, second_last, generation)))
    if whole and whole != parts and "," not in whole and _says_no_less(whole, parts):
        return _spaced(whole)
    return _spaced(parts)


def labels_in(cell: str) -> Iterator[str]:
    """Each label in a cell, as CRMs write several, without Google's own groups."""
    for part in _parted(cell):
        label = part.strip()
        if label and not (label[0] == "*" and label.casefold() in _SYSTEM_GROUPS):
            yield label


def _parted(cell: str) -> list[str]:
    if _GOOGLES_SIGN in cell:
        return cell.split(_GOOGLES_SIGN)
    if cell[:1] == "[":
        try:
            listed = orjson.loads(cell)
        except ValueError:
            listed = None
        if isinstance(listed, list):
            return [label for label in listed if isinstance(label, str)]
    if '"' in cell:
        found = _BEHIND_QUOTE.search(cell)
        try:
            return next(
                csv.reader([cell], delimiter=found[1] if found else ",", skipinitialspace=True, strict=True), []
            )
        except csv.Error:
            pass  # a quote that is not closed is a part of a label
    return _BETWEEN_LABELS.split(cell)


def _says_no_less(whole: str, parts: str) -> bool:
    """Whether each word of a name in parts is one of the whole name, or the initial of one."""
    words = _words(whole)
    initials = {word[0] for word in words}
    return all(part in words or part in initials for part in _words(parts))


def _words(text: str | None) -> set[str]:
    return set(_WORDS.findall(folded(text or "")))


def _spaced(text: str | None) -> str:
    return " ".join((text or "").split())
