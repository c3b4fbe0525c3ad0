"""The lanes: Opened and Clicked have marks of their own, each mark says its day and lane, and the table its lists."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.query.contact.lanes import LaneMark
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import Period
from engagement.ui.address.message_params import message_filter_of
from engagement.ui.contact import lanes
from engagement.ui.contact.lanes import lane_figure, lane_table, question_of

ZONE = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # the evening before in New York
STATUSES = (EventType.CLICKED, EventType.OPENED, EventType.DELIVERED, None, EventType.OPENED)
MARKS = [
    *(
        LaneMark(AT - n * timedelta(days=1), Channel.EMAIL, Direction.OUTBOUND, one, "")
        for n, one in enumerate(STATUSES)
    ),
    LaneMark(AT - timedelta(days=9), Channel.TEXT, Direction.INBOUND, EventType.RECEIVED, "ok"),
]


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "colour", lambda tone: "#000000")  # which asks the page for its theme


def test_opened_and_clicked_are_told_apart_without_their_names() -> None:
    shapes = {trace.name: trace.marker.symbol for trace in lane_figure(MARKS, ZONE).data}
    assert shapes["Opened"] != shapes["Clicked"]
    assert list(shapes) == ["Delivered", "Opened", "Clicked", "Received", "No status"]


def test_a_mark_asks_for_the_messages_of_its_lane_on_its_day() -> None:
    marks = {trace.name: trace.customdata for trace in lane_figure(MARKS, ZONE).data}
    assert list(marks["Clicked"][0]) == ["2026-11-23", "email", "outbound"]
    day = date(2026, 11, 23)
    expected = MessageFilter(contact=7, channel=Channel.EMAIL, direction=Direction.OUTBOUND, sent=Period(day, day))
    assert question_of(7, *marks["Clicked"][0]) == expected


def test_the_table_counts_each_status_of_a_lane_and_opens_its_list() -> None:
    rows = re.findall(r"<tr[^>]*><th.*?</tr>", str(lane_table(7, MARKS, ZONE)))[1:]
    cells = [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]
    assert cells == [
        ["Texts from them", "Received", "1", "14 Nov 2026", "14 Nov 2026"],
        ["Emails to them", "Delivered", "1", "21 Nov 2026", "21 Nov 2026"],
        ["Emails to them", "Opened", "2", "19 Nov 2026", "22 Nov 2026"],
        ["Emails to them", "Clicked", "1", "23 Nov 2026", "23 Nov 2026"],
        ["Emails to them", "No status", "1", "20 Nov 2026", "20 Nov 2026"],
    ]
    address = unescape(re.findall(r'href="([^"]*)"', rows[2])[0])
    expected = MessageFilter(contact=7, channel=Channel.EMAIL, direction=Direction.OUTBOUND, status=EventType.OPENED)
    assert message_filter_of(parse_qs(urlsplit(address).query), date(2026, 11, 24)) == expected
    assert "href" not in rows[4]
