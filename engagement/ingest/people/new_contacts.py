"""New contacts: what identifies them, their ids, numbers and rows."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from engagement.domain.records import ContactRecord
from engagement.domain.vocabulary import ContactKind
from engagement.ingest.people.holders import Address
from engagement.ingest.sets.set_writer import SetWriter
from engagement.lib.ids import CONTACT_BITS, stable_id
from engagement.lib.text import identifying
from engagement.store.schema import address_owners, contact_addresses, contacts
from engagement.store.sets import Field
from engagement.store.sql import among, upsert

Row = dict[str, Any]
FIELDS = (Field.KIND, Field.OWNER, Field.STAGE, Field.SOURCE)


def make_unknown_contacts(
    connection: Connection, sets: SetWriter, version: int, addresses: Sequence[Address]
) -> dict[Address, int]:
    """A contact of kind unknown for each of `addresses`, which nobody has, so that nothing about them is dropped."""
    keys = {address: _unknown_key(address) for address in addresses}
    ids = allot_ids(connection, keys.values())
    rows = {address: ids[key] for address, key in keys.items()}
    number = next_number(connection)
    made = [blank(ids[key], key, ContactKind.UNKNOWN, n, version) for n, key in enumerate(keys.values(), number)]
    upsert(connection, contacts, made)
    for row in made:
        for name in FIELDS:
            sets.change_field(row["contact_id"], name, (), [row[name.value]])
    write_addresses(connection, [(contact_id, *address, "", True) for address, contact_id in rows.items()])
    return rows


def unknown_id(address: Address) -> int:
    """The id that an unknown contact made for `address` gets, unless another contact has it already."""
    return usual_id(_unknown_key(address))


def _unknown_key(address: Address) -> str:
    return ":".join(address)


def usual_id(key: str) -> int:
    """The id that a contact with this key gets, unless another contact has it already."""
    return stable_id("contact", key, bits=CONTACT_BITS)


def key_of(record: ContactRecord) -> str:
    """What identifies a contact that is not known yet."""
    if record.external_id:
        return f"external:{record.external_id}"
    if record.addresses:
        return f"contact:{record.addresses[0].channel}:{record.addresses[0].value}"
    return f"name:{identifying(record.name or '')}"


def named_key(record: ContactRecord) -> str:
    """What identifies one where another contact has or had the address that would: that address with their name."""
    return f"{key_of(record)}:{identifying(record.name or '')}"


def allot_ids(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """An id for each key: made from the key, or the next free one should another contact have it already."""
    wanted = {key: usual_id(key) for key in sorted(set(keys))}
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


def blank(contact_id: int, key: str, kind: ContactKind, number: int, version: int) -> Row:
    """The row of a contact of which nothing is known yet."""
    texts = dict.fromkeys(("name", "name_folded", "owner", "stage", "source"), "")
    own = {"contact_id": contact_id, "key": key, "kind": kind.value, "number": number, "version": version}
    return {**own, **texts, "external_id": None}


def next_number(connection: Connection) -> int:
    """The number the next new contact gets in the contact sets."""
    highest = connection.execute(select(func.max(contacts.c.number))).scalar()
    return 0 if highest is None else highest + 1


def write_addresses(
    connection: Connection,
    rows: Sequence[tuple[int, str, str, str, bool]],
    shared: Collection[tuple[Address, int]] = (),
) -> None:
    """Rows of (contact, channel, address, type, is_main); of those `shared`, the owner is another contact.

    What is known of an address's consent is left as it is.
    """
    names = ("contact_id", "channel", "address", "type", "is_main")
    upsert(connection, contact_addresses, [dict(zip(names, row, strict=True)) for row in rows])
    upsert(
        connection,
        address_owners,
        [
            {"channel": channel, "address": address, "contact_id": i}
            for i, channel, address, _, _ in rows
            if ((channel, address), i) not in shared
        ],
    )
