"""What the screens say of the limits of sender health, and what they mark, follows the limits."""

import re

import pytest

from engagement.domain import limits
from engagement.domain.limits import Harm
from tests.pages.conftest import Show, shown

TINY = 1e-9  # everything that happened at all is over it
SAID = "under 0.001\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("harm", "page", "words"),
    [
        (Harm.COMPLAINTS, "overview", "complaints pass 37 % of it"),
        (Harm.BOUNCES, "overview", "or bounces 37 %."),
        (Harm.FAILURES, "overview", "texts more than 37 % fail."),
        (Harm.COMPLAINTS, "campaigns", "complaints over 37 % or"),
        (Harm.UNSUBSCRIBES, "campaigns", "unsubscribes over 37 % of delivered"),
        (Harm.BOUNCES, "campaigns", "bounces over 37 % of sent"),
    ],
)
def test_the_words_follow(show: Show, monkeypatch: pytest.MonkeyPatch, harm: Harm, page: str, words: str) -> None:
    words = words.replace(" %", "\N{NO-BREAK SPACE}%")
    assert words not in shown(show(page))
    monkeypatch.setitem(limits._SHARES, harm, 0.37)
    assert words in shown(show(page))


@pytest.mark.parametrize("harm", [Harm.BOUNCES, Harm.FAILURES])
def test_the_marks_of_overview_follow(show: Show, monkeypatch: pytest.MonkeyPatch, harm: Harm) -> None:
    assert f"over {SAID}" not in shown(show("overview"))
    monkeypatch.setitem(limits._SHARES, harm, TINY)
    assert f"over {SAID}" in shown(show("overview"))


@pytest.mark.parametrize("harm", [Harm.UNSUBSCRIBES, Harm.BOUNCES])
def test_the_marks_of_campaigns_follow(show: Show, monkeypatch: pytest.MonkeyPatch, harm: Harm) -> None:
    def marked(page: str) -> int:
        return len(re.findall(rf"{harm} (?:under |over )?[\d.,]+\N{{NO-BREAK SPACE}}%", page))

    monkeypatch.setitem(limits._SHARES, harm, 1.0)
    assert marked(shown(show("campaigns"))) == 1, "the sentence alone"
    monkeypatch.setitem(limits._SHARES, harm, TINY)
    assert marked(shown(show("campaigns"))) > 1
