"""The everyday texts of the demo account: texts to many with their replies, and conversations."""

from datetime import datetime, timedelta

from engagement.demo import phrases
from engagement.demo.mail_life import deliver
from engagement.demo.people import Person
from engagement.demo.scene import Scene
from engagement.demo.texts import DELIVERED_WAY
from engagement.domain.vocabulary import Origin

_QUIET_SINCE_DAYS = 35
UNDELIVERED_WAY = (("queued", 0.3), ("sending", 1.0), ("sent", 2.0), ("undelivered", 9.0))
FAILED_WAY = (("queued", 0.3), ("failed", 1.2))
SENT_WAY = (("queued", 0.3), ("sending", 1.0), ("sent", 2.0))


def tell_texts(scene: Scene) -> None:
    """Writes the account's everyday texts, oldest sending first."""
    for days, kind, share, campaign, body in sorted(phrases.MASS_TEXTS, key=lambda row: -row[0]):
        start = scene.clock.send_out(days) + timedelta(minutes=40)
        for person in scene.people:
            wanted = (
                person.kind is kind
                and person.phones
                and not person.untouched
                and not (person.quiet and days <= _QUIET_SINCE_DAYS)
            )
            if wanted and scene.rng.random() < share:
                _mass_text(scene, person, scene.clock.soon(start, 1, 1200), body, campaign)
    talkers = [person for person in scene.people if person.phones and not person.quiet and not person.phone_fault]
    for person in scene.rng.sample(talkers, len(talkers) // 5):
        _conversation(scene, person, scene.clock.office(0.3, 118), scene.rng.randint(3, 9))


def _mass_text(scene: Scene, person: Person, at: datetime, body: str, campaign: str | None) -> None:
    rng, switchboard = scene.rng, scene.switchboard
    origin = Origin.CAMPAIGN if campaign else Origin.BULK
    body = scene.fill(body, person)
    if person.text_stop and person.text_stop < at:
        if rng.random() < 0.25:  # the sender's own list was not cleaned
            switchboard.send(person.phone, at, body, way=FAILED_WAY, error="21610", origin=origin, campaign=campaign)
        return
    if person.phone_fault:
        way = UNDELIVERED_WAY if person.phone_fault != "30007" else SENT_WAY[:2] + UNDELIVERED_WAY[3:]
        switchboard.send(person.phone, at, body, way=way, error=person.phone_fault, origin=origin, campaign=campaign)
        return
    unconfirmed = rng.random() < 0.02  # some carriers never say more
    way = SENT_WAY if unconfirmed else DELIVERED_WAY
    switchboard.send(person.phone, at, body, way=way, origin=origin, campaign=campaign)
    if person.quiet:
        return
    chance = rng.random()
    if chance < 0.13:
        switchboard.receive(person.phone, scene.clock.later(at, 0.6), rng.choice(phrases.REPLIES))
    elif chance < 0.142:
        stop = scene.clock.later(at, 0.3)
        switchboard.receive(
            person.phone, stop, rng.choice(("STOP", "Stop", "stop ", "Unsubscribe")), opt_out_type="STOP"
        )
        person.text_stop = stop


def _conversation(scene: Scene, person: Person, start: datetime, length: int) -> None:
    moment = start
    for turn in range(length):
        if person.text_stop and person.text_stop <= moment:
            return
        if turn % 2 == 0:
            body = scene.fill(phrases.CHAT_OURS[0] if turn == 0 else scene.rng.choice(phrases.CHAT_OURS[1:]), person)
            scene.switchboard.send(person.phone, moment, body)
        else:
            scene.switchboard.receive(person.phone, moment, scene.rng.choice(phrases.CHAT_THEIRS))
        moment = scene.clock.later(moment, 0.2)


def busy_contact(scene: Scene, person: Person, turn: int) -> None:
    """About 200 messages with one person, both channels, over the whole time."""
    day = 117.0
    while day > 1:
        _conversation(scene, person, scene.clock.office(day - 1, day), 8)
        campaign = scene.rng.choice([campaign for campaign in phrases.CAMPAIGNS if campaign.kind is person.kind])
        _, subject = scene.rng.choice(campaign.steps)
        at = scene.clock.office(day - 1, day)
        deliver(
            scene, person, scene.outbox.write(person.email, at, subject, campaign=campaign.name, sender=person.owner)
        )
        day -= 5 + turn


def fresh_texts(scene: Scene) -> None:
    """The last hours: texts just sent, and replies, some of them minutes old and so on no list yet."""
    candidates = [p for p in scene.people if p.phones and not p.quiet and not p.phone_fault and not p.text_stop]
    minutes = (1, 4, 8, 14, 21, 33, 48, 75, 120, 180, 420, 700, 1100, 1450, 1600, 1800, 2100)
    for person, ago in zip(scene.rng.sample(candidates, len(minutes)), minutes, strict=True):
        moment = scene.now - timedelta(minutes=ago)
        sent = scene.switchboard.send(
            person.phone,
            moment - timedelta(minutes=scene.rng.uniform(1, 2 + min(ago, 60) / 2)),
            scene.fill(phrases.CHAT_OURS[0], person),
        )
        reply = scene.switchboard.receive(person.phone, moment, scene.rng.choice(phrases.CHAT_THEIRS))
        sent.webhook_only = reply.webhook_only = ago < 60
