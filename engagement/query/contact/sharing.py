"""Who else has the addresses of a contact: families, couples and offices share them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import and_, literal, select, union_all

from engagement.domain.holding import Holding
from engagement.query.matching.view import View
from engagement.store.schema import address_owners, contact_addresses, contacts, shared_addresses


class Sharer(NamedTuple):
    """Another contact that has an address; `name` is None for one out of the viewer's scope."""

    contact_id: int
    name: str | None
    is_owner: bool  # whether it belongs to them, so that messages to it are theirs


def sharers(view: View, contact_id: int) -> Mapping[tuple[str, str], Sequence[Sharer]]:
    """Who else has each address (channel, address) of a contact, its owner first; what nobody shares is absent."""
    if not view.sees(contact_id):
        return {}
    held, owned, shared = contact_addresses.c, address_owners.c, shared_addresses.c
    of_owner = select(held.channel, held.address, owned.contact_id, literal(True).label("is_owner")).join_from(
        contact_addresses,
        address_owners,
        and_(owned.channel == held.channel, owned.address == held.address),
    )
    of_others = select(held.channel, held.address, shared.contact_id, literal(False)).join_from(
        contact_addresses,
        shared_addresses,
        and_(shared.channel == held.channel, shared.address == held.address, shared.standing == Holding.SHARES),
    )
    others = union_all(
        of_owner.where(held.contact_id == contact_id, owned.contact_id != contact_id),
        of_others.where(held.contact_id == contact_id, shared.contact_id != contact_id),
    ).subquery()
    statement = (
        select(others, contacts.c.name)
        .join(contacts, contacts.c.contact_id == others.c.contact_id)
        .order_by(others.c.is_owner.desc(), contacts.c.name_folded, others.c.contact_id)
    )
    found: dict[tuple[str, str], list[Sharer]] = {}
    for row in view.connection.execute(statement):
        sharer = Sharer(row.contact_id, row.name if view.sees(row.contact_id) else None, bool(row.is_owner))
        found.setdefault((row.channel, row.address), []).append(sharer)
    return found
