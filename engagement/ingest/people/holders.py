"""Whose an address is, and who else has or had it.

An address belongs to at most one contact (`address_owners`). `shared_addresses` has the rest, a row for each contact
and address (domain/holding.py).
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, delete, select

from engagement.domain.holding import Holding
from engagement.store.schema import address_owners, shared_addresses
from engagement.store.sql import among, fetch, upsert

Address = tuple[str, str]  # channel, address


Standings = dict[Address, dict[int, Holding]]
"""How contacts stand to addresses that are not, or may soon not be, only their owner's."""


def owners_of(connection: Connection, addresses: Iterable[Address]) -> dict[Address, int]:
    """The contact that each address belongs to; an address nobody has is absent."""
    table = address_owners.c
    return {
        (channel, address): contact_id
        for channel, wanted in _by_channel(addresses)
        for address, contact_id in fetch(
            connection,
            select(table.address, table.contact_id).where(
                table.channel == channel, among(connection, table.address, sorted(wanted))
            ),
        )
    }


def standings_of(connection: Connection, addresses: Iterable[Address]) -> Standings:
    """Who else has or had each address, and which of them were left out by their owner's last list."""
    table = shared_addresses.c
    found: Standings = {}
    for channel, wanted in _by_channel(addresses):
        rows = select(table.address, table.contact_id, table.standing).where(
            table.channel == channel, among(connection, table.address, sorted(wanted))
        )
        for address, contact_id, standing in fetch(connection, rows):
            found.setdefault((channel, address), {})[contact_id] = Holding(standing)
    return found


def with_sharers(connection: Connection, addresses: Iterable[tuple[int, str, str]]) -> dict[tuple[int, str, str], None]:
    """`addresses` (contact, channel, address), and each of them for whoever shares it: what one may not be sent to,
    nobody may."""
    found = dict.fromkeys(addresses)
    for (channel, address), its in standings_of(connection, {one[1:] for one in found}).items():
        found |= {
            (contact_id, channel, address): None for contact_id, how in sorted(its.items()) if how is Holding.SHARES
        }
    return found


def write_standings(connection: Connection, before: Standings, after: Standings) -> None:
    """Bring `shared_addresses` from what was read of it, `before`, to what it has become."""
    table, rows = shared_addresses.c, []
    for key, its in after.items():
        known = before.get(key, {})
        for contact_id in sorted(known.keys() - its.keys()):
            its_row = (table.channel == key[0], table.address == key[1], table.contact_id == contact_id)
            connection.execute(delete(shared_addresses).where(*its_row))
        rows += [(*key, contact_id, how) for contact_id, how in its.items() if known.get(contact_id) != how]
    names = ("channel", "address", "contact_id", "standing")
    upsert(connection, shared_addresses, [dict(zip(names, row, strict=True)) for row in rows])


def _by_channel(addresses: Iterable[Address]) -> Iterator[tuple[str, set[str]]]:
    by_channel: dict[str, set[str]] = {}
    for channel, address in addresses:
        by_channel.setdefault(channel, set()).add(address)
    yield from by_channel.items()
