"""The limits of sender health: what they are, and that whatever is said of them follows them."""

import re
from pathlib import Path

import pytest

from engagement.domain import limits
from engagement.domain.limits import LIMITS, MEASURED, Harm, Judgement, is_doubtful, judge, pressing
from engagement.lib.intervals import Rate
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


@pytest.mark.parametrize(
    ("harm", "count", "of", "how"),
    [
        (Harm.COMPLAINTS, 1, 46, Judgement.TOO_FEW),
        (Harm.COMPLAINTS, 0, 0, Judgement.TOO_FEW),
        (Harm.COMPLAINTS, 0, 46, Judgement.TOO_FEW),
        (Harm.COMPLAINTS, 0, 3_687, Judgement.TOO_FEW),
        (Harm.COMPLAINTS, 0, 3_688, Judgement.UNDER),  # 1 - 0.025 ** (1 / 3,688) is below 0.1 %
        (Harm.COMPLAINTS, 1, 25, Judgement.OVER),  # 1 - 0.975 ** (1 / 25) is above it
        (Harm.COMPLAINTS, 1, 26, Judgement.TOO_FEW),
        (Harm.COMPLAINTS, 46, 46, Judgement.OVER),
        (Harm.COMPLAINTS, 110, 100_000, Judgement.TOO_CLOSE),
        (Harm.BOUNCES, 20, 1_000, Judgement.TOO_CLOSE),
        (Harm.BOUNCES, 30, 1_000, Judgement.OVER),
        (Harm.BOUNCES, 11, 1_000, Judgement.UNDER),
        (Harm.BOUNCES, 3, 61, Judgement.TOO_FEW),
    ],
)
def test_a_rate_is_judged_on_its_interval(harm: Harm, count: int, of: int, how: Judgement) -> None:
    assert judge(harm, Rate(count, of)) is how
    assert (pressing(harm, Rate(count, of)) > 1) == (how is Judgement.OVER)


def test_doubt_is_of_what_is_above_its_limit_only() -> None:
    assert is_doubtful(Harm.COMPLAINTS, Rate(1, 46))
    assert not is_doubtful(Harm.COMPLAINTS, Rate(0, 46))
    assert not is_doubtful(Harm.COMPLAINTS, Rate(0, 0))
    assert not is_doubtful(Harm.COMPLAINTS, Rate(46, 46))
