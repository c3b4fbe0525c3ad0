"""Telnyx's webhooks: what each says, and what a store makes of files of them."""

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from engagement.domain import records
from engagement.domain.causes import Cause, Who
from engagement.domain.records import Clock, EventRecord, MessageFacts, RawRecord, Reject, Skipped
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword, Origin, Tone
from engagement.ingest import import_files
from engagement.providers.base import Item, ReadContext, RejectedRecord
from engagement.providers.telnyx import PROVIDER
from engagement.providers.told import Said, told
from engagement.query.contact.reachability import Reach, reachability
from engagement.query.contact.timeline import find_contact
from engagement.query.matching.view import View
from engagement.query.messages.message_list import MessageFilter, list_messages, message_events
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.query.verdicts.why import why
from engagement.store.engine import open_store
from tests.digest import difference, digest_of

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
OURS, JANE, JOE, ADA = "+14155550100", "+14155550142", "+14155550143", "+14155550144"
AT, SENT = datetime(2026, 11, 2, 14, 3, 25, 148000, UTC), datetime(2026, 11, 2, 14, 3, 22, tzinfo=UTC)
RECEIVED_AT = datetime(2026, 11, 2, 14, 3, 21, 500000, UTC)
E, D = EventType, Direction
VIEWPOINT = Viewpoint(EVERYONE, ZoneInfo("America/New_York"), date(2026, 11, 24))


def end(number: str = JANE, status: str = "delivered", line_type: str = "Wireless", **more: Any) -> dict[str, Any]:
    return {"phone_number": number, "status": status, "carrier": "EXAMPLE MOBILE", "line_type": line_type, **more}


def error(code: object, title: str = "", pointer: str | None = None, **more: Any) -> dict[str, Any]:
    return {"code": code, "title": title, **({"source": {"pointer": pointer}} if pointer else {}), **more}


POSTED = """{"data": {"event_type": "", "id": "", "occurred_at": "2026-11-02T14:03:25.148+00:00", "payload": {
"cc": [], "completed_at": null, "cost": {"amount": "0.0051", "currency": "USD"}, "direction": "outbound",
"errors": [], "from": {"carrier": "TELNYX LLC", "line_type": "VoIP", "phone_number": "+14155550100"},
"id": "40385f64-0001", "media": [], "messaging_profile_id": "4000eba1-a0c0", "encoding": "GSM-7", "parts": 1,
"received_at": "2026-11-02T14:03:21.500+00:00", "record_type": "message", "sent_at": "2026-11-02T14:03:22.000+00:00",
"subject": "", "tags": [], "text": "Hi Jane, are you free on Tuesday?", "to": [], "type": "SMS", "valid_until": null},
"record_type": "event"}, "meta": {"attempt": 1, "delivered_to": "https://www.example.com/hooks"}}"""


def webhook(event_type: str = "message.finalized", event_id: str = "e1", attempt: int = 1, **payload: Any) -> Any:
    """A webhook about a text of ours that reached Jane, but for what its payload says else."""
    posted = json.loads(POSTED)
    posted["data"] |= {"event_type": event_type, "id": event_id}
    posted["data"]["payload"] |= {"to": [end()], **payload}
    posted["meta"]["attempt"] = attempt
    return posted


def to_one(status: str, *errors: Any, event_type: str = "message.finalized", **more: Any) -> Any:
    return webhook(event_type, to=[end(status=status, **more)], errors=list(errors))


def inbound(text: str | None = "Tuesday works!", sender: Any = JANE, **payload: Any) -> Any:
    ends = {"direction": "inbound", "from": {"phone_number": sender}, "to": [end(OURS, "webhook_delivered", "VoIP")]}
    own = {"text": text, "sent_at": None, "is_spam": False, "autoresponse_type": None}
    return webhook("message.received", **{**ends, **own, **payload})


def items(fields: Any) -> list[Item]:
    assert PROVIDER.recognises(fields)
    return list(PROVIDER.read(RawRecord("line 3", fields, json.dumps(fields)), ReadContext(NOW)))


def events(fields: Any) -> list[EventRecord]:
    found = items(fields)
    assert all(isinstance(item, EventRecord) for item in found), found
    return [item for item in found if isinstance(item, EventRecord)]


def event(fields: Any) -> EventRecord:
    (found,) = events(fields)
    return found


BODY = "Hi Jane, are you free on Tuesday?"
OUTBOUND_TEXT = MessageFacts(Channel.TEXT, "40385f64-0001", D.OUTBOUND, JANE, OURS, SENT, None, BODY, media_count=0)
INBOUND_TEXT = replace(OUTBOUND_TEXT, direction=D.INBOUND, sent_at=RECEIVED_AT, text="Tuesday works!")


def test_a_webhook_gives_its_event() -> None:
    for fields, message, kind in ((webhook(), OUTBOUND_TEXT, E.DELIVERED), (inbound(), INBOUND_TEXT, E.RECEIVED)):
        found = event(fields)
        assert replace(found, raw="") == EventRecord(message, kind, AT, Clock.EVENT, "e1")
        assert json.loads(found.raw) == fields


BLOCKED = error("40300", "Blocked due to STOP message", detail="Messages cannot be sent to this number.")
ON_ITS_WAY = {"queued": E.QUEUED, "sending": E.SENDING, "sent": E.PENDING}
AT_ITS_END = {"sent": E.PENDING, "delivered": E.DELIVERED, "delivery_failed": E.UNDELIVERED, "sending_failed": E.FAILED}


@pytest.mark.parametrize(
    ("fields", "kind", "code", "reason", "detail"),
    [
        *((to_one(word, event_type="message.sent"), kind, None, None, None) for word, kind in ON_ITS_WAY.items()),
        *((to_one(word), kind, None, None, None) for word, kind in AT_ITS_END.items()),
        (to_one("delivery_unconfirmed"), E.PENDING, None, None, "delivery_unconfirmed"),
        (to_one("expired"), E.FAILED, None, "expired", None),
        (to_one("sending_failed", BLOCKED), E.UNSUBSCRIBED, "40300", None, "Messages cannot be sent to this number."),
        (to_one("delivery_failed", error(40002, "Blocked as spam")), E.UNDELIVERED, "40002", None, "Blocked as spam"),
        (to_one("delivery_failed", error("49999")), E.UNDELIVERED, "49999", None, None),
        (to_one("delivery_failed", error(0, "Odd")), E.UNDELIVERED, None, None, "Odd"),
        (to_one("expired", error("40005", "Message expired")), E.FAILED, "40005", "expired", "Message expired"),
        # The first of several errors, where only one number may be meant.
        (to_one("sending_failed", error("40009"), error("40011")), E.FAILED, "40009", None, None),
        # An error beside a status that is no failure decides nothing.
        (to_one("delivered", error("40300")), E.DELIVERED, None, None, None),
        (to_one("sent", error("40008")), E.PENDING, None, None, None),
        # A line type tells of a failure that has no code, and of nothing else.
        (to_one("delivery_failed", line_type="Wireline"), E.UNDELIVERED, None, "Wireline", None),
        (to_one("sending_failed", error("40006"), line_type="Wireline"), E.FAILED, "40006", None, None),
        (to_one("delivered", line_type="Wireline"), E.DELIVERED, None, None, None),
        (to_one("expired", line_type="Wireline"), E.FAILED, None, "expired", None),
        (to_one("delivery_failed", line_type="VoIP"), E.UNDELIVERED, None, None, None),
    ],
)
def test_what_became_of_a_text(fields: Any, kind: EventType, code: Any, reason: Any, detail: Any) -> None:
    found = event(fields)
    assert (found.type, found.code, found.reason, found.detail) == (kind, code, reason, detail)


CAUSES = {
    **{"40001": Cause.LANDLINE, "40002": Cause.CARRIER_FILTERED, "40003": Cause.CARRIER_BLOCKS_NUMBER},
    **{"40004": Cause.CARRIER_SILENT, "40005": Cause.EXPIRED, "40006": Cause.CARRIER_DOWN},
    **{"40008": Cause.CARRIER_SILENT, "40009": Cause.CONTENT_REFUSED, "40011": Cause.TOO_MANY},
    **{"40300": Cause.OPTED_OUT, "30006": Cause.UNKNOWN},  # the last is Twilio's
}
SAYINGS = [*((None, code, cause) for code, cause in CAUSES.items()), ("Wireline", None, Cause.LANDLINE)]


@pytest.mark.parametrize(("reason", "code", "cause"), [*SAYINGS, ("expired", None, Cause.EXPIRED)])
def test_cause(reason: str | None, code: str | None, cause: Cause) -> None:
    assert told(Said(Channel.TEXT, "telnyx", reason, code, None)).cause is cause


def group(*errors: Any, **statuses: str) -> Any:
    """A text to Jane and Joe, with Ada in copy."""
    jane, joe, ada = (statuses.get(name, "delivered") for name in ("jane", "joe", "ada"))
    return webhook(type="MMS", to=[end(JANE, jane), end(JOE, joe)], cc=[end(ADA, ada)], errors=list(errors))


FAILED, LOST = "delivery_failed", E.UNDELIVERED
POINTING = (error("40300", pointer="/cc/0/phone_number"), error("40001", pointer="/to/1"), error("40006"))
POINTED = group(*POINTING, jane=FAILED, joe=FAILED, ada=FAILED)
UNCLEAR = group(BLOCKED, error("40001", "Not routable"), jane=FAILED, joe=FAILED)


@pytest.mark.parametrize(
    ("fields", "types", "codes"),
    [
        (group(joe="sent", ada="delivery_unconfirmed"), [E.DELIVERED, E.PENDING, E.PENDING], [None, None, None]),
        # Those that failed have the code, wherever they stand.
        (group(BLOCKED, joe=FAILED), [E.DELIVERED, E.UNSUBSCRIBED, E.DELIVERED], [None, "40300", None]),
        (group(error("40002"), joe=FAILED, ada=FAILED), [E.DELIVERED, LOST, LOST], [None, "40002", "40002"]),
        # An error may say which number it is about.
        (POINTED, [LOST, LOST, E.UNSUBSCRIBED], ["40006", "40001", "40300"]),
        (group(POINTING[1], jane=FAILED), [LOST, E.DELIVERED, E.DELIVERED], [None, None, None]),
        # Two causes, and nobody said whose: neither is called opted out.
        (UNCLEAR, [LOST, LOST, E.DELIVERED], [None, None, None]),
    ],
)
def test_each_number_of_a_group_has_its_own_status(fields: Any, types: list[EventType], codes: list[Any]) -> None:
    found = events(fields)
    assert [one.message.address for one in found] == [JANE, JOE, ADA]
    assert ([one.type for one in found], [one.code for one in found]) == (types, codes)
    assert {(one.message.key, one.dedupe_key) for one in found} == {("40385f64-0001", "e1")}


def test_causes_that_nobody_is_named_for_are_told_in_words() -> None:
    words = "Blocked due to STOP message; Not routable"
    assert [one.detail for one in events(UNCLEAR)] == [words, words, None]
    assert told(Said(Channel.TEXT, "telnyx", None, None, words)).words.happened == words.replace("B", "b")


def test_a_number_that_is_named_twice_has_one_event() -> None:
    found = events(webhook(to=[end(JANE), end(JOE)], cc=[end("(415) 555-0142", "queued")]))
    assert [(one.message.address, one.type) for one in found] == [(JANE, E.DELIVERED), (JOE, E.DELIVERED)]


def test_a_number_that_cannot_be_read_does_not_keep_the_others_out() -> None:
    fields = webhook(to=[end("nobody"), end(JOE), end(ADA, "lost")])
    bad, good, lost = items(fields)
    assert isinstance(good, EventRecord)
    assert (good.message.address, good.type) == (JOE, E.DELIVERED)
    unknown = "The status 'lost' is not one that Telnyx's texts are known to have."
    nobody = "'nobody', which the text was sent to, is not a phone number."
    assert [bad, lost] == [Reject("line 3", reason, json.dumps(fields)) for reason in (nobody, unknown)]


# REVOKE and opt out are the law's; the others are Telnyx's own.
STOPS = ("STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", " stop all\n", "Stop.", "REVOKE", "opt out")
PLAIN = ("YES", "Stop by on Tuesday", "", None)
WORDS = {Keyword.OPT_OUT: STOPS, Keyword.OPT_IN: ("START", "unstop"), Keyword.HELP: ("HELP", "info"), None: PLAIN}
# An account may have words of its own; what Telnyx answered says what they were taken for.
OWN = [("no more", "STOP", Keyword.OPT_OUT), ("YES", "START", Keyword.OPT_IN), ("hours", "HELP", Keyword.HELP)]
BY_DEFAULT = [(word, answered, kind) for kind, words in WORDS.items() for word in words for answered in (None, "")]


@pytest.mark.parametrize(("text", "answered", "keyword"), [*BY_DEFAULT, *OWN])
def test_keyword_of_a_text_that_came_in(text: str | None, answered: str | None, keyword: Keyword | None) -> None:
    first, *more = events(inbound(text, autoresponse_type=answered))
    assert (first.type, first.message.text, first.message.keyword) == (E.RECEIVED, text, keyword)
    assert (first.message.address, first.message.our_address) == (JANE, OURS)
    wanted = [replace(first, type=E.UNSUBSCRIBED, dedupe_key="keyword|opt-out", detail=text)]
    assert more == (wanted if keyword is Keyword.OPT_OUT else [])


MEDIA = [{"url": f"https://media.example/{name}.png", "content_type": "image/png", "size": 1024} for name in "ab"]
PICTURES, SPRING = ("https://media.example/a.png", "https://media.example/b.png"), "Spring open houses"
tagged = partial(records.Attribution, records.AttributedBy.EVENT)


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        (inbound("", type="MMS", media=MEDIA), {"text": "", "media": PICTURES, "media_count": 2}),
        (webhook(type="MMS", media=MEDIA[:1]), {"media": PICTURES[:1], "media_count": 1}),
        (inbound(None, type="MMS", media=[{"url": None}]), {"text": None, "media": (), "media_count": 1}),
        (webhook(media=None), {"media": (), "media_count": None}),
        (webhook(tags=[SPRING]), {"attribution": tagged(Origin.CAMPAIGN, SPRING)}),
        (webhook(tags=["bulk"]), {"attribution": tagged(Origin.BULK)}),
        (webhook(tags=None), {"attribution": None}),
        (inbound(tags=[SPRING]), {"attribution": None}),  # what they sent is of no campaign of ours
        (webhook(sent_at=None), {"sent_at": RECEIVED_AT}),
        (webhook(sent_at=None, received_at=None), {"sent_at": None}),
        (webhook(sent_at="2026-11-02T09:03:22-05:00"), {"sent_at": SENT}),
        (webhook(**{"from": {"phone_number": "72975"}}), {"our_address": "72975"}),
        (webhook(**{"from": {"phone_number": "OAKLINE"}}), {"our_address": "OAKLINE"}),
        (webhook(**{"from": None}), {"our_address": None}),
        (webhook(text="STOP"), {"keyword": None}),
    ],
)
def test_what_else_is_said_of_a_text(fields: Any, facts: dict[str, Any]) -> None:
    message = event(fields).message
    assert {name: getattr(message, name) for name in facts} == facts


def changed(fields: Any, **data: Any) -> Any:
    """The webhook with fields of its event changed, and those that are None left out."""
    whole = {name: value for name, value in (fields["data"] | data).items() if value is not None}
    return fields | {"data": whole}


TO_NOBODY = [webhook(to=[]), webhook(to=None, cc=None), webhook(to=[{"status": "sent"}])]
NO_ID = [webhook(id=None), changed(webhook(), id=None), changed(webhook(), payload=None)]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (webhook("message.teleported"), "The event 'message.teleported' is not one that Telnyx's texts are known to"),
        (webhook(direction="inbound"), "The direction 'inbound' does not go with the event 'message.finalized'."),
        (inbound(direction="outbound"), "The direction 'outbound' does not go with the event 'message.received'."),
        (webhook(type="FAX"), "The type 'FAX' is none of SMS, MMS and RCS"),
        *((fields, "The Telnyx event lacks its own id or that of its message") for fields in NO_ID),
        (changed(webhook(), occurred_at=None), "The Telnyx event has no time"),
        (changed(webhook(), occurred_at="date-time"), 'The Telnyx event has the time "date-time", which is not'),
        (webhook(sent_at="yesterday"), 'The Telnyx event has the time "yesterday", which is not a time'),
        (inbound(sender=None), "The record does not say which number the text came from."),
        (inbound(sender="OAKLINE"), "'OAKLINE', which the text came from, is not a phone number"),
        *((fields, "The record does not say which number the text was sent to.") for fields in TO_NOBODY),
        (to_one("lost"), "The status 'lost' is not one that Telnyx's texts are known to have."),
        (webhook(to=[{"phone_number": JANE}]), "The status '' is not one that Telnyx's texts are known to have."),
    ],
)
def test_what_cannot_be_read_is_told_in_words(fields: Any, reason: str) -> None:
    try:
        (found,) = items(fields)
    except RejectedRecord as refused:
        found = Reject("line 3", str(refused), "")
    assert isinstance(found, Reject)
    assert (found.reason[: len(reason)], found.reason[-1]) == (reason, ".")


@pytest.mark.parametrize("form", ["WhatsApp", "WHATSAPP"])
def test_what_is_not_a_text_is_left_out(form: str) -> None:
    for fields in (webhook("message.read", type=form, to=[end(status="read")]), inbound(type=form)):
        assert items(fields) == [Skipped("Not a text message: WhatsApp")]


OTHERS = [
    *(changed(webhook(), event_type=kind) for kind in ("call.initiated", "fax.delivered", 7, None)),
    *(changed(webhook(), record_type="message"), {"data": [webhook()["data"]]}),
    {"data": {"record_type": "message", "id": "m1", "direction": "outbound", "to": [end()]}},
]


@pytest.mark.parametrize("fields", OTHERS)
def test_other_records_are_not_taken_for_texts(fields: Any) -> None:
    assert not PROVIDER.recognises(fields)


# Files of them in a store.

LANDLINE, FILTER, OPTED_OUT, GROUP, UNSURE, STOP, REPLY = "m1", "m2", "m3", "m4", "m5", "m6", "m7"
LATER, BY_LINE = {"occurred_at": "2026-11-04T10:00:00Z"}, [end(JANE, FAILED, "Wireline")]
ALL = [
    webhook("message.sent", "s1", id=LANDLINE, to=[end(JANE, "sent")]),
    *(webhook(event_id="f1", attempt=attempt, id=LANDLINE, to=BY_LINE) for attempt in (1, 2)),
    webhook("message.sent", "s2", id=FILTER, to=[end(JANE, "queued")], tags=[SPRING]),
    webhook(event_id="f2", id=FILTER, to=[end(JANE, FAILED)], errors=[error("40002", "Blocked as spam")]),
    webhook(event_id="f3", id=OPTED_OUT, to=[end(JOE, "sending_failed")], errors=[BLOCKED]),
    changed(webhook(event_id="f4", id=GROUP, to=[end(JANE), end(ADA, "sending_failed")]), **LATER),
    webhook(event_id="f5", id=UNSURE, to=[end(ADA, "delivery_unconfirmed")]),
    changed(inbound("Stop all", id=STOP), id="r1", **LATER),
    changed(inbound("Yes", ADA, id=REPLY), id="r2"),
]
STATUSES = {
    **{(LANDLINE, JANE): E.UNDELIVERED, (FILTER, JANE): E.UNDELIVERED, (OPTED_OUT, JOE): E.UNSUBSCRIBED},
    **{(GROUP, JANE): E.DELIVERED, (GROUP, ADA): E.FAILED, (UNSURE, ADA): E.PENDING},
    **{(STOP, JANE): E.UNSUBSCRIBED, (REPLY, ADA): E.RECEIVED},
}


@pytest.fixture
def stores(sqlite_template: Path, tmp_path: Path) -> Iterator[list[sa.Engine]]:
    """One with all of the webhooks in it, one a line of a file, and an empty one."""
    engines = [open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / f'{n}.db')}") for n in range(2)]
    file = tmp_path / "hooks.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in ALL), "utf-8")
    (result,) = import_files(engines[0], [file], now=NOW)
    assert (result.provider, result.counts.read, result.counts.duplicate) == ("Telnyx", len(ALL), 1)
    yield engines
    for engine in engines:
        engine.dispose()


def test_a_status_for_each_and_nothing_new_the_second_time(stores: list[sa.Engine], tmp_path: Path) -> None:
    with stores[0].connect() as connection:
        rows = list_messages(View(connection, VIEWPOINT), MessageFilter())
    assert {(row.provider_key, row.address): row.status for row in rows} == STATUSES
    assert {row.campaign for row in rows if row.provider_key == FILTER} == {SPRING}
    assert {row.provider_key for row in rows if row.is_reply} == {REPLY}
    before = digest_of(stores[0])
    (again,) = import_files(stores[0], [tmp_path / "hooks.jsonl"], now=NOW)
    assert (again.counts.new, digest_of(stores[0])) == (0, before)


@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_form_gives_the_same(seed: int, stores: list[sa.Engine], tmp_path: Path) -> None:
    """One in a file alone, the rest in a list, all of them shuffled."""
    store, other = stores
    first, *rest = random.Random(seed).sample(ALL, len(ALL))
    alone, array = tmp_path / "alone.json", tmp_path / "array.json"
    alone.write_text(json.dumps(first, indent=2), "utf-8")
    array.write_text(json.dumps(rest), "utf-8")
    results = import_files(other, [array, alone, array], now=NOW)
    assert [result.provider for result in results] == ["Telnyx"] * 3
    assert digest_of(store) == digest_of(other), difference(store, other)


@pytest.mark.parametrize(("number", "closed"), [(JANE, True), (JOE, True), (ADA, False)])
def test_a_stop_word_closes_the_number(stores: list[sa.Engine], number: str, closed: bool) -> None:
    with stores[0].connect() as connection:
        view = View(connection, VIEWPOINT)
        (address,) = reachability(view, find_contact(view, number).id).addresses
    assert [address.opt_out is not None, "START or UNSTOP" in address.undo, address.reach is Reach.NO] == [closed] * 3


@pytest.mark.parametrize(
    ("key", "number", "words", "remedy", "who", "tone"),
    [
        (LANDLINE, JANE, "did not arrive: the number is a landline", "Call this number", Who.YOU, Tone.NOT_YET),
        (FILTER, JANE, "did not arrive: the carrier filtered", "other words", Who.OPERATIONS, Tone.NOT_YET),
        (OPTED_OUT, JOE, "the person has opted out", "Do not text them", Who.CONTACT, Tone.STOP),
        (GROUP, JANE, "arrived, by the carrier's word", "ask whether", Who.CONTACT, Tone.ARRIVED),
        (GROUP, ADA, "did not arrive: no cause was given", "once more", Who.YOU, Tone.FAILED),
        (UNSURE, ADA, "whether it arrived will not be known", "call", Who.YOU, Tone.NOT_YET),
        (STOP, JANE, "asked for no more texts: “Stop all”", "Do not text them", Who.CONTACT, Tone.STOP),
    ],
)
def test_why(stores: list[sa.Engine], key: str, number: str, words: str, remedy: str, who: Who, tone: Tone) -> None:
    with stores[0].connect() as connection:
        view = View(connection, VIEWPOINT)
        rows = list_messages(view, MessageFilter())
        (row,) = (row for row in rows if (row.provider_key, row.address) == (key, number))
        found = why(row, message_events(view, row), view.viewpoint, NOW)
    assert words in found.sentence
    assert remedy in found.remedy
    assert (found.who, found.tone) == (who, tone)
