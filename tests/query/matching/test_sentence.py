"""A filter in words says all that the filter asks, and nothing else."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.causes import Cause
from engagement.domain.vocabulary import ContactKind, FilterOption, Match
from engagement.query.matching.sentence import describe
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint

TODAY = date(2026, 11, 24)
VIEWPOINT = Viewpoint(EVERYONE, ZoneInfo("America/New_York"), TODAY)
OPENS, CLICKS, REPLIES = FilterOption.EMAIL_OPENS, FilterOption.EMAIL_CLICKS, FilterOption.TEXT_REPLIES
RECENT, BOUNCES, UNSUBSCRIBES = (
    FilterOption.RECENT_ENGAGEMENT,
    FilterOption.EMAIL_BOUNCES,
    FilterOption.EMAIL_UNSUBSCRIBES,
)
MONTH = Period.last_days(30, TODAY)

SENTENCES: list[tuple[dict[str, Any], str]] = [
    ({}, "Contacts"),
    ({"options": {OPENS}}, "Contacts who opened an email"),
    ({"options": {CLICKS}}, "Contacts who clicked a link in an email"),
    ({"options": {REPLIES}}, "Contacts who replied to a text"),
    ({"options": {BOUNCES}}, "Contacts who had an email bounce"),
    ({"options": {UNSUBSCRIBES}}, "Contacts who unsubscribed from email"),
    ({"options": {FilterOption.EMAIL_SPAM_COMPLAINTS}}, "Contacts who reported an email as spam"),
    ({"options": {FilterOption.TEXTS_UNSUBSCRIBES}}, "Contacts who opted out of texts"),
    # The last 30 days say their dates, whatever the period beside them.
    ({"options": {RECENT}}, "Contacts who opened, clicked or replied between 26 Oct and 24 Nov 2026"),
    (
        {"options": {RECENT}, "period": Period(date(2025, 1, 1), date(2025, 1, 2))},
        "Contacts who opened, clicked or replied between 26 Oct and 24 Nov 2026",
    ),
    (
        {"options": {RECENT, BOUNCES}, "period": Period(date(2025, 1, 1), None)},
        "Contacts who opened, clicked or replied between 26 Oct and 24 Nov 2026, or "
        "had an email bounce since 1 Jan 2025",
    ),
    # The words of a period.
    ({"options": {OPENS}, "period": MONTH}, "Contacts who opened an email between 26 Oct and 24 Nov 2026"),
    ({"options": {OPENS}, "period": Period(TODAY, TODAY)}, "Contacts who opened an email on 24 Nov 2026"),
    ({"options": {OPENS}, "period": Period(TODAY, None)}, "Contacts who opened an email since 24 Nov 2026"),
    ({"options": {OPENS}, "period": Period(None, TODAY)}, "Contacts who opened an email until 24 Nov 2026"),
    (
        {"options": {OPENS}, "period": Period(date(2025, 12, 31), date(2026, 1, 1))},
        "Contacts who opened an email between 31 Dec 2025 and 1 Jan 2026",
    ),
    # A period without an option asks nothing.
    ({"period": MONTH}, "Contacts"),
    # Any, all, none.
    ({"options": {REPLIES, OPENS}}, "Contacts who opened an email or replied to a text"),
    ({"options": {REPLIES, OPENS}, "match": Match.ALL}, "Contacts who opened an email and replied to a text"),
    (
        {"options": {CLICKS, REPLIES, OPENS}, "match": Match.ALL, "period": Period(TODAY, None)},
        "Contacts who opened an email, clicked a link in an email and replied to a text since 24 Nov 2026",
    ),
    (
        {"options": {OPENS, REPLIES}, "match": Match.NONE, "period": Period(TODAY, TODAY)},
        "Contacts who did none of this: opened an email or replied to a text on 24 Nov 2026",
    ),
    # Who they are.
    ({"kinds": {ContactKind.LEAD}}, "Leads"),
    ({"kinds": {ContactKind.AGENT, ContactKind.LEAD}}, "Leads and agents"),
    ({"kinds": {ContactKind.UNKNOWN}}, "Unknown contacts"),
    ({"owners": {"Dana", "Ada"}, "kinds": {ContactKind.AGENT}}, "Agents of Ada or Dana"),
    (
        {"stages": {"New"}, "sources": {"Zillow"}, "labels": {"b", "a"}},
        "Contacts with stage New with source Zillow with label a or b",
    ),
    ({"search": " Jane "}, "Contacts found by “Jane”"),
    # Switches. The one for the current status says nothing where no option is about a status.
    ({"options": {OPENS}, "without_machines": True}, "Contacts who opened an email, not counting machines"),
    (
        {"options": {UNSUBSCRIBES}, "current_status_only": True},
        "Contacts who unsubscribed from email, where that is still the message's status",
    ),
    ({"options": {OPENS}, "current_status_only": True}, "Contacts who opened an email"),
    (
        {
            "kinds": {ContactKind.LEAD},
            "owners": {"Dana"},
            "options": {OPENS},
            "period": MONTH,
            "without_machines": True,
        },
        "Leads of Dana who opened an email between 26 Oct and 24 Nov 2026, not counting machines",
    ),
    (
        {"causes": {Cause.NO_MAILBOX, Cause.MAILBOX_FULL}, "soft_bounces": 3, "period": MONTH},
        "Contacts who had an email bounce with the cause “mailbox full” or “no such mailbox” between 26 Oct and "
        "24 Nov 2026, and who had emails put off at least 3 times between 26 Oct and 24 Nov 2026",
    ),
]


def asked(fields: dict[str, Any]) -> EngagementFilter:
    named: dict[str, Any] = {name: frozenset(v) if isinstance(v, set) else v for name, v in fields.items()}
    return EngagementFilter(**named)


@pytest.mark.parametrize(("fields", "sentence"), SENTENCES)
def test_a_filter_in_words(fields: dict[str, Any], sentence: str) -> None:
    assert describe(asked(fields), VIEWPOINT) == sentence


def test_the_sentence_does_not_depend_on_who_may_see_what() -> None:
    narrow = Viewpoint(Scope(frozenset({"Dana"})), VIEWPOINT.zone, TODAY)
    assert describe(asked({"options": {OPENS}}), narrow) == "Contacts who opened an email"
