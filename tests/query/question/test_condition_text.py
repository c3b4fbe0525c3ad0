"""Conditions as lines of text: what each line asks, and which lines ask nothing."""

from datetime import date, timedelta

import pytest

from engagement.domain.vocabulary import FilterOption
from engagement.errors import FilterError
from engagement.query.question.condition_text import parse_condition
from engagement.query.question.contact_filter import Condition
from engagement.query.question.period import ANY_TIME, Period

TODAY = date(2026, 11, 24)
CLICKS, REPLIES, RECENT = FilterOption.EMAIL_CLICKS, FilterOption.TEXT_REPLIES, FilterOption.RECENT_ENGAGEMENT
LINES = [
    ("Email Clicks", (CLICKS, 1, ANY_TIME)),
    ("  email CLICKS ", (CLICKS, 1, ANY_TIME)),
    ("email clicks x3", (CLICKS, 3, ANY_TIME)),
    ("Email Clicks X 3", (CLICKS, 3, ANY_TIME)),
    ("email clicks x3 last 90", (CLICKS, 3, Period(TODAY - timedelta(days=89), TODAY))),
    ("email clicks last 1", (CLICKS, 1, Period(TODAY, TODAY))),
    ("Text Replies LAST 30", (REPLIES, 1, Period(date(2026, 10, 26), TODAY))),
    ("text replies 2026-01-01..2026-03-31", (REPLIES, 1, Period(date(2026, 1, 1), date(2026, 3, 31)))),
    ("text replies x2  2026-01-01..", (REPLIES, 2, Period(date(2026, 1, 1), None))),
    ("text replies ..2026-03-31", (REPLIES, 1, Period(None, date(2026, 3, 31)))),
    ("text replies 2026-03-31..2026-03-31", (REPLIES, 1, Period(date(2026, 3, 31), date(2026, 3, 31)))),
    ("text replies ..", (REPLIES, 1, ANY_TIME)),
    # The option whose own name has "last" and a number in it.
    ("Opens Clicks Replies last 30 Days", (RECENT, 1, ANY_TIME)),
    ("opens clicks replies last 30 days x2", (RECENT, 2, ANY_TIME)),
    ("email clicks last 99999", (CLICKS, 1, Period(TODAY - timedelta(days=99998), TODAY))),
]
BAD = [
    ("", "not a condition"),
    ("   ", "not a condition"),
    ("Carrier Pigeons", "Carrier Pigeons.*is not an option: use one of Email Opens"),
    ("email clicks x0", "At least 0 times asks nothing"),
    ("email clicks x-1", "is not an option"),
    ("email clicks x99999", "is not an option"),
    ("email clicks last 0", "A period of 0 days holds no day"),
    ("email clicks last week", "is not an option"),
    ("email clicks 2026-02-30..", "has a date that does not exist"),
    ("email clicks 2026-13-01..2026-14-01", "has a date that does not exist"),
    ("email clicks 2026-03-31..2026-01-01", "begins on 2026-03-31 and ends before that"),
    ("email clicks 2026-03-31", "is not an option"),
    ("email clicks last 90 x3", "is not an option"),
    ("x3 last 90", "is not an option"),
]


@pytest.mark.parametrize("did", [True, False])
@pytest.mark.parametrize(("line", "expected"), LINES)
def test_what_a_line_asks(line: str, expected: tuple[FilterOption, int, Period], did: bool) -> None:
    option, at_least, period = expected
    assert parse_condition(line, did=did, today=TODAY) == Condition(option, did, at_least, period)


@pytest.mark.parametrize("option", FilterOption)
@pytest.mark.parametrize("rest", ["", " x2", " last 7", " 2026-01-01..", " x2 last 7"])
def test_every_option_has_a_line(option: FilterOption, rest: str) -> None:
    found = parse_condition(option.value + rest, did=True, today=TODAY)
    assert (found.option, found.at_least) == (option, 2 if "x2" in rest else 1)
    assert (found.period == ANY_TIME) == (rest in ("", " x2"))


def test_last_days_move_on_with_today() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert parse_condition("email opens last 2", did=True, today=tomorrow).period == Period(TODAY, tomorrow)


@pytest.mark.parametrize(("line", "words"), BAD)
def test_a_line_that_asks_nothing_says_so(line: str, words: str) -> None:
    with pytest.raises(FilterError, match=words) as error:
        parse_condition(line, did=True, today=TODAY)
    assert str(error.value).endswith((".", "”."))
