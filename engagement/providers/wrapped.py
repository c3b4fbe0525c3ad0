"""Reports that came inside something else: a forwarder's envelope, a queue's message, a webhook log's column.

Programs that pass webhooks on put them under a name of their own, as an object, as a text of JSON, or as the
form-encoded body it was. What is inside is read as if it had come alone.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl

import orjson

from engagement.providers.base import Fields

_DEEPEST = 6  # objects, lists and texts inside one another
_LONGEST = 1024 * 1024  # characters of a text that is looked into
_FORM = re.compile(r"[A-Za-z][^\s=&,;\"]*=[^\s&]*(?:&[A-Za-z][^\s=&]*=[^\s&]*)+&?")


def inside(fields: Fields, is_wanted: Callable[[Fields], bool]) -> list[Fields]:
    """The records inside `fields` that are wanted, in their order; nothing is looked for inside one of them."""
    return list(_inside(list(fields.values()), is_wanted, _DEEPEST))


def _inside(value: object, is_wanted: Callable[[Fields], bool], depth: int) -> Iterator[Fields]:
    if not depth:
        return
    if isinstance(value, str):
        value = _opened(value)
    if isinstance(value, dict):
        if is_wanted(value):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            if isinstance(one, str | dict | list):
                yield from _inside(one, is_wanted, depth - 1)


def _opened(text: str) -> object:
    """What a text holds: the value of its JSON, or the fields of a form-encoded body; None for any other."""
    if len(text) > _LONGEST:
        return None
    beginning = text.lstrip()[:1]
    if beginning and beginning in "{[":
        try:
            return orjson.loads(text)
        except ValueError:
            return None
    if "&" in text and _FORM.fullmatch(text):
        return dict(reversed(parse_qsl(text, keep_blank_values=True)))
    return None
