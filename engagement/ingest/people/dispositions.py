"""What was said of people on Who to call, when their histories go to another contact: it goes along.

Nothing of it is ever taken away. Of whoever is not there any more it waits; should they come again, it is theirs.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, select, update

from engagement.domain.vocabulary import Channel
from engagement.ingest.people.holders import Address, owners_of
from engagement.store.dispositions import dispositions
from engagement.store.schema import contact_addresses, contacts
from engagement.store.sql import among, fetch, in_parts

_AT_ONCE = 5_000
_D = dispositions.c

Said = Mapping[int, Sequence[Address]]
"""Ids of what was said, each with the addresses of whom it was said of: phones first, and the main ones first."""


def move_dispositions(connection: Connection, moves: Mapping[int, int]) -> None:
    """Give what was said of each contact to the one that `moves` has for it."""
    for of in _said(connection, moves):
        give_dispositions(connection, dispositions_of(connection, of), of, moves[of])


def dispositions_of(connection: Connection, contact_id: int) -> list[int]:
    """The ids of what was said of a contact."""
    its = select(_D.disposition_id).where(_D.contact_id == contact_id).order_by(_D.disposition_id)
    return list(connection.execute(its).scalars())


def give_dispositions(connection: Connection, ids: Iterable[int], of: int, to: int) -> None:
    """Give what has one of `ids` and is said of the contact `of` to the contact `to`."""
    its = (among(connection, _D.disposition_id, ids), _D.contact_id == of)
    connection.execute(update(dispositions).where(*its).values(contact_id=to))


def said_of(connection: Connection, contact_ids: Collection[int]) -> Said:
    """What was said of some contacts who are about to be made anew, each with their addresses."""
    held, said = contact_addresses.c, _said(connection, contact_ids)
    addresses: dict[int, list[Address]] = {}
    rows = select(held.contact_id, held.channel, held.address).where(among(connection, held.contact_id, said))
    phones_first = (held.channel == Channel.EMAIL, held.is_main.desc(), held.address)
    for contact_id, channel, address in fetch(connection, rows.order_by(*phones_first)):
        addresses.setdefault(contact_id, []).append((channel, address))
    its = select(_D.disposition_id, _D.contact_id).where(among(connection, _D.contact_id, said))
    return {one: addresses.get(contact_id, ()) for one, contact_id in fetch(connection, its)}


def settle_dispositions(connection: Connection, before: Said) -> None:
    """After contacts were made anew, give what was said of them `before` to whom it is about.

    What was said of somebody who is there again is theirs. Else it stays with whoever had it; when they are gone, it
    goes to whoever has the first of their addresses, and waits where nobody has any.
    """
    its = select(_D.disposition_id, _D.contact_id, _D.said_of).where(among(connection, _D.disposition_id, before))
    rows = fetch(connection, its)
    there = _there(connection, {one for row in rows for one in row[1:]})
    owners = owners_of(connection, {one for addresses in before.values() for one in addresses})
    for disposition_id, contact_id, first in rows:
        known = [one for one in (first, contact_id) if one in there]
        known += [owners[one] for one in before[disposition_id] if one in owners]
        if known and known[0] != contact_id:
            give_dispositions(connection, [disposition_id], contact_id, known[0])


def _said(connection: Connection, contact_ids: Collection[int]) -> list[int]:
    """Those of some contacts of whom something was said."""
    found: list[int] = []
    for some in in_parts(sorted(contact_ids), _AT_ONCE):
        its = select(_D.contact_id).where(among(connection, _D.contact_id, some)).distinct()
        found += (contact_id for (contact_id,) in fetch(connection, its))
    return found


def _there(connection: Connection, contact_ids: Collection[int]) -> set[int]:
    """Those of some contacts who are on file."""
    its = select(contacts.c.contact_id).where(among(connection, contacts.c.contact_id, sorted(contact_ids)))
    return {contact_id for (contact_id,) in fetch(connection, its)}
