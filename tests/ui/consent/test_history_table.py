"""The consent history as a table and as CSV: every kind of entry has words of its own."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.query.consent.entries import LedgerRow
from engagement.ui.consent.history_table import history_csv, history_head, history_table
from tests.moment import NOW

ZONE = ZoneInfo("America/New_York")
ROW = LedgerRow(
    entry_id=1,
    channel=ConsentChannel.TEXT,
    address="+14155550142",
    ours="+12125550100",
    what=What.OUT,
    at=datetime(2026, 11, 2, 15, tzinfo=UTC),
    source=Source.TEXT,
    code=Code.STOP_WORD,
    words="STOP",
    place=None,
    by=None,
    message_id=9,
)
HAND = {"ours": None, "source": Source.HAND, "by": "Dana", "words": "Told us"}
LIST = {"ours": None, "source": Source.LIST, "place": "leads.csv, column Opt Out", "words": "yes"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ["Opted out", "sent a stop word", "+1 212-555-0100", "their text", "STOP", "Mon 2 Nov 2026, 10:00 EST"]),
        ({"what": What.ASKED, "code": Code.REQUEST}, ["Asked to stop", "asked in their own words"]),
        ({"what": What.IN, "code": Code.YES}, ["Opted in", "answered “Yes” while they were opted out"]),
        ({"what": What.DECIDED, "code": Code.STOP, **HAND}, ["Decided", "it is a stop", "by hand: Dana"]),
        ({"what": What.DECIDED, "code": Code.UNDECIDED, **HAND}, ["Decided", "the decision is taken back"]),
        ({"code": Code.BY_HAND, **HAND}, ["Opted out", "set by hand", "by hand: Dana", "Told us", "all of ours"]),
        ({"code": Code.LISTED, **LIST}, ["a contact list says so", "a list: leads.csv, column Opt Out", "all of ours"]),
        ({"code": Code.REFUSED, "source": Source.EVENT, "ours": None}, ["a text was refused", "report", "not told"]),
    ],
)
def test_each_entry_has_its_words(changed: dict[str, object], words: list[str]) -> None:
    shown = history_table([replace(ROW, **changed)], ZONE)  # type: ignore[arg-type]
    for word in words:
        assert word in shown


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.parametrize("channel", list(ConsentChannel))
def test_no_code_is_without_words(code: Code, channel: ConsentChannel) -> None:
    assert history_table([replace(ROW, code=code, channel=channel)], ZONE).count("<tr") == 2


def test_a_decision_was_said_to_none_of_ours() -> None:
    assert ">all of ours<" not in history_table([replace(ROW, what=What.DECIDED, code=Code.STOP, **HAND)], ZONE)  # type: ignore[arg-type]


def test_what_people_wrote_stays_text() -> None:
    assert "<script" not in history_table([replace(ROW, words="<script>", place="<script>", by="<script>")], ZONE)
    assert "<script" not in history_head("<script>", [ROW], NOW, ZONE)


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(history_csv([ROW, replace(ROW, words="=1+1")], ZONE).decode("utf-8-sig"))))
    assert rows[0]["what"] == "out"
    assert rows[0]["at"].startswith("2026-11-02T10:00:00")
    assert rows[0]["at"].endswith("-05:00"), "by the account's clock"
    assert rows[1]["words"] == "'=1+1"
