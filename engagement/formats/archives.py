"""Zip archives, which Office files are: opened so that no small file can unpack to more than a machine holds.

What a library reads of a workbook is looked through first. Its sheets are streamed afterwards and may be long; what is
held whole (the table of its texts, its styles) may not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from engagement.errors import UnreadableFile
from engagement.formats.source import Peekable
from engagement.formats.unknown import damaged_archive, kind_of_archive

MAX_PACKED = 256 * 1024 * 1024  # bytes of an archive
MAX_UNPACKED = 2 * 1024 * 1024 * 1024  # bytes of all that is in one
MAX_ROWS = 1_048_576  # that Excel has in a sheet
_MAX_TEXTS = 6_000_000  # signs "<" in the table of texts: about a million and a half of texts, which are held
_MAX_SMALL = 500_000  # and in any other part that is held
_MAX_GAP = (
    32 * 1024 * 1024
)  # bytes between the beginnings of two rows: one row is held, and so is what follows the last
_MAX_TEXT = 1024 * 1024  # bytes without a sign ">": Excel has at most 32,767 characters in a cell
_IN_MEMORY = 8 * 1024 * 1024
_CHUNK = 1024 * 1024
_HEAD_ROWS = 60  # above which merged cells may be of a header

_ROWS = (b"<row ", b"<row>", b"<row/>", b":row ")
_HIDDEN = re.compile(rb'<row[^>]*\shidden="(?:1|true)"[^>]*(?<!/)>')
_STRAY = re.compile(rb"(?:</|:)row>\s*+[^\s<]")
_LONGEST_END = 8  # bytes of a row's end tag
_MERGED = re.compile(rb'<mergeCell[^>]*\sref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(r"(?:.*/)?(?:work)?sheets/[^/]*\.xml|(?:.*/)?sheet\d*\.xml", re.IGNORECASE)

_TOO_MUCH = (
    "This workbook unpacks to more than is read of one ({}): save the sheet with the people as CSV, and import that."
)
DAMAGE = (BadZipFile, ZlibError, EOFError, NotImplementedError, OSError, ValueError)
"""What the standard library raises for an archive that is damaged, or packed in a way it does not know."""


@dataclass(slots=True)
class SheetFacts:
    """What is known of a sheet before it is read. Columns and rows are counted from 1."""

    rows: int = 0
    hidden: int = 0  # rows with cells that a filter, or a hand, hides
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row and column, last row and column
    has_strays: bool = False  # there is text between its rows, where a row has lost its tags
    is_damaged: bool = False  # its bytes end before their end


def open_archive(source: Peekable) -> ZipFile:
    """The workbook in `source`. UnreadableFile for any other archive, and for one that is damaged or too large."""
    head = source.peek()
    spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the workbook holds it, and drops it at its end
    size = 0
    while data := source.read():
        size += len(data)
        if size > MAX_PACKED:
            raise UnreadableFile(_TOO_MUCH.format(f"{MAX_PACKED >> 20} MB as it is"))
        spool.write(data)
    if source.damage:
        raise UnreadableFile(source.damage)
    try:
        archive = ZipFile(cast(IO[bytes], spool))
        kind = kind_of_archive(archive.namelist(), _mimetype(archive))
    except (*DAMAGE, RuntimeError) as error:
        raise UnreadableFile(damaged_archive(head)) from error
    if kind is not None:
        raise UnreadableFile(kind)
    return archive


def checked(archive: ZipFile) -> dict[str, SheetFacts]:
    """What is known of each sheet, by its name in the archive. UnreadableFile for a workbook too large to read."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableFile(_TOO_MUCH.format(f"{MAX_UNPACKED >> 30} GB"))
    facts: dict[str, SheetFacts] = {}
    for part in parts:
        if part.flag_bits & 1:
            raise UnreadableFile("This Excel workbook has a password: save it without one, and import that.")
        if _SHEET.fullmatch(part.filename):
            facts[part.filename] = _sheet(archive, part)
        elif part.filename.endswith((".xml", ".rels")):
            limit = _MAX_TEXTS if "sharedstrings" in part.filename.lower() else _MAX_SMALL
            _held(archive, part, limit)
    return facts


def _held(archive: ZipFile, part: ZipInfo, limit: int) -> None:
    """UnreadableFile when a part that is held whole has more elements than `limit`, or too long a text."""
    signs = 0
    try:
        for body in _bodies(archive, part):
            signs += body.count(b"<")
            if signs > limit:
                raise UnreadableFile(_TOO_MUCH.format("a million and a half of different texts"))
    except DAMAGE:
        return  # the library will come to the same place


def _sheet(archive: ZipFile, part: ZipInfo) -> SheetFacts:
    facts = SheetFacts()
    gap, before = 0, b""
    try:
        for body in _bodies(archive, part):
            facts.rows += sum(map(body.count, _ROWS))
            last = max(body.rfind(b"<row"), body.rfind(b":row "))
            gap = gap + len(body) if last < 0 else len(body) - last
            if facts.rows > MAX_ROWS or gap > _MAX_GAP:
                raise UnreadableFile(_TOO_MUCH.format(f"{MAX_ROWS:,} rows, each of {_MAX_GAP >> 20} MB"))
            facts.has_strays = facts.has_strays or _STRAY.search(before + body) is not None
            before = body[-_LONGEST_END:]
            facts.hidden += len(_HIDDEN.findall(body))
            for first_column, first, last_column, last_row in _MERGED.findall(body):
                if int(first) <= _HEAD_ROWS and len(facts.merged) < _HEAD_ROWS * 100:
                    facts.merged.append((int(first), _column(first_column), int(last_row), _column(last_column)))
    except DAMAGE:
        facts.is_damaged = True
    return facts


def _bodies(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """What is in a part, in pieces that each end where an element or its tag ends."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            chunk = rest + chunk
            cut = chunk.rfind(b">") + 1
            rest = chunk[cut:]
            if len(rest) > _MAX_TEXT:
                raise UnreadableFile(_TOO_MUCH.format("a cell of 32,767 characters"))
            yield chunk[:cut]


def _column(letters: bytes) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _mimetype(archive: ZipFile) -> str:
    """What the archive says it is, as OpenDocument files do; "" where it does not."""
    if "mimetype" not in archive.namelist():
        return ""
    with archive.open("mimetype") as stream:
        return stream.read(100).decode("latin-1")
