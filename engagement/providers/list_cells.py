"""What the cells of a contact list hold where one says several things: names in parts, and labels."""

import csv
import re
from collections.abc import Iterator, Mapping

import orjson

from engagement.lib.text import folded
from engagement.providers.fields import as_text
from engagement.providers.list_headings import type_said

NAME = ("name", "first name", "last name")
MORE_OF_NAME = ("middle name", "second last name", "suffix")
"""The fields of which a name is made: those of most lists, then the others, in the order that `name_of` takes them."""

_GENERATIONS = frozenset(("jr", "sr", "junior", "senior", "ii", "iii", "iv", "v"))
_WORDS = re.compile(r"[^\W_]+")
_BETWEEN_LABELS = re.compile(r"[;,|]")
_BEHIND_QUOTE = re.compile(r'"\s*([;,|])')
_GOOGLES_SIGN = ":::"
_VALUES = ("value", "email", "number", "phone", "address", "name")  # of an object, which of its fields is the text
# Google's groups that every account has. They say nothing of a person but that somebody keeps them.
_SYSTEM_GROUPS = frozenset(
    (
        *("* mycontacts", "* my contacts", "* starred", "* friends", "* family", "* coworkers", "* starred in android"),
        *("* meine kontakte", "* mis contactos", "* mes contacts"),
    )
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


def in_a_row(value: object) -> str:
    """The texts of a JSON array or object, with Google's sign between them; "" where `value` is neither."""
    return f" {_GOOGLES_SIGN} ".join(_several(value))


def in_json(value: object) -> str:
    """The texts of a JSON array or object as an array; "" where `value` is neither."""
    found = _several(value)
    return orjson.dumps(found).decode() if found else ""


def _several(value: object) -> list[str]:
    """Each text of an array, or of an object in it, as the APIs of CRMs write addresses and labels.

    What an object says to be a fax is left out; one of no known field is given whole, so that it is told and not lost.
    """
    if not isinstance(value, list | tuple | Mapping):
        return []
    items = [value] if isinstance(value, Mapping) else value
    texts = (as_text(_of_object(item) if isinstance(item, Mapping) else item) for item in items)
    return [text.strip() for text in texts if text and text.strip()]


def _of_object(item: Mapping[str, object]) -> object:
    said = item.get("type") or item.get("label")
    if isinstance(said, str) and type_said(said, is_phone=True) is None:
        return None
    return next((item[name] for name in _VALUES if item.get(name)), None) or orjson.dumps(dict(item)).decode()


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
