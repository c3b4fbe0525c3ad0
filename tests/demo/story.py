"""The demo account as the real readers see it: what the tests beside this file ask their questions of."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from engagement.domain.records import ContactRecord, EventRecord, MessageFacts, MessageRecord, Reject, Skipped
from engagement.domain.vocabulary import Channel, EventType, meaning_of
from engagement.providers.base import ReadContext
from engagement.providers.reading import read_file

Thread = list[EventRecord]  # the distinct events of one message, from first to last


@dataclass
class Read:
    """One file, read."""

    path: Path
    provider: str | None = None
    events: list[EventRecord] = field(default_factory=list)
    messages: list[MessageRecord] = field(default_factory=list)
    contacts: list[ContactRecord] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def modified(self) -> datetime:
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)


def read(path: Path, region: str = "US") -> Read:
    """Reads one file the way an import does: reports without a time are dated by the file."""
    found = Read(path)
    with path.open("rb") as stream:
        reading = read_file(stream, ReadContext(found.modified, region))
        for item in reading.items():
            match item:
                case EventRecord():
                    found.events.append(item)
                case MessageRecord():
                    found.messages.append(item)
                case ContactRecord():
                    found.contacts.append(item)
                case Skipped():
                    found.skipped.append(item)
                case Reject():
                    found.rejects.append(item)
        found.provider = reading.provider.name if reading.provider else None
    return found


@dataclass
class Story:
    """All files of one demo account."""

    files: list[Read]

    @cached_property
    def events(self) -> list[EventRecord]:
        return [event for file in self.files for event in file.events]

    @cached_property
    def threads(self) -> dict[tuple[str, str], Thread]:
        """The distinct events of each message, by the message's key and the contact's address."""
        known: dict[tuple[str, str], dict[str, EventRecord]] = defaultdict(dict)
        for event in sorted(self.events, key=lambda event: event.clock):
            known[event.message.key, event.message.address].setdefault(event.dedupe_key, event)
        return {key: sorted(events.values(), key=order) for key, events in known.items()}

    @cached_property
    def facts(self) -> dict[tuple[str, str], MessageFacts]:
        """Every message there is, with or without events."""
        known = {(m.message.key, m.message.address): m.message for file in self.files for m in file.messages}
        return known | {key: thread[0].message for key, thread in self.threads.items()}

    @cached_property
    def contacts(self) -> list[ContactRecord]:
        return [contact for file in self.files for contact in file.contacts]

    @cached_property
    def people(self) -> dict[str, ContactRecord]:
        """The contacts by external id, as the first list has them."""
        return {str(contact.external_id): contact for contact in reversed(self.contacts)}

    @cached_property
    def owner_of(self) -> dict[str, str]:
        """Whose an address is: its contact's external id."""
        return {a.value: str(contact.external_id) for contact in self.contacts for a in contact.addresses}

    def who(self, address: str) -> str:
        """The contact who has this address, or the address itself when nobody has."""
        return self.owner_of.get(address, address)

    def in_file(self, name: str) -> Read:
        return next(file for file in self.files if file.path.name == name)

    def of(self, channel: Channel) -> Iterator[tuple[str, Thread]]:
        """The contact and the events of each message of one channel."""
        for (_, address), thread in self.threads.items():
            if thread[0].message.channel is channel:
                yield self.who(address), thread


def order(event: EventRecord) -> tuple[datetime, int]:
    return event.at, meaning_of(event.message.channel, event.type).rank or 0


def status(thread: Thread) -> EventType | None:
    """A message's last status, as DESIGN.md defines it."""
    known = [event for event in thread if event.type is not EventType.TEMPORARY_FAILURE]
    if not known:
        return None
    if thread[0].message.channel is Channel.EMAIL:
        return max(known, key=order).type
    return max(known, key=lambda event: meaning_of(Channel.TEXT, event.type).rank or 0).type
