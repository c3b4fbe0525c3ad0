"""Contact lists into contacts: who a row is, whose its addresses are, and what it changes.

An address belongs to at most one contact. A row claims the addresses of contacts of kind unknown, whose history then
moves to it; an address of another known contact stays there, and the row is told so. Of two lists that describe one
contact the later import speaks, since a contact list is the state of the CRM that wrote it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, func, select

from engagement.domain.records import AddressRecord, ContactRecord
from engagement.domain.vocabulary import ContactKind
from engagement.ingest.people.move_histories import move_histories
from engagement.ingest.sets.set_writer import SetWriter
from engagement.lib.ids import CONTACT_BITS, stable_id
from engagement.lib.text import folded, identifying, storable
from engagement.store.schema import address_owners, contact_addresses, contact_labels, contacts, external_ids
from engagement.store.sets import Field
from engagement.store.sql import among, fetch, upsert

Row = dict[str, Any]
Address = tuple[str, str]  # channel, address
_FIELDS = (Field.KIND, Field.OWNER, Field.STAGE, Field.SOURCE)
_ATTRIBUTES = ("key", "kind", "number", "version", "name", "name_folded", "owner", "stage", "source", "external_id")


@dataclass(slots=True)
class ContactOutcome:
    """What became of a row: whether it said anything new, and the sentences about what could not be taken."""

    changed: bool
    problems: list[str] = field(default_factory=list)


def owners_of(connection: Connection, addresses: Iterable[Address]) -> dict[Address, int]:
    """The contact that each address belongs to; an address nobody has is absent."""
    by_channel: dict[str, set[str]] = {}
    for channel, address in addresses:
        by_channel.setdefault(channel, set()).add(address)
    table = address_owners.c
    return {
        (channel, address): contact_id
        for channel, wanted in by_channel.items()
        for address, contact_id in fetch(
            connection,
            select(table.address, table.contact_id).where(
                table.channel == channel, among(connection, table.address, sorted(wanted))
            ),
        )
    }


def make_unknown_contacts(
    connection: Connection, sets: SetWriter, version: int, addresses: Sequence[Address]
) -> dict[Address, int]:
    """A contact of kind unknown for each of `addresses`, which nobody has, so that nothing about them is dropped."""
    keys = {address: _unknown_key(address) for address in addresses}
    ids = _allot_ids(connection, keys.values())
    rows = {address: ids[key] for address, key in keys.items()}
    number = next_number(connection)
    made = [_blank(ids[key], key, ContactKind.UNKNOWN, n, version) for n, key in enumerate(keys.values(), number)]
    upsert(connection, contacts, made)
    for row in made:
        for name in _FIELDS:
            sets.change_field(row["contact_id"], name, (), [row[name.value]])
    _write_addresses(connection, [(contact_id, *address, "", True) for address, contact_id in rows.items()])
    return rows


def unknown_id(address: Address) -> int:
    """The id that an unknown contact made for `address` gets, unless another contact has it already."""
    return _usual_id(_unknown_key(address))


def _unknown_key(address: Address) -> str:
    return ":".join(address)


def _usual_id(key: str) -> int:
    return stable_id("contact", key, bits=CONTACT_BITS)


def write_contacts(
    connection: Connection, sets: SetWriter, version: int, records: Sequence[ContactRecord]
) -> tuple[list[ContactOutcome], set[int]]:
    """Take in rows of contact lists. Gives what became of each, and the contacts whose history grew."""
    records = [_kept(record) for record in records]
    book = _AddressBook(connection, sets, version, records)
    outcomes = [book.take(record) for record in records]
    grown = book.write()
    return outcomes, grown


class _AddressBook:
    """The contacts and addresses that some rows are about, as they stand while the rows are taken in one by one."""

    def __init__(self, connection: Connection, sets: SetWriter, version: int, records: Sequence[ContactRecord]) -> None:
        self.connection = connection
        self.sets = sets
        self.version = version
        self.next_number = next_number(connection)
        self.owners = owners_of(connection, {(a.channel.value, a.value) for r in records for a in r.addresses})
        external = sorted({record.external_id for record in records if record.external_id})
        ids = external_ids.c
        self.by_external_id: dict[str, int] = dict(
            connection.execute(
                select(ids.external_id, ids.contact_id).where(among(connection, ids.external_id, external))
            ).all()
        )
        self.new_ids = _allot_ids(connection, {_key(record) for record in records})
        known = {*self.owners.values(), *self.by_external_id.values(), *self.new_ids.values()}
        self.rows = {
            row["contact_id"]: dict(row)
            for row in connection.execute(
                select(contacts.c.contact_id, *(contacts.c[name] for name in _ATTRIBUTES)).where(
                    among(connection, contacts.c.contact_id, sorted(known))
                )
            ).mappings()
        }
        self.before = {contact_id: dict(row) for contact_id, row in self.rows.items()}
        self.labels = _grouped(connection, contact_labels, "label", known)
        self.labels_before = {contact_id: set(labels) for contact_id, labels in self.labels.items()}
        self.addresses: dict[int, dict[Address, tuple[str, bool]]] = {}
        table = contact_addresses.c
        for contact_id, channel, address, kind, is_main in connection.execute(
            select(table.contact_id, table.channel, table.address, table.type, table.is_main).where(
                among(connection, table.contact_id, sorted(known))
            )
        ):
            self.addresses.setdefault(contact_id, {})[channel, address] = (kind, is_main)
        self.touched: dict[int, None] = {}
        self.relabelled: dict[int, None] = {}
        self.moves: dict[int, int] = {}  # unknown contact -> who claimed it

    def take(self, record: ContactRecord) -> ContactOutcome:
        """Work one row into the book."""
        contact_id = self._identify(record)
        is_new = contact_id not in self.rows
        if is_new:
            self.rows[contact_id] = _blank(contact_id, _key(record), ContactKind.LEAD, self.next_number, self.version)
            self.next_number += 1
        row = self.rows[contact_id]
        before = dict(row)
        said = {
            "name": record.name or None,
            "kind": record.kind.value if record.kind else None,
            "owner": record.owner,
            "stage": record.stage,
            "source": record.source,
            "external_id": record.external_id,
        }
        row.update({name: value for name, value in said.items() if value is not None})
        row["name_folded"] = folded(row["name"])
        if record.external_id:
            self.by_external_id[record.external_id] = contact_id
        outcome = ContactOutcome(changed=is_new or row != before)
        outcome.changed |= self._label(contact_id, record.labels)
        outcome.changed |= self._claim(contact_id, record.addresses, outcome.problems)
        if outcome.changed:
            row["version"] = self.version
            self.touched[contact_id] = None
        return outcome

    def _identify(self, record: ContactRecord) -> int:
        """Whose row this is: by external id, else by an address that a known contact has, else somebody new."""
        if record.external_id in self.by_external_id:
            return self.by_external_id[record.external_id]
        for address in record.addresses:
            owner = self.owners.get((address.channel.value, address.value))
            if owner is not None and self._may_be(owner, record):
                return owner
        return self.new_ids[_key(record)]

    def _may_be(self, contact_id: int, record: ContactRecord) -> bool:
        """Whether a contact that has one of the row's addresses can be the row's: known, and no other external id."""
        row = self.rows[contact_id]
        other = row["external_id"] and record.external_id and row["external_id"] != record.external_id
        return row["kind"] != ContactKind.UNKNOWN and not other

    def _label(self, contact_id: int, labels: tuple[str, ...] | None) -> bool:
        if labels is None or set(labels) == self.labels.get(contact_id, set()):
            return False
        self.labels[contact_id] = set(labels)
        self.relabelled[contact_id] = None
        return True

    def _claim(self, contact_id: int, addresses: Sequence[AddressRecord], problems: list[str]) -> bool:
        held = self.addresses.setdefault(contact_id, {})
        before = dict(held)
        for address in addresses:
            key = (address.channel.value, address.value)
            owner = self.owners.get(key, contact_id)
            if owner != contact_id and self.rows[owner]["kind"] != ContactKind.UNKNOWN:
                who = self.rows[owner]["name"] or "another contact"
                problems.append(
                    f"{address.value} already belongs to {who}, and an address belongs to one contact: "
                    "it stays there; take it off one of the two in the list."
                )
                continue
            if owner != contact_id:
                self.moves[owner] = contact_id
            self.owners[key] = contact_id
            held[key] = (address.type, address.is_main)
        own = [a for a in addresses if (a.channel.value, a.value) in held]
        mains = {a.channel.value: a.value for a in reversed(own) if a.is_main}
        for (channel, value), (kind, _) in held.items():
            if mains.get(channel, value) != value:  # the latest list's main address is the only one
                held[channel, value] = (kind, False)
        return held != before

    def write(self) -> set[int]:
        """Write what changed; gives the contacts whose history grew by that of an unknown one."""
        connection, ids = self.connection, list(self.touched)
        if ids:
            self.sets.touch()
        upsert(connection, contacts, [{name: self.rows[i][name] for name in ("contact_id", *_ATTRIBUTES)} for i in ids])
        upsert(
            connection,
            external_ids,
            [{"external_id": row["external_id"], "contact_id": i} for i in ids if (row := self.rows[i])["external_id"]],
        )
        if self.relabelled:
            relabelled = list(self.relabelled)
            connection.execute(
                contact_labels.delete().where(among(connection, contact_labels.c.contact_id, relabelled))
            )
            upsert(
                connection,
                contact_labels,
                [{"contact_id": i, "label": label} for i in relabelled for label in sorted(self.labels[i])],
            )
        move_histories(connection, self.sets, self.moves)
        _write_addresses(
            connection,
            [(i, *key, kind, main) for i in ids for key, (kind, main) in self.addresses[i].items()],
        )
        for contact_id in ids:
            self._change_fields(contact_id)
        return set(self.moves.values())

    def _change_fields(self, contact_id: int) -> None:
        """Tell the contact sets which values the contact had and has."""
        before, after = self.before.get(contact_id), self.rows[contact_id]
        for name in _FIELDS:
            old = [before[name.value]] if before else []
            self.sets.change_field(contact_id, name, old, [after[name.value]])
        old_labels, labels = self.labels_before.get(contact_id, set()), self.labels.get(contact_id, set())
        self.sets.change_field(contact_id, Field.LABEL, old_labels, labels)


def _kept(record: ContactRecord) -> ContactRecord:
    """`record` in texts that every database can keep."""

    def kept(text: str | None) -> str | None:
        return None if text is None else storable(text)

    return replace(
        record,
        name=kept(record.name),
        external_id=kept(record.external_id),
        owner=kept(record.owner),
        stage=kept(record.stage),
        source=kept(record.source),
        labels=None if record.labels is None else tuple(map(storable, record.labels)),
        addresses=tuple(replace(one, value=storable(one.value), type=storable(one.type)) for one in record.addresses),
    )


def _key(record: ContactRecord) -> str:
    """What identifies a contact that is not known yet."""
    if record.external_id:
        return f"external:{record.external_id}"
    if record.addresses:
        return f"contact:{record.addresses[0].channel}:{record.addresses[0].value}"
    return f"name:{identifying(record.name or '')}"


def _allot_ids(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """An id for each key: made from the key, or the next free one should another contact have it already."""
    wanted = {key: _usual_id(key) for key in sorted(set(keys))}
    settled: dict[str, int] = {}
    while wanted:
        taken = dict(
            connection.execute(
                select(contacts.c.contact_id, contacts.c.key).where(
                    among(connection, contacts.c.contact_id, wanted.values())
                )
            ).all()
        ) | {contact_id: key for key, contact_id in settled.items()}
        clashing = {}
        for key, contact_id in wanted.items():
            if taken.setdefault(contact_id, key) == key:
                settled[key] = contact_id
            else:
                clashing[key] = contact_id + 1
        wanted = clashing
    return settled


def _blank(contact_id: int, key: str, kind: ContactKind, number: int, version: int) -> Row:
    texts = dict.fromkeys(("name", "name_folded", "owner", "stage", "source"), "")
    own = {"contact_id": contact_id, "key": key, "kind": kind.value, "number": number, "version": version}
    return {**own, **texts, "external_id": None}


def next_number(connection: Connection) -> int:
    """The number the next new contact gets in the contact sets."""
    highest = connection.execute(select(func.max(contacts.c.number))).scalar()
    return 0 if highest is None else highest + 1


def _grouped(connection: Connection, table: Any, name: str, contact_ids: set[int]) -> dict[int, set[str]]:
    groups: dict[int, set[str]] = {}
    for contact_id, value in connection.execute(
        select(table.c.contact_id, table.c[name]).where(among(connection, table.c.contact_id, sorted(contact_ids)))
    ):
        groups.setdefault(contact_id, set()).add(value)
    return groups


def _write_addresses(connection: Connection, rows: Sequence[tuple[int, str, str, str, bool]]) -> None:
    """Rows of (contact, channel, address, type, is_main). What is known of an address's consent is left as it is."""
    names = ("contact_id", "channel", "address", "type", "is_main")
    upsert(connection, contact_addresses, [dict(zip(names, row, strict=True)) for row in rows])
    upsert(
        connection,
        address_owners,
        [{"channel": channel, "address": address, "contact_id": i} for i, channel, address, _, _ in rows],
    )
