"""Texts as lines of plain words."""

import pytest

from engagement.domain.texts.wording import Wording, typed_as


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Pls dont txt me", " . please do not text me . "),
        ("u got the wrng numbr", " . you got the wrong number . "),
        ("STOPPPP", " . stop . "),
        ("Non-stop, from here?", " . non stop , from here ? . "),
        ("one\ntwo", " . one . two . "),
        ("see https://example.com/stop or jane@stop.com", " . see or . "),
        ("wrong #", " . wrong number . "),
        ("", " .  . "),
    ],
)
def test_a_line(text: str, line: str) -> None:
    assert Wording(text).line() == line


def test_what_was_written() -> None:
    wording = Wording("Hola, ¡NO más tхts! ok")
    start = wording.line().index("no mas")
    assert wording.written(start, start + len("no mas texts")) == "NO más tхts"
    assert wording.written(0, 2) == ""


def test_typed_as_has_the_ways_a_word_is_typed() -> None:
    typed = typed_as(frozenset({"not", "unsubscribe"}))
    assert typed >= {"not", "don't", "unsubscribe", "unsubscrbe", "unsusbcribe"}
    assert "stpo" not in typed
