"""What was whose before two contacts were merged: kept with the merge, so that it can be taken back."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, select

from engagement.ingest.people.holders import Address
from engagement.store.schema import (
    address_owners,
    contact_addresses,
    contact_labels,
    contacts,
    external_ids,
    messages,
    shared_addresses,
)
from engagement.store.sql import among

FACTS = ("name", "owner", "stage", "source", "external_id")
"""What the kept contact takes from the other where it has nothing."""

Row = dict[str, Any]
_IDENTITY = ("key", "kind", "number", *FACTS)


class Side(NamedTuple):
    """One of the two contacts, as it was before the merge."""

    row: Row  # of contacts: _IDENTITY
    labels: Sequence[str]
    addresses: Sequence[Sequence[Any]]  # channel, address, type, is_main
    owned: Sequence[Sequence[str]]  # channel, address
    external_ids: Sequence[str]

    def held(self) -> set[Address]:
        """Its addresses, its own and shared ones."""
        return {(channel, address) for channel, address, *_ in self.addresses}


class Before(NamedTuple):
    """Both contacts before the merge."""

    kept: Side
    gone: Side
    standings: Sequence[Sequence[Any]]  # rows of shared_addresses of the two
    messages: Sequence[int]  # of the gone one
    staying: Sequence[int]  # of the kept one, at addresses that were the gone one's by then
    led: Sequence[int]  # earlier merges that led to the gone one
    dispositions: Sequence[int] = ()  # of the gone one

    def filled(self) -> Row:
        """The facts that the kept one took from the other."""
        mine, its = self.kept.row, self.gone.row
        return {name: its[name] for name in FACTS if its[name] and not mine[name]}

    def labels_added(self) -> set[str]:
        """The labels that the kept one got."""
        return set(self.gone.labels) - set(self.kept.labels)


def side_of(connection: Connection, contact_id: int) -> Side | None:
    """A contact as it is on file; None when it is not there."""
    c, held, owned = contacts.c, contact_addresses.c, address_owners.c
    row = connection.execute(select(*(c[name] for name in _IDENTITY)).where(c.contact_id == contact_id)).mappings()
    found = row.first()
    if found is None:
        return None
    labels = select(contact_labels.c.label).where(contact_labels.c.contact_id == contact_id)
    addresses = select(held.channel, held.address, held.type, held.is_main).where(held.contact_id == contact_id)
    rows = sorted(tuple(row) for row in connection.execute(addresses))
    owners = [
        (channel, address)
        for channel, address, *_ in rows
        if connection.execute(
            select(owned.contact_id).where(owned.channel == channel, owned.address == address)
        ).scalar()
        == contact_id
    ]
    ids = select(external_ids.c.external_id).where(external_ids.c.contact_id == contact_id)
    return Side(
        {name: found[name] for name in _IDENTITY},
        sorted(connection.execute(labels).scalars()),
        rows,
        owners,
        sorted(connection.execute(ids).scalars()),
    )


def standings_of_both(connection: Connection, contact_ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of shared_addresses of some contacts."""
    its = shared_addresses.c.contact_id.in_(contact_ids)
    return sorted(tuple(row) for row in connection.execute(select(shared_addresses).where(its)))


def message_ids(connection: Connection, contact_id: int, at: Iterable[Sequence[str]] | None = None) -> list[int]:
    """The ids of a contact's messages: all, or those at some addresses (channel, address)."""
    m = messages.c
    if at is None:
        return sorted(connection.execute(select(m.message_id).where(m.contact_id == contact_id)).scalars())
    wanted = {(channel, address) for channel, address in at}
    some = among(connection, m.address, sorted({address for _, address in wanted}))
    rows = connection.execute(select(m.message_id, m.channel, m.address).where(m.contact_id == contact_id, some))
    return sorted(row.message_id for row in rows if (row.channel, row.address) in wanted)


def written(before: Before) -> str:
    """As the merge keeps it."""
    sides = [dict(zip(Side._fields, side, strict=True)) for side in (before.kept, before.gone)]
    rest = dict(zip(Before._fields[2:], before[2:], strict=True))
    return orjson.dumps({"kept": sides[0], "gone": sides[1], **rest}).decode()


def read(kept: str) -> Before:
    """From what a merge keeps."""
    told = orjson.loads(kept)
    return Before(**{**told, "kept": Side(**told["kept"]), "gone": Side(**told["gone"])})
