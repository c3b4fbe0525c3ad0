"""Ids made from what they identify, so the same records give the same rows in any order, twice, or elsewhere."""

from hashlib import blake2b

CONTACT_BITS = 52  # contacts' ids are shown and sent as JSON numbers, which JavaScript and jq keep exact up to 53 bits
ROW_BITS = 63  # the rest stay inside the database, in its signed 64-bit integers


def stable_id(*parts: str, bits: int = ROW_BITS) -> int:
    """A positive id of at most `bits` bits, the same for the same parts and different, in practice, for any others."""
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - bits)
