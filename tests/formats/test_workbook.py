"""Excel workbooks: which sheet and which rows are read, what cells say, and what is refused before it unpacks."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook as Written

from engagement.domain.records import RawRecord
from engagement.errors import UnreadableFile
from engagement.formats import archives, raw_records, workbook
from engagement.formats.headings import table_head, with_headings
from engagement.settings import PROJECT
from tests.formats.files import Bits

PEOPLE = [
    ["Name", "Cell Phone", "Email"],
    ["Pat Ashby", 2025550143, "pat@example.com"],
    ["Sam Birch", "", "sam@example.com"],
]
PAT = {"Name": "Pat Ashby", "Cell Phone": "2025550143", "Email": "pat@example.com"}
SAM = {"Name": "Sam Birch", "Cell Phone": "", "Email": "sam@example.com"}
Draw = Callable[[Any, Any], None]


def made(rows: list[list[Any]], draw: Draw | None = None, **sheets: list[list[Any]]) -> bytes:
    """A workbook with `rows` in its first sheet, to which `draw` adds, and further sheets."""
    written = io.BytesIO()
    with Written(written, {"in_memory": True, "remove_timezone": True}) as book:
        for name, content in {"People": rows, **sheets}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(content):
                sheet.write_row(number, 0, row)
            if draw is not None and name == "People":
                draw(book, sheet)
    return written.getvalue()


def changed(data: bytes, parts: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """A workbook with some of its parts changed, or further ones."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys((*old.namelist(), *parts)):
            content = old.read(name) if name in old.namelist() else b""
            new.writestr(name, parts.get(name, bytes)(content))
    return written.getvalue()


def fields(data: bytes, sheet: str | None = None) -> list[dict[str, object]]:
    """The rows, each without what is blank in it."""
    found = list(raw_records(io.BytesIO(data), sheet))
    assert all(isinstance(one, RawRecord) for one in found), found
    return [{name: text for name, text in one.fields.items() if text} for one in found if isinstance(one, RawRecord)]


def without_blank(*rows: dict[str, str]) -> list[dict[str, str]]:
    return [{name: text for name, text in row.items() if text} for row in rows]


def merged_over_phones(book: Any, sheet: Any) -> None:
    sheet.merge_range("A1:A2", "Name")
    sheet.merge_range("B1:C1", "Phone")
    sheet.merge_range("D1:D2", "Email")


def titled(book: Any, sheet: Any) -> None:
    sheet.merge_range("A1:C1", "Everybody we know")


TWO_HEADS = [{"Name": "Pat Ashby", "Phone Home": "2025550144", "Phone Work": "2025550143", "Email": "pat@example.com"}]


@pytest.mark.parametrize(
    ("rows", "draw", "found"),
    [
        (PEOPLE, None, [PAT, SAM]),
        ([["Our people"], ["as of", 45962], [], *PEOPLE], None, [PAT, SAM]),
        ([["A list of people"], *PEOPLE], titled, [PAT, SAM]),
        ([["Report", "People"], *PEOPLE], None, [PAT, SAM]),
        ([[], [], *PEOPLE, [], PEOPLE[0], PEOPLE[1]], None, [PAT, SAM, PAT]),
        ([["", *row] for row in PEOPLE], None, [PAT, SAM]),
        ([[*PEOPLE[0]], [*PEOPLE[1], "", "a note"]], None, [PAT | {"column 5": "a note"}]),
        (
            [["Email"], ["pat@example.com"], ["sam@example.com"]],
            None,
            [{"Email": "pat@example.com"}, {"Email": "sam@example.com"}],
        ),
        ([["People"], ["Email"], ["pat@example.com"]], None, [{"Email": "pat@example.com"}]),
        (
            [[], ["", "Home", "Work", ""], ["Pat Ashby", 2025550144, 2025550143, "pat@example.com"]],
            merged_over_phones,
            TWO_HEADS,
        ),
        (
            [
                ["Name", "Phone", "", "Email"],
                ["", "Home", "Work", ""],
                ["Pat Ashby", 2025550144, 2025550143, "pat@example.com"],
                ["x"],
            ],
            None,
            [*TWO_HEADS, {"Name": "x"}],
        ),
        (
            [
                ["", "Phone"],
                ["Name", "Home", "Work", "Email"],
                ["Pat Ashby", 2025550144, 2025550143, "pat@example.com"],
            ],
            lambda _, sheet: sheet.merge_range("B1:C1", "Phone"),
            TWO_HEADS,
        ),
        (
            [["First", "", "Cell"], ["Pat", "Ashby", 2025550143]],
            None,
            [{"First": "Pat", "column 2": "Ashby", "Cell": "2025550143"}],
        ),
    ],
)
def test_where_the_table_is(rows: list[list[Any]], draw: Draw | None, found: list[dict[str, str]]) -> None:
    assert fields(made(rows, draw)) == without_blank(*found)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (4152310402, None, "4152310402"),
        (4152310402.0, "0.00E+00", "4152310402"),
        (14152310401, '"+"0', "+14152310401"),
        (14152310401, "[<=9999999]###-####;(###) ###-####", "14152310401"),
        (2134, "00000", "02134"),
        (-5, "00000", "-5"),
        (349.5, None, "349.5"),
        (True, None, "TRUE"),
        ("02134", None, "02134"),
        ("+14152310401", None, "+14152310401"),
        (" Pat\u00a0", None, "Pat"),
        ("Pat_x000D_\nAshby_x005F_x", None, "Pat\r\nAshby_x"),
        (datetime(2026, 11, 2), "m/d/yyyy", "2026-11-02"),
        (datetime(2026, 11, 2, 14, 3, 22), "m/d/yy h:mm", "2026-11-02 14:03:22"),
        (datetime(2026, 11, 2), "m/d/yy h:mm", "2026-11-02 00:00:00"),
        ("=1+1", None, "2"),
        ("=NA()", None, ""),
        (10**9 + 0.0, "mm/dd/yyyy", ""),  # a day that there is not
    ],
)
def test_what_a_cell_says(value: Any, form: str | None, text: str) -> None:
    def draw(book: Any, sheet: Any) -> None:
        style = book.add_format({"num_format": form}) if form else None
        if isinstance(value, str) and value.startswith("="):
            sheet.write_formula(1, 1, value, style, "#N/A" if "NA" in value else 2)
        elif isinstance(value, str):
            sheet.write_string(1, 1, value, style)
        else:
            sheet.write(1, 1, value, style)

    assert fields(made([["Name", "It"], ["Pat"]], draw)) == without_blank({"Name": "Pat", "It": text})


def two_sheets(book: Any, sheet: Any) -> None:
    book.add_worksheet("Secret").hide()
    sheet.set_row(1, None, None, {"hidden": True})


def test_which_sheet_is_read() -> None:
    data = made([["What is in here"]], two_sheets, Leads=PEOPLE, Agents=PEOPLE[:2])
    records = raw_records(io.BytesIO(data))
    assert [record.place for record in records] == ["row 2", "row 3"]
    assert records.note == (
        "Of this workbook's sheets Leads was read; not read: People, Agents. Hidden sheets, not read: Secret."
    )
    assert fields(data, "agents ") == [PAT]
    with pytest.raises(
        UnreadableFile, match="no sheet Buyers: choose one of its sheets, which are People, Secret, Leads"
    ):
        raw_records(io.BytesIO(data), "Buyers")


def test_hidden_rows_are_read_and_told() -> None:
    records = raw_records(io.BytesIO(made(PEOPLE, lambda _, sheet: sheet.set_row(2, None, None, {"hidden": True}))))
    assert len(list(records)) == 2
    assert records.note == "1 hidden row was read like the others."


def test_a_sheet_that_says_the_wrong_size_of_itself() -> None:
    wrong = changed(made(PEOPLE), {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"A1:C3", b"A1")})
    assert fields(wrong) == without_blank(PAT, SAM)


def test_a_sheet_with_headings_only_and_one_with_nothing() -> None:
    for rows, note in (
        ([PEOPLE[0]], "This table has a header and no rows, so there was nothing to import."),
        ([], None),
    ):
        records = raw_records(io.BytesIO(made(rows)))
        assert list(records) == []
        assert records.note == note


LISTS = sorted(file for room in ("cases", "samples") for file in (PROJECT / "tests" / room).glob("*/*.csv"))


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_a_list_says_the_same_as_a_workbook(file: Path) -> None:
    """Every CSV file of the tests, its cells as texts in a workbook."""
    data = file.read_bytes()
    first = data.splitlines()[0].decode("utf-8-sig")
    separator = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))
    written = io.BytesIO()
    with Written(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)
    as_csv = [
        {name: str(text).strip() for name, text in record.fields.items()}
        for record in raw_records(io.BytesIO(data))
        if isinstance(record, RawRecord)
    ]
    as_workbook = [
        record.fields for record in raw_records(io.BytesIO(written.getvalue())) if isinstance(record, RawRecord)
    ]
    assert as_csv
    assert as_workbook == as_csv


def test_a_workbook_in_another_name_space() -> None:
    strict = {"xl/workbook.xml": lambda xml: xml.replace(b"schemas.openxmlformats.org/s", b"purl.oclc.org/ooxml/s")}
    with pytest.raises(UnreadableFile, match="Strict Open XML: save it as"):
        raw_records(io.BytesIO(changed(made(PEOPLE), strict)))


def test_rows_are_not_held() -> None:
    """Ten megabytes of text, in a few."""
    row = b"<row>" + b"<c t='inlineStr'><is><t>" + b"x" * 5_000 + b"</t></is></c></row>"
    data = changed(made(PEOPLE), {SHEET: lambda xml: xml.replace(b"</sheetData>", row * 2_000 + b"</sheetData>")})
    tracemalloc.start()
    try:
        count = sum(1 for _ in raw_records(io.BytesIO(data)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 2_002
    assert peak < 6_000_000


def test_a_workbook_without_a_sheet() -> None:
    with pytest.raises(UnreadableFile, match="no sheet with cells: save"):
        raw_records(io.BytesIO(changed(made(PEOPLE), {"xl/workbook.xml": lambda _: b"<workbook/>"})))


def test_a_workbook_comes_in_pieces_and_packed() -> None:
    data = made(PEOPLE)
    assert len(list(raw_records(Bits(data, 700)))) == 2


SHEET = "xl/worksheets/sheet1.xml"
ROW = b'<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({SHEET: lambda xml: xml[:-200] + b"<c t=" + b" " * 3_000_000}, "a cell of 32,767 characters"),
        ({SHEET: lambda xml: xml.replace(b"</sheetData>", b"<row/>" * 1_100_000 + b"</sheetData>")}, "1,048,576 rows"),
        ({SHEET: lambda xml: xml.replace(b"</sheetData>", b"<c/>" * 9_000_000 + b"</sheetData>")}, "32 MB"),
        (
            {"xl/sharedStrings.xml": lambda xml: xml.replace(b"</sst>", b"<si/>" * 6_000_001 + b"</sst>")},
            "different texts",
        ),
        ({"xl/styles.xml": lambda xml: xml + b"<xf/>" * 500_000}, "more than is read"),
    ],
)
def test_what_unpacks_to_too_much_is_refused(parts: Mapping[str, Callable[[bytes], bytes]], says: str) -> None:
    bomb = changed(made(PEOPLE), parts)
    assert len(bomb) < 200_000
    with pytest.raises(UnreadableFile, match=says) as raised:
        raw_records(io.BytesIO(bomb))
    assert "save the sheet with the people as CSV" in str(raised.value)


def test_cells_at_both_ends_of_a_sheet_cost_nothing() -> None:
    """A library that holds a sheet as a square asks for a hundred gigabytes here."""
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>far</v></c></row></sheetData>'
    found = fields(changed(made(PEOPLE), {SHEET: lambda xml: xml.replace(b"</sheetData>", far)}))
    assert found[-1] == {"column 16384": "far"}


def test_too_many_cells_end_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MAX_CELLS", 7)
    *_, last = raw_records(io.BytesIO(made(PEOPLE)))
    assert (last.place, getattr(last, "reason", "")[:30]) == ("row 3", "The rows from here on are not ")


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_PACKED", 1000)
    with pytest.raises(UnreadableFile, match="This workbook unpacks to more"):
        raw_records(io.BytesIO(made(PEOPLE)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:2000],
        lambda data: data.replace(b"PK\x05\x06", b"PK\x05\x05"),
        lambda data: changed(data, {"xl/workbook.xml": lambda xml: xml[:100]}),
        lambda data: changed(data, {"xl/styles.xml": lambda xml: xml.replace(b"numFmtId", b"numFmtIx")}),
        lambda data: changed(data, {"[Content_Types].xml": lambda _: b"<Types/>"}),
    ],
)
def test_a_damaged_workbook_is_one_sentence(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(UnreadableFile) as raised:
        raw_records(io.BytesIO(spoil(made(PEOPLE))))
    assert "damaged or cut short: download it again" in str(raised.value)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: xml.replace(b'<c r="A3"', b'<c r="A3'),
        lambda xml: xml[: xml.index(b'<row r="3"')],
    ],
)
def test_rows_before_the_damage_are_read(spoil: Callable[[bytes], bytes]) -> None:
    first, *rest = raw_records(io.BytesIO(changed(made(PEOPLE), {SHEET: spoil})))
    assert isinstance(first, RawRecord)
    assert first.fields == PAT
    assert [(one.place, getattr(one, "reason", "")[:24]) for one in rest] == [("row 3", "The workbook is damaged ")]


def test_bytes_that_were_changed_on_the_way() -> None:
    """Any byte of a workbook changed: its rows, a sentence, or both; never another error."""
    data = made(PEOPLE)
    refused = read = 0
    for place in range(0, len(data), 61):
        spoilt = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        try:
            read += len(list(raw_records(io.BytesIO(spoilt)))) > 0
        except UnreadableFile:
            refused += 1
    assert refused > 10
    assert read > 10


def test_the_head_of_a_workbook_is_shown_and_its_columns_renamed() -> None:
    data = made([["x"]], None, Leads=[["Our people"], *PEOPLE])
    head = table_head(io.BytesIO(data), sheet="Leads")
    assert head is not None
    assert (head.sheet, head.sheets) == ("Leads", ("People", "Leads"))
    assert table_head(io.BytesIO(data), sheet="People") is None
    assert head.headings == ("Name", "Cell Phone", "Email")
    table = b"".join(with_headings(io.BytesIO(data), ("Owner", "Phone", "Email"), sheet="Leads"))
    assert table.splitlines() == [
        b"Owner,Phone,Email",
        b"Pat Ashby,2025550143,pat@example.com",
        b"Sam Birch,,sam@example.com",
    ]
