"""A request as it is shown: the telling words marked, whatever is written shown as text."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.consent import Code
from engagement.query.consent.held import Answered, DecidedRequest, HeldRequest
from engagement.ui.consent.request_view import asked, decided_line, marked, whose
from tests.moment import NOW

ZONE = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 2, 15, tzinfo=UTC)


def request(
    words: str = "Please take me off", telling: str = "take me off", sent: str | None = "Hi <b>"
) -> HeldRequest:
    answers = None if sent is None else Answered(sent, AT, "+12125550100")
    return HeldRequest(7, "Jane <Doe>", "+14155550142", 9, AT, "+12125550100", words, telling, answers)


@pytest.mark.parametrize(
    ("words", "telling", "told"),
    [
        ("Please take me off", "take me off", "<bdi>take me off</bdi></mark>"),
        ("TAKE ME OFF now", "take me off", "<bdi>TAKE ME OFF</bdi></mark><bdi> now</bdi>"),
        ("<b>stop</b> it", "<b>stop</b>", "<bdi>&lt;b&gt;stop&lt;/b&gt;</bdi></mark>"),
    ],
)
def test_marked(words: str, telling: str, told: str) -> None:
    assert told in marked(words, telling)
    assert marked(words, telling).count("<mark") == 1


@pytest.mark.parametrize(
    ("words", "telling"), [("no texts", ""), ("no texts", "other words"), ("İ stop", "stop"), ("", "")]
)
def test_not_marked_where_they_are_not_in_it(words: str, telling: str) -> None:
    assert "<mark" not in marked(words, telling)


def test_what_it_answers() -> None:
    assert "Answers our text: “<bdi>Hi &lt;b&gt;</bdi>”" in asked(request())
    assert "Answers a text of ours without words." in asked(request(sent=""))
    assert "We never texted this number before." in asked(request(sent=None))


def test_whose() -> None:
    shown = whose(request(), NOW, ZONE)
    assert "Jane &lt;Doe&gt;" in shown
    assert 'href="contact?id=7"' in shown
    assert "+1 415-555-0142</bdi> to <bdi>+1 212-555-0100" in shown


@pytest.mark.parametrize(("code", "word"), [(Code.STOP, "Stop"), (Code.REPLY, "It is a reply")])
def test_decided(code: Code, word: str) -> None:
    shown = decided_line(DecidedRequest(request(), code, "Dana & Co", NOW), NOW, ZONE)
    assert f" {word}</b>" in shown
    assert "decided by <bdi>Dana &amp; Co</bdi>" in shown
