"""How much of a file is looked at, held and kept at once, and how a text is kept when it cannot be read."""

from engagement.domain.records import Reject

CHUNK = 256 * 1024  # bytes read from a file at a time
HEAD = 64 * 1024  # bytes looked at to recognise a format
MAX_RECORD = 4 * 1024 * 1024  # bytes (characters within a JSON document) of one record; a longer one is rejected
KEPT = 64 * 1024  # characters kept of a record that is longer than that


def rejected(place: str, reason: str, raw: str, *, length: int | None = None) -> Reject:
    """A Reject whose text any database can hold.

    `length` is how long the record was when `raw` is only its beginning: then the first KEPT characters are kept, with
    a note. A NUL becomes U+FFFD and half a surrogate pair its escape, since PostgreSQL stores neither.
    """
    if length is not None:
        raw = f"{raw[:KEPT]} [cut: the record was {length:,} long, its first {min(KEPT, len(raw)):,} are kept]"
    if "\0" in raw:
        raw = raw.replace("\0", "\ufffd")
    return Reject(place, reason, raw.encode("utf-8", "backslashreplace").decode("utf-8"))


def too_long(place: str, raw: str, length: int) -> Reject:
    """The Reject of a record of `length` (bytes or characters), of which `raw` is at least the beginning."""
    megabytes = max(length / 1e6, 4.2)
    return rejected(
        place,
        f"The record is {megabytes:,.1f} MB long and at most {MAX_RECORD // 2**20} MB are read: "
        "export it again without its longest field.",
        raw,
        length=length,
    )
