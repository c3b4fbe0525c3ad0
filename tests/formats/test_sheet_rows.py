"""Rows of a sheet, read one by one: what is damaged costs itself, and what openpyxl passes over is told."""

import io

import pytest

from engagement.domain.records import RawRecord
from engagement.formats import raw_records
from tests.formats.test_workbook import PAT, PEOPLE, SAM, SHEET, changed, made


def test_a_damaged_cell_costs_its_row_and_none_behind_it() -> None:
    """openpyxl's own loop ends there."""
    spoilt = changed(made(PEOPLE), {SHEET: lambda xml: xml.replace(b'<c r="A2" t="s"><v>', b'<c r="A2" t="s"><v>99')})
    first, second = raw_records(io.BytesIO(spoilt))
    assert (first.place, getattr(first, "reason", "")) == (
        "row 2",
        "A cell of this row is damaged: correct it in a spreadsheet program, and import the saved workbook.",
    )
    assert isinstance(second, RawRecord)
    assert second.fields == SAM


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (b'<c r="A2" t="s">', b'stray<c r="A2" t="s">'),
        (b'<c r="A2" t="s">', b"<c><is><t>Pat</t></is></c><c r='A2' t='s'>"),
    ],
)
def test_text_that_openpyxl_passes_over_is_told(was: bytes, now: bytes) -> None:
    first, second = raw_records(io.BytesIO(changed(made(PEOPLE), {SHEET: lambda xml: xml.replace(was, now)})))
    assert (first.place, getattr(first, "reason", "")[:31]) == ("row 2", "A cell of this row is damaged: ")
    assert isinstance(second, RawRecord)
    assert second.fields == SAM


def test_text_between_rows_is_told() -> None:
    strayed = changed(made(PEOPLE), {SHEET: lambda xml: xml.replace(b'<row r="3"', b'\nrow r="2"<row r="3"')})
    *rows, told = raw_records(io.BytesIO(strayed))
    assert [getattr(one, "fields", None) for one in rows] == [PAT, SAM]
    assert (told.place, getattr(told, "reason", "")[:36]) == ("sheet", "Text stands between the rows of this")


def test_rows_with_the_number_of_another_are_read() -> None:
    """openpyxl's own loop leaves them out in silence."""
    twice = changed(
        made(PEOPLE), {SHEET: lambda xml: xml.replace(b'r="3"', b'r="2"').replace(b'3" t="s"', b'2" t="s"')}
    )
    assert [getattr(one, "fields", None) for one in raw_records(io.BytesIO(twice))] == [PAT, SAM]
