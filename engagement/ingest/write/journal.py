"""Steps of the journal: records as they were taken in, written and read again, and what each of them is about.

A step is part of one import that was written at once, in order; or what a person did, as a record of its own.
"""

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from engagement.domain.consent import Code, ConsentChannel, Source, What, held_as
from engagement.domain.records import AddressRecord, Clock, ConsentRecord, ContactRecord
from engagement.domain.vocabulary import Channel, ContactKind
from engagement.ingest.people.subjects import Subject, subjects_of_person
from engagement.ingest.write.on_file import addresses_on_file
from engagement.lib.ids import stable_id
from engagement.reader.row_values import RowValues
from engagement.store.journal import journal

MESSAGE, CONTACT_ROW, CONSENT, ATTACHMENT = "message", "contact", "consent", "attachment"
"""The kinds of records, as the journal keeps them."""

_FASTEST = 1  # of zlib's levels: the journal is written with every import, and read when one is taken back


@dataclass(frozen=True, slots=True)
class Attachment:
    """A person gave `addresses`, which unknown contacts had, to a contact: who it was, and what was then theirs."""

    addresses: tuple[Subject, ...]
    contact_id: int
    theirs: tuple[Subject, ...]


Told = RowValues | ContactRecord | ConsentRecord
Step = Told | Attachment


def add_steps(connection: Connection, told: Mapping[int, Sequence[Told]]) -> None:
    """Write what was just taken in together, of one import or several.

    Reports that leave out their address come last: they may be about a text that another of the imports brought.
    """
    late: dict[int, Sequence[Told]] = {}
    for import_id, records in told.items():
        bare: list[Told] = [one for one in records if isinstance(one, RowValues) and not one.address]
        if bare:
            late[import_id] = bare
            records = [one for one in records if not isinstance(one, RowValues) or one.address]
        add_step(connection, import_id, records)
    for import_id, records in late.items():
        add_step(connection, import_id, records)


def add_step(connection: Connection, import_id: int, records: Sequence[Step]) -> None:
    """Write what was just taken in at the end of the journal, in the same transaction."""
    if not records:
        return
    last = connection.execute(select(func.max(journal.c.step))).scalar() or 0
    connection.execute(
        journal.insert().values(
            step=last + 1,
            import_id=import_id,
            touched=array("q", sorted(digests(_all_subjects(connection, records)))).tobytes(),
            records=zlib.compress(_dumped([_written(record) for record in records]), _FASTEST),
        )
    )


def records_of(kept: bytes) -> Iterator[Step]:
    """The records of a step, in their order, from what the journal keeps of them."""
    for kind, fields in raw_records(kept):
        yield read_raw(kind, fields)


def raw_records(kept: bytes) -> list[tuple[str, Any]]:
    """The records of a step as they are kept, each its kind and its fields: of a MESSAGE those of RowValues."""
    return _loaded(zlib.decompress(kept))


def read_raw(kind: str, fields: Any) -> Step:
    """A record from its kind and fields."""
    return _READ[kind](fields)


def name_of(fields: Any) -> bytes:
    """What two records of a kind have in common where they say the same in every field."""
    return blake2b(_dumped(fields), digest_size=16).digest()


def touched_by(kept: bytes) -> "array[int]":
    """The digests of what a step's records are about, sorted."""
    found = array("q")
    found.frombytes(kept)
    return found


def digests(subjects: Iterable[Subject]) -> set[int]:
    """What a step says it touches, for some subjects."""
    return {stable_id(*subject) for subject in subjects}


def subjects_of(connection: Connection, record: Step) -> set[Subject]:
    """What a record is about. One that leaves out its address is about those of the texts on file with its id."""
    if isinstance(record, RowValues):
        addresses = [record.address] if record.address else addresses_on_file(connection, record)
        return {(record.channel, address) for address in addresses}
    if isinstance(record, ConsentRecord):
        return {(held_as(record.channel), record.address)}
    if isinstance(record, Attachment):
        return {*record.addresses, *record.theirs}
    return subjects_of_person(record)


def _all_subjects(connection: Connection, records: Iterable[Step]) -> set[Subject]:
    about: set[Subject] = set()
    for record in records:
        if isinstance(record, RowValues) and record.address:  # most are
            about.add((record.channel, record.address))
        else:
            about |= subjects_of(connection, record)
    return about


def _written(record: Step) -> tuple[str, Any]:
    if isinstance(record, RowValues):
        return MESSAGE, tuple(record)
    if isinstance(record, ContactRecord):
        return CONTACT_ROW, record
    return CONSENT if isinstance(record, ConsentRecord) else ATTACHMENT, record


def message_of(said: list[Any]) -> RowValues:
    """A MESSAGE from its fields."""
    channel, address, message_id, campaign, message, event = said
    return RowValues(channel, address, message_id, campaign, tuple(message), None if event is None else tuple(event))


def contact_of(fields: dict[str, Any]) -> ContactRecord:
    """A CONTACT_ROW from its fields."""
    kind, labels = fields["kind"], fields["labels"]
    addresses = tuple(
        AddressRecord(Channel(one["channel"]), one["value"], one["type"], one["is_main"]) for one in fields["addresses"]
    )
    read = {"kind": kind and ContactKind(kind), "labels": None if labels is None else tuple(labels)}
    return ContactRecord(**fields | read | {"addresses": addresses})


def consent_of(fields: dict[str, Any]) -> ConsentRecord:
    """A CONSENT from its fields."""
    read = {
        "channel": ConsentChannel(fields["channel"]),
        "what": What(fields["what"]),
        "at": datetime.fromisoformat(fields["at"]),
        "clock": Clock(fields["clock"]),
        "source": Source(fields["source"]),
        "code": Code(fields["code"]),
    }
    return ConsentRecord(**fields | read)


def attachment_of(fields: dict[str, Any]) -> Attachment:
    """An ATTACHMENT from its fields."""
    addresses, theirs = (tuple((one[0], one[1]) for one in fields[name]) for name in ("addresses", "theirs"))
    return Attachment(addresses, fields["contact_id"], theirs)


_READ: Mapping[str, Callable[[Any], Step]] = {
    MESSAGE: message_of,
    CONTACT_ROW: contact_of,
    CONSENT: consent_of,
    ATTACHMENT: attachment_of,
}


def _dumped(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # half of a character, which a broken file may hold: only the slower one keeps it
        return json.dumps(value, default=_plain).encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else asdict(value)


def _loaded(kept: bytes) -> list[tuple[str, Any]]:
    try:
        loaded: list[tuple[str, Any]] = orjson.loads(kept)
    except orjson.JSONDecodeError:
        loaded = json.loads(kept)
    return loaded
