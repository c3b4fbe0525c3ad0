"""Whole files: gzip, other kinds of file, empty pages, and records too long to hold."""

import gzip
import io
import re
import time
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from engagement.domain.records import RawRecord, Reject
from engagement.errors import UnreadableFile
from engagement.formats import raw_records
from engagement.formats.limits import KEPT, MAX_RECORD
from tests.formats.files import Made, matches, read

A, B = {"id": "a"}, {"id": "b"}
CUT = "The compressed file is cut short"
DAMAGED = "The compressed file is damaged"
LINES = b'{"id":"a"}\n{"id":"b"}\n'


def packed(data: bytes, **options: int) -> bytes:
    """`data` in gzip, the same bytes at any time: they stand in names of tests, on which every worker must agree."""
    return gzip.compress(data, mtime=0, **options)


ZIPPED = packed(LINES)
# Stored, not compressed, so that a cut falls at a known place in the text.
STORED = packed(b"a,b\n1,2\n1,29999\n", compresslevel=0)


@pytest.mark.parametrize("size", [1, 10, 1 << 20])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(ZIPPED, [("line 1", A), ("line 2", B)], id="one member"),
        pytest.param(packed(LINES[:11]) + packed(LINES[11:]), [("line 1", A), ("line 2", B)], id="two"),
        pytest.param(packed(LINES[:5]) + packed(LINES[5:]), [("line 1", A), ("line 2", B)], id="in a line"),
        pytest.param(ZIPPED + b"\0" * 9, [("line 1", A), ("line 2", B)], id="padded"),
        pytest.param(ZIPPED + b"x", [("line 1", A), ("line 2", B), ("end of file", DAMAGED)], id="with more behind it"),
        pytest.param(ZIPPED[:-4], [("line 1", A), ("line 2", B), ("end of file", CUT)], id="cut in its check sum"),
        pytest.param(STORED[:-10], [("line 2", {"a": "1", "b": "2"}), ("line 3", CUT)], id="cut in a row"),
        pytest.param(
            ZIPPED[:-8] + b"\1" * 8, [("line 1", A), ("line 2", B), ("end of file", DAMAGED)], id="a wrong check sum"
        ),
    ],
)
def test_gzip(data: bytes, expected: list[tuple[str, object]], size: int) -> None:
    found = read(data, size)
    assert matches(found, expected), found


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def zipped(parts: dict[str, str]) -> bytes:
    """A ZIP archive with these files in it, the same bytes at any time."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "This file is empty"),
        (b" \n\t\r\n" * 50_000, "This file is empty"),
        (b"\xef\xbb\xbf", "This file is empty"),
        (packed(b""), "This file is empty"),
        (ZIPPED[:10], CUT),
        (b"\x1f\x8bnonsense", DAMAGED),
        (packed(ZIPPED), "This is a file compressed twice over"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "This is a picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "This is a picture (JPEG)"),
        (b"GIF89a" + bytes(range(256)), "This is a picture (GIF)"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "This is a picture (WebP)"),
        (b"BM" + bytes(range(256)), "This is a picture (BMP)"),
        (b"%PDF-1.7\n", "This is a PDF document"),
        (b"PK\x03\x04 [Content_Types].xml xl/workbook.xml", "This is an Excel workbook"),
        (b"PK\x03\x04 events.json", "This is an archive (ZIP)"),
        (b"\xd0\xcf\x11\xe0 old", "This is an old Office document"),
        (b"{\\rtf1\\ansi Dear Jane}", "This is a text document (RTF)"),
        (b"<!DOCTYPE html>\n<html></html>", "This is a web page (HTML)"),
        (b"<?xml version='1.0'?><events/>", "This is an XML file"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            "This is an Excel workbook of 2003",
        ),
        (b"<html><body><table border=1><tr><td>Name</td><td>Email</td></tr></table>", "This is a table in a web page"),
        (b"\n <table><tr><th>Name</th></tr></table>", "This is a table in a web page"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "This is a calendar (.ics)"),
        (
            b"From jane@example.com Mon Nov  2 14:03:22 2026\nReturn-Path: <jane@example.com>\n\nHi\n",
            "This is a mailbox",
        ),
        (
            b"Received: from mx.example.com\r\n\tby example.org; Mon\r\nSubject: Hi, there\r\n\r\nHi\r\n",
            "This is an email",
        ),
        (
            b"Subject: Hi\nFrom: Jane <jane@example.com>\nTo: o@example.org\n\nHi, all, again\n",
            "This is an email (.eml)",
        ),
        (
            b"dn: cn=Pat Ashby,mail=pat@example.com\nobjectclass: person\ncn: Pat Ashby\n",
            "This is an address book in LDIF",
        ),
        (
            b"mandrill_events=%5B%7B%22event%22%3A%22send%22%7D%5D",
            "This is a webhook of Mandrill, which is not read yet",
        ),
        (b"!BDN" + bytes(range(256)) * 9, "This is an Outlook data file (.pst or .ost)"),
        (OLE + "Workbook".encode("utf-16-le"), "This is an old Excel workbook (.xls)"),
        (OLE + b"x" * 66_666 + "Workbook".encode("utf-16-le"), "This is an old Excel workbook (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "This is an Office document with a password"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "This is a message saved by Outlook (.msg)"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "This is an OpenDocument spreadsheet"),
        (zipped({"Index/Document.iwa": "", "Metadata/Properties.plist": ""}), "This is a Numbers document"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "This is a binary Excel workbook (.xlsb)"),
        (zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "This is a Word document"),
        (zipped({"events.json": "{}"}), "This is an archive (ZIP)"),
        (bytes(range(32)) * 99, "This is a binary file"),
        (b"Dear Jane,\n\nthank you for your letter.\nWe liked it.\n\nYours,\nBob\n", "This is a text without"),
        (b"x" * 5_000_000, "This is one very long line"),
    ],
)
def test_a_file_with_nothing_to_read_is_named_with_a_remedy(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        list(raw_records(io.BytesIO(data)))
    assert str(raised.value).startswith(says)
    said = re.sub(r"\(\.\w+(?: or \.\w+)?\)", "", str(raised.value))  # but for the ends of names
    assert said.count(".") == 1 + said.count("...")
    assert ": " in str(raised.value)


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (b'{"items":[],"paging":{"next":"x"}}', "This page has no items, so there was nothing to import."),
        (b'{"page":0,"sms_messages":[]}', "This page has no messages, so there was nothing to import."),
        (b'{"Suppressions":[]}', "This list is empty, so there was nothing to import."),
        (b'{\n"end":0,\n"messages":[\n]\n}\n', "This page has no messages, so there was nothing to import."),
        (b"[]", "This list is empty, so there was nothing to import."),
        (b"a,b\n", "This table has a header and no rows, so there was nothing to import."),
        (b'{"items":[{"id":1}]}{"items":[]}', None),
        (b'{"items":[oops]}', None),
        (LINES, None),
    ],
)
def test_an_empty_page_is_told_from_a_file_that_is_not_recognised(data: bytes, note: str | None) -> None:
    records = raw_records(io.BytesIO(data))
    found = list(records)
    assert records.note == note
    assert (note is None) == bool(found)


def long_line(start: bytes, end: bytes, megabytes: int) -> Iterator[bytes]:
    """A stream whose first record fills `megabytes`; the pieces are made as they are read."""
    yield start
    piece = b"x" * 250_000
    for _ in range(megabytes * 4):
        yield piece
    yield end


LONG = [
    ("a line", b'{"id":"a"}\n{"text":"', b'"}\n{"id":"b"}\n', [A, B]),
    ("an item", b'{"items":[{"id":"a"},{"text":"', b'"},{"id":"b"}],"paging":{}}', [A, B]),
    ("an item whose text is never closed", b'[{"id":"a"},{"text":"', b'\n,{"id":"b"}]', [A, B]),
    ("a document", b'{\n"id":"a"}\n{"text":"', b'"}\n{"id":"b"}\n', [A, B]),
    ("a row", b"id,c\na,\nb,", b"\nb,\n", [{"id": "a", "c": ""}, {"id": "b", "c": ""}]),
    ("a form", b"A=1&B=2\nA=1&B=", b"\nA=3&B=4\n", [{"A": "1", "B": "2"}, {"A": "3", "B": "4"}]),
]


@pytest.mark.parametrize(
    ("start", "end", "good", "megabytes"),
    [pytest.param(*case[1:], size, id=f"{case[0]}, {size} MB") for case in LONG for size in (5, 50)],
)
def test_a_record_too_long_to_hold_is_passed_over(start: bytes, end: bytes, good: list[object], megabytes: int) -> None:
    tracemalloc.start()
    try:
        found = list(raw_records(Made(long_line(start, end, megabytes))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [item.fields for item in found if isinstance(item, RawRecord)] == good
    (reject,) = [item for item in found if isinstance(item, Reject)]
    assert reject.reason.startswith(f"The record is {megabytes}.0 MB long")
    assert reject.raw.startswith(('{"text":"xx', "b,xx", "A=1&B=xx"))
    assert f"the record was {megabytes},000,0" in reject.raw
    assert KEPT <= len(reject.raw) < KEPT + 200
    assert peak < 6 * MAX_RECORD


def test_a_quote_left_open_in_a_large_table_costs_one_row() -> None:
    rows = "".join(f"{number},text of row {number}{' ' * 80}\n" for number in range(60_000))
    found = list(raw_records(io.BytesIO(f'id,text\nx,"open\n{rows}'.encode())))
    assert [item.place for item in found if isinstance(item, Reject)] == ["line 2"]
    assert len(found) == 60_001


def test_memory_is_bounded_for_a_document_on_one_line() -> None:
    item = b'{"event":"opened","id":"' + b"x" * 600 + b'"},'
    pieces = [b'{"items":[', *[item * 1000] * 30, b'{"id":"last"}],"paging":{}}']
    tracemalloc.start()
    try:
        count = sum(isinstance(item, RawRecord) for item in raw_records(Made(iter(pieces))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 30_001
    assert peak < 2 * MAX_RECORD


def test_what_is_kept_of_a_record_can_be_stored() -> None:
    found = list(raw_records(io.BytesIO(b'{"id":1}\n{"a":"\0"\n{"a":\xff}\n')))
    rejects = [item for item in found if isinstance(item, Reject)]
    assert len(rejects) == 2
    for reject in rejects:
        assert "\0" not in reject.raw
        reject.raw.encode("utf-8")


def test_records_come_while_the_file_is_still_being_read() -> None:
    def pieces() -> Iterator[bytes]:
        while True:
            yield LINES * 1000

    started = time.monotonic()
    assert isinstance(next(raw_records(Made(pieces()))), RawRecord)
    assert time.monotonic() - started < 5
