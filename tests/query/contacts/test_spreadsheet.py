"""The contact list as a workbook, read back from its XML: every cell, and its type, is what the list says."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from engagement.query.contacts.export import file_headings
from engagement.query.contacts.spreadsheet import write_workbook
from engagement.query.question.rows import ContactRow
from tests.query.contacts.test_export import ASKED, AT, JANE, NO_CALLS, NO_EMAIL, NO_TEXT, NOBODY

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NEW_YORK = ZoneInfo("America/New_York")
Value = str | float | None


def sheets(data: bytes) -> dict[str, list[list[Value]]]:
    """The sheets of a workbook in their order: rows of texts and numbers; an empty cell is None."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = [
            one.attrib["name"] for one in ElementTree.fromstring(file.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        return {
            name: [
                read_row(row)
                for row in ElementTree.fromstring(file.read(f"xl/worksheets/sheet{place}.xml")).iter(f"{MAIN}row")
            ]
            for place, name in enumerate(names, 1)
        }


def read_row(row: ElementTree.Element) -> list[Value]:
    cells: list[Value] = [None] * len(file_headings())
    for cell in row.iter(f"{MAIN}c"):
        column = 0
        for letter in filter(str.isalpha, cell.attrib["r"]):
            column = column * 26 + ord(letter) - ord("A") + 1
        cells += [None] * (column - len(cells))
        assert cell.find(f"{MAIN}f") is None, "a formula"
        if cell.attrib.get("t") == "inlineStr":
            cells[column - 1] = "".join(cell.itertext())
        else:
            cells[column - 1] = float(cell.findtext(f"{MAIN}v") or "nan")
    return cells


def written(*rows: ContactRow, include: bool = False, sheet_rows: int = 100) -> dict[str, list[list[Value]]]:
    file = io.BytesIO()
    about = [("List", "Contacts who opened an email")]
    assert write_workbook(file, rows, NEW_YORK, about, include_opted_out=include, sheet_rows=sheet_rows) == len(rows)
    return sheets(file.getvalue())


def days(moment: datetime, zone: ZoneInfo = NEW_YORK) -> float:
    """A moment by the clock of `zone` as a workbook counts: days since the end of 1899."""
    return (moment.astimezone(zone).replace(tzinfo=None) - datetime(1899, 12, 30)) / timedelta(days=1)


def counted(*wall: int) -> float:
    """What stands on the clock, as a workbook counts."""
    year, month, day, *rest = wall
    return (datetime(year, month, day, *rest) - datetime(1899, 12, 30)) / timedelta(days=1)


def shown_as(data: bytes, column: int) -> list[str]:
    """The format of a column's numbers on the first sheet, row by row."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        styles = ElementTree.fromstring(file.read("xl/styles.xml"))
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    codes = {one.attrib["numFmtId"]: one.attrib["formatCode"] for one in styles.iter(f"{MAIN}numFmt")}
    (cells,) = styles.iter(f"{MAIN}cellXfs")
    letter = chr(ord("A") + column)
    of_column = (cell for cell in sheet.iter(f"{MAIN}c") if cell.attrib["r"].rstrip("0123456789") == letter)
    return [
        codes[cells[int(cell.attrib["s"])].attrib["numFmtId"]]
        for cell in of_column
        if cell.find(f"{MAIN}v") is not None
    ]


def _close(cell: Value) -> object:
    return pytest.approx(cell, rel=1e-9) if isinstance(cell, float) else cell


# row, whether opted-out addresses are asked for, some of the cells expected
CELLS: list[tuple[ContactRow, bool, dict[str, Value]]] = [
    (JANE, False, {"id": "4503599627370495", "name": "Jane Doe", "kind": "lead", "labels": "buyer; Été", "opens": 7}),
    (JANE, False, {"last_engaged_at": days(AT), "last_status": "Clicked", "do_not_email": "no", "replies": 3}),
    (NOBODY, False, {"name": None, "kind": "unknown", "last_status": None, "last_engaged_at": None}),
    (NO_EMAIL, False, {"emails": None, "phones": "+14155550142", "do_not_email": "yes"}),
    (NO_EMAIL, True, {"emails": "jane@office.example; jane@home.example", "do_not_email": "yes"}),
    (NO_TEXT, False, {"phones": None, "do_not_text_reason": "used the unsubscribe link of an email"}),
    (ASKED, False, {"phones": None, "do_not_text": "no", "asked_to_stop_at": days(AT)}),
    (ASKED, True, {"phones": "+14155550142", "asked_to_stop_at": days(AT)}),
    (NO_CALLS, False, {"phones": "+14155550142", "do_not_call": "yes", "do_not_call_reason": "set by hand"}),
    # What would run elsewhere is a text here, as it is; so is what a workbook would take for a number or a link.
    *(
        (replace(JANE, name=name), False, {"name": name})
        for name in ("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "00123", "https://home.example", "a < b & c", "Łukasz 😀")
    ),
    (replace(JANE, owner="=1+1"), False, {"owner": "=1+1"}),
    (replace(JANE, emails=("=cmd@x.example",)), False, {"emails": "=cmd@x.example"}),
]


@pytest.mark.parametrize(("row", "include", "expected"), CELLS)
def test_a_row(row: ContactRow, include: bool, expected: dict[str, Value]) -> None:
    header, cells = written(row, include=include)["Contacts"]
    found = dict(zip(file_headings(), cells, strict=True))
    assert tuple(header) == file_headings()
    assert {name: _close(found[name]) for name in expected} == expected


@pytest.mark.parametrize(("count", "expected"), [(0, [1]), (3, [4]), (4, [4, 2]), (7, [4, 4, 2])])
def test_a_full_sheet_is_followed_by_another(count: int, expected: list[int]) -> None:
    rows = [replace(JANE, id=number) for number in range(count)]
    found = written(*rows, sheet_rows=4)
    *lists, about = found.values()
    assert [len(one) for one in lists] == expected
    assert [row[0] for one in lists for row in one[1:]] == [str(row.id) for row in rows]
    assert list(found)[:2] == (["Contacts", "Contacts 2"] if len(lists) > 1 else ["Contacts", "About this list"])
    told = {row[0]: row[1] for row in about}
    assert told == {
        "List": "Contacts who opened an email",
        "Contacts": str(count),
        "Times": "by the clock of America/New_York",
    }


def test_a_time_is_by_the_accounts_clock_and_says_which_hour() -> None:
    """Late evening in New York is the next day in UTC; the hour that comes twice when clocks go back is told apart."""
    late, summer = datetime(2026, 11, 21, 4, 30, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC)
    once, again = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    file = io.BytesIO()
    write_workbook(file, [replace(JANE, last_engaged_at=at) for at in (late, summer, once, again)], NEW_YORK, [])
    column = file_headings().index("last_engaged_at")
    times = [row[column] for row in sheets(file.getvalue())["Contacts"][1:]]
    found = list(zip(times, shown_as(file.getvalue(), column), strict=True))
    shown = "yyyy-mm-dd hh:mm:ss"
    assert found == [
        (pytest.approx(counted(2026, 11, 20, 23, 30), rel=1e-9), f'{shown} "EST"'),
        (pytest.approx(counted(2026, 7, 1, 8), rel=1e-9), f'{shown} "EDT"'),
        (pytest.approx(counted(2026, 11, 1, 1, 30), rel=1e-9), f'{shown} "EDT"'),
        (pytest.approx(counted(2026, 11, 1, 1, 30), rel=1e-9), f'{shown} "EST"'),
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01 00:00:00+00:00"),  # there is no day before it in New York
        (datetime(1850, 1, 1, tzinfo=UTC), "1849-12-31 19:03:58-04:56:02"),
        (datetime(9999, 12, 31, 5, tzinfo=UTC), 2958465.0),
    ],
)
def test_a_year_that_nobody_meant_is_written(at: datetime, expected: Value) -> None:
    """A workbook counts no days before 1900, and the calendar begins with the year 1."""
    _, cells = written(replace(JANE, last_engaged_at=at))["Contacts"]
    assert cells[file_headings().index("last_engaged_at")] == expected
