"""How numbers are counted, on request: nothing is shown that nobody explained, and all go by files until a moment."""

import re
from datetime import UTC, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.vocabulary import Channel
from engagement.query.intake.coverage import SourceCoverage
from engagement.query.numbers.basis import Basis
from engagement.ui.frame.explained import Explainer
from engagement.ui.parts.markup import text
from engagement.ui.parts.table import NUMBER, Cell, Head, Row

AT = datetime(2026, 11, 24, 19, 36, tzinfo=UTC)
FILES = [
    SourceCoverage("Mailgun", 2, AT, AT, AT, skipped=10, rejected=1),
    SourceCoverage("Twilio", 1, AT, AT, AT, skipped=0, rejected=5),
]
BASIS = Basis(FILES, {Channel.EMAIL: AT, Channel.TEXT: None}, {Channel.EMAIL: 2, Channel.TEXT: 0})
EXPLAIN = Explainer(BASIS, ZoneInfo("America/New_York"))


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_it_says_from_what_until_when_and_without_what() -> None:
    said = plain(EXPLAIN.details("Opens", {"opens": "Every one."}))
    assert said == (
        "How is this counted? Opens opens Every one. From Mailgun (2 files) and Twilio (1 file): Imports . "
        "Until The latest event on file: emails until Tue 24 Nov 2026, 14:36 EST. "
        "Left out everywhere 6 records that could not be read; 10 records skipped, such as mail sent in a provider's "
        "test mode; what is missing: emails on 2 days ( Coverage ); files that were not recognised or were taken back. "
        "People on no contact list are counted like others."
    )


def test_of_one_channel_it_names_what_reports_of_it() -> None:
    said = plain(EXPLAIN.details("Texts", {"texts": "Every one."}, BASIS.of(Channel.TEXT)))
    assert "From Twilio (1 file): Imports" in said
    assert "No event is on file." in said
    assert "5 records that could not be read; files that were" in said


def test_it_opens_by_keyboard_and_by_touch() -> None:
    """A summary is a button of the browser's own: in the order of tabs, opened by Enter, space, click and tap."""
    assert EXPLAIN.details("Opens", {"opens": "x"}).startswith('<details class="eg-counted"><summary>')


def test_a_column_of_numbers_has_its_explanation() -> None:
    heads = (Head("Day", names_row=True), Head("Opens", NUMBER, "Every one."), Head("Lost", NUMBER))
    with pytest.raises(ValueError, match="Things: nothing says how Lost is counted"):
        EXPLAIN.table(heads, [("Monday", "1", "2")], label="Things")
    said = plain(EXPLAIN.table(heads[:2], [("Monday", "1")], label="Things", also={"Rates": "So."}))
    assert "Opens Every one. Rates So. From" in said


def test_a_line_of_numbers_has_its_explanation() -> None:
    heads = (Head("What", names_row=True), Head("Today", NUMBER))
    group = Row([Cell(text("Messages"), span=2)], is_group=True)
    rows = [group, Row([text("opened"), "1"]), Row([text("lost & found"), "2"])]
    with pytest.raises(ValueError, match="nothing says how <bdi>lost &amp; found</bdi> is counted"):
        EXPLAIN.table(heads, rows, label="Things", lines={"opened": "Every one."})
    lines = {"opened": "Every one.", "lost & found": "Both."}
    assert "opened Every one. lost & found Both. From" in plain(EXPLAIN.table(heads, rows, label="Things", lines=lines))


def test_an_empty_explanation_is_none() -> None:
    with pytest.raises(ValueError, match="nothing says how opens is counted"):
        EXPLAIN.details("Opens", {"opens": " "})


def test_of_no_files_there_is_nothing_to_go_by() -> None:
    nothing = Basis([], {Channel.EMAIL: None, Channel.TEXT: None}, {Channel.EMAIL: 0, Channel.TEXT: 0})
    said = plain(Explainer(nothing, ZoneInfo("UTC")).details("Opens", {"opens": "x"}))
    assert "From No files yet. Until No event is on file. Left out everywhere Files that were not" in said
