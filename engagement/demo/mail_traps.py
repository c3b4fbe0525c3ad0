"""What is hard about email, each case under its own name and told for at least two people.

Every trap happens within the last four weeks, after all other mail to these people, so that it is also what the list of
contacts shows of them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from engagement.demo.mail import Email
from engagement.demo.people import Person
from engagement.demo.scene import Scene, Trap


def _email(scene: Scene, person: Person, least: float = 3, most: float = 26) -> Email:
    at = scene.clock.office(least, most)
    return scene.outbox.send(scene.letter(person, at))


def _delivered(scene: Scene, person: Person, least: float = 3, most: float = 26) -> tuple[Email, datetime]:
    email = _email(scene, person, least, most)
    at = scene.clock.soon(email.sent_at, 2, 30)
    scene.outbox.delivered(email, at)
    return email, at


def _accepted_last(scene: Scene, person: Person, turn: int) -> None:
    _email(scene, person, 0.02, 0.5)


def _rejected_without_recipient(scene: Scene, person: Person, turn: int) -> None:
    email = scene.letter(person, scene.clock.office(3, 26))
    scene.outbox.rejected(
        email, ("Spam content was detected in the message", "The sending domain is not verified")[turn % 2]
    )


def _delivered_last(scene: Scene, person: Person, turn: int) -> None:
    _delivered(scene, person)


def _clicked_last(scene: Scene, person: Person, turn: int) -> None:
    email, at = _delivered(scene, person)
    opened = at + timedelta(minutes=41)
    scene.outbox.opened(email, opened)
    scene.outbox.clicked(email, opened + timedelta(seconds=21))


def _opened_by(*visitors: str) -> Callable[[Scene, Person, int], None]:
    def tell(scene: Scene, person: Person, turn: int) -> None:
        email, at = _delivered(scene, person)
        for number, visitor in enumerate(visitors):
            scene.outbox.opened(email, at + timedelta(minutes=2 + 47 * number + turn), bot=visitor)

    return tell


def _machine_click(scene: Scene, person: Person, turn: int) -> None:
    email, at = _delivered(scene, person)
    scene.outbox.opened(email, at + timedelta(seconds=3), bot="generic")
    scene.outbox.clicked(email, at + timedelta(seconds=4), bot="generic")


def _opened_and_clicked_at_once(scene: Scene, person: Person, turn: int) -> None:
    email, at = _delivered(scene, person)
    moment = at + timedelta(minutes=90)
    scene.outbox.clicked(email, moment)
    scene.outbox.opened(email, moment)


def _temporary_then_delivered(scene: Scene, person: Person, turn: int) -> None:
    email = _email(scene, person)
    at = email.sent_at
    for attempt in range(1, turn + 2):
        scene.outbox.failed(
            email,
            at + timedelta(minutes=10 * attempt),
            severity="temporary",
            reason="generic",
            code=452,
            message="4.2.2 The mailbox is full",
            attempt=attempt,
        )
    scene.outbox.delivered(email, at + timedelta(hours=2), attempt=turn + 2)


def _temporary_only(scene: Scene, person: Person, turn: int) -> None:
    email = _email(scene, person, 0.3, 1)
    scene.outbox.failed(
        email,
        email.sent_at + timedelta(seconds=20),
        severity="temporary",
        reason="greylisted",
        code=451,
        message="4.7.1 Greylisted, please try again later",
    )


def _delayed_bounce(scene: Scene, person: Person, turn: int) -> None:
    email, at = _delivered(scene, person)
    scene.outbox.failed(
        email,
        at + timedelta(hours=3),
        severity="permanent",
        reason="bounce",
        code=550,
        delayed=True,
        message="5.1.1 The mailbox was closed",
    )


def _permanent_bounce(scene: Scene, person: Person, turn: int) -> None:
    email = _email(scene, person)
    scene.outbox.failed(
        email,
        email.sent_at + timedelta(seconds=8),
        severity="permanent",
        reason="bounce",
        code=550,
        message="5.1.1 No such user here",
    )


def _gave_up(scene: Scene, person: Person, turn: int) -> None:
    email = _email(scene, person, 10, 26)
    scene.outbox.failed(
        email,
        email.sent_at + timedelta(hours=8),
        severity="permanent",
        reason="old",
        code=602,
        attempt=9,
        message="Too old",
    )


def _suppressed(reason: str) -> Callable[[Scene, Person, int], None]:
    def tell(scene: Scene, person: Person, turn: int) -> None:
        email = _email(scene, person)
        scene.outbox.suppressed(email, email.sent_at + timedelta(seconds=2), reason)

    return tell


def _unsubscribed(scene: Scene, person: Person, turn: int) -> None:
    email, at = _delivered(scene, person)
    scene.outbox.opened(email, at + timedelta(minutes=30))
    scene.outbox.unsubscribed(email, at + timedelta(minutes=31))


def _unsubscribed_then_opened(scene: Scene, person: Person, turn: int) -> None:
    email, at = _delivered(scene, person)
    scene.outbox.unsubscribed(email, at + timedelta(minutes=31))
    scene.outbox.opened(email, at + timedelta(hours=20))


def _complained(scene: Scene, person: Person, turn: int) -> None:
    email, at = _delivered(scene, person)
    scene.outbox.opened(email, at + timedelta(minutes=12))
    scene.outbox.complained(email, at + timedelta(minutes=13))


def _one_id_many_recipients(scene: Scene, person: Person, turn: int) -> None:
    # Both of a person's addresses are on one message, as when a sender puts several people in one call.
    first = _email(scene, person)
    scene.outbox.delivered(first, first.sent_at + timedelta(seconds=9))
    scene.outbox.opened(first, first.sent_at + timedelta(minutes=50))
    other = scene.directory.mailbox(person.first, person.last, ("home.example.org",))
    person.add_email(other)
    second = scene.outbox.send(replace(first, recipient=other))
    scene.outbox.delivered(second, first.sent_at + timedelta(seconds=11))


def _one_event_id_on_two_days(scene: Scene, person: Person, turn: int) -> None:
    email, at = _delivered(scene, person, 5, 26)
    scene.outbox.opened(email, at + timedelta(hours=1))
    scene.outbox.opened(email, at + timedelta(hours=25))
    scene.outbox.events[-1]["id"] = scene.outbox.events[-2]["id"]


def _address_in_other_case(scene: Scene, person: Person, turn: int) -> None:
    listed = person.emails[0][1]
    person.mail_spelling = (listed.upper(), listed.title())[turn % 2]
    email, at = _delivered(scene, person)
    scene.outbox.opened(email, at + timedelta(minutes=70))


def _skipped_kinds(scene: Scene, person: Person, turn: int) -> None:
    email, at = _delivered(scene, person)
    scene.outbox.stored(email, at + timedelta(seconds=1))


MAIL_TRAPS: tuple[Trap, ...] = (
    Trap("email accepted is the last word", _accepted_last),
    Trap("email rejected, without a recipient field", _rejected_without_recipient),
    Trap("email delivered is the last word", _delivered_last),
    Trap("email clicked is the last word", _clicked_last),
    Trap("opened by Apple's machines only", _opened_by("apple"), people=4),
    Trap("opened by Gmail's proxy only", _opened_by("gmail"), people=3),
    Trap("opened by a scanner only", _opened_by("generic"), people=3),
    Trap("opened by a machine and by a person", _opened_by("apple", "", "")),
    Trap("a link clicked by a scanner only", _machine_click),
    Trap("opened and clicked in the same instant", _opened_and_clicked_at_once),
    Trap("put off, then delivered", _temporary_then_delivered),
    Trap("put off, nothing since", _temporary_only),
    Trap("bounced after it was delivered", _delayed_bounce),
    Trap("bounced for good", _permanent_bounce, people=3),
    Trap("given up after many tries", _gave_up),
    Trap("not tried because of an earlier bounce", _suppressed("suppress-bounce")),
    Trap("not tried because of an earlier unsubscribe", _suppressed("suppress-unsubscribe")),
    Trap("not tried because of an earlier complaint", _suppressed("suppress-complaint")),
    Trap("unsubscribed from email", _unsubscribed, people=3),
    Trap("unsubscribed, then opened again", _unsubscribed_then_opened),
    Trap("reported as spam", _complained, people=3),
    Trap("one message id to several recipients", _one_id_many_recipients),
    Trap("one event id on two days", _one_event_id_on_two_days),
    Trap("address written in another case", _address_in_other_case),
    Trap("events that are not about delivery", _skipped_kinds),
)
