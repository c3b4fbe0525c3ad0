"""Ledger entries of addresses that were erased: kept under a keyed hash, so that an opt-out holds without its address.

The key is made at the first erasure and kept with the account's settings. Whoever has the address finds its entries
again; nobody finds an address from an entry without trying all there are.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping

import orjson
from sqlalchemy import Connection, and_, delete, select, update

from engagement.store.schema import ledger, settings
from engagement.store.sql import insert_missing

Address = tuple[str, str]  # channel, address
_SETTING = "erasure key"
_ERASED = "#"  # no address and no number begins so


def erased_names(connection: Connection, addresses: Iterable[Address]) -> Mapping[Address, Address]:
    """The address of each name that its entries would have were it erased; nothing where nothing ever was."""
    key = connection.execute(select(settings.c.value).where(settings.c.key == _SETTING)).scalar()
    if key is None:
        return {}
    return {(channel, _name(key, channel, address)): (channel, address) for channel, address in addresses}


def erase_from_ledger(connection: Connection, addresses: Iterable[Address]) -> int:
    """Put the keyed hash in the place of each address in the ledger, and drop the words; gives how many entries.

    What was said, when, to whom of ours and by which source is kept.
    """
    made = [{"key": _SETTING, "value": orjson.dumps(secrets.token_hex(32)).decode()}]
    insert_missing(connection, settings, made)
    erased = 0
    for name, (channel, address) in erased_names(connection, addresses).items():
        its = and_(ledger.c.channel == channel, ledger.c.address == address)
        there = select(ledger.c.entry_id).where(ledger.c.channel == channel, ledger.c.address == name[1])
        connection.execute(delete(ledger).where(its, ledger.c.entry_id.in_(there)))  # erased before, and told again
        erased += connection.execute(update(ledger).where(its).values(address=name[1], words=None)).rowcount
    return erased


def _name(key: str, channel: str, address: str) -> str:
    return _ERASED + hmac.new(key.encode(), f"{channel}\x1f{address}".encode(), hashlib.sha256).hexdigest()
