"""What a file is in which no format is recognised, in one sentence that says what to do about it."""

import re
from collections.abc import Collection

_EXPORT = "choose an export in JSON or CSV instead"
_UNPACK = "unpack it, and import what is in it"
_SAVE_SHEET = "open it in a spreadsheet program, save it as an Excel workbook (.xlsx) or CSV, and import that"
_CONTACTS = "export its contacts as CSV or vCard, and import those"
_OLE = b"\xd0\xcf\x11\xe0"

# How such a file begins, what it is, and what to do.
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a picture (PNG)", _EXPORT),
    (b"\xff\xd8\xff", "a picture (JPEG)", _EXPORT),
    (b"GIF8", "a picture (GIF)", _EXPORT),
    (b"BM", "a picture (BMP)", _EXPORT),
    (b"II*\0", "a picture (TIFF)", _EXPORT),
    (b"MM\0*", "a picture (TIFF)", _EXPORT),
    (b"%PDF", "a PDF document", "export the list it was printed from as CSV or Excel, and import that"),
    (b"{\\rtf", "a text document (RTF)", _EXPORT),
    (b"!BDN", "an Outlook data file (.pst or .ost)", f"open it in Outlook, {_CONTACTS}"),
    (b"SQLite format 3\0", "a database file (SQLite)", _EXPORT),
    (b"\0\x01\0\0Standard", "an Access database", "export its tables as CSV, and import those"),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"\x1f\x8b", "a file compressed twice over", "unpack it once, and import the result"),
    (b"BZh", "an archive (bzip2)", _UNPACK),
    (b"\xfd7zXZ", "an archive (xz)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "an archive (Zstandard)", _UNPACK),
    (b"7z\xbc\xaf", "an archive (7-Zip)", _UNPACK),
    (b"Rar!", "an archive (RAR)", _UNPACK),
    (b"PK\x05\x06", "an empty archive (ZIP)", _EXPORT),
)
# A name in the directory of an OLE file, which old Office files are, what the file is, and what to do.
_IN_OLE: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "an Office document with a password", "save it without one, and import that"),
    ("__properties_version1.0", "a message saved by Outlook (.msg)", _EXPORT),
    ("Workbook", "an old Excel workbook (.xls)", _SAVE_SHEET),
    ("Book", "an old Excel workbook (.xls)", _SAVE_SHEET),
    ("WordDocument", "an old Word document (.doc)", "save its list as CSV or Excel, and import that"),
    ("PowerPoint Document", "an old presentation (.ppt)", _EXPORT),
)
# How the names begin in a ZIP archive that is something else than a workbook, what it is, and what to do.
_IN_ARCHIVES: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", _SAVE_SHEET),
    ("word/", "a Word document", "save its list as CSV or Excel, and import that"),
    ("ppt/", "a presentation", _EXPORT),
    ("Index/", "a Numbers document", "export it from Numbers as Excel or CSV, and import that"),
    ("Index.zip", "a Numbers document", "export it from Numbers as Excel or CSV, and import that"),
)
_ZIP = ("an archive (ZIP)", _UNPACK)
# How the media type begins that a ZIP archive says of itself, what it is, and what to do.
_MEDIA: tuple[tuple[str, str, str], ...] = (
    ("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)", _SAVE_SHEET),
    ("application/vnd.oasis.opendocument", "an OpenDocument text or drawing", _EXPORT),
)
# How a text begins, by a pattern, what it is, and what to do.
_HEADER = rb"(?:Return-Path|Received|Delivered-To|MIME-Version|X-[\w-]+|Message-ID|DKIM-Signature|Subject|From|Date): "
_TEXTS: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (re.compile(rb"(?i)BEGIN:VCALENDAR\b"), "a calendar (.ics)", "export contacts, not appointments, and import those"),
    (
        re.compile(rb"From [^\r\n]+\r?\n(?:>?[\w-]+: )"),
        "a mailbox (mbox)",
        "import your provider's events of what was sent, which say what became of it, instead",
    ),
    (
        re.compile(rb"(?i)" + _HEADER + rb"[^\r\n]*\r?\n(?:[\w-]+: |[ \t])"),
        "an email (.eml)",
        "import your provider's events of what was sent, which say what became of it, instead",
    ),
    (re.compile(rb"(?i)(?:version: 1\r?\n\s*)?dn: "), "an address book in LDIF", _CONTACTS),
)
_MARKUP: tuple[tuple[bytes, str, str], ...] = (
    (b'progid="excel.sheet"', "an Excel workbook of 2003 in XML", _SAVE_SHEET),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "an Excel workbook of 2003 in XML", _SAVE_SHEET),
    (b"<table", "a table in a web page (HTML), whatever its name ends with", _SAVE_SHEET),
    (b"<html", "a web page (HTML)", "sign in, download the file again, and choose an export in JSON or CSV"),
    (b"<!doctype", "a web page (HTML)", "sign in, download the file again, and choose an export in JSON or CSV"),
)
KINDS: tuple[tuple[str, str], ...] = (
    *((row[1], row[2]) for table in (_BEGINNINGS, _IN_OLE, _IN_ARCHIVES, _MEDIA, _TEXTS, _MARKUP) for row in table),
    _ZIP,
)
"""What a file may be that is refused by name, and what to do about it."""
_EMPTY = "This file is empty: export it again, and import the new copy."
_NOT_ALLOWED = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x1b")))


def empty_sentence(damage: str | None) -> str:
    """Why a file without any content cannot be read."""
    return _EMPTY if damage is None else damage.replace("from here on", "from its beginning")


def is_archive(head: bytes) -> bool:
    """Whether a file that begins with `head` is a ZIP archive with something in it, as workbooks are."""
    return head.startswith(b"PK\x03\x04")


def is_ole(head: bytes) -> bool:
    """Whether a file that begins with `head` is an OLE file, whose directory may lie anywhere in it."""
    return head.startswith(_OLE)


def other_kind(head: bytes) -> str | None:
    """What a file that begins with `head` is, when it is known to be of another kind; else None."""
    if is_ole(head):
        return _old_office(head)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _sentence("a picture (WebP)", _EXPORT)
    if head[4:8] == b"ftyp":
        return _sentence("a picture or film", _EXPORT)
    for beginning, name, remedy in _BEGINNINGS:
        # "BM" may begin a text; a picture's next bytes are no text.
        if head.startswith(beginning) and (len(beginning) > 2 or beginning[0] < 32 or _is_binary(head)):
            return _sentence(name, remedy)
    if head.lstrip()[:1] == b"<":
        return _markup(head.lstrip()[:16_384].lower())
    if head.startswith(b"mandrill_events="):
        return "This is a webhook of Mandrill, which is not read yet: keep the file, and import it once it is."
    for pattern, name, remedy in _TEXTS:
        if pattern.match(head):
            return _sentence(name, remedy)
    return _sentence("a binary file", _EXPORT) if _is_binary(head) else None


def kind_of_archive(names: Collection[str], mimetype: str) -> str | None:
    """What a ZIP archive with files of these names is, in a sentence; None when it is an Excel workbook."""
    for beginning, name, remedy in _MEDIA:
        if mimetype.startswith(beginning):
            return _sentence(name, remedy)
    for beginning, name, remedy in _IN_ARCHIVES:
        if any(one.startswith(beginning) for one in names):
            return _sentence(name, remedy)
    if "[Content_Types].xml" in names and any(one.startswith("xl/") for one in names):
        return None
    return _sentence(*_ZIP)


def damaged_archive(head: bytes) -> str:
    """Why a ZIP archive that begins with `head` cannot be opened."""
    name = "an Excel workbook" if b"xl/" in head or b"[Content_Types].xml" in head[:100] else "an archive (ZIP)"
    return f"This is {name} that is damaged or cut short: download it again, and import the new copy."


def unrecognised_text(head: bytes) -> str:
    """Why a text that begins with `head` cannot be read."""
    if len(head) > 32_768 and b"\n" not in head and b"\r" not in head:
        return _sentence("one very long line that is neither JSON nor a table", _EXPORT)
    return _sentence("a text without a table or records in it", _EXPORT)


def _old_office(head: bytes) -> str:
    for word, name, remedy in _IN_OLE:
        if word.encode("utf-16-le") in head:
            return _sentence(name, remedy)
    return _sentence("an old Office document", "open it, save it as CSV or Excel, and import that")


def _markup(start: bytes) -> str:
    for word, name, remedy in _MARKUP:
        if word in start:
            return _sentence(name, remedy)
    return _sentence("an XML file", _EXPORT)


def _is_binary(head: bytes) -> bool:
    """Whether more than one byte in twenty, and more than two in all, is a control character."""
    return len(head) - len(head.translate(None, _NOT_ALLOWED)) > max(len(head) / 20, 2)


def _sentence(name: str, remedy: str) -> str:
    return f"This is {name}, not a provider's file: {remedy}."
