"""Unknown contacts taken up: their history attached to a contact that is known, or a lead or agent made of them.

Each is one transaction, and done once however often it is asked: what is said is that some addresses are somebody's,
so asking again changes nothing. The same records imported again find the addresses' new owner and change nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select, update

from engagement.domain.addresses import shown_phone
from engagement.domain.holding import Holding
from engagement.domain.records import AddressRecord, ContactRecord
from engagement.domain.vocabulary import Channel, ContactKind
from engagement.errors import AttachError
from engagement.ingest.people.holders import Address, owners_of, write_standings
from engagement.ingest.people.move_histories import move_histories
from engagement.ingest.people.subjects import subjects_of_contacts
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.batch import write_batch
from engagement.ingest.write.journal import Attachment, add_step
from engagement.ingest.write.summaries import refresh_contacts
from engagement.store.engine import writing
from engagement.store.journal import BY_HAND
from engagement.store.schema import address_owners, contact_addresses, contacts


@dataclass(frozen=True, slots=True)
class Attached:
    """Whose the addresses are now, and whether that is new."""

    contact_id: int
    name: str
    changed: bool


def attach(engine: Engine, addresses: Sequence[Address], contact_id: int) -> Attached:
    """Give `addresses` (channel, address), which unknown contacts have, and all their history to a known contact.

    AttachError, and nothing is changed, when one of them is another known contact's or nobody's by now, or when the
    contact is gone or is unknown itself.
    """
    with writing(engine) as connection:
        sets = SetWriter()
        version = sets.begin(connection)
        theirs = tuple(sorted(subjects_of_contacts(connection, [contact_id])))
        attached = attach_within(connection, sets, version, addresses, contact_id)
        if attached.changed:
            sets.write(connection)
            add_step(connection, BY_HAND, [Attachment(tuple(addresses), contact_id, theirs)])
    return attached


def attach_within(
    connection: Connection, sets: SetWriter, version: int, addresses: Sequence[Address], contact_id: int
) -> Attached:
    """What `attach` does, within a transaction after `sets.begin`, which gave `version`; `sets.write` ends it."""
    kind, name = _contact(connection, contact_id)
    if kind == ContactKind.UNKNOWN:
        raise AttachError("That contact is on no list either: make a lead or agent of it first, then attach.")
    unknown = _unknown_owners(connection, addresses, contact_id)
    for one in unknown:
        _attach(connection, sets, one, contact_id)
    if unknown:
        # Searches catch up with the contacts whose version is new.
        connection.execute(update(contacts).where(contacts.c.contact_id == contact_id).values(version=version))
        refresh_contacts(connection, sets, {contact_id})
    return Attached(contact_id, name, bool(unknown))


def make_known(
    engine: Engine, addresses: Sequence[Address], kind: ContactKind, *, name: str = "", owner: str | None = None
) -> Attached:
    """Make a lead or agent that has `addresses`, which an unknown contact has, with all its history.

    It is taken in just as a contact list's row would be, so that a list that names them later finds the same contact.
    AttachError, and nothing is changed, when one of the addresses is another contact's or nobody's by now.
    """
    record = ContactRecord(
        name.strip() or None,
        kind,
        owner=owner,
        addresses=tuple(
            AddressRecord(Channel(channel), address, "", channel not in {c for c, _ in addresses[:place]})
            for place, (channel, address) in enumerate(addresses)
        ),
    )
    with writing(engine) as connection:
        owners = owners_of(connection, addresses)
        known = {owner_id for owner_id in owners.values() if _contact(connection, owner_id)[0] != ContactKind.UNKNOWN}
        if known and not _is_the_same(connection, known, record):
            _unknown_owners(connection, addresses, None)
        _refuse_missing(addresses, owners)
        (outcome,) = write_batch(connection, SetWriter(), [record])
        add_step(connection, BY_HAND, [record])
        contact_id = owners_of(connection, addresses[:1])[addresses[0]]
        return Attached(contact_id, _contact(connection, contact_id)[1], outcome.is_new)


def _attach(connection: Connection, sets: SetWriter, unknown: int, claimant: int) -> None:
    """Move one history; the claimant's main addresses stay the main ones."""
    held = contact_addresses.c
    moved = list(
        connection.execute(select(held.channel, held.address).where(held.contact_id == unknown).order_by(held.address))
    )
    main = set(connection.execute(select(held.channel).where(held.contact_id == claimant, held.is_main)).scalars())
    move_histories(connection, sets, {unknown: claimant})
    for channel, address in moved:
        its_row = (held.contact_id == claimant, held.channel == channel, held.address == address)
        connection.execute(update(contact_addresses).where(*its_row).values(is_main=channel not in main))
        main.add(channel)
        owned = (address_owners.c.channel == channel, address_owners.c.address == address)
        connection.execute(update(address_owners).where(*owned).values(contact_id=claimant))
        write_standings(connection, {}, {(channel, address): {claimant: Holding.BY_HAND}})


def _unknown_owners(connection: Connection, addresses: Sequence[Address], claimant: int | None) -> list[int]:
    """The unknown contacts that have `addresses`, those left out that are the claimant's already."""
    owners = owners_of(connection, addresses)
    _refuse_missing(addresses, owners)
    found: dict[int, None] = {}
    for address in addresses:
        owner = owners[address]
        if owner == claimant:
            continue
        kind, name = _contact(connection, owner)
        if kind != ContactKind.UNKNOWN:
            raise AttachError(
                f"{_shown(address)} belongs to {name} by now: nothing was changed. "
                "Open that contact to see whether that is right."
            )
        found[owner] = None
    return list(found)


def _refuse_missing(addresses: Sequence[Address], owners: dict[Address, int]) -> None:
    for address in addresses:
        if address not in owners:
            raise AttachError(f"Nobody has {_shown(address)} any more: load the page again.")


def _is_the_same(connection: Connection, known: set[int], record: ContactRecord) -> bool:
    """Whether what is asked was done before: one contact, of that kind and name."""
    if len(known) != 1:
        return False
    kind, name = _contact(connection, *known, bare=True)
    return kind == record.kind and record.name in (None, name)


def _contact(connection: Connection, contact_id: int, *, bare: bool = False) -> tuple[str, str]:
    """Kind and name of a contact, or what stands for the name unless it is wanted `bare`."""
    c = contacts.c
    row = connection.execute(select(c.kind, c.name).where(c.contact_id == contact_id)).first()
    if row is None:
        raise AttachError("That contact is not there any more: load the page again and choose anew.")
    return row.kind, row.name if bare else row.name or "a contact without a name"


def _shown(address: Address) -> str:
    channel, value = address
    return shown_phone(value) if channel == Channel.TEXT else value
