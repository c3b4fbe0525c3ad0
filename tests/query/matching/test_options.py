"""Each filter option by cases a person can check: what happened, what is asked, and whether the contact is in the list.

The account's zone is New York. Its clocks went back on 1 November 2026, so that day is 25 hours long: from 04:00 UTC to
05:00 UTC of the next day. Today is 24 November, and 26 October is the first of the last 30 days. The oracle is asked
the same, so it is held to these cases too.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from engagement.domain.records import AddressRecord, Clock, ContactRecord, EventRecord, MessageFacts, Record
from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType, FilterOption, Keyword
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.providers.twilio import KEYWORDS
from engagement.query.contacts.contact_list import list_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from tests import oracle
from tests.oracle_people import people

VIEWPOINT = Viewpoint(EVERYONE, ZoneInfo("America/New_York"), date(2026, 11, 24))
# Which of Jane's addresses a happening is about, or somebody else's; the first where none is said.
HOME, OTHER_CELL, SOMEBODY = "home", "other cell", "somebody else"

OPENS, CLICKS, REPLIES, RECENT = (
    FilterOption.EMAIL_OPENS,
    FilterOption.EMAIL_CLICKS,
    FilterOption.TEXT_REPLIES,
    FilterOption.RECENT_ENGAGEMENT,
)
UNSUBSCRIBES, BOUNCES, COMPLAINTS, TEXT_UNSUBSCRIBES = (
    FilterOption.EMAIL_UNSUBSCRIBES,
    FilterOption.EMAIL_BOUNCES,
    FilterOption.EMAIL_SPAM_COMPLAINTS,
    FilterOption.TEXTS_UNSUBSCRIBES,
)

# One happening is "when (UTC), what; whose address", with these words for what:
EMAIL_WORDS: dict[str, dict[str, Any]] = {
    "accepted": {"type": EventType.ACCEPTED},
    "rejected": {"type": EventType.REJECTED},
    "delivered": {"type": EventType.DELIVERED},
    "bounced": {"type": EventType.FAILED, "reason": "bounce"},
    "held back, bounced before": {"type": EventType.FAILED, "reason": "suppress-bounce", "code": "605"},
    "held back, unsubscribed": {"type": EventType.FAILED, "reason": "suppress-unsubscribe", "suppressed": True},
    "held back, complained": {"type": EventType.FAILED, "reason": "suppress-complaint", "suppressed": True},
    "put off": {"type": EventType.TEMPORARY_FAILURE, "reason": "greylisted"},
    "opened": {"type": EventType.OPENED},
    "opened by a machine": {"type": EventType.OPENED, "machine": True},
    "clicked": {"type": EventType.CLICKED},
    "clicked by a machine": {"type": EventType.CLICKED, "machine": True},
    "unsubscribed": {"type": EventType.UNSUBSCRIBED},
    "complained": {"type": EventType.COMPLAINED},
}
TEXT_WORDS = {
    "queued": EventType.QUEUED,
    "sent": EventType.PENDING,
    "arrived": EventType.DELIVERED,
    "did not arrive": EventType.UNDELIVERED,
    "not sent": EventType.FAILED,
    "refused": EventType.UNSUBSCRIBED,
}

# option, further fields of the filter, what happened, whether Jane is in the list
CASES: list[tuple[FilterOption, dict[str, Any], list[str], bool]] = [
    # Email Opens, Email Clicks: one of their email addresses has the event
    (OPENS, {}, [], False),
    (OPENS, {}, ["2026-11-02T10:00 opened"], True),
    (OPENS, {}, [f"2026-11-02T10:00 opened; {HOME}"], True),
    (OPENS, {}, [f"2026-11-02T10:00 opened; {SOMEBODY}"], False),
    (OPENS, {}, ["2026-11-02T10:00 delivered", "2026-11-02T10:01 clicked"], False),
    (OPENS, {}, ["2026-11-02T10:00 opened", "2026-11-02T10:01 complained"], True),
    (OPENS, {}, ["2026-11-02T10:00 opened by a machine"], True),
    (OPENS, {"without_machines": True}, ["2026-11-02T10:00 opened by a machine"], False),
    (OPENS, {"without_machines": True}, ["2026-11-02T10:00 opened by a machine", "2026-11-02T10:01 opened"], True),
    (CLICKS, {}, ["2026-11-02T10:00 clicked"], True),
    (CLICKS, {}, [f"2026-11-02T10:00 clicked; {HOME}"], True),
    (CLICKS, {}, ["2026-11-02T10:00 opened"], False),
    (CLICKS, {}, ["2026-11-02T10:00 clicked by a machine"], True),
    (CLICKS, {"without_machines": True}, ["2026-11-02T10:00 clicked by a machine"], False),
    # "Current status only" narrows the status options, and not these
    (OPENS, {"current_status_only": True}, ["2026-11-02T10:00 opened", "2026-11-02T10:01 clicked"], True),
    # Text Replies: an inbound text that is no keyword
    (REPLIES, {}, ["2026-11-02T10:00 says Sure, call me"], True),
    (REPLIES, {}, [f"2026-11-02T10:00 says Sure, call me; {OTHER_CELL}"], True),
    (REPLIES, {}, ["2026-11-02T10:00 arrived"], False),
    (REPLIES, {}, ["2026-11-02T10:00 says STOP"], False),
    (REPLIES, {}, ["2026-11-02T10:00 says  stop "], False),
    (REPLIES, {}, ["2026-11-02T10:00 says Stop calling me"], True),
    (REPLIES, {}, ["2026-11-02T10:00 says Start"], False),
    (REPLIES, {}, ["2026-11-02T10:00 says help"], False),
    # "Yes" is an opt-in only when the number was opted out at that moment
    (REPLIES, {}, ["2026-11-02T10:00 says Yes"], True),
    (REPLIES, {}, ["2026-11-02T09:00 says STOP", "2026-11-02T10:00 says Yes"], False),
    (REPLIES, {}, ["2026-11-02T09:00 refused", "2026-11-02T10:00 says Yes"], False),
    (REPLIES, {}, ["2026-11-02T10:00 says Yes", "2026-11-02T11:00 says STOP"], True),
    (REPLIES, {}, ["2026-11-02T10:00 says Yes", "2026-11-02T10:00 says STOP"], True),
    (REPLIES, {}, ["2026-11-02T08:00 says STOP", "2026-11-02T09:00 says START", "2026-11-02T10:00 says Yes"], True),
    (REPLIES, {}, ["2026-11-02T08:00 says STOP", "2026-11-02T10:00 says START", "2026-11-02T10:00 says Yes"], False),
    (REPLIES, {}, ["2026-11-02T08:00 says STOP", "2026-11-02T10:00 says Yes", "2026-11-02T10:00 says Yes"], False),
    (REPLIES, {}, ["2026-11-02T08:00 says STOP", "2026-11-02T09:00 says Yes", "2026-11-02T10:00 says Yes"], True),
    (REPLIES, {}, [f"2026-11-02T09:00 says STOP; {OTHER_CELL}", "2026-11-02T10:00 says Yes"], True),
    # Opens Clicks Replies last 30 Days: whatever period is chosen beside it
    (RECENT, {}, ["2026-11-24T10:00 opened"], True),
    (RECENT, {}, ["2026-11-24T10:00 clicked"], True),
    (RECENT, {}, ["2026-11-24T10:00 says Sure"], True),
    (RECENT, {}, ["2026-11-24T10:00 says STOP"], False),
    (RECENT, {}, ["2026-11-24T10:00 delivered", "2026-11-24T10:01 unsubscribed"], False),
    (RECENT, {}, ["2026-10-26T04:00 opened"], True),
    (RECENT, {}, ["2026-10-26T03:59:59.999999 opened"], False),
    (RECENT, {}, ["2026-11-25T04:59:59.999999 opened"], True),
    (RECENT, {}, ["2026-11-25T05:00 opened"], False),
    (RECENT, {"period": Period(date(2025, 1, 1), date(2025, 1, 2))}, ["2026-11-24T10:00 opened"], True),
    (RECENT, {"period": Period(date(2025, 1, 1), date(2025, 1, 2))}, ["2025-01-01T10:00 opened"], False),
    (RECENT, {"without_machines": True}, ["2026-11-24T10:00 opened by a machine"], False),
    # Email Unsubscribes, Email Spam Complaints: reached, even if another event came after; or current, on request
    (UNSUBSCRIBES, {}, ["2026-11-02T10:00 unsubscribed"], True),
    (UNSUBSCRIBES, {}, [f"2026-11-02T10:00 unsubscribed; {HOME}"], True),
    (UNSUBSCRIBES, {}, ["2026-11-02T10:00 complained"], False),
    (UNSUBSCRIBES, {}, ["2026-11-02T10:00 held back, unsubscribed"], False),
    (UNSUBSCRIBES, {}, ["2026-11-02T10:00 says UNSUBSCRIBE"], False),
    (UNSUBSCRIBES, {}, ["2026-11-02T10:00 unsubscribed", "2026-11-02T10:01 opened"], True),
    (
        UNSUBSCRIBES,
        {"current_status_only": True},
        ["2026-11-02T10:00 unsubscribed", "2026-11-02T10:01 opened"],
        False,
    ),
    (UNSUBSCRIBES, {"current_status_only": True}, ["2026-11-02T10:00 unsubscribed", "2026-11-02T10:00 opened"], True),
    (
        UNSUBSCRIBES,
        {"current_status_only": True, "without_machines": True},
        ["2026-11-02T10:00 unsubscribed", "2026-11-02T10:01 opened by a machine"],
        True,
    ),
    (COMPLAINTS, {}, ["2026-11-02T10:00 complained"], True),
    (COMPLAINTS, {}, ["2026-11-02T10:00 unsubscribed"], False),
    (COMPLAINTS, {}, ["2026-11-02T10:00 complained", "2026-11-02T10:01 clicked"], True),
    (COMPLAINTS, {"current_status_only": True}, ["2026-11-02T10:00 complained", "2026-11-02T10:01 clicked"], False),
    # Email Bounces: failed for good, and not because of an earlier unsubscribe or complaint
    (BOUNCES, {}, ["2026-11-02T10:00 bounced"], True),
    (BOUNCES, {}, ["2026-11-02T10:00 held back, bounced before"], True),
    (BOUNCES, {}, ["2026-11-02T10:00 held back, unsubscribed"], False),
    (BOUNCES, {}, ["2026-11-02T10:00 held back, complained"], False),
    (BOUNCES, {}, ["2026-11-02T10:00 put off"], False),
    (BOUNCES, {}, ["2026-11-02T10:00 put off", "2026-11-02T11:00 delivered"], False),
    (BOUNCES, {}, ["2026-11-02T10:00 rejected"], False),
    (BOUNCES, {}, ["2026-11-02T10:00 not sent"], False),
    (BOUNCES, {}, ["2026-11-02T10:00 delivered", "2026-11-02T11:00 bounced"], True),
    (BOUNCES, {"current_status_only": True}, ["2026-11-02T10:00 delivered", "2026-11-02T11:00 bounced"], True),
    (BOUNCES, {"current_status_only": True}, ["2026-11-02T10:00 bounced", "2026-11-02T11:00 delivered"], False),
    (BOUNCES, {"current_status_only": True}, ["2026-11-02T10:00 bounced", "2026-11-02T11:00 put off"], True),
    # Texts Unsubscribes: an opt-out keyword they sent, or a text of ours refused
    (TEXT_UNSUBSCRIBES, {}, ["2026-11-02T10:00 says stop"], True),
    (TEXT_UNSUBSCRIBES, {}, [f"2026-11-02T10:00 says Cancel; {OTHER_CELL}"], True),
    (TEXT_UNSUBSCRIBES, {}, ["2026-11-02T10:00 refused"], True),
    (TEXT_UNSUBSCRIBES, {}, ["2026-11-02T10:00 not sent"], False),
    (TEXT_UNSUBSCRIBES, {}, ["2026-11-02T10:00 says Please stop"], False),
    (TEXT_UNSUBSCRIBES, {}, ["2026-11-02T10:00 unsubscribed"], False),
    (TEXT_UNSUBSCRIBES, {}, ["2026-11-02T10:00 says STOP", "2026-11-02T11:00 says START"], True),
    (TEXT_UNSUBSCRIBES, {"current_status_only": True}, ["2026-11-02T10:00 says STOP"], True),
]
HAPPENINGS = {
    OPENS: "opened",
    CLICKS: "clicked",
    REPLIES: "says Sure",
    UNSUBSCRIBES: "unsubscribed",
    BOUNCES: "bounced",
    COMPLAINTS: "complained",
    TEXT_UNSUBSCRIBES: "says STOP",
}
# Both edges of the day the clocks went back, of one in winter time, and of periods with an open end.
SUNDAY, MONDAY = date(2026, 11, 1), date(2026, 11, 2)
EDGES = [
    (Period(SUNDAY, SUNDAY), "2026-11-01T03:59:59.999999", False),
    (Period(SUNDAY, SUNDAY), "2026-11-01T04:00", True),
    (Period(SUNDAY, SUNDAY), "2026-11-01T04:00:59.999999", True),
    (Period(SUNDAY, SUNDAY), "2026-11-02T04:59", True),
    (Period(SUNDAY, SUNDAY), "2026-11-02T04:59:59.999999", True),
    (Period(SUNDAY, SUNDAY), "2026-11-02T05:00", False),
    (Period(MONDAY, MONDAY), "2026-11-02T04:59:59.999999", False),
    (Period(MONDAY, MONDAY), "2026-11-02T05:00", True),
    (Period(MONDAY, None), "2026-11-02T04:59:59.999999", False),
    (Period(MONDAY, None), "2026-11-02T05:00", True),
    (Period(None, SUNDAY), "2026-11-02T04:59:59.999999", True),
    (Period(None, SUNDAY), "2026-11-02T05:00", False),
]


class Jane:
    """A contact of her own for each case, so that one database holds them all."""

    def __init__(self, number: int) -> None:
        self.name = f"Jane {number}"
        self.emails = {"": f"{number}@office.example", HOME: f"{number}@home.example"}
        self.phones = {"": f"+1415556{number:04}", OTHER_CELL: f"+1415557{number:04}"}
        self.strangers = {SOMEBODY: f"{number}@else.example"}

    def records(self, happenings: Sequence[str]) -> Iterator[Record]:
        """All emails told of are one email, to whoever it says; each text is one of its own."""
        emails = [AddressRecord(Channel.EMAIL, value, kind) for kind, value in self.emails.items()]
        phones = [AddressRecord(Channel.TEXT, value, kind) for kind, value in self.phones.items()]
        yield ContactRecord(self.name, ContactKind.LEAD, addresses=(*emails, *phones))
        for number, happening in enumerate(happenings):
            told, _, whose = happening.partition("; ")
            when, _, what = told.partition(" ")
            at = datetime.fromisoformat(when).replace(tzinfo=UTC)
            if what in EMAIL_WORDS:
                address = (self.emails | self.strangers)[whose]
                mail = MessageFacts(Channel.EMAIL, f"mail to {self.name}", Direction.OUTBOUND, address)
                yield EventRecord(mail, at=at, clock=Clock.EVENT, dedupe_key=str(number), **EMAIL_WORDS[what])
            else:
                yield from self.text(f"SM {number} {self.name}", self.phones[whose], at, what)

    def text(self, key: str, phone: str, at: datetime, what: str) -> Iterator[Record]:
        """A text of ours, or one she sent; with a stop word a second event, as the reader of texts gives it."""
        if what in TEXT_WORDS:
            facts = MessageFacts(Channel.TEXT, key, Direction.OUTBOUND, phone)
            yield EventRecord(facts, TEXT_WORDS[what], at, Clock.EVENT, what)
            return
        body = what.removeprefix("says ")
        keyword = KEYWORDS.meaning(body)
        facts = MessageFacts(Channel.TEXT, key, Direction.INBOUND, phone, text=body, keyword=keyword)
        yield EventRecord(facts, EventType.RECEIVED, at, Clock.EVENT, "received")
        if keyword is Keyword.OPT_OUT:
            yield EventRecord(facts, EventType.UNSUBSCRIBED, at, Clock.EVENT, "keyword")


def wrong_answers(store: Engine, cases: Sequence[tuple[EngagementFilter, list[str], bool]]) -> list[str]:
    """The cases in which the store, or the oracle, does not say what is expected."""
    janes = {number: list(Jane(number).records(happenings)) for number, (_, happenings, _) in enumerate(cases)}
    prepare(store, VIEWPOINT.zone.key)
    take_in(store, [record for records in janes.values() for record in records])
    wrong = []
    with store.connect() as connection:
        for number, (asked, happenings, expected) in enumerate(cases):
            names = {row.name for row in list_contacts(View(connection, VIEWPOINT), asked, size=len(cases) * 2)}
            jane = people(janes[number])[0]
            for who, found in (
                ("store", jane.name in names),
                ("oracle", oracle.matches(jane, asked, VIEWPOINT)),
            ):
                if found is not expected:
                    wrong.append(f"the {who} says {found} of {happenings} for {asked}")
    return wrong


def test_each_option(store: Engine) -> None:
    cases = [
        (EngagementFilter(frozenset({option}), **more), happenings, expected)
        for option, more, happenings, expected in CASES
    ]
    assert wrong_answers(store, cases) == []


def test_both_edges_of_a_period(store: Engine) -> None:
    """For every option that has one: RECENT_ENGAGEMENT has its own, above."""
    cases = [
        (EngagementFilter(frozenset({option}), period=period), [f"{at} {happening}"], expected)
        for period, at, expected in EDGES
        for option, happening in HAPPENINGS.items()
    ]
    assert wrong_answers(store, cases) == []


def test_every_option_has_cases_of_both_kinds() -> None:
    assert {(option, expected) for option, _, _, expected in CASES} == {
        (option, expected) for option in FilterOption for expected in (True, False)
    }
