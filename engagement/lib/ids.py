"""Ids made from what they identify, so the same records give the same rows in any order, twice, or elsewhere.

And read from what people and addresses write, where an id may be anything.
"""

from hashlib import blake2b

CONTACT_BITS = 52  # contacts' ids are shown and sent as JSON numbers, which JavaScript and jq keep exact up to 53 bits
ROW_BITS = 63  # the rest stay inside the database, in its signed 64-bit integers
GREATEST_ID = (1 << ROW_BITS) - 1
"""No id is greater; a greater number cannot even be asked the database for."""

_DIGITS = len(str(GREATEST_ID))


def stable_id(*parts: str, bits: int = ROW_BITS) -> int:
    """A positive id of at most `bits` bits, the same for the same parts and different, in practice, for any others."""
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - bits)


def is_id(number: int) -> bool:
    """Whether `number` can be an id, whether or not anything has it."""
    return 0 <= number <= GREATEST_ID


def id_of(text: str) -> int | None:
    """The id that `text` writes in plain digits; None for all else, numbers that can be no id among it."""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        return None
    return number if is_id(number := int(text)) else None
