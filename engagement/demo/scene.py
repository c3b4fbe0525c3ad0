"""Everything a story of the demo account may touch: its clock, people, mail and texts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from engagement.demo import phrases
from engagement.demo.clock import DemoClock
from engagement.demo.mail import Email, Outbox
from engagement.demo.people import Directory, Person
from engagement.demo.texts import Switchboard


@dataclass(frozen=True, slots=True)
class ManualEmail:
    """An email somebody wrote from their own mailbox: no provider reports on it, only the send list knows it."""

    message_id: str
    recipient: str
    sender: str
    subject: str
    sent_at: datetime


@dataclass(slots=True)
class Scene:
    """The demo account while it is being told."""

    now: datetime
    region: str
    rng: Random
    clock: DemoClock
    directory: Directory
    people: list[Person]
    outbox: Outbox
    switchboard: Switchboard
    manual_emails: list[ManualEmail] = field(default_factory=list)
    updated: list[Person] = field(default_factory=list)  # whose owner or labels the later list changes

    def fill(self, body: str, person: Person) -> str:
        """`body` with the person's first name and their owner's filled in."""
        return body.replace("{first}", person.first).replace(
            "{owner}", person.owner.split()[0] if person.owner else "us"
        )

    def letter(self, person: Person, at: datetime, address: str = "") -> Email:
        """A campaign's email to one person, about to be sent to `address` or else the main one."""
        campaign, subject = phrases.LETTERS[person.kind]
        return self.outbox.write(address or person.email, at, subject, campaign=campaign, sender=person.owner)


@dataclass(frozen=True, slots=True)
class Trap:
    """One hard case. `tell` writes it for one person; `turn` counts the people it was told for before."""

    name: str
    tell: Callable[[Scene, Person, int], None]
    people: int = 2
    quiet: bool = True  # these people do nothing else that counts
