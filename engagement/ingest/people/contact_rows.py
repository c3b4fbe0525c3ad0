"""Contact lists into contacts: who a row is, whose its addresses are, and what it changes.

An address belongs to at most one contact. A row claims the addresses of contacts of kind unknown, whose history then
moves to it; an address of another known contact stays there, and is shared with the row's. Of two lists that describe
one contact the later import speaks, since a contact list is the state of the CRM that wrote it.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from engagement.domain.records import ContactRecord
from engagement.ingest.people.address_book import AddressBook
from engagement.ingest.sets.set_writer import SetWriter
from engagement.lib.text import storable


def write_contacts(
    connection: Connection, sets: SetWriter, version: int, records: Sequence[ContactRecord]
) -> tuple[list[bool], set[int]]:
    """Take in rows of contact lists. Gives whether each said anything new, and the contacts whose history grew."""
    records = [_kept(record) for record in records]
    book = AddressBook(connection, sets, version, records)
    outcomes = [book.take(record) for record in records]
    grown = book.write()
    return outcomes, grown


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
