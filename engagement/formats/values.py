"""The fields of a record from its JSON text."""

import re

import orjson

CONTAINERS = ("items", "messages", "sms_messages", "Suppressions")  # the names under which a page holds its records
CONTAINER_START = re.compile(r'"(' + "|".join(CONTAINERS) + r')"\s*:\s*\[')


def parse(text: str | bytes) -> object:
    """The value of a JSON text; ValueError when it has none.

    A NUL inside a string becomes U+FFFD, since PostgreSQL cannot store one; the record's own text still has it.
    """
    value = orjson.loads(text)
    if (b"\\u0000" if isinstance(text, bytes) else "\\u0000") in text:  # type: ignore[operator]
        value = _without_nul(value)
    return value


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    if isinstance(value, dict):
        return {name.replace("\0", "\ufffd"): _without_nul(item) for name, item in value.items()}
    return value


def page_word(fields: dict[str, object]) -> str | None:
    """The name under which `fields` holds a list of records, or None when it is no page but a record."""
    for word in CONTAINERS:
        if isinstance(fields.get(word), list):
            return word
    return None


def not_a_record(value: object) -> str:
    """Why a JSON value that is no object is not a record."""
    names = {str: "a text", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return f"This is {names.get(type(value), 'null')}, not a record with named fields."


def not_json(error: ValueError, start: int = 0) -> str:
    """Why a record is not JSON, from the parser's error; the record began at character `start` of what was parsed."""
    place = getattr(error, "pos", None)
    where = "" if place is None else f", from its character {place - start + 1:,} on"
    return f"The record is not valid JSON{where}: correct it, or export it again."
