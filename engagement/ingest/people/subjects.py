"""What contacts and records are about, in one form, so that it can be said which records bear on which contacts."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Connection, select

from engagement.domain.records import ContactRecord
from engagement.ingest.people.new_contacts import key_of, named_key, usual_id
from engagement.store.schema import address_owners, contact_addresses, contacts, external_ids, shared_addresses
from engagement.store.sql import among, fetch

Subject = tuple[str, str]
"""An address as (channel, address), or an EXTERNAL_ID, a KEY or a CONTACT with its value."""

EXTERNAL_ID, KEY, CONTACT = "external id", "key", "contact"
_HOLDING = (contact_addresses, address_owners, shared_addresses)


def subjects_of_person(record: ContactRecord) -> set[Subject]:
    """What a row of a contact list is about: all that may tell whose row it is."""
    about = {(address.channel.value, address.value) for address in record.addresses}
    about |= {(KEY, key_of(record)), (KEY, named_key(record))}
    about |= {(EXTERNAL_ID, record.external_id)} if record.external_id else set()
    return about | ({(CONTACT, str(record.contact_id))} if record.contact_id is not None else set())


def subjects_of_contacts(connection: Connection, contact_ids: Collection[int]) -> set[Subject]:
    """What may lead to some contacts, as they are on file."""
    return {subject for _, subject in leading_to(connection, contact_ids)}


def leading_to(connection: Connection, contact_ids: Collection[int]) -> Iterator[tuple[int, Subject]]:
    """Each of some contacts with what may lead to it, as they are on file; some pairs come twice."""
    yield from ((contact_id, (CONTACT, str(contact_id))) for contact_id in contact_ids)
    for table in _HOLDING:
        t = table.c
        held = select(t.contact_id, t.channel, t.address).where(among(connection, t.contact_id, contact_ids))
        yield from ((contact_id, (channel, address)) for contact_id, channel, address in fetch(connection, held))
    for kind, of, value in (
        (EXTERNAL_ID, external_ids.c.contact_id, external_ids.c.external_id),
        (KEY, contacts.c.contact_id, contacts.c.key),
    ):
        its = select(of, value).where(among(connection, of, contact_ids))
        yield from ((contact_id, (kind, found)) for contact_id, found in fetch(connection, its))


def contacts_of_subjects(connection: Connection, subjects: Iterable[Subject]) -> set[int]:
    """The contacts on file that some subjects lead to."""
    by_kind: dict[str, set[str]] = {}
    for kind, value in subjects:
        by_kind.setdefault(kind, set()).add(value)
    keys, asked = by_kind.pop(KEY, set()), by_kind.pop(CONTACT, set())
    external = by_kind.pop(EXTERNAL_ID, set())
    c, found = contacts.c, set[int]()
    may_be = sorted({*map(usual_id, keys), *(int(one) for one in asked)})
    for contact_id, key in fetch(
        connection, select(c.contact_id, c.key).where(among(connection, c.contact_id, may_be))
    ):
        if key in keys or str(contact_id) in asked:
            found.add(contact_id)
    ids = select(external_ids.c.contact_id).where(among(connection, external_ids.c.external_id, sorted(external)))
    found.update(contact_id for (contact_id,) in fetch(connection, ids))
    for channel, addresses in by_kind.items():
        for table in _HOLDING[1:]:  # who owns an address and who shares or had it
            held = select(table.c.contact_id).where(
                table.c.channel == channel, among(connection, table.c.address, sorted(addresses))
            )
            found.update(contact_id for (contact_id,) in fetch(connection, held))
    return found
