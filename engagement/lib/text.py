"""Texts made comparable."""

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
