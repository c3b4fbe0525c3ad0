"""The limits of sender health: what they are, and that whatever is said of them follows them."""

import re
from pathlib import Path

import pytest

from engagement.domain import limits
from engagement.domain.limits import LIMITS, MEASURED, Harm
from engagement.lib.percent import percent
from engagement.settings import PROJECT
from engagement.ui.campaigns.campaign_table import limits_in_words

WRITTEN = [
    *sorted(PROJECT.glob("pages/*.py")),
    *sorted(PROJECT.glob("engagement/ui/**/*.py")),
    *sorted(PROJECT.glob("engagement/query/**/*.py")),
]


def test_the_limits_are_these() -> None:
    assert {str(harm): limit for harm, limit in LIMITS.items()} == {
        "complaints": 0.001,
        "unsubscribes": 0.005,
        "bounces": 0.02,
        "failures": 0.05,
    }


def test_the_sentence_of_campaigns() -> None:
    assert limits_in_words().replace("\N{NO-BREAK SPACE}", " ") == (
        "Too high is: complaints over 0.1 % or unsubscribes over 0.5 % of delivered, bounces over 2 % of sent."
    )


@pytest.mark.parametrize("harm", MEASURED)
def test_the_sentence_follows_its_limit(harm: Harm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits._SHARES, harm, 0.37)
    assert f"{harm} over 37\N{NO-BREAK SPACE}%" in limits_in_words()


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (
            "campaigns.md",
            "A campaign is marked when complaints pass {complaints} or unsubscribes {unsubscribes} of what was "
            "delivered, or bounces {bounces} of what was sent.",
        ),
        (
            "who-to-call.md",
            "mailbox providers begin to turn mail away where complaints pass {complaints} or bounces {bounces}, and "
            "carriers begin to filter a number of whose texts more than {failures} fail.",
        ),
    ],
)
def test_the_pages_of_docs_say_the_same(page: str, sentence: str) -> None:
    words = {harm.value: percent(limit).replace("\N{NO-BREAK SPACE}", " ") for harm, limit in LIMITS.items()}
    text = " ".join((PROJECT / "docs" / page).read_text("utf-8").split())
    assert sentence.format(**words) in text


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_nothing_says_a_percentage_by_itself(path: Path) -> None:
    code = re.sub(r"\"\"\".*?\"\"\"", "", path.read_text("utf-8"), flags=re.DOTALL)  # examples in docstrings may
    assert re.findall(r"\d[\s\u00a0]?%(?![\w{|])", re.sub(r"#.*", "", code)) == []
