"""What is on file, which days are missing by the rule, and the sentence that says so."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from engagement.domain.records import Clock, EventRecord, MessageFacts
from engagement.domain.vocabulary import Channel, Direction, EventType, FilterOption, Match
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.query.intake.coverage import Gap, coverage, coverage_note, filter_note, message_note
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint

ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 24)  # a Tuesday
VIEW = Viewpoint(EVERYONE, ZONE, TODAY)
MISSING = [date(2026, 11, 3), date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 9), date(2026, 11, 10)]


def emails(day: date, *, people: int = 3, kind: EventType = EventType.DELIVERED) -> list[EventRecord]:
    """Emails to so many people at nine in the evening of `day`, which is the next day in UTC."""
    at = datetime(day.year, day.month, day.day, 21, tzinfo=ZONE).astimezone(UTC)
    return [
        EventRecord(
            MessageFacts(Channel.EMAIL, f"{day}", Direction.OUTBOUND, f"p{n}@example.com"), kind, at, Clock.EVENT, kind
        )
        for n in range(people)
    ]


def weekdays(first: date, last: date) -> list[date]:
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


@pytest.fixture
def office(store: sa.Engine) -> sa.Engine:
    """Writes every weekday from 1 Sep to 20 Nov to three people, but for MISSING; and never a text."""
    prepare(store, ZONE.key)
    days = [day for day in weekdays(date(2026, 9, 1), date(2026, 11, 20)) if day not in MISSING]
    take_in(store, [record for day in days for record in emails(day)])
    return store


def test_what_is_on_file_and_what_is_missing(office: sa.Engine) -> None:
    with office.connect() as connection:
        email, text = coverage(View(connection, VIEW))
    assert (email.channel, text.channel) == (Channel.EMAIL, Channel.TEXT)
    assert email.first == datetime(2026, 9, 2, 1, tzinfo=UTC)
    assert email.last == datetime(2026, 11, 21, 2, tzinfo=UTC)
    assert [date.fromordinal(day) for day in (email.days.min(), email.days.max())] == [
        date(2026, 9, 1),
        date(2026, 11, 20),
    ]
    assert email.gaps == (
        Gap(date(2026, 11, 3), date(2026, 11, 3)),
        Gap(date(2026, 11, 5), date(2026, 11, 10)),  # over a weekend on which there never is anything
        Gap(date(2026, 11, 23), date(2026, 11, 23)),  # yesterday; today, a Tuesday, is not over
    )
    assert email.missing == 8
    assert (text.first, text.last, text.gaps, len(text.days)) == (None, None, (), 0)


@pytest.mark.parametrize(
    ("days", "people", "missing"),
    [
        (weekdays(date(2026, 10, 1), date(2026, 10, 21)), 3, 0),  # too short to know what is usual
        (weekdays(date(2026, 9, 1), date(2026, 10, 29)), 2, 0),  # too little to miss
        (weekdays(date(2026, 9, 1), date(2026, 10, 29)), 3, 25),  # 30 Oct to 23 Nov stays one gap
        ([], 3, 0),
    ],
)
def test_the_rule(store: sa.Engine, days: list[date], people: int, missing: int) -> None:
    prepare(store, ZONE.key)
    take_in(store, [record for day in days for record in emails(day, people=people)])
    with store.connect() as connection:
        assert coverage(View(connection, VIEW))[0].missing == missing


def test_a_day_with_events_that_no_set_knows_is_on_file(office: sa.Engine) -> None:
    take_in(office, emails(MISSING[0], people=1, kind=EventType.TEMPORARY_FAILURE))
    take_in(office, emails(date(2026, 8, 31), people=1, kind=EventType.ACCEPTED))
    with office.connect() as connection:
        email = coverage(View(connection, VIEW))[0]
        assert MISSING[0].toordinal() in email.days
        assert date(2026, 8, 31).toordinal() in email.days
        assert [gap.first for gap in email.gaps] == [date(2026, 11, 5), date(2026, 11, 23)]


ON_FILE = "“Did not” goes by what is on file: emails from 1 Sep 2026 to 20 Nov 2026."
EMAIL = {"channels": (Channel.EMAIL,)}


@pytest.mark.parametrize(
    ("period", "more", "says"),
    [
        (Period(date(2026, 10, 1), date(2026, 10, 31)), EMAIL, ""),
        (ANY_TIME, EMAIL, ""),
        (ANY_TIME, {}, ""),
        (
            Period(date(2026, 8, 1), date(2026, 10, 31)),
            EMAIL,
            "Not all of this period is on file: emails begin on 1 Sep 2026.",
        ),
        (
            Period(date(2026, 8, 1), date(2026, 8, 2)),
            EMAIL,
            "Not all of this period is on file: emails begin only on 1 Sep 2026.",
        ),
        (
            Period(date(2026, 11, 6), date(2026, 11, 20)),
            EMAIL,
            "Not all of this period is on file: emails are missing between 6 Nov and 10 Nov 2026.",
        ),
        (
            Period(date(2026, 8, 1), None),
            {},
            "Not all of this period is on file: emails begin on 1 Sep 2026 and are missing on 23 Nov 2026, "
            "between 5 Nov and 10 Nov 2026 and on 1 day before that; no texts are on file at all.",
        ),
        (Period(date(2026, 10, 1), date(2026, 10, 31)), {**EMAIL, "did_not": True}, ON_FILE),
        (
            ANY_TIME,
            {**EMAIL, "did_not": True},
            "Not every day is on file: emails are missing on 23 Nov 2026, between 5 Nov and 10 Nov 2026 and on "
            f"1 day before that. {ON_FILE}",
        ),
    ],
)
def test_the_note(office: sa.Engine, period: Period, more: dict[str, object], says: str) -> None:
    with office.connect() as connection:
        assert coverage_note(View(connection, VIEW), period, **more) == says  # type: ignore[arg-type]


OCTOBER, JUNE = Period(date(2026, 10, 1), date(2026, 10, 31)), Period(date(2026, 6, 1), date(2026, 6, 30))
OPENS, REPLIES = FilterOption.EMAIL_OPENS, FilterOption.TEXT_REPLIES


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (EngagementFilter(period=JUNE), ""),  # the period counts for nothing
        (EngagementFilter(frozenset({OPENS}), period=OCTOBER), ""),
        (EngagementFilter(frozenset({OPENS}), period=JUNE), "emails begin only on 1 Sep 2026"),
        (EngagementFilter(frozenset({OPENS, REPLIES}), period=OCTOBER), "no texts are on file at all"),
        (EngagementFilter(frozenset({FilterOption.RECENT_ENGAGEMENT}), period=OCTOBER), "missing on 23 Nov 2026"),
        (EngagementFilter(frozenset({OPENS}), Match.NONE, period=OCTOBER), ON_FILE),
        (EngagementFilter(conditions=(Condition(OPENS, did=False, period=OCTOBER),)), ON_FILE),
        (EngagementFilter(frozenset({OPENS}), period=OCTOBER, conditions=(Condition(OPENS, period=JUNE),)), "begin on"),
    ],
)
def test_what_a_filter_asks_about(office: sa.Engine, asked: EngagementFilter, says: str) -> None:
    with office.connect() as connection:
        found = filter_note(View(connection, VIEW), asked)
    assert says in found
    assert bool(says) == bool(found)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (MessageFilter(), ""),
        (MessageFilter(channel=Channel.EMAIL, sent=OCTOBER), ""),
        (MessageFilter(channel=Channel.EMAIL, sent=JUNE), "emails begin only on 1 Sep 2026"),
        (MessageFilter(channel=Channel.EMAIL, sent=OCTOBER, measured=JUNE), "emails begin on 1 Sep 2026"),
        (MessageFilter(sent=OCTOBER), "no texts are on file at all"),
    ],
)
def test_what_a_question_about_messages_asks_about(office: sa.Engine, asked: MessageFilter, says: str) -> None:
    with office.connect() as connection:
        found = message_note(View(connection, VIEW), asked)
    assert says in found
    assert bool(says) == bool(found)
