"""The hours of the week as a picture and as a table: every cell has a mark that says which it is."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from engagement.query.calls.signs import Sign
from engagement.query.numbers.hours_of_week import Heat
from engagement.query.question.period import Period
from engagement.ui.address.message_params import message_filter_of
from engagement.ui.overview import charts
from engagement.ui.overview.charts import cell_in_words, heat_chart, heat_table, hour_asked

TODAY = date(2026, 11, 24)
COUNTS = {Sign.OPENED: {(1, 14): 20, (0, 9): 1}, Sign.CLICKED: {(1, 14): 2}, Sign.REPLIED: {(6, 23): 3}}
HEAT = Heat(Period(date(2026, 10, 26), TODAY), COUNTS)


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "accent", lambda: "#0b6e6e")  # which asks the page for its theme


def test_a_mark_lies_on_every_cell() -> None:
    cells, marks = heat_chart(HEAT).data
    found = {(y, x): data for x, y, data in zip(marks.x, marks.y, marks.customdata, strict=True)}
    assert set(found) == {(y, x) for y in cells.y for x in cells.x}
    assert list(found["Tuesday", "14"]) == ["Tuesday 14:00 to 15:00", 1, 14]
    assert marks.marker.opacity == 0
    assert marks.text[1 * 24 + 14] == cell_in_words(HEAT, (1, 14)) == "Tuesday 14:00 to 15:00: 22 (20 opens, 2 clicks)"


def test_the_table_has_each_hour_with_anything_the_busiest_first() -> None:
    rows = re.findall(r"<tr[^>]*><th.*?</tr>", str(heat_table(HEAT)))[1:]
    cells = [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]
    assert cells == [
        ["Tuesday 14:00 to 15:00", "20", "2", "0", "22"],
        ["Sunday 23:00 to 00:00", "0", "0", "3", "3"],
        ["Monday 09:00 to 10:00", "1", "0", "0", "1"],
    ]
    address = unescape(re.findall(r'href="([^"]*)"', rows[0])[0])
    asked = message_filter_of(parse_qs(urlsplit(address).query), TODAY)
    assert asked == hour_asked(HEAT, (1, 14))
