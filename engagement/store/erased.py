"""The names that ledger entries of erased addresses have: a keyed hash of the address.

The key is made at the first erasure and kept with the account's settings. Whoever has the address finds its entries
again; nobody finds an address from an entry without trying all there are.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from engagement.store.schema import settings

Address = tuple[str, str]  # channel, address
ERASURE_KEY = "erasure key"  # the setting
_ERASED = "#"  # no address and no number begins so


def erased_names(connection: Connection, addresses: Iterable[Address]) -> Mapping[Address, Address]:
    """The address of each name that its entries would have were it erased; nothing where nothing ever was."""
    key = connection.execute(select(settings.c.value).where(settings.c.key == ERASURE_KEY)).scalar()
    if key is None:
        return {}
    return {(channel, _name(key, channel, address)): (channel, address) for channel, address in addresses}


def _name(key: str, channel: str, address: str) -> str:
    return _ERASED + hmac.new(key.encode(), f"{channel}\x1f{address}".encode(), hashlib.sha256).hexdigest()
