"""The everyday email of the demo account: campaigns, bulk and manual mail, and what people do with it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from engagement.demo import phrases
from engagement.demo.mail import Email
from engagement.demo.people import Person
from engagement.demo.scene import ManualEmail, Scene
from engagement.domain.vocabulary import ContactKind

_QUIET_SINCE_DAYS = 35  # people kept for traps get no everyday mail after this, so that the trap is their last word
_FAULTS = {
    "bounce": (550, "5.1.1 The email account that you tried to reach does not exist"),
    "generic": (554, "5.4.14 Hop count exceeded, the mailbox is not reachable"),
    "espblock": (554, "5.7.1 Rejected by the recipient's mail provider for policy reasons"),
}


class Sending(NamedTuple):
    """One email to many."""

    days: int  # ago
    kind: ContactKind
    share: float  # of the people of that kind
    subject: str
    campaign: str | None = None  # None: bulk


def tell_mail(scene: Scene) -> None:
    """Writes the account's everyday email, sending after sending, oldest first."""
    sendings = [
        Sending(days, campaign.kind, campaign.share, subject, campaign.name)
        for campaign in phrases.CAMPAIGNS
        for days, subject in campaign.steps
    ]
    sendings += [Sending(*bulk) for bulk in phrases.BULK_EMAILS]
    for sending in sorted(sendings, key=lambda sending: -sending.days):
        _send_to_many(scene, sending)
    _manual(scene)
    for days in (100, 70, 40, 8, 1):
        scene.outbox.list_upload(scene.clock.office(days, days + 3))


def _send_to_many(scene: Scene, sending: Sending) -> None:
    start = scene.clock.send_out(sending.days)
    # A bulk email is one message to all; a campaign writes to each person apart.
    shared_id = None if sending.campaign else scene.outbox.new_message_id(start)
    for person in scene.people:
        wanted = person.kind is sending.kind and person.emails and not person.untouched
        if not wanted or scene.rng.random() > sending.share or (person.quiet and sending.days <= _QUIET_SINCE_DAYS):
            continue
        email = scene.outbox.write(
            person.email,
            scene.clock.soon(start, 1, 1800),
            sending.subject,
            campaign=sending.campaign,
            message_id=shared_id,
            sender=person.owner,
        )
        deliver(scene, person, email)


def deliver(scene: Scene, person: Person, email: Email) -> None:
    """Sends one everyday email and lets its recipient do with it what they would."""
    rng, clock, outbox = scene.rng, scene.clock, scene.outbox
    if person.mail_stop and person.mail_stop[0] < email.sent_at:
        if rng.random() < 0.3:  # the sender's own list was not cleaned
            outbox.send(email)
            outbox.suppressed(email, clock.soon(email.sent_at, 1, 4), person.mail_stop[1])
        return
    outbox.send(email)
    arrived = clock.soon(email.sent_at, 2, 40)
    if person.mail_fault:
        code, message = _FAULTS[person.mail_fault]
        outbox.failed(email, arrived, severity="permanent", reason=person.mail_fault, code=code, message=message)
        person.mail_stop = (arrived, "suppress-bounce")
        return
    if rng.random() < 0.03:
        outbox.failed(
            email,
            arrived,
            severity="temporary",
            reason="greylisted",
            code=451,
            message="4.7.1 Greylisted, please try again later",
        )
        arrived = clock.soon(arrived, 600, 2400)
    outbox.delivered(email, arrived, attempt=1)
    if not person.quiet:
        _engage(scene, person, email, arrived)


def _engage(scene: Scene, person: Person, email: Email, arrived: datetime) -> None:
    rng, clock, outbox = scene.rng, scene.clock, scene.outbox
    if person.machine and rng.random() < 0.85:
        moment = clock.soon(arrived, 5, 900)
        outbox.opened(email, moment, bot=person.machine)
        if person.machine == "generic":
            outbox.clicked(email, clock.soon(moment, 1, 5), bot="generic")
    if rng.random() > person.interest:
        return
    moment = clock.later(arrived, 3)
    for _ in range(rng.choices((1, 2, 3, 5), (62, 24, 10, 4))[0]):
        outbox.opened(email, moment)
        if rng.random() < 0.16:
            outbox.clicked(email, clock.soon(moment, 8, 180))
        last, moment = moment, clock.later(moment, 9)
    if rng.random() < 0.012:
        outbox.unsubscribed(email, clock.soon(last, 20, 120))
        person.mail_stop = (last + timedelta(minutes=5), "suppress-unsubscribe")
    elif rng.random() < 0.004:
        outbox.complained(email, clock.soon(last, 20, 120))
        person.mail_stop = (last + timedelta(minutes=5), "suppress-complaint")


def _manual(scene: Scene) -> None:
    candidates = [person for person in scene.people if person.emails and not person.quiet]
    for index, person in enumerate(scene.rng.sample(candidates, len(candidates) // 4)):
        at = scene.clock.office(0.2, 118)
        # Some systems log a manual email without its Message-ID.
        message_id = f"<CA{scene.rng.getrandbits(96):024x}@mail.example.com>" if index % 5 else ""
        scene.manual_emails.append(
            ManualEmail(message_id, person.email, person.owner, scene.rng.choice(phrases.MANUAL_SUBJECTS), at)
        )


def fresh_mail(scene: Scene) -> None:
    """The last hours: people who open and click mail of these days, some of them minutes ago."""
    candidates = [p for p in scene.people if p.emails and not p.quiet and not p.mail_fault and not p.mail_stop]
    minutes = (2, 5, 9, 16, 24, 38, 55, 80, 130, 190, 260, 400, 640, 900, 1300, 1500, 1700, 1900, 2200, 2500)
    for person, ago in zip(scene.rng.sample(candidates, len(minutes)), minutes, strict=True):
        moment = scene.now - timedelta(minutes=ago)
        sent = moment - timedelta(hours=scene.rng.uniform(1, 20))
        email = scene.outbox.send(scene.letter(person, sent))
        scene.outbox.delivered(email, scene.clock.soon(sent, 2, 30))
        scene.outbox.opened(email, moment)
        if ago % 2 == 0:
            scene.outbox.clicked(email, scene.clock.soon(moment, 5, 60))
