"""Erasing an address from the ledger: its entries are kept under a keyed hash, so that an opt-out holds without it."""

import secrets
from collections.abc import Iterable

import orjson
from sqlalchemy import Connection, and_, delete, select, update

from engagement.store.erased import ERASURE_KEY, Address, erased_names
from engagement.store.schema import ledger, settings
from engagement.store.sql import insert_missing


def erase_from_ledger(connection: Connection, addresses: Iterable[Address]) -> int:
    """Put the keyed hash in the place of each address in the ledger, and drop the words; gives how many entries.

    What was said, when, to whom of ours and by which source is kept.
    """
    made = [{"key": ERASURE_KEY, "value": orjson.dumps(secrets.token_hex(32)).decode()}]
    insert_missing(connection, settings, made)
    erased = 0
    for name, (channel, address) in erased_names(connection, addresses).items():
        its = and_(ledger.c.channel == channel, ledger.c.address == address)
        there = select(ledger.c.entry_id).where(ledger.c.channel == channel, ledger.c.address == name[1])
        connection.execute(delete(ledger).where(its, ledger.c.entry_id.in_(there)))  # erased before, and told again
        erased += connection.execute(update(ledger).where(its).values(address=name[1], words=None)).rowcount
    return erased
