"""The people of the demo account: leads and agents, with their addresses, their owners and how much they care."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from engagement.demo import phrases
from engagement.domain.vocabulary import ContactKind

EMAIL_TYPES = ("Personal", "Office", "Other")
PHONE_TYPES = ("Cell", "Office", "Home")


def next_free(types: tuple[str, ...], taken: set[str]) -> str:
    """The first of `types` that is not taken; ValueError when there is none."""
    for kind in types:
        if kind not in taken:
            return kind
    raise ValueError(f"All of {', '.join(types)} are taken.")


@dataclass(slots=True)
class Person:
    """One contact of the demo account, and the little that its story needs to know."""

    number: int
    first: str
    last: str
    kind: ContactKind
    owner: str = ""
    stage: str = ""
    source: str = ""
    labels: tuple[str, ...] = ()
    emails: list[tuple[str, str]] = field(default_factory=list)  # (type, address), the main one first
    phones: list[tuple[str, str]] = field(default_factory=list)  # (type, E.164), the main one first
    mail_spelling: str = ""  # the main address as the brokerage's mailer writes it, when that differs
    interest: float = 0.0  # the chance that a delivered email is opened
    machine: str = ""  # the bot that opens this person's mail before they do
    untouched: bool = False  # nobody ever wrote to them
    quiet: bool = False  # keeps out of everyday engagement, so that a trap stands alone
    listed: str = ""  # the contact list that has this person: leads, agents, update; "" for none
    mail_fault: str = ""  # why this person's mailbox refuses everything
    phone_fault: str = ""  # the error code of every text to this person
    mail_stop: tuple[datetime, str] | None = None  # since when, and the provider's reason not to send
    text_stop: datetime | None = None

    @property
    def external_id(self) -> str:
        """The id in the brokerage's CRM."""
        return f"{'A' if self.kind is ContactKind.AGENT else 'L'}{self.number:05d}"

    def add_email(self, address: str) -> None:
        """Another address, of the first type that is free; ValueError when all three are taken."""
        taken = {kind for kind, _ in self.emails}
        self.emails.append((next_free(EMAIL_TYPES, taken), address))

    def add_phone(self, number: str) -> None:
        """Another number, of the first type that is free; ValueError when all three are taken."""
        taken = {kind for kind, _ in self.phones}
        self.phones.append((next_free(PHONE_TYPES, taken), number))

    @property
    def email(self) -> str:
        """The main address as mail is sent to it."""
        return self.mail_spelling or self.emails[0][1]

    @property
    def phone(self) -> str:
        """The main phone number, E.164."""
        return self.phones[0][1]


def _plain(name: str) -> str:
    """The letters of a name that an address is made of: "Núñez" is "nunez", a name in another script is "".

    Markup in a name is left out too.
    """
    name = re.sub(r"<.*?>", "", name).casefold()
    return "".join(letter for letter in unicodedata.normalize("NFKD", name) if letter.isascii() and letter.isalnum())


class Directory:
    """Gives out names, addresses and numbers, none of them twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._mailboxes: set[str] = set()
        self._numbers = [f"+1{area}55501{line:02d}" for area in phrases.AREA_CODES for line in range(100)]
        rng.shuffle(self._numbers)

    def mailbox(self, first: str, last: str, domains: tuple[str, ...]) -> str:
        """A new email address for that name."""
        rng = self._rng
        given, family = _plain(first), _plain(last)
        name = f"{given}.{family}" if given and family else "hello"
        if rng.random() < 0.3 and given and family:
            name = given[0] + family
        address = f"{name}@{rng.choice(domains)}"
        while address in self._mailboxes:
            address = f"{name}{rng.randint(2, 999)}@{rng.choice(domains)}"
        self._mailboxes.add(address)
        return address

    def number(self) -> str:
        """A new phone number."""
        return self._numbers.pop()


def make_people(rng: Random, directory: Directory, count: int, complete: int) -> list[Person]:
    """`count` people, three leads to one agent. The first `complete` all have an email address and a cell phone."""
    return [_person(rng, directory, number, number < complete) for number in range(count)]


def _person(rng: Random, directory: Directory, number: int, complete: bool) -> Person:
    is_agent = number % 4 == 3
    person = Person(
        number=number + 1,
        first=rng.choice(phrases.FIRST_NAMES),
        last=rng.choice(phrases.LAST_NAMES),
        kind=ContactKind.AGENT if is_agent else ContactKind.LEAD,
        owner=rng.choices(phrases.OWNERS, (30, 13, 12, 11, 10, 9, 8, 7))[0],
        stage=rng.choice(phrases.AGENT_STAGES if is_agent else phrases.LEAD_STAGES),
        source=rng.choice(phrases.AGENT_SOURCES if is_agent else phrases.LEAD_SOURCES),
        labels=tuple(
            rng.sample(
                phrases.AGENT_LABELS if is_agent else phrases.LEAD_LABELS, rng.choices((0, 1, 2, 3), (40, 35, 20, 5))[0]
            )
        ),
        interest=rng.betavariate(1.2, 2.2),
        listed="agents" if is_agent else "leads",
    )
    chance = rng.random()
    if complete or chance < 0.93:
        person.emails.append(
            (
                "Office" if is_agent else "Personal",
                directory.mailbox(
                    person.first, person.last, phrases.OFFICE_DOMAINS if is_agent else phrases.MAILBOX_DOMAINS
                ),
            )
        )
        if rng.random() < 0.15:
            person.emails.append(("Other", directory.mailbox(person.first, person.last, phrases.MAILBOX_DOMAINS)))
    if complete or chance >= 0.93 or rng.random() < 0.82:
        person.phones.append(("Cell", directory.number()))
        if rng.random() < 0.12:
            person.phones.append(("Office", directory.number()))
    person.machine = rng.choices(("", "apple", "gmail", "generic"), (70, 20, 6, 4))[0]
    if not complete:
        person.mail_fault = rng.choices(("", "bounce", "generic", "espblock"), (965, 22, 8, 5))[0]
        person.phone_fault = rng.choices(("", "30003", "30005", "30006", "30007"), (950, 15, 12, 13, 10))[0]
    return person
