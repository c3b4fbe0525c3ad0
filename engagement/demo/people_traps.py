"""What is hard about people and their addresses, each case under its own name and told for at least two people."""

from collections.abc import Callable
from datetime import timedelta

from engagement.demo import phrases
from engagement.demo.people import Person
from engagement.demo.scene import Scene, Trap
from engagement.demo.text_life import busy_contact


def _named(*names: tuple[str, str]) -> Callable[[Scene, Person, int], None]:
    def tell(scene: Scene, person: Person, turn: int) -> None:
        person.first, person.last = names[turn]
        person.listed = "leads"  # the list in UTF-8: Windows-1252 has no letters for some of these
        kind, _ = person.emails[0]
        person.emails[0] = (kind, scene.directory.mailbox(person.first, person.last, phrases.MAILBOX_DOMAINS))
        _engage_once(scene, person, person.email)

    return tell


def _engage_once(scene: Scene, person: Person, address: str) -> None:
    outbox = scene.outbox
    email = outbox.send(scene.letter(person, scene.clock.office(2, 26), address))
    outbox.delivered(email, email.sent_at + timedelta(seconds=6))
    outbox.opened(email, email.sent_at + timedelta(minutes=33))


def _never_written_to(scene: Scene, person: Person, turn: int) -> None:
    person.untouched = True


def _several_addresses(scene: Scene, person: Person, turn: int) -> None:
    while len(person.emails) < 3:
        person.add_email(scene.directory.mailbox(person.first, person.last, phrases.OFFICE_DOMAINS))
    while len(person.phones) < 3:
        person.add_phone(scene.directory.number())
    _engage_once(scene, person, person.emails[2][1])  # not the main one
    scene.switchboard.receive(person.phones[1][1], scene.clock.office(2, 26), "This is my office line")


def _only_by_mail_unlisted(scene: Scene, person: Person, turn: int) -> None:
    person.listed = ""
    _engage_once(scene, person, person.email)


def _only_by_text_unlisted(scene: Scene, person: Person, turn: int) -> None:
    person.listed = ""
    scene.switchboard.receive(
        person.phone, scene.clock.office(2, 26), "Hi, I saw your sign on Alder Court. Still available?"
    )


def _claimed_later(scene: Scene, person: Person, turn: int) -> None:
    person.listed = "update"
    _engage_once(scene, person, person.email)
    scene.switchboard.receive(person.phone, scene.clock.office(2, 26), "Hello, is this the Quillhaven office?")


def _changed_later(scene: Scene, person: Person, turn: int) -> None:
    scene.updated.append(person)


PEOPLE_TRAPS: tuple[Trap, ...] = (
    Trap(
        "names with accents",
        _named(("José", "Núñez-Ibáñez"), ("Zoë", "Färber"), ("Siobhán", "Ní Cheallaigh")),
        people=3,
    ),
    Trap("names with an emoji", _named(("Liam 🏡", "Okafor"), ("Bea", "Sunny ☀️ Day"))),
    Trap("names in a right-to-left script", _named(("נועה", "לוינשטיין"), ("ليلى", "الحدادي"))),
    Trap("names with an apostrophe", _named(("D'Arcy", "O'Halloran"), ("Niamh", "O’Shaughnessy"))),
    Trap(
        "names with markup", _named(("<b>Bo</b>", "Tester & Sons"), ("Rob <script>alert(1)</script>", "**Tables** $1$"))
    ),
    Trap("never written to", _never_written_to),
    Trap("several emails and phones", _several_addresses),
    Trap("an email address nobody has", _only_by_mail_unlisted, people=3),
    Trap("a phone number nobody has", _only_by_text_unlisted, people=3),
    Trap("unknown until a later list claims them", _claimed_later),
    Trap("owner and labels changed by a later list", _changed_later, people=8, quiet=False),
    Trap("a busy contact", busy_contact, people=2, quiet=False),
)
