"""The contacts and addresses that rows of contact lists are about, worked on in memory and written at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from engagement.domain.holding import Holding
from engagement.domain.names import same_first_name
from engagement.domain.records import AddressRecord, ContactRecord
from engagement.domain.vocabulary import ContactKind
from engagement.ingest.people.holders import Address, owners_of, standings_of, write_standings
from engagement.ingest.people.merged import Gone, GoneContacts, alike, fit
from engagement.ingest.people.move_histories import move_histories
from engagement.ingest.people.new_contacts import (
    FIELDS,
    allot_ids,
    blank,
    key_of,
    named_key,
    next_number,
    write_addresses,
)
from engagement.ingest.sets.set_writer import SetWriter
from engagement.lib.text import folded
from engagement.store.schema import contact_addresses, contact_labels, contacts, external_ids
from engagement.store.sets import Field
from engagement.store.sql import among, upsert

Row = dict[str, Any]
_ATTRIBUTES = ("key", "kind", "number", "version", "name", "name_folded", "owner", "stage", "source", "external_id")


class AddressBook:
    """The contacts and addresses that some rows are about, as they stand while the rows are taken in one by one."""

    def __init__(self, connection: Connection, sets: SetWriter, version: int, records: Sequence[ContactRecord]) -> None:
        self.connection = connection
        self.sets = sets
        self.version = version
        self.next_number = next_number(connection)
        self.keys: dict[int, str] = {}  # what the ids of new contacts are made from
        said = {(a.channel.value, a.value) for r in records for a in r.addresses}
        self.owners = owners_of(connection, said)
        external = sorted({record.external_id for record in records if record.external_id})
        ids = external_ids.c
        self.by_external_id: dict[str, int] = dict(
            connection.execute(
                select(ids.external_id, ids.contact_id).where(among(connection, ids.external_id, external))
            ).all()
        )
        keys = {key for record in records for key in (key_of(record), named_key(record))}
        self.new_ids = allot_ids(connection, keys)
        own_ids = {record.contact_id for record in records if record.contact_id is not None}
        self.gone = GoneContacts(connection, keys, own_ids)
        self.led: dict[str, int] = {}  # external ids of contacts who were merged into another, new
        self.rows: dict[int, Row] = {}
        self.labels: dict[int, set[str]] = {}
        self.addresses: dict[int, dict[Address, tuple[str, bool]]] = {}
        known = {*self.owners.values(), *self.by_external_id.values(), *self.new_ids.values()}
        known |= own_ids | self.gone.kept_ids()
        self._load(known)
        held = {address for its in self.addresses.values() for address in its}
        self.standings = standings_of(connection, held | said)
        self._load({contact_id for its in self.standings.values() for contact_id in its} - known)
        self.standings_before = {address: dict(its) for address, its in self.standings.items()}
        self.before = {contact_id: dict(row) for contact_id, row in self.rows.items()}
        self.labels_before = {contact_id: set(labels) for contact_id, labels in self.labels.items()}
        self.touched: dict[int, None] = {}
        self.relabelled: dict[int, None] = {}
        self.moves: dict[int, int] = {}  # unknown contact -> who claimed it
        self.dropped: set[tuple[int, Address]] = set()  # rows of contact_addresses that go
        self.freed: set[int] = set()  # contacts that an address came to or went from

    def _load(self, contact_ids: set[int]) -> None:
        """Read contacts, with their labels and addresses, as they are on file."""
        connection, c, held = self.connection, contacts.c, contact_addresses.c
        self.gone.into(contact_ids)
        columns = (c.contact_id, *(c[name] for name in _ATTRIBUTES))
        wanted = select(*columns).where(among(connection, c.contact_id, sorted(contact_ids)))
        self.rows |= {row["contact_id"]: dict(row) for row in connection.execute(wanted).mappings()}
        self.labels |= _grouped(connection, contact_labels, "label", contact_ids)
        for contact_id, channel, address, kind, is_main in connection.execute(
            select(held.contact_id, held.channel, held.address, held.type, held.is_main).where(
                among(connection, held.contact_id, sorted(contact_ids))
            )
        ):
            self.addresses.setdefault(contact_id, {})[channel, address] = (kind, is_main)

    def take(self, record: ContactRecord) -> bool:
        """Work one row into the book; whether it said anything new."""
        if (gone := self._gone_of(record)) is not None:
            return self._fill(gone, record)
        contact_id = self._identify(record)
        is_new = contact_id not in self.rows
        if is_new:
            self.rows[contact_id] = blank(
                contact_id, self.keys[contact_id], ContactKind.LEAD, self.next_number, self.version
            )
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
        changed = is_new or row != before
        changed |= self._label(contact_id, record.labels)
        held = self.addresses.setdefault(contact_id, {})
        if record.contact_id is None or any(address not in held for address in _keys(record)):
            changed |= self._claim(contact_id, record.addresses)
        if changed:
            row["version"] = self.version
            self.touched[contact_id] = None
        return changed

    def _identify(self, record: ContactRecord) -> int:
        """Whose row this is: by an id, else who has most of its addresses and can be its person, else new."""
        if record.contact_id in self.rows and self._is_itself(record.contact_id, record):
            return record.contact_id
        if record.external_id in self.by_external_id:
            return self.by_external_id[record.external_id]
        matching: dict[int, list[Address]] = {}
        for address in _keys(record):
            for contact_id in self._holders(address):
                matching.setdefault(contact_id, []).append(address)
        may_be = [contact_id for contact_id, its in matching.items() if self._may_be(contact_id, record, its)]
        if may_be:  # of several: whose name is known to agree, then who has most of the addresses, then the first
            return max(may_be, key=lambda one: (self._is_named(one, record), len(matching[one])))
        key = key_of(record)
        first = self.rows.get(self.new_ids[key])
        is_by_address = record.addresses and not record.external_id
        is_anothers = first and is_by_address and not alike(first["name"], record.name or "")
        if is_anothers or self.new_ids[key] in self.gone.by_id:
            key = named_key(record)
        self.keys[self.new_ids[key]] = key
        return self.new_ids[key]

    def _is_itself(self, contact_id: int, record: ContactRecord) -> bool:
        """Whether our own export is of this database as far as this row goes: another's ids may be other people's."""
        row, held = self.rows[contact_id], self.addresses.get(contact_id, {})
        known = row["kind"] != ContactKind.UNKNOWN
        return known and (alike(row["name"], record.name or "") or any(address in held for address in _keys(record)))

    def _gone_of(self, record: ContactRecord) -> Gone | None:
        """The contact, merged into another, that a row is about rather than about the kept one."""
        gone = self.gone.by_id
        if not gone:
            return None
        if record.contact_id in gone and gone[record.contact_id].may_be(record):
            return gone[record.contact_id]
        if record.external_id in self.by_external_id:
            its = self.gone.leading_to(self.by_external_id[record.external_id])
            return next((one for one in its if record.external_id in one.external_ids), None)
        holders = {contact_id for address in _keys(record) for contact_id in self._holders(address)}
        keys = {key_of(record), named_key(record)}
        may_be = [one for one in gone.values() if one.leads_to in holders or one.key in keys]
        fits = [(fit(one.name, one.addresses, record), one) for one in may_be if one.may_be(record)]
        fits = [(how, one) for how, one in fits if how[1] or one.key in keys]
        if not fits:
            return None
        how, best = max(fits, key=lambda each: each[0])
        return best if how > self._fit_of_kept(best.leads_to, record) else None

    def _fit_of_kept(self, contact_id: int, record: ContactRecord) -> tuple[bool, int]:
        """How well a row fits a contact, without what it has from those who were merged into it."""
        row, its = self.rows[contact_id], self.gone.leading_to(contact_id)
        own = self.addresses.get(contact_id, {}).keys() - set().union(*(one.only_its for one in its))
        return fit(row["name"], own, record) if alike(row["name"], record.name or "") else (False, -1)

    def _fill(self, gone: Gone, record: ContactRecord) -> bool:
        """Take in a row about a contact who was merged into another: it tells the kept one only what is not known."""
        contact_id = gone.leads_to
        row, held = self.rows[contact_id], self.addresses.setdefault(contact_id, {})
        said = {"name": record.name, "owner": record.owner, "stage": record.stage, "source": record.source}
        new = {name: value for name, value in {**said, "external_id": record.external_id}.items() if value}
        new = {name: value for name, value in new.items() if not row[name]}
        row.update(new)
        row["name_folded"] = folded(row["name"])
        changed = bool(new)
        if record.external_id and self.by_external_id.get(record.external_id) != contact_id:
            self.by_external_id[record.external_id] = self.led[record.external_id] = contact_id
            changed = True
        if more := set(record.labels or ()) - self.labels.get(contact_id, set()):
            self.labels.setdefault(contact_id, set()).update(more)
            self.relabelled[contact_id] = None
            changed = True
        mains = {channel for (channel, _), (_, is_main) in held.items() if is_main}
        for address in record.addresses:
            key = (address.channel.value, address.value)
            if key not in held:
                self._have(key, contact_id, Holding.BY_HAND)
                held[key] = (address.type, address.is_main and key[0] not in mains)
                changed = True
        if changed:
            row["version"] = self.version
            self.touched[contact_id] = None
        return changed

    def _holders(self, address: Address) -> list[int]:
        """Who has an address: its owner first, then those who share it."""
        owner = self.owners.get(address)
        sharing = [one for one, how in self.standings.get(address, {}).items() if how is Holding.SHARES]
        return [*([] if owner is None else [owner]), *sharing]

    def _is_named(self, contact_id: int, record: ContactRecord) -> bool:
        return bool(self.rows[contact_id]["name"] and record.name)

    def _may_be(self, contact_id: int, record: ContactRecord, matching: Sequence[Address]) -> bool:
        """Whether a contact that has some of the row's addresses can be the row's.

        Not unknown, no other external id, and the names agree or one is missing: families and offices share addresses.
        Only where both an email and a number are the same may the rest of the name have changed.
        """
        row = self.rows[contact_id]
        other = row["external_id"] and record.external_id and row["external_id"] != record.external_id
        if row["kind"] == ContactKind.UNKNOWN or other:
            return False
        if alike(row["name"], record.name or ""):
            return True
        return len({channel for channel, _ in matching}) > 1 and same_first_name(row["name"], record.name or "")

    def _label(self, contact_id: int, labels: tuple[str, ...] | None) -> bool:
        if labels is None:
            return False
        wanted = {*labels, *(self.gone.labels_of(contact_id) & self.labels.get(contact_id, set()))}
        if wanted == self.labels.get(contact_id, set()):
            return False
        self.labels[contact_id] = wanted
        self.relabelled[contact_id] = None
        return True

    def _claim(self, contact_id: int, addresses: Sequence[AddressRecord]) -> bool:
        """Give a contact the addresses of its row, and see which of those that it had are no longer there."""
        held = self.addresses.setdefault(contact_id, {})
        before = dict(held)
        for address in addresses:
            key = (address.channel.value, address.value)
            self._have(key, contact_id, None)
            held[key] = (address.type or held.get(key, ("", False))[0], address.is_main)
            self.dropped.discard((contact_id, key))
        mains = {a.channel.value: a.value for a in reversed(addresses) if a.is_main}
        for (channel, value), (kind, _) in held.items():
            if mains.get(channel, value) != value:  # the latest list's main address is the only one
                held[channel, value] = (kind, False)
        said = {(a.channel.value, a.value) for a in addresses}
        for key in [key for key in held if key not in said and key[0] in {channel for channel, _ in said}]:
            self._leave(key, contact_id)
        return held != before

    def _have(self, key: Address, contact_id: int, how: Holding | None) -> None:
        """A row gives an address to a contact, who then stands to it as `how` where it is theirs."""
        owner = self.owners.get(key, contact_id)
        if owner == contact_id:
            self.owners[key] = contact_id
            self._stand(key, contact_id, how)
        elif self.rows[owner]["kind"] == ContactKind.UNKNOWN:
            self.moves[owner] = contact_id
            self.owners[key] = contact_id
        elif self.standings.get(key, {}).get(owner) is Holding.LEFT:
            self._hand_over(key, owner, contact_id)
        else:
            self._stand(key, contact_id, Holding.SHARES)

    def _leave(self, key: Address, contact_id: int) -> None:
        """The latest row of a contact gives other addresses of the kind, and not this one.

        It goes to who shares it. While nobody else has it, it stays until somebody claims it.
        """
        standings = self.standings.get(key, {})
        if standings.get(contact_id) is Holding.BY_HAND:
            return
        sharing = sorted(one for one, how in standings.items() if how is Holding.SHARES)
        if contact_id in sharing:
            self._drop(key, contact_id)
            self._stand(key, contact_id, None)
        elif sharing:
            self._hand_over(key, contact_id, sharing[0])
        else:
            self._stand(key, contact_id, Holding.LEFT)

    def _hand_over(self, key: Address, owner: int, claimant: int) -> None:
        """An address becomes another contact's. What was sent to it stays with who had it then."""
        self.owners[key] = claimant
        self._drop(key, owner)
        self._stand(key, owner, Holding.FORMER)
        self._stand(key, claimant, None)
        for contact_id in (owner, claimant):
            self.rows[contact_id]["version"] = self.version
            self.touched[contact_id] = None
            self.freed.add(contact_id)

    def _drop(self, key: Address, contact_id: int) -> None:
        self.addresses[contact_id].pop(key, None)
        self.dropped.add((contact_id, key))
        self.freed.add(contact_id)

    def _stand(self, key: Address, contact_id: int, how: Holding | None) -> None:
        its = self.standings.setdefault(key, {})
        if how is None:
            its.pop(contact_id, None)
        else:
            its[contact_id] = how

    def write(self) -> set[int]:
        """Write what changed; gives the contacts whose history grew by that of an unknown one."""
        connection, held, ids = self.connection, contact_addresses.c, list(self.touched)
        if ids:
            self.sets.touch()
        upsert(connection, contacts, [{name: self.rows[i][name] for name in ("contact_id", *_ATTRIBUTES)} for i in ids])
        upsert(
            connection,
            external_ids,
            [
                *({"external_id": one, "contact_id": i} for one, i in self.led.items()),
                *({"external_id": its, "contact_id": i} for i in ids if (its := self.rows[i]["external_id"])),
            ],
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
        for contact_id, (channel, address) in self.dropped:
            its_row = (held.contact_id == contact_id, held.channel == channel, held.address == address)
            connection.execute(delete(contact_addresses).where(*its_row))
        write_addresses(
            connection,
            [(i, *key, kind, main) for i in ids for key, (kind, main) in self.addresses[i].items()],
            {(key, one) for key, its in self.standings.items() for one, how in its.items() if how is Holding.SHARES},
        )
        write_standings(connection, self.standings_before, self.standings)
        for contact_id in ids:
            self._change_fields(contact_id)
        return {*self.moves.values(), *self.freed}

    def _change_fields(self, contact_id: int) -> None:
        """Tell the contact sets which values the contact had and has."""
        before, after = self.before.get(contact_id), self.rows[contact_id]
        for name in FIELDS:
            old = [before[name.value]] if before else []
            self.sets.change_field(contact_id, name, old, [after[name.value]])
        old_labels, labels = self.labels_before.get(contact_id, set()), self.labels.get(contact_id, set())
        self.sets.change_field(contact_id, Field.LABEL, old_labels, labels)


def _keys(record: ContactRecord) -> list[Address]:
    return [(address.channel.value, address.value) for address in record.addresses]


def _grouped(connection: Connection, table: Any, name: str, contact_ids: set[int]) -> dict[int, set[str]]:
    groups: dict[int, set[str]] = {}
    for contact_id, value in connection.execute(
        select(table.c.contact_id, table.c[name]).where(among(connection, table.c.contact_id, sorted(contact_ids)))
    ):
        groups.setdefault(contact_id, set()).add(value)
    return groups
