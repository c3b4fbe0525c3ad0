"""A question about messages as an address and back; an address of anybody's making never raises."""

from dataclasses import fields
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, Direction, EventType, Origin
from engagement.query.question.engaged_hour import EngagedHour
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import Period
from engagement.ui.address.links import messages_address
from engagement.ui.address.message_params import KEYS, message_filter_of
from engagement.ui.contacts.sidebar import KEYS as CONTACT_KEYS

TODAY = date(2026, 11, 24)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31))
PERIODS = st.tuples(DAYS, DAYS).map(
    lambda ends: Period(*sorted(ends)) if ends[0] and ends[1] else Period(*ends)  # type: ignore[type-var]
)
TEXTS = st.text(max_size=30).map(str.strip).filter(lambda text: "\0" not in text)
IDS = st.none() | st.integers(0, 2**63 - 1)
QUESTIONS = st.builds(
    MessageFilter,
    search=TEXTS,
    channel=st.none() | st.sampled_from(Channel),
    direction=st.none() | st.sampled_from(Direction),
    origin=st.none() | st.sampled_from(Origin),
    measure=st.none() | st.sampled_from(Measure),
    measured=PERIODS,
    sent=PERIODS,
    status=st.none() | st.sampled_from(EventType),
    campaign=IDS,
    sender=TEXTS,
    domain=TEXTS,
    code=TEXTS,
    contact=IDS,
    engaged=st.none()
    | st.builds(EngagedHour, st.integers(0, 6), st.integers(0, 23), PERIODS.filter(lambda one: one.last)),
)


def asked_by(address: str) -> MessageFilter:
    return message_filter_of(parse_qs(urlsplit(address).query), TODAY)


@given(QUESTIONS)
def test_every_name_of_a_question_survives_its_address(asked: MessageFilter) -> None:
    assert asked_by(messages_address(asked)) == asked


def test_a_question_of_nothing_is_the_bare_screen() -> None:
    assert messages_address(MessageFilter()) == "messages"
    assert len(KEYS) == len(fields(MessageFilter)) + 5  # the dates that periods have beside their names
    assert not set(KEYS) & set(CONTACT_KEYS)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("find=+jane+", MessageFilter(search="jane")),
        ("channel=EMAIL&status=failed&measure=opened+BY+people", None),
        ("sent=Last+30+days", MessageFilter(sent=Period(date(2026, 10, 26), TODAY))),
        ("sent=Last+30+days&sent-from=2026-01-01", MessageFilter(sent=Period(date(2026, 10, 26), TODAY))),
        ("sent-from=2026-01-01", MessageFilter()),  # dates of one's own are asked for by name
        ("sent=Own+dates&sent-from=2026-03-02&sent-to=2026-03-01", MessageFilter()),
        ("sent=Own+dates&sent-from=banana&sent-to=2026-03-01", MessageFilter(sent=Period(None, date(2026, 3, 1)))),
        ("measured-from=99999-01-01&measured-to=1066-10-14", MessageFilter()),
        ("channel=pigeon&direction=up&origin=none&status=Lost&measure=loved", MessageFilter()),
        ("campaign=-1&contact=1.5", MessageFilter()),
        ("hour=Noon-12&hour-to=2026-11-24", MessageFilter()),
        ("hour=Tuesday-24&hour-to=2026-11-24", MessageFilter()),
        ("hour=Tuesday-14&hour-from=2026-11-24", MessageFilter()),  # up to no day
        ("hour=tuesday-9&hour-to=2026-11-24", MessageFilter(engaged=EngagedHour(1, 9, Period(None, TODAY)))),
        ("campaign=٣&contact=²", MessageFilter()),
        ("campaign=9223372036854775808&contact=" + "9" * 5000, MessageFilter()),
        ("find=%00%ff%ed%a0%80", MessageFilter(search="\ufffd" * 5)),
        ("find=" + "x" * 10_000, MessageFilter(search="x" * 1_000)),
        ("find=&find=second&__proto__=1&message=drop", MessageFilter(search="second")),
    ],
)
def test_an_address_of_any_making(query: str, expected: MessageFilter | None) -> None:
    if expected is None:
        expected = MessageFilter(channel=Channel.EMAIL, status=EventType.FAILED, measure=Measure.OPENED_BY_PERSON)
    assert asked_by(f"messages?{query}") == expected


@given(st.dictionaries(st.sampled_from(KEYS), st.lists(st.text(), max_size=3)))
def test_no_address_raises(params: dict[str, list[str]]) -> None:
    assert isinstance(message_filter_of(params, TODAY), MessageFilter)
