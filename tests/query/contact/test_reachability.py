"""How to reach a contact: a table of what happened, and what it comes to, on both databases."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from engagement.domain.causes import Cause
from engagement.domain.consent import ConsentChannel, What
from engagement.domain.records import AddressRecord, EventRecord
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.ingest import take_in
from engagement.ingest.by_hand import set_consent
from engagement.providers import told
from engagement.providers.base import Keywords, Provider
from engagement.providers.twilio import KEYWORDS
from engagement.query.contact.reachability import Reach, Reachability, reachability
from engagement.query.contact.timeline import find_contact
from engagement.query.matching.view import View
from engagement.query.question.viewpoint import Viewpoint
from tests.query.jane import ADA, AT, CELL, DANA, EMAIL, JANE, JOE, MAIL, MINUTE, TEXT, VIEWPOINT, event

YES, NO, DOUBTFUL, UNKNOWN = Reach.YES, Reach.NO, Reach.DOUBTFUL, Reach.UNKNOWN
PERSON = replace(
    JANE,
    addresses=(
        AddressRecord(Channel.EMAIL, EMAIL, "office", is_main=True),
        AddressRecord(Channel.TEXT, CELL, "cell", is_main=True),
    ),
)


def from_them(body: str, minute: int) -> list[EventRecord]:
    """A text they sent, as its reader gives it."""
    facts = replace(
        TEXT,
        key=f"IN{minute}",
        direction=Direction.INBOUND,
        text=body,
        sent_at=AT + minute * MINUTE,
        keyword=KEYWORDS.meaning(body),
    )
    kinds = [EventType.RECEIVED, EventType.UNSUBSCRIBED] if body == "STOP" else [EventType.RECEIVED]
    return [event(facts, kind, minute) for kind in kinds]


def mail(kind: EventType, minute: int = 0, key: str = "mail@crm", **more: Any) -> EventRecord:
    return event(replace(MAIL, key=key, subject="Spring sale"), kind, minute, **more)


def text(kind: EventType, minute: int = 0, key: str = "SM1", **more: Any) -> EventRecord:
    return event(replace(TEXT, key=key), kind, minute, **more)


ARRIVED = [mail(EventType.DELIVERED), text(EventType.DELIVERED)]
BOUNCED = {"reason": "bounce", "code": "550"}
DAY = "on 2 Nov 2026"

# what happened; email and text; the better channel; words of the email's reason, the text's, and the advice
CASES: list[tuple[list[Any], Reach, Reach, Channel | None, str, str, str]] = [
    ([], UNKNOWN, UNKNOWN, None, "No email has been sent", "No text has been sent", "Either may do"),
    (ARRIVED, YES, YES, None, f"arrived {DAY}", f"arrived {DAY}", "answered on neither"),
    ([mail(EventType.ACCEPTED)], UNKNOWN, UNKNOWN, None, "Nothing has been reported", "No text", "Either"),
    (
        [*ARRIVED, mail(EventType.FAILED, 5, "b@crm", **BOUNCED)],
        NO,
        YES,
        Channel.TEXT,
        f"failed for good {DAY}. The recipient's mail server refused the address.",
        "arrived",
        "on file of email: The last email failed",
    ),
    (
        [mail(EventType.FAILED, **BOUNCED), mail(EventType.DELIVERED, 5, "b@crm")],
        YES,
        UNKNOWN,
        Channel.EMAIL,
        "arrived",
        "No text",
        "on file of texts: No text",
    ),
    (
        [mail(EventType.TEMPORARY_FAILURE, reason="greylisted")],
        DOUBTFUL,
        UNKNOWN,
        Channel.TEXT,
        "Put off once on",
        "",
        "",
    ),
    ([mail(EventType.UNSUBSCRIBED, 3)], NO, UNKNOWN, Channel.TEXT, f"Opted out {DAY}: used the unsub", "", "Opted out"),
    ([mail(EventType.COMPLAINED)], NO, UNKNOWN, Channel.TEXT, "reported an email as spam", "", ""),
    (
        [text(EventType.UNDELIVERED, code="30003")],
        UNKNOWN,
        DOUBTFUL,
        Channel.EMAIL,
        "",
        f"did not arrive {DAY}. The phone could not be reached",
        "",
    ),
    ([text(EventType.UNDELIVERED, code="30006")], UNKNOWN, NO, Channel.EMAIL, "", "failed for good", "landline"),
    ([text(EventType.UNDELIVERED, code="99999")], UNKNOWN, DOUBTFUL, Channel.EMAIL, "", "99999", ""),
    (
        [text(EventType.UNDELIVERED, code="30003"), text(EventType.DELIVERED, 9, "SM2")],
        UNKNOWN,
        YES,
        Channel.TEXT,
        "",
        "arrived",
        "on file of email",
    ),
    ([text(EventType.FAILED, code="30005"), *from_them("Here I am", 9)], UNKNOWN, YES, Channel.TEXT, "", "arrived", ""),
    ([*ARRIVED, *from_them("STOP", 5)], YES, NO, Channel.EMAIL, "", f"Opted out {DAY}: sent a stop word", "stop word"),
    ([*ARRIVED, *from_them("STOP", 5), *from_them("START", 6)], YES, YES, None, "", "arrived", ""),
    ([*from_them("STOP", 5), mail(EventType.COMPLAINED)], NO, NO, None, "", "", "call them"),
    (
        [*ARRIVED, *from_them("Yes please", 5)],
        YES,
        YES,
        Channel.TEXT,
        "",
        "",
        f"a text {DAY}; no email",
    ),
    ([*ARRIVED, mail(EventType.OPENED, 5)], YES, YES, Channel.EMAIL, "", "", "they never replied"),
    ([*ARRIVED, mail(EventType.OPENED, 5, machine=True)], YES, YES, None, "", "", "answered on neither"),
    (
        [*ARRIVED, mail(EventType.CLICKED, 5), *from_them("Call me", 3)],
        YES,
        YES,
        Channel.EMAIL,
        "",
        "",
        f"clicked an email {DAY}, after their last reply",
    ),
    (
        [*ARRIVED, mail(EventType.CLICKED, 2), *from_them("Call me", 3)],
        YES,
        YES,
        Channel.TEXT,
        "",
        "",
        f"replied to a text {DAY}, after they last opened",
    ),
]


def reached(store: Engine, viewpoint: Viewpoint = VIEWPOINT) -> Reachability:
    with store.connect() as connection:
        return reachability(View(connection, viewpoint), find_contact(View(connection, VIEWPOINT), EMAIL).id)


@pytest.mark.parametrize("case", CASES)
def test_reachability(store: Engine, case: tuple[list[Any], Reach, Reach, Channel | None, str, str, str]) -> None:
    happened, email, phone, better, of_email, of_text, advice = case
    take_in(store, [PERSON, *happened])
    found = reached(store)
    assert (found.email.reach, found.text.reach, found.better) == (email, phone, better)
    assert of_email in found.email.reason
    assert of_text in found.text.reason
    assert advice in found.reason


def test_nothing_on_file(store: Engine) -> None:
    take_in(store, [replace(PERSON, addresses=(PERSON.addresses[0],)), JOE])
    found = reached(store)
    assert (found.text.reach, found.text.reason) == (NO, "No phone number is on file.")
    assert found.better is Channel.EMAIL


def test_the_best_address_speaks_for_its_channel(store: Engine) -> None:
    other = "strasse@home.example"
    to_other = event(replace(MAIL, key="other", address=other), EventType.DELIVERED, 1)
    take_in(store, [JANE, mail(EventType.FAILED, 2, **BOUNCED), to_other])
    found = reached(store)
    assert [(one.address, one.reach) for one in found.addresses if one.channel is Channel.EMAIL] == [
        (EMAIL, NO),
        (other, YES),
    ]
    assert found.email.reach is YES


def test_an_opt_out_names_the_message_that_caused_it_and_what_would_undo_it(store: Engine) -> None:
    take_in(store, [PERSON, *ARRIVED, mail(EventType.UNSUBSCRIBED, 4), *from_them("STOP", 5)])
    mailed, texted = reached(store).addresses
    assert mailed.cause
    assert (mailed.cause.inbound, mailed.cause.about) == (False, "Spring sale")
    assert "subscribe again" in mailed.undo
    assert texted.cause
    assert (texted.cause.inbound, texted.cause.about, texted.cause.at) == (True, "STOP", AT + 5 * MINUTE)
    assert texted.undo == ("They text START or UNSTOP to us from this number; YES counts too while they are opted out.")


def test_a_failure_that_spares_the_address_casts_doubt_only(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """And an opt-out is undone by the words of the provider it came by."""
    other = Provider(
        "other",
        "Other",
        lambda fields: False,
        lambda raw, context: (),
        channel=Channel.EMAIL,
        reasons={"blocked": Cause.REFUSED_THIS_TIME},
        keywords=Keywords(opt_out=("STOP",), opt_in=("START",)),
    )
    monkeypatch.setattr(told, "provider_named", {"other": other}.get)
    stop = [replace(one, provider="other") for one in from_them("STOP", 5)]
    take_in(store, [PERSON, mail(EventType.FAILED, reason="blocked", code="550", provider="other"), *stop])
    mailed, texted = reached(store).addresses
    assert mailed.reach is DOUBTFUL
    assert "did not arrive" in mailed.reason
    assert "refused this email, this time" in mailed.reason
    assert texted.undo == "They text START to us from this number."


def test_what_a_person_set_by_hand_no_word_of_theirs_undoes(store: Engine) -> None:
    take_in(store, [PERSON, *ARRIVED])
    with store.connect() as connection:
        jane = find_contact(View(connection, VIEWPOINT), EMAIL).id
    for channel in (ConsentChannel.EMAIL, ConsentChannel.TEXT):
        set_consent(store, jane, channel, What.OUT, "said so", "Ann")
    mailed, texted = reached(store).addresses
    assert mailed.undo == "A person here says that they may be emailed again, with the reason."
    assert texted.undo == "A person here says that they may be texted again, with the reason."


def test_a_complaint_is_undone_otherwise(store: Engine) -> None:
    take_in(store, [PERSON, mail(EventType.COMPLAINED)])
    (mailed, texted) = reached(store).addresses
    assert "complaint list" in mailed.undo
    assert (mailed.complained_at, texted.undo, texted.cause) == (AT, "", None)


def test_scope_hides_all_of_it(store: Engine) -> None:
    take_in(store, [PERSON, JOE, *ARRIVED])
    assert len(reached(store, DANA).addresses) == 2
    hidden = reached(store, ADA)
    assert (hidden.addresses, hidden.better) == ((), None)
