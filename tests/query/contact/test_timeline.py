"""One contact's timeline: what it lists, in which order, and what it says of each message."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine

from engagement.domain.records import Clock, EventRecord, MessageRecord, Record
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword, Origin
from engagement.ingest import take_in
from engagement.query.contact.timeline import TimelineFilter, count_messages, find_contact, timeline
from engagement.query.matching.view import View
from engagement.query.question.rows import TimelineMessage
from tests.query.jane import AT, EMAIL, JANE, MAIL, MINUTE, TEXT, VIEWPOINT, event, sent_as


def listed(connection: Connection) -> list[TimelineMessage]:
    return timeline(View(connection, VIEWPOINT), find_contact(View(connection, VIEWPOINT), EMAIL).id)


def the_message(store: Engine, records: Sequence[Record]) -> TimelineMessage:
    take_in(store, [JANE, *records])
    with store.connect() as connection:
        (message,) = listed(connection)
    return message


def test_messages_come_latest_first_and_a_page_at_a_time(store: Engine) -> None:
    """An email whose time nobody knows comes last."""
    texts = [event(replace(TEXT, key=f"SM{n}"), EventType.DELIVERED, minute=n) for n in range(5)]
    mails = [event(replace(MAIL, key=f"{n}@crm"), EventType.DELIVERED, minute=n) for n in (10, -10)]
    stated = MessageRecord(replace(MAIL, key="stated@crm", sent_at=AT + 2.5 * MINUTE))
    # Opened long after it was sent: it is listed by when it was sent.
    opened = event(replace(MAIL, key="stated@crm"), EventType.OPENED, minute=600)
    take_in(store, [JANE, *texts, *mails, MessageRecord(replace(MAIL, key="untimed@crm")), stated, opened])
    keys = ["10@crm", "SM4", "SM3", "stated@crm", "SM2", "SM1", "SM0", "-10@crm", "untimed@crm"]
    with store.connect() as connection:
        jane = find_contact(View(connection, VIEWPOINT), EMAIL).id
        assert [message.provider_key for message in timeline(View(connection, VIEWPOINT), jane)] == keys
        assert count_messages(View(connection, VIEWPOINT), jane) == len(keys)
        for offset in range(0, 10, 4):
            page = timeline(View(connection, VIEWPOINT), jane, limit=4, offset=offset)
            assert [message.provider_key for message in page] == keys[offset : offset + 4]


WANTED: list[tuple[TimelineFilter, set[str]]] = [
    (TimelineFilter(), {"mail@crm", "hand@crm", "SM1"}),
    (TimelineFilter(channel=Channel.EMAIL), {"mail@crm", "hand@crm"}),
    (TimelineFilter(channel=Channel.TEXT), {"SM1"}),
    (TimelineFilter(status=EventType.DELIVERED), {"hand@crm", "SM1"}),
    (TimelineFilter(status=EventType.OPENED), {"mail@crm"}),
    (TimelineFilter(origin=Origin.MANUAL), {"hand@crm"}),
    (TimelineFilter(Channel.EMAIL, EventType.DELIVERED, Origin.MANUAL), {"hand@crm"}),
    (TimelineFilter(Channel.TEXT, origin=Origin.CAMPAIGN), set()),
    (TimelineFilter(status="'; --"), set()),
]


def test_a_filtered_timeline_has_the_messages_asked_for(store: Engine) -> None:
    by_hand = sent_as(replace(MAIL, key="hand@crm"), Origin.MANUAL)
    campaign = sent_as(MAIL, Origin.CAMPAIGN, "Spring")
    happened = [
        event(campaign, EventType.OPENED),
        event(by_hand, EventType.DELIVERED),
        event(TEXT, EventType.DELIVERED),
    ]
    take_in(store, [JANE, *happened])
    with store.connect() as connection:
        jane = find_contact(View(connection, VIEWPOINT), EMAIL).id
        for wanted, keys in WANTED:
            found = timeline(View(connection, VIEWPOINT), jane, wanted=wanted)
            assert {message.provider_key for message in found} == keys, wanted
            assert count_messages(View(connection, VIEWPOINT), jane, wanted) == len(keys), wanted


def test_events_come_in_order_and_at_equal_times_as_the_life_cycle_has_them(store: Engine) -> None:
    happened = [
        event(MAIL, EventType.CLICKED, 5, url="https://home.example/12", machine=True),
        event(MAIL, EventType.OPENED, 5),
        event(MAIL, EventType.COMPLAINED, 5),
        event(MAIL, EventType.UNSUBSCRIBED, 5),
        event(MAIL, EventType.DELIVERED, 2),
        event(MAIL, EventType.ACCEPTED, 0),
        event(MAIL, EventType.TEMPORARY_FAILURE, 1, reason="greylisted", code="451", detail="later"),
    ]
    message = the_message(store, happened)
    assert [(one.type, one.at) for one in message.events] == [
        (EventType.ACCEPTED, AT),
        (EventType.TEMPORARY_FAILURE, AT + MINUTE),
        (EventType.DELIVERED, AT + 2 * MINUTE),
        (EventType.OPENED, AT + 5 * MINUTE),
        (EventType.CLICKED, AT + 5 * MINUTE),
        (EventType.UNSUBSCRIBED, AT + 5 * MINUTE),
        (EventType.COMPLAINED, AT + 5 * MINUTE),
    ]
    delayed, clicked = message.events[1], message.events[4]
    assert (delayed.reason, delayed.code, delayed.detail) == ("greylisted", "451", "later")
    assert (clicked.machine, clicked.url, clicked.arrival_only) == (True, "https://home.example/12", False)
    assert (message.status, message.status_at) == (EventType.COMPLAINED, AT + 5 * MINUTE)
    assert message.temporary_failures == 1


BULK, CAMPAIGN, BY_HAND = (
    sent_as(MAIL, Origin.BULK),
    sent_as(MAIL, Origin.CAMPAIGN, "Spring"),
    sent_as(MAIL, Origin.MANUAL),
)


# what came in about one message, and some of what its line shows
SHOWN: list[tuple[list[EventRecord | MessageRecord], dict[str, Any]]] = [
    # Bulk and campaign mail is tracked: nothing counted is 0.
    (
        [MessageRecord(BULK)],
        {"tracked": True, "origin": Origin.BULK, "opens": 0, "machine_opens": 0, "clicks": 0, "machine_clicks": 0},
    ),
    ([MessageRecord(CAMPAIGN)], {"tracked": True, "origin": Origin.CAMPAIGN, "campaign": "Spring", "opens": 0}),
    (
        [
            MessageRecord(CAMPAIGN),
            event(MAIL, EventType.OPENED, 1),
            event(MAIL, EventType.OPENED, 1),  # told twice
            event(MAIL, EventType.OPENED, 2, machine=True),
            event(MAIL, EventType.CLICKED, 3, machine=True),
        ],
        {"campaign": "Spring", "opens": 2, "machine_opens": 1, "clicks": 1, "machine_clicks": 1},
    ),
    # An email by hand is not tracked, which is not 0 opens.
    (
        [MessageRecord(BY_HAND)],
        {"tracked": False, "opens": None, "machine_opens": None, "clicks": None, "machine_clicks": None},
    ),
    ([MessageRecord(BY_HAND)], {"origin": Origin.MANUAL, "campaign": None, "status": None, "status_at": None}),
    # A text is tracked whatever its origin.
    (
        [event(sent_as(TEXT, Origin.MANUAL), EventType.DELIVERED)],
        {"tracked": True, "origin": Origin.MANUAL, "status": EventType.DELIVERED, "direction": Direction.OUTBOUND},
    ),
    # Nobody said what it was sent as.
    ([event(MAIL, EventType.DELIVERED)], {"tracked": True, "origin": None, "campaign": None}),
    # A temporary failure is counted and is no status.
    (
        [event(MAIL, EventType.TEMPORARY_FAILURE)],
        {"status": None, "status_at": None, "temporary_failures": 1, "sent_at": AT},
    ),
    # Text: an error beside a success stands, and both are there; it never goes back.
    (
        [event(TEXT, EventType.FAILED, 1), event(TEXT, EventType.DELIVERED, 2), event(TEXT, EventType.QUEUED, 3)],
        {"status": EventType.FAILED, "status_at": AT + MINUTE},
    ),
    # What an inbound text holds.
    (
        [
            event(
                replace(TEXT, direction=Direction.INBOUND, text="See this", media=("m/1", "m/2"), media_count=2),
                EventType.RECEIVED,
            )
        ],
        {"direction": Direction.INBOUND, "text": "See this", "media": ("m/1", "m/2"), "media_count": 2},
    ),
    ([event(replace(TEXT, direction=Direction.INBOUND), EventType.RECEIVED)], {"is_reply": True, "media": ()}),
    (
        [event(replace(TEXT, direction=Direction.INBOUND, keyword=Keyword.OPT_OUT), EventType.UNSUBSCRIBED)],
        {"is_reply": False, "status": EventType.UNSUBSCRIBED},
    ),
    (
        [event(replace(MAIL, subject="Your new home", our_address="dana@broker.example"), EventType.DELIVERED)],
        {"subject": "Your new home", "our_address": "dana@broker.example", "address": EMAIL, "sent_at": AT},
    ),
    ([event(TEXT, EventType.DELIVERED, 0, clock=Clock.ARRIVAL)], {"status_at": AT}),
]


def messages_of(store: Engine, cases: Sequence[Sequence[EventRecord | MessageRecord]]) -> list[TimelineMessage]:
    """The message each case is about; a message of its own for each, in one database."""
    records = [
        replace(record, message=replace(record.message, key=f"case {number}"))
        for number, case in enumerate(cases)
        for record in case
    ]
    take_in(store, [JANE, *records])
    with store.connect() as connection:
        found = {message.provider_key: message for message in listed(connection)}
    assert len(found) == len(cases)
    return [found[f"case {number}"] for number in range(len(cases))]


def test_what_a_message_shows(store: Engine) -> None:
    messages = messages_of(store, [records for records, _ in SHOWN])
    for message, (records, expected) in zip(messages, SHOWN, strict=True):
        assert {name: getattr(message, name) for name in expected} == expected, records


def test_a_time_of_arrival_is_marked(store: Engine) -> None:
    told = [event(TEXT, EventType.QUEUED, 0, clock=Clock.ARRIVAL), event(TEXT, EventType.DELIVERED, 1)]
    assert [one.arrival_only for one in the_message(store, told).events] == [True, False]


REFUSED = "The recipient's mail server refused the address."


# what came in about one message, and why it has the status it has
REASONS: list[tuple[list[EventRecord | MessageRecord], str | None]] = [
    ([event(MAIL, EventType.DELIVERED)], None),
    ([event(MAIL, EventType.FAILED, reason="bounce")], REFUSED),
    (
        [event(MAIL, EventType.FAILED, reason="bounce", code="550", detail="No such user")],
        f"{REFUSED} The answer was “550 No such user”.",
    ),
    (
        [event(MAIL, EventType.FAILED, reason="suppress-unsubscribe", code="606", detail="Not delivering")],
        "Held back: this address has unsubscribed.",
    ),
    ([event(MAIL, EventType.FAILED, reason="brand-new")], "The mail provider's reason is “brand-new”."),
    (
        [event(MAIL, EventType.FAILED, reason="generic", code="500")],
        "The sending program handed it over in a form that cannot be sent. The answer was “500”.",
    ),
    ([event(MAIL, EventType.FAILED, reason="generic", code="599")], "The answer was “599”."),
    # Failed more than once: the last cause.
    (
        [event(MAIL, EventType.FAILED, 2, reason="espblock"), event(MAIL, EventType.FAILED, 1, reason="bounce")],
        "The recipient's mail provider blocked the email.",
    ),
    # Put off, then bounced: why it bounced. Put off, then delivered: nothing is wrong any more.
    (
        [
            event(MAIL, EventType.TEMPORARY_FAILURE, 1, reason="greylisted"),
            event(MAIL, EventType.FAILED, 2, reason="bounce"),
        ],
        REFUSED,
    ),
    (
        [event(MAIL, EventType.TEMPORARY_FAILURE, 1, reason="greylisted"), event(MAIL, EventType.DELIVERED, 2)],
        None,
    ),
    # Still on its way: why it is late.
    (
        [event(MAIL, EventType.ACCEPTED, 0), event(MAIL, EventType.TEMPORARY_FAILURE, 1, reason="greylisted")],
        "The recipient's mail server asked us to try again later.",
    ),
    (
        [event(TEXT, EventType.UNDELIVERED, code="30003")],
        "The phone could not be reached (switched off, or out of coverage).",
    ),
    ([event(TEXT, EventType.FAILED, code="30006")], "The number is a landline, or its carrier cannot be reached."),
    ([event(TEXT, EventType.FAILED, code="12345")], "The carrier's code is 12345."),
    ([event(TEXT, EventType.UNSUBSCRIBED, code="21610")], "The person has opted out of texts from this number."),
    # An error beside a success: the error is what is told.
    (
        [event(TEXT, EventType.UNDELIVERED, 1, code="30007"), event(TEXT, EventType.DELIVERED, 2)],
        "The carrier filtered the text as unwanted.",
    ),
]


def test_why_in_words(store: Engine) -> None:
    messages = messages_of(store, [records for records, _ in REASONS])
    for message, (records, reason) in zip(messages, REASONS, strict=True):
        assert message.reason == reason, records


def test_a_canceled_text_says_so(store: Engine) -> None:
    """With an error's code, the code says why."""
    canceled = event(TEXT, EventType.FAILED, detail="canceled", provider="twilio")
    assert the_message(store, [canceled]).reason == "It was canceled before it was sent."
