"""Why somebody did not get a message: a row for each code and status of both channels, and for nothing sent."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.causes import Cause, Finer, Who
from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, ContactKind, Direction, Origin, Tone
from engagement.domain.vocabulary import EventType as E
from engagement.providers import told
from engagement.providers.base import Provider
from engagement.query.question.rows import AddressRow, ContactRow, MessageRow, OptOut, TimelineEvent
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.query.verdicts.why import Verdict, why
from engagement.query.verdicts.why_never import why_never

VIEW = Viewpoint(EVERYONE, ZoneInfo("America/New_York"), date(2026, 5, 4))
AT = datetime(2026, 5, 4, 2, tzinfo=UTC)  # still 3 May in New York
NOW = AT + timedelta(hours=3)
EMAIL, TEXT = Channel.EMAIL, Channel.TEXT


def event(kind: E, minute: int = 0, **more: Any) -> TimelineEvent:
    fields: dict[str, Any] = dict.fromkeys(("reason", "code", "detail", "url")) | {"machine": False} | more
    return TimelineEvent(kind, AT + timedelta(minutes=minute), arrival_only=False, **fields)


WHOSE = {EMAIL: "mailgun", TEXT: "twilio"}  # whose tables the codes of the tests are from


def message(channel: Channel, status: E | None, **more: Any) -> MessageRow:
    fields: dict[str, Any] = {
        "id": 1,
        "contact_id": 2,
        "contact": "Jane Doe",
        "provider_key": "k",
        "direction": Direction.OUTBOUND,
        "address": "jane@office.example" if channel is EMAIL else "+14155550142",
        "our_address": None,
        "origin": Origin.BULK,
        "campaign": None,
        "subject": None,
        "text": None,
        "media_count": 0,
        "sent_at": AT,
        "status_at": AT,
        "tracked": True,
        "opens": 0,
        "machine_opens": 0,
        "clicks": 0,
        "machine_clicks": 0,
        "temporary_failures": 0,
        "is_reply": False,
    }
    return MessageRow(channel=channel, status=status, **(fields | more))


def verdict(channel: Channel, status: E | None, events: list[TimelineEvent], **more: Any) -> Verdict:
    """The verdict, its event again without whose it is, as the tests write them."""
    whole = [replace(one, provider=WHOSE[channel]) for one in events]
    found = why(message(channel, status, **more), whole, VIEW, NOW)
    return replace(found, event=found.event and replace(found.event, provider=None))


def failed(channel: Channel, kind: E, **said: Any) -> Verdict:
    return verdict(channel, kind, [event(kind, **said)])


TEXT_CODES = [  # code, what the sentence says, what to do, who can
    ("30003", "could not be reached", "tomorrow", Who.YOU),
    ("30004", "blocked by the carrier or by the person", "unblock", Who.CONTACT),
    ("30005", "unknown or no longer in service", "correct it on the contact list", Who.YOU),
    ("30006", "landline", "Call this number", Who.YOU),
    ("30007", "filtered", "other words", Who.OPERATIONS),
    ("30008", "gave no cause", "once more", Who.YOU),
    ("30034", "not registered", "registered", Who.OPERATIONS),
    ("21211", "not a valid phone number", "correct it on the contact list", Who.YOU),
    ("21610", "opted out", "START", Who.CONTACT),
    ("30001", "too many were sent at once", "later", Who.OPERATIONS),
    ("30002", "suspended", "account", Who.OPERATIONS),
    ("30011", "takes no pictures", "without pictures", Who.YOU),
    ("30019", "too big", "smaller", Who.YOU),
    ("30027", "used up what it may send", "limit", Who.OPERATIONS),
    ("30032", "not registered", "registered", Who.OPERATIONS),
    ("30033", "blocks the number it was sent from", "another one", Who.OPERATIONS),
    ("30036", "in the time it was given", "still of use", Who.YOU),
    ("30410", "could not take texts", "later", Who.YOU),
    ("30450", "likely fraud", "other words", Who.OPERATIONS),
    ("21265", "a short code", "cell phone number", Who.YOU),
    ("21266", "the very one it was sent from", "cell phone number", Who.YOU),
    ("30012", "cannot be sent", "sending program", Who.OPERATIONS),
    ("30013", "cannot be sent", "sending program", Who.OPERATIONS),
    ("30039", "a machine's text", "expected an answer", Who.YOU),
    ("30044", "longer than that allows", "upgraded", Who.OPERATIONS),
    ("30110", "a link to a site", "another link", Who.OPERATIONS),
    ("30500", "a fault of its own", "again", Who.YOU),
    ("21408", "may not text to that country", "country code", Who.OPERATIONS),
    ("21608", "on trial", "upgraded", Who.OPERATIONS),
    ("21612", "cannot reach that number", "another number", Who.OPERATIONS),
    ("21614", "landline", "Call this number", Who.YOU),
    ("21617", "too big", "fewer words", Who.YOU),
    ("21606", "a form that cannot be sent", "sending program", Who.OPERATIONS),
    ("99999", "the carrier's code is 99999", "Look it up", Who.OPERATIONS),
    (None, "no cause was given", "once more", Who.YOU),
]


@pytest.mark.parametrize("kind", [E.UNDELIVERED, E.FAILED])
@pytest.mark.parametrize(("code", "happened", "remedy", "who"), TEXT_CODES)
def test_every_code_of_texts(code: str | None, happened: str, remedy: str, who: Who, kind: E) -> None:
    found = failed(TEXT, kind, code=code)
    assert found.sentence.startswith("Jane Doe's text of 3 May did not arrive: ")
    assert happened in found.sentence
    assert remedy in found.remedy
    assert found.meaning
    assert found.who is who
    assert found.event == event(kind, code=code)
    assert found.quote == (f"code {code}" if code else "")


EMAIL_CAUSES = [  # what the provider said, what the sentence says, what to do, who can
    ({"reason": "bounce"}, "did not arrive: the recipient's mail server refused the address", "Ask them", Who.YOU),
    ({"reason": "hardfail", "code": "550"}, "refused the address", "Ask them", Who.YOU),
    ({"reason": "espblock"}, "blocked the email", "sending domain", Who.OPERATIONS),
    ({"reason": "blacklisted"}, "does not take mail from your sending address", "off the list", Who.OPERATIONS),
    ({"reason": "old"}, "could not be reached for too long", "after the @", Who.YOU),
    ({"reason": "old", "code": "602", "detail": "Too old"}, "for too long", "after the @", Who.YOU),
    ({"reason": "suppress-bounce"}, "was held back: an earlier email", "list of bounces", Who.OPERATIONS),
    ({"code": "605"}, "was held back: an earlier email", "list of bounces", Who.OPERATIONS),
    ({"reason": "suppress-unsubscribe"}, "was held back: this address has unsubscribed", "call", Who.CONTACT),
    ({"code": "606"}, "was held back: this address has unsubscribed", "call", Who.CONTACT),
    ({"reason": "suppress-complaint"}, "reported an earlier email as spam", "call if you know them", Who.CONTACT),
    ({"code": "607"}, "reported an earlier email as spam", "call if you know them", Who.CONTACT),
    ({"reason": "generic", "code": "552", "detail": "5.2.2 Over quota"}, "the mailbox is full", "full", Who.CONTACT),
    ({"reason": "bounce", "detail": "Mailbox is full"}, "the mailbox is full", "full", Who.CONTACT),
    ({"reason": "bounce", "code": "550", "detail": "5.1.1 no such user"}, "there is no such mailbox", "Ask", Who.YOU),
    ({"reason": "generic", "code": "550", "detail": "5.1.2 bad host"}, "no such mail domain", "Ask them", Who.YOU),
    ({"reason": "generic", "code": "550", "detail": "5.2.1 disabled"}, "closed or disabled", "Ask them", Who.YOU),
    ({"reason": "generic", "code": "552", "detail": "5.3.4 too big"}, "too big", "smaller", Who.YOU),
    ({"reason": "bounce", "code": "554", "detail": "5.7.1 policy"}, "blocked the email", "domain", Who.OPERATIONS),
    ({"reason": "bounce", "code": "550", "detail": "5.7.17 owner changed"}, "closed or disabled", "Ask", Who.YOU),
    ({"reason": "generic", "code": "550", "detail": "5.7.20 no DKIM"}, "blocked the email", "domain", Who.OPERATIONS),
    ({"reason": "generic", "code": "452", "detail": "4.5.3 recipients"}, "too many", "spread", Who.OPERATIONS),
    ({"reason": "generic", "code": "535", "detail": "5.7.8 sign in"}, "cannot be sent", "program", Who.OPERATIONS),
    ({"reason": "generic", "code": "421", "detail": "4.3.2 closing"}, "busy", "later", Who.YOU),
    ({"reason": "generic", "code": "556"}, "no such mail domain", "Ask them", Who.YOU),
    ({"reason": "generic", "code": "550"}, "refused the address", "Ask them", Who.YOU),
    ({"reason": "generic", "code": "599", "detail": "odd"}, "the answer was “599 odd”", "Look it up", Who.OPERATIONS),
    ({"reason": "brand-new"}, "the mail provider's reason is “brand-new”", "Look it up", Who.OPERATIONS),
    ({"reason": "generic"}, "no cause was given", "once more", Who.YOU),
    ({}, "no cause was given", "once more", Who.YOU),
]


@pytest.mark.parametrize(("said", "happened", "remedy", "who"), EMAIL_CAUSES)
def test_every_cause_of_emails(said: dict[str, str], happened: str, remedy: str, who: Who) -> None:
    found = failed(EMAIL, E.FAILED, **said)
    assert found.sentence.startswith("Jane Doe's email of 3 May ")
    assert happened in found.sentence
    assert remedy in found.remedy
    assert found.meaning
    assert (found.who, found.tone) == (who, Tone.FAILED)
    assert all(value in found.quote for value in said.values())


OPEN, CLICK = event(E.OPENED, 5), event(E.CLICKED, 6)
MACHINE_OPEN, MACHINE_CLICK = event(E.OPENED, 3, machine=True), event(E.CLICKED, 4, machine=True)
GREY = event(E.TEMPORARY_FAILURE, 1, reason="greylisted", code="451", detail="later")
FULL = event(E.TEMPORARY_FAILURE, 2, reason="generic", code="452", detail="4.2.2 The mailbox is full")
STATUSES: list[tuple[Channel, E | None, list[TimelineEvent], dict[str, Any], str]] = [
    # Email, each status.
    (EMAIL, E.ACCEPTED, [event(E.ACCEPTED)], {}, "is still on its way for 3 hours."),
    (EMAIL, E.ACCEPTED, [event(E.ACCEPTED), GREY], {"temporary_failures": 1}, "may still arrive: it was put off bec"),
    (EMAIL, None, [GREY, FULL], {"temporary_failures": 2}, "put off 2 times, last because the mailbox is full."),
    (EMAIL, E.REJECTED, [event(E.REJECTED, detail="Spam")], {}, "never left: it was rejected before sending: “Spam”."),
    (EMAIL, E.REJECTED, [event(E.REJECTED)], {}, "never left: it was rejected before sending."),
    (EMAIL, E.DELIVERED, [event(E.DELIVERED)], {}, "arrived, and has not been opened as far as is known."),
    (EMAIL, E.DELIVERED, [event(E.DELIVERED)], {"tracked": False}, "Whether it was opened is not tracked."),
    (EMAIL, E.DELIVERED, [GREY, event(E.DELIVERED, 9)], {"temporary_failures": 1}, "arrived, and has not been opened"),
    (EMAIL, E.OPENED, [event(E.DELIVERED), OPEN], {}, "arrived and was opened."),
    (EMAIL, E.OPENED, [MACHINE_OPEN, OPEN], {}, "arrived and was opened."),
    (EMAIL, E.OPENED, [MACHINE_OPEN], {}, "arrived, and only machines have opened it."),
    (EMAIL, E.CLICKED, [OPEN, CLICK], {}, "arrived and was clicked."),
    (EMAIL, E.CLICKED, [MACHINE_OPEN, MACHINE_CLICK], {}, "arrived, and only machines have clicked it."),
    (EMAIL, E.UNSUBSCRIBED, [event(E.UNSUBSCRIBED)], {}, "arrived, and they unsubscribed with its link."),
    (EMAIL, E.COMPLAINED, [event(E.COMPLAINED)], {}, "arrived, and they reported it as spam."),
    (EMAIL, None, [], {"origin": Origin.MANUAL, "tracked": False}, "sent by hand, and nothing is known"),
    (EMAIL, None, [], {}, "was sent, and nothing was reported of it for 3 hours."),
    (
        EMAIL,
        None,
        [],
        {"sent_at": None},
        "Jane Doe's email of an unknown day was sent, and nothing was reported of it.",
    ),
    # Text, each status.
    (TEXT, None, [], {}, "was sent, and nothing was reported of it for 3 hours."),
    (TEXT, E.ACCEPTED, [event(E.ACCEPTED)], {}, "is still on its way for 3 hours."),
    (
        TEXT,
        E.ACCEPTED,
        [event(E.ACCEPTED, detail="scheduled")],
        {},
        "has not been sent yet: it is scheduled for later.",
    ),
    (TEXT, E.QUEUED, [event(E.QUEUED)], {"status_at": NOW}, "is still on its way for 1 minute."),
    (TEXT, E.SENDING, [event(E.SENDING)], {"status_at": NOW - timedelta(days=2)}, "is still on its way for 2 days."),
    (TEXT, E.PENDING, [event(E.PENDING)], {}, "is still on its way for 3 hours."),
    (TEXT, E.DELIVERED, [event(E.DELIVERED)], {}, "arrived, by the carrier's word."),
    (TEXT, E.DELIVERED, [event(E.DELIVERED, detail="read")], {}, "arrived and was read."),
    (TEXT, E.UNDELIVERED, [event(E.UNDELIVERED, detail="partially_delivered")], {}, "arrived only in part: "),
    (TEXT, E.FAILED, [event(E.FAILED, detail="canceled")], {}, "was canceled before it was sent."),
    (TEXT, E.UNSUBSCRIBED, [event(E.UNSUBSCRIBED, code="21610")], {}, "did not arrive: the person has opted out"),
    (TEXT, E.RECEIVING, [event(E.RECEIVING)], {"direction": Direction.INBOUND}, "text of 3 May came in."),
    (TEXT, E.RECEIVED, [event(E.RECEIVED)], {"direction": Direction.INBOUND, "is_reply": True}, "of 3 May is a reply."),
    (
        TEXT,
        E.UNSUBSCRIBED,
        [event(E.UNSUBSCRIBED)],
        {"direction": Direction.INBOUND, "text": "Stop"},
        "of 3 May asked for no more texts: “Stop”.",
    ),
    # Whose it is when nobody knows their name, and a day of another year.
    (EMAIL, E.OPENED, [OPEN], {"contact": ""}, "The email of 3 May to jane@office.example arrived"),
    (TEXT, E.DELIVERED, [event(E.DELIVERED)], {"contact": ""}, "The text of 3 May to +1 415-555-0142 arrived"),
    (TEXT, E.DELIVERED, [event(E.DELIVERED)], {"sent_at": AT - timedelta(days=400)}, "text of 29 Mar 2025 arrived"),
]


@pytest.mark.parametrize(("channel", "status", "events", "more", "said"), STATUSES)
def test_every_status(
    channel: Channel, status: E | None, events: list[TimelineEvent], more: dict[str, Any], said: str
) -> None:
    found = verdict(channel, status, events, **more)
    assert said in found.sentence
    assert found.sentence.endswith(".")
    assert found.meaning
    assert found.remedy
    assert found.event is None or found.event in events
    assert (found.event is None) == (not events)


OTHER = Provider(
    "other",
    "Other",
    lambda fields: False,
    lambda raw, context: (),
    channel=EMAIL,
    reasons={"dropped": Cause.HELD_BACK_BOUNCE, "invalid": Cause.INVALID_ADDRESS, "odd": Cause.NOT_GIVEN},
    finer={"group": Finer.ONE_LIST, "no receipt": Finer.UNCONFIRMED},
)


@pytest.mark.parametrize(
    ("channel", "status", "said", "sentence", "who"),
    [
        (EMAIL, E.REJECTED, {"reason": "dropped"}, "was held back: an earlier email to this address", Who.OPERATIONS),
        (EMAIL, E.REJECTED, {"reason": "invalid"}, "never left: the address is not a valid email address.", Who.YOU),
        (EMAIL, E.REJECTED, {"reason": "odd", "detail": "x"}, "rejected before sending: “x”.", Who.OPERATIONS),
        (EMAIL, E.UNSUBSCRIBED, {"detail": "group: 7"}, "they unsubscribed from one of your lists", Who.CONTACT),
        (TEXT, E.PENDING, {"detail": "no receipt"}, "whether it arrived will not be known.", Who.YOU),
    ],
)
def test_what_other_providers_say(
    monkeypatch: pytest.MonkeyPatch, channel: Channel, status: E, said: dict[str, str], sentence: str, who: Who
) -> None:
    monkeypatch.setattr(told, "provider_named", dict.fromkeys(WHOSE.values(), OTHER).get)
    found = failed(channel, status, **said)
    assert sentence in found.sentence
    assert (found.who, found.event) == (who, event(status, **said))


def test_the_table_has_every_status() -> None:
    listed = {(channel, status) for channel, status, *_ in STATUSES}
    listed |= {(TEXT, E.UNDELIVERED), (TEXT, E.FAILED), (EMAIL, E.FAILED)}
    assert listed >= {pair for pair, meaning in EVENT_MEANINGS.items() if meaning.is_status}


def test_a_failure_beside_a_success_stands_and_both_are_told() -> None:
    found = verdict(EMAIL, E.FAILED, [event(E.DELIVERED), event(E.FAILED, 9, reason="bounce")])
    assert "did not arrive" in found.sentence
    assert "reported as delivered too" in found.meaning
    assert found.event == event(E.FAILED, 9, reason="bounce")


def test_the_report_that_says_most_decides() -> None:
    """The last one of which the provider said something, whatever came with fewer words after it."""
    reports = [event(E.FAILED, 1, code="30003"), event(E.FAILED, 2, code="30005"), event(E.FAILED, 3)]
    assert verdict(TEXT, E.FAILED, reports).event == reports[1]


def test_long_on_its_way_says_where_to_look() -> None:
    fresh, late = (
        verdict(TEXT, E.PENDING, [event(E.PENDING)], status_at=NOW - timedelta(hours=hours)) for hours in (23, 25)
    )
    assert (fresh.who, late.who) == (Who.NOBODY, Who.YOU)
    assert "Imports" not in fresh.remedy
    assert "Imports" in late.remedy


JANE = ContactRow(
    id=2,
    name="Jane Doe",
    kind=ContactKind.LEAD,
    owner="",
    stage="",
    source="",
    labels=(),
    emails=(),
    phones=(),
    last_status=None,
    last_status_channel=None,
    last_status_at=None,
    last_engaged_at=None,
    opens=0,
    machine_opens=0,
    clicks=0,
    machine_clicks=0,
    replies=0,
    do_not_email=None,
    do_not_text=None,
)
HELD = [AddressRow(TEXT, "+14155550142", "cell", True, None), AddressRow(EMAIL, "j@x.example", "", True, None)]
STOPPED = replace(JANE, do_not_text=OptOut(AT, "sent a stop word"))
STOP = message(TEXT, E.UNSUBSCRIBED, direction=Direction.INBOUND, text="Stop")
NEVER: list[tuple[ContactRow, list[AddressRow], Channel, MessageRow | None, str, Who]] = [
    (
        STOPPED,
        HELD,
        TEXT,
        STOP,
        "may be sent to Jane Doe since 3 May: they opted out (sent a stop word: “Stop”).",
        Who.CONTACT,
    ),
    (
        STOPPED,
        HELD,
        TEXT,
        None,
        "No text may be sent to Jane Doe since 3 May: they opted out (sent a stop word).",
        Who.CONTACT,
    ),
    (
        replace(JANE, do_not_email=OptOut(AT, "x")),
        HELD,
        EMAIL,
        None,
        "No email may be sent to Jane Doe since 3 May",
        Who.CONTACT,
    ),
    (STOPPED, HELD, EMAIL, None, "No email to Jane Doe is on file, though j@x.example is.", Who.YOU),
    (JANE, HELD[1:], TEXT, None, "they have no phone number on file.", Who.YOU),
    (JANE, HELD[:1], EMAIL, None, "they have no email address on file.", Who.YOU),
    (JANE, HELD, TEXT, None, "No text to Jane Doe is on file, though +1 415-555-0142 is.", Who.YOU),
    (replace(JANE, kind=ContactKind.UNKNOWN), HELD, TEXT, None, "+1 415-555-0142 is on no contact list.", Who.YOU),
]


@pytest.mark.parametrize(("contact", "held", "channel", "stop", "said", "who"), NEVER)
def test_never_sent(
    contact: ContactRow, held: list[AddressRow], channel: Channel, stop: MessageRow | None, said: str, who: Who
) -> None:
    found = why_never(contact, held, channel, VIEW, stop)
    assert said in found.sentence
    assert found.who is who
    assert found.meaning
    assert found.remedy
