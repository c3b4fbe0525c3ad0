"""What a file is in which no format is recognised, in one sentence that says what to do about it."""

_EXPORT = "choose an export in JSON or CSV instead"
_UNPACK = "unpack it, and import what is in it"

# How such a file begins, what it is, and what to do.
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a picture (PNG)", _EXPORT),
    (b"\xff\xd8\xff", "a picture (JPEG)", _EXPORT),
    (b"GIF8", "a picture (GIF)", _EXPORT),
    (b"BM", "a picture (BMP)", _EXPORT),
    (b"II*\0", "a picture (TIFF)", _EXPORT),
    (b"MM\0*", "a picture (TIFF)", _EXPORT),
    (b"%PDF", "a PDF document", _EXPORT),
    (b"{\\rtf", "a text document (RTF)", _EXPORT),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "open it, save it as CSV, and import that"),
    (b"SQLite format 3\0", "a database file (SQLite)", _EXPORT),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"\x1f\x8b", "a file compressed twice over", "unpack it once, and import the result"),
    (b"BZh", "an archive (bzip2)", _UNPACK),
    (b"\xfd7zXZ", "an archive (xz)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "an archive (Zstandard)", _UNPACK),
    (b"7z\xbc\xaf", "an archive (7-Zip)", _UNPACK),
    (b"Rar!", "an archive (RAR)", _UNPACK),
    (b"PK\x05\x06", "an empty archive (ZIP)", _EXPORT),
)
_IN_OFFICE_FILES = ((b"xl/", "an Excel workbook"), (b"word/", "a Word document"), (b"ppt/", "a presentation"))
_EMPTY = "This file is empty: export it again, and import the new copy."
_NOT_ALLOWED = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x1b")))


def empty_sentence(damage: str | None) -> str:
    """Why a file without any content cannot be read."""
    return _EMPTY if damage is None else damage.replace("from here on", "from its beginning")


def other_kind(head: bytes) -> str | None:
    """What a file that begins with `head` is, when it is known to be of another kind; else None."""
    if head.startswith(b"PK\x03\x04"):
        for part, name in _IN_OFFICE_FILES:
            if part in head or b"[Content_Types].xml" in head[:100]:
                return _sentence(name if part in head else "an Office document", "save it as CSV, and import that")
        return _sentence("an archive (ZIP)", _UNPACK)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _sentence("a picture (WebP)", _EXPORT)
    if head[4:8] == b"ftyp":
        return _sentence("a picture or film", _EXPORT)
    for beginning, name, remedy in _BEGINNINGS:
        # "BM" may begin a text; a picture's next bytes are no text.
        if head.startswith(beginning) and (len(beginning) > 2 or beginning[0] < 32 or _is_binary(head)):
            return _sentence(name, remedy)
    if head.lstrip()[:1] == b"<":
        start = head.lstrip()[:512].lower()
        name = "a web page (HTML)" if b"<html" in start or b"<!doctype" in start else "an XML file"
        return _sentence(name, _EXPORT)
    return _sentence("a binary file", _EXPORT) if _is_binary(head) else None


def unrecognised_text(head: bytes) -> str:
    """Why a text that begins with `head` cannot be read."""
    if len(head) > 32_768 and b"\n" not in head and b"\r" not in head:
        return _sentence("one very long line that is neither JSON nor a table", _EXPORT)
    return _sentence("a text without a table or records in it", _EXPORT)


def _is_binary(head: bytes) -> bool:
    """Whether more than one byte in twenty, and more than two in all, is a control character."""
    return len(head) - len(head.translate(None, _NOT_ALLOWED)) > max(len(head) / 20, 2)


def _sentence(name: str, remedy: str) -> str:
    return f"This is {name}, not a provider's file: {remedy}."
