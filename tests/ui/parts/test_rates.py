"""Rates, limits and changes as every screen says them."""

import re
from html import unescape

import pytest

from engagement.domain.limits import Harm
from engagement.lib.intervals import Rate
from engagement.ui.parts.rates import (
    change_in_words,
    change_shown,
    judged_badge,
    judged_in_words,
    rate_in_words,
    rate_shown,
)


def plain(words: str) -> str:
    words = re.sub(r'<span class="eg-icon".*?</span>', "", words)
    return unescape(re.sub(r"<[^>]*>", " ", words)).replace("\N{NO-BREAK SPACE}", " ").strip()


def test_a_rate_carries_its_interval() -> None:
    assert plain(rate_in_words(Rate(1, 46))) == "2.2 % (0.055 to 12 %)"
    assert plain(rate_in_words(Rate(0, 20))) == "0 % (0 to 17 %)"
    assert plain(rate_in_words(Rate(20, 20))) == "100 % (83 to 100 %)"
    assert plain(rate_shown(Rate(1, 46))) == "2.2 % 0.055 to 12 %"
    assert rate_in_words(Rate(0, 0)) == rate_shown(Rate(0, 0)) == ""


def test_one_complaint_of_46_is_too_few_to_tell() -> None:
    badge = judged_badge(Harm.COMPLAINTS, Rate(1, 46), "delivered")
    assert plain(badge) == "1 of 46: too few to tell"
    said = "1 of 46 delivered: 2.2 % (0.055 to 12 %). Too few to tell whether that is over the limit of 0.1 %."
    assert f'title="{said}"' in badge.replace("\N{NO-BREAK SPACE}", " ")
    assert "warning" not in badge
    named = judged_badge(Harm.COMPLAINTS, Rate(1, 46), "delivered", names=True)
    assert plain(named) == "complaints 1 of 46: too few to tell"


def test_what_is_surely_over_is_a_warning() -> None:
    badge = judged_badge(Harm.COMPLAINTS, Rate(10, 1_000), "delivered")
    assert "warning" in badge
    assert plain(badge) == "over 0.1 %"
    assert plain(judged_badge(Harm.COMPLAINTS, Rate(10, 1_000), "delivered", names=True)) == "complaints 1 %"


@pytest.mark.parametrize(("count", "of"), [(0, 0), (0, 3), (0, 100_000), (1, 100_000), (1, 2_000)])
def test_what_is_not_above_its_limit_has_no_mark(count: int, of: int) -> None:
    assert judged_badge(Harm.COMPLAINTS, Rate(count, of), "delivered") == ""


@pytest.mark.parametrize(
    ("count", "of", "words"),
    [
        (0, 0, "Nothing was sent: nothing can be told."),
        (0, 3, "0 of 3 sent: 0 % (0 to 71 %). Too few to tell whether that is over the limit of 2 %."),
        (10, 1_000, "10 of 1,000 sent: 1 % (0.48 to 1.8 %). Surely under the limit of 2 %."),
        (1, 1, "1 of 1 sent: 100 % (2.5 to 100 %). Surely over the limit of 2 %."),
        (21, 1_000, "21 of 1,000 sent: 2.1 % (1.3 to 3.2 %). Too close to tell whether that is over the limit of 2 %."),
    ],
)
def test_the_judgement_in_words(count: int, of: int, words: str) -> None:
    assert plain(judged_in_words(Harm.BOUNCES, Rate(count, of), "sent")) == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (0, 0, ""),
        (5, 5, "same"),
        (5, 0, "new"),
        (9, 3, "up from 3"),
        (0, 3, "down from 3"),
        (120, 100, "up 20 %"),
        (50, 100, "down 50 %"),
        (0, 100, "down 100 %"),
        (1001, 1000, "up under 1 %"),
        (2, 1000, "down over 99 %"),
        (5_000_000, 10, "up 49,999,900 %"),
    ],
)
def test_a_change_in_words(now: int, before: int, words: str) -> None:
    assert plain(change_in_words(now, before)) == words


@pytest.mark.parametrize(
    ("now", "before", "is_chance"),
    [
        (0, 0, False),  # there is no change
        (7, 7, False),
        (5, 0, True),
        (6, 0, False),
        (9, 3, True),
        (12, 2, False),
        (120, 100, True),
        (150, 100, False),
        (10_200, 10_000, True),
        (10_300, 10_000, False),
    ],
)
def test_a_change_says_whether_chance_makes_it(now: int, before: int, is_chance: bool) -> None:
    assert ("within chance" in change_shown(now, before)) == is_chance
    assert ("within chance" in change_shown(before, now)) == is_chance
    assert "within chance" not in change_shown(now, before, is_ours=True)
