"""A filter as an address and back, and conditions as lines and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.causes import Cause
from engagement.domain.vocabulary import ContactKind, FilterOption, Match
from engagement.query.question.condition_text import condition_line, parse_condition
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.period import Period
from engagement.ui.address.contact_params import OPTION_KEYS, conditions_of, filter_of, packed, params_of, unpacked
from engagement.ui.address.links import contacts_address

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", EngagementFilter()),
        *[(f"{key}=true", EngagementFilter(options=frozenset({option}))) for option, key in OPTION_KEYS.items()],
        ("match=none&at-least=3", EngagementFilter(match=Match.NONE, at_least=3)),
        ("period=Last+30+days", EngagementFilter(period=Period(date(2026, 10, 26), TODAY))),
        ("period=Own+dates&from=2026-03-01", EngagementFilter(period=Period(date(2026, 3, 1), None))),
        (
            "current-status=true&without-machines=true",
            EngagementFilter(current_status_only=True, without_machines=True),
        ),
        ("kind=lead&kind=agent", EngagementFilter(kinds=frozenset({ContactKind.LEAD, ContactKind.AGENT}))),
        ("owner=Dana+%26+Co&stage=New", EngagementFilter(owners=frozenset({"Dana & Co"}), stages=frozenset({"New"}))),
        (
            "source=Web&label=a&search=+jo+",
            EngagementFilter(sources=frozenset({"Web"}), labels=frozenset({"a"}), search="jo"),
        ),
        (
            "did=Email+Clicks+x3&didnot=Text+Replies+last+30",
            EngagementFilter(
                conditions=(
                    Condition(FilterOption.EMAIL_CLICKS, True, 3),
                    Condition(FilterOption.TEXT_REPLIES, False, 1, Period(date(2026, 10, 26), TODAY)),
                )
            ),
        ),
        (
            "cause=mailbox+full&cause=banana&soft-bounces=3",
            EngagementFilter(causes=frozenset({Cause.MAILBOX_FULL}), soft_bounces=3),
        ),
        ("soft-bounces=-1&cause=&soft-bounces=2", EngagementFilter()),
        ("soft-bounces=1000", EngagementFilter()),
        ("match=most&at-least=0&period=Own+dates&from=2026-03-02&to=2026-03-01&kind=robot&did=x", EngagementFilter()),
        ("at-least=1000&from=banana&email-opens=maybe", EngagementFilter()),
        ("at-least=99999999999999999999&period=Next+year", EngagementFilter()),
    ],
)
def test_filter_of(address: str, expected: EngagementFilter) -> None:
    params = unpacked(address)
    assert filter_of(params, TODAY) == expected
    assert unpacked(packed(params)) == params


@pytest.mark.parametrize("text", ["&".join(["a=b"] * 300), "%zz=%00=;;", "=" * 5000])
def test_what_was_never_packed_asks_nothing(text: str) -> None:
    assert filter_of(unpacked(text), TODAY) == EngagementFilter()


def test_no_more_conditions_than_a_person_asks() -> None:
    lines = [f"Email Opens x{times}" for times in range(1, 100)]
    assert len(conditions_of(lines, did=True, today=TODAY)) == 10


PERIODS = st.one_of(
    st.just(Period()),
    st.integers(1, 400).map(lambda days: Period.last_days(days, TODAY)),
    st.tuples(st.none() | DAYS, st.none() | DAYS).map(
        lambda days: Period(*sorted(days)) if None not in days else Period(*days)  # type: ignore[type-var]
    ),
)
WORDS = st.frozensets(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), max_size=3)
ONE_CONDITION = st.builds(Condition, st.sampled_from(FilterOption), st.booleans(), st.integers(1, 999), PERIODS)
FILTERS = st.builds(
    EngagementFilter,
    options=st.frozensets(st.sampled_from(FilterOption)),
    match=st.sampled_from(Match),
    at_least=st.integers(1, 999),
    period=PERIODS,
    current_status_only=st.booleans(),
    without_machines=st.booleans(),
    kinds=st.frozensets(st.sampled_from(ContactKind)),
    owners=WORDS,
    stages=WORDS,
    sources=WORDS,
    labels=WORDS,
    causes=st.frozensets(st.sampled_from(Cause)),
    soft_bounces=st.integers(0, 999),
    search=st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip),
    conditions=st.lists(ONE_CONDITION, max_size=5, unique=True).map(
        lambda conditions: tuple(sorted(conditions, key=lambda one: not one.did))
    ),
)


@given(asked=FILTERS)
def test_a_filter_is_the_same_after_its_address(asked: EngagementFilter) -> None:
    assert filter_of(params_of(asked, TODAY), TODAY) == asked
    address = contacts_address(asked, TODAY)
    assert filter_of(unpacked(address.partition("?")[2]), TODAY) == asked


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (EngagementFilter(), "./"),
        (EngagementFilter(period=Period.last_days(30, TODAY)), "./?period=Last+30+days"),
        (EngagementFilter(period=Period(date(2026, 3, 1), None)), "./?period=Own+dates&from=2026-03-01"),
        (EngagementFilter(owners=frozenset({"Dana & Co"}), search="jo"), "./?search=jo&owner=Dana+%26+Co"),
        (
            EngagementFilter(
                options=frozenset({FilterOption.EMAIL_CLICKS}),
                conditions=(Condition(FilterOption.TEXT_REPLIES, False, period=Period.last_days(7, TODAY)),),
            ),
            "./?email-clicks=true&didnot=Text+Replies+last+7",
        ),
    ],
)
def test_contacts_address(asked: EngagementFilter, address: str) -> None:
    assert contacts_address(asked, TODAY) == address


@given(
    option=st.sampled_from(FilterOption),
    times=st.integers(1, 999),
    when=st.none() | st.integers(1, 3650) | st.tuples(st.none() | DAYS, st.none() | DAYS),
)
def test_a_condition_is_the_same_after_its_line(
    option: FilterOption, times: int, when: int | tuple[date | None, date | None] | None
) -> None:
    days, period = None, Period()
    if isinstance(when, int):
        days = when
    elif when:
        first, last = when
        period = Period(*sorted(when)) if first and last else Period(first, last)
    line = condition_line(option, times, days=days, period=period)
    asked = Period.last_days(days, TODAY) if days else period
    assert parse_condition(line, did=True, today=TODAY) == Condition(option, True, times, asked)
